"""Dates of publication, however they are written, as EDTF (ISO 8601-2:2019).

Only what can be read in one way is read: `03/04/2024` is a day in March or in April and stays unread.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK = r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d{2}\b.*)?"

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}.*)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ]\d{1,2}:.*)?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})" + _CLOCK, re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})" + _CLOCK, re.ASCII)
_DAY_MONTH = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?" + _MONTH + r"\.?,?[ -](?P<year>\d{4})" + _CLOCK,
    re.ASCII | re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    _WEEKDAY + _MONTH + r"\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})" + _CLOCK, re.ASCII | re.IGNORECASE
)
_MONTH_YEAR = re.compile(_MONTH + r"\.?,? (?P<year>\d{4})", re.ASCII | re.IGNORECASE)
_EDTF_DATE = re.compile(r"(\d{4}|\d{2}XX|\d{3}X|XXXX)(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?[?~%]?", re.ASCII)
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d+)?", re.ASCII)


def to_edtf(value: str | int | float) -> str | None:
    """The date in `value` as EDTF, or None where it cannot be read, or not in one way only.

    Reads EDTF itself, ISO 8601 dates and times, RFC 2822, seconds or milliseconds since 1970, `8 March 2024`,
    `March 8, 2024`, `March 2024`, `8.3.2024`, and `25/3/2024` where only one order of day and month is possible.
    Of a time the date as written is kept, in its own time zone. Years 1000 to 2999.
    """
    text = " ".join(str(value).split())
    for read in (_edtf, _numeric, _named, _epoch, _rfc2822):
        found = read(text)
        if found is not None:
            return found
    return None


def _day(year: str | int, month: str | int, day: str | int) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if 1000 <= found.year < 3000 else None


def _edtf(text: str) -> str | None:
    if text.count("/") == 1 and not _SLASHED.fullmatch(text):
        start, end = text.split("/")
        open_ends = {"", ".."}
        if start in open_ends and end in open_ends:
            return None
        parts = [part if part in open_ends else _edtf_date(part) for part in (start, end)]
        return "/".join(part for part in parts if part is not None) if None not in parts else None
    return _edtf_date(text)


def _edtf_date(text: str) -> str | None:
    match = _EDTF_DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    if year.isdigit() and not 1000 <= int(year) < 3000:
        return None
    if month is not None and month != "XX" and not 1 <= int(month) <= 12:
        return None
    if day is not None and day != "XX":
        leap = int(year) if year.isdigit() else 2000
        if _day(leap, 1 if month in (None, "XX") else month, day) is None:
            return None
    return text


def _numeric(text: str) -> str | None:
    for pattern in (_ISO, _COMPACT, _YEAR_FIRST):
        if match := pattern.fullmatch(text):
            return _day(match[1], match[2], match[3])
    if match := _DOTTED.fullmatch(text):
        day, month, year = match.groups()
        return _day(year, month, day)
    if match := _SLASHED.fullmatch(text):
        first, second, year = match.groups()
        readings = {_day(year, second, first), _day(year, first, second)} - {None}
        return readings.pop() if len(readings) == 1 else None
    return None


def _named(text: str) -> str | None:
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        if match := pattern.fullmatch(text):
            return _day(match["year"], _month(match["month"]), match["day"])
    if match := _MONTH_YEAR.fullmatch(text):
        return _edtf_date(f"{match['year']}-{_month(match['month']):02d}")
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _epoch(text: str) -> str | None:
    match = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(match[1]), UTC).date().isoformat() if match else None


def _rfc2822(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None
