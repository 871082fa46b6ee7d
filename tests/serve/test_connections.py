"""Slow, silent and too many clients: whoever sends a whole request is answered."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import pytest

from .conftest import running


@pytest.fixture(scope="module")
def impatient(store: Path) -> Iterator[httpx.Client]:
    with running(store, connections=50, patience=0.8) as client:
        yield client


def connect(client: httpx.Client) -> socket.socket:
    url = client.base_url
    return socket.create_connection((url.host, url.port or 80), timeout=10)


def fresh(client: httpx.Client, path: str = "/health") -> httpx.Response:
    """An answer over a connection of its own."""
    return httpx.get(client.base_url.join(path), timeout=20)


def is_closed(one: socket.socket, within: float) -> bool:
    one.settimeout(within)
    try:
        while one.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /health HTTP/1.1\r\nhost: localhost\r\nx-slow: ", b"POST /sparql HTTP/1.1\r\nhost: localhost\r\n"
     b"content-type: application/sparql-query\r\ncontent-length: 100\r\n\r\nASK"],
    ids=["nothing", "half a head", "half a body"],
)  # fmt: skip
def test_who_sends_no_whole_request_is_sent_away(impatient: httpx.Client, sent: bytes) -> None:
    with closing(connect(impatient)) as one:
        one.sendall(sent)
        assert is_closed(one, within=5)
    assert fresh(impatient).status_code == 200


def test_a_head_that_drips_in_is_not_waited_for(impatient: httpx.Client) -> None:
    def drip(one: socket.socket) -> None:
        for char in b"GET /health HTTP/1.1\r\nhost: localhost\r\nx-long: " + b"x" * 100:
            one.sendall(bytes([char]))
            time.sleep(0.05)

    with closing(connect(impatient)) as one, pytest.raises((BrokenPipeError, ConnectionResetError)):
        drip(one)


def test_a_slow_but_steady_upload_is_waited_for(impatient: httpx.Client) -> None:
    def query() -> Iterator[bytes]:
        for piece in (b"ASK ", b"{ ", b"} ", b"#", b"..", b".."):
            yield piece
            time.sleep(0.3)

    answer = httpx.post(
        impatient.base_url.join("/sparql"), content=query(), headers={"content-type": "application/sparql-query"},
        timeout=20,
    )  # fmt: skip
    assert answer.json()["boolean"] is True


def test_more_silent_clients_than_connections_keep_nobody_out(impatient: httpx.Client) -> None:
    with ExitStack() as stack:
        for _ in range(300):
            one = stack.enter_context(closing(connect(impatient)))
            one.sendall(b"GET /health HTTP/1.1\r\n")
        assert [fresh(impatient).status_code for _ in range(5)] == [200] * 5


def test_who_does_not_take_his_answer_is_sent_away(impatient: httpx.Client) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 40000"
    with closing(connect(impatient)) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        request = httpx.Request("GET", impatient.base_url.join("/sparql"), params={"query": query})
        one.sendall(f"GET {request.url.raw_path.decode()} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())
        assert one.recv(100).startswith(b"HTTP/1.1 200")
        time.sleep(3)
        with pytest.raises(ConnectionResetError):
            one.sendall(b"GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n" * 3)
    assert fresh(impatient).status_code == 200


def test_a_client_that_leaves_frees_its_worker(store: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with running(store, timeout=25.0) as client:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(client.base_url.join("/sparql"), params={"query": endless}, timeout=0.5)
        began = time.monotonic()
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        assert time.monotonic() - began < 5


@pytest.mark.slow
def test_ten_thousand_slow_clients(store: Path) -> None:
    """They come as fast as they can, each sends a byte now and then; others are answered all the while."""
    with running(store, connections=2000, patience=5.0) as client:
        stop = threading.Event()
        held: list[socket.socket] = []

        def crowd(number: int) -> None:
            for _ in range(number):
                if stop.is_set():
                    return
                try:
                    one = connect(client)
                    one.sendall(b"GET /sparql?query=ASK HTTP/1.1\r\nhost: localhost\r\nx-slow: ")
                    held.append(one)
                except OSError:
                    continue

        threads = [threading.Thread(target=crowd, args=(2500,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        slowest = 0.0
        while any(thread.is_alive() for thread in threads):
            began = time.monotonic()
            assert fresh(client, "/sparql?query=ASK%7B%7D").status_code == 200
            slowest = max(slowest, time.monotonic() - began)
        assert len(held) > 9_000
        for one in held:
            one.close()
        assert slowest < 10
        assert fresh(client).status_code == 200
