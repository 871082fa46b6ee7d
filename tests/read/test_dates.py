"""Dates of publication, as users and feeds write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.dates import to_edtf

DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("2024-03-08", "2024-03-08"),
        ("2024-03", "2024-03"),
        ("2024", "2024"),
        ("2024-03-08T23:30:00Z", "2024-03-08"),
        ("2024-03-08 23:30", "2024-03-08"),
        ("20240308", "2024-03-08"),
        ("20240308T101500Z", "2024-03-08"),
        ("2024/3/8", "2024-03-08"),
        ("8 March 2024", "2024-03-08"),
        ("Friday, 8 March 2024", "2024-03-08"),
        ("8th of March 2024", "2024-03-08"),
        ("Mar. 8, 2024", "2024-03-08"),
        ("MARCH 8 2024, 10:15 am", "2024-03-08"),
        ("8-Mar-2024", "2024-03-08"),
        ("Sept 2024", "2024-09"),
        ("Fri, 08 Mar 2024 10:00:00 +0200", "2024-03-08"),
        ("8.3.2024", "2024-03-08"),
        ("25/3/2024", "2024-03-25"),
        ("3/25/2024", "2024-03-25"),
        ("4/4/2024", "2024-04-04"),
        ("XXXX-08", "XXXX-08"),
        ("2024-XX-08", "2024-XX-08"),
        ("2024-03~", "2024-03~"),
        ("2024-03-08/2024-03-10", "2024-03-08/2024-03-10"),
        ("../2024-03-08", "../2024-03-08"),
        (1709892000, "2024-03-08"),
        (1709892000123, "2024-03-08"),
    ],
)
def test_a_date_is_read_as_edtf(written: str | int, edtf: str) -> None:
    assert to_edtf(written) == edtf


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "03/04/2024", "2024-13-01", "2024-02-30", "30 February 2024", "31.04.2024", "0000-01-01", "../..",
     "12:30", "March", "8 March", "2024-03-08/soon", "Toll rises to 2024"],
)  # fmt: skip
def test_what_is_no_date_or_could_be_two_is_left_unread(written: str) -> None:
    assert to_edtf(written) is None


@given(DAYS)
def test_every_way_of_writing_a_day_gives_that_day(day: date) -> None:
    at_noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    year = f"{day.year:04d}"
    ways = [
        day.isoformat(),
        at_noon.isoformat(),
        format_datetime(at_noon),
        f"{day.day} {day.strftime('%B')} {year}",
        f"{day.strftime('%b')} {day.day}, {year}",
        f"{day.day}.{day.month}.{year}",
    ]
    assert {to_edtf(way) for way in ways} == {day.isoformat()}


@given(DAYS)
def test_reading_what_was_read_changes_nothing(day: date) -> None:
    edtf = to_edtf(f"{day.isoformat()}/{(day + timedelta(days=0)).isoformat()}")
    assert edtf is not None
    assert to_edtf(edtf) == edtf


@given(st.text())
def test_no_text_makes_the_reader_of_dates_fail(text: str) -> None:
    found = to_edtf(text)
    assert found is None or to_edtf(found) == found
