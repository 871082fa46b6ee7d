"""Its place puts `tests/` on the path, so that tests of all rooms can import `hand_made`; and what several need."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from chromium import chromium

__all__ = ["chromium", "server"]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A real Oxigraph server on loopback, in memory."""
    program = Path(sys.executable).parent / "oxigraph"
    if not program.exists():
        pytest.skip("the package oxigraph is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                httpx.get(address, timeout=1)
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def empty_server(server: str) -> str:
    """The same with nothing in it: its query address."""
    httpx.post(f"{server}/update", content="DROP ALL", headers={"content-type": "application/sparql-update"})
    return server + "/query"
