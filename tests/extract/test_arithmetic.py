"""What makes the networks faster changes nothing in what they find, and a text does not depend on its neighbours."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from thinc.api import NumpyOps

from kg.extract import extractor, transitions
from kg.extract.arithmetic import RowsOnce, RowwiseOps
from kg.extract.attribute_rules import KeptAttributes, KeptLemmas
from kg.extract.extractor import DEFAULT_MODEL, load_pipeline

GOLD = Path(__file__).resolve().parents[1] / "gold" / "dev"
ROWS = arrays.arrays(np.uint64, st.tuples(st.integers(1, 30), st.just(4)), elements=st.integers(0, 5))


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(GOLD.glob("*.txt"))[:8]]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline(DEFAULT_MODEL, "rules")


@pytest.fixture(scope="module")
def bare() -> Language:
    """The same pipeline as spaCy runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extractor, "hasten", lambda nlp: None)
        return load_pipeline.__wrapped__(DEFAULT_MODEL, "rules")


def test_words_get_what_spacy_alone_gives_them(nlp: Language, bare: Language, texts: list[str]) -> None:
    for ours, theirs in zip(nlp.pipe(texts), bare.pipe(texts), strict=True):
        assert _told(ours) == _told(theirs)
        np.testing.assert_allclose(ours.tensor, theirs.tensor, atol=1e-4)


def test_odd_texts_get_what_spacy_alone_gives_them(
    nlp: Language, bare: Language, texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transitions, "LONGEST", 150)
    monkeypatch.setattr(transitions, "MOST_WORDS", 60)
    odd = ["", " ", "  \n ", "There are two. Gon na go.\tLet's  go , y' all", "it", *texts, "", "They've shelled it."]
    assert [_told(doc) for doc in nlp.pipe(odd)] == [_told(doc) for doc in bare.pipe(odd)]
    assert _told(nlp(odd[3])) == _told(bare(odd[3]))


def test_the_attributes_of_words_are_the_same_when_some_have_been_dropped(nlp: Language, texts: list[str]) -> None:
    without = spacy.load(DEFAULT_MODEL, exclude=["attribute_ruler", "lemmatizer", "ner"])
    bare = spacy.load(DEFAULT_MODEL)
    ruler = cast("AttributeRuler", bare.get_pipe("attribute_ruler"))
    lemmatizer = cast("EnglishLemmatizer", bare.get_pipe("lemmatizer"))
    forgetful, without_lemmas = KeptAttributes(ruler, most=10), KeptLemmas(lemmatizer, most=10)
    for text in [*texts, *texts]:
        ours, theirs = without(text), without(text)
        assert [t.morph for t in forgetful(ours)] == [t.morph for t in ruler(theirs)]
        assert [(t.pos, t.lemma, t.tag, t.dep) for t in ours] == [(t.pos, t.lemma, t.tag, t.dep) for t in theirs]
        assert [t.lemma_ for t in without_lemmas(ours)] == [t.lemma_ for t in lemmatizer(theirs)]


def _told(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.dep_, t.head.i, t.lemma_, t.is_sent_start, t.ent_iob_, t.ent_type_)
        for t in doc
    ]


def test_a_text_gets_the_same_whatever_its_neighbours(nlp: Language, texts: list[str]) -> None:
    """Vectors up to rounding: OpenBLAS's kernels for AVX2 add in an order that depends on a row's place."""
    sentences = [part for text in texts for part in text.split(". ")][:100]
    together = list(nlp.pipe(sentences, batch_size=64))
    for alone, among in zip((nlp(sentence) for sentence in reversed(sentences)), reversed(together), strict=True):
        assert _told(alone) == _told(among)
        np.testing.assert_allclose(alone.tensor, among.tensor, atol=1e-5)


@given(ROWS, ROWS)
def test_rows_come_as_computed(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> None:
    def compute(rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
        return rows * np.uint64(3) + np.uint64(1)

    for most in (1, 7, 1000):
        once = RowsOnce(compute, most)
        for rows in (first, second, first):
            assert np.array_equal(once(rows), compute(rows))


def test_a_row_is_computed_once_until_too_many_are_kept() -> None:
    seen: list[int] = []

    def compute(rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
        seen.extend(int(row[0]) for row in rows)
        return rows

    once = RowsOnce(compute, most=3)
    for number in (1, 2, 1, 2, 3, 3, 4, 1):
        once(np.array([[number, 0]], dtype=np.uint64))
    assert seen == [1, 2, 3, 4, 1]


@pytest.mark.parametrize("rows", [1, 2, 63, 64, 200])
@pytest.mark.parametrize("transposed", [(False, True), (False, False), (True, False)])
def test_products_are_those_of_any_other_library(rows: int, transposed: tuple[bool, bool]) -> None:
    random = np.random.default_rng(rows)
    x, y = random.standard_normal((rows, 96), np.float32), random.standard_normal((96, 50), np.float32)
    x, y = (np.ascontiguousarray(one.T) if turned else one for one, turned in zip((x, y), transposed, strict=True))
    given_options = {"trans1": transposed[0], "trans2": transposed[1]}
    expected = NumpyOps(use_blis=True).gemm(x, y, **given_options)
    found = RowwiseOps(use_blis=False).gemm(x, y, **given_options)
    np.testing.assert_allclose(found, expected, atol=1e-3)
    out = np.empty_like(expected)
    assert RowwiseOps(use_blis=False).gemm(x, y, out=out, **given_options) is out
    np.testing.assert_allclose(out, expected, atol=1e-3)
