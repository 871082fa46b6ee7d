"""What a server is started with."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from kg.errors import KgError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits and permissions of a server. Times are seconds, sizes bytes.

    `workers` processes answer; raw SPARQL never takes all of them where there are two or more, so that the catalogue
    and pages keep answering beside heavy queries. `timeout` bounds one query, `result_limit` what it gives,
    `memory_limit` what it takes beyond an open store, `waiting_limit` how many requests wait for a worker.
    `refresh` is how old an answer may be while another process writes to the store. `query_limit` bounds a query's
    text, `body_limit` an update or a graph that is sent. At most `connections` are open at a time; a client has
    `patience` to send the head of a request, and may be silent for so long while it sends a body or takes an answer.

    `token` lets those write who know it; without one the server is read-only. `cors` are the origins whose pages may
    read (`*`: all, for read-only servers), `hosts` the names it is asked by (empty: any). `outward` permits SERVICE and
    LOAD, which make the server call others. `read_ahead` has the explorer read the graph when the server starts, not
    when the first page is opened.

    Raises KgError where they contradict each other.
    """

    workers: int = field(default_factory=lambda: max(2, min(8, os.cpu_count() or 2)))
    timeout: float = 30.0
    result_limit: int = 256 * 1024 * 1024
    memory_limit: int = 2 * 1024 * 1024 * 1024
    waiting_limit: int = 64
    query_limit: int = 1024 * 1024
    body_limit: int = 64 * 1024 * 1024
    refresh: float = 1.0
    token: str | None = field(default=None, repr=False)
    cors: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    outward: bool = False
    read_ahead: bool = True
    connections: int = 2000
    patience: float = 20.0

    def __post_init__(self) -> None:
        if self.token is not None and len(self.token) < _SHORTEST_TOKEN:
            raise KgError(
                f"the write token has {len(self.token)} characters, too few to be safe",
                remedy=f"Take {_SHORTEST_TOKEN} or more, for example from `openssl rand -hex 24`",
            )
        if self.token is not None and "*" in self.cors:
            raise KgError(
                "a server that can be written to cannot be open to the pages of every origin",
                remedy="Name the origins: --cors https://example.org",
            )
        if self.workers < 1:
            raise KgError("there must be one worker at least")
