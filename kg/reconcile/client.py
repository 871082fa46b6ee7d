"""A client of any service that speaks the Reconciliation Service API 0.1 or 0.2, such as Wikidata's.

Answers are kept on disk, requests come at most so many a second, and what fails for a moment is tried again. What a
service says is untrusted: it is checked, and nothing of it is taken but identifiers, names and scores.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from kg.errors import InputError
from kg.fingerprint import digest, kg_version
from kg.graph.iris import web_iri
from kg.model import Candidate

_WIKIDATA = ("http://www.wikidata.org/entity/", "https://www.wikidata.org/entity/", "https://www.wikidata.org/wiki/")
_GEONAMES = ("https://sws.geonames.org/", "http://sws.geonames.org/", "https://www.geonames.org/")
_BATCH = 20
_KEPT_SECONDS = 30 * 24 * 3600
_LONGEST_WAIT = 60.0
_LARGEST_ANSWER = 20_000_000
_AGAIN = frozenset((429, 500, 502, 503, 504))


@dataclass(frozen=True, slots=True)
class Asked:
    """A name to look for, with types of the service that it may be of."""

    name: str
    types: tuple[str, ...] = ()

    def query(self, limit: int) -> dict[str, Any]:
        """The query as the API writes it."""
        said: dict[str, Any] = {"query": self.name, "limit": limit}
        if self.types:
            said["type"] = self.types[0] if len(self.types) == 1 else list(self.types)
        return said


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate of a service; `certain` where the service itself calls it a match."""

    entry: Candidate
    certain: bool


