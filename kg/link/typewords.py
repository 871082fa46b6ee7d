"""Words that say what kind of feature a name is ("Homs governorate"), or how a place lies to it ("Homs desert")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from kg.link.tables import read_table

Relation = Literal["exact", "within", "near"]
_OF = re.compile(r"^(?:the\s+)?(?P<word>[\w-]+(?:\s[\w-]+)?)\s+of\s+(?:the\s+)?(?P<name>.+)$", re.IGNORECASE)
#: Groups of features that have a countryside or a desert.
WIDE = ("first", "district")
_AROUND_KM = 25.0
_SEPARATOR = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a phrase: the name to look up, the groups of features that fit, how the phrase lies to it.

    `groups` empty: any feature. `radius_km` only for `near`.
    """

    name: str
    groups: tuple[str, ...] = ()
    relation: Relation = "exact"
    radius_km: float | None = None


class Features:
    """The type words of `kg/link/data/features.toml`."""

    def __init__(self, data: dict[str, dict[str, list[str]]], kinds_of: dict[str, frozenset[str]]) -> None:
        self._groups = kinds_of
        self._kinds: dict[str, tuple[str, ...]] = {kind: tuple(groups) for kind, groups in data["kinds"].items()}
        self._is = {word: tuple(groups) for word, groups in data["is"].items()}
        self._part = frozenset(data["part"]["words"])
        self._wide = frozenset(data["part"]["wide"])
        self._streets, self._roads = frozenset(data["street"]["words"]), frozenset(data["street"]["numbered"])
        self._near: dict[str, float] = {word: float(km) for word, km in data["near"].items()}  # type: ignore[arg-type]

    def fits(self, groups: tuple[str, ...], class_: str | None, feature: str | None) -> int:
        """Place of the first group (from 1) that a feature belongs to, 0 where none does."""
        for number, group in enumerate(groups, 1):
            members = self._groups[group]
            if feature in members or class_ in members:
                return number
        return 0

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """The groups that fit a class of the ontology."""
        return self._kinds.get(kind, ())

    def readings(self, phrase: str) -> tuple[Reading, ...]:
        """The ways to read a phrase, the whole of it first, then with ever more words of kind or part taken off."""
        phrase = _SEPARATOR.sub(" ", phrase).strip(" ,.;:\"'()")
        found = [Reading(phrase)]
        here: Reading | None = found[0]
        while here is not None:
            here = self._shorter(here)
            if here is not None:
                found.append(here)
        return tuple(found)

    def heads(self, phrase: str) -> tuple[Reading, ...]:
        """What a name of three words or more begins with, the longest first: it may be named after that place."""
        words = _SEPARATOR.split(phrase.strip(" ,.;:\"'()"))
        if len(words) < 3:
            return ()
        return _named_after(" ".join(words[:number]) for number in range(len(words) - 1, 0, -1))

    def ends(self, phrase: str) -> tuple[Reading, ...]:
        """What a name of several words begins with, then what it ends with, the longest first ("Boston Marathon",
        "Royal Bank of Scotland"): it may be named after that place if that is a well-known one.
        """
        words = _SEPARATOR.split(phrase.strip(" ,.;:\"'()"))
        tails = [" ".join(words[number:]) for number in range(1, len(words))]
        heads = [" ".join(words[:number]) for number in range(len(words) - 1, 0, -1)]
        return _named_after([*heads, *tails])

    def is_street(self, phrase: str) -> bool:
        """Whether a name of several words is that of a street ("Oxford Street", "Route 66")."""
        words = phrase.lower().split()
        return len(words) > 1 and (words[-1] in self._streets or (words[0] in self._roads and words[-1].isdecimal()))

    def bare(self, name: str) -> str | None:
        """A division's name without its word of kind ("Homs Governorate" gives "Homs"); None where it has none."""
        words = name.split()
        if len(words) > 1 and words[-1].lower().rstrip("'’ʹʼ") in self._is:
            return " ".join(words[:-1])
        return None

    def _shorter(self, reading: Reading) -> Reading | None:
        of = _OF.match(reading.name)
        if of is not None:
            word = of["word"].lower()
            return self._taken(reading, word, of["name"])
        words = reading.name.split(" ")
        for number in (3, 2, 1):
            if len(words) > number:
                last = self._taken(reading, " ".join(words[-number:]).lower(), " ".join(words[:-number]))
                if last is not None:
                    return last
        if len(words) > 1:
            return self._taken(reading, words[0].lower(), " ".join(words[1:]))
        return None

    def _taken(self, reading: Reading, word: str, rest: str) -> Reading | None:
        """The reading without a word, where it is one of kind or part; a part stays a part."""
        if word in self._is:
            groups = reading.groups if reading.relation != "exact" else self._is[word]
            return Reading(rest, groups or self._is[word], reading.relation, reading.radius_km)
        if word in self._part:
            groups = reading.groups or (WIDE if word in self._wide else ())
            return Reading(rest, groups, "near" if reading.relation == "near" else "within", reading.radius_km)
        if word in self._near:
            return Reading(rest, reading.groups, "near", max(self._near[word], reading.radius_km or 0))
        return None


def _named_after(names: Iterable[str]) -> tuple[Reading, ...]:
    return tuple(Reading(name, (), "near", _AROUND_KM) for name in names if len(name) > 3 and name[0].isupper())


@lru_cache(maxsize=1)
def load_features() -> Features:
    """The type words. Raises DataError where the file is not what its header says."""
    return read_table("features.toml", _features)


def _features(data: dict[str, Any]) -> Features:
    groups = {name: frozenset(members) for name, members in data["groups"].items()}
    used = {group for table in (data["kinds"], data["is"]) for some in table.values() for group in some}
    if unknown := used - set(groups):
        raise ValueError(f"groups {sorted(unknown)} are not listed under [groups]")
    return Features(data, groups)
