"""One choice of statements: what each filter keeps, and that counts and figures agree with the catalogue's."""

from __future__ import annotations

from typing import Any

import pytest
from told_graphs import KINDS, VALLEY, ReportOf, Said, graph_of
from written_graphs import load

from kg.errors import QueryError
from kg.graph import iris
from kg.query import run
from kg.view.explorer.choice import Choice, chosen, read_choice
from kg.view.explorer.figures import tolls_of
from kg.view.explorer.snapshot import Snapshot, read_snapshot

WRITTEN = {name: load(*name.split("+")) for name in ("breakdown", "sources", "figures", "breakdown+sources+figures")}


@pytest.fixture(scope="module")
def valley_read() -> Snapshot:
    return read_snapshot(graph_of([VALLEY], KINDS))


def sentences(snapshot: Snapshot, **choice: Any) -> list[str]:
    return [one.text.split(",")[0].rstrip(".") for one in chosen(snapshot, Choice(**choice)).values()]


def test_what_is_denied_does_not_count_until_it_is_asked_for(valley_read: Snapshot) -> None:
    assert len(sentences(valley_read)) == 4
    assert any("denied" in one for one in sentences(valley_read, denied=True))


def test_a_period_keeps_what_may_have_happened_in_it_and_undated_only_on_demand(valley_read: Snapshot) -> None:
    assert sentences(valley_read, until="2024-05-31") == ["Observers say Dawn Brigade shelled Norland Army on 3 May"]
    undated = sentences(valley_read, until="2024-05-31", undated=True)
    assert len(undated) == 3
    assert "Norland backs River Front" in undated
    assert sentences(valley_read, since="2024-06-20", until="2024-06-20") == [
        "River Front attacked Dawn Brigade on 20 June"
    ]
    assert sentences(valley_read, since="2024-06-21") == []


def test_kinds_relations_types_and_actors_narrow(valley_read: Snapshot) -> None:
    assert sentences(valley_read, kinds=frozenset({"Country"})) == ["Norland backs River Front"]
    assert len(sentences(valley_read, kinds=frozenset({"StateForces"}))) == 2
    assert sentences(valley_read, relations=frozenset({"backedBy"})) == ["Norland backs River Front"]
    assert len(sentences(valley_read, types=frozenset({"Attack"}))) == 3
    assert len(sentences(valley_read, types=frozenset({"Shelling"}))) == 1
    assert len(sentences(valley_read, actor=iris.actor_iri("River Front"))) == 2


def test_a_report_its_publisher_or_all_who_claim_a_thing_may_be_left_out() -> None:
    told = Said("Observers say Dawn Brigade shelled Norland.", "Shelling", "Dawn Brigade", "Norland",
                killed=3, claimant="Observers", group="people")  # fmt: skip
    plain = Said("Dawn Brigade ambushed Norland.", "Ambush", "Dawn Brigade", "Norland")
    snapshot = read_snapshot(graph_of([ReportOf((told, plain), name="one"), ReportOf((plain,), name="two")]))
    assert len(chosen(snapshot, Choice())) == 3
    one = iris.report_iri("one")
    assert len(chosen(snapshot, Choice(without=frozenset({one})))) == 1
    publisher = snapshot.reports[one].publisher_iri
    assert publisher is not None
    assert chosen(snapshot, Choice(without=frozenset({publisher}))) == {}
    observers = iris.actor_iri("Observers")
    left = chosen(snapshot, Choice(without=frozenset({observers})))
    assert [statement.predicate for statement in left.values()] == ["Ambush", "Ambush"]
    assert tolls_of(snapshot, left) == {}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_place_holds_what_the_catalogue_finds_in_it(name: str) -> None:
    snapshot = read_snapshot(WRITTEN[name])
    for place in snapshot.places:
        found = {row["event"] for row in run(WRITTEN[name], "at-place", {"place": place}).records()}
        assert set(chosen(snapshot, Choice(place=place, denied=True))) == found, place


def bounds(snapshot: Snapshot, choice: Choice) -> dict[str, tuple[int, int | None]]:
    return {outcome: (one.low, one.high) for outcome, one in tolls_of(snapshot, chosen(snapshot, choice)).items()}


def catalogued(graph: Any, **parameters: str) -> dict[str, tuple[int, int | None]]:
    rows = run(graph, "tolls", {**parameters, "by": ""}).records()
    return {row["outcome"]: (row["low"], row["high"]) for row in rows if row["scope"] == "incidents"}


@pytest.mark.parametrize("name", WRITTEN)
def test_tolls_are_those_of_the_catalogue(name: str) -> None:
    """The rules stand twice, in SPARQL and for what is in memory: here they are held against each other."""
    graph = WRITTEN[name]
    snapshot = read_snapshot(graph)
    assert bounds(snapshot, Choice()) == catalogued(graph) != {}
    for place in snapshot.places:
        assert bounds(snapshot, Choice(place=place)) == catalogued(graph, place=place), place
    for month in range(1, 13):
        since, until = f"2024-{month:02}-01", f"2024-{month:02}-28"
        assert bounds(snapshot, Choice(since=since)) == catalogued(graph, since=since)
        assert bounds(snapshot, Choice(since=since, until=until)) == catalogued(graph, since=since, until=until)


def test_tolls_of_a_large_graph_are_those_of_the_catalogue() -> None:
    from invented_world import invented

    graph = invented(30, sentences=14)
    snapshot = read_snapshot(graph)
    assert bounds(snapshot, Choice()) == catalogued(graph)
    for place in sorted(snapshot.places)[:12]:
        assert bounds(snapshot, Choice(place=place)) == catalogued(graph, place=place), place
    assert bounds(snapshot, Choice(since="2024-05-10", until="2024-08-20")) == catalogued(
        graph, since="2024-05-10", until="2024-08-20"
    )


def test_a_part_never_counts_beside_its_total_and_counts_where_the_total_is_left_out() -> None:
    whole = Said("Observers say Dawn Brigade killed 9 people.", "Killing", "Dawn Brigade", "people", killed=9,
                 claimant="Observers")  # fmt: skip
    part = Said("Dawn Brigade killed 4 people of them.", "Killing", "Dawn Brigade", "people", killed=4, part_of=0)
    snapshot = read_snapshot(graph_of([ReportOf((whole, part))]))
    assert bounds(snapshot, Choice()) == {"Killed": (9, 9)}
    assert bounds(snapshot, Choice(without=frozenset({iris.actor_iri("Observers")}))) == {"Killed": (4, 4)}


def test_a_choice_is_read_from_an_address_and_nonsense_is_refused() -> None:
    values = {"kinds": "Country,Person", "since": "2024-01-01", "undated": "1", "view": "map", "without": ""}
    assert read_choice(values) == Choice(kinds=frozenset({"Country", "Person"}), since="2024-01-01", undated=True)
    with pytest.raises(QueryError, match="is no date"):
        read_choice({"until": "yesterday"})
    with pytest.raises(QueryError, match="'denied' is 'maybe'"):
        read_choice({"denied": "maybe"})
