"""A running server of each engine, started when the first test wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from .engines import ENGINES, TOKEN


@pytest.fixture(scope="session", autouse=True)
def token() -> Iterator[None]:
    """What `kg.store` sends to servers that ask for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_WRITE_TOKEN", TOKEN)
        yield


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The address of a server by the name of its engine, emptied."""
    running: dict[str, str] = {}
    with ExitStack() as stack:

        def server(name: str) -> str:
            if name not in running:
                folder = tmp_path_factory.mktemp(name)
                running[name] = stack.enter_context(contextmanager(ENGINES[name])(folder))
            answer = httpx.post(
                f"{running[name]}/update", content="DROP ALL", timeout=30,
                headers={"content-type": "application/sparql-update", "authorization": f"Bearer {TOKEN}"},
            )  # fmt: skip
            assert answer.is_success
            return running[name]

        yield server
