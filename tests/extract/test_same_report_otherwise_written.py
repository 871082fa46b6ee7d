"""That what a report says does not depend on how its file is written, or on what stands around it on a page."""

from __future__ import annotations

import pytest
from told import Teller

REPORT = """Nine dead as gunmen raid market near Kaya

OUAGADOUGOU, March 6 (Frontier Wire) - Masked gunmen raided a market near Kaya on Tuesday and killed nine traders, \
the governor's office said. The region's "worst day" came a week after a roadside bomb.

- Kaya: two attacks, nine dead.
- Dori: One ambush killed three soldiers of Burkina Faso's army.

JNIM said on its channels that it had shelled a base in Djibo on 4 March, wounding five soldiers.
"""
FURNITURE_BEFORE = "Home | Africa | World | Sport\n\nSubscribe to our newsletter for war news\n\n"
FURNITURE_BEHIND = "\nRead also: Bomb kills 40 in Kano\n\n© 2024 Frontier Wire. All rights reserved.\n"
Tolls = tuple[tuple[str, int | None, int | None], ...]
Fact = tuple[str, tuple[str, ...], tuple[str, ...], str | None, str | None, Tolls]


def facts(tell: Teller, text: str) -> list[Fact]:
    """All that events say, without offsets."""
    told = tell(text)
    return [
        (
            event.type,
            tuple(told.named(event.agents)),
            tuple(told.named(event.targets)),
            event.place and event.place.surface,
            event.time and event.time.edtf,
            tuple((toll.outcome, toll.figure.min, toll.figure.max) for toll in event.tolls),
        )
        for event in told.extraction.events
    ]


def test_the_report_says_something_of_each_kind(tell: Teller) -> None:
    found = facts(tell, REPORT)
    assert len(found) >= 4
    assert {"Ambush", "Shelling"} <= {fact[0] for fact in found}


WAYS = {
    "Windows line ends": REPORT.replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + REPORT,
    "typographic quotes": REPORT.replace('"worst day"', "“worst day”").replace("'", "’"),
    "HTML entities": REPORT.replace('"', "&quot;").replace("'", "&#39;"),
    "non-breaking spaces": REPORT.replace("nine traders", "nine\u00a0traders"),
    "soft hyphens": REPORT.replace("soldiers", "sol\u00addiers"),
    "words split against filters": REPORT.replace("killed", "kil-led").replace("bomb", "b*mb"),
    "more blank lines": REPORT.replace("\n\n", "\n\n\n\n"),
    "other bullets": REPORT.replace("\n- ", "\n• "),
    "no last line end": REPORT.rstrip("\n"),
    "a page around it": FURNITURE_BEFORE + REPORT + FURNITURE_BEHIND,
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_report_otherwise_written_says_the_same(tell: Teller, way: str) -> None:
    assert facts(tell, WAYS[way]) == facts(tell, REPORT)


def test_a_report_says_the_same_whatever_was_read_before_it(tell: Teller) -> None:
    first = facts(tell, REPORT)
    facts(tell, "The Arakan Army attacked a base in Minbya. The group captured 40 soldiers.")
    assert facts(tell, REPORT) == first
