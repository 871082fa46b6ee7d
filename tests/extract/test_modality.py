"""What is done, planned or only sought, and who says so at the end of a sentence."""

from __future__ import annotations

import pytest
from told import Teller

DONE = [
    ("The army killed 40 militants in a planned operation conducted on Sunday in Galgaduud.", "2024-06-02"),
    ("One of the gunmen was killed in Baalbek; he was wanted under several arrest warrants.", None),
]


@pytest.mark.parametrize(("text", "time"), DONE)
def test_what_was_done_is_not_planned(tell: Teller, text: str, time: str | None) -> None:
    event = tell(text, published="2024-06-05").event()
    assert event.modality == "asserted"
    assert (event.time.edtf if event.time else None) == time


def test_what_is_avenged_has_happened(tell: Teller) -> None:
    told = tell("The rebels sought revenge for the arrest of two suspects in Yala.")
    assert [e.modality for e in told.extraction.events if e.type == "Arrest"] == ["asserted"]


def test_those_sent_to_rescue_have_not_rescued_yet(tell: Teller) -> None:
    told = tell("A joint team had been deployed to rescue the kidnapped pupils in Kuriga.")
    assert [e.modality for e in told.extraction.events if e.type == "Release"] in ([], ["planned"])


AT_THE_END = [
    (
        "A junta jet dropped two bombs on Tabayin, a town some six miles west of Pale in the Sagaing region, residents "
        "and a local defence force said Thursday.",
        ["Tabayin"],
    ),
    ("A fighter jet bombed Nyaung Kone, a village west of Pale, residents said.", ["Nyaung Kone"]),
    ("Rebels seized the town of Sake, near Goma, on Friday, the governor, Jean Bamanisa, told reporters.", ["Sake"]),
]


@pytest.mark.parametrize(("text", "targets"), AT_THE_END)
def test_who_says_so_at_the_end_is_no_target(tell: Teller, text: str, targets: list[str]) -> None:
    event = tell(text).event()
    assert [p.surface for p in event.targets] == targets
    assert event.claimants


def test_arms_that_are_taken_are_not_abducted(tell: Teller) -> None:
    told = tell("Two men were held in Arsal and a quantity of ammunition was seized after snatching a wireless set.")
    assert not [t for e in told.extraction.events for t in e.tolls if t.outcome == "abducted"]
