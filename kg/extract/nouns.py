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
    civilians: dict[str, str]
    things: dict[str, frozenset[str]]
    places: dict[str, str]
    ranks: frozenset[str]
    of_owner: frozenset[str]
    of_members: frozenset[str]
    of_amount: frozenset[str]
    anaphors: dict[str, frozenset[str]]
    designation: re.Pattern[str]

    def longest(self, token: Token, table: dict[str, str]) -> str | None:
        """The value of the longest entry of `table` that ends in `token`, with its compounds."""
        words = compound_words(token)
        for i in range(len(words)):
            if found := table.get(" ".join(words[i:])):
                return found
        return None

    def is_thing(self, token: Token, sort: str) -> bool:
        """Whether the noun, with its compounds, is a thing of that sort ("facility", "drone", "aid")."""
        if sort in ("designation", "aircraft") and self.designation.fullmatch(token.text) and any(c.isdigit() for c in token.text):
            return True
        table = self.things.get(sort)
        if not table:
            return False
        words = compound_words(token)
        return any(" ".join(words[i:]) in table for i in range(len(words)))


@lru_cache(maxsize=1)
def load_nouns() -> Nouns:
    """The lexicon of nouns. Raises DataError where a table of it is missing."""
    data = read_toml("nouns.toml")
    try:
        transparent = data["transparent"]
        return Nouns(
            groups=_inverted(data["groups"]),
            civilians=_inverted(data["civilians"]),
            things={sort: frozenset(words) for sort, words in data["things"].items()},
            places=_inverted(data["places"]),
            ranks=frozenset(data["ranks"]["words"]),
            of_owner=frozenset(transparent["of_owner"]),
            of_members=frozenset(transparent["of_members"]),
            of_amount=frozenset(transparent["of_amount"]),
            anaphors={sort: frozenset(words) for sort, words in data["anaphors"].items()},
            designation=re.compile(data["designations"]["pattern"]),
        )
    except KeyError as e:
        where = str(DATA / "nouns.toml")
        raise DataError(f"table {e} is missing", where=where, remedy="Install kg again") from e


def _inverted(table: dict[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value, words in table.items():
        for word in words:
            found.setdefault(word, value)
    return found


def lemma(token: Token) -> str:
    """The lower-case lemma; proper nouns and bad lemmas of plurals are brought to the singular."""
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
        if token.tag_ != "NNP" and text.endswith("s") and not text.endswith("ss") and len(text) > 3:
            return text[:-1]
    return text


def compound_words(token: Token) -> list[str]:
    """The lemma of a noun preceded by its compounds and adjectives, up to three words before it."""
    words: list[str] = []
    i = token.i - 1
    doc, first = token.doc, max(token.sent.start, token.i - 4)
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
