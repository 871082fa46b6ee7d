"""spaCy's attribute ruler (tag to part of speech, morphology, some lemmas) with what it finds for a word kept.

Nearly all of its patterns look at one word alone: at its letters, tag and dependency. What they give for the same
three is the same everywhere, so that they need not be matched again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.attrs import DEP, ORTH, TAG
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

#: What a pattern may look at for its answer to follow from a word's letters, tag and dependency.
_KEPT_BY = frozenset(["TAG", "DEP", "ORTH", "TEXT", "LOWER", "SHAPE", "IS_SPACE", "IS_PUNCT", "IS_ALPHA"])
#: Answers that are kept before all are dropped.
MOST_KEPT = 50_000

Word = tuple[int, int, int]


class KeptAttributes:
    """A pipeline component that does what the attribute ruler `ruler` does."""

    def __init__(self, ruler: AttributeRuler, most: int = MOST_KEPT) -> None:
        self._ruler = ruler
        self._most = most
        self._kept: dict[Word, dict[int, Any]] = {}
        self._others = Matcher(ruler.vocab, validate=False)
        for number, rule in enumerate(ruler.patterns):
            if not all(_of_one_word(pattern) for pattern in rule["patterns"]):  # type: ignore[union-attr]
                self._others.add(str(number), rule["patterns"])  # type: ignore[arg-type]

    def __call__(self, doc: Doc) -> Doc:
        """Sets the attributes of a text's words."""
        if len(self._others) and self._others(doc, allow_missing=True):
            return self._ruler(doc)
        words: list[Word] = list(map(tuple, doc.to_array([ORTH, TAG, DEP]).tolist()))
        if not self._kept.keys() >= set(words):
            self._learn(doc, words)
        for token, word in zip(doc, words, strict=True):
            set_token_attrs(token, self._kept[word])
        return doc

    def _learn(self, doc: Doc, words: list[Word]) -> None:
        if len(self._kept) + len(words) > self._most:
            self._kept.clear()
        for word in words:
            self._kept[word] = {}
        for number, _, start, _ in self._ruler.match(doc):
            self._kept[words[start]].update(self._ruler.attrs[number])


def _of_one_word(pattern: list[Mapping[str, Any]]) -> bool:
    return len(pattern) == 1 and _KEPT_BY.issuperset(pattern[0])


def keeps_answers(component: Any) -> Any:
    """The component itself, or where it is spaCy's attribute ruler, one that is faster."""
    return KeptAttributes(component) if type(component) is AttributeRuler else component
