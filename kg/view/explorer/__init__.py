"""What the explorer shows: one choice of statements, in several views.

    from kg.view.explorer import Explorer
    explorer = Explorer(store)
    explorer.answer("view", {"view": "map", "since": "2024-03-01", "without": "https://…/report/…"})

The graph is read once (`snapshot`); a choice (`choice`) then decides which statements count, and every view, count and
figure is worked out from these alone. The queries stand in `kg/view/queries/`, the page in `kg/serve/assets/`.
"""

from __future__ import annotations

from kg.view.explorer.explorer import Explorer

__all__ = ["Explorer"]
