"""Words of kind and part around a name say what it is and how a place lies to it."""

from __future__ import annotations

import pytest

from kg.link.typewords import Reading, load_features


@pytest.mark.parametrize(
    ("phrase", "last"),
    [
        ("Homs governorate", Reading("Homs", ("first",))),
        ("the city of Homs", Reading("Homs", ("settlement",))),
        ("Homs desert", Reading("Homs", ("first", "district"), "within")),
        ("western Euphrates", Reading("Euphrates", (), "within")),
        ("Al-Kharata oil field", Reading("Al-Kharata", (), "near", 25.0)),
        ("northern Aleppo countryside", Reading("Aleppo", ("first", "district"), "within")),
        ("Kursk", Reading("Kursk")),
    ],
)
def test_a_phrase_is_read_down_to_its_name(phrase: str, last: Reading) -> None:
    readings = load_features().readings(phrase)
    assert readings[0].name == phrase
    assert readings[-1] == last


def test_a_word_of_kind_alone_is_no_name() -> None:
    assert [reading.name for reading in load_features().readings("desert")] == ["desert"]


def test_a_division_is_known_without_its_word_of_kind() -> None:
    assert load_features().bare("Kurskaya oblast'") == "Kurskaya"
    assert load_features().bare("Homs") is None
