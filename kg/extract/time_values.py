"""The values of `dates`: time expressions, and what the levels of its grammar hand to one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.extract.calendar_points import Granularity, Point
from kg.model import Span, TimeRef

TimeKind = Literal["date", "interval", "duration", "set", "open"]


@dataclass(frozen=True, slots=True)
class Delta:
    """A distance from another date: `steps` times `unit` ("two days later" is day, 2).

    Where `weekday` is given, it is the next (steps 1), the previous (-1) or the same week's (0) such day.
    """

    unit: str
    steps: int
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when, and what they mean on the calendar.

    `span` covers the preposition ("on Saturday"), `core` does not ("Saturday"); `text` is what `span` covers.
    `kind` is `date` (one day, month, year …), `interval` (both ends known), `open` (one end, or words
    that give no dates: "recent days"), `duration` (how long, not when), `set` (several or recurring).
    `edtf`, `earliest` and `latest` (ISO days) are None where the words, with what is known, do not tell.
    `cumulative` marks the period of a statistic ("since the start of 2024", "in the past week").
    `anchor_needed`: it would resolve with a publication date, or another date, that is not there.
    `relative_to_previous`: it counts from a date told before; `delta` says how far (`resolve_relative`).
    `interval` is the wider reading of a night (`2024-09-13/2024-09-14`), `daypart` its part of the day.
    `attributive`: it qualifies a noun ("Saturday's strike", "the 2019 truce", "a three-day siege").
    `core_edtf` is the date of `core` alone: "since early August" is `XXXX-08/..`, its core `XXXX-08`.
    `length_days` is the length of a duration in days.
    """

    span: Span
    text: str
    core: Span
    kind: TimeKind
    granularity: Granularity
    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None
    cumulative: bool = False
    anchor_needed: bool = False
    relative_to_previous: bool = False
    delta: Delta | None = None
    daypart: str | None = None
    interval: str | None = None
    attributive: bool = False
    core_edtf: str | None = None
    length_days: float | None = None

    def as_ref(self) -> TimeRef | None:
        """The value that events bear, None where there is no date."""
        if self.edtf is None:
            return None
        return TimeRef(self.edtf, self.earliest, self.latest, self.span, self.cumulative)


@dataclass(frozen=True, slots=True)
class Atom:
    """What one level of the grammar hands to the next; `form` is the class of the folded token."""

    form: str
    point: Point | None = None
    second: Point | None = None
    delta: Delta | None = None
    daypart: str | None = None
    overnight: bool = False
    into: bool = False
    steps: float | None = None
    unit: str | None = None
    article: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """A whole phrase before it is set on the calendar: the relation and what stands in it."""

    relation: str
    atom: Atom
    second: Atom | None = None
    preposition: bool = False
    due: bool = False
