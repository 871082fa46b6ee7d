"""The list of formats: from a name to the module that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any, BinaryIO, cast

from kg.errors import QueryError
from kg.query.source import Queryable, as_queryable


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write the graph: `module` has `write(graph, out) -> int`, which gives the number of what it wrote."""

    name: str
    title: str
    extension: str
    counts: str
    module: str


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("events", "events, one line of JSON each", ".jsonl", "events", "kg.export.events"),
        Format("mentions", "mentions, one line of JSON each", ".jsonl", "mentions", "kg.export.mentions"),
        Format("relations", "relations between mentions, one line of JSON each", ".jsonl", "relations",
               "kg.export.relations"),
        Format("csv", "events as a table for a spreadsheet", ".csv", "events", "kg.export.table"),
        Format("graphml", "network of actors for Gephi, yEd or networkx", ".graphml", "actors", "kg.export.graphml"),
        Format("gexf", "network of actors for Gephi", ".gexf", "actors", "kg.export.gexf"),
        Format("jsonld", "the whole graph as JSON-LD", ".jsonld", "statements", "kg.export.jsonld"),
        Format("turtle", "the whole graph as Turtle, without named graphs", ".ttl", "statements", "kg.export.turtle"),
        Format("nquads", "the whole graph as N-Quads", ".nq", "statements", "kg.export.nquads"),
    )
}  # fmt: skip


def find_format(name: str) -> Format:
    """The format of that name. Raises QueryError where there is none, with the nearest name that is."""
    try:
        return FORMATS[name]
    except KeyError:
        close = get_close_matches(name.casefold(), FORMATS, n=1)
        remedy = f"Did you mean {close[0]!r}?" if close else f"There are {', '.join(FORMATS)}"
        raise QueryError(f"there is no format {name!r} to export to", remedy=remedy) from None


def export(source: Any, name: str, out: BinaryIO) -> int:
    """Writes `source` (a kg store, a pyoxigraph Store, an rdflib Graph or Dataset) to `out` in a format.

    Gives the number of what was written (`Format.counts`). Raises QueryError where there is no such format,
    GraphError where the source fails.
    """
    write = cast("Callable[[Queryable, BinaryIO], int]", import_module(find_format(name).module).write)
    return write(as_queryable(source), out)
