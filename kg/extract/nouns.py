"""What sort of thing a noun stands for (`data/nouns.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from kg.errors import DataError
from kg.extract.lexicon import DATA, read_toml


@dataclass(frozen=True, slots=True)
class Nouns:
    """The lexicon of nouns. Keys are lower-case lemmas, of one word or more."""

    groups: dict[str, str]
    named_groups: frozenset[str]
    units: frozenset[str]
    titles: frozenset[str]
    papers: frozenset[str]
    civilians: dict[str, str]
    things: dict[str, frozenset[str]]
    places: dict[str, str]
    places_alike: dict[str, str]
    places_only: frozenset[str]
    place_parts: frozenset[str]
    any_place: frozenset[str]
    ranks: frozenset[str]
    of_owner: frozenset[str]
    of_members: frozenset[str]
    of_amount: frozenset[str]
    counted_within: frozenset[str]
    of_number: dict[str, int]
    anaphors: dict[str, frozenset[str]]
    people: re.Pattern[str]
    others: frozenset[str]
    designation: re.Pattern[str]
    sorts_of: dict[str, frozenset[str]]

    def longest(self, token: Token, table: dict[str, str]) -> str | None:
        """The value of the longest entry of `table` that ends in `token`, with its compounds."""
        for phrase in phrases_at(token):
            if found := table.get(phrase):
                return found
        return None

    def group(self, token: Token) -> str | None:
        """The kind of group that acts, of the longest entry that ends in `token`, unless a longer one is a thing
        ("health centre") or a civilian ("staff member"), or the noun is one only in a name.
        """
        for phrase in phrases_at(token):
            if found := self.groups.get(phrase):
                return None if phrase in self.named_groups and token.text.islower() else found
            if " " in phrase and (phrase in self.sorts_of or phrase in self.civilians):
                return None
        return None

    def sorts(self, token: Token) -> frozenset[str]:
        """The sorts of thing that the noun, with its compounds, may be ("facility", "drone", "aid")."""
        known: dict[int, frozenset[str]] = token.doc.user_data.setdefault("kg_sorts", {})
        found = known.get(token.i)
        if found is None:
            longest, *_ = by_length = [self.sorts_of.get(phrase, _NONE) for phrase in phrases_at(token)]
            found = frozenset().union(*by_length)
            if "facility" in longest and len(by_length) > 1:
                found -= {"ied", "explosive"}
            if "suicide-bomber" in longest and len(by_length) > 1:
                found -= {"aircraft"}
            if self.designation.fullmatch(token.text) and any(c.isdigit() for c in token.text):
                found |= {"designation", "aircraft"}
            known[token.i] = found
        return found

    def names_people(self, token: Token) -> bool:
        """Whether a common noun that no list has stands for people, by its ending ("beekeepers", "saboteur" not)."""
        word = lemma(token)
        return token.pos_ == "NOUN" and word not in self.others and self.people.fullmatch(word) is not None

    def is_thing(self, token: Token, sort: str) -> bool:
        """Whether the noun, with its compounds, is a thing of that sort."""
        return sort in self.sorts(token)


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def load_nouns() -> Nouns:
    """The lexicon of nouns. Raises DataError where a table of it is missing."""
    data = read_toml("nouns.toml")
    try:
        transparent = data["transparent"]
        return Nouns(
            groups=_inverted(data["groups"]),
            named_groups=frozenset(data["named_groups"]["words"]),
            units=frozenset(data["numbered_units"]["words"]),
            titles=frozenset(data["titles"]["words"]),
            papers=frozenset(data["papers"]["words"]),
            civilians=_inverted(data["civilians"]),
            things={sort: frozenset(words) for sort, words in data["things"].items()},
            places=_inverted(data["places"]),
            places_alike=data["places_alike"],
            places_only=frozenset(data["places_only"]["words"]),
            place_parts=frozenset(data["place_parts"]["words"]),
            any_place=frozenset(data["anaphors"]["places"]),
            ranks=frozenset(data["ranks"]["words"]),
            of_owner=frozenset(transparent["of_owner"]),
            of_members=frozenset(transparent["of_members"]),
            of_amount=frozenset(transparent["of_amount"]),
            counted_within=frozenset(transparent["counted_within"]),
            of_number=transparent["of_number"],
            anaphors={sort: frozenset(words) for sort, words in data["anaphors"].items()},
            people=re.compile(rf"[a-z-]{{3,}}(?:{'|'.join(data['people']['endings'])})"),
            others=frozenset(data["people"]["others"]),
            designation=re.compile(data["designations"]["pattern"]),
            sorts_of=_sorts(data["things"]),
        )
    except KeyError as e:
        where = str(DATA / "nouns.toml")
        raise DataError(f"table {e} is missing", where=where, remedy="Install kg again") from e


def _sorts(things: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for sort, words in things.items():
        for word in words:
            found.setdefault(word, set()).add(sort)
    return {word: frozenset(sorts) for word, sorts in found.items()}


def _inverted(table: dict[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value, words in table.items():
        for word in words:
            found.setdefault(word, value)
    return found


def lemma(token: Token) -> str:
    """The lower-case lemma; proper nouns and bad lemmas of plurals are brought to the singular. Kept with the document,
    of which nothing is mended any more.
    """
    known: dict[int, str] = token.doc.user_data.setdefault("kg_lemmas", {})
    i = token.i
    found = known.get(i)
    if found is None:
        found = known[i] = _lemma(token)
    return found


def _lemma(token: Token) -> str:
    text = token.lemma_.lower() or token.lower_
    if token.tag_ == "VBG":
        return token.lower_
    if text.endswith("men") and len(text) > 4 and text == token.lower_:
        return text[:-2] + "an"
    if token.tag_ == "NNPS" or (text == token.lower_ and token.tag_ in ("NNS", "NNP")):
        if text.endswith("ies") and len(text) > 4:
            return text[:-3] + "y"
        if text.endswith("men") and len(text) > 3:
            return text[:-2] + "an"
        if (
            (token.tag_ != "NNP" or token.is_sent_start)
            and text.endswith("s")
            and not text.endswith("ss")
            and len(text) > 3
        ):
            return text[:-1]
    return text


def phrases_at(token: Token) -> tuple[str, ...]:
    """The noun with its compounds and adjectives, as lemmas, the longest phrase first ("heavy machine gun", "machine
    gun", "gun"). Kept with the document, since nearly every step asks for it.
    """
    known: dict[int, tuple[str, ...]] = token.doc.user_data.setdefault("kg_phrases", {})
    found = known.get(token.i)
    if found is None:
        words = compound_words(token)
        found = tuple(" ".join(words[i:]) for i in range(len(words)))
        known[token.i] = found
    return found


def compound_words(token: Token) -> list[str]:
    """The lemma of a noun preceded by its compounds and adjectives, up to three words before it."""
    words: list[str] = []
    i = token.i - 1
    doc, first = token.doc, token.i
    while first > max(0, token.i - 4) and not doc[first].is_sent_start:
        first -= 1
    while i >= first and len(words) < 3:
        other = doc[i]
        if other.text == "-" and i > first:
            i -= 1
            continue
        if other.dep_ not in ("compound", "amod", "nmod", "punct", "poss") or other.pos_ in ("PUNCT", "DET", "PRON"):
            break
        words.append(other.lower_ if other.tag_ not in ("NNS",) else lemma(other))
        i -= 1
    words.reverse()
    words.append(lemma(token))
    return words
