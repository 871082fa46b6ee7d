"""How the answer to a query is written: a table for readers, CSV, TSV and JSON for programs, Turtle for triples."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.query import Result

_COLUMN_GAP = "  "


def write(result: Result, to_format: str | None) -> str:
    """The answer in a format, ending with a line end; without one, a table or, for triples, Turtle.

    Raises QueryError for a format that does not exist, or that cannot hold this kind of answer.
    """
    chosen = to_format or ("turtle" if result.triples is not None else "table")
    if chosen not in FORMATS:
        raise QueryError(f"there is no format {chosen!r}", remedy=f"There are {', '.join(FORMATS)}")
    if (chosen == "turtle") != (result.triples is not None):
        holds = "triples (CONSTRUCT, DESCRIBE)" if chosen == "turtle" else "rows (SELECT, ASK)"
        raise QueryError(
            f"the format {chosen!r} holds {holds}, and this query gives others", remedy="Choose another format"
        )
    return FORMATS[chosen](result)


def _cells(result: Result) -> tuple[list[str], list[list[Any]]]:
    """Names of the columns, and plain values; the answer to ASK is a column of its own."""
    if result.boolean is not None:
        return ["answer"], [[result.boolean]]
    return list(result.columns), [list(record.values()) for record in result.records()]


def _table(result: Result) -> str:
    columns, rows = _cells(result)
    if not rows:
        return "no rows\n"
    shown = [[_shown(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        return _wrapped(columns, shown)
    numeric = [all(isinstance(row[i], int | float | None) for row in rows) for i in range(len(columns))]
    widths = [max(len(line[i]) for line in [columns, *shown]) for i in range(len(columns))]
    lines = [columns, ["-" * width for width in widths], *shown]
    return "".join(
        _COLUMN_GAP.join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        + "\n"
        for line in lines
    )


def _wrapped(columns: list[str], rows: list[list[str]]) -> str:
    """A table that fits the terminal, long cells over several lines."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _shown(cell: Any) -> str:
    from kg.query.result import shorten

    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:g}"
    text = " ".join(str(cell).split())
    return shorten(text) if text.startswith(("http://", "https://")) else text


def _separated(result: Result) -> str:
    columns, rows = _cells(result)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue()


def _plain(cell: Any) -> Any:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else cell


def _tabbed(result: Result) -> str:
    """As the W3C's SPARQL 1.1 TSV results: terms in the syntax of Turtle."""
    if result.boolean is not None:
        return f"?answer\n{'true' if result.boolean else 'false'}\n"
    lines = ["\t".join(f"?{name}" for name in result.columns)]
    lines += ["\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in result.rows]
    return "\n".join(lines) + "\n"


def _records(result: Result) -> str:
    value = result.boolean if result.boolean is not None else result.records()
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _turtle(result: Result) -> str:
    from pyoxigraph import RdfFormat, serialize

    from kg.graph.terms import PREFIXES

    data = serialize(result.triples or [], format=RdfFormat.TURTLE, prefixes=PREFIXES)
    return (data or b"").decode("utf-8")


FORMATS: dict[str, Callable[[Result], str]] = {
    "table": _table,
    "csv": _separated,
    "tsv": _tabbed,
    "json": _records,
    "turtle": _turtle,
}
