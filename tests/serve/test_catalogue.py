"""The questions over HTTP, and what their description promises."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import jsonschema
import pytest
from pyoxigraph import Store

from kg.query import catalogue, run
from kg.serve.catalogue import FORMATS
from kg.serve.openapi import description
from kg.store.embedded import EmbeddedStore

from .conftest import running

pytest_plugins = ["written_graphs"]


@pytest.fixture(scope="module")
def asked(everything: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path = tmp_path_factory.mktemp("catalogue") / "graph"
    with EmbeddedStore(path, writable=True) as store:
        store.extend(everything)
    with running(path) as client:
        yield client


def test_all_questions_are_listed(asked: httpx.Client) -> None:
    listed = asked.get("/api/queries").json()
    assert [one["name"] for one in listed] == [query.name for query in catalogue()]


@pytest.mark.parametrize("name", [query.name for query in catalogue()])
def test_every_question_is_answered_as_on_the_command_line(asked: httpx.Client, everything: Store, name: str) -> None:
    required = [one for query in catalogue() if query.name == name for one in query.parameters if one.required]
    values = {one.name: {"actor": "Dawn Brigade", "place": "Tal Amra"}.get(one.type, "Tal Amra") for one in required}
    answer = asked.get(f"/api/queries/{name}", params=values)
    if answer.status_code == 404:
        assert "no actor" in answer.text or "no place" in answer.text or "no node" in answer.text
        values = {one.name: _some(everything, one.type) for one in required}
        answer = asked.get(f"/api/queries/{name}", params=values)
    assert answer.status_code == 200, answer.text
    assert answer.json() == run(everything, name, values).records()


def _some(store: Store, kind: str) -> str:
    wanted = "kg:Place" if kind == "place" else "kg:Actor"
    rows = run(store, f"SELECT ?n {{ ?n a ?k ; skos:prefLabel ?l . FILTER(?k = {wanted}) }} ORDER BY ?n LIMIT 1").rows
    rows = rows or run(store, "SELECT ?n { ?n skos:prefLabel ?l ; a ?k } ORDER BY ?n LIMIT 1").rows
    return rows[0][0].value  # type: ignore[union-attr]


def test_answers_come_in_the_format_that_is_wanted(asked: httpx.Client) -> None:
    for (media_type,) in FORMATS.values():
        answer = asked.get("/api/queries/actors", headers={"accept": media_type})
        assert answer.headers["content-type"].split(";")[0] == media_type
    rows = list(csv.reader(io.StringIO(asked.get("/api/queries/actors", headers={"accept": "text/csv"}).text)))
    assert len(rows) - 1 == len(asked.get("/api/queries/actors").json())
    assert asked.get("/api/queries/actors", headers={"accept": "image/png"}).status_code == 406


def test_rows_can_be_limited_and_their_number_is_told(asked: httpx.Client) -> None:
    every = asked.get("/api/queries/actors")
    first = asked.get("/api/queries/actors?limit=2")
    assert first.json() == every.json()[:2]
    assert first.headers["x-total-rows"] == str(len(every.json()))


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/queries/nothing", 404, "no query"),
        ("/api/queries/actors?colour=red", 400, "no parameter"),
        ("/api/queries/actors?least=many", 400, "whole number"),
        ("/api/queries/actors?limit=0", 400, "from 1"),
        ("/api/queries/timeline", 400, "needs the parameter"),
        ("/api/queries/timeline?actor=Nobody%20Known", 404, "no actor"),
        ("/api/queries/..%2F..%2Fpyproject", 404, ""),
        ("/api/queries/%2e%2e/sparql", 404, ""),
        ("/api/queries/actors.rq", 404, ""),
    ],
)
def test_what_is_asked_wrongly_is_told(asked: httpx.Client, address: str, status: int, said: str) -> None:
    answer = asked.get(address)
    assert answer.status_code == status
    assert said in answer.json()["detail"]


def test_the_description_is_valid_and_fits_the_answers(asked: httpx.Client) -> None:
    document = asked.get("/api/openapi.json").json()
    assert document == description(catalogue(), FORMATS)
    assert document["openapi"].startswith("3.1")
    schemas = document["components"]["schemas"]
    for path, operations in document["paths"].items():
        get = operations["get"]
        if any(one["required"] for one in get.get("parameters", ()) if one["name"] != "limit"):
            continue
        answer = asked.get(path)
        assert answer.status_code == 200
        schema = get["responses"]["200"]["content"][answer.headers["content-type"].split(";")[0]]["schema"]
        reference = schema.get("$ref", "").rpartition("/")[2]
        content = answer.json() if "json" in answer.headers["content-type"] else answer.text
        chosen = schemas[reference] if reference else schema
        jsonschema.validate(content, {**chosen, "components": document["components"]})


def test_the_sparql_of_a_question_can_be_had(asked: httpx.Client) -> None:
    answer = asked.get("/api/queries/actors/sparql")
    assert answer.headers["content-type"] == "application/sparql-query"
    assert "SELECT" in answer.text


def test_metrics_count_what_was_done(asked: httpx.Client) -> None:
    asked.get("/api/queries/actors")
    asked.get("/never/heard/of")
    text = asked.get("/metrics").text
    assert 'kg_http_requests_total{method="GET",route="/api/queries/{name}",status="200"}' in text
    assert 'route="none",status="404"' in text
    assert "heard" not in text
    assert 'kg_worker_tasks{outcome="done"}' in text


def test_a_served_folder_is_seen_by_its_path_alone(asked: httpx.Client, tmp_path: Path) -> None:
    for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/sparql/../../etc/passwd", "/%00"):
        answer = asked.get(path)
        assert answer.status_code in (400, 404), path
        assert "root:" not in answer.text


@pytest.mark.slow
def test_whatever_is_asked_is_answered_as_described(asked: httpx.Client, tmp_path: Path) -> None:
    """Schemathesis asks each operation with what the description allows and forbids, and compares status, media type,
    and content of the answers with what is described.
    """
    url = str(asked.base_url.join("/api/openapi.json"))
    command = ["-m", "schemathesis.cli", "run", url, "--max-examples", "4", "--generation-deterministic"]
    done = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=False, timeout=300, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout[-6000:]
    assert "Tested: " in done.stdout
