"""Review over HTTP: decisions by those who may write, with effect in every view, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from invented_world import invented
from told_graphs import KINDS, VALLEY, graph_of

from kg.graph import iris
from kg.store.embedded import EmbeddedStore

from .conftest import TOKEN, running

WRITER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def reviewed(tmp_path: Path) -> Iterator[httpx.Client]:
    path = tmp_path / "graph"
    with EmbeddedStore(path, writable=True) as store:
        store.extend(graph_of([VALLEY], KINDS).quads())
    with running(path, token=TOKEN, timeout=20.0) as client:
        yield client


def ask(client: httpx.Client, name: str, **values: str) -> dict[str, Any]:
    answer = client.get(f"/explorer/api/{name}", params=values)
    assert answer.status_code == 200, answer.text
    return answer.json()


def decide(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    answer = client.post("/explorer/api/decide", json={"by": "Ana", **asked}, headers=WRITER)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_nobody_decides_without_the_token(reviewed: httpx.Client, client: httpx.Client) -> None:
    asked = {"act": "merge", "node": "a", "into": "b", "by": "Ana"}
    assert reviewed.post("/explorer/api/decide", json=asked).status_code == 401
    wrong = {"authorization": "Bearer something else entirely"}
    assert reviewed.post("/explorer/api/undo", json=asked, headers=wrong).status_code == 401
    assert client.post("/explorer/api/decide", json=asked, headers=WRITER).status_code == 403
    assert ask(reviewed, "decisions") == {"items": []}
    assert ask(reviewed, "start")["writable"] is True


def test_an_event_that_is_rejected_counts_nowhere_until_that_is_undone(reviewed: httpx.Client) -> None:
    before = ask(reviewed, "view")
    shelling = ask(reviewed, "evidence", of="figure", outcome="Killed")["items"][0]
    taken = decide(reviewed, act="reject-statement", node=shelling["id"], note="told twice")
    after = ask(reviewed, "view")
    assert before["tolls"]["Killed"]["low"] - after["tolls"]["Killed"]["low"] == 7
    assert before["counts"]["events"] - after["counts"]["events"] == 1
    listed = ask(reviewed, "decisions")["items"]
    assert [(one["kind"], one["by"], one["note"], one["stands"]) for one in listed] == [
        ("Rejected", "Ana", "told twice", True)
    ]
    undone = reviewed.post("/explorer/api/undo", json={"node": taken["id"], "by": "Ben"}, headers=WRITER)
    assert undone.json()["stands"] is False
    assert ask(reviewed, "view") == before


def test_two_actors_become_one_and_two_again(reviewed: httpx.Client) -> None:
    river, dawn = iris.actor_iri("River Front"), iris.actor_iri("Dawn Brigade")
    taken = decide(reviewed, act="merge", node=river, into=dawn)
    assert taken["summary"] == "river front into Dawn Brigade"
    names = {one["name"] for one in ask(reviewed, "view")["network"]["nodes"]}
    assert "Dawn Brigade" in names
    assert "River Front" not in names
    reviewed.post("/explorer/api/undo", json={"node": taken["id"], "by": "Ana"}, headers=WRITER)
    assert "River Front" in {one["name"] for one in ask(reviewed, "view")["network"]["nodes"]}


def test_one_actor_becomes_two(reviewed: httpx.Client) -> None:
    decide(reviewed, act="split", node=iris.actor_iri("Norland Army"), name="Norland Guard", names=["Norland Army"])
    assert "Norland Guard" in {one["name"] for one in ask(reviewed, "view")["network"]["nodes"]}


def test_another_entry_is_chosen_for_a_place_and_that_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    with EmbeddedStore(path, writable=True) as store:
        store.extend(invented(3).quads())
    with running(path, token=TOKEN, timeout=20.0) as client:
        before = next(one for one in ask(client, "links")["items"] if one["candidates"])
        assert before["doubt"] == "close runner-up"
        assert before["decision"] is None
        wanted = before["candidates"][0]
        places = ask(client, "nodes")["places"]
        taken = decide(client, act="choose-link", node=before["id"], identifier=wanted["id"])
        assert wanted["id"] in taken["summary"]
        after = next(one for one in ask(client, "links")["items"] if one["id"] == before["id"])
        assert after["chosen"]["id"] == wanted["id"]
        assert after["decision"] == taken["id"]
        assert ask(client, "nodes")["places"][before["id"]][2] == pytest.approx(places[before["id"]][2] + 1.0)
        undone = client.post("/explorer/api/undo", json={"node": after["decision"], "by": "Ana"}, headers=WRITER)
        assert undone.status_code == 200
        assert ask(client, "nodes")["places"] == places
        nowhere = {"act": "choose-link", "node": before["id"], "identifier": "no such id", "by": "Ana"}
        refused = client.post("/explorer/api/decide", json=nowhere, headers=WRITER)
        assert refused.status_code == 400
        assert "no such id" in refused.json()["detail"]


@pytest.mark.parametrize(
    "asked",
    [{}, {"act": "merge"}, {"act": "burn", "node": "a"}, {"act": "reject-statement", "node": "id:none"},
     {"act": "merge", "node": "x", "into": "y"}, {"act": "split", "node": "x", "name": "y", "names": "z"},
     {"act": "accept-link", "node": iris.actor_iri("Norland")}, {"act": "merge", "node": ["a"], "into": 1}],
)  # fmt: skip
def test_a_decision_that_makes_no_sense_is_refused_and_changes_nothing(
    reviewed: httpx.Client, asked: dict[str, Any]
) -> None:
    answer = reviewed.post("/explorer/api/decide", json={"by": "Ana", **asked}, headers=WRITER)
    assert answer.status_code == 400, answer.text
    assert answer.json()["detail"]
    assert ask(reviewed, "decisions") == {"items": []}


def test_what_is_no_json_is_refused(reviewed: httpx.Client) -> None:
    for content, kind, status in (("{", "json", 400), ("[]", "json", 400), ("{}", "xml", 415)):
        headers = WRITER | {"content-type": f"application/{kind}"}
        assert reviewed.post("/explorer/api/decide", content=content, headers=headers).status_code == status
