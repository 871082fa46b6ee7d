"""Whom an event killed, injured, abducted, detained, displaced or released, and how many."""

from __future__ import annotations

import pytest
from told import Teller, bounds, tolls

from kg.model import Outcome, Toll

KILLED = [
    ("Gunmen from a gang killed 13 people in Palma.", [("people", 13, 13)]),
    ("A blast in Aden killed at least eight soldiers.", [("soldiers", 8, None)]),
    ("A car bomb exploded in Mogadishu, killing up to 12 people.", [("people", None, 12)]),
    ("A bomb blast in Kismayo killed between four and six people.", [("people", 4, 6)]),
    ("Raiders killed more than 100 villagers near Pibor.", [("villagers", 101, None)]),
    ("Shelling killed a nurse in Bakhmut.", [("nurse", 1, 1)]),
    ("A drone attack on a fuel depot in Port Sudan killed nobody.", [("people", 0, 0)]),
    ("Clashes between the Arakan Army and the Myanmar military in Sittwe left 12 dead.", [("people", 12, 12)]),
    ("An airstrike on Idlib left eleven people dead.", [("people", 11, 11)]),
    ("Nine worshippers died in an attack on a church in Kaya.", [("worshippers", 9, 9)]),
    ("An attack in Gao claimed the lives of six soldiers.", [("soldiers", 6, 6)]),
]


@pytest.mark.parametrize(("text", "dead"), KILLED, ids=[text[:40] for text, _ in KILLED])
def test_the_dead_are_counted_with_their_bounds(tell: Teller, text: str, dead: list[tuple[str, int, int]]) -> None:
    assert tolls(tell(text).event()) == dead


OUTCOMES: list[tuple[str, Outcome, list[tuple[str, int | None, int | None]]]] = [
    ("Kidnappers abducted 14 pupils from a school in Zamfara.", "abducted", [("pupils", 14, 14)]),
    ("Police arrested nine protesters in Nairobi.", "detained", [("protesters", 9, 9)]),
    ("More than 100 villagers were displaced by fighting near Masisi.", "displaced", [("villagers", 101, None)]),
    ("The rebels freed 12 hostages on 3 March.", "released", [("hostages", 12, 12)]),
    ("Shelling injured three women in Nikopol.", "injured", [("women", 3, 3)]),
]


@pytest.mark.parametrize(("text", "outcome", "expected"), OUTCOMES, ids=[outcome for _, outcome, _ in OUTCOMES])
def test_other_outcomes_are_counted_too(
    tell: Teller, text: str, outcome: Outcome, expected: list[tuple[str, int | None, int | None]]
) -> None:
    assert tolls(tell(text).event(), outcome) == expected


def test_no_casualties_means_nobody_killed_and_nobody_injured(tell: Teller) -> None:
    event = tell("A drone attack on a fuel depot in Port Sudan caused no casualties.").event()
    assert {(toll.outcome, toll.figure.min, toll.figure.max) for toll in event.tolls} == {
        ("killed", 0, 0), ("injured", 0, 0)
    }  # fmt: skip


def test_where_nothing_is_said_of_victims_there_is_no_toll(tell: Teller) -> None:
    assert tell("Turkish warplanes bombed a camp near Dohuk.").event().tolls == ()


def test_killed_and_injured_are_tolls_of_one_event(tell: Teller) -> None:
    event = tell("An airstrike on a market in Idlib killed eleven people and wounded 23 others.").event()
    assert [toll.figure.min for toll in event.tolls if toll.outcome == "killed"] == [11]
    assert [toll.figure.min for toll in event.tolls if toll.outcome == "injured"] == [23]


def test_each_group_has_a_toll_of_its_own(tell: Teller) -> None:
    event = tell("Two Hamas commanders and a nurse were killed in an Israeli airstrike in Sidon.").event()
    assert tolls(event) == [("Hamas commanders", 2, 2), ("nurse", 1, 1)]


@pytest.mark.parametrize(
    ("text", "whole", "part"),
    [
        ("Kidnappers abducted 14 pupils, including nine girls, in Zamfara.", ("pupils", 14, 14), ("girls", 9, 9)),
        ("A car bomb killed 12 people, among them four nurses, in Baidoa.", ("people", 12, 12), ("nurses", 4, 4)),
        ("Shelling killed ten people, two of them children, in Avdiivka.", ("people", 10, 10), ("children", 2, 2)),
    ],
)
def test_parts_are_counted_within_their_whole(
    tell: Teller, text: str, whole: tuple[str, int, int], part: tuple[str, int, int]
) -> None:
    (toll,) = tell(text).event().tolls
    assert bounds(toll) == whole
    assert [bounds(inner) for inner in toll.including] == [part]


