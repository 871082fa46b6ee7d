"""Tables of incidents: a row tells in one cell what happened, in others when and where."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import Teller, tolls

from kg.extract.layout import blocks
from kg.extract.table_rows import rows

LINES = st.lists(st.text(alphabet="abc D1|\t-. ", max_size=40), max_size=6)

WRITTEN = {
    "bars": """Incidents, week 19

Date | Location | Incident
2 May 2024 | Fada | Gunmen attacked a police post, killing three officers.
4 May 2024 | Diapaga | An army drone strike killed 12 fighters near the town.
""",
    "bars at both ends": """Incidents, week 19

| Date | Location | Incident |
|---|---|---|
| 2 May 2024 | Fada | Gunmen attacked a police post, killing three officers. |
| 4 May 2024 | Diapaga | An army drone strike killed 12 fighters near the town. |
""",
    "tabs": """Incidents, week 19

Date\tLocation\tIncident
2 May 2024\tFada\tGunmen attacked a police post, killing three officers.
4 May 2024\tDiapaga\tAn army drone strike killed 12 fighters near the town.
""",
    "what happened first": """Incidents, week 19

What happened | Where | When
Gunmen attacked a police post, killing three officers. | Fada | 2 May 2024
An army drone strike killed 12 fighters near the town. | Diapaga | 4 May 2024
""",
}


@pytest.mark.parametrize("written", WRITTEN)
def test_a_row_gives_its_event_the_place_and_day_of_its_other_cells(tell: Teller, written: str) -> None:
    told = tell(WRITTEN[written])
    assert [(e.type, e.place and e.place.surface, e.time and e.time.edtf) for e in told.extraction.events] == [
        ("Attack", "Fada", "2024-05-02"),
        ("DroneStrike", "Diapaga", "2024-05-04"),
    ]
    assert [tolls(event) for event in told.extraction.events] == [[("officers", 3, 3)], [("fighters", 12, 12)]]
    assert not any("May" in entity.name or "|" in entity.name for entity in told.extraction.entities)


def test_a_row_speaks_of_the_place_that_it_names_itself(tell: Teller) -> None:
    told = tell(
        "5 May 2024 | Hodeidah | Houthi rebels shelled the village of Hays, wounding two children.\n"
        "6 May 2024 | Taiz | A landmine killed a shepherd.\n"
    )
    assert [event.place and event.place.surface for event in told.extraction.events] == ["Hays", "Taiz"]


def test_a_headline_with_the_name_of_the_paper_is_no_row() -> None:
    text = "Army retakes hill from rebels | The Border Post\n\nThe army retook a hill on Sunday, officials said.\n"
    assert [block.kind for block in blocks(text)] == ["headline", "headline", "paragraph"]


def test_a_table_of_figures_holds_no_prose() -> None:
    assert blocks("| Province | Killed |\n|---|---|\n| Homs | 12 |\n| Aleppo | 4 |\n") == []


@given(LINES)
def test_cells_lie_in_their_line_in_order(lines: list[str]) -> None:
    found = rows(lines)
    assert len(found) == len(lines)
    for line, row in zip(lines, found, strict=True):
        if row is not None:
            label, prose = row
            spans: list[tuple[int, int]] = sorted([*([label] if label else []), *prose])
            assert all(0 <= a < b <= len(line) for a, b in spans)
            assert all(one[1] <= other[0] for one, other in pairwise(spans))
            assert all(not {"|", "\t"} & set(line[a:b]) for a, b in prose)
