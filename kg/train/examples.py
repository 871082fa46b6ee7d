"""Annotated documents to what the network learns from: windows with a label a word and related pairs."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.tagging import WordSpan
from kg.extract.wordpieces import Window, WindowCutter
from kg.train.corpus import RELATIONS, SYMMETRIC, TYPES, Annotated, outermost, without_article


@dataclass(frozen=True, slots=True)
class Example:
    """A window, its label a word, its mentions, and the ordered pairs of them with 0 or 1 + relation.

    `mentions` index words. `pairs` holds every ordered pair of mentions in one sentence; it is empty
    where the document's relations were not annotated.
    """

    document: str
    window: Window
    labels: tuple[int, ...]
    mentions: tuple[WordSpan, ...]
    pairs: tuple[tuple[int, int, int], ...]


def examples_of(document: Annotated, cutter: WindowCutter) -> list[Example]:
    """The examples of one document. A mention that crosses the end of a window is cut off there."""
    gold = [(without_article(document.text, m.start, m.end), m) for m in outermost(document.mentions)]
    found: list[Example] = []
    for window in cutter.cut(document.text):
        labels = [0] * len(window.words)
        mentions: list[WordSpan] = []
        spans: list[tuple[int, int]] = []
        for (start, end), mark in gold:
            inside = [i for i, (s, e) in enumerate(window.words) if s < end and start < e]
            if not inside:
                continue
            kind = TYPES.index(mark.type)
            labels[inside[0]] = 1 + 2 * kind
            for i in inside[1:]:
                labels[i] = 2 + 2 * kind
            mentions.append(WordSpan(inside[0], inside[-1] + 1, kind, 1.0))
            spans.append((mark.start, mark.end))
        pairs = _pairs(document, window, mentions, spans) if document.related else ()
        found.append(Example(document.id, window, tuple(labels), tuple(mentions), pairs))
    return found


def _pairs(
    document: Annotated, window: Window, mentions: list[WordSpan], spans: list[tuple[int, int]]
) -> tuple[tuple[int, int, int], ...]:
    named: dict[tuple[int, int], int] = {}
    for kind, source, target in document.relations:
        for i, a in enumerate(spans):
            for j, b in enumerate(spans):
                if i != j and _meet(a, source) and _meet(b, target):
                    named[i, j] = 1 + RELATIONS.index(kind)
                    if kind in SYMMETRIC:
                        named.setdefault((j, i), 1 + RELATIONS.index(kind))
    return tuple(
        (i, j, named.get((i, j), 0))
        for i, a in enumerate(mentions)
        for j, b in enumerate(mentions)
        if i != j and window.sentence[a.start] == window.sentence[b.start]
    )


def _meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]