class ReconciliationClient:
    """Asks one service. A context manager.

    `transport` and `sleep` can be replaced in tests, `cache` is a file, None for no cache. Every method raises
    InputError where the address is no service, or does not answer after `retries` more tries.
    """

    def __init__(
        self,
        address: str,
        *,
        cache: Path | None = None,
        per_second: float = 5.0,
        retries: int = 4,
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            raise InputError("not the address of a service", where=address, remedy="Give one like https://…/reconcile")
        self.address = address
        self.requests = 0
        self._http = httpx.Client(
            transport=transport, timeout=timeout, follow_redirects=True,
            headers={"user-agent": f"conflict-kg/{kg_version()}", "accept": "application/json"},
        )  # fmt: skip
        self._cache = _Cache(cache) if cache is not None else None
        self._pause = 1.0 / per_second
        self._retries = retries
        self._sleep = sleep
        self._last = 0.0
        self._manifest: dict[str, Any] | None = None

    def manifest(self) -> dict[str, Any]:
        """The service's manifest, which tells whose identifiers it gives."""
        if self._manifest is None:
            said = self._cached("manifest", lambda: self._json("GET", None))
            for name in ("name", "identifierSpace", "schemaSpace"):
                if not isinstance(said.get(name), str):
                    raise InputError(f"no manifest of a reconciliation service: it lacks {name}", where=self.address)
            versions = said.get("versions", ["0.1"])
            if not isinstance(versions, list) or not {"0.1", "0.2"} & set(map(str, versions)):
                raise InputError(f"the service speaks versions {versions} only, kg 0.1 and 0.2", where=self.address)
            self._manifest = said
        return self._manifest

    def match(self, asked: Sequence[Asked], limit: int = 5) -> list[list[Found]]:
        """The candidates for each name, in the service's order; what was asked before comes from the cache."""
        self.manifest()
        answers: dict[int, list[Any]] = {}
        open_: list[int] = []
        for number, one in enumerate(asked):
            kept = self._cache.get(self._key(one.query(limit))) if self._cache else None
            if kept is None:
                open_.append(number)
            else:
                answers[number] = kept
        for at in range(0, len(open_), _BATCH):
            some = open_[at : at + _BATCH]
            batch = {f"q{number}": asked[number].query(limit) for number in some}
            said = self._json("POST", {"queries": json.dumps(batch, ensure_ascii=False)})
            for number in some:
                result = said.get(f"q{number}")
                results = result.get("result") if isinstance(result, dict) else None
                if not isinstance(results, list):
                    raise InputError(f"the service gave no result for {asked[number].name!r}", where=self.address)
                answers[number] = results
                if self._cache:
                    self._cache.put(self._key(asked[number].query(limit)), results)
        return [
            [found for one in answers[number][:limit] if (found := self._found(one))] for number in range(len(asked))
        ]

    def _found(self, given: Any) -> Found | None:
        """A candidate as an entry; None where it is not what the API says."""
        if not isinstance(given, dict):
            return None
        identifier, name, score = given.get("id"), given.get("name"), given.get("score")
        if not isinstance(identifier, str) or not identifier.strip() or not isinstance(name, str):
            return None
        number = float(score) if isinstance(score, int | float) and not isinstance(score, bool) else 0.0
        number = number / 100 if number > 1 else number
        source, code = self._identified(identifier.strip())
        features = _features(given.get("features"))
        entry = Candidate(source, code, name, max(0.0, min(number, 1.0)), features=features)
        return Found(entry, given.get("match") is True)

    def _identified(self, identifier: str) -> tuple[str, str]:
        """Whose identifier it is: GeoNames' and Wikidata's are known; others become addresses."""
        space: str = self.manifest()["identifierSpace"]
        bare = identifier
        for known in (*_WIKIDATA, *_GEONAMES):
            bare = bare.removeprefix(known)
        bare = bare.strip("/")
        scheme, _, code = bare.partition(":")
        if scheme in ("geonames", "wikidata") and code:
            return scheme, code
        if space.startswith(_WIKIDATA) or identifier.startswith(_WIKIDATA):
            return "wikidata", bare
        if space.startswith(_GEONAMES) or identifier.startswith(_GEONAMES):
            return "geonames", bare
        address = web_iri(identifier) or web_iri(space + identifier)
        host = urlsplit(self.address).hostname or "service"
        return host, address or identifier

    def _key(self, query: Mapping[str, Any]) -> str:
        return digest(self.address, query)

    def _cached(self, what: str, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        key = digest(self.address, what)
        kept = self._cache.get(key) if self._cache else None
        if kept is None:
            kept = ask()
            if self._cache:
                self._cache.put(key, kept)
        return kept

    def _json(self, method: str, form: Mapping[str, str] | None) -> dict[str, Any]:
        """One answer of the service, as an object."""
        reason = ""
        for number in range(self._retries + 1):
            self._wait_for_turn()
            try:
                answer = self._http.request(method, self.address, data=form)
            except httpx.HTTPError as error:
                reason = f"it does not answer ({type(error).__name__}: {error})"
                wait = None
            else:
                if answer.status_code == 200:
                    return self._read(answer)
                reason = f"it answers {answer.status_code}"
                if answer.status_code not in _AGAIN:
                    break
                wait = answer.headers.get("retry-after", "")
            if number < self._retries:
                told = float(wait) if wait and wait.isdigit() else 0.0
                self._sleep(min(_LONGEST_WAIT, max(told, 0.5 * 2**number)))
        raise InputError(f"the service cannot be asked: {reason}", where=self.address, remedy="Try again later")

    def _read(self, answer: httpx.Response) -> dict[str, Any]:
        if len(answer.content) > _LARGEST_ANSWER:
            raise InputError(f"an answer of {len(answer.content):,} bytes is not taken", where=self.address)
        try:
            said = answer.json()
        except (ValueError, RecursionError) as error:
            raise InputError("the service's answer is not JSON", where=self.address) from error
        if not isinstance(said, dict):
            raise InputError("the service's answer is no JSON object", where=self.address)
        return said

    def _wait_for_turn(self) -> None:
        now = time.monotonic()
        if self.requests and now - self._last < self._pause:
            self._sleep(self._pause - (now - self._last))
        self._last = time.monotonic()
        self.requests += 1

    def close(self) -> None:
        """Lets go of connections and of the cache."""
        self._http.close()
        if self._cache:
            self._cache.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _features(given: Any) -> tuple[tuple[str, float], ...]:
    """The features of a candidate that have names and numbers."""
    if not isinstance(given, list):
        return ()
    said = [(one.get("id"), one.get("value")) for one in given if isinstance(one, dict)]
    return tuple(
        ("".join(name.split()).replace("=", ""), round(float(value), 4))
        for name, value in said
        if isinstance(name, str) and name.strip() and isinstance(value, int | float)
    )


class _Cache:
    """Answers by key, for a month, in SQLite."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=10)
            with self._database:
                self._database.execute("CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, at REAL, said TEXT)")
                self._database.execute("DELETE FROM answer WHERE at < ?", (time.time() - _KEPT_SECONDS,))
        except (OSError, sqlite3.Error) as error:
            raise InputError(
                f"the cache of answers cannot be used ({error})", where=str(path), remedy="Delete it, or use --no-cache"
            ) from error

    def get(self, key: str) -> Any:
        """What was answered; None where nothing is kept."""
        with closing(self._database.execute("SELECT said FROM answer WHERE key = ?", (key,))) as rows:
            row = rows.fetchone()
        return json.loads(row[0]) if row else None

    def put(self, key: str, said: Any) -> None:
        """Keeps an answer."""
        with self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (key, time.time(), json.dumps(said))
            )

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()
