"""Readings of the first level of `data/dates.toml`: single dates, lengths and distances as `Atom`s."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date
from typing import Any

from kg.extract.calendar_points import Point
from kg.extract.cascade import Grammar, Hit, Reading
from kg.extract.time_values import Atom, Delta

FOLDED = ("POINT", "RANGE", "LENGTH", "RELATIVE", "CLOCKTIME", "REPEATED", "WORDED", "WINDOWED", "NAMED")
LEVELS = ("atom", "qualified", "phrase")

_UNIT_DAYS = {
    "second": 0.0, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "night": 1.0, "weekend": 2.0, "week": 7.0,
    "fortnight": 14.0, "month": 30.4375, "year": 365.25, "decade": 3652.5, "century": 36525.0,
}


def unit_days(unit: str) -> float:
    """Length of a unit of time in days."""
    return _UNIT_DAYS[unit]


class AtomReadings(Grammar):
    """The grammar of `data/dates.toml` with its readings."""

    def __init__(self) -> None:
        readings: dict[str, Reading] = {
            name.removeprefix("_read_"): getattr(self, name) for name in dir(self) if name.startswith("_read_")
        }
        super().__init__("dates.toml", readings, LEVELS, FOLDED)
        self.day_first: bool = self.data.get("day_first", True)
        self._year_before = self._letters(
            "IN_WORD OVER FOR FROM TO BY BEFORE AFTER SINCE OF BETWEEN AS_OF PART BOUND PAREN"
        )
        self._joins = self._letters("TO DASH AND SLASH COMMA")
        self._month_before = self._letters(
            "IN_WORD OVER FOR FROM TO BY BEFORE AFTER SINCE AS_OF PART BOUND AND BETWEEN DASH"
        )
        self._preposition = self._letters("IN_WORD OVER FOR FROM TO BY BEFORE AFTER SINCE AS_OF BETWEEN")

    def _letters(self, names: str) -> frozenset[str]:
        return frozenset("".join(self.letter(name) for name in names.split()))

    def _near(self, hit: Hit, at: int) -> str:
        letters = hit.tokens.letters
        return letters[at] if 0 <= at < len(letters) else ""

    # ------------------------------------------------------------ single dates

    def _read_name(self, hit: Hit) -> Atom:
        return Atom("NAMED")

    def _read_iso(self, hit: Hit) -> Atom | None:
        year, month, day = (int(part) for part in hit["iso"][:10].replace("/", "-").split("-"))
        return _date_atom(year, month, day)

    def _read_numeric(self, hit: Hit) -> Atom | None:
        surface: str = hit["numeric"]
        first, second, year = (int(part) for part in surface.replace("/", "-").replace(".", "-").split("-"))
        swap = second > 12 or (not self.day_first and first <= 12)
        return _date_atom(year, first, second) if swap else _date_atom(year, second, first)

    def _year_steps(self, hit: Hit) -> int | None:
        if hit.has("shift"):
            return hit["shift"]
        return -1 if hit.has("last") else 1 if hit.has("next") else 0 if hit.has("this") else None

    def _read_month_day(self, hit: Hit) -> Atom | None:
        day = int(str(hit["day"]).rstrip("stndrh"))
        dash, before = self.letter("DASH"), self._near(hit, hit.first - 2)
        if self._near(hit, hit.first - 1) == dash and before in self._letters("SMALL DAY31"):
            return None
        atom = _date_atom(hit["year"], hit["month"], day, self._year_steps(hit))
        if atom and atom.point and hit.has("weekday"):
            atom = replace(atom, point=replace(atom.point, weekday=hit["weekday"]))
        return replace(atom, delta=Delta("year", 0)) if atom and hit.has("that") else atom

    def _read_days_of_month(self, hit: Hit) -> Atom | None:
        first, last = (int(str(hit[name]).rstrip("stndrh")) for name in ("first", "day"))
        listed = self._near(hit, hit.groups["join"]) == self.letter("AND")
        year, month = hit["year"], hit["month"]
        steps = hit["shift"] if hit.has("shift") else None
        low, high = _date_atom(year, month, first, steps), _date_atom(year, month, last, steps)
        if not low or not high or (first >= last):
            return None
        between = self._near(hit, hit.first - 1) == self.letter("BETWEEN")
        named = 2 + hit.tokens.letters[hit.first : hit.groups["join"]].count(self.letter("COMMA"))
        return Atom("RANGE", low.point, high.point, listed=listed and not between and last - first >= named)

    def _read_month(self, hit: Hit) -> Atom | None:
        month, letters = hit["month"], hit.tokens.letters
        bare = hit.last - hit.first <= 2 and not hit.has("year") and hit.groups["month"] == hit.first
        if bare:
            before, kind = self._near(hit, hit.first - 1), letters[hit.first]
            if kind == self.letter("MONTH_SHORT") and before not in self._month_before:
                return None
            possessive = self._near(hit, hit.last) == self.letter("POSSESSIVE")
            if before not in self._month_before and not possessive:
                following = hit.tokens.text[hit.tokens.starts[hit.last] :][:1] if hit.last < len(letters) else ""
                joined = self._near(hit, hit.last) in self._joins
                if kind == self.letter("MONTH_DOUBTFUL") or (following.isupper() and not joined):
                    return None
        inside = hit.groups.get("month", hit.first) == hit.first
        way = _direction(hit)
        if hit.has("that"):
            return Atom("POINT", Point(month=month), delta=Delta("year", 0))
        if inside or hit.last - hit.first > 3:  # "June of last year", "last year's June"
            return Atom("POINT", Point(year=hit["year"], month=month, year_steps=self._year_steps(hit)))
        return Atom("POINT", Point(year=hit["year"], month=month, direction=way))

    def _read_weekday(self, hit: Hit) -> Atom:
        way = _direction(hit)
        return Atom("POINT", Point(weekday=hit["weekday"], direction=way))

    def _read_relative_weekday(self, hit: Hit) -> Atom:
        steps = 1 if hit.has("following") else -1 if hit.has("previous") else 0
        return Atom("RELATIVE", delta=Delta("week", steps, hit["weekday"]))

    def _read_repeated(self, hit: Hit) -> Atom:
        return Atom("REPEATED")

    def _read_year(self, hit: Hit) -> Atom | None:
        """A bare four-digit number is a year only where the words around it say so."""
        year = hit["year"]
        before, after = self._near(hit, hit.first - 1), self._near(hit, hit.last)
        if after == self.letter("COUNTED") and (year % 100 == 0 or before != self.letter("IN_WORD")):
            return None
        if after == self.letter("DASH") and self._near(hit, hit.last + 1) == self.letter("OTHER"):
            return None  # "2000-strong"
        range_after = after in self._joins and self._near(hit, hit.last + 1) == self.letter("YEAR")
        range_before = before in self._joins and self._near(hit, hit.first - 2) == self.letter("YEAR")
        attributive = before == self.letter("THE") and after == self.letter("OTHER")
        if before == self.letter("DASH") and self._near(hit, hit.first - 2) == self.letter("PART"):
            return Atom("POINT", Point(year=year))
        if not (before in self._year_before or range_after or range_before or attributive):
            return None
        if after == self.letter("OTHER") and year % 100 == 0 and before != self.letter("SINCE"):
            word = hit.tokens.surface(hit.last, hit.last)
            if word.islower() and word.endswith("s") and word not in ("was", "is", "has", "as", "this"):
                return None  # "in 2000 hamlets"
        return Atom("POINT", Point(year=year))

    def _read_decade(self, hit: Hit) -> Atom:
        return Atom("POINT", Point(edtf=str(hit["decade"])[:3] + "X"))

    def _read_season(self, hit: Hit) -> Atom | None:
        way = _direction(hit)
        if way is None and not hit.has("year") and not hit.has("shift"):
            word = hit.tokens.surface(hit.groups["season"], hit.groups["season"]).lower()
            if self._near(hit, hit.first - 1) not in self._preposition or word in ("fall", "spring"):
                return None
        return Atom(
            "POINT",
            Point(
                year=hit["year"],
                season=hit["season"],
                direction=way,
                year_steps=hit["shift"] if hit.has("shift") else None,
            ),
        )

    def _read_quarter(self, hit: Hit) -> Atom | None:
        nth, size = _ordinal(hit["nth"]), hit["quarter"]
        stated = hit.has("year") or hit.has("shift") or hit.has("this")
        if not 1 <= nth <= 12 // size or not (stated or self._near(hit, hit.first - 1) in self._preposition):
            return None
        months = (nth * size - size + 1, nth * size)
        steps = None if hit.has("year") or not stated else hit["shift"] if hit.has("shift") else 0
        return Atom("POINT", Point(year=hit["year"], months=months, year_steps=steps))

    def _read_months_of_year(self, hit: Hit) -> Atom | None:
        number = int(hit["number"]) if isinstance(hit["number"], (int, float)) else 0
        if hit["unit"] != "month" or not 1 <= number <= 11 or (hit.has("nth") and hit["nth"] != 1):
            return None
        steps = None if hit.has("year") else hit["shift"] if hit.has("shift") else 0
        low, high = (13 - number, 12) if hit.has("last") else (1, number)
        first = Point(year=hit["year"], month=low, year_steps=steps)
        return Atom("RANGE", first, replace(first, month=high))

    def _read_unit_of_month(self, hit: Hit) -> Atom | None:
        month, year, steps = hit["month"], hit["year"], hit["shift"] if hit.has("shift") else None
        nth = None if hit.has("last") else _ordinal(hit["nth"])
        if hit["unit"] == "day":
            if nth is None:
                return Atom("POINT", Point(year=year, month=month, year_steps=steps, part="end"))
            return _date_atom(year, month, nth, steps)
        if hit["unit"] not in ("week", "half", "weekend"):
            return None
        part = "late" if nth is None or nth >= 4 else "early" if nth == 1 else "mid"
        return Atom("POINT", Point(year=year, month=month, year_steps=steps, part=part))

    def _read_half_of_month(self, hit: Hit) -> Atom | None:
        """Its first fifteen days, or the rest of it."""
        nth, steps = _ordinal(hit["nth"]), hit["shift"] if hit.has("shift") else None
        if hit["half"] != 6 or nth not in (1, 2):
            return None
        year, month = hit["year"], hit["month"]
        last = 15 if nth == 1 else calendar.monthrange(year or _LEAP, month)[1]
        if nth == 2 and month == 2 and year is None:
            return None
        low, high = _date_atom(year, month, 1 if nth == 1 else 16, steps), _date_atom(year, month, last, steps)
        return Atom("RANGE", low.point, high.point) if low and high else None

    def _read_share_of_month(self, hit: Hit) -> Atom | None:
        """Its first or last days or weeks."""
        number = int(hit["number"]) if isinstance(hit["number"], (int, float)) else 0
        days = number * {"day": 1, "week": 7}.get(hit["unit"], 0)
        year, month, steps = hit["year"], hit["month"], hit["shift"] if hit.has("shift") else None
        length = calendar.monthrange(year or _LEAP, month)[1]
        if not 1 < days < length or (hit.has("nth") and hit["nth"] != 1):
            return None
        if hit.has("last") and month == 2 and year is None:
            return None
        first = length - days + 1 if hit.has("last") else 1
        low, high = _date_atom(year, month, first, steps), _date_atom(year, month, first + days - 1, steps)
        return Atom("RANGE", low.point, high.point) if low and high else None

    def _read_feast(self, hit: Hit) -> Atom | None:
        month, day = (int(part) for part in hit["feast"].split("-"))
        return _date_atom(hit["year"], month, day)

    def _read_moveable_feast(self, hit: Hit) -> Atom:
        return Atom("WORDED")

    def _read_dayword(self, hit: Hit) -> Atom:
        if hit.has("night"):
            return Atom("POINT", Point(unit="day", steps=hit["night"]), daypart="night", overnight=hit["night"] < 0)
        if hit.has("daypart"):
            return Atom("POINT", Point(unit="day", steps=0), daypart=hit["daypart"])
        return Atom("POINT", Point(unit="day", steps=hit["day"]))

    def _read_overnight(self, hit: Hit) -> Atom:
        return Atom("POINT", Point(unit="day", steps=0), daypart="night", overnight=True)

    def _read_unit(self, hit: Hit) -> Atom | None:
        unit = hit["unit"]
        if unit not in ("week", "month", "year", "weekend", "decade"):
            return None
        steps = -1 if hit.has("last") or hit.has("past") else 1 if hit.has("next") else 0
        return Atom("POINT", Point(unit=unit, steps=steps))

    def _read_reviewed(self, hit: Hit) -> Atom | None:
        """The week that a weekly report is on is the last one before it."""
        said = {self.letter("REPORTING"), self.letter("REVIEWED")}
        if hit["unit"] != "week" or said.isdisjoint(hit.tokens.letters[hit.first : hit.last]):
            return None
        return Atom("WINDOWED", steps=-1, unit="week")

    def _read_the_unit(self, hit: Hit) -> Atom | None:
        before = self._near(hit, hit.first - 1)
        if hit["unit"] == "weekend" and before in self._preposition:
            return Atom("POINT", Point(unit="weekend", steps=0))
        bounded = before == self.letter("BOUND") or (
            before == self.letter("IN_WORD") and self._near(hit, hit.first - 2) in self._letters("EARLIER PART")
        )
        if hit["unit"] in ("week", "month", "year", "decade") and bounded:
            return Atom("POINT", Point(unit=hit["unit"], steps=0))
        return None

    # ------------------------------------------------------------ lengths and distances

    def _read_window(self, hit: Hit) -> Atom | None:
        number = hit["number"] if hit.has("number") else 1
        letter, before = hit.tokens.letters[hit.groups["window"]], self._near(hit, hit.first - 1)
        ahead = letter in self._letters("NEXT THE_NEXT")
        plural = hit.tokens.surface(hit.last - 1, hit.last - 1).lower().endswith("s")
        article = hit.tokens.letters[hit.first] == self.letter("THE")
        if letter == self.letter("THE_NEXT") and not hit.has("number") and hit["unit"] != "day":
            article = before in self._preposition  # "over the next month", but "the next month they fled"
        if letter == self.letter("LAST") and not article and before not in self._preposition:
            return None  # "will last three days"
        if hit.has("vague"):
            return Atom("WORDED")
        if not hit.has("number") and (plural or not article):
            return Atom("WORDED") if plural else None
        if not isinstance(number, (int, float)):
            return Atom("WORDED")
        return Atom("WINDOWED", steps=number if ahead else -number, unit=hit["unit"])

    def _read_vague(self, hit: Hit) -> Atom | None:
        if self._near(hit, hit.last) == self.letter("AGO") or self._near(hit, hit.last) == self.letter("EARLIER"):
            return None
        word = hit.tokens.surface(hit.groups["vague"], hit.groups["vague"]).lower()
        return Atom("WORDED") if word in ("recent", "coming") else Atom("LENGTH", unit=hit["unit"])

    def _read_length(self, hit: Hit) -> Atom | None:
        after = self._near(hit, hit.last)
        if after == self.letter("DASH"):
            after = self._near(hit, hit.last + 1)
        if after == self.letter("OLD") or self._near(hit, hit.first - 1) == self.letter("AGED"):
            return None
        at = hit.groups["number"]
        someday = hit.tokens.surface(hit.first, hit.last - 1).lower() == "one day"
        article = someday or hit.tokens.letters[at] == self.letter("ARTICLE")
        return Atom("LENGTH", steps=_amount(hit), unit=hit["unit"], article=article)

    def _read_ago(self, hit: Hit) -> Atom | None:
        amount, unit = _amount(hit), hit["unit"]
        if amount is None:
            return Atom("WORDED")
        return Atom("POINT", _point_ago(amount, unit))

    def _read_relative(self, hit: Hit) -> Atom | None:
        amount = _amount(hit)
        word = hit["way"] if hit.has("way") else "later" if hit.has("after") else "earlier"
        if amount is None:
            return Atom("RELATIVE")
        sign = 1 if word == "later" else -1
        unit = hit["unit"]
        if unit in ("hour", "minute", "second", "night"):
            return Atom("RELATIVE", delta=Delta("day", round(sign * amount * unit_days(unit))))
        if unit in ("fortnight", "decade", "century"):
            amount, unit = (
                amount * {"fortnight": 2, "decade": 10, "century": 100}[unit],
                "week" if unit == "fortnight" else "year",
            )
        return Atom("RELATIVE", delta=Delta(unit, round(sign * amount)))

    def _read_some_units(self, hit: Hit) -> Atom | None:
        """ "Hours later" is the same day as far as one can tell, "days later" no day at all."""
        if not hit.tokens.surface(hit.first, hit.first).lower().endswith("s"):
            return None
        return Atom("RELATIVE", delta=Delta("day", 0) if unit_days(hit["unit"]) < 1 else None)

    def _read_relative_unit(self, hit: Hit) -> Atom | None:
        unit = hit["unit"] if hit.has("unit") else "day"
        if hit.has("unit"):
            at = hit.groups["unit"]
            if hit.tokens.surface(at, at).lower().endswith("s"):
                return None
        if unit not in ("day", "night", "week", "month", "year", "weekend"):
            return None
        ahead, back = hit.has("following") or hit.has("after"), hit.has("previous") or hit.has("before")
        if unit == "night" and ahead and not hit.has("following"):
            ahead = True
        return Atom("RELATIVE", delta=Delta("day" if unit == "night" else unit, 1 if ahead else -1 if back else 0))

    def _read_clock(self, hit: Hit) -> Atom:
        return Atom("CLOCKTIME")


_LEAP = 2024


def _date_atom(year: int | None, month: int, day: int, year_steps: int | None = None) -> Atom | None:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    return Atom("POINT", Point(year=year, month=month, day=day, year_steps=None if year else year_steps))


def _direction(hit: Hit) -> str | None:
    """What "last", "next" or "this" before a weekday, month or season says."""
    if hit.has("last") or hit.has("past"):
        return "last"
    return "next" if hit.has("next") else "this" if hit.has("this") else None


def _ordinal(value: Any) -> int:
    return value if isinstance(value, int) else int(str(value).rstrip("stndrh"))


def _amount(hit: Hit) -> float | None:
    at = hit.groups["number"]
    value = hit.tokens.values[at]
    word = hit.tokens.surface(at, at).lower()
    if word.startswith("half"):
        return 0.5
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return float(value.replace(",", "").replace("\u00a0", "").replace("\u202f", "").replace("\u2009", ""))
    return float(value)


def _point_ago(amount: float, unit: str) -> Point:
    if unit in ("decade", "century"):
        return Point(unit="year", steps=-round(amount * (10 if unit == "decade" else 100)), approximate=True)
    if unit in ("month", "year"):
        return (
            Point(unit=unit, steps=-round(amount)) if amount >= 1 else Point(unit="month", steps=-6, approximate=True)
        )
    days = round(amount * unit_days(unit))
    return Point(unit="day", steps=-days, approximate=unit in ("week", "fortnight"))
