"""Reports that are records of fields: JSON objects and rows of a table.

Which field is the text, the title and so on is told by the user, or by the names in `fields.toml`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import EmptyInput, InputError
from kg.read.metadata import Metadata
from kg.read.source import Options, Raw

FIELDS = ("id", "text", "title", "url", "published", "publisher")
_IGNORED = re.compile(r"[\s_-]+")
_SHOWN_FIELDS = 8


def parse_columns(pairs: list[str]) -> tuple[tuple[str, str], ...]:
    """`["text=artikel"]` as `(("text", "artikel"),)`. Raises InputError for anything else."""
    columns = []
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or not column or name not in (*FIELDS, "html"):
            raise InputError(
                f"the field {pair!r} is not understood",
                remedy=f"Write NAME=COLUMN, where NAME is one of {', '.join((*FIELDS, 'html'))}",
            )
        columns.append((name, column))
    return tuple(columns)


@cache
def _aliases() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / "fields.toml").read_text(encoding="utf-8"))["fields"]


@cache
def container_names() -> tuple[str, ...]:
    """Names under which an object holds a list of reports."""
    data = tomllib.loads((Path(__file__).parent / "fields.toml").read_text(encoding="utf-8"))
    return tuple(data["containers"]["names"])


def record_to_raw(record: Mapping[str, Any], options: Options, *, where: str, place: str, media_type: str) -> Raw:
    """The report in a record. Raises InputError if no field holds text, EmptyInput if the text is empty."""
    folded = _fold(record)
    text, found = _text(folded, options)
    if not found:
        named = ", ".join(str(name) for name in list(record)[:_SHOWN_FIELDS])
        raise InputError(
            f"no field holds the text (fields: {named or 'none'})",
            where=where,
            remedy="Name it with --field text=FIELD",
        )
    if not text.strip():
        raise EmptyInput("the text is empty", where=where, remedy="Nothing to do, unless it should hold a report")
    values = {name: _string(_value(folded, name, options)) for name in FIELDS if name != "text"}
    metadata = Metadata(**values)
    payload = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "surrogatepass")
    return Raw(text, payload, metadata, media_type, place)


def _text(folded: dict[str, Any], options: Options) -> tuple[str, bool]:
    value = _value(folded, "text", options)
    html = _value(folded, "html", options)
    if html is not None and (value is None or "html" in dict(options.columns)):
        from kg.read.html import text_and_metadata

        return text_and_metadata(str(html))[0], True
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value), True
    return ("" if value is None else str(value)), value is not None


def _key(name: str) -> str:
    return _IGNORED.sub("", name).lower()


def _fold(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with names folded, and inner objects' fields beside them as `outer.inner`."""
    folded: dict[str, Any] = {}
    for name, value in record.items():
        folded.setdefault(_key(str(name)), value)
        if isinstance(value, Mapping):
            for inner, inner_value in _fold(value).items():
                folded.setdefault(f"{_key(str(name))}.{inner}", inner_value)
    return folded


def _value(folded: dict[str, Any], field: str, options: Options) -> Any:
    own = [column for name, column in options.columns if name == field]
    for name in own or _aliases()[field]:
        value = folded.get(_key(name))
        if value is not None and value != "":
            return value
    return folded.get(_key(own[0])) if own else _first_empty(folded, field)


def _first_empty(folded: dict[str, Any], field: str) -> Any:
    return "" if field == "text" and any(folded.get(_key(name)) == "" for name in _aliases()[field]) else None


def _string(value: Any) -> str | None:
    """A plain string: of an object its `name`, of a list its first entry."""
    if isinstance(value, list):
        return _string(value[0]) if value else None
    if isinstance(value, Mapping):
        folded = _fold(value)
        return _string(
            next((folded[k] for k in ("name", "title", "label", "shortname", "id", "$oid") if k in folded), None)
        )
    return None if value is None or isinstance(value, bool) else str(value).strip() or None
