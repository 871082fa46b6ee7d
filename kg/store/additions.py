"""Reports that wait to be stored together."""

from __future__ import annotations

from pyoxigraph import Quad

from kg.store.sparql import Shared


class Additions:
    """Reports that replace nothing of one another: their quads can be added in any order, and at once."""

    def __init__(self) -> None:
        self.reports: list[str] = []
        self.quads: list[Quad] = []
        self._shared: Shared = {}

    def would_only_grow(self, report: str, shared: Shared) -> bool:
        """Whether nothing that waits would be replaced by this report, of which `shared` stands in graphs of many."""
        return report not in self.reports and all(
            self._shared.get(place, told) <= told for place, told in shared.items()
        )

    def take(self, report: str, quads: list[Quad], shared: Shared) -> None:
        """Lets a report wait."""
        self.reports.append(report)
        self.quads += quads
        self._shared |= shared
