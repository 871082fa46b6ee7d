"""kg reads conflict reports and writes what they say, and who says so, as RDF.

    import kg
    graph = kg.build("reports/")
    graph.query("who-attacked-whom")

`kg.build`, `kg.open` and `kg.Graph` are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Graph, build
    from kg.api import open_source as open
    from kg.errors import KgError

__all__ = ["Graph", "KgError", "build", "open"]

# Public name -> module and its name there.
_PUBLIC = {
    "Graph": ("kg.api", "Graph"),
    "KgError": ("kg.errors", "KgError"),
    "build": ("kg.api", "build"),
    "open": ("kg.api", "open_source"),
}


def __getattr__(name: str) -> Any:
    try:
        module, inner = _PUBLIC[name]
    except KeyError:
        raise AttributeError(f"module 'kg' has no attribute {name!r}") from None
    import importlib

    value = getattr(importlib.import_module(module), inner)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
