"""Totals that running text breaks down, and their parts."""

from __future__ import annotations

import pytest
from told import Teller, Told

from kg.model import Event


def parts(told: Told) -> tuple[Event, list[tuple[str, int | None]]]:
    """The only total, and its parts as place (or type, where they have the total's) and number."""
    totals = {e.part_of for e in told.extraction.events if e.part_of is not None}
    assert len(totals) == 1, [(e.type, e.part_of) for e in told.extraction.events]
    (total,) = (e for e in told.extraction.events if e.key in totals)
    found = []
    for event in told.extraction.events:
        if event.part_of is None:
            continue
        own = event.place is not None and event.place != total.place
        name = told.entities[event.place.entity].name if own and event.place is not None else event.type
        figure = event.tolls[0].figure if event.tolls else event.count
        assert figure is not None
        found.append((name, figure.min))
    return total, found


INLINE = [
    (
        "In May the monitor counted nine attacks by ISIS in the Syrian desert: four in Homs, three in Hama and two in "
        "Raqqa.",
        [("Homs", 4), ("Hama", 3), ("Raqqa", 2)],
    ),
    (
        "The monitor recorded 40 attacks by al-Shabaab in Somalia, including 12 in Mogadishu and nine in Baidoa.",
        [("Mogadishu", 12), ("Baidoa", 9)],
    ),
    (
        "In May 57 people were killed in raids in Plateau State, 30 of them in Bokkos and 27 in Mangu.",
        [("Bokkos", 30), ("Mangu", 27)],
    ),
    (
        "JNIM claimed 30 attacks in April, 18 of which were in Burkina Faso and 12 in Mali.",
        [("Burkina Faso", 18), ("Mali", 12)],
    ),
    (
        "Russian forces carried out 63 strikes: 40 airstrikes, 13 missile strikes and ten rocket attacks.",
        [("Airstrike", 40), ("MissileAttack", 13), ("RocketAttack", 10)],
    ),
    (
        "Israeli strikes killed 34 people across Gaza on Tuesday, including nine in a tent camp in Khan Younis.",
        [("Khan Younis", 9)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), INLINE, ids=[text[:40] for text, _ in INLINE])
def test_what_a_sentence_counts_behind_a_total_are_its_parts(
    tell: Teller, text: str, expected: list[tuple[str, int]]
) -> None:
    assert parts(tell(text))[1] == expected


def test_the_total_does_not_lie_where_a_part_of_it_does(tell: Teller) -> None:
    told = tell("The monitor counted nine attacks by ISIS in the Syrian desert: four in Homs and five in Raqqa.")
    total, _ = parts(told)
    assert total.place is not None
    assert told.entities[total.place.entity].name == "Syrian desert"


CONTINUED = [
    (
        "The monitor recorded 25 airstrikes by Russia in May. Of these, 12 hit Idlib.",
        [("Idlib", 12)],
    ),
    (
        "The monitor counted 120 civilian deaths in Myanmar in May. Sagaing Region accounted for 60 of the deaths and "
        "Chin State for 34.",
        [("Sagaing Region", 60), ("Chin State", 34)],
    ),
    (
        "Gunmen killed 23 people in a series of raids in Zamfara. In the deadliest of them, attackers killed 14 people "
        "in Magami.",
        [("Magami", 14)],
    ),
    (
        "The army killed 45 militants in April. Troops killed 30 of them in a raid on Sambisa. Another 15 were killed "
        "in Yobe.",
        [("Sambisa", 30), ("Yobe", 15)],
    ),
]


def test_numbers_of_the_same_thing_behind_a_number_over_a_period_are_parts(tell: Teller) -> None:
    told = tell(
        "The regime carried out 163 air attacks in February. Sagaing Region suffered most, with 56 attacks. Kachin "
        "State saw 30 attacks. Another 22 attacks were recorded in Rakhine."
    )
    total, found = parts(told)
    assert total.count is not None
    assert total.count.min == 163
    assert found == [("Sagaing Region", 56), ("Kachin State", 30), ("Rakhine", 22)]


def test_parts_of_a_front_are_parts_of_its_clashes(tell: Teller) -> None:
    told = tell(
        "Over the past day, 145 clashes took place at the front.\n\nIn the Lyman direction, seven attacks took place "
        "near Synkivka.\n\nIn the Pokrovsk direction, 44 attacks took place near Novohrodivka."
    )
    assert parts(told)[1] == [("Synkivka", 7), ("Novohrodivka", 44)]


def test_the_word_total_is_no_place(tell: Teller) -> None:
    told = tell("HARM IN MAY\n\nTotal: 84 killed, 120 injured\n\n- Airstrikes: 40 killed\n- Landmines: 44 killed\n")
    assert "Total" not in [e.name for e in told.extraction.entities if e.type == "place"]


@pytest.mark.parametrize(("text", "expected"), CONTINUED, ids=[text[:40] for text, _ in CONTINUED])
def test_what_the_next_sentences_count_are_parts_too(
    tell: Teller, text: str, expected: list[tuple[str, int]]
) -> None:
    assert parts(tell(text))[1] == expected


def test_numbers_that_share_a_verb_are_events_beside_each_other(tell: Teller) -> None:
    told = tell("Five people were killed in Kherson, three in Nikopol and one in Kharkiv.")
    assert [
        (told.entities[e.place.entity].name, e.tolls[0].figure.min, e.part_of)
        for e in told.extraction.events
        if e.place is not None
    ] == [("Kherson", 5, None), ("Nikopol", 3, None), ("Kharkiv", 1, None)]


def test_lines_that_only_count_people_are_parts_of_the_toll(tell: Teller) -> None:
    told = tell(
        "The monitor documented the killing of 62 people in Daraa in April, as follows:\n"
        "- 40 civilians, including three children.\n"
        "- 22 members of regime forces.\n"
    )
    (toll,) = told.event("Killing").tolls
    assert [(p.figure.min, [i.figure.min for i in p.including]) for p in toll.including] == [(40, [3]), (22, [])]


def test_a_list_by_cause_has_causes_and_no_places(tell: Teller) -> None:
    told = tell(
        "The network verified 39 deaths in the month:\n- Landmines: 27 killed and 40 injured\n- Shelling: 12 killed\n"
    )
    lines = [e for e in told.extraction.events if e.span.start > told.text.index("Landmines")]
    assert [(e.type, e.place) for e in lines] == [("LandmineExplosion", None), ("Shelling", None)]
