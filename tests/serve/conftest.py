"""Real servers on loopback over small graphs, and a client for each."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from hand_made import REGISTER, document, extraction

from kg.graph import iris
from kg.graph.triples import report_quads
from kg.model import Reading
from kg.resolve import Resolver
from kg.serve.app import create_app
from kg.serve.server import config
from kg.serve.settings import Settings
from kg.store import open_graph

TOKEN = "a token for tests only"


def fill(path: Path, *names: str) -> Path:
    """A store of hand-made reports."""
    with open_graph(path, writable=True) as store:
        for name in names:
            said = extraction(document(name))
            quads = report_quads(Reading(said, Resolver(REGISTER).resolve(said)))
            store.replace_report(iris.report_iri(name), quads)
    return path


@contextmanager
def running(source: Path, **settings: Any) -> Iterator[httpx.Client]:
    """A server of `source` on a free port, until the context ends; a client of it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(source, Settings(**{"workers": 2, "timeout": 5.0, "read_ahead": False} | settings))
    server = uvicorn.Server(config(app, "127.0.0.1", port))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(20)


Serve = Callable[..., httpx.Client]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("served") / "graph", "a", "b")


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[httpx.Client]:
    """A read-only server."""
    with running(store) as client:
        yield client
