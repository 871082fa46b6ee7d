"""The whole graph as N-Quads, each statement with its named graph."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat

from kg.export.statements import quads_by_graph, write_all
from kg.query.source import Queryable


def write(graph: Queryable, out: BinaryIO) -> int:
    """Writes all statements; gives their number. Raises GraphError where the graph cannot be read."""
    return sum(write_all(statements, out, RdfFormat.N_QUADS) for statements in quads_by_graph(graph))
