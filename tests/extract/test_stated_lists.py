"""The lines of lists: who did what to whom, where and how often, and what each is a part of (`stated_lists.toml`)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from told import Teller, Told

from kg.model import Event

LISTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "stated_lists.toml").read_text(encoding="utf-8")
)["list"]

Line = tuple[str, str, str, str, int, int]


def line(told: Told, event: Event, order: dict[str, int]) -> Line:
    """An event that is a part, as the table has it: the first of several agents, targets and tolls."""
    agents, targets = told.named(event.agents), told.named(event.targets)
    figure = event.count if event.count_span is not None else event.tolls[0].figure if event.tolls else None
    place = told.entities[event.place.entity].name if event.place is not None else ""
    assert event.part_of is not None
    return (
        event.type,
        agents[0] if agents else "",
        targets[0] if targets else "",
        place,
        (figure.min or 0) if figure is not None else 0,
        order[event.part_of],
    )


@pytest.mark.parametrize("stated", LISTS, ids=[item["text"].strip()[:40] for item in LISTS])
def test_each_line_of_a_list_is_a_part_of_its_total(tell: Teller, stated: dict[str, Any]) -> None:
    told = tell(stated["text"].strip())
    events = told.extraction.events
    order = {event.key: place for place, event in enumerate(events)}
    assert [line(told, e, order) for e in events if e.part_of is not None] == [tuple(item) for item in stated["lines"]]


def test_a_label_that_names_people_counts_them_unless_the_list_is_of_those_who_did_it(tell: Teller) -> None:
    lines = "* Rapid Support Forces: 120 killed, 85 injured\n* Sudanese army: 64 killed, 20 injured"
    victims = tell(f"Casualties of the fighting in January 2024:\n{lines}").extraction.events
    doers = tell(f"Casualties by perpetrator in January 2024:\n{lines}")
    assert [bool(e.targets) for e in victims] == [True, True]
    assert [doers.named(e.agents) for e in doers.extraction.events] == [
        ["Rapid Support Forces"],
        ["Sudanese Armed Forces"],
    ]


def test_a_part_counted_behind_an_age_is_a_part_too(tell: Teller) -> None:
    told = tell("A raid on Omdurman killed 90 people, including 30 children under the age of 18 and 20 women.")
    (toll,) = told.event().tolls
    assert [part.figure.min for part in toll.including] == [30, 20]
