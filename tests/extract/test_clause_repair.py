"""Clauses that the parser ties to the wrong verb, read as they are meant."""

from __future__ import annotations

import pytest
from told import Teller, tolls


def _lower(told_names: list[str]) -> list[str]:
    return [name.lower() for name in told_names]


# Sentence, type, who did it, whom or what it befell.
DEEDS = [
    ("Rockets fired by the rebels hit a market in Kutum, killing six people.", "RocketAttack", "rebels", "market"),
    ("Drones launched by the RSF struck a depot in Port Sudan.", "DroneStrike", "rapid support forces", "depot"),
    ("A missile launched by the Houthis hit a tanker off Hodeidah.", "NavalAttack", "houthis", "tanker"),
    ("Shelling blamed on the army killed a couple in Maungdaw.", "Shelling", "army", "couple"),
    ("A raid blamed on Boko Haram killed four farmers near Banki.", "Raid", "boko haram", "farmers"),
    ("Troops struck fleeing fighters near Arege.", "Attack", "troops", "fleeing fighters"),
    ("The militia has been accused of forcibly recruiting farmers.", "Recruitment", "militia", "farmers"),
]


@pytest.mark.parametrize(("sentence", "type_", "agent", "target"), DEEDS)
def test_the_deed_has_its_doer(tell: Teller, sentence: str, type_: str, agent: str, target: str) -> None:
    told = tell(sentence)
    event = told.event()
    assert event.type == type_
    assert agent in _lower(told.named(event.agents))
    assert target in _lower([p.surface for p in event.targets])


def test_a_truce_that_others_brokered_is_what_collapsed(tell: Teller) -> None:
    told = tell("The truce announced on 1 August, which Moscow and Ankara had brokered, collapsed after four days.")
    assert told.types == ["TreatyViolation"]


def test_whose_push_it_was(tell: Teller) -> None:
    event = (told := tell("The regime's ground push into southern Idlib gathered pace.")).event("Offensive")
    assert _lower([p.surface for p in event.agents]) == ["regime"]
    assert told.types == ["Offensive"]


def test_an_office_at_the_end_says_it(tell: Teller) -> None:
    told = tell("The fighting has displaced 57,000 people in the valley, the UN's humanitarian office estimates.")
    assert told.named(told.event("Displacement").claimants) == ["United Nations"]


def test_those_behind_a_number_sustained_injuries(tell: Teller) -> None:
    event = tell("A soldier embraced martyrdom and six sustained injuries in Bannu.").event()
    assert tolls(event) == [("soldier", 1, 1)]
    assert [(t.figure.min, t.figure.max) for t in event.tolls if t.outcome == "injured"] == [(6, 6)]
