"""Names in a text: register, countries, and what the language pipeline takes for a name.

A name is a candidate until the whole report has been seen: "SDF" or "the army" is settled by the
country that the report is about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from spacy.tokens import Doc, Token

from kg.countries import Countries, Country
from kg.extract.nouns import lemma, load_nouns
from kg.extract.unit_names import unit_names, without_title
from kg.model import RegisteredActor
from kg.names import fold
from kg.register import RegisterIndex

NameSort = Literal["actor", "country", "demonym", "capital", "seat", "person", "organisation", "place", "group"]

_ENTITY_SORTS: dict[str, NameSort] = {
    "PERSON": "person",
    "Person": "person",
    "ORG": "organisation",
    "Organisation": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "Location": "place",
    "NORP": "group",
}
# How many words of a text are tried as a name, unless a known name that begins so has more.
_WORDS = 9
_ARTICLE = {"al", "el", "as", "ar", "ash", "an", "ad", "at", "az"}


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `start` to `end` (exclusive) that name something.

    `surface` is the text; `ambiguous` whether the register needs the report's country to settle it.
    """

    start: int
    end: int
    sort: NameSort
    surface: str
    entries: tuple[RegisteredActor, ...] = ()
    country: Country | None = None
    countries: tuple[Country, ...] = ()
    ambiguous: bool = False


class NameFinder:
    """Finds the names of a register and of the world's countries, spelling forgiven (`kg.names.fold`)."""

    def __init__(self, register: RegisterIndex, countries: Countries) -> None:
        self._register = register
        self._countries = countries
        self._keys = set(register.keys)
        for country in countries.all:
            for name in (*country.names, *country.adjectives, *country.people, *country.capitals):
                self._keys.add(fold(name))
            self._keys.update(fold(seat.name) for seat in country.seats)
        self._first: dict[str, int] = {}
        # What the keys of several words begin with: one word, two words, and so on.
        self._beginnings: set[str] = set()
        for key in self._keys:
            words = key.split(" ")
            self._first[words[0]] = max(self._first.get(words[0], _WORDS), len(words))
            self._beginnings.update(" ".join(words[:n]) for n in range(1, len(words)))
        self._known = lru_cache(maxsize=65536)(self._look_up)

    def find(self, doc: Doc) -> list[Name]:
        """All names in a parsed block, longest first where they overlap, in the order of the text."""
        names: list[Name] = []
        taken = [False] * len(doc)
        i = 0
        while i < len(doc):
            found = self._longest(doc, i) if fold(doc[i].text).split(" ", 1)[0] in self._first else None
            if found is None:
                i += 1
                continue
            names.append(found)
            for k in range(found.start, found.end):
                taken[k] = True
            i = found.end
        for start, end in unit_names(doc, taken):
            names.append(Name(start, end, "organisation", doc[start:end].text))
            taken[start:end] = [True] * (end - start)
        names.extend(self._from_pipeline(doc, taken))
        return sorted(names, key=lambda name: name.start)

    def _longest(self, doc: Doc, start: int) -> Name | None:
        token = doc[start]
        if token.is_punct or token.is_space or (token.like_num and token.is_digit):
            return None
        reach = self._first[fold(token.text).split(" ", 1)[0]]
        for end, surface, key in reversed(self._windows(doc, start, min(start + reach, len(doc)))):
            last = doc[end - 1]
            if last.is_punct and (last.text not in (")", ".") or fold(doc[start : end - 1].text) == key):
                continue
            if key in self._keys and (name := self._name(doc, surface, start, end)) is not None:
                return self._with_article(doc, name)
        return None

    def _windows(self, doc: Doc, start: int, stop: int) -> list[tuple[int, str, str]]:
        """The words from `start` on that may be a name, one more each time: their end, their text, and its key.

        What comes behind them can change no word of a key but the last, so that nothing follows once the others
        begin no key.
        """
        windows: list[tuple[int, str, str]] = []
        for end in range(start + 1, stop + 1):
            surface = doc[start:end].text
            key = fold(surface)
            windows.append((end, surface, key))
            settled = key.rpartition(" ")[0]
            if settled and settled not in self._beginnings:
                break
        return windows

    @staticmethod
    def _part_of_longer(doc: Doc, at: int, entries: tuple[RegisteredActor, ...]) -> bool:
        """Whether a word is a known name only without its article, and here the end of a longer name ("Karenni Rights
        Monitor" is not "Al-Monitor").
        """
        word = doc[at].lower_
        if any(n.lower() == word for e in entries for n in e.names):
            return False
        before = doc[at - 1] if at else None
        return (
            before is not None
            and before.text[:1].isupper()
            and before.pos_ == "PROPN"
            and before.lower_ not in _ARTICLE
        )

    def _name(self, doc: Doc, surface: str, start: int, end: int) -> Name | None:
        found = self._known(surface)
        if found is None:
            return None
        if found.sort == "actor" and end - start == 1 and self._part_of_longer(doc, start, found.entries):
            return None
        return replace(found, start=start, end=end)

    def _look_up(self, surface: str) -> Name | None:
        """What the words name wherever they stand, at tokens 0 to 0."""
        country = self._countries.by_name(surface)
        if country is not None:
            return Name(0, 0, "country", surface, self._entries(surface), country, (country,))
        if entries := self._entries(surface):
            return Name(0, 0, "actor", surface, entries, None, (), self._register.named(surface) is None)
        if demonym := self._countries.by_demonym(surface):
            return Name(0, 0, "demonym", surface, (), demonym[0], demonym)
        if capital := self._countries.by_capital(surface):
            return Name(0, 0, "capital", surface, (), capital, (capital,))
        if seat := self._countries.by_seat(surface):
            return Name(0, 0, "seat", surface, (), seat[0], (seat[0],))
        return None

    def _entries(self, surface: str) -> tuple[RegisteredActor, ...]:
        """Entries that the words may name; words in lower case name only what is written so."""
        found = self._register.candidates(surface)
        if surface[:1].islower() and surface.islower():
            key = fold(surface)
            found = tuple(e for e in found if any(fold(n) == key and n[:1].islower() for n in (*e.names, *e.ambiguous)))
        return found

    @staticmethod
    def _with_article(doc: Doc, name: Name) -> Name:
        """Take in an Arabic article that the key leaves out ("al-" before "Shabaab")."""
        start = name.start
        if start >= 2 and doc[start - 1].text == "-" and doc[start - 2].lower_ in _ARTICLE:
            start -= 2
        elif start >= 1 and doc[start - 1].lower_ in ("al", "el"):
            start -= 1
        if start == name.start:
            return name
        surface = doc[start : name.end].text
        return Name(start, name.end, name.sort, surface, name.entries, name.country, name.countries, name.ambiguous)

    @staticmethod
    def _from_pipeline(doc: Doc, taken: list[bool]) -> list[Name]:
        """Entities of the language pipeline, or of the trained component, that no list knows."""
        encoded = "kg_encoder" in doc.spans
        found: list[Name] = []
        for span in doc.spans["kg_encoder"] if encoded else doc.ents:
            sort = _ENTITY_SORTS.get(span.label_)
            if sort is None:
                continue
            for start, end in (
                _proper_runs(doc, span.start, span.end) if encoded else [_trimmed(doc, span.start, span.end)]
            ):
                if (
                    sort == "group"
                    and span.label_ == "NORP"
                    and doc[start:end].text.lower().rstrip("s") in load_nouns().groups
                ):
                    continue
                if sort == "person":
                    start = without_title(doc, start, end)
                if start >= end or any(taken[start:end]) or not any(t.text[:1].isupper() for t in doc[start:end]):
                    continue
                found.append(Name(start, end, sort, doc[start:end].text))
                for k in range(start, end):
                    taken[k] = True
        return found


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """A span without articles in front and punctuation behind."""
    while start < end and (doc[start].pos_ in ("DET", "PUNCT", "PRON", "SPACE") or doc[start].lower_ == "the"):
        start += 1
    while end > start and ((doc[end - 1].is_punct and doc[end - 1].text != ")") or doc[end - 1].tag_ == "POS"):
        end -= 1
    return start, end


