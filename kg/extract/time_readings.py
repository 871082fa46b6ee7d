"""Readings of the upper levels of `data/dates.toml`: what narrows a date, and phrases, as `Meaning`s."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kg.extract.calendar_points import Point
from kg.extract.cascade import Hit
from kg.extract.time_atoms import AtomReadings
from kg.extract.time_values import Atom, Meaning


def _relation(name: str) -> Callable[[Any, Hit], Meaning]:
    """A reading that only names the relation in which the core stands."""

    def read(grammar: Any, hit: Hit) -> Meaning:
        core = hit["core"]
        return Meaning(name, core if isinstance(core, Atom) else Atom("CLOCKTIME", daypart=core), preposition=True)

    return read


class TimeGrammar(AtomReadings):
    """The grammar of `data/dates.toml` with all its readings."""

    # ------------------------------------------------------------ what narrows a date

    def _read_part(self, hit: Hit) -> Atom | None:
        atom: Atom = hit["point"]
        part = hit["part"] if hit.has("part") else hit["bound"]
        point = atom.point
        if point is None or point.part:
            return None
        if point.granularity == "day":
            return replace(atom, daypart=part) if part in ("early", "late", "end", "start") else None
        return replace(atom, point=replace(point, part=part))

    def _read_earlier(self, hit: Hit) -> Atom | None:
        atom: Atom = hit["point"]
        if atom.point is None or atom.point.part:
            return None
        if atom.point.granularity == "day" or not atom.point.unit:
            return atom
        return replace(atom, point=replace(atom.point, part=hit["earlier"]))

    def _read_daypart(self, hit: Hit) -> Atom | None:
        atom: Atom = hit["point"]
        point = atom.point
        if point is None or point.granularity not in ("day",) or atom.overnight:
            return None
        part = atom.daypart
        night = False
        for at in range(hit.first, hit.last):
            letter, value = hit.tokens.letters[at], hit.tokens.values[at]
            if letter in self._letters("DAYPART MOMENT NIGHT"):
                part, night = value, letter == self.letter("NIGHT")
            elif letter == self.letter("CLOCKTIME"):
                part = part or "clock"
        return replace(atom, daypart=part, overnight=night)

    def _read_night(self, hit: Hit) -> Atom | None:
        if hit.has("range"):
            return replace(hit["range"], daypart="night", listed=False)
        first, second = hit["first"], hit["second"]
        return Atom("RANGE", *share_year(first.point, second.point), daypart="night")

    def _read_overnight_of(self, hit: Hit) -> Atom | None:
        over, atom = hit["over"], hit["point"]
        if not over.overnight or over.point.steps or atom.point.granularity != "day" or atom.overnight:
            return None
        if hit.has("second"):
            return Atom("RANGE", *share_year(atom.point, hit["second"].point), daypart="night")
        return replace(atom, daypart="night", overnight=True, into=hit.has("into"))

    # ------------------------------------------------------------ phrases

    def _read_at(self, hit: Hit) -> Meaning:
        return Meaning("at", hit["core"], preposition=hit.has("prep"))

    _read_so_far = _relation("since_start")
    _read_range = _relation("range")
    _read_worded = _relation("worded")
    _read_windowed = _relation("window")
    _read_time_of_day = _relation("time_of_day")
    _read_since = _relation("since")

    def _read_until(self, hit: Hit) -> Meaning:
        if hit.has("before") and self._near(hit, hit.last) == self.letter("POSSESSIVE"):
            return Meaning("attributive", hit["core"])
        relation = "as_of" if hit.has("as_of") else "until"
        return Meaning(relation, hit["core"], preposition=True, due=not (hit.has("before") or hit.has("as_of")))

    def _read_after(self, hit: Hit) -> Meaning:
        if self._near(hit, hit.last) == self.letter("POSSESSIVE"):
            return Meaning("attributive", hit["core"])
        return Meaning("after", hit["core"], preposition=True)

    def _read_between(self, hit: Hit) -> Meaning | None:
        first, second = hit["first"], hit["second"]
        if not _comparable(first.point, second.point):
            return None
        return Meaning("between", first, second, preposition=True)

    def _read_both(self, hit: Hit) -> Meaning | None:
        first, second = hit["first"], hit["second"]
        if not _alike(first.point, second.point) or first.daypart or second.daypart:
            return None
        return Meaning("both", first, second, preposition=True)

    def _read_length_phrase(self, hit: Hit) -> Meaning | None:
        atom: Atom = hit["core"]
        if atom.article and not (hit.has("prep") or hit.has("after")):
            return None
        return Meaning("length", atom, preposition=hit.has("prep") or hit.has("after"))

    def _read_relative_phrase(self, hit: Hit) -> Meaning:
        return Meaning("relative", hit["core"], preposition=True)

    def _read_relative_to_point(self, hit: Hit) -> Meaning | None:
        return Meaning("relative_to_point", hit["core"], hit["point"]) if hit["core"].delta else None

    def _read_nothing(self, hit: Hit) -> Meaning:
        return Meaning("nothing", Atom("NAMED"))


def share_year(first: Point, second: Point) -> tuple[Point, Point]:
    """The two ends of an interval: an end without a year has the other's, "3 to 9 March" shares the month before."""
    if first.yearless and (second.year or second.year_steps is not None):
        first = replace(first, year=second.year, year_steps=second.year_steps)
    elif second.yearless and (first.year or first.year_steps is not None):
        second = replace(second, year=first.year, year_steps=first.year_steps)
    return first, second


def _comparable(first: Point | None, second: Point | None) -> bool:
    """Whether two points may be the ends of one interval: both named on the calendar, or both weekdays."""
    if first is None or second is None:
        return False
    if (first.weekday is None) != (second.weekday is None):
        return first.unit == "day" or second.unit == "day"
    return True


def _alike(first: Point | None, second: Point | None) -> bool:
    """Whether two points joined by "and" are of one kind: two months, two weekdays, two days."""
    if first is None or second is None or first.direction or second.direction or first.part or second.part:
        return False
    return first.granularity == second.granularity and (first.unit, first.weekday is None) == (
        second.unit,
        second.weekday is None,
    )
