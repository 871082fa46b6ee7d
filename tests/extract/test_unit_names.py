"""Numbered units, persons with titles, and whose they are."""

from __future__ import annotations

import pytest
from told import Teller

UNITS = [
    ("Gunmen attacked a checkpoint of the 35th Brigade near Makhoul.", "35th Brigade"),
    ("A bomb killed four soldiers of Sector 3 near Arege.", "Sector 3"),
    ("The rebels attacked Light Infantry Battalion 55 near Thandwe.", "Light Infantry Battalion 55"),
    ("Gunmen attacked the 1st Mechanized Brigade near Tyre.", "1st Mechanized Brigade"),
]


@pytest.mark.parametrize(("sentence", "unit"), UNITS)
def test_a_numbered_unit_is_an_actor(tell: Teller, sentence: str, unit: str) -> None:
    told = tell(sentence)
    assert unit in told.named(told.event().targets)
    assert told.kind(unit) == "StateForces"


def test_whose_unit_it_is(tell: Teller) -> None:
    told = tell("Fighters of the Sudanese army's 18th Brigade clashed with the RSF in Al Nahud.")
    assert ("18th Brigade", "partOf", "Sudanese Armed Forces") in told.relations
    told = tell("Hezbollah's Radwan Force attacked an Israeli post near Metula.")
    assert ("Radwan Force", "partOf", "Hezbollah") in told.relations


PERSONS = [
    ("Head Constable Naimatullah was shot dead by gunmen in Kulachi.", "Naimatullah"),
    ("The rebels killed Colonel Musa Adam in Nyala.", "Musa Adam"),
    ("Militants killed Major-General Edward Buba in Jos.", "Edward Buba"),
]


@pytest.mark.parametrize(("sentence", "name"), PERSONS)
def test_a_title_is_no_part_of_a_name(tell: Teller, sentence: str, name: str) -> None:
    told = tell(sentence)
    assert name in told.named(told.event().targets)


def test_a_rank_makes_nobody_a_member_of_a_government(tell: Teller) -> None:
    told = tell("Captain Ibrahim Traoré accused France of backing jihadists who attacked a village in Burkina Faso.")
    assert not any("Government of France" in relation for relation in told.relations)


def test_another_name_in_brackets(tell: Teller) -> None:
    told = tell("Troops killed 42 terrorists near Arege, including one identified as Abu Rijal (alias Ba Sulum).")
    assert any(predicate == "sameAs" for _, predicate, _ in told.relations)
