"""Reports that wait to be stored together."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from kg.store.report_quads import ReportQuads, as_nquads

#: Statements in graphs that reports share, by graph and subject.
Shared = dict[tuple[NamedNode | BlankNode | DefaultGraph, NamedNode | BlankNode | Triple], set[Quad]]


def by_subject(quads: Iterable[Quad]) -> Shared:
    """Quads by their graph and subject."""
    found: Shared = {}
    for quad in quads:
        found.setdefault((quad.graph_name, quad.subject), set()).add(quad)
    return found


class Additions:
    """Reports that replace nothing of one another: their quads can be added in any order, and at once.

    They stand in `quads`, less those that other processes wrote.
    """

    def __init__(self) -> None:
        self.reports: list[str] = []
        self.quads: list[Quad] = []
        self._lines: list[bytes] = []
        self._size = 0
        self._shared: Shared = {}

    def __len__(self) -> int:
        """The number of quads."""
        return self._size

    def would_only_grow(self, report: str, shared: Shared) -> bool:
        """Whether nothing that waits would be replaced by this report, of which `shared` stands in graphs of many."""
        return report not in self.reports and all(
            self._shared.get(place, told) <= told for place, told in shared.items()
        )

    def take(self, report: str, quads: ReportQuads, shared: Shared) -> None:
        """Lets a report wait."""
        self.reports.append(report)
        if isinstance(quads.own, bytes):
            self._lines.append(quads.own)
            self.quads += quads.shared
        else:
            self.quads += quads
        self._size += len(quads)
        self._shared |= shared

    def as_nquads(self) -> bytes | None:
        """All quads as lines, or None where no other process wrote any of them."""
        return b"".join([*self._lines, as_nquads(self.quads)]) if self._lines else None
