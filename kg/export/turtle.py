"""The whole graph as Turtle, without named graphs."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat

from kg.export.statements import triples, write_all
from kg.query.source import Queryable


def write(graph: Queryable, out: BinaryIO) -> int:
    """Writes all statements; gives their number. Raises GraphError where the graph cannot be read."""
    return write_all(triples(graph), out, RdfFormat.TURTLE)
