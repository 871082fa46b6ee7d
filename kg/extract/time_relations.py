"""Phrases of time set on the calendar: what "since", "by", "between" and so on make of the dates in them."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from kg.extract.calendar_points import Point, Prefer, Published, Resolved, edtf_bounds, months_before, resolve
from kg.extract.cascade import Grammar, Tokens
from kg.extract.time_atoms import unit_days
from kg.extract.time_readings import share_year
from kg.extract.time_values import Atom, Delta, Meaning, TimeExpression, TimeKind

# How many words around a date may tell whether it lies ahead.
_WINDOW = 25


class Context(NamedTuple):
    """What a phrase is resolved against: publication, the caller's preference, the text's words, its offset."""

    published: Published | None
    prefer: Prefer | None
    tokens: Tokens
    offset: int
    grammar: Grammar


# ---------------------------------------------------------------- past or future


def _prefer(point: Point, start: int, context: Context) -> tuple[Prefer, bool]:
    """On which side of publication a date lies, and whether the words say so."""
    if context.prefer:
        return context.prefer, True
    if context.published is None or point.direction or not (point.yearless or point.weekday is not None):
        return "past", False
    grammar, tokens = context.grammar, context.tokens
    ahead, behind, stop = grammar.letter("AHEAD"), grammar.letter("BEHIND"), grammar.letter("BREAK")
    at = bisect_left(tokens.starts, start)
    for index in range(at - 1, max(at - _WINDOW, 0) - 1, -1):
        letter = tokens.letters[index]
        if letter == ahead:
            return "future", True
        if letter == behind:
            return "past", True
        if letter == stop or _ends_sentence(tokens, index):
            break
    for index in range(at, min(at + _WINDOW, len(tokens.letters))):
        letter = tokens.letters[index]
        if letter == ahead:
            return "future", True
        if letter in (behind, stop) or _ends_sentence(tokens, index):
            break
    return "past", False


def _ends_sentence(tokens: Tokens, index: int) -> bool:
    if tokens.text[tokens.starts[index]] not in ".!?":
        return False
    following = tokens.text[tokens.ends[index] :][:3].lstrip(" \"'”’)")
    return not following or following[:1].isupper() or following[:1] == "\n"


def _resolved(atom: Atom, context: Context, start: int, *, due: bool = False) -> Resolved | None:
    if atom.point is None:
        return None
    prefer, told = _prefer(atom.point, start - context.offset, context)
    return resolve(atom.point, context.published, prefer, near=not (due and told))


# ---------------------------------------------------------------- relations


def _with(blank: TimeExpression, kind: TimeKind, atom: Atom, found: Resolved | None) -> TimeExpression:
    granularity = atom.point.granularity if atom.point else blank.granularity
    blank = replace(blank, core_edtf=found.edtf if found else None)
    if found is None:
        return replace(blank, kind=kind, granularity=granularity, anchor_needed=True)
    return replace(
        blank,
        kind=kind,
        granularity=granularity,
        edtf=found.edtf,
        earliest=found.earliest,
        latest=found.latest,
        anchor_needed=found.edtf.startswith("XXXX") or "/XXXX" in found.edtf,
    )


def _at(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    atom = meaning.atom
    if atom.delta is not None:
        context = context._replace(published=None)  # "June of that year": another date tells the year
    found = _resolved(atom, context, blank.span.start)
    kind: TimeKind = "interval" if found and "/" in found.edtf else "date"
    expression = _with(blank, kind, atom, found)
    if atom.delta is not None:
        return replace(expression, relative_to_previous=True, delta=atom.delta, anchor_needed=True)
    if atom.overnight and found and found.earliest:
        day = date.fromisoformat(found.earliest)
        bare = atom.point is not None and atom.point.unit == "day" and atom.point.steps == 0
        first = day - timedelta(days=1) if bare or atom.into else day
        night = f"{first.isoformat()}/{(first + timedelta(days=1)).isoformat()}"
        return replace(expression, interval=night)
    return expression


def _span_of(blank: TimeExpression, atom: Atom, low: str, high: str, **extra: bool) -> TimeExpression:
    """An interval in EDTF; `..` for an open end."""
    if low == high:
        edtf, kind = low, "date"
    else:
        edtf, kind = f"{low}/{high}", "open" if ".." in (low, high) else "interval"
    earliest, latest = edtf_bounds(edtf)
    granularity = atom.point.granularity if atom.point else blank.granularity
    return replace(
        blank,
        core_edtf=edtf,
        kind=kind,  # type: ignore[arg-type]
        granularity=granularity,
        edtf=edtf,
        earliest=earliest,
        latest=latest,
        anchor_needed="XXXX" in edtf,
        **extra,
    )


def _since(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    atom = meaning.atom
    found = _resolved(atom, context, blank.span.start)
    if found is None:
        return replace(_with(blank, "open", atom, None), cumulative=True)
    point = atom.point or Point()
    low = found.edtf.partition("/")[0].rstrip("~")
    whole_month = point.granularity in ("month", "quarter", "half", "week") and point.part in (None, "start", "earlier")
    if found.earliest and (whole_month or point.part == "start"):
        low = found.earliest
    high = context.published.edtf if context.published else ".."
    start = edtf_bounds(low)[0]
    if high != ".." and (start is None or start > (edtf_bounds(high)[1] or "")):
        high = ".."
    return replace(_span_of(blank, atom, low, high, cumulative=True), core_edtf=found.edtf)


def _since_start(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    atom = meaning.atom
    if atom.point is not None and not atom.point.part and atom.point.granularity in ("year", "month", "week"):
        atom = replace(atom, point=replace(atom.point, part="start"))
    return _since(blank, replace(meaning, atom=atom), context)


def _until(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    atom = meaning.atom
    found = _resolved(atom, context, blank.span.start, due=meaning.due)
    if found is None:
        return _with(blank, "open", atom, None)
    point = atom.point or Point()
    high = found.edtf.rpartition("/")[2].rstrip("~")
    if point.part == "end" and found.latest:
        high = found.latest
    elif point.part == "start" and found.earliest:
        high = found.earliest
    return replace(_span_of(blank, atom, "..", high, cumulative=meaning.relation == "as_of"), core_edtf=found.edtf)


def _after(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    atom = meaning.atom
    found = _resolved(atom, context, blank.span.start)
    if found is None:
        return _with(blank, "open", atom, None)
    return replace(_span_of(blank, atom, found.edtf.partition("/")[0].rstrip("~"), ".."), core_edtf=found.edtf)


def _two_ends(blank: TimeExpression, meaning: Meaning, context: Context) -> tuple[Resolved | None, Resolved | None]:
    first, second = meaning.atom.point, meaning.second.point if meaning.second else meaning.atom.second
    if first is None or second is None:
        return None, None
    stated = first
    first, second = share_year(first, second)
    prefer, _ = _prefer(second, blank.span.start - context.offset, context)
    high = resolve(second, context.published, prefer)
    low = resolve(first, context.published, prefer)
    if low and high and low.latest and high.latest and low.earliest and low.earliest > high.latest:
        if first.weekday is not None:
            end = date.fromisoformat(high.latest)
            day = end - timedelta(days=(end.weekday() - date.fromisoformat(low.earliest).weekday()) % 7)
            low = Resolved(day.isoformat(), day.isoformat(), day.isoformat())
        elif stated.yearless and low.edtf[:4].isdigit():
            low = _before(stated, int(low.edtf[:4]) - 1, high, context, prefer)
        else:
            return None, None
    return low, high


def _before(first: Point, year: int, high: Resolved, context: Context, prefer: Prefer) -> Resolved | None:
    """A day without a year in the last year, `year` at most, in which it comes before the end of its period."""
    years = [year, *(int(high.edtf[:4]) - back for back in (0, 1) if high.edtf[:4].isdigit())]
    for one in sorted((y for y in years if y <= year), reverse=True):
        low = resolve(replace(first, year=one), context.published, prefer)
        if low is not None and low.earliest and high.latest and low.earliest <= high.latest:
            return low
    return None


def _between(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    low, high = _two_ends(blank, meaning, context)
    if low is None or high is None:
        return _with(blank, "interval", meaning.atom, None)
    low_edtf, high_edtf = low.edtf.partition("/")[0].rstrip("~"), high.edtf.rpartition("/")[2].rstrip("~")
    return _span_of(blank, meaning.atom, low_edtf, high_edtf)


def _range(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    return _both(blank, meaning, context) if meaning.atom.listed else _between(blank, meaning, context)


def _both(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    """Two dates: next to each other they are an interval, apart a set."""
    low, high = _two_ends(blank, meaning, context)
    if low is None or high is None:
        return _with(blank, "set", meaning.atom, None)
    if low.latest and high.earliest:
        gap = date.fromisoformat(high.earliest) - date.fromisoformat(low.latest)
        adjacent = gap <= timedelta(days=1)
    else:
        first, second = meaning.atom.point or Point(), (meaning.second or meaning.atom).point or Point()
        second = meaning.atom.second or second
        adjacent = first.month == second.month or (not first.day and (second.month or 0) - (first.month or 0) == 1)
        adjacent = adjacent and not meaning.atom.listed
    if adjacent and "/" not in low.edtf + high.edtf:
        return _span_of(blank, meaning.atom, low.edtf.rstrip("~"), high.edtf.rstrip("~"))
    edtf = "{" + low.edtf.rstrip("~") + "," + high.edtf.rstrip("~") + "}"
    known = "/" not in low.edtf + high.edtf
    return _with(blank, "set", meaning.atom, Resolved(edtf, low.earliest, high.latest) if known else None)


def _window(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    """ "The past 24 hours", "the next two weeks": from or to the day of publication."""
    atom, pub = meaning.atom, context.published
    steps, unit = atom.steps or 0.0, atom.unit or "day"
    granularity = "day" if unit_days(unit) <= 2 else unit if unit in ("week", "month", "year", "decade") else "week"
    blank = replace(blank, granularity=granularity, cumulative=steps < 0, length_days=abs(steps) * unit_days(unit))  # type: ignore[arg-type]
    if pub is None or pub.date is None:
        return replace(blank, kind="interval", anchor_needed=True)
    if unit in ("month", "year", "decade", "century") and steps == round(steps):
        other = months_before(pub.date, round(-steps) * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit])
    else:
        days = math.ceil(abs(steps) * unit_days(unit))
        other = pub.date + timedelta(days=days if steps > 0 else -days)
    low, high = sorted((other.isoformat(), pub.date.isoformat()))
    return replace(_span_of(blank, atom, low, high), granularity=granularity)  # type: ignore[arg-type]


def _length(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    atom = meaning.atom
    days = None if atom.steps is None or atom.unit is None else atom.steps * unit_days(atom.unit)
    return replace(blank, kind="duration", length_days=days)


def _worded(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    return replace(blank, kind="set" if meaning.atom.form == "REPEATED" else "open")


def _time_of_day(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    return replace(blank, granularity="time", anchor_needed=True, daypart=meaning.atom.daypart or "clock")


def _relative(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    delta = meaning.atom.delta
    granularity = delta.unit if delta and delta.unit in ("day", "week", "month", "year") else "day"
    if delta and delta.weekday is not None:
        granularity = "day"
    return replace(
        blank,
        granularity=granularity,  # type: ignore[arg-type]
        anchor_needed=True,
        relative_to_previous=True,
        delta=delta,
    )


def _relative_to_point(blank: TimeExpression, meaning: Meaning, context: Context) -> TimeExpression:
    expression = _relative(blank, meaning, context)
    found = _resolved(meaning.second or meaning.atom, context, blank.span.start)
    return expression if found is None else resolve_relative(expression, found.edtf)


RELATIONS = {
    "at": _at,
    "attributive": _at,
    "since": _since,
    "since_start": _since_start,
    "until": _until,
    "as_of": _until,
    "after": _after,
    "between": _between,
    "both": _both,
    "range": _range,
    "window": _window,
    "length": _length,
    "worded": _worded,
    "time_of_day": _time_of_day,
    "relative": _relative,
    "relative_to_point": _relative_to_point,
}


def resolve_relative(expression: TimeExpression, anchor: str | None) -> TimeExpression:
    """`expression` ("two days later", "the same month") counted from the date `anchor`, in EDTF.

    Returned as it is where it is not relative, or the anchor is too coarse for its unit: two days after
    `2024-03` is no date. An interval counts from its first day backwards and from its last onwards.
    Raises InputError where `anchor` is no EDTF.
    """
    delta = expression.delta
    if delta is None or not expression.relative_to_previous or anchor is None:
        return expression
    low, high = edtf_bounds(anchor)
    edge = high if delta.steps > 0 else low
    if edge is None:
        return expression
    day = date.fromisoformat(edge)
    if expression.edtf and expression.edtf.startswith("XXXX"):
        edtf = f"{day.year:04d}{expression.edtf[4:]}" if low and low[:4] == (high or "")[:4] else None
    else:
        days = "/" in anchor and all(len(end.rstrip("~?%")) == 10 for end in anchor.split("/"))
        edtf = _shifted(delta, day, low == high or days, (low or "")[:7] == (high or "")[:7])
    if edtf is None:
        return expression
    earliest, latest = edtf_bounds(edtf)
    return replace(expression, edtf=edtf, earliest=earliest, latest=latest, anchor_needed=False)


def _shifted(delta: Delta, day: date, exact: bool, in_month: bool) -> str | None:
    if delta.weekday is not None:
        if not exact:
            return None
        ahead = (delta.weekday - day.weekday()) % 7
        if delta.steps > 0:
            return (day + timedelta(days=ahead or 7)).isoformat()
        back = (day.weekday() - delta.weekday) % 7
        return (day - timedelta(days=(back or 7) if delta.steps < 0 else back)).isoformat()
    if delta.unit == "year":
        return f"{day.year + delta.steps:04d}"
    if delta.unit == "month":
        return months_before(day.replace(day=1), -delta.steps).isoformat()[:7] if in_month else None
    if not exact:
        return None
    if delta.unit == "weekend":
        saturday = day + timedelta(days=(5 - day.weekday()) % 7, weeks=min(delta.steps, 0))
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
    return (day + timedelta(days=delta.steps * (7 if delta.unit == "week" else 1))).isoformat()
