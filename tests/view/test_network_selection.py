"""Graphs that are too large to draw one by one."""

from __future__ import annotations

import pytest

from kg.graph.network import edge_sources, network
from kg.store.embedded import EmbeddedStore
from kg.view.selection import Selection, select
from kg.view.style import style


def selected(store: EmbeddedStore, limit: int) -> Selection:
    return select(network(store.query), edge_sources(store.query), style(), limit)


def test_a_graph_within_the_limit_is_drawn_as_it_is(valley: EmbeddedStore) -> None:
    selection = selected(valley, 4)
    known = network(valley.query)
    assert list(selection.network) == list(known)
    assert set(selection.network.edges(keys=True)) == set(known.edges(keys=True))
    assert (selection.folded, selection.hidden) == (0, 0)


@pytest.mark.parametrize("limit", [40, 100, 1000])
def test_a_larger_graph_keeps_its_heaviest_actors_and_folds_the_others_by_kind(
    large: EmbeddedStore, limit: int
) -> None:
    selection = selected(large, limit)
    drawn = selection.network
    members = {data["kind"]: len(data["members"]) for _, data in drawn.nodes(data=True) if "members" in data}
    assert drawn.number_of_nodes() <= limit
    assert set(members) <= {"RebelGroup", "StateForces"}
    assert sum(members.values()) == selection.folded
    assert drawn.number_of_nodes() - len(members) + selection.folded == 1200
    assert {f"Group{number}x" for number in range(24, 34)} <= {data["label"] for _, data in drawn.nodes(data=True)}


def test_folding_loses_no_tie_and_no_death_without_saying_so(large: EmbeddedStore) -> None:
    drawn = selected(large, 100)
    events = sum(data["events"] for *_, data in drawn.network.edges(data=True))
    deaths = sum(data["toll"] for *_, data in drawn.network.edges(data=True))
    ties = network(large.query).number_of_edges()
    assert events + drawn.hidden == ties == 1199
    assert deaths + drawn.hidden == 1199


def test_a_limit_below_the_number_of_kinds_still_draws_an_actor(large: EmbeddedStore) -> None:
    drawn = selected(large, 1).network
    assert [data["label"] for _, data in drawn.nodes(data=True) if "members" not in data] == ["Group33x"]
