"""spaCy's attribute ruler and lemmatizer with what they find for a word kept.

Nearly all patterns of the ruler (tag to part of speech, morphology, some lemmas) look at one word alone: at its
letters, tag and dependency. What they give for the same three is the same everywhere, so that they need not be matched
again. The others are tried where a text has a word for each of their places. A lemma by rules follows from a word's
letters, part of speech and morphology.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.attrs import DEP, MORPH, ORTH, POS, TAG
from spacy.lang.en.lemmatizer import EnglishLemmatizer
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
        #: The places of patterns of several words that a word can take, as bits.
        self._takes: dict[Word, int] = {}
        self._others = Matcher(ruler.vocab, validate=False)
        self._places = Matcher(ruler.vocab, validate=False)
        self._needed: list[int] = []
        self._of_context = False
        for number, rule in enumerate(ruler.patterns):
            patterns: Any = rule["patterns"]
            for pattern in patterns:
                if not _of_one_word(pattern):
                    self._add_other(number, pattern)

    def _add_other(self, number: int, pattern: list[Mapping[str, Any]]) -> None:
        self._others.add(str(number), [pattern])  # type: ignore[arg-type]
        needed = 0
        for place in pattern:
            if not _KEPT_BY.issuperset(place):
                self._of_context = True
                return
            bit = len(self._places)
            self._places.add(str(bit), [[place]])  # type: ignore[list-item]
            needed |= 1 << bit
        self._needed.append(needed)

    def __call__(self, doc: Doc) -> Doc:
        """Sets the attributes of a text's words."""
        words: list[Word] = list(map(tuple, doc.to_array([ORTH, TAG, DEP]).tolist()))
        if not self._kept.keys() >= set(words):
            self._learn(doc, words)
        if self._may_hold_others(words) and self._others(doc, allow_missing=True):
            return self._ruler(doc)
        for token, word in zip(doc, words, strict=True):
            set_token_attrs(token, self._kept[word])
        return doc

    def _may_hold_others(self, words: list[Word]) -> bool:
        there = 0
        for word in words:
            there |= self._takes[word]
        return self._of_context or any(needed & there == needed for needed in self._needed)

    def _learn(self, doc: Doc, words: list[Word]) -> None:
        if len(self._kept) + len(words) > self._most:
            self._kept.clear()
            self._takes.clear()
        strings = doc.vocab.strings
        for i, word in enumerate(words):
            if word not in self._kept:
                alone: Any = doc[i : i + 1]
                kept = self._kept[word] = {}
                for number, *_ in self._ruler.match(alone):
                    kept.update(self._ruler.attrs[number])
                places = self._places(alone, allow_missing=True)
                self._takes[word] = sum(1 << int(strings[name]) for name, *_ in places)


def _of_one_word(pattern: list[Mapping[str, Any]]) -> bool:
    return len(pattern) == 1 and _KEPT_BY.issuperset(pattern[0])


class KeptLemmas:
    """A pipeline component that does what the rules of spaCy's English lemmatizer do."""

    def __init__(self, lemmatizer: EnglishLemmatizer, most: int = MOST_KEPT) -> None:
        self._lemmatizer = lemmatizer
        self._most = most
        self._kept: dict[Word, str] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Sets the lemmas of those of a text's words that have none."""
        kept = self._kept
        for token, word in zip(doc, map(tuple, doc.to_array([ORTH, POS, MORPH]).tolist()), strict=True):
            if not token.lemma:
                lemma = kept.get(word)
                if lemma is None:
                    lemma = self._learn(word, self._lemmatizer.lemmatize(token)[0])
                token.lemma_ = lemma
        return doc

    def _learn(self, word: Word, lemma: str) -> str:
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[word] = lemma
        return lemma


def keeps_answers(component: Any) -> Any:
    """The component itself, or where it is spaCy's attribute ruler or English lemmatizer, one that is faster."""
    if type(component) is AttributeRuler:
        return KeptAttributes(component)
    if type(component) is EnglishLemmatizer and component.mode == "rule" and not component.overwrite:
        # The known words of a part of speech are a list of up to 57,000, gone through once for each ending.
        known = component.lookups.get_table("lemma_index", {})
        for part_of_speech in list(known):
            known[part_of_speech] = frozenset(known[part_of_speech])
        return KeptLemmas(component)
    return component
