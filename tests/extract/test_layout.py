"""Which lines of a report are prose, of which kind, and which are furniture of the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.layout import Block, blocks


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks(text)]


def prose(text: str) -> list[str]:
    return [words for _, words in kinds(text)]


REPORT = """Rocket fire on Sderot

Three rockets fell on the town at dawn.

Aftermath in the south

Nobody was hurt, medics said.
"""


def test_a_report_has_a_headline_paragraphs_and_headings() -> None:
    assert kinds(REPORT) == [
        ("headline", "Rocket fire on Sderot"),
        ("paragraph", "Three rockets fell on the town at dawn."),
        ("heading", "Aftermath in the south"),
        ("paragraph", "Nobody was hurt, medics said."),
    ]


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_other_line_ends_give_the_same_blocks(ends: str) -> None:
    assert kinds(REPORT.replace("\n", ends)) == kinds(REPORT)


def test_a_headline_in_parts_is_several_headlines() -> None:
    text = "Gao clashes | Toll rises to nine\n\nFighting went on in Gao on Monday.\n"
    assert kinds(text)[:2] == [("headline", "Gao clashes"), ("headline", "Toll rises to nine")]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("BAMAKO, Mali, Feb 3 (Sahel Wire) - Gunmen attacked a village.", "Gunmen attacked a village."),
        ("GOMA (12 May 2024) - Rebels took a hill.", "Rebels took a hill."),
        ("PORT-AU-PRINCE — Gangs burned a clinic.", "Gangs burned a clinic."),
        ("ADEN, Yemen -- A mine went off.", "A mine went off."),
        ("UPDATE: Two soldiers died in Agadez.", "Two soldiers died in Agadez."),
        ("Srinagar, Jul 4 (VNS) Two gunmen fled.", "Two gunmen fled."),
        ("Katsina, Dec. 3, 2024 (VNS) Suspected bandits fled.", "Suspected bandits fled."),
        ("Quito, Mar 2 (VNS).- Two officers died.", "Two officers died."),
        ("IMPHAL, Sep 13: A volunteer was killed.", "A volunteer was killed."),
        ("YEREVAN. Mar 3 (VNS) - A soldier was killed.", "A soldier was killed."),
        ("June 3, 2024 (NYALA) - Shells fell on a market.", "Shells fell on a market."),
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(line: str, sentence: str) -> None:
    assert prose(line + "\n") == [sentence]


@pytest.mark.parametrize(
    "line",
    [
        "Moscow - not Kyiv - said so on Monday.",
        "Rebels - most of them boys - fled.",
        "The army (FARDC) - it says - won.",
        "Rebels took Goma on May 3 (Friday) and held it.",
    ],
)
def test_a_dash_in_a_sentence_makes_no_dateline(line: str) -> None:
    assert prose(line + "\n") == [line]


def test_list_lines_bear_their_depth_and_their_label() -> None:
    text = (
        "The raids by district:\n"
        "- Mopti: four raids, nine dead.\n"
        "  - Douentza: three raids.\n"
        "    o Boni: one raid.\n"
        "- Gao: two raids.\n"
    )
    found = blocks(text)
    assert [(block.kind, block.level) for block in found] == [
        ("paragraph", 0), ("item", 0), ("item", 1), ("item", 2), ("item", 0),
    ]  # fmt: skip
    assert [text[slice(*block.label)] for block in found if block.label] == ["Mopti", "Douentza", "Boni", "Gao"]
    assert text[found[1].start : found[1].end] == "four raids, nine dead."


@pytest.mark.parametrize("bullet", ["-", "*", "•", "◦", "1.", "(a)", "iii)"])
def test_lines_with_any_bullet_are_items(bullet: str) -> None:
    text = f"Incidents this week.\n\n{bullet} Mortar fire struck a school in Donetsk.\n"
    assert kinds(text)[-1] == ("item", "Mortar fire struck a school in Donetsk.")


def test_a_label_before_a_paragraph_is_kept_apart() -> None:
    text = "Weekly notes on the war\n\nNorth Darfur: Shelling killed six people in El Fasher.\n"
    block = blocks(text)[-1]
    assert block.label is not None
    assert text[slice(*block.label)] == "North Darfur"
    assert text[block.start : block.end] == "Shelling killed six people in El Fasher."


def test_who_says_so_before_a_colon_is_no_label() -> None:
    text = "Weekly notes on the war\n\nThe mayor said: Shelling killed six people.\n"
    assert blocks(text)[-1].label is None


def test_lines_wrapped_at_a_fixed_width_are_one_paragraph() -> None:
    text = (
        "Notes of the day\n\n"
        "Fighters of the Lord's Resistance Army crossed the river near Obo on Tuesday\n"
        "night and took food and medicine from two shops before they left for the\n"
        "forest, residents said.\n"
    )
    assert len(blocks(text)) == 2


def test_sentences_on_lines_of_their_own_stay_apart_from_a_heading() -> None:
    text = "Daily notes\n\nA drone fell on a farm.\nTwo cows died.\n"
    assert [kind for kind, _ in kinds(text)] == ["headline", "paragraph", "paragraph"]


FURNITURE = [
    "Home | World | Africa | Sport",
    "Read also: Twelve dead in Ituri raid",
    "READ MORE: Army shells village in Shan State",
    "Subscribe to our newsletter to get updates on attacks",
    "© 2024 Border Post. All rights reserved.",
    "Photo: Soldiers killed two rebels near Bria, file picture",
    "[Photo: a burned-out tank]",
    "A soldier guards a bridge bombed by rebels (Photo: Border Post)",
    "By Amina Diallo",
    "Published on 3 May 2024",
    "Share on Facebook",
    "Related stories",
    "Advertisement",
    "https://borderpost.example/killed-in-ambush",
    "#Sudan #RSF",
    "5 min read",
    "12 comments",
    "Tags: bombing, Kabul, ISKP",
    "Trending: Shelling kills five in Lyman - Rebels seize border town - Strike at port called off",
    "Most read: Protesters storm parliament; Ten killed in bus crash; Army retakes hill",
    "***",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_of_the_page_is_no_prose(line: str) -> None:
    text = f"Ambush near Bria\n\nRebels ambushed a patrol on Sunday.\n\n{line}\n\nTwo men were hurt in it.\n"
    assert prose(text) == ["Ambush near Bria", "Rebels ambushed a patrol on Sunday.", "Two men were hurt in it."]


def test_link_lists_are_left_out_until_a_sentence_comes() -> None:
    text = (
        "Ambush near Bria\n\nRebels ambushed a patrol on Sunday.\n\nRead also\n"
        "Bomb kills four in Kano\nGang boss shot dead in Cali\n\nThe patrol was back at its base by noon.\n"
    )
    assert prose(text)[-1] == "The patrol was back at its base by noon."
    assert not any("Kano" in words or "Cali" in words for words in prose(text))


def test_nothing_behind_the_tail_of_a_page_is_read() -> None:
    text = "Ambush near Bria\n\nRebels ambushed a patrol.\n\nAbout the author\n\nHe was shot in Grozny in 1995.\n"
    assert prose(text)[-1] == "Rebels ambushed a patrol."


@pytest.mark.parametrize("text", ["", " \n\t\n", "\r\n\r\n", "***\n---\n"])
def test_a_text_without_prose_has_no_blocks(text: str) -> None:
    assert blocks(text) == []


LINES = st.sampled_from(
    [*FURNITURE, "- Gao: two raids.", "  o Ansongo: one raid, no dead.", "Rebels took the hill at noon.", "A heading",
     "## Marked heading", "BAMAKO, Feb 3 (Wire) - Gunmen came.", "", " ", ":", "- ", "label:", "* * *",
     "lower case goes on", "Who | what | where", "A | b", "**Bold**", "=== x ===", "(a) Gao: (b) Mopti: three."]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=120),
        st.builds(str.join, st.sampled_from(["\n", "\r\n", "\n\n"]), st.lists(LINES, max_size=12)),
    )
)
def test_blocks_lie_in_the_text_in_order_without_overlaps(text: str) -> None:
    at = 0
    for block in blocks(text):
        assert isinstance(block, Block)
        if block.label is not None:
            assert at <= block.label[0] < block.label[1] <= block.start
        assert at <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip() != ""
        assert block.level >= 0
        at = block.end
