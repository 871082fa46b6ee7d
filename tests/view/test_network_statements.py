"""Words of a report within their sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.view.statements import Report


def around(text: str, words: str) -> tuple[str, str]:
    start = text.index(words)
    return Report("iri", "report.txt", None, None, None, None, text).around(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "words", "before", "after"),
    [
        ("It rained. Rebels shelled a town, he said. Then they left.", "shelled a town", "Rebels ", ", he said."),
        ("It rained. Rebels left. Nobody died.", "Rebels left.", "", ""),
        ("Heading\n\nRebels left", "left", "Rebels ", ""),
        ("“Go!” they said. Rebels left.", "they said", "", "."),
        ("", "", "", ""),
    ],
)
def test_the_sentence_around_some_words_is_what_stands_between_two_ends(
    text: str, words: str, before: str, after: str
) -> None:
    assert around(text, words) == (before, after)


def test_a_sentence_without_end_is_cut_with_a_mark() -> None:
    before, after = around("word " * 200 + "HERE" + " word" * 200, "HERE")
    assert before.startswith("…")
    assert after.endswith("…")
    assert len(before) <= 301
    assert len(after) <= 301


@given(st.text(alphabet="ab. !\n”", max_size=60), st.data())
def test_the_words_around_are_those_of_the_report(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, after = Report("iri", "report.txt", None, None, None, None, text).around(start, end)
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
