"""Sport, business, culture and disasters in the words of war: no events, but for what must be meant literally."""

from __future__ import annotations

import pytest
from told import Teller

OTHERS = [
    "Arsenal laid siege to the Chelsea goal, shelling the box with 24 crosses.\n\nTheir coach said two shots were "
    'cleared off the line. "We were ambushed," he joked.\n\nIn other matches, Leopards and Tusker clashed in Machakos.',
    "The price war between supermarket chains has claimed a third casualty.\n\nThe retailer shut its doors on Friday "
    "and released its last 60 workers.",
    "Exporters said a strike by clearing agents paralysed the port.\n\nIt ended after an agreement with the revenue "
    "authority.",
    "An earthquake struck northern Peru on Monday, killing 12 people.\n\nRescuers pulled the bodies of three children "
    "from the rubble.\n\nThousands fled their homes.",
    "Tea growers were hard hit by hail on Sunday.\n\nThe storm killed four people and displaced 1,200.",
    "Cholera killed 31 people in Sennar in a week.",
    "The director's new film captures the city.\n\nCritics attacked its bombing scene, shot in Malta.",
]


@pytest.mark.parametrize("text", OTHERS, ids=lambda text: text[:40])
def test_other_subjects_tell_of_no_event(tell: Teller, text: str) -> None:
    assert tell(text).types == []


LITERAL = [
    ("A bomb exploded at a football match in Kabul, killing two fans.", "Bombing"),
    ("Gunmen attacked the bus of a football club near Owerri and abducted its coach and three players.", "Attack"),
    ("Rebels attacked an oil pipeline in Bayelsa, and shares in the company fell four percent.", "Attack"),
    ("A film director was killed when a shell hit a cinema in Kharkiv.", "Shelling"),
    ("Security forces opened fire on striking workers over wages in Mahalla, killing two.", "Shooting"),
    ("Fighting and floods displaced 20,000 people in Jonglei in May.", "Displacement"),
    ("An earthquake struck Idlib on Monday.\n\nGovernment forces shelled Atareb hours later.", "Shelling"),
]


@pytest.mark.parametrize(("text", "type_"), LITERAL, ids=lambda value: value[:40])
def test_what_is_meant_literally_is_told_beside_other_subjects(tell: Teller, text: str, type_: str) -> None:
    assert type_ in tell(text).types
