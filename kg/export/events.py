"""Event records: one line of JSON an event, document by document in the order of the text.

The fields are those of `schemas/event.schema.json`. A count with an open bound is the bound that is known.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.export.fields import local, names, positions, rows, supertypes
from kg.query.source import Queryable, as_queryable

_OUTCOMES = {
    "Killed": "fatalities",
    "Injured": "injuries",
    "Abducted": "abducted",
    "Detained": "detained",
    "Displaced": "displaced",
}
_ROLES = {"Agent": "agents", "Target": "targets", "claimedBy": "claimed_by"}
#: Where no offset is known: behind everything that has one.
_LAST = 1 << 62


def write(graph: Queryable, out: BinaryIO) -> int:
    """Writes the records as UTF-8; gives their number. Raises GraphError where the graph cannot be read."""
    number = 0
    for record in event_records(graph):
        out.write(json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")
        number += 1
    return number


def event_records(source: Any) -> Iterator[dict[str, Any]]:
    """The records of a graph or store, sorted by document, then by where the event is stated."""
    graph = as_queryable(source)
    called = names(graph)
    above = supertypes(graph)
    where = positions(graph)
    parties = _parties(graph, called)
    tolls = _tolls(graph)
    weapons = _weapons(graph)
    counts = {event: least if least is not None else most for event, least, most in rows(graph, "count")}
    events: dict[str, tuple[Any, ...]] = {}
    for row in rows(graph, "event"):
        events[row[0]] = min(row, events[row[0]], key=repr) if row[0] in events else row
    for row in sorted(events.values(), key=_text_order):
        event, class_, document, start, end, text, modality, confidence, place, surface, edtf, part_of = row
        type_ = local(class_)
        yield {
            "id": event,
            "type": type_,
            "supertypes": above.get(type_ or "", []),
            "agents": parties.get((event, "agents"), []),
            "targets": parties.get((event, "targets"), []),
            "weapons": weapons.get(event, []),
            "place": _place(place, surface, called, where) if place else None,
            "time": edtf,
            "count": counts.get(event),
            **{field: tolls.get((event, outcome), []) for outcome, field in _OUTCOMES.items()},
            "part_of": part_of,
            "modality": local(modality) or "asserted",
            "claimed_by": parties.get((event, "claimed_by"), []),
            "document": document,
            "start": start,
            "end": end,
            "text": text,
            "confidence": confidence,
        }


def _text_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Document, stating text, then the event's trigger, whose offset the event's IRI begins with."""
    event, document, start, end = row[0], row[2], row[3], row[4]
    trigger = event.rpartition("/event/")[2].partition("-")[0]
    return (document, start, end, int(trigger) if trigger.isdecimal() else _LAST, event)


def _parties(graph: Queryable, called: dict[str, str]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Participants of each event by the record's field, in the order of the text."""
    stated: dict[tuple[str, str], set[tuple[int, str, str | None]]] = defaultdict(set)
    for event, role, actor, surface, start, _ in rows(graph, "participation"):
        field = _ROLES.get(local(role) or "")
        if field:
            stated[event, field].add((_LAST if start is None else start, actor, surface))
    for event, role, actor in rows(graph, "party"):
        key = (event, _ROLES[local(role) or ""])
        if not any(actor == known for _, known, _ in stated[key]):
            stated[key].add((_LAST, actor, None))
    parties: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for key, found in stated.items():
        parties[key] = [
            _participant(actor, surface, called)
            for _, actor, surface in sorted(found, key=lambda one: (one[0], one[1], one[2] or ""))
        ]
    return parties


def _participant(iri: str, surface: str | None, called: dict[str, str]) -> dict[str, Any]:
    name = called.get(iri) or surface or iri
    return {"iri": iri, "name": name, "surface": surface or name}


def _place(iri: str, surface: str | None, called: dict[str, str], where: dict[str, dict[str, Any]]) -> dict[str, Any]:
    known = where.get(iri, {})
    return {
        **_participant(iri, surface, called),
        **{field: known.get(field) for field in ("lat", "lon", "geonames", "wikidata")},
    }


def _tolls(graph: Queryable) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Tolls of each event by outcome, parts nested in the tolls that include them."""
    children: dict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for whole, toll, *fields in rows(graph, "toll"):
        fields = tuple(fields)
        known = children[whole].get(toll)
        children[whole][toll] = min(fields, known, key=repr) if known else fields
    nested = {toll for tolls in children.values() for toll in tolls}

    def records(whole: str, outcome: str | None, path: frozenset[str]) -> list[dict[str, Any]]:
        found = sorted(
            children.get(whole, {}).items(), key=lambda one: (_LAST if one[1][5] is None else one[1][5], one[0])
        )
        return [
            {
                "group": group,
                "iri": actor,
                "min": least,
                "max": most,
                "including": records(toll, None, path | {toll}),
            }
            for toll, (kind, group, actor, least, most, _) in found
            if toll not in path and (outcome is None or local(kind) == outcome)
        ]

    tolls: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for whole in children:
        if whole not in nested:
            for outcome in _OUTCOMES:
                listed = records(whole, outcome, frozenset())
                if listed:
                    tolls[whole, outcome] = listed
    return tolls


def _weapons(graph: Queryable) -> dict[str, list[str]]:
    """Words for weapons of each event, each once, in the order of the text."""
    first: dict[str, dict[str, int]] = defaultdict(dict)
    for event, weapon, start in rows(graph, "weapon"):
        place = _LAST if start is None else start
        first[event][weapon] = min(place, first[event].get(weapon, place))
    return {
        event: sorted(found, key=lambda weapon, found=found: (found[weapon], weapon)) for event, found in first.items()
    }
