"""Label scores of words to spans: the best allowed sequence of B, I and O labels (Viterbi 1967).

Label 0 is O; type `k` has the labels `1 + 2 * k` (first word) and `2 + 2 * k` (further words).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class WordSpan:
    """Words `start` to `end` (exclusive) of a window, with the index of their type and a score of 0 to 1."""

    start: int
    end: int
    type: int
    score: float


def transitions(types: int) -> Floats:
    """Which label may follow which: 0 where it may, a large penalty where it may not. Row: before, column: after."""
    size = 1 + 2 * types
    table = np.zeros((size, size), dtype=np.float32)
    for k in range(types):
        inside = 2 + 2 * k
        table[:, inside] = -1e4
        table[inside - 1, inside] = table[inside, inside] = 0.0
    return table


def best_labels(scores: Floats, lengths: list[int], allowed: Floats) -> NDArray[np.intp]:
    """The best sequences of labels for a batch.

    `scores` has the shape (windows, words, labels), `lengths` the number of words of each window,
    `allowed` comes from `transitions`. What lies past a window's length is of no meaning.
    """
    windows, longest, labels = scores.shape
    back = np.zeros((longest, windows, labels), dtype=np.intp)
    best = scores[:, 0, :].astype(np.float32, copy=True)
    best[:, 2::2] = -1e4
    ends = np.asarray(lengths)
    for t in range(1, longest):
        through = best[:, :, None] + allowed[None]
        back[t] = through.argmax(axis=1)
        running = (t < ends)[:, None]
        best = np.where(running, through.max(axis=1) + scores[:, t, :], best)
    path = np.zeros((windows, longest), dtype=np.intp)
    rows = np.arange(windows)
    current = best.argmax(axis=1)
    for t in range(longest - 1, -1, -1):
        path[:, t] = current
        current = np.where(t < ends, back[t, rows, current], current)
    return path


def spans_of(labels: NDArray[np.intp], probabilities: Floats) -> list[WordSpan]:
    """The spans of one window's labels; a span's score is the geometric mean of its labels' probabilities."""
    found: list[WordSpan] = []
    i, count = 0, len(labels)
    while i < count:
        label = int(labels[i])
        if label == 0:
            i += 1
            continue
        end = i + 1
        inside = label + 1 if label % 2 else label
        while end < count and int(labels[end]) == inside:
            end += 1
        chosen = probabilities[np.arange(i, end), labels[i:end]]
        score = float(np.exp(np.mean(np.log(np.maximum(chosen, 1e-9)))))
        found.append(WordSpan(i, end, (label - 1) // 2, score))
        i = end
    return found
