"""Errors that the parser makes in reports' sentences are mended, and right parses are left alone."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Token

from kg.extract.extractor import DEFAULT_MODEL, load_pipeline
from kg.extract.parse_repair import repair


@pytest.fixture(scope="module")
def mended() -> Language:
    return load_pipeline(DEFAULT_MODEL, "rules")


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(DEFAULT_MODEL)


def word(nlp: Language, text: str, form: str) -> Token:
    return next(token for token in nlp(text) if token.text == form)


@pytest.mark.parametrize(
    ("text", "form", "label", "head"),
    [
        ("The RSF lobbed mortars at a market in Omdurman.", "RSF", "nsubj", "lobbed"),
        ("The army and the RSF fought street battles in Bahri.", "army", "nsubj", "fought"),
        ("Eleven women were gang-raped by men in uniform near Goma.", "women", "nsubjpass", "raped"),
        ("At least 23 people were killed and 50 others injured in an attack.", "others", "nsubjpass", "injured"),
        ("The driver was killed and a nurse abducted.", "nurse", "nsubjpass", "abducted"),
        ("Pakistani shelling across the line killed 16 civilians, the army said.", "shelling", "nsubj", "killed"),
    ],
)
def test_who_does_what_to_whom_is_mended(mended: Language, text: str, form: str, label: str, head: str) -> None:
    token = word(mended, text, form)
    assert (token.dep_, token.head.text) == (label, head)


@pytest.mark.parametrize(
    "text",
    [
        "The mayor and the wounded soldiers left.",
        "Rebels captured the town on Sunday.",
        "The drone used in the attack was found.",
        "Twelve civilians were killed in the fighting and thousands fled towards Pinga.",
    ],
)
def test_a_right_parse_is_left_alone(mended: Language, plain: Language, text: str) -> None:
    assert [(t.dep_, t.head.i) for t in mended(text)] == [(t.dep_, t.head.i) for t in plain(text)]


WORDS = [
    "the", "rebels", "army", "shelling", "killed", "were", "wounded", "and", "50", "others", "dead", "shot", "by",
    "mortars", "fired", "RSF", "in", "Goma", ",", ".", "that",
]


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=18))
def test_whatever_is_mended_stays_a_tree(plain: Language, words: list[str]) -> None:
    doc = repair(plain(" ".join(words)))
    for token in doc:
        seen = set()
        while token.head.i != token.i:
            assert token.i not in seen
            seen.add(token.i)
            token = token.head
