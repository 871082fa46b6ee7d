"""What became of people belongs to the act that it befell, wherever it is told (tables in TOML)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from told import Teller

TABLES = ("stated_results.toml", "stated_injuries.toml")
TOLD: list[dict[str, Any]] = [
    case
    for name in TABLES
    for case in tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))["told"]
]


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case["text"][:60])
def test_a_result_belongs_to_its_act(tell: Teller, case: dict[str, Any]) -> None:
    events = tell(case["text"]).extraction.events
    assert [event.type for event in events] == [wanted["type"] for wanted in case["events"]]
    for event, wanted in zip(events, case["events"], strict=True):
        for outcome in wanted.keys() - {"type"}:
            assert [t.figure.min for t in event.tolls if t.outcome == outcome] == wanted[outcome], event.type


def test_a_list_in_running_text_is_broken_down_whole(tell: Teller) -> None:
    """Only the children of the first item once stood within the total, and no item."""
    event = tell(
        "In July 96 people died in Deir ez-Zor: 31 civilians, including five women and eight children; 40 members of "
        "regime forces; 25 members of ISIS."
    ).event()
    (toll,) = event.tolls
    assert [part.figure.min for part in toll.including] == [31, 40, 25]
    assert [[inner.figure.min for inner in part.including] for part in toll.including] == [[5, 8], [], []]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Troops carried out 29 raids in May, eliminating 98 militants, 81 in the north and 17 in the south.",
            [81, 17],
        ),
        (
            "A total of 312 people were killed in June, of whom 190 were civilians, 84 jihadists and 38 soldiers.",
            [190, 84, 38],
        ),
        ("An airstrike on Quetta station left 26 people, 14 soldiers included, dead.", [14]),
        ("An airstrike on Quetta station wounded 62 people, several of them critically.", []),
    ],
)
def test_numbers_that_come_to_a_toll_or_are_included_in_it_are_its_parts(
    tell: Teller, text: str, parts: list[int]
) -> None:
    (toll,) = tell(text).event().tolls
    assert [part.figure.min for part in toll.including] == parts


def test_the_dead_and_the_wounded_counted_together_are_each_no_more_than_their_number(tell: Teller) -> None:
    told = tell("The General Staff put Russian losses near Kupiansk on Monday at 1,180 killed and wounded.")
    assert [(t.figure.min, t.figure.max) for t in told.event().tolls if t.outcome == "killed"] == [(None, 1180)]


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("A bus hit a mine near Gao on Monday, killing 12 passengers. Seven of the victims were children.", 12, [7]),
        (
            "Rebels killed 13 people in Beni on Monday. Of the dead, eight were civilians and five were soldiers.",
            13,
            [8],
        ),
        ("Thirteen of the 27 people killed in strikes on Gaza City on Wednesday died in one house.", 27, [13]),
    ],
)
def test_some_of_the_dead_are_counted_within_them(tell: Teller, text: str, whole: int, parts: list[int]) -> None:
    (toll,) = tell(text).event().tolls
    assert toll.figure.min == whole
    assert [part.figure.min for part in toll.including][: len(parts)] == parts


def test_who_says_it_is_none_of_those_counted(tell: Teller) -> None:
    told = tell(
        "A missile hit Kharkiv on Monday. The number of wounded rose to 62, including nine children, the mayor said."
    )
    (toll,) = told.event().tolls
    assert [part.figure.min for part in toll.including] == [9]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The attack left 12 people dead, among them four women, and 30 others wounded.", [("women", 4)]),
        ("At least 23 soldiers, among them a lieutenant, and about 60 attackers died near Djibo.", [("lieutenant", 1)]),
        (
            "Gunmen killed 12 people, five of whom were women and three children, in Ituri.",
            [("women", 5), ("children", 3)],
        ),
    ],
)
def test_parts_end_where_people_of_another_fate_or_side_begin(
    tell: Teller, text: str, parts: list[tuple[str, int]]
) -> None:
    """The wounded, and the attackers, once stood among the dead whom "among them" introduced."""
    tolls = [t for e in tell(text).extraction.events for t in e.tolls if t.outcome == "killed"]
    assert [(part.group, part.figure.min) for part in tolls[0].including] == parts
