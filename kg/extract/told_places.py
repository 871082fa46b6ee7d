"""The places that a report has named, which "the town", "the same location" or "the mountain range" mean again."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.nouns import Nouns, lemma
from kg.model import PlaceRef

# The kinds of place that a word can point back to; any for words that are not here.
_SAME = {
    "region": ("Region", "FirstLevelDivision", "Desert"),
    "province": ("FirstLevelDivision",),
    "district": ("District", "FirstLevelDivision"),
    "city": ("Settlement",),
    "town": ("Settlement",),
    "village": ("Settlement",),
    "township": ("Settlement", "District"),
}


class ToldPlaces:
    """The places named so far, by their kind and by the noun in their names."""

    def __init__(self, nouns: Nouns) -> None:
        self.nouns = nouns
        self.last: PlaceRef | None = None
        self._by_kind: dict[str, PlaceRef] = {}
        self._by_word: dict[str, PlaceRef] = {}

    def told(self, ref: PlaceRef, kind: str, *words: str) -> None:
        """Remember a place with its kind and the nouns in its name; a country only by its kind."""
        if kind != "Country":
            self.last = ref
        self._by_kind[kind] = ref
        for word in words:
            self._by_word[self.nouns.places_alike.get(word, word)] = ref

    def meant(self, token: Token) -> PlaceRef | None:
        """The place that a definite common noun means, None where it means none of those told."""
        if not points_back(token):
            return None
        word = lemma(token)
        compounds = [lemma(c) for c in token.children if c.dep_ == "compound"]
        for noun in (word, *compounds):
            alike = self.nouns.places_alike.get(noun, noun)
            if alike in self._by_word:
                return self._by_word[alike]
        if kinds := _SAME.get(word):
            return next((self._by_kind[k] for k in kinds if k in self._by_kind), None)
        return self.last if word in self.nouns.any_place else None


def points_back(token: Token) -> bool:
    """Whether "the", "this" or "that" stands before a common noun for a place."""
    return any(c.dep_ == "det" and c.lower_ in ("the", "this", "that") for c in token.children)
