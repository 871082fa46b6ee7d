"""Mentions: every name, group, place, time, figure and weapon of a text, with its words and what it refers to."""

from __future__ import annotations

import pytest
from told import Teller, Told

from kg.extract import Extractor

TEXT = (
    "On 4 February 2024 Boko Haram fighters attacked a market in Gwoza with rifles, killing 12 people, "
    "police chief Musa Bello said."
)


@pytest.fixture(params=["rules", "full"])
def told(request: pytest.FixtureRequest) -> Told:
    extractor: Extractor = request.getfixturevalue(request.param)
    return Teller(extractor)(TEXT)


def words(told: Told, type_: str) -> str:
    """All words of the mentions of a type, in the order of the text."""
    return " | ".join(mention.text for mention in told.extraction.mentions if mention.type == type_)


@pytest.mark.parametrize(
    ("type_", "expected"),
    [("Organisation", "Boko Haram"), ("Location", "Gwoza"), ("Temporal", "4 February 2024"), ("Person", "Musa Bello"),
     ("Weapon", "rifles"), ("Quantity", "12")],
)  # fmt: skip
def test_mentions_are_of_the_type_that_their_words_have(told: Told, type_: str, expected: str) -> None:
    assert expected in words(told, type_)


def test_a_mention_has_the_words_of_its_span(told: Told) -> None:
    for mention in told.extraction.mentions:
        assert told.text[mention.span.start : mention.span.end] == mention.text


def test_mentions_refer_to_entities_of_the_report(told: Told) -> None:
    referred = [mention.entity for mention in told.extraction.mentions if mention.entity is not None]
    assert referred
    assert set(referred) <= set(told.entities)


def test_no_mention_is_given_twice_and_all_stand_in_order(told: Told) -> None:
    found = [(mention.span, mention.type) for mention in told.extraction.mentions]
    assert len(found) == len(set(found))
    assert found == sorted(found)


def test_relations_between_mentions_join_mentions_of_the_text(told: Told) -> None:
    for relation in told.extraction.mention_relations:
        for span in (relation.source, relation.target):
            assert 0 <= span.start < span.end <= len(told.text)
        assert relation.source != relation.target


def test_events_of_both_pipelines_are_the_same(rules: Extractor, full: Extractor) -> None:
    one, other = Teller(rules)(TEXT), Teller(full)(TEXT)
    assert one.types == other.types == ["Attack"]
    assert one.named(one.event().agents) == other.named(other.event().agents) == ["Boko Haram"]
