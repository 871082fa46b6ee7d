"""The reconciliation service, as OpenRefine calls it. `schemas/` are the API's rules for each answer, in our words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.link.gazetteer import Gazetteer
from kg.reconcile.service import Reconciler
from kg.register import load_register
from kg.serve.reconciliation import routes

SCHEMAS = Path(__file__).parent / "schemas"


def check(value: Any, name: str) -> Any:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(value)
    return value


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    from kg.link.cache import embedded_path

    with Gazetteer(embedded_path()) as gazetteer:
        known = Reconciler([gazetteer], load_register())
        with TestClient(Starlette(routes=routes(make=lambda: known))) as client:
            yield client


def ask(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    batch = check({"q0": query}, "query-batch")
    answer = client.post("/reconcile", data={"queries": json.dumps(batch)})
    assert answer.status_code == 200, answer.text
    return check(answer.json(), "result-batch")["q0"]["result"]


def test_the_manifest_says_what_the_service_can_do(client: TestClient) -> None:
    said = check(client.get("/reconcile").json(), "manifest")
    assert said["view"]["url"] == "http://testserver/reconcile/view?id={{id}}"
    for kind in ("entity", "type", "property"):
        service = said["suggest"][kind]
        assert client.get(service["service_url"] + service["service_path"], params={"prefix": "a"}).status_code == 200


@pytest.mark.parametrize(
    ("name", "given", "identifier"),
    [
        ("Homs", {}, "geonames:169577"),
        ("Deir al-Zour", {"type": "Settlement"}, "geonames:170794"),
        ("Deir ez-Zor Governorate", {}, "geonames:170792"),
        ("Tripoli", {"properties": [{"pid": "country", "v": "LB"}]}, "geonames:266826"),
        ("Tripoli", {"properties": [{"pid": "country", "v": {"id": "x", "name": "Libya"}}]}, "geonames:2210247"),
        ("Paris", {"properties": [{"pid": "within", "v": "Texas"}]}, "geonames:4717560"),
        ("ISIS", {"type": "Actor"}, "actor:islamic-state"),
        ("Islamic Stat", {"type": ["NonStateArmedGroup", "JihadistGroup"]}, "actor:islamic-state"),
    ],
)
def test_the_best_candidate_is_the_one_meant(
    client: TestClient, name: str, given: dict[str, Any], identifier: str
) -> None:
    found = ask(client, query=name, **given)
    assert found[0]["id"] == identifier
    assert found == sorted(found, key=lambda one: -one["score"])
    assert all(0 <= one["score"] <= 100 for one in found)


def test_what_is_sure_is_a_match_and_a_misspelling_is_none(client: TestClient) -> None:
    assert ask(client, query="Hezbollah", type="Actor")[0]["match"] is True
    assert not any(one["match"] for one in ask(client, query="Hezbolah Brigads", type="Actor"))
    assert not any(one["match"] for one in ask(client, query="Springfield", type="Place"))


def test_types_and_limits_are_kept_to(client: TestClient) -> None:
    assert {kind["id"] for one in ask(client, query="Homs", type="FirstLevelDivision") for kind in one["type"]} == {
        "FirstLevelDivision"
    }
    assert len(ask(client, query="Springfield", limit=3)) == 3
    assert ask(client, query="Zzyzxqwv", type="Actor") == []


def test_queries_can_come_in_the_address_and_many_at_once(client: TestClient) -> None:
    batch = {"a": {"query": "Homs"}, "b": {"query": "Aleppo"}}
    said = check(client.get("/reconcile", params={"queries": json.dumps(batch)}).json(), "result-batch")
    assert list(said) == ["a", "b"]
    assert said["b"]["result"][0]["name"] == "Aleppo"


def test_suggestions_begin_with_what_was_typed(client: TestClient) -> None:
    said = check(client.get("/reconcile/suggest/entity", params={"prefix": "Damas"}).json(), "suggest-entity")
    assert "geonames:170654" in {one["id"] for one in said["result"]}
    said = check(client.get("/reconcile/suggest/type", params={"prefix": "sett"}).json(), "suggest-term")
    assert [one["id"] for one in said["result"]] == ["Settlement"]
    said = check(client.get("/reconcile/suggest/property", params={"prefix": "wiki"}).json(), "suggest-term")
    assert [one["id"] for one in said["result"]] == ["wikidata"]


def test_data_extension_gives_values_of_properties(client: TestClient) -> None:
    proposed = check(client.get("/reconcile/properties", params={"type": "Place"}).json(), "extend-properties")
    properties = [{"id": one["id"]} for one in proposed["properties"]]
    wanted = {"ids": ["geonames:169577", "actor:hezbollah", "geonames:0"], "properties": properties}
    said = client.post("/reconcile", data={"extend": json.dumps(wanted)}).json()
    rows = check(said, "extend-response")["rows"]
    assert rows["geonames:169577"]["country"] == [{"str": "SY"}]
    assert rows["geonames:169577"]["lat"][0]["float"] == pytest.approx(34.7, abs=0.1)
    assert {"str": "Syria"} in rows["geonames:169577"]["within"]
    assert rows["actor:hezbollah"]["country"] == [{"str": "LB"}]
    assert rows["geonames:0"]["country"] == []


def test_a_preview_is_a_page_that_may_be_framed_and_runs_nothing(client: TestClient) -> None:
    answer = client.get("/reconcile/preview", params={"id": "geonames:169577"})
    assert "<h1>Homs</h1>" in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert client.get("/reconcile/preview", params={"id": "<script>"}).status_code == 404


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("geonames:169577", "https://sws.geonames.org/169577/"),
        ("wikidata:Q858", "http://www.wikidata.org/entity/Q858"),
        ("actor:islamic-state", "https://w3id.org/conflict-kg/id/actor/islamic-state"),
    ],
)
def test_view_leads_to_where_an_entity_is_described(client: TestClient, identifier: str, address: str) -> None:
    answer = client.get("/reconcile/view", params={"id": identifier}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    elsewhere = client.get("/reconcile/view", params={"id": "https://evil.example"}, follow_redirects=False)
    assert elsewhere.status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"queries": "no json"},
        {"queries": "[]"},
        {"queries": '{"q": 1}'},
        {"queries": '{"q": {"query": ""}}'},
        {"queries": '{"q": {"query": 7}}'},
        {"queries": '{"q": {"query": "a", "limit": 0}}'},
        {"queries": '{"q": {"query": "a", "type": [1]}}'},
        {"queries": '{"q": {"query": "a", "properties": [{"pid": "x"}]}}'},
        {"queries": json.dumps({"q": {"query": "a" * 1000}})},
        {"extend": "{}"},
        {"extend": '{"ids": ["a"], "properties": [{"id": "none"}]}'},
    ],
)
def test_what_is_no_query_is_refused(client: TestClient, form: dict[str, str]) -> None:
    assert client.post("/reconcile", data=form).status_code == 400


def test_too_many_queries_are_refused(client: TestClient) -> None:
    batch = {f"q{number}": {"query": "a"} for number in range(501)}
    assert client.post("/reconcile", data={"queries": json.dumps(batch)}).status_code == 413


def test_without_a_gazetteer_the_service_says_what_to_do() -> None:
    with TestClient(Starlette(routes=routes(make=lambda: Reconciler([], [])))) as bare:
        answer = bare.post("/reconcile", data={"queries": '{"q": {"query": "Homs"}}'})
    assert answer.status_code == 503
    assert "kg gazetteer build" in answer.text
