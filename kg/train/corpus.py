"""Annotated text to train on: documents of dstl/re3d, and own sentences with their marks in the line."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import DataError

TYPES = ("Organisation", "Person", "Location", "Nationality", "Temporal", "Quantity", "Weapon", "MilitaryPlatform")
RELATIONS = ("FightingAgainst", "AlliesOf", "BelongsTo", "InChargeOf", "CoLocated", "IsSynonymOf")
SYMMETRIC = frozenset({"FightingAgainst", "AlliesOf", "CoLocated", "IsSynonymOf"})
"""Relations without direction. Fighting has none in re3d's scorer."""

ARTICLES = ("the ", "a ", "an ")


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """A mention in the gold: characters `start` to `end` (exclusive) and its type."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with its gold. `relations` are (type, source span, target span); `related` tells
    whether relations were annotated at all, so that none means there is none.
    """

    id: str
    source: str
    text: str
    mentions: tuple[Marked, ...]
    relations: tuple[tuple[str, tuple[int, int], tuple[int, int]], ...] = ()
    related: bool = True


def read_re3d(root: Path) -> list[Annotated]:
    """All documents below `root` (folders with documents.json, entities.json, relations.json).

    Entities and relations in which the annotators' model believes by less than a half are left out,
    as re3d's scorer does. Raises DataError where a file is missing or not what it should be.
    """
    folders = sorted(p.parent for p in root.rglob("documents.json"))
    if not folders:
        raise DataError("no documents.json below this folder", where=str(root), remedy="Give the folder of dstl/re3d")
    found: list[Annotated] = []
    for folder in folders:
        mentions: dict[str, set[Marked]] = defaultdict(set)
        relations: dict[str, list[tuple[str, tuple[int, int], tuple[int, int]]]] = defaultdict(list)
        for row in _rows(folder / "entities.json", "documentId", "begin", "end", "type"):
            if row["type"] in TYPES and float(row.get("confidence", 1)) >= 0.5 and row["end"] > row["begin"]:
                mentions[row["documentId"]].add(Marked(row["begin"], row["end"], row["type"]))
        ends = ("sourceBegin", "sourceEnd", "targetBegin", "targetEnd")
        for row in _rows(folder / "relations.json", "documentId", "type", *ends):
            if row["type"] in RELATIONS and float(row.get("confidence", 1)) >= 0.5:
                source, target = (row["sourceBegin"], row["sourceEnd"]), (row["targetBegin"], row["targetEnd"])
                relations[row["documentId"]].append((row["type"], source, target))
        for row in _rows(folder / "documents.json", "_id", "text"):
            key = row["_id"]
            found.append(Annotated(key, folder.name, row["text"], tuple(sorted(mentions[key])), tuple(relations[key])))
    return found


def _rows(path: Path, *keys: str) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise DataError("cannot be read", where=str(path), remedy=str(error)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise DataError("is not a JSON object", where=f"{path}:{number}", remedy=str(error)) from error
            if not isinstance(row, dict) or not row.keys() >= set(keys):
                raise DataError("lacks a key", where=f"{path}:{number}", remedy=f"It needs {', '.join(keys)}")
            yield row


_TYPE_OF = {name[0]: name for name in TYPES}
_RELATION_OF = {**{name[0]: name for name in RELATIONS if name != "IsSynonymOf"}, "I": "InChargeOf", "S": "IsSynonymOf"}
_MARK = re.compile(r"\[(?P<type>[A-Z])(?:#(?P<name>\w+))? (?P<words>[^\[\]]+)\]")
_RELATION = re.compile(r"^(?P<type>[A-Z])\((?P<source>\w+), ?(?P<target>\w+)\)$")


def read_marked(path: Path) -> list[Annotated]:
    """Sentences with marks in the line, one text a line: `[O#a The army] shelled [L Omdurman].`

    A type is given by its first letter. A tab and relations may follow (`C(a, b); ...`; S is IsSynonymOf,
    I is InChargeOf), their arguments the names after `#`. A line
    with `related` alone after the tab has no relation, one with no tab has not been annotated with any.
    Empty lines and those that begin with `//` are skipped. Raises DataError on unknown types or names.
    """
    found: list[Annotated] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("//"):
            continue
        where = f"{path}:{number}"
        marked, _, relations = line.partition("\t")
        text, mentions, names, at = "", [], {}, 0
        for match in _MARK.finditer(marked):
            text += marked[at : match.start()]
            if match["type"] not in _TYPE_OF:
                raise DataError(
                    f"has no such type of mention: {match['type']}", where=where, remedy="See kg.train.corpus"
                )
            span = (len(text), len(text) + len(match["words"]))
            mentions.append(Marked(*span, _TYPE_OF[match["type"]]))
            if match["name"]:
                names[match["name"]] = span
            text += match["words"]
            at = match.end()
        text += marked[at:]
        if "[" in text or "]" in text:
            raise DataError("has a mark that does not close", where=where, remedy="Write [O words]")
        found.append(
            Annotated(where, path.stem, text, tuple(mentions), _relations(relations, names, where), bool(relations))
        )
    return found


def _relations(
    field: str, names: dict[str, tuple[int, int]], where: str
) -> tuple[tuple[str, tuple[int, int], tuple[int, int]], ...]:
    found = []
    for part in filter(None, (p.strip() for p in field.split(";"))):
        if part == "related":
            continue
        match = _RELATION.match(part)
        if match is None or match["type"] not in _RELATION_OF or not {match["source"], match["target"]} <= names.keys():
            raise DataError(f"is no relation between its mentions: {part}", where=where, remedy="Write C(a, b)")
        found.append((_RELATION_OF[match["type"]], names[match["source"]], names[match["target"]]))
    return tuple(found)


def without_article(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space around it and without a leading article."""
    while start < end and text[start].isspace():
        start += 1
    for article in ARTICLES:
        if text[start:end].lower().startswith(article):
            start += len(article)
            break
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def outermost(mentions: tuple[Marked, ...]) -> list[Marked]:
    """Mentions that no longer one overlaps, in the order of the text."""
    kept: list[Marked] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept)
