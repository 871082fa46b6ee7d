"""The graphs written by hand."""

from __future__ import annotations

from written_graphs import breakdown, everything, figures, sources

__all__ = ["breakdown", "everything", "figures", "sources"]
