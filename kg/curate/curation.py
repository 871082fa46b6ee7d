"""How decisions take effect: the one place where what kg read becomes what counts.

The graphs of a report hold what counts after all decisions that stand; queries, derived edges, exports and pages read
nothing else. What kg read and decisions changed is kept beside the record of the report's build: `kg:withheld` are the
statements that they took out, `kg:amended` those that they put in their place, both as N-Quads. So what kg read is
(graphs - amended) + withheld, and decisions can be undone without reading the report again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pyoxigraph import NamedNode, Quad

from kg.curate.decisions import LinkDecision, Recorded
from kg.curate.links import automatic, decided_links, named_in
from kg.curate.nquads import from_nquads, to_nquads
from kg.curate.record import read_decisions
from kg.curate.statements import amended
from kg.curate.stored import about
from kg.graph import iris
from kg.graph.links import linked_by
from kg.graph.terms import SKOS, kg, node, text, value_of
from kg.store.sparql import own_graphs, rows

if TYPE_CHECKING:
    from kg.store.protocol import Store

_BUILDS = NamedNode(iris.BUILDS_GRAPH)
_EXACT_MATCH = NamedNode(SKOS + "exactMatch")


@dataclass(frozen=True, slots=True)
class Patch:
    """What decisions changed in a report's own graphs."""

    withheld: frozenset[Quad] = frozenset()
    amended: frozenset[Quad] = frozenset()

    @classmethod
    def between(cls, read: Collection[Quad], counts: Collection[Quad]) -> Self:
        """The change from what kg read to what counts."""
        return cls(frozenset(read) - frozenset(counts), frozenset(counts) - frozenset(read))

    @classmethod
    def recorded(cls, quads: Iterable[Quad]) -> Self:
        """The patch that statements about a report in `iris.BUILDS_GRAPH` tell of."""
        sides: dict[str, set[Quad]] = {"withheld": set(), "amended": set()}
        for quad in quads:
            for name, side in sides.items():
                if quad.predicate == kg(name):
                    side.update(from_nquads(value_of(quad.object)))
        return cls(frozenset(sides["withheld"]), frozenset(sides["amended"]))

    def quads(self, report: str) -> list[Quad]:
        """The record of the patch; nothing where nothing was changed."""
        sides = (("withheld", self.withheld), ("amended", self.amended))
        return [Quad(node(report), kg(name), text(to_nquads(side)), _BUILDS) for name, side in sides if side]

    def undone(self, quads: Iterable[Quad]) -> set[Quad]:
        """What kg read, of the quads that count."""
        return (set(quads) - self.amended) | self.withheld


class Curation:
    """Decisions that stand, ready to be applied to reports."""

    def __init__(self, recorded: Iterable[Recorded] = (), decided: Iterable[str] = ()) -> None:
        """`decided` are the IRIs of places and actors whose link in the graph rests on a decision: what a report gives
        for them beside that does not count.
        """
        self.standing: Sequence[Recorded] = [one for one in recorded if one.stands]
        self._decided = set(decided)

    @classmethod
    def of(cls, store: Store) -> Self:
        """The decisions of a graph. Raises DataError where one is not complete."""
        recorded = read_decisions(store.quads(iris.CURATION_GRAPH))
        standing = {one.iri for one in recorded if one.stands}
        query = f"SELECT ?node ?decision WHERE {{ GRAPH <{iris.LINKS_GRAPH}> {{ ?node {kg('decision')} ?decision }} }}"
        found = rows(store.query(query)) if standing else ()
        return cls(recorded, (row["node"].value for row in found if row["decision"].value in standing))

    def read_of(self, store: Store, report: str) -> list[Quad]:
        """What kg read of a report that a graph holds: the quads of its own graphs, before decisions."""
        own = [quad for graph in own_graphs(report) for quad in store.quads(graph)]
        return sorted(Patch.recorded(about(store, iris.BUILDS_GRAPH, [report])).undone(own), key=str)

    def applied(self, report: str, quads: Iterable[Quad]) -> list[Quad]:
        """All that the graph holds for a report, from what kg read of it.

        `quads` are those of the report's own graphs, of its links, and of its build's record.
        """
        if not self.standing:
            return list(quads)
        own_graphs = {NamedNode(iris.report_graph(report)), NamedNode(iris.mentions_graph(report))}
        own: dict[Quad, None] = {}
        links: list[Quad] = []
        rest: list[Quad] = []
        for quad in quads:
            if quad.graph_name in own_graphs:
                own[quad] = None
            elif quad.graph_name == NamedNode(iris.LINKS_GRAPH):
                links.append(quad)
            else:
                rest.append(quad)
        counts = amended(report, own, self.standing)
        patch = Patch.between(own.keys(), counts)
        kept = [quad for quad in own if quad in counts] + sorted(patch.amended, key=str)
        there = named_in(counts)
        links = [quad for quad in links if linked_by(quad) in there]
        linked = decided_links(counts, automatic(links), self.standing)
        decided = {linked_by(quad) for quad in linked if quad.predicate == kg("decision")}
        elsewhere = self._decided - decided
        self._decided |= decided
        linked = [quad for quad in linked if linked_by(quad) not in elsewhere]
        return [*kept, *linked, *rest, *patch.quads(report)]

    def register(self, quads: Iterable[Quad], links: Iterable[Quad]) -> list[Quad]:
        """Quads of the register's graph less the identifiers of actors whose link was decided.

        `links` are the quads of `iris.LINKS_GRAPH`.
        """
        given = list(quads)
        if not any(isinstance(one.decision, LinkDecision) for one in self.standing):
            return given
        decided = {quad.subject for quad in links if quad.predicate == kg("decision")}
        return [
            quad
            for quad in given
            if not (quad.subject in decided and quad.predicate in (kg("wikidataId"), _EXACT_MATCH))
        ]
