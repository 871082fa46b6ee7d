"""The time line of a choice: how much is told of each span of time, and the events as bars from earliest to latest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from kg.view.explorer.snapshot import Snapshot
from kg.view.statements import Statement

MOST_BINS = 120
MOST_BARS = 240


def histogram(events: Mapping[str, Statement]) -> dict[str, Any]:
    """How many statements surely lie in each bin (`sure`), and how many may lie in it beside these (`may`).

    Bins are days, weeks, months, quarters or years, whichever gives at most `MOST_BINS`; `undated` is the number of
    statements that no date is known of. Days are ISO dates, both ends included.
    """
    dated = [(_day(one.first), _day(one.last)) for one in events.values() if one.first and one.last]
    intervals = [(first, last) for first, last in dated if first and last and first <= last]
    undated = len(events) - len(intervals)
    if not intervals:
        return {"unit": None, "bins": [], "undated": undated}
    start, end = min(first for first, _ in intervals), max(last for _, last in intervals)
    for unit, begin, after in _UNITS:
        bins = _bins(begin(start), end, after)
        if len(bins) <= MOST_BINS or unit == _UNITS[-1][0]:
            return {"unit": unit, "bins": _filled(bins, intervals), "undated": undated}
    raise AssertionError("years are the last resort")


def bars(snapshot: Snapshot, events: Mapping[str, Statement], most: int = MOST_BARS) -> dict[str, Any]:
    """The statements in the order of time, undated ones last: `items`, at most `most`, and the number of `more`."""
    ordered = sorted(events.values(), key=lambda one: (one.first or "9999", one.last or "9999", one.iri))
    return {"items": [_bar(snapshot, one) for one in ordered[:most]], "more": max(0, len(ordered) - most)}


def _bar(snapshot: Snapshot, one: Statement) -> dict[str, Any]:
    def called(those: list[tuple[str, str]]) -> list[str]:
        return [snapshot.actors[iri].name if iri in snapshot.actors else name for iri, name in those]

    ends = [snapshot.name(iri) for iri in one.ends or ()]
    return {
        "id": one.iri,
        "type": one.type,
        "modality": one.modality,
        "first": one.first,
        "last": one.last,
        "time": one.time,
        "cumulative": one.cumulative,
        "agents": ends[:1] or called(one.agents),
        "targets": ends[1:] or called(one.targets),
        "place": one.place,
        "dead": next(([low, high] for outcome, _, low, high in one.tolls if outcome == "killed"), None),
    }


def _day(text: str | None) -> date | None:
    """None for what no calendar of Python holds (year 0, years of five digits)."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _bins(start: date, end: date, after: Callable[[date], date]) -> list[tuple[date, date]]:
    """Bins from `start` until `end` lies within; no more than are wanted, and one."""
    found: list[tuple[date, date]] = []
    while start <= end and len(found) <= 10 * MOST_BINS:
        try:
            following = after(start)
        except (ValueError, OverflowError):
            found.append((start, date.max))
            break
        found.append((start, following - timedelta(days=1)))
        start = following
    return found


def _filled(bins: list[tuple[date, date]], intervals: list[tuple[date, date]]) -> list[dict[str, Any]]:
    from bisect import bisect_right

    starts = [start for start, _ in bins]
    sure, change = [0] * len(bins), [0] * (len(bins) + 1)
    for first, last in intervals:
        low, high = bisect_right(starts, first) - 1, bisect_right(starts, last) - 1
        if low == high:
            sure[low] += 1
        else:
            change[low] += 1
            change[high + 1] -= 1
    may = 0
    found: list[dict[str, Any]] = []
    for index, (start, end) in enumerate(bins):
        may += change[index]
        found.append({"start": start.isoformat(), "end": end.isoformat(), "sure": sure[index], "may": may})
    return found


def _month_after(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


_UNITS: tuple[tuple[str, Callable[[date], date], Callable[[date], date]], ...] = (
    ("day", lambda day: day, lambda day: day + timedelta(days=1)),
    (
        "week",
        lambda day: day - timedelta(days=day.weekday()) if day.toordinal() > 7 else day,
        lambda day: day + timedelta(days=7),
    ),
    ("month", lambda day: day.replace(day=1), lambda day: _month_after(day, 1)),
    ("quarter", lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), lambda day: _month_after(day, 3)),
    ("year", lambda day: day.replace(month=1, day=1), lambda day: date(day.year + 1, 1, 1)),
    (
        "decade",
        lambda day: day.replace(year=max(1, day.year // 10 * 10), month=1, day=1),
        lambda day: date(day.year // 10 * 10 + 10, 1, 1),
    ),
)
