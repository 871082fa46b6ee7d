"""Records of relations between mentions, read off the graph: one line of JSON each.

    FightingAgainst   the agent and the target of a hostile event; stated enmity
    CoLocated         a participant of an event and the event's place; a stated location
    AlliesOf          stated alliance, backing, affiliation
    BelongsTo         stated membership, being a part, being a proxy
    InChargeOf        stated leadership
    IsSynonymOf       two names of one actor, as stated

and the relations that are stored between mentions as such. The fields are those of `schemas/relation.schema.json`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.export.fields import local, rows
from kg.query.source import Queryable

#: The relation between mentions that a relation between actors is.
TYPES = {
    "fights": "FightingAgainst",
    "hostileTo": "FightingAgainst",
    "alliedWith": "AlliesOf",
    "backedBy": "AlliesOf",
    "affiliatedWith": "AlliesOf",
    "memberOf": "BelongsTo",
    "partOfActor": "BelongsTo",
    "proxyOf": "BelongsTo",
    "leads": "InChargeOf",
    "locatedIn": "CoLocated",
    "sameActor": "IsSynonymOf",
}
_SYMMETRIC = {"FightingAgainst", "AlliesOf", "CoLocated", "IsSynonymOf"}

Offsets = tuple[int, int]


def write(graph: Queryable, out: BinaryIO) -> int:
    """Writes the records as UTF-8; gives their number. Raises GraphError where the graph cannot be read."""
    number = 0
    for record in relation_records(graph):
        out.write(json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")
        number += 1
    return number


def relation_records(graph: Queryable) -> Iterator[dict[str, Any]]:
    """The records, each once, sorted by document, offsets and type. `iri` is the node that states the relation."""
    found: dict[tuple[str, str, Offsets, Offsets], str] = {}

    def add(document: str, type_: str, source: Offsets, target: Offsets, iri: str) -> None:
        if source == target:
            return
        key = (document, type_, source, target)
        if type_ in _SYMMETRIC and (document, type_, target, source) in found:
            key = (document, type_, target, source)
        found[key] = min(iri, found.get(key, iri))

    for name, type_ in (("attack", "FightingAgainst"), ("whereabouts", "CoLocated")):
        for document, event, start, end, other_start, other_end in sorted(rows(graph, name)):
            add(document, type_, (start, end), (other_start, other_end), event)
    for document, relation, type_, source, target in _stated(graph):
        add(document, type_, source, target, relation)
    for document, relation, type_, start, end, other_start, other_end in sorted(rows(graph, "mention-relation")):
        add(document, type_, (start, end), (other_start, other_end), relation)
    for document, type_, source, target in sorted(found, key=lambda key: (key[0], key[2], key[3], key[1])):
        yield {
            "document": document,
            "type": type_,
            "source": list(source),
            "target": list(target),
            "iri": found[document, type_, source, target],
        }


def _stated(graph: Queryable) -> Iterator[tuple[str, str, str, Offsets, Offsets]]:
    """Relations between actors, from the words for the one to the words for the other."""
    mentions: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for document, _, _, start, end, text, entity in rows(graph, "mention"):
        if entity:
            mentions[document, entity].append((start, end, text))
    for row in sorted(rows(graph, "actor-relation"), key=repr):
        document, relation, predicate, subject, object_, subject_words, object_words, start, end, text = row
        type_ = TYPES.get(local(predicate) or "")
        if type_ is None:
            continue
        source = _words(subject_words, mentions.get((document, subject), []), start, end, text, None)
        target = _words(object_words, mentions.get((document, object_), []), start, end, text, source)
        if source and target:
            yield document, relation, type_, source, target


def _words(
    surface: str | None, mentions: list[tuple[int, int, str]], start: int, end: int, text: str, other: Offsets | None
) -> Offsets | None:
    """Where the words for an actor stand within a stating text, other than at `other`.

    A mention of the actor with just these words; else the words themselves, as whole words; else any mention of the
    actor there. None where none of them is in the text.
    """
    within = sorted(one for one in mentions if start <= one[0] and one[1] <= end and one[:2] != other)
    same = [one for one in within if one[2] == surface]
    if same:
        return same[0][0], same[0][1]
    if surface:
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
            found = (start + match.start(), start + match.end())
            if other is None or found[1] <= other[0] or other[1] <= found[0] or found != other:
                return found
    return (within[0][0], within[0][1]) if within else None
