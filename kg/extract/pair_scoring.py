"""Scores for the relation between two mentions of a sentence, from the encoder's hidden states, in NumPy.

The perceptron was trained by `kg.train` (`kg.train.network.Pairs` is the same in torch).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.tagging import WordSpan

Floats = NDArray[np.floating[Any]]

DISTANCES = (1, 2, 3, 5, 8, 13, 21, 34)
"""Bounds of the buckets of the number of words between two mentions."""


def bucket(gap: int, forward: bool) -> int:
    """The bucket of `gap` words between two mentions; those whose source stands first come before the others."""
    return sum(gap >= bound for bound in DISTANCES) + (0 if forward else len(DISTANCES) + 1)


class PairScorer:
    """The perceptron over pairs, from the arrays of `relations.npz`."""

    def __init__(self, arrays: dict[str, Floats]) -> None:
        self._arrays = {name: array.astype(np.float32) for name, array in arrays.items()}

    @classmethod
    def load(cls, path: Path) -> PairScorer:
        """Reads the arrays. Raises OSError or ValueError where the file is missing or damaged."""
        with np.load(path, allow_pickle=False) as stored:
            return cls({name: stored[name] for name in stored.files})

    def score(
        self, hidden: Floats, first: Sequence[int], mentions: Sequence[WordSpan], pairs: Sequence[tuple[int, int]]
    ) -> Floats:
        """Probabilities (pairs, 1 + relations), column 0 for none, of ordered `pairs` of one window's mentions.

        `hidden` has a row a piece, special pieces included; `first` is the index of each word's first piece.
        """
        w = self._arrays
        edges = [*first, len(hidden) - 1]
        sums = np.zeros((len(hidden) + 1, hidden.shape[1]), dtype=np.float32)
        np.cumsum(hidden, axis=0, out=sums[1:])

        def means(spans: list[tuple[int, int]]) -> Floats:
            begin = np.array([edges[s] for s, _ in spans])
            end = np.array([edges[max(s, e)] for s, e in spans])
            return (sums[end] - sums[begin]) / np.maximum(1, end - begin)[:, None]

        of_mentions = means([(m.start, m.end) for m in mentions])
        kinds = np.array([m.type for m in mentions])
        sources = of_mentions @ w["source.weight"].T + w["source.bias"] + w["source_type.weight"][kinds]
        targets = of_mentions @ w["target.weight"].T + w["target.bias"] + w["target_type.weight"][kinds]
        gaps = [(min(mentions[i].end, mentions[j].end), max(mentions[i].start, mentions[j].start)) for i, j in pairs]
        buckets = [
            bucket(right - left, mentions[i].start < mentions[j].start)
            for (i, j), (left, right) in zip(pairs, gaps, strict=True)
        ]
        between = means(gaps) @ w["between.weight"].T + w["between.bias"] + w["distance.weight"][buckets]
        a, b = sources[[i for i, _ in pairs]], targets[[j for _, j in pairs]]
        x = a + b + between
        added = 0.5 * x * (1.0 + np.tanh(0.7978845608028654 * (x + 0.044715 * x**3)))
        scores = np.concatenate([added, a * b], axis=1) @ w["out.weight"].T + w["out.bias"]
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)
