"""What a reader has chosen to see: one choice, which every view, count and figure keeps to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from kg.errors import QueryError
from kg.graph.ontology import ontology
from kg.view.explorer.snapshot import Snapshot
from kg.view.statements import Statement
from kg.view.style import style

COUNTED = ("asserted", "alleged")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Choice:
    """Which statements are chosen; an empty field chooses all.

    `kinds` are names of the page's styles of actors: a statement needs a party of one of them. `relations` are
    predicates of edges that a statement must be the ground of. `types` are classes of events, those below them
    included. `since` and `until` (ISO dates) keep what may have happened in the period, and `undated` also what has no
    date. `place` keeps what happened in it or in anything within it, `actor` what this actor takes part in.
    `without` are reports, publishers and claimants whose word is left out: a statement goes if its report or
    publisher is among them, or all who claim it are. `denied` adds what is denied or only planned.
    """

    kinds: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None
    undated: bool = False
    place: str | None = None
    actor: str | None = None
    without: frozenset[str] = field(default=frozenset())
    denied: bool = False


def read_choice(values: Mapping[str, str]) -> Choice:
    """The choice of a page's parameters; lists are separated by commas. Other parameters are left alone.

    Raises QueryError where a date is none or a switch is neither `1` nor `0`.
    """
    read: dict[str, object] = {}
    for one in fields(Choice):
        text = values.get(one.name, "").strip()
        if not text:
            continue
        if one.name in ("kinds", "relations", "types", "without"):
            read[one.name] = frozenset(filter(None, text.split(",")))
        elif one.name in ("undated", "denied"):
            if text not in ("0", "1"):
                raise QueryError(f"{one.name!r} is {text!r}", remedy="Give 1 or 0")
            read[one.name] = text == "1"
        else:
            if one.name in ("since", "until") and not _DATE.fullmatch(text):
                raise QueryError(f"{text!r} is no date", remedy="Write it as 2024-03-31")
            read[one.name] = text
    return Choice(**read)  # pyright: ignore[reportArgumentType]


def chosen(snapshot: Snapshot, choice: Choice) -> dict[str, Statement]:
    """The statements of a choice by IRI, in the order of reports and texts."""
    test = _Test(snapshot, choice)
    return {iri: one for iri, one in snapshot.statements.items() if test.passes(one)}


class _Test:
    """Whether a statement is chosen; what all statements share is worked out once."""

    def __init__(self, snapshot: Snapshot, choice: Choice) -> None:
        self.snapshot, self.choice = snapshot, choice
        looks = style()
        self.kind_of = {iri: looks.kind(one.kind).name for iri, one in snapshot.actors.items()} if choice.kinds else {}
        self.relations = {iri for name in choice.relations for iri in snapshot.grounds.get(name, ())}
        self.types = {
            name for name in {one.predicate for one in snapshot.statements.values()} if _lineage(name) & choice.types
        }
        here = snapshot.places.get(choice.place or "")
        self.places = {iri for iri, one in snapshot.places.items() if here and one.lies_in(here)}

    def passes(self, one: Statement) -> bool:
        choice = self.choice
        return (
            (choice.denied or one.modality in COUNTED)
            and self._told_by_others(one)
            and self._in_period(one)
            and (not choice.place or one.where in self.places)
            and (not choice.types or one.predicate in self.types)
            and (not choice.relations or one.iri in self.relations)
            and self._of_parties(one)
        )

    def _told_by_others(self, one: Statement) -> bool:
        without = self.choice.without
        if not without:
            return True
        report = self.snapshot.reports.get(one.report)
        if one.report in without or (report and report.publisher_iri in without):
            return False
        return not one.claimants or any(iri not in without for iri, _ in one.claimants)

    def _in_period(self, one: Statement) -> bool:
        """As in the catalogue: an interval that may overlap the period does; one of unknown date does not."""
        choice = self.choice
        if not (choice.since or choice.until):
            return True
        if one.first is None and one.last is None:
            return choice.undated
        after = not choice.since or one.last is None or one.last >= choice.since
        return after and (not choice.until or one.first is None or one.first <= choice.until)

    def _of_parties(self, one: Statement) -> bool:
        choice = self.choice
        if not (choice.actor or choice.kinds):
            return True
        parties = self.snapshot.parties(one)
        if choice.actor and choice.actor not in parties:
            return False
        return not choice.kinds or any(self.kind_of.get(iri) in choice.kinds for iri in parties)


def _lineage(name: str) -> set[str]:
    known = ontology()
    return {name, *(known.above(name) if name in known.terms else ())}
