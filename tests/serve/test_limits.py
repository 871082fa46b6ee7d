"""What is asked too much: the query is stopped, the server goes on."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from .conftest import running

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def strict(store: Path):
    with running(store, timeout=1.0, result_limit=200_000, memory_limit=300_000_000) as client:
        yield client


def test_a_cartesian_product_is_stopped_and_others_are_answered_meanwhile(strict: httpx.Client) -> None:
    with ThreadPoolExecutor(3) as pool:
        began = time.monotonic()
        heavy = [pool.submit(strict.get, "/sparql", params={"query": PRODUCT}) for _ in range(3)]
        time.sleep(0.2)
        assert strict.get("/health").json()["status"] == "ok"
        assert time.monotonic() - began < 1.0, "a light request does not wait for the heavy ones"
        answers = [one.result() for one in heavy]
    assert {answer.status_code for answer in answers} == {503}
    assert any("longer than 1 seconds" in answer.json()["detail"] for answer in answers)
    assert strict.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_an_answer_that_is_too_large_is_refused_as_a_whole(strict: httpx.Client) -> None:
    answer = strict.get("/sparql", params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
    assert answer.status_code == 413
    assert "200,000 bytes" in answer.json()["detail"]
    assert strict.get("/health").status_code == 200


def test_a_query_that_eats_memory_dies_alone(store: Path) -> None:
    greedy = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?c ?d ?f ?g ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }"
    with running(store, timeout=30.0, memory_limit=100_000_000) as client:
        answer = client.get("/sparql", params={"query": greedy})
        assert answer.status_code == 500
        assert "memory" in answer.json()["detail"]
        assert client.get("/health").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(" + "(" * 100_000 + "1" + ")" * 100_000 + ") }",
        "ASK { FILTER(" + "!" * 100_000 + "true) }",
        "ASK { FILTER(1" + "+1" * 100_000 + ") }",
        "ASK " + "{" * 200_000,
        "ASK { ?s ?p " + "(" * 240 + ")" * 240 + " }",
    ],
    ids=["brackets", "negations", "sum", "unclosed", "collections"],
)
def test_deep_nesting_harms_nobody_else(strict: httpx.Client, query: str) -> None:
    answer = strict.post("/sparql", content=query, headers={"content-type": "application/sparql-query"})
    assert answer.status_code in (400, 500, 503)
    assert answer.headers["content-type"] == "application/problem+json"
    assert strict.get("/sparql", params={"query": "ASK {}"}).status_code == 200
