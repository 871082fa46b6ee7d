"""Points of the calendar as reports word them, and what they are on the calendar: EDTF and its bounds.

A `Point` is what the words say ("Saturday", "6 August", "last month"). `resolve` sets it in relation
to the day of publication. Own rules stand here and not `dateparser`: on "the 1990s" that library
answers with the base date, it fills missing days with today's, gives no granularity for relative
words and takes about a millisecond a date, a hundred times what is to be had for it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kg.errors import InputError

Prefer = Literal["past", "future"]
Granularity = Literal["time", "day", "week", "month", "season", "quarter", "half", "year", "decade", "unknown"]

# How far ahead a date without a year may lie, in months: later than that, the last one is meant.
HORIZON = 8

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T[\d:.Z+-]*)?")
_PARTIAL = re.compile(r"([\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?(?:T[\d:.Z+-]*)?")
_QUALIFIERS = re.compile(r"[~?%]")
# Seasons (northern), quarters, four-month terms and halves of EDTF, level 2, as months.
_DIVISIONS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12),
    25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 12),
    29: (9, 11), 30: (12, 12), 31: (3, 5), 32: (6, 8),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}


@dataclass(frozen=True, slots=True)
class Published:
    """The day, month or year in which a report came out."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def date(self) -> date | None:
        """The day, where it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    @property
    def edtf(self) -> str:
        """The same in EDTF."""
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)])


def read_published(published: str | None) -> Published | None:
    """A publication date in EDTF: year, month or day; a time of day and qualifiers are left out.

    None for no date, and for one whose year is open or which is an interval: nothing can be
    resolved against them. Raises InputError where it is no EDTF at all.
    """
    if published is None:
        return None
    plain = _QUALIFIERS.sub("", published.strip())
    match = _PLAIN.fullmatch(plain)
    if not match:
        edtf_bounds(published)
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 1, month or 1, day or 1)
    except ValueError as error:
        raise _no_edtf(published) from error
    return Published(year or 1, month, day)


def _no_edtf(value: str) -> InputError:
    return InputError(f"{value!r} is not a date in EDTF", remedy="Write it as 2024-03-08, 2024-03 or 2024")


def last_day(year: int, month: int) -> int:
    """How many days the month has."""
    return calendar.monthrange(year, month)[1]


def edtf_bounds(edtf: str) -> tuple[str | None, str | None]:
    """First and last day (ISO) of an EDTF date or interval; None where the year or an end is open.

    Reads levels 0 and 1 and of level 2 what reports need: unspecified digits (`199X`, `XXXX-08`),
    seasons and quarters, sets (`{2024-03-03,2024-03-09}`). Qualifiers (`~`, `?`, `%`) widen nothing.
    Raises InputError where it is no EDTF.
    """
    value = edtf.strip()
    if value[:1] in ("{", "[") and value[-1:] in ("}", "]"):
        bounds = [edtf_bounds(part.replace("..", "/")) for part in value[1:-1].split(",")]
        lows, highs = [low for low, _ in bounds], [high for _, high in bounds]
        return (
            None if None in lows else min(low for low in lows if low),
            None if None in highs else max(high for high in highs if high),
        )
    if "/" in value:
        low, _, high = value.partition("/")
        if "/" in high or (low in ("", "..") and high in ("", "..")):
            raise _no_edtf(edtf)
        earliest = None if low in ("", "..") else edtf_bounds(low)[0]
        latest = None if high in ("", "..") else edtf_bounds(high)[1]
        if earliest and latest and earliest > latest:
            raise _no_edtf(edtf)
        return earliest, latest
    match = _PARTIAL.fullmatch(_QUALIFIERS.sub("", value))
    if not match:
        raise _no_edtf(edtf)
    year, month, day = match.groups()
    try:
        return _bounds_of(year, month, day)
    except ValueError as error:
        raise _no_edtf(edtf) from error


def _bounds_of(year: str, month: str | None, day: str | None) -> tuple[str | None, str | None]:
    leap = 2000 if not year.isdigit() else int(year)
    if month and month.isdigit() and int(month) > 12:
        if day or int(month) not in _DIVISIONS:
            raise ValueError(month)
        first, last = _DIVISIONS[int(month)]
    elif month and month.isdigit():
        first = last = int(month)
    else:
        first, last = 1, 12
    if day and day.isdigit():
        date(leap, first, int(day))
        low_day = high_day = int(day)
    else:
        date(leap, first, 1)
        low_day, high_day = 1, last_day(leap, last)
    if year.startswith("X"):
        return None, None
    if not year.rstrip("X").isdigit():
        raise ValueError(year)
    low_year, high_year = int(year.replace("X", "0")) or 1, int(year.replace("X", "9"))
    if high_year != low_year and high_day == 29 and last == 2:
        high_day = last_day(high_year, 2)
    return f"{low_year:04d}-{first:02d}-{low_day:02d}", f"{high_year:04d}-{last:02d}-{high_day:02d}"


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier (later where negative), or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the calendar as worded. What is None the words leave open.

    `unit` and `steps` count from publication ("last month" is month, -1). `direction` is `last`, `next` or
    `this` before a weekday, month or season. `part` is early, mid, late, start or end; `months` are
    the first and last month of a quarter or half. `edtf` is a value that needs no resolving (a decade).
    `span_days` is the number of days of a period that the words count from its start or end.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    months: tuple[int, int] | None = None
    edtf: str | None = None
    unit: str | None = None
    steps: int = 0
    direction: str | None = None
    year_steps: int | None = None
    part: str | None = None
    approximate: bool = False

    @property
    def granularity(self) -> Granularity:
        """The unit that the words name."""
        if self.unit:
            return "week" if self.unit == "weekend" else self.unit  # type: ignore[return-value]
        if self.day or self.weekday is not None:
            return "day"
        if self.months:
            return "quarter" if self.months[1] - self.months[0] == 2 else "half"
        if self.season:
            return "season"
        if self.month:
            return "month"
        return "year" if self.year or self.year_steps is not None else "decade" if self.edtf else "unknown"

    @property
    def yearless(self) -> bool:
        """Whether a month or season stands without its year."""
        return self.year is None and self.year_steps is None and bool(self.month or self.season or self.months)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A point on the calendar: `edtf`, and its first and last day, None where open."""

    edtf: str
    earliest: str | None
    latest: str | None


