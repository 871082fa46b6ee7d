"""What a user can rely on of the trained mention encoder and of its component in a spaCy pipeline."""

import json
import shutil
import unicodedata

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.extract.encoder import FACTORY, RELATIONS_KEY, SPANS_KEY
from kg.extract.mention_model import MODEL, MentionEncoder, trim

REPORT = (
    "Fighters of the Lwengo Liberation Front ambushed two army trucks near the town of Kasese on Tuesday, killing "
    "seven soldiers, officials said.\r\n\r\n"
    "Major Daniel Okot, a spokesman for the army, told reporters in Kampala that the rebels had used mortars.\r\n"
)


@pytest.fixture(scope="module")
def encoder() -> MentionEncoder:
    return MentionEncoder()


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("en")
    pipeline.add_pipe(FACTORY)
    return pipeline


def found(encoder: MentionEncoder, text: str) -> list[tuple[str, str]]:
    return [(m.type, text[m.start : m.end]) for m in encoder.predict([text])[0]]


def test_finds_names_and_nominal_groups_alike(encoder):
    mentions = found(encoder, REPORT)
    for expected in [
        ("Quantity", "two"),
        ("Quantity", "seven"),
        ("Organisation", "soldiers"),
        ("Person", "Major Daniel Okot"),
        ("Location", "Kampala"),
        ("Weapon", "mortars"),
    ]:
        assert expected in mentions
    assert any(kind == "Organisation" and words.endswith("rebels") for kind, words in mentions)
    assert any(kind == "Temporal" and words.endswith("Tuesday") for kind, words in mentions)
    assert any(kind == "Location" and words.endswith("Kasese") for kind, words in mentions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Drones hit a school in Zalingei last Friday.", ("Location", "Zalingei")),
        ("Clashes broke out between the coast guard and smugglers.", ("Organisation", "smugglers")),
        ("President Ana Lopes said that she would not resign.", ("Person", "President Ana Lopes")),
        ("The blast wounded at least 18 people.", ("Organisation", "people")),
        ("The blast wounded 18 people.", ("Quantity", "18")),
        ("Troops crossed the border on 3 May 2021.", ("Temporal", "3 May 2021")),
    ],
)
def test_finds_mentions_in_reports_of_any_country(encoder, text, expected):
    assert expected in found(encoder, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Israeli strikes on Rafah killed 14 people.", ("Location", "Rafah")),
        ("Rebel attacks on Goma killed six civilians.", ("Location", "Goma")),
        ("A drone attack on Kharkiv injured two.", ("Location", "Kharkiv")),
        ("Israeli strikes on Hamas killed 14 people.", ("Organisation", "Hamas")),
        ("Rebel attacks on Boko Haram killed six.", ("Organisation", "Boko Haram")),
    ],
)
def test_the_name_tells_whether_a_place_or_a_group_is_struck(encoder, text, expected):
    # Sentences on strikes against groups alone had made organisations of the towns.
    assert expected in found(encoder, text)


def test_leaves_out_what_is_no_mention(encoder):
    assert found(encoder, "Nothing of the kind has ever happened before.") == []


def test_relates_a_place_and_its_surroundings(encoder):
    text = "The army fought the rebels in Kidal, in northern Mali."
    reading = encoder.read([text])[0]
    named = {
        (r.type, text[r.source.start : r.source.end], text[r.target.start : r.target.end]) for r in reading.relations
    }
    assert ("CoLocated", "Kidal", "northern Mali") in named
    assert any(kind == "FightingAgainst" for kind, _, _ in named)


def test_relations_join_mentions_of_the_same_reading_once_a_pair(encoder):
    reading = encoder.read([REPORT])[0]
    spans = {(m.start, m.end) for m in reading.mentions}
    # What may be no mention at all was related as surely as what is one.
    score = {m.start: m.score for m in reading.mentions}
    for relation in reading.relations:
        assert {(relation.source.start, relation.source.end), (relation.target.start, relation.target.end)} <= spans
        assert 0 < relation.score <= 1
        assert relation.score <= score[relation.source.start] * score[relation.target.start] + 1e-3
    undirected = [r for r in reading.relations if r.type in {"CoLocated", "FightingAgainst", "AlliesOf", "IsSynonymOf"}]
    assert all(r.source < r.target for r in undirected)
    assert len({(r.type, r.source, r.target) for r in undirected}) == len(undirected)


def test_a_text_is_read_alike_alone_and_among_others(encoder):
    texts = [REPORT, "Rain fell.", "", "Police arrested four men in Lima." * 30, REPORT[:60]]
    together = encoder.read(texts)
    assert together == [encoder.read([text])[0] for text in texts]
    assert together == encoder.read(texts)


def test_a_text_of_20_000_characters_is_read_to_its_end(encoder):
    text = REPORT * (20_000 // len(REPORT) + 1)
    mentions = encoder.predict([text])[0]
    assert mentions[-1].end > len(text) - len(REPORT)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)


