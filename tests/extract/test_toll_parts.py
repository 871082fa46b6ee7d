"""Who is counted within a number that the report tells, in the same sentence or before it."""

from __future__ import annotations

import pytest
from told import Teller, bounds, tolls

PARTS = [
    ("An attack on a patrol in Gao killed nine soldiers, one of them an officer.", [("officer", 1, 1)]),
    ("Of the 40 people killed in the attack on Kaya, 26 were women and children.", [("women and children", 26, 26)]),
    ("Two women and a boy were among seven people killed in shelling of Nikopol.", [("women", 2, 2), ("boy", 1, 1)]),
    ("A missile hit a clinic in Idlib, killing 11 patients. Among the dead were two nurses.", [("nurses", 2, 2)]),
    ("A blast in Quetta killed 12 people. The dead included three policemen.", [("policemen", 3, 3)]),
    (
        "As many as 44 people were killed in attacks in Jammu: 18 soldiers, 14 civilians and 12 militants.",
        [("soldiers", 18, 18), ("civilians", 14, 14), ("militants", 12, 12)],
    ),
    ("Eleven soldiers, including a lieutenant, were killed in an ambush near Gao.", [("lieutenant", 1, 1)]),
]


@pytest.mark.parametrize(("text", "parts"), PARTS, ids=[text[:40] for text, _ in PARTS])
def test_parts_are_within_the_number_that_they_are_parts_of(
    tell: Teller, text: str, parts: list[tuple[str, int, int]]
) -> None:
    (toll,) = (t for t in tell(text).event().tolls if t.outcome == "killed")
    assert [bounds(inner) for inner in toll.including] == parts


def test_how_badly_some_of_the_wounded_were_hurt_makes_a_part_of_them(tell: Teller) -> None:
    told = tell("An attack on a base in Diffa left eight soldiers wounded, two of them critically.")
    (toll,) = (t for t in told.event().tolls if t.outcome == "injured")
    assert [(p.figure.min, p.figure.max) for p in toll.including] == [(2, 2)]


def test_an_uncounted_half_is_no_part(tell: Teller) -> None:
    (toll,) = tell("An airstrike on Rafah killed 20 people, half of them children.").event().tolls
    assert toll.including == ()


def test_a_place_is_no_part(tell: Teller) -> None:
    told = tell("Raiders killed 57 people in Plateau State in May, 30 of them in Bokkos.")
    assert "Bokkos" not in [p.group for e in told.extraction.events for t in e.tolls for p in t.including]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("The cleric was shot dead along with two of his guards in Bajaur.", [1, 2]),
        ("A rocket attack on Rafah killed a family of six.", [6]),
        ("A mine killed a shepherd and 30 sheep near Marib.", [1]),
        ("Rebels attacked a post near Menaka. The army lost five men.", [5]),
        ("The attack in Kidal caused neither deaths nor injuries.", [0]),
    ],
)
def test_those_who_share_a_fate_are_counted_and_animals_are_not(tell: Teller, text: str, killed: list[int]) -> None:
    assert [t.figure.min for e in tell(text).extraction.events for t in e.tolls if t.outcome == "killed"] == killed


@pytest.mark.parametrize(
    ("text", "injured"),
    [
        ("Car bomb in Afrin kills 4, wounds 12", [12]),
        ("The bombing in Aden claimed eight lives and left more than 20 people with serious injuries.", [21]),
        ("A volunteer was shot in the leg during an attack on a convoy near Bor.", [1]),
    ],
)
def test_the_injured_are_counted_however_it_is_said(tell: Teller, text: str, injured: list[int]) -> None:
    assert [t.figure.min for e in tell(text).extraction.events for t in e.tolls if t.outcome == "injured"] == injured


def test_displaced_people_who_are_killed_are_no_displaced(tell: Teller) -> None:
    outcomes = {t.outcome for t in tell("An airstrike on a camp in Demoso killed 11 displaced people.").event().tolls}
    assert outcomes == {"killed"}


def test_the_missing_are_counted_in_a_sentence_of_their_own(tell: Teller) -> None:
    told = tell("Militants ambushed a patrol in Gao. Two soldiers are still missing.")
    assert [(t.outcome, t.figure.min) for t in told.event().tolls] == [("missing", 2)]


def test_what_somebody_else_counts_is_told_beside_it(tell: Teller) -> None:
    told = tell("Gunmen killed 14 people in Kauru on Sunday. Police put the death toll at nine.")
    first, other = told.extraction.events
    assert tolls(first) == [("people", 14, 14)]
    assert tolls(other) == [("people", 9, 9)]
    assert not first.claimants
    assert len(other.claimants) == 1
    assert (other.place, other.time) == (first.place, first.time)


def test_who_first_counts_the_dead_counts_those_of_the_attack(tell: Teller) -> None:
    told = tell("Armed youth attacked Nyinkuac on 3 February. The local authorities said that 37 people were killed.")
    assert tolls(told.event()) == [("people", 37, 37)]
