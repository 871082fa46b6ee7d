"""How spaCy's networks compute here: faster than by default, and alike for a text whatever stands beside it.

`hasten` changes a loaded pipeline in three respects, none of which changes what it finds.

- Matrices are multiplied by NumPy's BLAS. spaCy's own (BLIS) falls back to portable code on processors that it does
  not know, at a third of the speed.
- A word's vector before it meets its neighbours depends on the word alone, so it is computed once and kept.
- The parser and the entity recogniser take their steps as `kg.extract.transitions` says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from thinc.api import Model, NumpyOps
from thinc.types import Ragged

from kg.extract.attribute_rules import keeps_answers
from kg.extract.transitions import steps_together

#: Rows below which a BLAS takes other code paths, which round otherwise; fewer are filled up with zeros.
FEWEST_ROWS = 64
#: Vectors that are kept before all are dropped: 96 numbers each, some 20 MB.
MOST_KEPT = 50_000


class RowwiseOps(NumpyOps):
    """NumPy's products, in which a row of the result depends on its own row of `x` alone.

    To the last bit with OpenBLAS's kernels for AVX-512 and those before AVX2; its kernels for AVX2 ("Haswell", "Zen")
    round by a row's place among twelve, so that there it depends on its neighbours in the last digits.
    """

    def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """`x` times `y`, each transposed on demand, as `thinc.api.Ops.gemm` says."""
        left, right = x.T if trans1 else x, y.T if trans2 else y
        rows = len(left)
        if rows >= FEWEST_ROWS or trans1:
            return np.dot(left, right, out=out)
        filled = np.zeros((FEWEST_ROWS, left.shape[1]), dtype=left.dtype)
        filled[:rows] = left
        product = np.dot(filled, right)[:rows]
        if out is None:
            return np.ascontiguousarray(product)
        out[...] = product
        return out


class RowsOnce:
    """Rows of whole numbers to rows of an array by `compute`, which sees each different row once.

    `compute` must treat each row by itself. What is kept is dropped when it grows beyond `most` rows.
    """

    def __init__(self, compute: Callable[[NDArray[Any]], NDArray[Any]], most: int = MOST_KEPT) -> None:
        self._compute = compute
        self._most = most
        self._factors = np.zeros(0, dtype=np.uint64)
        self._forget()

    def _forget(self) -> None:
        self._keys = np.zeros(0, dtype=np.uint64)
        self._places = np.zeros(0, dtype=np.intp)
        self._kept: NDArray[Any] | None = None

    def __call__(self, rows: NDArray[Any]) -> NDArray[Any]:
        """The rows that belong to `rows`, in their order."""
        keys = self._keys_of(rows)
        new = np.flatnonzero(~np.isin(keys, self._keys))
        if len(new):
            _, first = np.unique(keys[new], return_index=True)
            if len(self._keys) + len(first) > self._most:
                self._forget()
                _, first = np.unique(keys, return_index=True)
                new = np.arange(len(keys))
            self._keep(keys[new[first]], self._compute(np.ascontiguousarray(rows[new[first]])))
        assert self._kept is not None
        return self._kept[self._places[np.searchsorted(self._keys, keys)]]

    def _keys_of(self, rows: NDArray[Any]) -> NDArray[np.uint64]:
        """One number a row: a sum of its hashes, each times an odd number of its column, modulo 2**64."""
        if len(self._factors) != rows.shape[1]:
            numbers = np.random.default_rng(rows.shape[1]).integers(1 << 62, size=rows.shape[1], dtype=np.uint64)
            self._factors = numbers * np.uint64(2) + np.uint64(1)
        return (rows.astype(np.uint64, copy=False) * self._factors).sum(axis=1, dtype=np.uint64)

    def _keep(self, keys: NDArray[np.uint64], computed: NDArray[Any]) -> None:
        known = 0 if self._kept is None else len(self._kept)
        self._kept = computed if self._kept is None else np.concatenate([self._kept, computed])
        keys = np.concatenate([self._keys, keys])
        places = np.concatenate([self._places, np.arange(known, known + len(computed))])
        order = np.argsort(keys)
        self._keys, self._places = keys[order], places[order]


def hasten(nlp: Language) -> None:
    """Lets the networks of a pipeline compute as this module says. Call it once, on a pipeline that is not trained."""
    ops = RowwiseOps(use_blis=False)
    for place, (name, component) in enumerate(nlp._components):
        nlp._components[place] = (name, keeps_answers(steps_together(component)))
        model = getattr(component, "model", None)
        if not isinstance(model, Model):
            continue
        for node in model.walk():
            if type(node.ops) is NumpyOps:
                node.ops = ops
        for node in list(model.walk()):
            if _is_embedding(node):
                _embed_once(node)


def _is_embedding(node: Model[Any, Any]) -> bool:
    """Whether it is spaCy's `MultiHashEmbed`: features of words to vectors, each word by itself."""
    names = [layer.name for layer in node.layers]
    return (
        len(names) == 5
        and names[:2] == ["extract_features", "list2ragged"]
        and names[4] == "ragged2list"
        and all(name.startswith("with_array(") for name in names[2:4])
        and not any(part.name in ("expand_window", "lstm") for layer in node.layers[2:4] for part in layer.walk())
    )


def _embed_once(node: Model[Any, Any]) -> None:
    """Puts a layer that keeps its results in the place of the two that compute them."""
    mixed, reduced = node.layers[2:4]

    def compute(rows: Any) -> Any:
        lengths: Any = np.array([len(rows)], dtype="i")
        ragged = Ragged(rows, lengths)
        return reduced.predict(mixed.predict(ragged)).dataXd

    kept = RowsOnce(compute)

    def forward(_model: Model[Any, Any], words: Ragged, is_train: bool) -> tuple[Ragged, Callable[[Any], Any]]:
        data: Any = words.dataXd
        if is_train or not len(data):
            between, back_mixed = mixed(words, is_train)
            result, back_reduced = reduced(between, is_train)
            return result, lambda grown: back_mixed(back_reduced(grown))
        vectors: Any = kept(data)
        return Ragged(vectors, words.lengths), lambda grown: grown

    node._layers[2:4] = [Model("each_word_once", forward, layers=[mixed, reduced], ops=node.ops)]
