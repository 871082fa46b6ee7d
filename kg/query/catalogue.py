"""The catalogue: the queries of a folder, each an .rq file whose header says what it asks.

The header is TOML, each of its lines after `#+ `, so that a query's file is plain SPARQL to any other tool:

    #+ name = "at-place"                 # lower case and hyphens; the file's own name
    #+ title = "At a place"
    #+ question = "What happened in …?"
    #+ [parameters.place]                # kg.query.parameters says which types there are
    #+ type = "place"
    #+ required = true
    #+ description = "…"
    #+ example = "Homs"
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import DataError, QueryError
from kg.query.parameters import TYPES, Parameter
from kg.resources import resource_dir

_FIELDS = {"name", "title", "question", "parameters"}
_PARAMETER = {
    "type": str,
    "description": str,
    "example": str,
    "default": object,
    "required": bool,
    "multiple": bool,
    "choices": list,
    "minimum": int,
    "maximum": int,
    "edge": str,
}
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PARAMETER_NAME = re.compile(r"[a-z][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Query:
    """A question. `text` is its SPARQL with the header; `path` is None for text that came without a file."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str
    path: Path | None = None

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name. Raises QueryError where there is none, with the nearest name that is."""
        for one in self.parameters:
            if one.name == name:
                return one
        names = [one.name for one in self.parameters]
        takes = f"it takes {', '.join(names)}" if names else "it takes none"
        raise QueryError(f"the query {self.name!r} has no parameter {name!r}", remedy=_nearest(name, names) or takes)


def catalogue(folder: Path | None = None) -> tuple[Query, ...]:
    """All queries of a folder (kg's own without one), sorted by name.

    Raises DataError where a header or its parameters are not as they should be, or two have one name.
    """
    return _catalogue(folder or resource_dir("queries"))


@lru_cache(maxsize=8)
def _catalogue(folder: Path) -> tuple[Query, ...]:
    found: dict[str, Query] = {}
    for path in sorted(folder.glob("*.rq")):
        query = load(path)
        if query.name != path.stem:
            raise DataError(f"the query's name {query.name!r} is not that of its file", where=str(path))
        found[query.name] = query
    return tuple(found[name] for name in sorted(found))


def find(name: str, folder: Path | None = None) -> Query:
    """The query of that name. Raises QueryError where there is none, with the nearest name that is."""
    path = (folder or resource_dir("queries")) / f"{name}.rq"
    if _NAME.fullmatch(name) and path.is_file():
        return _cached(path, path.stat().st_mtime_ns)
    names = [query.name for query in catalogue(folder)]
    nearest = _nearest(name, names)
    raise QueryError(f"there is no query {name!r}", remedy=nearest or f"There are {', '.join(names)}")


@lru_cache(maxsize=64)
def _cached(path: Path, changed: int) -> Query:
    return load(path)


def load(path: Path) -> Query:
    """The query of a file; one without a header is named after its file and takes no parameters.

    Raises QueryError where the file cannot be read, DataError where its header is not as it should be.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"the query cannot be read: {error}", where=str(path)) from error
    return parse(text, path)


def parse(text: str, path: Path | None = None) -> Query:
    """The query of a text, with its header where it has one. Raises DataError where that is malformed."""
    where = str(path) if path else "the query's header"
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    name = path.stem if path else "query"
    if not lines:
        return Query(name, "", "", (), text, path)
    try:
        header = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"the header is no TOML: {error}", where=where) from error
    unknown = sorted(set(header) - _FIELDS)
    if unknown:
        raise DataError(f"the header has an unknown field {unknown[0]!r}", where=where)
    for field in ("name", "title", "question"):
        if not isinstance(header.get(field), str) or not header[field].strip():
            raise DataError(f"the header lacks {field!r}", where=where)
    if not _NAME.fullmatch(header["name"]):
        raise DataError(f"{header['name']!r} is no name of a query: lower case and hyphens only", where=where)
    given = header.get("parameters", {})
    if not isinstance(given, dict):
        raise DataError("'parameters' is no table", where=where)
    parameters = tuple(_parameter(key, value, text, where) for key, value in given.items())
    return Query(header["name"], header["title"], header["question"], parameters, text, path)


def _parameter(name: str, given: Any, text: str, where: str) -> Parameter:
    """One parameter of a header, checked. Raises DataError."""
    about = f"the parameter {name!r}"
    if not _PARAMETER_NAME.fullmatch(name) or not isinstance(given, dict):
        raise DataError(f"{about} is no table with a plain name", where=where)
    for field, value in given.items():
        if field not in _PARAMETER:
            raise DataError(f"{about} has an unknown field {field!r}", where=where)
        expected = _PARAMETER[field]
        if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
            raise DataError(f"{field!r} of {about} is not of the right type", where=where)
    for field in ("type", "description", "example"):
        if not given.get(field):
            raise DataError(f"{about} lacks {field!r}", where=where)
    if given["type"] not in TYPES:
        raise DataError(f"{about} has the unknown type {given['type']!r}: one of {', '.join(TYPES)}", where=where)
    if given["type"] in ("choice", "set", "term") and not given.get("choices"):
        raise DataError(f"{about} lacks 'choices'", where=where)
    if given.get("edge", "start") not in ("start", "end"):
        raise DataError(f"'edge' of {about} is neither start nor end", where=where)
    if not re.search(rf"VALUES\s*\?{name}\s*\{{", text):
        raise DataError(f"the query has no line VALUES ?{name} {{ … }}", where=where)
    fields = {**given, "choices": tuple(given.get("choices", ())), "default": ()}
    parameter = Parameter(name=name, **fields)
    try:
        parameter.terms([parameter.example])
        if "default" in given:
            default = parameter.words(given["default"])
            parameter.terms(default)
            parameter = Parameter(name=name, **{**fields, "default": default})
    except QueryError as error:
        raise DataError(f"{about}: {error}", where=where) from error
    if parameter.required and parameter.default:
        raise DataError(f"{about} is required and has a default", where=where)
    return parameter


def _nearest(word: str, names: list[str]) -> str | None:
    from difflib import get_close_matches

    close = get_close_matches(word.casefold(), names, n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else None
