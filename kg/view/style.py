"""How actors and ties look: `assets/style.toml`, read and checked."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.graph.ontology import ontology

ASSETS = Path(__file__).resolve().parent / "assets"

#: The shapes of vis-network whose text stands below them, so that size can show weight.
SHAPES = ("dot", "square", "triangle", "triangleDown", "diamond", "hexagon", "star")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_FIELDS = {"kind": {"name", "colour", "shape"}, "relation": {"name", "colour", "dash", "mutual"}}


@dataclass(frozen=True, slots=True)
class KindStyle:
    """How actors of a class look. `label` is the ontology's."""

    name: str
    label: str
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class RelationStyle:
    """How ties of a predicate look. `dash` holds lengths of strokes and gaps; `mutual` ties have no direction."""

    name: str
    label: str
    colour: str
    dash: tuple[int, ...] = ()
    mutual: bool = False


@dataclass(frozen=True)
class Style:
    """The styles by name, in the order of the file, which is that of the page's legend."""

    kinds: dict[str, KindStyle]
    relations: dict[str, RelationStyle]
    _found: dict[str, KindStyle] = field(default_factory=dict, repr=False, compare=False)

    def kind(self, name: str) -> KindStyle:
        """The style of a class of actors: its own, or that of the nearest class above it."""
        if name not in self._found:
            known = ontology()
            lineage = (name, *(known.above(name) if name in known.terms else ()), "Actor")
            self._found[name] = next(self.kinds[one] for one in lineage if one in self.kinds)
        return self._found[name]

    def relation(self, name: str) -> RelationStyle:
        """The style of a predicate: its own, or that of all others under its name."""
        if name in self.relations:
            return self.relations[name]
        other = self.relations["other"]
        return RelationStyle(name, term_label(name), other.colour, other.dash, other.mutual)


@lru_cache(maxsize=2)
def style(path: Path = ASSETS / "style.toml") -> Style:
    """The styles of a file. Raises DataError where it is missing or not as it should be."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"the style cannot be read: {error}", where=str(path), remedy="Install kg again") from error
    kinds = {one["name"]: _kind(one, path) for one in _entries(data, "kind", path)}
    relations = {one["name"]: _relation(one, path) for one in _entries(data, "relation", path)}
    for table, needed in ((kinds, "Actor"), (relations, "other")):
        if needed not in table:
            raise DataError(f"the style lacks {needed!r}, which all others fall back on", where=str(path))
    return Style(kinds, relations)


def _entries(data: dict[str, Any], table: str, path: Path) -> list[dict[str, Any]]:
    entries = data.get(table, [])
    for one in entries:
        unknown = sorted(set(one) - _FIELDS[table])
        if unknown or not isinstance(one.get("name"), str) or not _COLOUR.fullmatch(str(one.get("colour"))):
            wrong = f"the unknown field {unknown[0]!r}" if unknown else "no name or no colour like #1d8fb0"
            raise DataError(f"[[{table}]] {one.get('name', '')!r} has {wrong}", where=str(path))
    return entries


def _kind(one: dict[str, Any], path: Path) -> KindStyle:
    if one.get("shape") not in SHAPES:
        raise DataError(f"[[kind]] {one['name']!r} has no shape of {', '.join(SHAPES)}", where=str(path))
    return KindStyle(one["name"], term_label(one["name"]), one["colour"], one["shape"])


def _relation(one: dict[str, Any], path: Path) -> RelationStyle:
    dash = one.get("dash", [])
    if not isinstance(dash, list) or not all(isinstance(length, int) and length > 0 for length in dash):
        raise DataError(f"'dash' of [[relation]] {one['name']!r} is no list of lengths", where=str(path))
    return RelationStyle(
        one["name"], term_label(one["name"]), one["colour"], tuple(dash), bool(one.get("mutual", False))
    )


def term_label(name: str) -> str:
    """The ontology's label without what it adds to tell terms apart: `part of`, not `part of (actor)`."""
    terms = ontology().terms
    return terms[name].label.partition(" (")[0].removesuffix(" as an actor") if name in terms else name
