"""How texts are cut for the encoder: whole sentences in windows, each word with its place in the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from kg.extract.mention_model import MODEL
from kg.extract.wordpieces import SHAPES, WindowCutter, form


def cutter(max_pieces: int = 32) -> WindowCutter:
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    return WindowCutter(tokenizer, max_pieces=max_pieces, abbreviations=["gen", "no"])


CUTTER = cutter()


def sentences(text: str) -> list[str]:
    found: dict[int, tuple[int, int]] = {}
    for window in cutter(128).cut(text):
        for (start, end), number in zip(window.words, window.sentence, strict=True):
            found[number] = (found.get(number, (start, end))[0], end)
    return [text[start:end] for start, end in found.values()]


@pytest.mark.parametrize(
    ("word", "number"),
    [("army", 0), ("Army", 1), ("RSF", 2), ("I", 3), ("eBay", 4), ("2024", 5), ("F16", 6), ("—", 7), ("e\u0301a", 8)],
)
def test_the_form_of_a_word_is_told_apart(word, number):
    assert form(word) == number


def test_a_sentence_ends_at_its_point_not_at_an_abbreviation_an_initial_or_a_figure():
    text = "Gen. J. Okot of the U.S. Army spoke. He named No. 7 and 3.5 million. “Why?” She left."
    assert sentences(text) == [
        "Gen. J. Okot of the U.S. Army spoke.",
        "He named No. 7 and 3.5 million.",
        "“Why?”",
        "She left.",
    ]


def test_lines_end_sentences_whatever_their_line_ends():
    assert sentences("Two raids\r\n- in Goma\n\n- in Bunia\x0bend") == ["Two raids", "- in Goma", "- in Bunia", "end"]


def test_a_window_stays_in_its_line_unless_told_otherwise():
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    wide = WindowCutter(tokenizer, max_pieces=64, abbreviations=[], across_lines=True)
    assert len(CUTTER.cut("One line.\nAnother.\n")) == 2
    assert len(wide.cut("One line.\nAnother.\n")) == 1


def test_windows_hold_whole_sentences_where_these_fit():
    text = "The army shelled the town again. " * 12
    windows = CUTTER.cut(text)
    assert len(windows) > 1
    for window in windows:
        assert text[window.words[-1][0]] == "."
        assert len(window.ids) <= 32


def test_a_sentence_longer_than_a_window_is_parted_with_no_word_lost():
    text = "and then " * 100
    windows = CUTTER.cut(text)
    assert sum(len(w.words) for w in windows) == 200
    assert len({n for w in windows for n in w.sentence}) == 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_words_lie_in_the_text_in_order_and_windows_keep_their_bounds(text):
    at = 0
    for window in CUTTER.cut(text):
        assert 2 < len(window.ids) == len(window.shapes) <= 32
        assert len(window.words) == len(window.first) == len(window.sentence)
        assert max(window.shapes) < SHAPES
        assert list(window.first) == sorted(set(window.first))
        for start, end in window.words:
            assert at <= start < end <= len(text)
            at = end


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["Rebels", "U.S.", "fled", "to", "Goma", "(12)", "don't"]), min_size=1, max_size=40))
def test_every_character_that_is_no_space_belongs_to_a_word(words):
    text = "  ".join(words)
    covered = {i for w in CUTTER.cut(text) for start, end in w.words for i in range(start, end)}
    assert covered == {i for i, c in enumerate(text) if not c.isspace()}
