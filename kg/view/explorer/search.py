"""Search over names of actors and places, and over titles and texts of reports."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from kg.view.explorer.evidence import report_line
from kg.view.explorer.snapshot import Snapshot

MOST = 12
_AROUND = 70


def search(snapshot: Snapshot, words: str) -> dict[str, Any]:
    """What bears or holds the words, whatever their case and accents: `actors`, `places`, `reports`.

    A name that is just the words comes first, then those that begin with them, then those with the most events. A
    report has the first place of its text that holds them, with what stands around.
    """
    wanted = folded(" ".join(unicodedata.normalize("NFC", words).split()))
    if not wanted:
        return {"actors": [], "places": [], "reports": []}
    actors = [
        {"id": iri, "name": one.name, "kind": one.kind, "events": one.events, "as": hit}
        for iri, one in snapshot.actors.items()
        if (hit := _hit([one.name, *snapshot.names.get(iri, ())], wanted)) is not None
    ]
    places = [
        {"id": iri, "name": one.name, "country": one.country}
        for iri, one in snapshot.places.items()
        if _hit([one.name], wanted) is not None
    ]
    actors.sort(key=lambda one: (*_distance(one["name"], wanted), -one["events"], one["name"], one["id"]))
    places.sort(key=lambda one: (*_distance(one["name"], wanted), one["name"], one["id"]))
    reports = []
    for iri, report in snapshot.reports.items():
        start = _folded_text(report.text).find(wanted)
        if start >= 0:
            end = start + len(wanted)
            snippet = [
                report.text[max(0, start - _AROUND) : start],
                report.text[start:end],
                report.text[end : end + _AROUND],
            ]
            reports.append(report_line(snapshot, iri) | {"start": start, "end": end, "snippet": snippet})
        elif wanted in folded(report.title or report.document):
            reports.append(report_line(snapshot, iri) | {"start": None, "end": None, "snippet": None})
        if len(reports) == MOST:
            break
    return {"actors": actors[:MOST], "places": places[:MOST], "reports": reports}


def _hit(names: list[str], wanted: str) -> str | None:
    """The first of the names that holds the words."""
    return next((name for name in names if wanted in folded(name)), None)


def _distance(name: str, wanted: str) -> tuple[bool, bool]:
    plain = folded(name)
    return plain != wanted, not plain.startswith(wanted)


class _Letters(dict[int, str]):
    """One letter for each: in lower case and without its accent, so that offsets stay as they are."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFKD", char)[0].casefold()[:1]
        self[code] = " " if char.isspace() else plain or char
        return self[code]


_LETTERS = _Letters()


def folded(text: str) -> str:
    """The text in one case and without the accents of its letters, each at its old offset."""
    return text.translate(_LETTERS)


@lru_cache(maxsize=20_000)
def _folded_text(text: str) -> str:
    return folded(text)
