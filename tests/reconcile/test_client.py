"""The client of reconciliation services: batches, cache, retries, rate, and what a service must not be trusted with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import jsonschema
import pytest

from kg.errors import InputError
from kg.model import Candidate
from kg.reconcile.client import Asked, Found, ReconciliationClient

SCHEMAS = Path(__file__).parent / "schemas"
MANIFEST = {
    "versions": ["0.1", "0.2"], "name": "Items", "identifierSpace": "http://www.wikidata.org/entity/",
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
}  # fmt: skip
ADDRESS = "https://service.example/reconcile"
Handler = Callable[[httpx.Request], httpx.Response]


def service(result: Any, manifest: Any = MANIFEST, seen: list[dict[str, Any]] | None = None) -> Handler:
    """A service that gives each query the same result; queries are checked against the API's rules."""
    schema = json.loads((SCHEMAS / "query-batch.json").read_text(encoding="utf-8"))

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json=manifest)
        batch = json.loads(parse_qs(request.content.decode())["queries"][0])
        jsonschema.Draft202012Validator(schema).validate(batch)
        if seen is not None:
            seen.append(batch)
        return httpx.Response(200, json={key: {"result": result} for key in batch})

    return answer


def client(handler: Handler, sleep: Callable[[float], None] = lambda _: None, **given: Any) -> ReconciliationClient:
    return ReconciliationClient(ADDRESS, transport=httpx.MockTransport(handler), sleep=sleep, **given)


def test_candidates_have_identifier_score_and_certainty() -> None:
    result = [
        {"id": "Q7", "name": "Dawn Brigade", "score": 98, "match": True, "type": [{"id": "Q1"}],
         "features": [{"id": "all labels", "value": 100}]},
        {"id": "Q8", "name": "Dawn Brigades", "score": 41.5, "match": False},
    ]  # fmt: skip
    with client(service(result)) as asking:
        (found,) = asking.match([Asked("Dawn Brigade", ("Q43229",))])
    assert found == [
        Found(Candidate("wikidata", "Q7", "Dawn Brigade", 0.98, features=(("alllabels", 100.0),)), True),
        Found(Candidate("wikidata", "Q8", "Dawn Brigades", 0.415), False),
    ]


@pytest.mark.parametrize(
    ("space", "identifier", "source", "code"),
    [
        ("https://sws.geonames.org/", "169577", "geonames", "169577"),
        ("https://sws.geonames.org/", "https://sws.geonames.org/169577/", "geonames", "169577"),
        ("https://w3id.org/conflict-kg/id/", "geonames:169577", "geonames", "169577"),
        ("https://orgs.example/id/", "12", "service.example", "https://orgs.example/id/12"),
        ("https://orgs.example/id/", "https://orgs.example/id/12", "service.example", "https://orgs.example/id/12"),
    ],
)
def test_identifiers_are_those_of_whoever_made_them(space: str, identifier: str, source: str, code: str) -> None:
    handler = service([{"id": identifier, "name": "X", "score": 1}], MANIFEST | {"identifierSpace": space})
    with client(handler) as asking:
        ((found,),) = asking.match([Asked("X")])
    assert (found.entry.source, found.entry.id) == (source, code)


def test_many_names_go_in_batches_and_come_back_in_their_order() -> None:
    seen: list[dict[str, Any]] = []

    def naming(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json=MANIFEST)
        batch = json.loads(parse_qs(request.content.decode())["queries"][0])
        seen.append(batch)
        said = {key: {"result": [{"id": "Q1", "name": one["query"], "score": 1}]} for key, one in batch.items()}
        return httpx.Response(200, json=said)

    names = [f"name {number}" for number in range(45)]
    with client(naming) as asking:
        found = asking.match([Asked(name) for name in names])
    assert [one[0].entry.name for one in found] == names
    assert [len(batch) for batch in seen] == [20, 20, 5]


def test_what_was_asked_before_is_not_asked_again(tmp_path: Path) -> None:
    seen: list[dict[str, Any]] = []
    handler = service([{"id": "Q7", "name": "A", "score": 1}], seen=seen)
    for _ in range(2):
        with client(handler, cache=tmp_path / "answers.sqlite") as asking:
            (found,) = asking.match([Asked("A")])
            assert found[0].entry.id == "Q7"
    assert len(seen) == 1
    assert asking.requests == 0, "the second time not even the manifest"
    with client(handler, cache=tmp_path / "answers.sqlite") as asking:
        asking.match([Asked("A"), Asked("A", ("Q5",))])
    assert [len(batch) for batch in seen] == [1, 1], "another type is another question"


def test_what_fails_for_a_moment_is_tried_again_with_patience() -> None:
    waited: list[float] = []
    failures = iter([httpx.Response(503), httpx.Response(429, headers={"retry-after": "7"})])
    good = service([])

    def flaky(request: httpx.Request) -> httpx.Response:
        failure = next(failures, None)
        if failure is not None:
            return failure
        return good(request)

    with client(flaky, waited.append, per_second=1e9) as asking:
        assert asking.match([Asked("A")]) == [[]]
    assert waited[:2] == [0.5, 7.0]


def test_a_service_that_stays_away_is_an_error_after_some_tries() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with client(away, retries=2) as asking, pytest.raises(InputError, match="does not answer"):
        asking.match([Asked("A")])
    assert asking.requests == 3
    with client(lambda _: httpx.Response(404)) as asking, pytest.raises(InputError, match="answers 404"):
        asking.match([Asked("A")])
    assert asking.requests == 1, "what will not get better is not tried again"


def test_requests_keep_their_distance() -> None:
    waited: list[float] = []
    with client(service([]), waited.append, per_second=2) as asking:
        asking.match([Asked(str(number)) for number in range(60)])
    assert len(waited) == 3
    assert all(0.3 < wait <= 0.5 for wait in waited)


@pytest.mark.parametrize(
    "said",
    [b"<html>", b"[]", b"{}", b'{"name": "x"}', json.dumps(MANIFEST | {"versions": ["9"]}).encode()],
)
def test_what_is_no_service_is_said(said: bytes) -> None:
    with client(lambda _: httpx.Response(200, content=said)) as asking, pytest.raises(InputError):
        asking.match([Asked("A")])


@pytest.mark.parametrize(
    "candidate",
    [None, 7, {}, {"id": "", "name": "A", "score": 1}, {"id": 3, "name": "A"}, {"id": "Q1", "name": None, "score": 1}],
)
def test_a_candidate_that_is_none_is_passed_over(candidate: Any) -> None:
    with client(service([candidate, {"id": "Q2", "name": "B", "score": "high", "match": "yes"}])) as asking:
        ((found,),) = asking.match([Asked("A")])
    assert (found.entry.id, found.entry.score, found.certain) == ("Q2", 0.0, False)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="not the address"):
        ReconciliationClient("file:///etc/passwd")
