"""Actors that people merge are one everywhere, those that they split are two; undone, all is as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from curate.conftest import build
from curate.test_statements import counted
from hand_made import ACTOR, document

from kg.curate import decide, merge, split, undo
from kg.errors import InputError
from kg.export.events import event_records
from kg.graph import iris
from kg.graph.network import edges
from kg.query import run
from kg.store.protocol import Store

BRIGADE, NORLAND, MONITOR = ACTOR + "dawn-brigade", ACTOR + "norland", ACTOR + "valley-monitor"


def names(store: Store, actor: str) -> set[str]:
    rows = run(store, f"SELECT ?name WHERE {{ <{actor}> skos:prefLabel|skos:altLabel ?name }}").rows
    return {row[0].value for row in rows}  # pyright: ignore[reportAttributeAccessIssue, reportOptionalMemberAccess]


def test_merged_actors_are_one_with_all_names_and_edges(store: Store) -> None:
    before = counted(store)
    taken = decide(store, merge(store, [BRIGADE, NORLAND], into=NORLAND), by="Ana")
    assert not any(BRIGADE in str(quad) for quad in counted(store))
    assert {"Norland", "Dawn Brigade", "DB"} <= names(store, NORLAND)
    assert [one["agents"] for one in run(store, "who-attacked-whom").records()] == ["Norland", "Norland"]
    assert [one for one in edges(store.query) if one.relation == "backedBy"] == []
    undo(store, taken.iri, by="Ana")
    assert counted(store) == before


def test_a_registered_actor_that_is_merged_away_is_gone_and_comes_back(store: Store) -> None:
    before = counted(store)
    taken = decide(store, merge(store, [MONITOR], into=BRIGADE), by="Ana")
    assert not any(MONITOR in str(quad) for quad in counted(store))
    undo(store, taken.iri, by="Ana")
    assert counted(store) == before


def test_a_merge_holds_for_reports_that_come_later_and_for_those_built_again(store: Store) -> None:
    taken = decide(store, merge(store, [BRIGADE], into=NORLAND), by="Ana")
    build(store, document("one.txt"), document("two.txt"), document("three.txt"), force=True)
    assert not any(BRIGADE in str(quad) for quad in counted(store))
    undo(store, taken.iri, by="Ana")
    assert {one["agents"] for one in run(store, "who-attacked-whom").records()} == {"Dawn Brigade"}


def test_a_description_can_be_merged_into_an_actor(store: Store) -> None:
    gunmen = f"{iris.report_iri('one.txt')}/actor/unidentified-gunmen"
    decide(store, merge(store, [gunmen], into=BRIGADE), by="Ana")
    mentions = run(store, "evidence", {"node": BRIGADE}).records()
    assert "Unidentified gunmen" in {one["text"] for one in mentions}


def test_merges_in_a_row_end_at_the_last(store: Store) -> None:
    before = counted(store)
    first = decide(store, merge(store, [BRIGADE], into=MONITOR), by="Ana")
    second = decide(store, merge(store, [MONITOR], into=NORLAND), by="Ana")
    assert {one["agents"] for one in run(store, "who-attacked-whom").records()} == {"Norland"}
    undo(store, first.iri, by="Ana")
    assert {one["agents"] for one in run(store, "who-attacked-whom").records()} == {"Dawn Brigade"}
    undo(store, second.iri, by="Ana")
    assert counted(store) == before


def test_what_one_name_means_can_be_split_off(store: Store) -> None:
    before = counted(store)
    decision = split(store, BRIGADE, "Second Brigade", names=["the brigade"])
    taken = decide(store, decision, by="Ana")
    backed = run(store, "relations", {"actor": "Norland"}).records()
    assert {one["subject"] for one in backed if one["relation"] == "backedBy"} == {"Second Brigade"}
    assert {one["agents"] for one in run(store, "who-attacked-whom").records()} == {"Dawn Brigade"}
    assert "The brigade" in names(store, decision.into)
    assert "The brigade" not in names(store, BRIGADE)
    undo(store, taken.iri, by="Ana")
    assert counted(store) == before


def test_an_agent_named_by_the_split_name_changes_with_it(store: Store) -> None:
    decide(store, split(store, BRIGADE, "Dusk Brigade", names=["The Dawn Brigade"]), by="Ana")
    assert {one["agents"] for one in run(store, "who-attacked-whom").records()} == {"Dusk Brigade"}
    assert {agent["name"] for one in event_records(store) for agent in one["agents"]} == {"Dusk Brigade"}
    backed = run(store, "relations", {"actor": "Norland"}).records()
    assert {one["subject"] for one in backed if one["relation"] == "backedBy"} == {"Dawn Brigade"}


def test_all_that_one_report_means_can_be_split_off(store: Store) -> None:
    before = counted(store)
    decision = split(store, BRIGADE, "Dawn Brigade of the West", reports=["one.txt"])
    taken = decide(store, decision, by="Ana")
    found = run(store, "who-attacked-whom").records()
    assert {one["report"].rpartition("/")[2].split("-")[0]: one["agents"] for one in found} == {
        "one": "Dawn Brigade of the West",
        "two": "Dawn Brigade",
    }
    build(store, document("three.txt"))
    assert len(run(store, "who-attacked-whom", {"agent": BRIGADE}).rows) == 2
    assert len(run(store, "who-attacked-whom", {"agent": "Dawn Brigade"}).rows) == 3, "both bear the name"
    build(store, replace(document("three.txt"), title="nothing"))
    undo(store, taken.iri, by="Ana")
    build(store, document("two.txt"))
    assert before <= counted(store)


def test_a_name_that_stands_for_all_takes_everything_with_it(store: Store, rebuilt: Callable[..., Store]) -> None:
    every = ["Dawn Brigade", "The Dawn Brigade", "DB", "The brigade"]
    decide(store, split(store, BRIGADE, "Dusk Brigade", names=every), by="Ana")
    assert not any(f"<{BRIGADE}>" in str(quad) for quad in counted(store))
    build(store, document("one.txt"), document("two.txt"), force=True)
    assert not any(f"<{BRIGADE}>" in str(quad) for quad in counted(store))


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ([BRIGADE], "two nodes"),
        ([BRIGADE, iris.ID + "place/tal-amra-sy"], "an actor and a place"),
        ([BRIGADE, ACTOR + "nobody"], "names no actor or place"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused(store: Store, nodes: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        merge(store, nodes)


def test_a_split_needs_another_name_and_known_reports(store: Store) -> None:
    with pytest.raises(InputError, match="a name of its own"):
        split(store, BRIGADE, "Dawn Brigade")
    with pytest.raises(InputError, match="no report"):
        split(store, BRIGADE, "Dusk Brigade", reports=["nine.txt"])
