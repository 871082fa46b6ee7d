"""The trained mention encoder as a part of a spaCy pipeline. Importing this module makes it known to spaCy.

    nlp.add_pipe(FACTORY)

sets `doc.spans["kg_encoder"]`: the mentions as spans of whole tokens, labelled with their types, which may
therefore overlap in a token. In the group's `attrs`, `scores` holds a score a span and `offsets` the
exact [start, end] in characters. `doc.user_data["kg_encoder_relations"]` holds the relations between them as
(type, (start, end) of the source, (start, end) of the target), in the characters of the spans of tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from kg.extract.mention_model import MODEL, EncoderReading, MentionEncoder

FACTORY = "kg_mention_encoder"
SPANS_KEY = "kg_encoder"
RELATIONS_KEY = "kg_encoder_relations"


class MentionEncoderComponent:
    """Sets the spans and, where `relations` is true, the relations that `encoder` finds."""

    def __init__(self, encoder: MentionEncoder, *, relations: bool = True) -> None:
        self._encoder = encoder
        self._relations = relations

    def __call__(self, doc: Doc) -> Doc:
        """Sets them for one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Sets them for each document of `stream`."""
        documents = iter(stream)
        while batch := list(islice(documents, batch_size)):
            readings = self._encoder.read([doc.text for doc in batch], relations=self._relations)
            for doc, reading in zip(batch, readings, strict=True):
                yield _with_spans(doc, reading)


def _with_spans(doc: Doc, reading: EncoderReading) -> Doc:
    spans, scores, offsets = [], [], []
    tokens: dict[tuple[int, int], tuple[int, int]] = {}
    for mention in reading.mentions:
        span = doc.char_span(mention.start, mention.end, label=mention.type, alignment_mode="expand")
        if span is not None:
            spans.append(span)
            scores.append(mention.score)
            offsets.append([mention.start, mention.end])
            tokens[mention.start, mention.end] = (span.start_char, span.end_char)
    doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans, attrs={"scores": scores, "offsets": offsets})
    doc.user_data[RELATIONS_KEY] = [
        (r.type, tokens[r.source.start, r.source.end], tokens[r.target.start, r.target.end])
        for r in reading.relations
        if (r.source.start, r.source.end) in tokens and (r.target.start, r.target.end) in tokens
    ]
    return doc


@Language.factory(
    FACTORY,
    assigns=["doc.spans", "doc.user_data"],
    default_config={"folder": None, "threads": 1, "relations": True},
)
def create_mention_encoder(
    nlp: Language, name: str, folder: str | None, threads: int, relations: bool
) -> MentionEncoderComponent:
    """The component with the model in `folder`, by default the one that ships with kg; loaded on first use."""
    encoder = MentionEncoder(Path(folder) if folder else MODEL, threads=threads)
    return MentionEncoderComponent(encoder, relations=relations)
