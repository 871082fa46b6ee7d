"""When a time, a place, a toll or a claim of a record is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.evaluate import fields
from kg.evaluate.gold import GoldEvent, GoldToll
from kg.evaluate.names import is_named, is_named_loosely, name_key

EVENT = GoldEvent(
    id="e1", types=("DroneStrike", "Attack"), cue="a drone hit a mill", also_cues=(), agents=(("Blue Army", "BA"),),
    targets=(("mill", "a mill"),), optional_agents=(), optional_targets=(), place=("Tal Abyad",), other_places=(),
    coordinates=(36.7, 38.95), times=("2024-03-08",), counts=(1,), modalities=("asserted",), claimed_by=(),
    part_of=None, tolls={}, optional_tolls={},
)  # fmt: skip


@given(st.dates())
def test_a_day_equals_the_interval_of_that_day(day: date) -> None:
    assert fields.normal_time(f"{day}/{day}") == fields.normal_time(str(day)) == str(day)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_an_interval_of_months_equals_its_days(day: date) -> None:
    month = f"{day:%Y-%m}"
    first, last = (fields.normal_time(f"{month}/{month}") or "").split("/")
    assert first == f"{month}-01"
    assert date.fromisoformat(last).month == day.month
    assert (date.fromisoformat(last) - date.fromisoformat(first)).days + 1 in {28, 29, 30, 31}


@given(st.text() | st.text("0129-/XT~.", max_size=24))
@example("~")
@example("2024-XX-XX")
def test_a_normal_time_is_left_as_it_is(text: str) -> None:
    once = fields.normal_time(text)
    assert once is None or fields.normal_time(once) == once


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2024-03-08T10:00:00Z", "2024-03-08"),
        ("2024-03~", "2024-03"),
        ("XXXX-08", "XXXX-08"),
        ("2024/..", "2024-01-01/.."),
        ("2024-03-XX", "2024-03"),
        ("", None),
        (None, None),
    ],
)
def test_times_are_compared_without_qualifiers_and_hours(time: str | None, expected: str | None) -> None:
    assert fields.normal_time(time) == expected


def test_a_place_is_right_by_name_or_within_fifty_kilometres() -> None:
    near, far = {"name": "x", "lat": 36.8, "lon": "39.3"}, {"name": "x", "lat": 35.0, "lon": 38.0}
    assert fields.place_is_right(EVENT, {"place": {"name": "Tal-Abyad"}})
    assert fields.place_is_right(EVENT, {"place": near})
    assert not fields.place_is_right(EVENT, {"place": far})
    assert not fields.place_is_right(EVENT, {"place": {"name": "x", "lat": "north", "lon": 1}})
    assert not fields.place_is_right(EVENT, {})
    assert fields.place_is_right(replace(EVENT, place=()), {"place": None})


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distance_is_symmetric_and_at_most_half_the_globe(a: float, b: float, c: float, d: float) -> None:
    there, back = fields.distance_km((a, b), (c, d)), fields.distance_km((c, d), (a, b))
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_020


def test_a_class_below_an_accepted_one_is_right_unless_that_is_generic() -> None:
    assert fields.type_is_right(EVENT, {"type": "Attack"})
    assert fields.type_is_right(EVENT, {"type": "LoiteringMunition", "supertypes": ["DroneStrike"]})
    assert not fields.type_is_right(EVENT, {"type": "Shelling", "supertypes": ["Attack"]})
    assert not fields.type_is_specific(EVENT, {"type": "Attack"})


def test_tolls_are_paired_by_figure_first_with_their_group() -> None:
    exact = (3, 3)
    gold = [GoldToll(("guards",), exact, frozenset({exact})), GoldToll(("traders",), exact, frozenset({exact}))]
    found = [{"group": "three traders", "min": 3, "max": 3}, {"group": "people", "min": 3, "max": 3}]
    match = fields.match_tolls(gold, found, [])
    assert (match.right, match.right_group, match.gold, match.found) == (2, 1, 2, 2)


def test_a_figure_too_many_counts_unless_it_is_optional() -> None:
    figure = (9, None)
    found = [{"group": "people", "min": 9, "max": None}]
    assert fields.match_tolls([], found, []).found == 1
    assert fields.match_tolls([], found, [GoldToll(("people",), figure, frozenset({figure}))]).found == 0


def test_tolls_within_tolls_count_too() -> None:
    toll = {"min": 4, "max": 4, "including": [{"min": 1, "max": 1, "including": [{"min": 0, "max": 0}]}]}
    assert [fields.bounds(one) for one in fields.flat_tolls([toll])] == [(4, 4), (1, 1), (0, 0)]


@pytest.mark.parametrize(
    ("claimed_by", "gold_names", "publisher_claims", "expected"),
    [
        ([], (), False, True),
        ([{"name": "Daily"}], (), False, True),
        ([{"name": "police"}], (), False, False),
        ([{"name": "police"}], ("the police",), False, True),
        ([], ("police",), False, False),
        ([], ("police",), True, True),
        ([{"name": "Daily"}], ("police",), True, True),
    ],
)
def test_whose_claim_it_is(claimed_by: list[dict], gold_names: tuple, publisher_claims: bool, expected: bool) -> None:
    event = replace(EVENT, claimed_by=gold_names, publisher_claims=publisher_claims)
    assert fields.claim_is_right(event, {"claimed_by": claimed_by}, ("Daily",)) is expected


def test_names_fold_case_articles_hyphens_and_diacritics() -> None:
    assert is_named("the AL-SHABÄB", ["al Shabab"])
    assert not is_named("Shabab youth", ["Shabab"])
    assert is_named_loosely("fighters of the Shabab", ["Shabab"])
    assert not is_named("", [""])


@given(st.text())
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    assert is_named(name, [name]) is (name_key(name) != "")
