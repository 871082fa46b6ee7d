"""The grammar under dates and figures: words, phrases, patterns, and what a faulty data file is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.extract import lexicon
from kg.extract.cascade import Grammar, Hit, _needed
from kg.extract.figure_readings import FigureGrammar
from kg.extract.time_readings import TimeGrammar

TOY = """
[words.ANIMAL]
entries = { cat = 4, "guinea pig" = 4, hen = 2 }
[words.NAME]
case = "title"
entries = ["Tom"]
[words.AND]
entries = ["and"]
[sets]
BEING = ["ANIMAL", "NAME"]
[macros]
PAIR = "one:BEING AND two:BEING"
[[pair]]
pattern = "$PAIR !AND"
reading = "pair"
[[pair]]
pattern = "one:ANIMAL"
reading = "legs"
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def build(source: str = TOY) -> Grammar:
        (tmp_path / "toy.toml").write_text(source, encoding="utf-8")
        monkeypatch.setattr(lexicon, "DATA", tmp_path)
        lexicon.read_toml.cache_clear()
        readings = {
            "pair": lambda hit: (hit["one"], hit["two"]),
            "legs": lambda hit: hit["one"] if hit["one"] > 2 else None,
        }
        return Grammar("toy.toml", readings, ("pair",), ("FOLDED",))

    yield build
    lexicon.read_toml.cache_clear()


def surfaces(hits: list[Hit]) -> list[str]:
    return [hit.tokens.surface(hit.first, hit.last - 1) for hit in hits]


def test_the_longest_match_is_served_first(toy) -> None:
    grammar = toy()
    hits = grammar.find("pair", grammar.tokenise("a cat and Tom saw a guinea  pig"))
    assert surfaces(hits) == ["cat and Tom", "guinea  pig"]
    assert [hit.value for hit in hits] == [(4, True), 4]


def test_a_reading_can_refuse(toy) -> None:
    grammar = toy()
    assert grammar.find("pair", grammar.tokenise("one hen")) == []


def test_names_count_only_with_their_capital(toy) -> None:
    grammar = toy()
    assert surfaces(grammar.find("pair", grammar.tokenise("TOM and Cat"))) == ["TOM and Cat"]
    assert surfaces(grammar.find("pair", grammar.tokenise("tom and Cat"))) == ["Cat"]


def test_a_pattern_can_forbid_what_follows(toy) -> None:
    grammar = toy()
    assert surfaces(grammar.find("pair", grammar.tokenise("Tom and Tom and"))) == []


def test_folding_puts_one_token_in_the_place_of_a_hit(toy) -> None:
    grammar = toy()
    tokens = grammar.tokenise("see cat and Tom run")
    folded = grammar.fold(tokens, grammar.find("pair", tokens), lambda value: "FOLDED")
    assert [folded.surface(at, at) for at in range(len(folded.letters))] == ["see", "cat and Tom", "run"]
    assert folded.letters[1] == grammar.letter("FOLDED")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("BEING AND", "BEAST AND"), "unknown class 'BEAST'"),
        (('reading = "legs"', 'reading = "arms"'), "'arms'"),
        (('entries = ["and"]', ""), "class 'AND' has no entries"),
        (("[sets]", "[sets"), "not a TOML file"),
    ],
)
def test_a_faulty_grammar_is_named(toy, change: tuple[str, str], message: str) -> None:
    with pytest.raises(DataError, match=r"toy\.toml") as caught:
        toy(TOY.replace(*change))
    assert message in str(caught.value)


@given(st.text(max_size=80))
def test_tokens_hold_every_mark_and_word_in_order(text: str) -> None:
    from kg.extract.dates import _grammar

    tokens = _grammar().tokenise(text)
    end = 0
    for start, stop in zip(tokens.starts, tokens.ends, strict=True):
        assert end <= start < stop
        assert not text[end:start].strip()
        end = stop
    assert len(tokens.letters) == len(tokens.values) == len(tokens.starts)


def test_whatever_a_rule_matches_has_what_the_rule_needs() -> None:
    levels = [level for grammar in (TimeGrammar(), FigureGrammar()) for level in grammar._levels.values()]
    needing = [rule for level in levels for rule in level if rule.needs]
    assert len(needing) > 100

    @settings(deadline=None, max_examples=150)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        rule = data.draw(st.sampled_from(needing))
        matched = data.draw(st.from_regex(rule.regex, fullmatch=True))
        assert not set(matched).isdisjoint(rule.needs)

    check()


def test_nothing_is_needed_of_a_rule_with_alternatives() -> None:
    assert _needed("[ab]|[c]", "o") == ""
    assert _needed("(?:[ab]|[c])[de][f]*(?P<x>[g])?", "o") == "de"
    assert _needed("[oa](?P<x>[bc])(?![d])", "o") == "bc"