def resolve(
    point: Point, published: Published | None, prefer: Prefer = "past", *, near: bool = True
) -> Resolved | None:
    """The point on the calendar, None where nothing tells it.

    A date without a year is the most recent one up to publication; with `prefer="future"` the next
    one, if it lies within `HORIZON` months (`near`). Without `published` the year stays open.
    """
    edtf = _edtf(point, published, prefer, near)
    if edtf is None:
        return None
    if point.part:
        return _narrowed(edtf, point, published)
    if point.approximate and "/" not in edtf and "X" not in edtf:
        edtf += "~"
    return Resolved(edtf, *edtf_bounds(edtf))


def _edtf(point: Point, pub: Published | None, prefer: Prefer, near: bool) -> str | None:
    if point.edtf:
        return point.edtf
    if point.unit:
        return _counted(point, pub)
    year = point.year
    if year is None and point.year_steps is not None:
        year = pub.year + point.year_steps if pub else None
    if point.month or point.season or point.months:
        if year is None and point.year_steps is None:
            year = _year(point, pub, prefer, near)
        return _compose(year, point)
    if point.weekday is not None:
        return _weekday(point, pub, prefer)
    return None if year is None else f"{year:04d}"


def _compose(year: int | None, point: Point) -> str | None:
    stem = "XXXX" if year is None else f"{year:04d}"
    if point.months:
        return f"{stem}-{point.months[0]:02d}/{stem}-{point.months[1]:02d}"
    if point.season:
        return f"{stem}-{point.season}"
    if not point.day:
        return f"{stem}-{point.month:02d}"
    if year is not None and point.month and point.day > last_day(year, point.month):
        return None
    return f"{stem}-{point.month:02d}-{point.day:02d}"


