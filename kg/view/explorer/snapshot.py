"""All of a graph that the explorer shows, read once: what is asked of it afterwards needs no query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kg.graph.network import ActorNode, Edge, EdgeSource, actors, edge_sources, edges
from kg.graph.terms import KG
from kg.query.source import Queryable, as_queryable
from kg.view.explorer.places import Place, read_places
from kg.view.statements import Report, Statement, names, reports, rows, statements, value


@dataclass(slots=True)
class TollFigure:
    """A toll: outcome, group, bounds (None where open), and where its words stand in the report.

    `kinds` are the classes of the group's actor; `parts` the tolls that it includes.
    """

    iri: str
    outcome: str
    group: str
    low: int | None
    high: int | None
    start: int | None = None
    end: int | None = None
    kinds: set[str] = field(default_factory=set)
    parts: list[TollFigure] = field(default_factory=list)

    def all(self) -> Iterable[TollFigure]:
        """Itself and all that it includes."""
        seen = {self.iri}
        waiting: list[TollFigure] = [self]
        while waiting:
            one = waiting.pop()
            yield one
            fresh = [part for part in one.parts if part.iri not in seen]
            seen.update(part.iri for part in fresh)
            waiting.extend(fresh)


@dataclass(frozen=True)
class Snapshot:
    """What a graph held when it was read; every table by IRI.

    `statements` are events and relations, denied and planned ones too; `edges` the derived edges between actors,
    `sources` what each rests on; `tolls` the tolls of events, those that others include within these.
    """

    graph: Queryable
    statements: dict[str, Statement]
    reports: dict[str, Report]
    actors: dict[str, ActorNode]
    names: dict[str, list[str]]
    edges: dict[str, Edge]
    sources: dict[str, tuple[EdgeSource, ...]]
    places: dict[str, Place]
    tolls: dict[str, list[TollFigure]]

    @cached_property
    def edges_of(self) -> dict[str, list[str]]:
        """The derived edges that rest on a statement."""
        found: dict[str, list[str]] = defaultdict(list)
        for edge, sources in self.sources.items():
            for one in sources:
                found[one.iri].append(edge)
        return dict(found)

    @cached_property
    def grounds(self) -> dict[str, set[str]]:
        """The statements that edges of a relation rest on, by its name."""
        found: dict[str, set[str]] = defaultdict(set)
        for iri, edge in self.edges.items():
            found[edge.relation].update(one.iri for one in self.sources.get(iri, ()))
        return dict(found)

    @cached_property
    def parts_of(self) -> dict[str, list[str]]:
        """The events that are direct parts of a total."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.statements.values():
            if one.total:
                found[one.total].append(one.iri)
        return dict(found)

    def parties(self, one: Statement) -> set[str]:
        """Who takes part in a statement: agents and targets, or the two ends of a relation."""
        return {iri for iri, _ in (*one.agents, *one.targets)} | set(one.ends or ())

    def name(self, iri: str) -> str:
        """The preferred name of an actor, place or report; the IRI where there is none."""
        if iri in self.actors:
            return self.actors[iri].name
        if iri in self.places:
            return self.places[iri].name
        if iri in self.reports:
            return self.reports[iri].title or self.reports[iri].document
        return self._voices.get(iri) or min(self.names.get(iri, [iri]))

    @cached_property
    def _voices(self) -> dict[str, str]:
        """Names of those who only publish or claim."""
        found = {
            iri: name for one in self.statements.values() for iri, name in (*one.claimants, *one.agents, *one.targets)
        }
        found |= {
            one.publisher_iri: one.publisher for one in self.reports.values() if one.publisher_iri and one.publisher
        }
        return found


def read_snapshot(source: object) -> Snapshot:
    """Reads a store or graph. Raises GraphError where it cannot be read, QueryError where it is no source of rows."""
    graph = as_queryable(source)
    return Snapshot(
        graph=graph,
        statements=statements(graph),
        reports=reports(graph),
        actors={one.iri: one for one in actors(graph.query)},
        names=names(graph),
        edges={one.iri: one for one in edges(graph.query)},
        sources=edge_sources(graph.query),
        places=read_places(graph),
        tolls=_tolls(graph),
    )


def _tolls(graph: Queryable) -> dict[str, list[TollFigure]]:
    known: dict[str, TollFigure] = {}
    held: dict[str, set[str]] = defaultdict(set)
    for row in rows(graph, "figure"):
        iri = row["toll"].value
        low, high, start, end = (value(row[name]) for name in ("min", "max", "start", "end"))
        outcome, group = row["outcome"].value.removeprefix(KG), row["group"].value
        one = known.setdefault(iri, TollFigure(iri, outcome, group, _integer(low), _integer(high)))
        if start is not None and end is not None and (one.start is None or int(start) < one.start):
            one.start, one.end = int(start), int(end)
        if row["kind"] is not None:
            one.kinds.add(row["kind"].value)
        held[row["whole"].value].add(iri)
    for whole, tolls in held.items():
        if whole in known:
            known[whole].parts = [known[iri] for iri in sorted(tolls)]
    included = {iri for whole, tolls in held.items() if whole in known for iri in tolls}
    return {
        whole: [known[iri] for iri in sorted(tolls - included)] for whole, tolls in held.items() if whole not in known
    }


def _integer(text: str | None) -> int | None:
    return None if text is None else int(text)
