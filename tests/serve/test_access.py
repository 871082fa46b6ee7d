"""Who may do what: read-only unless a token is given, no strange hosts, origins by choice."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.errors import GraphError, KgError
from kg.serve.access import asked_by, require_writer
from kg.serve.app import create_app
from kg.serve.settings import Settings

from .conftest import TOKEN, running


async def written(request: Request) -> Response:
    require_writer(request)
    return PlainTextResponse("written")


async def asked(source: Path, settings: Settings, method: str, path: str, **headers: str) -> httpx.Response:
    app = create_app(source, settings, [Route("/written", written, methods=["POST"])])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://localhost"
    ) as client:
        return await client.request(method, path, headers=headers)


def ask(source: Path, settings: Settings, method: str, path: str, **headers: str) -> httpx.Response:
    import asyncio

    return asyncio.run(asked(source, settings, method, path, **headers))


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        (None, {}, 403),
        (None, {"authorization": f"Bearer {TOKEN}"}, 403),
        (TOKEN, {}, 401),
        (TOKEN, {"authorization": "Bearer wrong"}, 401),
        (TOKEN, {"authorization": f"Basic {TOKEN}"}, 401),
        (TOKEN, {"authorization": "Bearer "}, 401),
        (TOKEN, {"authorization": f"Bearer {TOKEN}"}, 200),
        (TOKEN, {"authorization": f"bearer {TOKEN}"}, 200),
    ],
)
def test_only_who_bears_the_token_may_write(store: Path, token: str | None, headers: dict, status: int) -> None:
    answer = ask(store, Settings(token=token), "POST", "/written", **headers)
    assert answer.status_code == status
    assert ("www-authenticate" in answer.headers) == (status == 401)


def test_every_answer_forbids_what_pages_do_not_need(client: httpx.Client) -> None:
    for path in ("/health", "/nowhere", "/sparql"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "*" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers


def test_other_origins_may_read_only_where_they_are_named(store: Path) -> None:
    settings = Settings(cors=("https://good.example",))
    preflight = {"origin": "https://good.example", "access-control-request-method": "POST"}
    answer = ask(store, settings, "OPTIONS", "/sparql", **preflight)
    assert answer.headers["access-control-allow-origin"] == "https://good.example"
    bad = ask(store, settings, "OPTIONS", "/sparql", **(preflight | {"origin": "https://bad.example"}))
    assert "access-control-allow-origin" not in bad.headers
    assert "Origin" in bad.headers["vary"]


def test_settings_that_are_not_safe_are_refused(store: Path, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="too few"):
        Settings(token="short")
    with pytest.raises(KgError, match="every origin"):
        Settings(token=TOKEN, cors=("*",))
    file = tmp_path / "graph.nq"
    file.write_text("")
    with pytest.raises(GraphError, match="cannot be written"):
        create_app(file, Settings(token=TOKEN))


def test_a_server_on_loopback_answers_to_no_other_name(store: Path) -> None:
    settings = Settings(hosts=asked_by((), "127.0.0.1"))
    assert ask(store, settings, "POST", "/written", host="evil.example").status_code == 421
    for host in ("localhost:7878", "127.0.0.1", "[::1]:7878"):
        assert ask(store, settings, "POST", "/written", host=host).status_code == 403
    assert asked_by((), "0.0.0.0") == ()
    assert "graph.example" in asked_by(("graph.example",), "0.0.0.0")


def test_a_missing_graph_is_told_before_serving(tmp_path: Path) -> None:
    for name in ("none", "none.trig"):
        with pytest.raises(GraphError, match=r"no graph|no such file"):
            create_app(tmp_path / name)


def test_a_file_is_served_like_a_store(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text("<urn:x:a> <urn:x:b> 'c' .")
    with running(file) as client:
        assert client.get("/health").json() == {"status": "ok", "statements": 1, "writable": False}
