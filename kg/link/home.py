"""The place that a publication is named after, by its web address: the home of a local newspaper.

"www.parisdailynews.com" is the paper of some Paris. Which one, the report tells: only names are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from kg.countries import load_countries
from kg.link.tables import read_table

_PART = re.compile(r"[a-z]+")
#: A town's name has as many letters at least, one before letters of the paper's name ("parispi") as many.
_LEAST, _LEAST_BEFORE_LETTERS = 4, 5
_MOST_LETTERS = 3
#: Two words glued have as many letters at least.
_LEAST_OF_TWO = 8


@dataclass(frozen=True, slots=True)
class Home:
    """Names of towns that an address may hold, the likeliest first, and codes of the countries to look for them in."""

    names: tuple[str, ...]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Press:
    words: frozenset[str]
    labels: frozenset[str]
    countries: tuple[str, ...]


@lru_cache(maxsize=1)
def _press() -> _Press:
    return read_table(
        "press.toml",
        lambda data: _Press(frozenset(data["words"]), frozenset(data["labels"]), tuple(data["countries"])),
    )


def country_of_address(address: str) -> str | None:
    """The country that a web address ends in (`.ca`, `.co.uk`), as ISO 3166-1 code."""
    last = _host(address).rpartition(".")[2].upper()
    country = load_countries().by_code("GB" if last == "UK" else last) if len(last) == 2 else None
    return country.alpha2 if country else None


@lru_cache(maxsize=4096)
def home_of(address: str) -> Home:
    """What the address of a publication may say of the town that it is for; no names where it says nothing.

    Raises DataError where the table of words of the press is not what its header says.
    """
    press = _press()
    country = country_of_address(address)
    labels = _host(address).split(".")[:-1]
    names: dict[str, None] = {}
    for label in labels:
        if label not in press.labels:
            names |= dict.fromkeys(_names(label, press.words))
    return Home(tuple(names), (country,) if country else press.countries)


def _host(address: str) -> str:
    return (urlsplit(address if "//" in address else f"//{address}").hostname or "").rstrip(".").lower()


def _names(label: str, words: frozenset[str]) -> Iterator[str]:
    """The names that may stand in a label: without words of the press at its ends, as one word or two."""
    parts = _PART.findall(label)
    while parts and parts[0] in words:
        parts.pop(0)
    while parts and parts[-1] in words:
        parts.pop()
    if len(parts) > 1:
        yield " ".join(parts)
    for part in parts:
        rests = sorted(_without(part, words), key=lambda one: (-len(one), one))
        for rest in rests:
            yield from _parted(rest)
        for letters in range(1, _MOST_LETTERS + 1):
            if rests and len(part) - letters >= _LEAST_BEFORE_LETTERS:
                yield part[:-letters]


def _without(part: str, words: frozenset[str]) -> set[str]:
    """What is left of glued words when words of the press are taken off its ends, one after another."""
    found: set[str] = set()
    waiting = [part]
    while waiting:
        rest = waiting.pop()
        if len(rest) < _LEAST or rest in found or rest in words:
            continue
        found.add(rest)
        for word in words:
            if len(word) > 1 and rest.startswith(word):
                waiting.append(rest[len(word) :])
            if len(word) > 1 and rest.endswith(word):
                waiting.append(rest[: -len(word)])
    return found


def _parted(rest: str) -> Iterator[str]:
    """Glued words as one, then as two ("southbend", "south bend")."""
    yield rest
    if len(rest) >= _LEAST_OF_TWO:
        for at in range(_LEAST - 1, len(rest) - _LEAST + 2):
            yield f"{rest[:at]} {rest[at:]}"
