"""What reports say in ways that are read amiss today: each test states what a reader would take from the words.

Every test here is expected to fail, and fails the run when it passes: then it moves to the file of its subject.
"""

from __future__ import annotations

import pytest
from told import Teller, tolls

from kg.extract.layout import blocks


def test_front_matter_is_no_prose() -> None:
    text = "---\ntitle: The raid on Bama\npublisher: Border Monitor\n---\n\n# Statement\n\nRebels raided Bama.\n"
    assert [text[b.start : b.end] for b in blocks(text)] == ["Statement", "Rebels raided Bama."]


def test_a_death_toll_is_that_of_the_bomb_and_not_of_the_arrest_between(tell: Teller) -> None:
    told = tell(
        "A car bomb exploded in Mogadishu on Sunday, killing eight people. Security forces then arrested two suspects. "
        "The head of the ambulance service put the death toll at 11."
    )
    assert tolls(told.event("Arrest")) == []


def test_a_town_that_is_captured_is_no_captive(tell: Teller) -> None:
    told = tell(
        "M23 rebels captured the town of Kalembe in North Kivu on Sunday after two days of clashes with the Congolese "
        "army and its allies, the Wazalendo militias."
    )
    assert "Detention" not in told.types
    assert "TerritorialCapture" in told.types


def test_more_than_forty_injured_are_at_least_41(tell: Teller) -> None:
    told = tell("At least 17 civilians were killed and more than 40 injured in shelling of Nyala.")
    assert [(low, high) for _, low, high in tolls(told.event(), "injured")] == [(41, None)]


def test_a_time_of_the_sentence_itself_counts_first(tell: Teller) -> None:
    told = tell(
        "On 12 May 2024 rebels and the army clashed near Kukawa. The Multinational Joint Task Force launched an "
        "offensive against both groups in April 2024."
    )
    time = told.event("Offensive").time
    assert time is not None
    assert time.edtf == "2024-04"


def test_where_no_civilian_was_harmed_there_is_no_violence_against_civilians(tell: Teller) -> None:
    assert tell("The army said no civilian was harmed in Ansongo.").types == []


def test_those_who_are_freed_are_those_who_were_abducted(tell: Teller) -> None:
    told = tell(
        "On 19 May Boko Haram abducted 30 farmers in Gwoza, local officials said; a lawmaker put the number at 45. "
        "Eleven of them were freed five days later."
    )
    assert told.named(told.event("Release").targets) == told.named(told.event("Abduction").targets)


@pytest.mark.xfail(strict=True, reason="whoever takes part is lost behind what he takes part in")
def test_those_who_take_part_in_a_sweep_are_its_agents(tell: Teller) -> None:
    told = tell("Iranian-backed militias took part in a sweep of the area near Palmyra together with the army.")
    assert len(told.event("Sweep").agents) == 2


@pytest.mark.xfail(strict=True, reason="'both parties' finds an actor that is no party")
def test_both_parties_are_not_the_one_who_speaks(tell: Teller) -> None:
    told = tell(
        "The United Nations condemns the shelling of a market in El Fasher. The RSF shelled it, residents said. The "
        "Humanitarian Coordinator called on both parties to protect civilians."
    )
    assert "United Nations" not in told.named(told.event("Appeal").targets)