def _proper_runs(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """The names within a mention: runs of capitalised words, with what ties them ("Group of Forces")."""
    runs: list[tuple[int, int]] = []
    i = start
    while i < end:
        ordinary = doc[i].is_sent_start and doc[i].pos_ not in ("PROPN", "X") and not doc[i].text.isupper()
        if not doc[i].text[:1].isupper() or doc[i].pos_ in ("DET", "PRON") or ordinary or _common(doc[i]):
            i += 1
            continue
        j = i + 1
        while j < end and (
            doc[j].text[:1].isupper()
            or doc[j].text == "-"
            or (doc[j].lower_ in _TIES and _goes_on(doc, j + 1, end))
        ):
            j += 1
        if doc[j - 1].text == "-":
            j -= 1
        runs.append((i, j))
        i = j
    return runs


def _goes_on(doc: Doc, at: int, end: int) -> bool:
    """Whether a capitalised word stands behind what ties a name, a hyphen between or not ("Mustafa al-Kadhimi")."""
    if at + 1 < end and doc[at].text == "-":
        at += 1
    return at < end and doc[at].text[:1].isupper()


def _common(token: Token) -> bool:
    """Whether a capitalised word at the head of a sentence is a word of the lexicon ("Gunmen", "Rebels")."""
    word = token.lower_
    nouns = load_nouns()
    known = (
        word in nouns.groups
        or word in nouns.civilians
        or lemma(token) in nouns.groups
        or lemma(token) in nouns.civilians
    )
    return bool(token.is_sent_start) and known


_TIES = frozenset(["of", "for", "the", "and", "de", "du", "la", "al", "el", "'s", "'"])
