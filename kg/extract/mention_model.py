"""Mentions, and relations between them, found by a small trained transformer (ONNX, int8, on the CPU).

Eight types of mentions, names as well as nominal groups and pronouns ("rebels", "the army", "they"). The
model, its card and its licences lie in `models/mentions`; `kg.train` makes it. Windows of text go through
the network one at a time: its int8 arithmetic scales by the largest value of a batch, so that in a
batch a text's mentions would depend on its neighbours; and one window fills a core as well as many do.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast

import numpy as np

from kg.errors import DataError
from kg.extract.pair_scoring import Floats, PairScorer
from kg.extract.tagging import WordSpan, best_labels, spans_of, transitions
from kg.extract.wordpieces import Window, WindowCutter
from kg.model import MentionRelationType, MentionType, Span

MODEL = Path(__file__).parent / "models" / "mentions"

_CHUNK = 64
"""Windows that are decoded together. It has no bearing on what is found."""
_TRAILING = frozenset(",;:!?-–—…/\\|*_•·")
_LEADING = frozenset("\"'“”‘’,;:.!?)]}»*•·-–—/\\|_")
_OPENING = frozenset("([{“«‘")
_PAIRED = {")": "(", "]": "[", "”": "“", "»": "«", "}": "{"}


@dataclass(frozen=True, slots=True, order=True)
class ScoredSpan:
    """Characters `start` to `end` (exclusive) of a text, with the type of mention and a score of 0 to 1."""

    start: int
    end: int
    type: MentionType
    score: float


@dataclass(frozen=True, slots=True)
class ScoredRelation:
    """A relation between two mentions of one sentence, with a score of 0 to 1.

    Relations without direction are given once, the mention that stands first as their source.
    """

    type: MentionRelationType
    source: Span
    target: Span
    score: float


@dataclass(frozen=True, slots=True)
class EncoderReading:
    """What the encoder finds in one text, both in the order of the text."""

    mentions: tuple[ScoredSpan, ...]
    relations: tuple[ScoredRelation, ...]


class MentionEncoder:
    """The trained model in `folder`, loaded when it is first used.

    `threads` are those that one window may use. Raises DataError, on first use, where a file of the
    model is missing or damaged.
    """

    def __init__(self, folder: Path = MODEL, *, threads: int = 1) -> None:
        self._folder = folder
        self._threads = threads
        self._parts: _Parts | None = None

    @property
    def types(self) -> tuple[MentionType, ...]:
        """The types of mentions that the model knows."""
        return self._loaded().types

    def predict(self, texts: Sequence[str]) -> list[list[ScoredSpan]]:
        """The mentions of each text, in its order; they never overlap."""
        return [list(reading.mentions) for reading in self.read(texts, relations=False)]

    def read(self, texts: Sequence[str], *, relations: bool = True) -> list[EncoderReading]:
        """The mentions of each text and, unless `relations` is false, the relations between them."""
        parts = self._loaded()
        mentions: list[list[ScoredSpan]] = [[] for _ in texts]
        related: list[list[ScoredRelation]] = [[] for _ in texts]
        windows = ((number, window) for number, text in enumerate(texts) for window in parts.cutter.cut(text))
        while chunk := list(islice(windows, _CHUNK)):
            found = parts.run([window for _, window in chunk])
            for (number, window), (spans, shares) in zip(chunk, found, strict=True):
                kept = _trimmed(texts[number], window, spans, parts)
                mentions[number].extend(mention for _, mention in kept)
                if relations:
                    related[number].extend(_related(window, kept, shares, parts))
        return [EncoderReading(tuple(m), tuple(r)) for m, r in zip(mentions, related, strict=True)]

    def _loaded(self) -> _Parts:
        if self._parts is None:
            self._parts = _Parts.load(self._folder, self._threads)
        return self._parts


class _Parts:
    """The loaded files of a model."""

    def __init__(self, config: dict[str, Any], session: Any, cutter: WindowCutter, pairs: PairScorer) -> None:
        self._session = session
        self.cutter = cutter
        self.pairs = pairs
        self.types = cast("tuple[MentionType, ...]", tuple(config["types"]))
        self.relations = cast("tuple[MentionRelationType, ...]", tuple(config["relations"]))
        self.symmetric = frozenset(config["symmetric"])
        self.threshold = float(config["relation_threshold"])
        self.abbreviations = frozenset(config["abbreviations"])
        self.linking = frozenset(config["linking"])
        self._reserve = float(config["outside_penalty"])
        self._allowed = transitions(len(self.types))

    @classmethod
    def load(cls, folder: Path, threads: int) -> _Parts:
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(
                (folder / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
            )
            cutter = WindowCutter(
                Tokenizer.from_file(str(folder / "tokenizer.json")),
                max_pieces=config["max_pieces"],
                abbreviations=config["abbreviations"],
            )
            return cls(config, session, cutter, PairScorer.load(folder / "relations.npz"))
        except Exception as error:
            # Tokenizers and ONNX Runtime raise plain Exception and classes of their own on damaged files.
            raise DataError(
                f"the mention encoder cannot be loaded ({error})", where=str(folder), remedy="Install kg again"
            ) from error

    def run(self, windows: list[Window]) -> list[tuple[list[WordSpan], Floats]]:
        """The spans of each window and what its pieces bear on pairs of them."""
        lengths = [len(w.words) for w in windows]
        logs = np.zeros((len(windows), max(lengths), 1 + 2 * len(self.types)), dtype=np.float32)
        of_pairs: list[Floats] = []
        for row, window in enumerate(windows):
            ids = np.array([window.ids], dtype=np.int64)
            shapes = np.array([window.shapes], dtype=np.int64)
            scores, shares = self._session.run(None, {"ids": ids, "shapes": shapes})
            words = scores[0, list(window.first)]
            words[:, 0] -= self._reserve
            words -= words.max(axis=1, keepdims=True)
            logs[row, : lengths[row]] = words - np.log(np.exp(words).sum(axis=1, keepdims=True))
            of_pairs.append(shares[0])
        labels = best_labels(logs, lengths, self._allowed)
        return [
            (spans_of(labels[row, : lengths[row]], np.exp(logs[row])), of_pairs[row]) for row in range(len(windows))
        ]


def _trimmed(text: str, window: Window, spans: list[WordSpan], parts: _Parts) -> list[tuple[WordSpan, ScoredSpan]]:
    """The spans in characters, without punctuation that hangs over; those that hold nothing else are dropped."""
    found: list[tuple[WordSpan, ScoredSpan]] = []
    for span in _whole(text, window, spans, parts.linking):
        start, end = trim(text, window.words[span.start][0], window.words[span.end - 1][1], parts.abbreviations)
        if start < end:
            found.append((span, ScoredSpan(start, end, parts.types[span.type], round(span.score, 4))))
    return found


def _whole(text: str, window: Window, spans: list[WordSpan], linking: frozenset[str]) -> list[WordSpan]:
    """The spans without linking words ("of", "and") at their ends; where another of the same type follows at once,
    the two are one.
    """
    words = [text[start:end].lower() for start, end in window.words]
    whole: list[WordSpan] = []
    for span in spans:
        last = whole[-1] if whole else None
        if last and last.end == span.start and last.type == span.type and words[last.end - 1] in linking:
            whole[-1] = WordSpan(last.start, span.end, span.type, min(last.score, span.score))
        else:
            whole.append(span)
    found: list[WordSpan] = []
    for span in whole:
        start, end = span.start, span.end
        while start < end and words[start] in linking:
            start += 1
        while end > start and words[end - 1] in linking:
            end -= 1
        if start < end:
            found.append(WordSpan(start, end, span.type, span.score))
    return found


def _related(
    window: Window, kept: list[tuple[WordSpan, ScoredSpan]], shares: Floats, parts: _Parts
) -> Iterator[ScoredRelation]:
    """The relations of one window. Of both directions of a pair the likelier stands for one without direction.

    A relation's score is the perceptron's, which takes both mentions for granted, times the scores of the two: that
    both are mentions and they are so related. On publishers that the model has not seen this is what tells most.
    """
    words = [span for span, _ in kept]
    pairs = [
        (i, j)
        for i, a in enumerate(words)
        for j, b in enumerate(words)
        if i != j and window.sentence[a.start] == window.sentence[b.start]
    ]
    if not pairs:
        return
    best: dict[tuple[str, int, int], float] = {}
    for (i, j), scores in zip(pairs, parts.pairs.score(shares, window.first, words, pairs), strict=True):
        number = 1 + int(scores[1:].argmax())
        score = float(scores[number]) * words[i].score * words[j].score
        if score >= parts.threshold:
            kind = parts.relations[number - 1]
            key = (kind, min(i, j), max(i, j)) if kind in parts.symmetric else (kind, i, j)
            best[key] = max(best.get(key, 0.0), score)
    for (kind, i, j), score in sorted(best.items(), key=lambda item: (item[0][1:], item[0][0])):
        source, target = (Span(kept[k][1].start, kept[k][1].end) for k in (i, j))
        yield ScoredRelation(cast("MentionRelationType", kind), source, target, round(score, 4))


def trim(text: str, start: int, end: int, abbreviations: frozenset[str] = frozenset()) -> tuple[int, int]:
    """The span without white space, invisible characters and hanging punctuation at its ends.

    A final point stays after an initial, an acronym ("U.S.") and any of `abbreviations`. The result
    may be empty (`start` equal to `end`).
    """
    while start < end and (_blank(text[start]) or text[start] in _LEADING):
        start += 1
    while end > start and _hangs(text, start, end, abbreviations):
        end -= 1
    return start, end


def _hangs(text: str, start: int, end: int, abbreviations: frozenset[str]) -> bool:
    """Whether the last character of the span is none of its words'."""
    last = text[end - 1]
    if _blank(last) or last in _TRAILING or last in _OPENING:
        return True
    if last in _PAIRED:
        return text.count(_PAIRED[last], start, end) < text.count(last, start, end)
    if last in "\"'’":
        return text.count(last, start, end) % 2 == 1
    return last == "." and not _abbreviated(text[start : end - 1], abbreviations)


def _blank(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Zs", "Mn"}


def _abbreviated(words: str, abbreviations: frozenset[str]) -> bool:
    """Whether a point after `words` belongs to them."""
    last = words.split()[-1] if words.split() else ""
    return "." in last or (len(last) == 1 and last.isalpha()) or last.lower() in abbreviations
