"""Where actors stand."""

from __future__ import annotations

import math

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.view.layout import positions

PAIRS = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=40)


def network_of(pairs: list[tuple[int, int]], loose: int = 0) -> networkx.MultiDiGraph:
    network = networkx.MultiDiGraph()
    network.add_nodes_from(f"loose{index}" for index in range(loose))
    network.add_edges_from((f"n{one}", f"n{other}") for one, other in pairs)
    return network


@settings(max_examples=40, deadline=None)
@given(PAIRS, st.integers(0, 12))
def test_every_actor_has_a_place_of_its_own(pairs: list[tuple[int, int]], loose: int) -> None:
    network = network_of(pairs, loose)
    at = positions(network)
    assert at.keys() == set(network)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in at.values())
    places = list(at.values())
    assert all(math.dist(one, other) > 15 for index, one in enumerate(places) for other in places[:index])


@settings(max_examples=20, deadline=None)
@given(PAIRS)
def test_the_order_in_which_actors_come_changes_nothing(pairs: list[tuple[int, int]]) -> None:
    network = network_of(pairs, 3)
    turned = networkx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(network)))
    turned.add_edges_from(reversed(list(network.edges())))
    assert positions(network) == positions(turned)


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_no_tie_is_exactly_level(pairs: list[tuple[int, int]]) -> None:
    """vis-network writes the label of a level tie at the origin of the drawing instead of at the tie."""
    network = network_of([pair for pair in pairs if pair[0] != pair[1]])
    at = positions(network)
    assert all(at[one][1] != at[other][1] for one, other in network.edges())


def test_a_network_of_nobody_has_no_places() -> None:
    assert positions(networkx.MultiDiGraph()) == {}
