"""What the training reads: documents of re3d, own sentences with marks in the line, other names by chance."""

import json
import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.train.corpus import RELATIONS, TYPES, Marked, outermost, read_marked, read_re3d, without_article
from kg.train.substitution import Substitution

DATA = Path(__file__).parents[2] / "kg" / "train" / "data"
OWN = tomllib.loads((DATA.parent / "settings.toml").read_text(encoding="utf-8"))["data"]["own"]


def write_re3d(folder: Path) -> Path:
    part = folder / "Herald"
    part.mkdir(parents=True)
    text = "The army fled Goma."

    def entity(begin: int, end: int, kind: str, confidence: float) -> dict[str, object]:
        return {"documentId": "d", "begin": begin, "end": end, "type": kind, "confidence": confidence}

    entities = [entity(0, 8, "Organisation", 1), entity(14, 18, "Location", 0.5), entity(4, 8, "Organisation", 0.4)]
    relation = {
        "documentId": "d",
        "type": "CoLocated",
        "sourceBegin": 0,
        "sourceEnd": 8,
        "targetBegin": 14,
        "targetEnd": 18,
    }
    (part / "documents.json").write_text("\ufeff" + json.dumps({"_id": "d", "text": text}), encoding="utf-8")
    (part / "entities.json").write_text("\n".join(map(json.dumps, entities)), encoding="utf-8")
    (part / "relations.json").write_text(json.dumps(relation) + "\n\n", encoding="utf-8")
    return folder


def test_re3d_is_read_with_what_its_annotators_believe_in(tmp_path):
    (document,) = read_re3d(write_re3d(tmp_path))
    assert document.source == "Herald"
    assert document.mentions == (Marked(0, 8, "Organisation"), Marked(14, 18, "Location"))
    assert document.relations == (("CoLocated", (0, 8), (14, 18)),)


def test_a_folder_without_documents_or_with_a_broken_line_is_named(tmp_path):
    with pytest.raises(DataError, match=r"documents\.json"):
        read_re3d(tmp_path)
    write_re3d(tmp_path)
    (tmp_path / "Herald" / "entities.json").write_text("{oops", encoding="utf-8")
    with pytest.raises(DataError, match=r"entities\.json:1: is not a JSON object"):
        read_re3d(tmp_path)
    (tmp_path / "Herald" / "entities.json").write_text('{"type": "Person"}', encoding="utf-8")
    with pytest.raises(DataError, match="lacks a key"):
        read_re3d(tmp_path)


def test_marks_in_the_line_become_mentions_and_relations(tmp_path):
    path = tmp_path / "own.txt"
    path.write_text("// note\n\n[O#a The army] left [L#b Goma].\tC(a, b)\nNo mark here.\n", encoding="utf-8")
    first, second = read_marked(path)
    assert first.text == "The army left Goma."
    assert [first.text[m.start : m.end] for m in first.mentions] == ["The army", "Goma"]
    assert first.relations == (("CoLocated", (0, 8), (14, 18)),)
    assert first.related
    assert not second.related
    assert second.mentions == ()


@pytest.mark.parametrize(
    "line", ["[X what] is this", "[O#a The army] left.\tC(a, z)", "[O the army left", "[O#a A] [O#b B]\tZ(a, b)"]
)
def test_a_wrong_mark_is_named_with_its_line(tmp_path, line):
    path = tmp_path / "own.txt"
    path.write_text("// note\n" + line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"own\.txt:2"):
        read_marked(path)


def test_our_own_sentences_can_be_read_and_have_all_types():
    documents = [document for name in OWN for document in read_marked(DATA / name)]
    assert len(documents) > 500
    assert {m.type for d in documents for m in d.mentions} == set(TYPES)
    assert {kind for d in documents for kind, _, _ in d.relations} == set(RELATIONS)
    assert len({d.text for d in documents}) == len(documents)
    for document in documents:
        spans = {(m.start, m.end) for m in document.mentions}
        assert all(a in spans and b in spans for _, a, b in document.relations)


@pytest.mark.parametrize("name", OWN)
def test_our_own_relations_join_what_re3d_joins(name):
    # A slip of a letter, C(a, b) for C(a, c), would teach that a group lies in another group.
    for document in read_marked(DATA / name):
        type_of = {(m.start, m.end): m.type for m in document.mentions}
        for kind, a, b in document.relations:
            source, target = type_of[a], type_of[b]
            assert a != b, document.id
            assert not {"Quantity", "Temporal", "Nationality"} & {source, target}, document.id
            if kind == "IsSynonymOf":
                assert source == target, document.id
            if kind == "CoLocated":
                assert {"Location", "MilitaryPlatform"} & {source, target}, document.id
            if kind == "InChargeOf":
                assert source in ("Organisation", "Person", "MilitaryPlatform"), document.id


def test_only_the_outermost_of_nested_mentions_is_learnt():
    nested = (Marked(0, 4, "Organisation"), Marked(0, 12, "Location"), Marked(20, 22, "Person"))
    assert outermost(nested) == [Marked(0, 12, "Location"), Marked(20, 22, "Person")]


def test_articles_are_no_part_of_what_is_learnt():
    text = "The army and an ally"
    assert without_article(text, 0, 8) == (4, 8)
    assert without_article(text, 13, 20) == (16, 20)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000))
def test_other_names_leave_every_mention_around_its_words(seed):
    substitution = Substitution.load(DATA / "substitutions.toml", 1.0)
    for document in read_marked(DATA / "sentences.txt")[30:50] + read_marked(DATA / "news.txt")[30:50]:
        changed = substitution(document, random.Random(seed))
        assert len(changed.mentions) == len(document.mentions)
        at = 0
        for mention in sorted(changed.mentions):
            assert at <= mention.start < mention.end <= len(changed.text)
            words = changed.text[mention.start : mention.end]
            assert words == words.strip()
            at = mention.end
        before = [document.text[m.start - 1 : m.start] for m in document.mentions if m.start]
        after = [changed.text[m.start - 1 : m.start] for m in changed.mentions if m.start]
        assert before == after
