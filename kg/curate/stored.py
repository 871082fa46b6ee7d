"""Parts of a stored graph, as quads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.graph import iris
from kg.graph.terms import GEOSPARQL, kg, node, value_of
from kg.store.sparql import rows

if TYPE_CHECKING:
    from kg.store.protocol import Store

_PARTS = (kg("candidate"), NamedNode(GEOSPARQL + "hasGeometry"))


def links_of(store: Store, subjects: Iterable[str]) -> list[Quad]:
    """The quads of the links of places and actors, with those of their candidates and points."""
    found = about(store, iris.LINKS_GRAPH, subjects)
    parts = [value_of(quad.object) for quad in found if quad.predicate in _PARTS]
    return [*found, *about(store, iris.LINKS_GRAPH, parts)]


def about(store: Store, graph: str, subjects: Iterable[str]) -> list[Quad]:
    """What a graph says of some subjects."""
    wanted = " ".join(str(node(one)) for one in dict.fromkeys(subjects))
    if not wanted:
        return []
    query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {wanted} }} GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    return [Quad(row["s"], row["p"], row["o"], NamedNode(graph)) for row in rows(store.query(query))]
