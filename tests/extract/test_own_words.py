"""Words and patterns of a user's own: what they change, for their own reader alone, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import DataError
from kg.extract import Extractor
from kg.extract.lexicon import own_words, read_toml, use
from kg.model import Document
from kg.register import load_register

POISON = '[[verb]]\ntype = "PropertyDestruction"\nlemmas = ["poison"]\ntarget = ["object"]\n'
TEXT = "Boko Haram poisoned three wells on 5 June 2024."


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str, name: str = "events.toml") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    yield write
    use(())


def test_a_verb_of_ones_own_states_events_for_the_reader_that_has_it_and_no_other(written) -> None:
    register = load_register()
    plain, own = Extractor(register), Extractor(register, additions=own_words([written(POISON)]))
    read = {}
    for name, reader in (("plain", plain), ("own", own), ("plain again", plain)):
        (extraction,) = reader.extract([Document("a", TEXT)])
        read[name] = [(event.type, event.agents[0].surface) for event in extraction.events]
    assert read == {"plain": [], "own": [("PropertyDestruction", "Boko Haram")], "plain again": []}


def test_what_is_added_stands_before_kgs_own_which_all_stays(written) -> None:
    shipped = read_toml("events.toml")
    folder = written(POISON).parent
    written('[groups]\nRebelGroup = ["lanterneers"]\n', "nouns.toml")
    written('[nouns]\n"blood brother of" = "alliedWith"\n', "relations.toml")
    use(own_words([folder]))
    assert read_toml("events.toml")["verb"][0]["lemmas"] == ["poison"]
    assert read_toml("events.toml")["verb"][1:] == shipped["verb"]
    assert "lanterneers" in read_toml("nouns.toml")["groups"]["RebelGroup"]
    assert "rebel" in read_toml("nouns.toml")["groups"]["RebelGroup"]
    assert read_toml("relations.toml")["nouns"]["blood brother of"] == "alliedWith"
    use(())
    assert read_toml("events.toml") == shipped


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("events.toml", "[[verb]", "not a TOML file"),
        ("events.toml", '[[verb]]\ntype = "Attack"\nlemma = ["x"]\n', "verb, entry 1: unknown name 'lemma'"),
        ("events.toml", '[[verb]]\ntype = "Attack"\n', "it lacks lemmas"),
        ("events.toml", '[[verb]]\ntype = "Attack"\nlemmas = "hit"\n', "'lemmas' is written like"),
        ("events.toml", '[[verb]]\ntype = "Attack"\nlemmas = ["hit "]\n', "has spaces around it"),
        ("events.toml", '[[verb]]\ntype = "Attack"\nlemmas = ["hit"]\noutcome = "dead"\n', "'outcome' is 'dead'"),
        ("events.toml", '[verb]\ntype = "Attack"\n', "entries begin with [[verb]]"),
        ("events.toml", "[verbs]\nx = 1\n", "unknown name; there are"),
        ("nouns.toml", '[groups]\nLanterns = ["x"]\n', "unknown name; there are"),
        ("nouns.toml", '[groups]\nRebelGroup = ["x", 1]\n', "1 is not written like"),
        ("relations.toml", '[nouns]\n"kin of" = "kinOf"\n', "it is 'kinOf', not one of"),
        ("casualties.toml", '[pointing]\ntotal = "x"\n', "it is 'x', not one of"),
        ("dates.toml", "[words]\n", "no lexicon of this name can be added to"),
        ("words.toml", "[words]\n", "no lexicon of this name can be added to"),
    ],
)
def test_what_has_another_form_than_kgs_lexicon_is_refused_with_file_place_and_remedy(
    written, name: str, text: str, told: str
) -> None:
    with pytest.raises(DataError) as refused:
        own_words([written(text, name)])
    assert told in str(refused.value)
    assert name in str(refused.value)
    assert refused.value.remedy


def test_a_missing_file_an_empty_folder_and_a_class_that_is_none_are_refused(written, tmp_path: Path) -> None:
    for path in (tmp_path / "events.toml", tmp_path):
        with pytest.raises(DataError, match=r"no such file|no lexicon here"):
            own_words([path])
    with pytest.raises(DataError, match="'WellPoisoning' is no class of events"):
        pipeline.own_words([written(POISON.replace("PropertyDestruction", "WellPoisoning"))])
