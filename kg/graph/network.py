"""The actors of a graph as a network, for networkx and for overviews. The queries stand in `queries/network/`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict

from pyoxigraph import QuerySolution, QuerySolutions

from kg.graph.ontology import ontology
from kg.graph.terms import KG
from kg.resources import resource_dir

if TYPE_CHECKING:
    import networkx

#: A store's method that runs SPARQL.
Ask = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class ActorNode:
    """An actor: IRI, preferred name, its most specific kind, ISO code of its country, number of its events."""

    iri: str
    name: str
    kind: str
    country: str | None
    events: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A derived edge: local name of its predicate, number of events or relations, days, and dead (lower bounds)."""

    iri: str
    subject: str
    relation: str
    object: str
    events: int
    first: str | None
    last: str | None
    toll: int | None


@dataclass(frozen=True, slots=True)
class EdgeSource:
    """What an edge rests on: IRI of an event or relation, its days, the total it is a part of, its dead."""

    iri: str
    first: str | None
    last: str | None
    total: str | None
    dead: int | None


def network(ask: Ask) -> networkx.MultiDiGraph:
    """Actors as nodes, derived edges as edges, both in the order of their IRIs.

    Nodes (IRIs) have `label`, `kind`, `country` and `events`; edges, keyed by `relation`, have `relation`, `events`,
    `toll`, `first`, `last` and `iri`. What is not known is None.
    """
    import networkx

    graph = networkx.MultiDiGraph()
    for actor in actors(ask):
        graph.add_node(actor.iri, label=actor.name, kind=actor.kind, country=actor.country, events=actor.events)
    for edge in edges(ask):
        if edge.subject in graph and edge.object in graph:
            graph.add_edge(
                edge.subject, edge.object, key=edge.relation, relation=edge.relation, events=edge.events,
                toll=edge.toll, first=edge.first, last=edge.last, iri=edge.iri,
            )  # fmt: skip
    return graph


def actors(ask: Ask) -> list[ActorNode]:
    """The actors that take part in events or stand in an edge, by IRI; of several kinds the most specific."""
    names: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}
    countries: dict[str, set[str]] = {}
    for row in _rows(ask, "actors"):
        for column, table in (("name", names), ("kind", kinds), ("country", countries)):
            value = _value(row, column)
            if value is not None:
                table.setdefault(row["actor"].value, set()).add(value.removeprefix(KG))
    events = {row["actor"].value: int(row["events"].value) for row in _rows(ask, "participants")}
    ends = {end.value for row in _rows(ask, "edges") for end in (row["subject"], row["object"])}
    return [
        ActorNode(
            iri,
            min(names.get(iri, {iri})),
            min(kinds[iri], key=lambda kind: (-_depth(kind), kind)),
            min(countries[iri]) if iri in countries else None,
            events.get(iri, 0),
        )
        for iri in sorted((events.keys() | ends) & kinds.keys())
    ]


def edges(ask: Ask) -> list[Edge]:
    """The derived edges, by the IRIs of their ends and their relation.

    Their numbers are those of `tally`.
    """
    sources = edge_sources(ask)
    found = []
    for row in _rows(ask, "edges"):
        iri = row["edge"].value
        ends = row["subject"].value, row["predicate"].value.removeprefix(KG), row["object"].value
        found.append(Edge(iri, *ends, **tally(sources.get(iri, ()))))
    return sorted(found, key=lambda edge: (edge.subject, edge.object, edge.relation))


def edge_sources(ask: Ask) -> dict[str, tuple[EdgeSource, ...]]:
    """By the IRI of a derived edge, the events and relations that it was derived from, by their IRIs."""
    dead = {row["event"].value: int(row["dead"].value) for row in _rows(ask, "dead")}
    sources: dict[str, dict[str, EdgeSource]] = {}
    for row in _rows(ask, "sources"):
        iri = row["source"].value
        one = EdgeSource(iri, _value(row, "first"), _value(row, "last"), _value(row, "total"), dead.get(iri))
        sources.setdefault(row["edge"].value, {})[iri] = one
    return {edge: tuple(those[iri] for iri in sorted(those)) for edge, those in sources.items()}


class Tally(TypedDict):
    """What sources come to together: their number, first and last day, and dead (lower bounds)."""

    events: int
    first: str | None
    last: str | None
    toll: int | None


def tally(sources: Collection[EdgeSource]) -> Tally:
    """Counts sources, each once. The dead of a part are left out where its total is among them."""
    known = {one.iri: one for one in sources}
    dead = [one.dead for one in known.values() if one.dead is not None and one.total not in known]
    return {
        "events": len(known),
        "first": min((one.first for one in known.values() if one.first), default=None),
        "last": max((one.last for one in known.values() if one.last), default=None),
        "toll": sum(dead) if dead else None,
    }


def most_active(ask: Ask, number: int = 10) -> list[ActorNode]:
    """The actors with the most events, first those with more."""
    return sorted(actors(ask), key=lambda actor: (-actor.events, actor.name, actor.iri))[:number]


def summary(ask: Ask) -> dict[str, int]:
    """How many reports, events, relations, actors, places and tolls there are."""
    numbers = {row["what"].value: int(row["number"].value) for row in _rows(ask, "summary")}
    return {name: numbers[name] for name in ("reports", "events", "relations", "actors", "places", "tolls")}


@lru_cache(maxsize=8)
def _query(name: str) -> str:
    return (resource_dir("queries") / "network" / f"{name}.rq").read_text(encoding="utf-8")


def _rows(ask: Ask, name: str) -> Iterator[QuerySolution]:
    result = ask(_query(name))
    assert isinstance(result, QuerySolutions)
    yield from result


def _value(row: QuerySolution, name: str) -> str | None:
    term = row[name]
    return None if term is None else term.value  # pyright: ignore[reportAttributeAccessIssue]


def _depth(kind: str) -> int:
    """How far below the top a class stands. A kind that the ontology lacks counts as the top."""
    known = ontology()
    return len(known.above(kind)) if kind in known.terms else 0
