"""What holds of every text that an extractor is given, however strange."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from told import PUBLISHED

from kg.errors import DataError
from kg.extract import Extractor
from kg.extract.extractor import load_pipeline
from kg.graph.ontology import entity_class, event_classes
from kg.model import Document, Event, Extraction, Participant, Span, Toll
from kg.register import load_register

SENTENCES = [
    "The Rapid Support Forces (RSF) shelled a market in Omdurman on Tuesday, killing 12 people, among them 4 children.",
    "“IS*IS” kil-led &quot;two&quot; men 10 km east of Mopti, Somali police said.",
    "- Gwoza: 20 raids killed 30 people.",
    "  o Pulka: 12 raids, 18 dead.",
    "The raids are distributed as follows:",
    "It denied the attack. Its fighters had left, he said, they said, we said.",
    "Iran-aligned militias, also known as the Resistance, fired drones at it.",
    "KYIV, Nov 8 (Wire) - Ukraine’s president Volodymyr Zelensky met Macron.",
    "The attack was the third since January; no one died, and 5-7 were hurt.",
    "killed killed killed the of and ( ) and",
    "Read also: ten killed in Kabul blast",
    "Boko Haram",
    "12",
    "The ",
    "الجيش قتل ثلاثة 😀 12\u200bmen",
    "X-backed and Y-backed groups of groups of the groups' group's",
    "At least 1,000, up to 2.5 million, between 3 and 5 or so died there then.",
]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.builds(
        str.join, st.sampled_from(["\n", " ", "\r\n\r\n", "\n\n", ""]), st.lists(st.sampled_from(SENTENCES), max_size=7)
    ),
)
DATES = st.sampled_from([PUBLISHED, None, "2024-02", "2023"])
FEW = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def inner_tolls(tolls: tuple[Toll, ...]) -> Iterator[Toll]:
    for toll in tolls:
        yield toll
        yield from inner_tolls(toll.including)


def check_participant(one: Participant, text: str, keys: set[str]) -> None:
    check_span(one.span, text)
    assert one.entity in keys
    assert one.surface


def check_span(span: Span, text: str) -> None:
    assert 0 <= span.start < span.end <= len(text)


def check_event(event: Event, text: str, keys: set[str], events: set[str]) -> None:
    assert event.type in event_classes()
    for span in (event.span, event.trigger, *event.evidence):
        check_span(span, text)
    assert event.span.covers(event.trigger)
    for one in (*event.agents, *event.targets, *event.claimants):
        check_participant(one, text, keys)
    assert len({one.entity for one in event.agents}) == len(event.agents)
    for weapon in event.weapons:
        check_span(weapon.span, text)
    if event.place is not None:
        check_span(event.place.span, text)
        assert event.place.entity in keys
    if event.time is not None:
        check_span(event.time.span, text)
        if event.time.earliest and event.time.latest:
            assert event.time.earliest <= event.time.latest
    for toll in inner_tolls(event.tolls):
        check_span(toll.span, text)
        assert toll.entity is None or toll.entity in keys
        figure = toll.figure
        assert figure.min is None or figure.max is None or 0 <= figure.min <= figure.max
    assert event.part_of is None or (event.part_of in events and event.part_of != event.key)
    assert 0 <= event.confidence <= 1


def check_no_circle(steps: dict[str, str | None]) -> None:
    """Whoever goes up from part to whole, or from place to larger place, comes to an end."""
    for start in steps:
        seen: set[str] = set()
        at: str | None = start
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = steps[at]


def check(extraction: Extraction) -> None:
    """Everything that the later stages rely on."""
    text = extraction.document.text
    keys = {entity.key for entity in extraction.entities}
    events = [event.key for event in extraction.events]
    assert len(keys) == len(extraction.entities)
    assert len(set(events)) == len(events)
    check_no_circle({event.key: event.part_of for event in extraction.events})
    check_no_circle({entity.key: entity.within for entity in extraction.entities})
    for entity in extraction.entities:
        assert entity_class(entity.type, entity.kind)
        assert {entity.within, entity.anchor} - {None} <= keys
    for event in extraction.events:
        check_event(event, text, keys, set(events))
    for mention in extraction.mentions:
        check_span(mention.span, text)
        assert text[mention.span.start : mention.span.end] == mention.text
        assert mention.entity is None or mention.entity in keys
    for relation in extraction.relations:
        assert {relation.subject, relation.object} <= keys
        for span in (relation.span, relation.subject_span, relation.object_span):
            check_span(span, text)


@FEW
@given(TEXTS, DATES)
@example("\n".join(SENTENCES), PUBLISHED)
@example("\r\n".join(SENTENCES), None)
@example("", None)
def test_the_rules_read_any_text_soundly(rules: Extractor, text: str, published: str | None) -> None:
    document = Document("any", text, published=published, publisher="Border Monitor")
    (one,) = rules.extract([document])
    (other,) = rules.extract([document])
    check(one)
    assert one == other


@FEW
@given(TEXTS, DATES)
@example("\n".join(SENTENCES), PUBLISHED)
def test_the_trained_component_reads_any_text_soundly(full: Extractor, text: str, published: str | None) -> None:
    document = Document("any", text, published=published)
    (one,) = full.extract([document])
    (other,) = full.extract([document])
    check(one)
    assert one == other


def test_a_new_extractor_reads_the_same(rules: Extractor) -> None:
    document = Document("any", "\n\n".join(SENTENCES), published=PUBLISHED)
    assert list(Extractor(load_register(), "rules").extract([document])) == list(rules.extract([document]))


def test_documents_come_in_their_order_and_read_the_same_as_alone(rules: Extractor) -> None:
    documents = [Document(f"d{i}", sentence, published=PUBLISHED) for i, sentence in enumerate(SENTENCES * 3)]
    together = list(rules.extract(documents))
    assert [extraction.document.id for extraction in together] == [document.id for document in documents]
    assert together[5:9] == [next(iter(rules.extract([document]))) for document in documents[5:9]]


def test_documents_are_taken_as_they_are_needed(rules: Extractor) -> None:
    taken: list[int] = []

    def endless() -> Iterator[Document]:
        for number in range(10_000):
            taken.append(number)
            yield Document(f"d{number}", "Boko Haram", published=PUBLISHED)

    next(iter(rules.extract(endless())))
    assert len(taken) < 100


def test_the_words_of_a_participant_stand_in_the_given_text_whatever_was_cleaned(rules: Extractor) -> None:
    text = "“IS*IS” fighters kil-led &quot;two&quot; policemen near Mosul."
    (extraction,) = rules.extract([Document("d", text, published=PUBLISHED)])
    (event,) = extraction.events
    assert text[event.trigger.start : event.trigger.end] == "kil-led"
    (agent,) = event.agents
    assert "IS*IS" in text[agent.span.start : agent.span.end]
    assert event.place is not None
    assert text[event.place.span.start : event.place.span.end] == "Mosul"


def test_a_model_that_is_missing_or_lacks_a_parser_is_named() -> None:
    with pytest.raises(DataError, match="'no_such_model' is not installed"):
        load_pipeline("no_such_model", "rules")
