"""What only tells an act again, or what came of it, is no event of its own."""

from __future__ import annotations

import pytest
from told import Teller, tolls

ONE_ACT = [
    (
        "Russian drones hit Odesa overnight. A warehouse was set on fire and a woman was wounded by flying glass.",
        "DroneStrike",
    ),
    (
        "Gunmen attacked a checkpoint near Djibo on Monday. The assailants overran the position.",
        "Attack",
    ),
    (
        "An attack on Kidjou village left 15 people dead. They were killed as follows: seven men and eight women.",
        "Attack",
    ),
    ("Drones hit a refinery in Syzran on Friday. A source said at least five drones hit their target.", "DroneStrike"),
    ("Jets bombed Nyala airport, where a cargo plane was hit.", "Airstrike"),
    ("Insurgents killed 14 soldiers near Elwak and burned two trucks.", "Killing"),
    ("A drone hit a block of flats in Odesa. Rescuers pulled the body of a girl from the rubble.", "DroneStrike"),
    ("The lorry ran over an explosive device planted on the Elwak road, killing six reservists.", "LandmineExplosion"),
]


@pytest.mark.parametrize(("text", "type_"), ONE_ACT)
def test_an_act_is_told_once(tell: Teller, text: str, type_: str) -> None:
    assert tell(text).types == [type_]


def test_those_hurt_by_splinters_are_the_act_s(tell: Teller) -> None:
    event = tell("Rockets hit a school in Sderot. Two people were lightly injured by shrapnel.").event()
    assert [t.figure.min for t in event.tolls if t.outcome == "injured"] == [2]


NOTHING_DONE = [
    "Gunmen attacked a bank in Enugu. No one has been arrested.",
    "Gunmen attacked a bank in Enugu. No civilians were harmed.",
    "Gunmen attacked a bank in Enugu. Police said the accused were wanted men.",
    "Gunmen attacked a bank in Enugu and fled the reinforcements sent from Nsukka.",
    "Gunmen attacked a bank in Enugu. The army widens its campaign in the state.",
]


@pytest.mark.parametrize("text", NOTHING_DONE)
def test_what_was_not_done_is_no_event(tell: Teller, text: str) -> None:
    assert tell(text).types == ["Attack"]


def test_a_protest_is_told_by_what_is_done_in_it(tell: Teller) -> None:
    told = tell("In protest at the insecurity, young people barricaded the road to Butembo on Monday.")
    assert told.types == ["Blockade"]


def test_an_army_that_destroys_and_kills_attacks(tell: Teller) -> None:
    event = tell("The army said it had destroyed a convoy of RSF vehicles near Khuwei, killing 20 rebels.").event()
    assert event.type == "Attack"
    assert tolls(event) == [("rebels", 20, 20)]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Four civilians were killed and 12 injured by Russian glide bombs in Kostiantynivka on Monday.", "Airstrike"),
        ("Two men were killed and a child was wounded by a landmine in Jos.", "LandmineExplosion"),
    ],
)
def test_what_hurt_some_killed_the_others_too(tell: Teller, text: str, type_: str) -> None:
    event = tell(text).event()
    assert event.type == type_
    assert {t.outcome for t in event.tolls} == {"killed", "injured"}


def test_two_passives_of_one_subject_are_one_event(tell: Teller) -> None:
    event = tell("Eleven drones were intercepted and destroyed over Belgorod region on Monday.").event()
    assert (event.type, event.count and event.count.min) == ("Interception", 11)
    assert event.place is not None


def test_at_least_is_no_aim(tell: Teller) -> None:
    event = tell("Police shot at least four protesters in Mombasa on Monday.").event()
    assert [p.surface for p in event.targets] == ["protesters"]