def _year(point: Point, pub: Published | None, prefer: Prefer, near: bool) -> int | None:
    """The year of a month, day, season or quarter that stands without one."""
    if pub is None:
        return None
    first = point.months[0] if point.months else _DIVISIONS[point.season][0] if point.season else point.month or 1
    if point.direction == "this":
        return pub.year
    if pub.month is None:
        return None
    if point.day and point.month and point.weekday is not None:
        for year in (pub.year, pub.year - 1, pub.year + 1):  # "Monday 26 December": the weekday tells the year
            if (
                point.day <= last_day(year, point.month)
                and calendar.weekday(year, point.month, point.day) == point.weekday
            ):
                return year
    here = (pub.month, pub.day if point.day and pub.day else 0)
    there = (first, point.day if point.day and pub.day else 0)
    past = pub.year if there <= here else pub.year - 1
    if point.direction == "last":
        return past - 1 if there == here and not point.day else past
    ahead = past if there == here and point.direction != "next" else past + 1
    months_ahead = (ahead - pub.year) * 12 + first - pub.month
    chosen = past
    if point.direction == "next" or (prefer == "future" and (months_ahead <= HORIZON or not near)):
        chosen = ahead
    if point.day == 29 and point.month == 2:
        while not calendar.isleap(chosen):
            chosen += 1 if prefer == "future" else -1
    return chosen


def _weekday(point: Point, pub: Published | None, prefer: Prefer) -> str | None:
    day = pub.date if pub else None
    if day is None or point.weekday is None:
        return None
    back = (day.weekday() - point.weekday) % 7
    if point.direction == "last":
        back = back or 7
    elif point.direction == "next":
        back = back - 7
    elif prefer == "future" or point.direction == "this":
        back = back - 7 if back else 0
    return (day - timedelta(days=back)).isoformat()


def _counted(point: Point, pub: Published | None) -> str | None:
    """ "Last week", "three months ago": units counted from publication."""
    if pub is None:
        return None
    if point.unit == "year":
        return f"{pub.year + point.steps:04d}"
    if point.unit == "decade":
        return f"{(pub.year // 10 + point.steps):03d}X"
    if pub.month is None:
        return None
    if point.unit == "month":
        year, month = divmod(pub.year * 12 + pub.month - 1 + point.steps, 12)
        return f"{year:04d}-{month + 1:02d}"
    day = pub.date
    if day is None:
        return None
    if point.unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=point.steps)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if point.unit == "weekend":
        back = (day.weekday() - 5) % 7
        if point.steps < 0 and back <= 1:
            back += 7
        saturday = day - timedelta(days=back) + timedelta(weeks=max(point.steps, 0))
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
    return (day + timedelta(days=point.steps)).isoformat()


# Days of a month and months of a year that "early" and so on may cover: generous, as the words are.
_PART_DAYS = {"early": (1, 15), "mid": (8, 23), "late": (16, 31), "start": (1, 10), "end": (21, 31)}
_PART_MONTHS = {"early": (1, 6), "mid": (4, 9), "late": (7, 12), "start": (1, 3), "end": (10, 12)}


def _narrowed(edtf: str, point: Point, pub: Published | None) -> Resolved:
    earliest, latest = edtf_bounds(edtf)
    if point.part in ("earlier", "later"):
        today = pub.date.isoformat() if pub and pub.date else None
        if earliest and latest and today and earliest <= today <= latest:
            if point.part == "earlier":
                latest = today
            else:
                earliest = today
            if "/" in edtf:
                edtf = earliest if earliest == latest else f"{earliest}/{latest}"
        return Resolved(edtf, earliest, latest)
    if earliest and latest and point.part and "/" not in edtf:
        low, high = date.fromisoformat(earliest), date.fromisoformat(latest)
        if (low.year, low.month) == (high.year, high.month):
            first, last = _PART_DAYS[point.part]
            earliest = low.replace(day=first).isoformat()
            latest = high.replace(day=min(last, high.day)).isoformat()
        elif low.year == high.year and (low.month, high.month) == (1, 12):
            first, last = _PART_MONTHS[point.part]
            earliest = date(low.year, first, 1).isoformat()
            latest = date(low.year, last, last_day(low.year, last)).isoformat()
    if "/" not in edtf and "X" not in edtf and not point.season:
        edtf += "~"
    return Resolved(edtf, earliest, latest)
