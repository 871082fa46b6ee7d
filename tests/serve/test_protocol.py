"""The SPARQL 1.1 Protocol and the Graph Store Protocol: the cases of `protocol.toml`, each against a real server.

The cases are our own wording of what https://www.w3.org/TR/sparql11-protocol/ and its test suite ask.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.store import open_graph

from .conftest import TOKEN, running

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "protocol.toml").read_text())["case"]
FRESH = """
PREFIX : <http://kg.example/>
DROP ALL ;
INSERT DATA {
  GRAPH :one { :a :name "in one" } GRAPH :two { :b :name "in two" } GRAPH :three { :c :name "in three" }
}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path = tmp_path_factory.mktemp("protocol") / "graph"
    open_graph(path, writable=True).close()
    with running(path, token=TOKEN) as client:
        client.headers["authorization"] = f"Bearer {TOKEN}"
        yield client


@pytest.fixture
def client(server: httpx.Client) -> httpx.Client:
    answer = server.post("/update", data={"update": FRESH})
    assert answer.status_code == 204
    return server


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_protocol(client: httpx.Client, case: dict[str, Any]) -> None:
    for number, step in enumerate(case["step"]):
        body: Any = step.get("body")
        if body is not None:
            body = body.encode(step.get("encoding", "utf-8"))
        answer = client.request(
            step.get("method", "GET"),
            step.get("path", "/sparql"),
            params=[(name, value) for name, value in step["params"]] if "params" in step else None,
            data=dict(step["form"]) if "form" in step else None,
            content=body,
            headers=step.get("headers"),
        )
        where = f"step {number + 1}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code in step["status"], where
        if "type" in step:
            assert answer.headers["content-type"].split(";")[0] == step["type"], where
        if "boolean" in step:
            assert answer.json()["boolean"] is step["boolean"], where
        for words in step.get("contains", ()):
            assert words in answer.text, where
        for words in step.get("lacks", ()):
            assert words not in answer.text, where
