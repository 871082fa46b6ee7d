"""Memory does not grow with what is read, and readings that go on at the same time do not disturb each other."""

import pytest

from kg.extract import Extractor, vocabulary_zone
from kg.model import Document
from kg.register import load_register


@pytest.fixture
def extractor(monkeypatch: pytest.MonkeyPatch) -> Extractor:
    """One whose zone ends after a few words."""
    monkeypatch.setattr(vocabulary_zone, "MOST_NEW_WORDS", 5)
    return Extractor(load_register(None))


def reports(name: str) -> list[Document]:
    """Forty reports, more than a batch, each with a name of its own."""
    letters = [chr(97 + one) + chr(97 + two) for one in range(5) for two in range(8)]
    return [
        Document(id=f"{name}-{some}", text=f"Gunmen killed two men in the village of {name}{some} on Monday.")
        for some in letters
    ]


def test_words_that_were_let_go_are_told_from_others_when_they_come_again(extractor: Extractor) -> None:
    first = list(extractor.extract(reports("Qarvo")))
    strings = len(extractor.nlp.vocab.strings)
    for name in ("Belmur", "Tiskan", "Qarvo"):
        said = list(extractor.extract(reports(name)))
        assert [len(one.events) for one in said] == [1] * 40
    assert said == first
    assert len(extractor.nlp.vocab.strings) - strings < 200


def test_two_readings_at_once_are_what_they_are_one_after_the_other(extractor: Extractor) -> None:
    one, other = reports("Hadrun"), reports("Maskel")
    apart = [*extractor.extract(one)], [*extractor.extract(other)]
    together = list(zip(extractor.extract(one), extractor.extract(other), strict=True))
    assert ([a for a, _ in together], [b for _, b in together]) == apart
    assert all(len(said.events) == 1 for said in apart[0])
