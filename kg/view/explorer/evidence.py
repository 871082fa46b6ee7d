"""What stands behind a node, an edge, a point or a figure: statements with their words, and whole reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.errors import QueryError
from kg.view.explorer.figures import counting
from kg.view.explorer.snapshot import Snapshot, TollFigure
from kg.view.statements import Statement

PAGE = 20


def statement_list(
    snapshot: Snapshot, events: Iterable[Statement], offset: int = 0, counted: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """A page of statements in the order of time, undated ones last: `total`, `offset`, `page` (its length), `items`.

    `counted` are tolls that a figure counts: theirs are the words to be marked.
    """
    ordered = sorted(events, key=lambda one: (one.first or "9999", one.last or "9999", one.report, one.start, one.iri))
    return {
        "total": len(ordered),
        "offset": offset,
        "page": PAGE,
        "items": [statement_card(snapshot, one, counted) for one in ordered[offset : offset + PAGE]],
    }


def figure_events(
    snapshot: Snapshot, events: Mapping[str, Statement], outcome: str
) -> tuple[list[Statement], frozenset[str]]:
    """The events that a figure of an outcome adds up, and the tolls of them that it counts."""
    found: dict[str, Statement] = {}
    tolls: set[str] = set()
    for event, toll in counting(snapshot, events):
        if toll.outcome == outcome and not event.cumulative:
            found[event.iri] = event
            tolls.add(toll.iri)
    return list(found.values()), frozenset(tolls)


def statement_card(snapshot: Snapshot, one: Statement, counted: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A statement with its sentence, who says so and where; `marks` are the stretches of the report to be marked."""
    report = snapshot.reports[one.report]
    before, after = report.around(one.start, one.end)

    def parties(those: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
        return [
            {
                "id": iri,
                "name": snapshot.actors[iri].name if iri in snapshot.actors else name,
                "actor": iri in snapshot.actors,
            }
            for iri, name in those
        ]

    ends = [(iri, snapshot.name(iri)) for iri in one.ends or ()]
    return {
        "id": one.iri,
        "type": one.type,
        "relation": one.ends is not None,
        "modality": one.modality,
        "time": one.time,
        "first": one.first,
        "last": one.last,
        "cumulative": one.cumulative,
        "place": {"id": one.where, "name": snapshot.name(one.where)} if one.where else None,
        "report": report_line(snapshot, one.report),
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "before": before,
        "after": after,
        "agents": parties(ends[:1] or one.agents),
        "targets": parties(ends[1:] or one.targets),
        "claimants": parties(one.claimants),
        "attributed": one.attributed,
        "count": list(one.count) if one.count else None,
        "tolls": [_toll(toll, counted) for toll in snapshot.tolls.get(one.iri, ())],
        "total": one.total,
        "parts": len(snapshot.parts_of.get(one.iri, ())),
    }


def _toll(toll: TollFigure, counted: frozenset[str]) -> dict[str, Any]:
    return {
        "outcome": toll.outcome,
        "group": toll.group,
        "low": toll.low,
        "high": toll.high,
        "start": toll.start,
        "end": toll.end,
        "counted": toll.iri in counted,
    }


def report_line(snapshot: Snapshot, iri: str) -> dict[str, Any]:
    """How a report is cited; its address only where it is one of the web."""
    report = snapshot.reports[iri]
    url = report.url if report.url and re.match(r"https?://", report.url, re.IGNORECASE) else None
    return {
        "id": iri,
        "title": report.title or report.document,
        "document": report.document,
        "publisher": report.publisher,
        "published": report.published,
        "url": url,
    }


def report_view(snapshot: Snapshot, iri: str, events: Mapping[str, Statement]) -> dict[str, Any]:
    """A report's text with the statements of the choice that it makes, in the order of the text.

    Offsets count characters of the text (code points). Raises QueryError where there is no such report.
    """
    if iri not in snapshot.reports:
        raise QueryError(f"there is no report {iri!r}", remedy="It may have been forgotten: search for its title")
    made = sorted((one for one in events.values() if one.report == iri), key=lambda one: (one.start, one.end, one.iri))
    return report_line(snapshot, iri) | {
        "text": snapshot.reports[iri].text,
        "statements": [{"id": one.iri, "type": one.type, "start": one.start, "end": one.end} for one in made],
    }