@pytest.mark.parametrize(
    "text", ["", " ", "\r\n\r\n", "\u200b", "...", "—", "\x00", "🙂🙂", "a" * 5000, "\ud7ff\ufeff"]
)
def test_texts_without_words_or_with_odd_ones_are_no_error(encoder, text):
    for mention in encoder.predict([text])[0]:
        assert 0 <= mention.start < mention.end <= len(text)


def test_offsets_hold_after_emoji_accents_and_invisible_characters(encoder):
    plain = "Rebels attacked Bunia on Monday."
    odd = "🔥💥 e\u0301\u200b\ufeff " + plain.replace("Bunia", "Bu\u200bnia")
    assert "Bu\u200bnia" in [words for _, words in found(encoder, odd)]


ALPHABET = st.sampled_from(
    ["army", "Goma", "U.S.", "the", "12", "\r\n", "\n", "(", ")", "“", "”", ".", ",", "é", "🙂", "\u200b", " ", "'s"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(ALPHABET, max_size=40).map(" ".join),
        st.lists(ALPHABET, max_size=40).map("".join),
    )
)
def test_spans_lie_in_the_text_never_overlap_and_begin_and_end_in_words(text):
    mentions = SHARED.predict([text])[0]
    at = 0
    for mention in mentions:
        assert at <= mention.start < mention.end <= len(text)
        assert not text[mention.start].isspace()
        assert not text[mention.end - 1].isspace()
        assert text[mention.end - 1] not in ",;:"
        assert unicodedata.category(text[mention.end - 1]) != "Cf"
        assert 0 < mention.score <= 1
        at = mention.end


SHARED = MentionEncoder()


def test_mentions_neither_begin_nor_end_with_a_linking_word(encoder):
    text = (
        "Members of regime forces and of the police in Goma and the army of the Republic of Chad fled to and from Bria."
    )
    linking = {"of", "and", "to", "from", "in", "the"}
    for _, words in found(encoder, text):
        assert not {words.split()[0], words.split()[-1]} & linking


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the army, ", "the army"),
        ("“the army”", "the army"),
        ("the army (SAF)", "the army (SAF)"),
        ("SAF)", "SAF"),
        ("the U.S.", "the U.S."),
        ("Kampala.", "Kampala"),
        ("10 a.m.", "10 a.m."),
        ("Nov.", "Nov."),
        ("\u200bKampala\u200e", "Kampala"),
        (" ., ", ""),
    ],
)
def test_trim_takes_hanging_punctuation_and_leaves_what_belongs_to_the_words(words, expected):
    start, end = trim(words, 0, len(words), frozenset({"nov"}))
    assert words[start:end] == expected


def test_the_component_sets_spans_with_scores_and_exact_offsets(nlp):
    doc = nlp(REPORT)
    group = doc.spans[SPANS_KEY]
    assert len(group) == len(group.attrs["scores"]) == len(group.attrs["offsets"]) > 8
    for span, (start, end) in zip(group, group.attrs["offsets"], strict=True):
        assert span.start_char <= start < end <= span.end_char
        assert span.label_ in SHARED.types
    edges = {(span.start_char, span.end_char) for span in group}
    assert doc.user_data[RELATIONS_KEY]
    for _, source, target in doc.user_data[RELATIONS_KEY]:
        assert {source, target} <= edges


def labelled(doc) -> list[tuple[int, int, str]]:
    return [(span.start_char, span.end_char, span.label_) for span in doc.spans[SPANS_KEY]]


def test_the_component_reads_alike_one_by_one_and_in_a_pipe(nlp):
    texts = [REPORT, "", "Police arrested four men in Lima."] * 3
    piped = [labelled(doc) for doc in nlp.pipe(texts, batch_size=2)]
    single = [labelled(nlp(text)) for text in texts]
    assert piped == single


def test_a_document_with_spans_survives_being_stored(nlp):
    doc = nlp("Police arrested four men in Lima.")
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes(exclude=["user_data"]))
    assert again.spans[SPANS_KEY].attrs == doc.spans[SPANS_KEY].attrs


def test_a_missing_or_damaged_model_is_named_with_a_remedy(tmp_path):
    with pytest.raises(DataError, match="cannot be loaded"):
        MentionEncoder(tmp_path / "nowhere").predict(["x"])
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    (folder / "model.onnx").write_bytes(b"no model")
    with pytest.raises(DataError, match="Install kg again"):
        MentionEncoder(folder).predict(["x"])


def test_the_shipped_model_is_small_and_says_what_it_finds():
    assert (MODEL / "model.onnx").stat().st_size < 25_000_000
    config = json.loads((MODEL / "config.json").read_text(encoding="utf-8"))
    assert set(config["types"]) == set(MentionEncoder().types)
    assert (MODEL / "README.md").is_file()
