"""Records of relations between mentions, read off the graph: one line of JSON each.

    FightingAgainst   the agent and the target of a hostile event; stated enmity
    CoLocated         a participant of an event and the event's place, unless it strikes from afar; a stated location
    AlliesOf          stated alliance, backing, affiliation
    BelongsTo         stated membership, being a part, being a proxy
    InChargeOf        who takes a place and that place; stated leadership
    IsSynonymOf       two names of one actor, as stated

and the relations that are stored between mentions as such. The fields are those of `schemas/relation.schema.json`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.export.fields import Mention, documents, local, mentions, rows, spans
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

    where = spans(graph)
    known = documents(graph)
    named = mentions(graph)
    for document, event, type_, source, target in _in_events(graph, known, where):
        add(document, type_, source, target, event)
    for document, relation, type_, source, target in _stated(graph, known, where, named):
        add(document, type_, source, target, relation)
    by_iri = {one.iri: one for one in named}
    for relation, type_, source, target in sorted(rows(graph, "mention-relation")):
        if source in by_iri and target in by_iri:
            one, other = by_iri[source], by_iri[target]
            add(one.document, type_, (one.start, one.end), (other.start, other.end), relation)
    for document, type_, source, target in sorted(found, key=lambda key: (key[0], key[2], key[3], key[1])):
        yield {
            "document": document,
            "type": type_,
            "source": list(source),
            "target": list(target),
            "iri": found[document, type_, source, target],
        }


def _in_events(
    graph: Queryable, known: dict[str, str], where: dict[str, tuple[int, int, str]]
) -> Iterator[tuple[str, str, str, Offsets, Offsets]]:
    """Who fights whom, who is where and who takes which place, as events say.

    Both words must stand within the stating text: words that another sentence lends to an event are no relation
    between two mentions there. Of a hostile event only the targets are at its place, as who fires a missile or claims
    an attack need not be; and a place that is struck itself is not where the others are: "attacks on Kassala and
    our allies".
    """
    parties: dict[str, dict[str, set[tuple[Offsets, str]]]] = defaultdict(lambda: defaultdict(set))
    for event, role, actor, _, _, span in rows(graph, "participation"):
        if span in where:
            parties[event][local(role) or ""].add((where[span][:2], actor))
    hostile = {event for (event,) in rows(graph, "hostile")}
    captures = {event for (event,) in rows(graph, "capture")}
    things = {thing for (thing,) in rows(graph, "thing")}
    for event, report, stated, place in sorted(rows(graph, "occasion"), key=repr):
        if report not in known or stated not in where:
            continue
        first, last, _ = where[stated]
        inside = {
            role: sorted(one for one in found if first <= one[0][0] and one[0][1] <= last)
            for role, found in parties.get(event, {}).items()
            if role in ("Agent", "Target")
        }
        if event in hostile:
            for source, agent in inside.get("Agent", []):
                for target, victim in inside.get("Target", []):
                    if agent != victim and victim not in things:
                        yield known[report], event, "FightingAgainst", source, target
        if place in where and first <= where[place][0] and where[place][1] <= last:
            at = where[place][:2]
            struck = event in hostile and at in {one for one, _ in inside.get("Target", [])}
            for role, found in inside.items():
                for source, _ in found:
                    if source[0] < at[1] and at[0] < source[1]:
                        continue
                    if event in captures and role == "Agent":
                        yield known[report], event, "InChargeOf", source, at
                    elif not struck and (role == "Target" or event not in hostile):
                        yield known[report], event, "CoLocated", source, at


def _stated(
    graph: Queryable, known: dict[str, str], where: dict[str, tuple[int, int, str]], named: list[Mention]
) -> Iterator[tuple[str, str, str, Offsets, Offsets]]:
    """Relations between actors, from the words for the one to the words for the other."""
    mentions_of: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for one in named:
        mentions_of[one.document, one.entity].append((one.start, one.end, one.text))
    for row in sorted(rows(graph, "actor-relation"), key=repr):
        relation, report, predicate, subject, object_, subject_words, object_words, span = row
        type_ = TYPES.get(local(predicate) or "")
        if type_ is None or report not in known or span not in where:
            continue
        document = known[report]
        source = _words(subject_words, mentions_of.get((document, subject), []), where[span], None)
        target = _words(object_words, mentions_of.get((document, object_), []), where[span], source)
        if source and target:
            yield document, relation, type_, source, target


def _words(
    surface: str | None, named: list[tuple[int, int, str]], stated: tuple[int, int, str], other: Offsets | None
) -> Offsets | None:
    """Where the words for an actor stand within a stating text, other than at `other`.

    A mention of the actor with just these words; else the words themselves, as whole words; else any mention of the
    actor there. None where none of them is in the text.
    """
    start, end, text = stated
    within = sorted(one for one in named if start <= one[0] and one[1] <= end and one[:2] != other)
    same = [one for one in within if one[2] == surface]
    if same:
        return same[0][0], same[0][1]
    if surface:
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
            found = (start + match.start(), start + match.end())
            if other is None or found[1] <= other[0] or other[1] <= found[0]:
                return found
    return (within[0][0], within[0][1]) if within else None
