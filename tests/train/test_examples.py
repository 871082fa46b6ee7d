"""From gold to what the network learns: a label a word, mentions and pairs by the words of a window."""

from tokenizers import Tokenizer

from kg.extract.mention_model import MODEL
from kg.extract.wordpieces import WindowCutter
from kg.train.corpus import RELATIONS, TYPES, Annotated, Marked
from kg.train.examples import examples_of

TEXT = "The army fled Goma. Rebels took the town of Sake.\nNobody died."
CUTTER = WindowCutter(
    Tokenizer.from_file(str(MODEL / "tokenizer.json")), max_pieces=64, abbreviations=[], across_lines=True
)


def document(related: bool = True) -> Annotated:
    spans = {"The army": "Organisation", "Goma": "Location", "Rebels": "Organisation", "the town of Sake": "Location"}
    at = {words: (TEXT.index(words), TEXT.index(words) + len(words)) for words in spans}
    mentions = [Marked(*at[words], kind) for words, kind in spans.items()]
    mentions.append(Marked(TEXT.index("Sake"), TEXT.index("Sake") + 4, "Location"))
    relations = (("CoLocated", at["The army"], at["Goma"]), ("InChargeOf", at["Rebels"], at["the town of Sake"]))
    return Annotated("d", "s", TEXT, tuple(mentions), relations, related)


def test_words_of_the_outermost_mentions_are_labelled_without_their_article():
    (example,) = examples_of(document(), CUTTER)
    labelled = {
        TEXT[start:end]: label
        for (start, end), label in zip(example.window.words, example.labels, strict=True)
        if label
    }
    organisation, location = 1 + 2 * TYPES.index("Organisation"), 1 + 2 * TYPES.index("Location")
    assert labelled == {
        "army": organisation,
        "Goma": location,
        "Rebels": organisation,
        "town": location,
        "of": location + 1,
        "Sake": location + 1,
    }


def test_pairs_are_those_of_one_sentence_and_undirected_relations_stand_both_ways():
    (example,) = examples_of(document(), CUTTER)
    located, in_charge = 1 + RELATIONS.index("CoLocated"), 1 + RELATIONS.index("InChargeOf")
    assert set(example.pairs) == {(0, 1, located), (1, 0, located), (2, 3, in_charge), (3, 2, 0)}


def test_where_relations_were_not_annotated_there_are_no_pairs_to_learn_from():
    (example,) = examples_of(document(related=False), CUTTER)
    assert example.pairs == ()
    assert len(example.mentions) == 4
