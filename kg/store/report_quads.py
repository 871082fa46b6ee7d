"""What is stored of one report, parted by where it goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.store.sparql import in_no_graph, own_graphs


def as_nquads(quads: Iterable[Quad]) -> bytes:
    """Quads as lines."""
    return pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b""


def from_nquads(data: bytes) -> Iterator[Quad]:
    """The quads of lines that `as_nquads` gave: nothing of them is checked again."""
    yield from pyoxigraph.parse(data, RdfFormat.N_QUADS, lenient=True)


@dataclass(frozen=True, slots=True)
class ReportQuads:
    """All quads of a report: `own` stand in graphs of its own, `shared` in those that reports share.

    What another process wrote is at hand as the lines of `as_nquads`, of which no quads are made where a store can do
    without.
    """

    own: Sequence[Quad] | bytes = ()
    shared: Sequence[Quad] = ()

    @classmethod
    def of(cls, report: str, quads: Iterable[Quad]) -> Self:
        """Quads of the report with this IRI, parted. Raises ValueError for the default graph."""
        if isinstance(quads, cls):
            return quads
        graphs = {NamedNode(graph) for graph in own_graphs(report)}
        own: list[Quad] = []
        shared: list[Quad] = []
        for quad in quads:
            if quad.graph_name in graphs:
                own.append(quad)
            elif isinstance(quad.graph_name, NamedNode):
                shared.append(quad)
            else:
                raise in_no_graph(quad)
        return cls(own, shared)

    @property
    def own_lines(self) -> bytes:
        """`own` as N-Quads."""
        return self.own if isinstance(self.own, bytes) else as_nquads(self.own)

    def __iter__(self) -> Iterator[Quad]:
        return chain(from_nquads(self.own) if isinstance(self.own, bytes) else self.own, self.shared)

    def __len__(self) -> int:
        return (self.own.count(b"\n") if isinstance(self.own, bytes) else len(self.own)) + len(self.shared)
