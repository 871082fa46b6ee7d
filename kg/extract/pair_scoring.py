"""Scores for the relation between two mentions of a sentence, in NumPy.

The encoder gives for every piece its part in a mention that is the source, in one that is the target, and
in what stands between them; here the parts of a pair are put together. The perceptron was trained by
`kg.train` (`kg.train.network.Pairs` is the same in torch).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.tagging import WordSpan

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.integer[Any]]

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
        self, parts: Floats, first: Sequence[int], mentions: Sequence[WordSpan], pairs: Sequence[tuple[int, int]]
    ) -> Floats:
        """Probabilities (pairs, 1 + relations), column 0 for none, of ordered `pairs` of one window's mentions.

        `parts` has a row a piece, special pieces included, with the columns of sources, of targets and of
        what stands between; `first` is the index of each word's first piece.
        """
        w = self._arrays
        edges = np.array([*first, len(parts) - 1])
        sums = np.zeros((len(parts) + 1, parts.shape[1]), dtype=np.float32)
        np.cumsum(parts, axis=0, out=sums[1:])
        source_sums, target_sums, between_sums = np.split(sums, 3, axis=1)

        starts = np.array([m.start for m in mentions])
        ends = np.array([m.end for m in mentions])
        kinds = np.array([m.type for m in mentions])
        i, j = np.array(pairs).T
        a, b = edges[starts], edges[ends]
        sources = _means(source_sums, a, b) + w["source.bias"] + w["source_type.weight"][kinds]
        targets = _means(target_sums, a, b) + w["target.bias"] + w["target_type.weight"][kinds]
        left, right = np.minimum(ends[i], ends[j]), np.maximum(starts[i], starts[j])
        between = _means(between_sums, edges[left], edges[right]) + w["between.bias"]
        buckets = np.searchsorted(DISTANCES, right - left, side="right") + (len(DISTANCES) + 1) * (
            starts[i] > starts[j]
        )
        x = sources[i] + targets[j] + between + w["distance.weight"][buckets]
        added = 0.5 * x * (1.0 + np.tanh(0.7978845608028654 * x * (1.0 + 0.044715 * x * x)))
        scores = np.concatenate([added, sources[i] * targets[j]], axis=1) @ w["out.weight"].T + w["out.bias"]
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)


def _means(sums: Floats, begin: Indices, end: Indices) -> Floats:
    """Means over the pieces `begin` to `end` (exclusive), from running sums; zero where there are none."""
    return (sums[end] - sums[begin]) / np.maximum(1, end - begin)[:, None]