def test_a_toll_refers_to_the_actor_that_the_group_belongs_to(tell: Teller) -> None:
    told = tell("Russian shelling killed fifteen members of the Ukrainian army near Kupiansk.")
    (toll,) = told.event().tolls
    assert toll.entity is not None
    assert told.entities[toll.entity].name == "Armed Forces of Ukraine"
    assert toll.group == "members of the Ukrainian army"


def test_a_toll_that_rose_replaces_the_one_before(tell: Teller) -> None:
    told = tell("Shelling killed three people in Avdiivka on Monday. Later the death toll rose to five, police said.")
    assert [toll.figure.min for toll in told.event().tolls] == [5]


def test_dozens_are_at_least_two_of_them(tell: Teller) -> None:
    (toll,) = tell("An airstrike killed dozens of worshippers in Kunduz.").event().tolls
    assert (toll.figure.min, toll.figure.max) == (24, None)


def test_the_words_of_a_toll_are_those_of_the_text(tell: Teller) -> None:
    told = tell("A car bomb killed 12 people, among them four nurses, in Baidoa.")
    (toll,) = told.event().tolls

    def check(one: Toll) -> None:
        assert str(one.figure.min) in told.text[one.span.start : one.span.end] or "four" in told.text[
            one.span.start : one.span.end
        ]
        for inner in one.including:
            check(inner)

    check(toll)


def test_those_killed_in_the_strikes_are_those_of_the_airstrikes(tell: Teller) -> None:
    told = tell(
        "Russian warplanes carried out 22 airstrikes on ISIS hideouts in the desert of Homs. At least five ISIS "
        "members were killed in the strikes, according to the monitor."
    )
    assert [(low, high) for _, low, high in tolls(told.event("Airstrike"))] == [(5, None)]


def test_no_part_is_counted_twice(tell: Teller) -> None:
    told = tell(
        "The monitor counted 21 attacks by ISKP in June, killing 40 people, including 25 civilians, among them six "
        "children, and 15 policemen."
    )
    (toll,) = told.event().tolls
    parts = [inner.span for inner in toll.including]
    assert len(parts) == len(set(parts))


def test_the_blast_in_the_first_sentence_of_a_report_is_an_event(tell: Teller) -> None:
    assert tolls(tell("The blast in Aden killed at least eight soldiers.").event()) == [("soldiers", 8, None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Masked gunmen wounded three women in Nikopol.",
        "Three women were wounded in Nikopol on Sunday.",
        "Russian artillery wounded three women in Nikopol.",
        "Russian shelling injured three women in Nikopol.",
    ],
)
def test_those_who_are_only_injured_are_counted(tell: Teller, sentence: str) -> None:
    assert tolls(tell(sentence).event(), "injured") == [("women", 3, 3)]


def test_the_dead_of_the_next_sentence_are_those_of_the_attack(tell: Teller) -> None:
    assert tolls(tell("Rebels shelled Aleppo. Nine people were killed in the city.").event()) == [("people", 9, 9)]


def test_all_of_several_groups_that_an_attack_left_dead_are_counted(tell: Teller) -> None:
    told = tell(
        "The monitor counted 11 attacks by ISIS cells in September. The attacks left 24 soldiers of the Syrian army "
        "and three civilians dead, and 15 soldiers wounded."
    )
    assert [low for _, low, _ in tolls(told.event())] == [24, 3]


def test_those_who_were_kidnapped_are_those_who_were_killed(tell: Teller) -> None:
    told = tell("On Sunday gunmen kidnapped 20 people and killed three of them near Kaduna.")
    (toll,) = told.event("Killing").tolls
    assert toll.entity not in [agent.entity for agent in told.event("Killing").agents]


def test_a_death_toll_after_an_event_noun_belongs_to_it(tell: Teller) -> None:
    told = tell("The death toll rose to 37 after the bombing in Peshawar, police said.")
    assert [toll.figure.min for event in told.extraction.events for toll in event.tolls] == [37]


def test_nobody_killed_by_two_events_is_nobody_killed_by_either(tell: Teller) -> None:
    told = tell(
        "Army helicopters carried out six airstrikes near Palma on 3 May. The airstrikes coincided with a combing "
        "operation by marines. The airstrikes and combing operation left no fatalities among al-Shabaab."
    )
    for kind in ("Airstrike", "Sweep"):
        assert [(toll.outcome, toll.figure.min, toll.figure.max) for toll in told.event(kind).tolls] == [
            ("killed", 0, 0)
        ]
