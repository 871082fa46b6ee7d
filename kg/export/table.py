"""Events as a table that a spreadsheet opens: CSV (RFC 4180), UTF-8 with a byte order mark, one row an event.

Lists are joined with "; ". A cell that a spreadsheet would take for a formula (it begins with =, +, -, @, a tab or a
line end) is prefixed with an apostrophe, as OWASP's "CSV Injection" advises; numbers are written as they are.
"""

from __future__ import annotations

import csv
import io
from typing import Any, BinaryIO

from kg.export.events import event_records
from kg.query.source import Queryable

_TOLLS = ("fatalities", "injuries", "abducted", "detained", "displaced")
COLUMNS = (
    "id", "type", "supertypes", "agents", "targets", "weapons", "place", "lat", "lon", "geonames", "wikidata", "time",
    "count", *(f"{name}{part}" for name in _TOLLS for part in ("", "_min", "_max")), "part_of", "modality",
    "claimed_by", "document", "start", "end", "text", "confidence",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(graph: Queryable, out: BinaryIO) -> int:
    """Writes the table; gives the number of its rows. Raises GraphError where the graph cannot be read."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        text.write("\ufeff")
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(COLUMNS)
        number = 0
        for record in event_records(graph):
            row = flatten(record)
            table.writerow([safe(row[column]) for column in COLUMNS])
            number += 1
    finally:
        text.detach()
    return number


def flatten(record: dict[str, Any]) -> dict[str, Any]:
    """An event record as one flat row. Bounds of a toll add up its groups; an open one is empty."""
    place = record["place"] or {}
    row = {column: record.get(column) for column in COLUMNS}
    for column in ("supertypes", "weapons"):
        row[column] = "; ".join(record[column])
    for column in ("agents", "targets", "claimed_by"):
        row[column] = "; ".join(one["name"] for one in record[column])
    row["place"] = place.get("name")
    for column in ("lat", "lon", "geonames", "wikidata"):
        row[column] = place.get(column)
    for column in _TOLLS:
        tolls = record[column]
        row[column] = "; ".join(_toll(toll) for toll in tolls)
        for bound in ("min", "max"):
            bounds = [toll[bound] for toll in tolls]
            row[f"{column}_{bound}"] = None if not bounds or None in bounds else sum(bounds)
    return row


def _toll(toll: dict[str, Any]) -> str:
    parts = ", ".join(_toll(part) for part in toll["including"])
    return f"{figure(toll['min'], toll['max'])} {toll['group']}" + (f" (including {parts})" if parts else "")


def figure(least: int | None, most: int | None) -> str:
    """Bounds in words: `21`, `20 to 25`, `at least 21`, `up to 5`, `some`."""
    if least is None:
        return "some" if most is None else f"up to {most}"
    if most is None:
        return f"at least {least}"
    return str(least) if least == most else f"{least} to {most}"


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value
