"""Place names of one text, resolved together: what each may mean, and which place it means here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.countries import load_countries
from kg.link.candidates import BORNE_BY_FAME, WELL_KNOWN, CandidateFinder
from kg.link.choices import Choice, Option
from kg.link.folding import exact_key, sounds
from kg.link.gazetteer import Found, Gazetteers, Place
from kg.link.home import home_of
from kg.link.ranking import load_weights, rank
from kg.link.typewords import Reading, load_features
from kg.names import fold

# What stands between a name and the name of what it lies in: "Paris, Texas", "Springfield (Ill.)".
_BETWEEN = re.compile(r"\s?[,(]\s?")
_BEHIND = re.compile(r"\s?[,(]\s?(?P<name>[A-Z][\w.]*(?:[ -][A-Z][\w.]*){0,2})")
_DASH = re.compile(r"(?:,[^.!?\n]{1,20}|\.)?(?:\s\([^)\n]{1,40}\))?\s?(?:[—–]|--?\s)")
_WORD = re.compile(r"[A-Z][\w'’-]+")
_FEW = 3
#: How much it speaks for a town, and against anything else, that a report was filed there.
_FILED = 1.0
#: How well known a town counts as being that has a newspaper, large or small.
_AS_KNOWN = 0.5
#: How well a name agrees that a place has beside its own and quite another place has as its own ("Troy" of old).
_ANOTHERS_NAME, _KNOWN_ANOTHERS_NAME = 0.7, 0.4
#: From this prominence on that other place is known.
_MIDDLING = 0.56
#: How well it agrees with a name that something famous bears ("Nevada") where it is a part of its own ("Nevada City").
_LONGER = 0.85
#: From this on a report is about other countries than that of a place.
_ELSEWHERE = 0.05
#: A place that is at least this sure tells where an unknown name is best looked for, if it is no wider than this (km).
_SURE, _NARROW_KM = 0.5, 300.0
#: How little it speaks against a place not to be of the kind asked for, where none of the name is ("Kaluga region").
_NOT_OF_KIND = -0.2


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in a text. `spans` are where it stands (start, end), if known; `kind` a class of the ontology.

    `country` is an ISO 3166-1 code that the text tells; `within` the index of the toponym that it lies in.
    """

    name: str
    spans: tuple[tuple[int, int], ...] = ()
    kind: str | None = None
    country: str | None = None
    within: int | None = None


@dataclass(frozen=True, slots=True)
class _SurePlace:
    """What a toponym, by its number, means beyond doubt; whether that is wide (a country, a large region)."""

    number: int
    spans: tuple[tuple[int, int], ...]
    option: Option
    wide: bool


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a toponym means: its options, best first, and how it lies to them.

    `number` counts the toponyms of the text, `spans` are where this one stands in it, `sure` the places of the text
    that are beyond doubt.
    """

    options: tuple[Option, ...]
    reading: Reading = field(default_factory=lambda: Reading(""))
    number: int = 0
    spans: tuple[tuple[int, int], ...] = ()
    sure: Sequence[_SurePlace] = ()

    @property
    def best(self) -> Option | None:
        """The place that it most likely means, sure or not; None where the gazetteer has no such name."""
        return self.options[0] if self.options else None

    def around(self) -> Option | None:
        """The sure place that is named nearest to it: where an unknown name is best looked for.

        A country or wide region only where there is nothing else.
        """

        def rank(one: _SurePlace) -> tuple[bool, int]:
            gaps = [max(start - there[1], there[0] - end) for start, end in self.spans for there in one.spans]
            return one.wide, min(gaps, default=1_000_000)

        nearest = min((one for one in self.sure if one.number != self.number), key=rank, default=None)
        return nearest.option if nearest is not None else None


class ToponymResolver:
    """Resolves toponyms by a gazetteer."""

    def __init__(self, gazetteers: Gazetteers) -> None:
        self._gazetteers = gazetteers
        self._features = load_features()
        self._candidates = CandidateFinder(gazetteers, self._features)
        self._demonyms = _demonyms()

    def resolve(
        self, toponyms: Sequence[Toponym], text: str, hints: Mapping[str, float] | None = None, address: str = ""
    ) -> list[Resolved]:
        """The meaning of each toponym, in their order. `hints` are weights of countries, by ISO 3166-1 code; `address`
        is the web address of the publication.
        """
        weights = load_weights().hints
        readings: list[Reading] = []
        choices: list[Choice] = []
        for toponym in toponyms:
            reading, found = self._candidates.find(toponym.name)
            readings.append(reading)
            choices.append(Choice(self._options(found, reading, toponym), max(1, len(toponym.spans))))
            if any(_is_dateline(text, *span) for span in toponym.spans):
                for option in choices[-1].options:
                    option.features["type"] = _FILED if option.place.class_ == "P" else -_FILED
        for toponym, choice in zip(toponyms, choices, strict=True):
            if toponym.within is not None:
                choice.inside = choices[toponym.within]
        told = dict(hints or {})
        for code, count in self._demonyms_in(text).items():
            told[code] = told.get(code, 0.0) + weights["demonym"] * min(count, _FEW)
        for toponym in toponyms:
            if toponym.country:
                told[toponym.country] = told.get(toponym.country, 0.0) + weights["told"]
        hidden = self._qualifiers(toponyms, choices, text)
        home = self._home(address, toponyms, choices)
        if home is not None:
            hidden.append(home)
        rank([*choices, *hidden], told)
        if self._widen(toponyms, readings, choices):
            rank([*choices, *hidden], told)
        sure = _sure_places(toponyms, choices)
        return [
            Resolved(tuple(choice.options), reading, number, toponym.spans, sure)
            for number, (toponym, choice, reading) in enumerate(zip(toponyms, choices, readings, strict=True))
        ]

    def _home(self, address: str, toponyms: Sequence[Toponym], choices: Sequence[Choice]) -> Choice | None:
        """The choice of the town that the publication is named after, tied to the toponyms of that name."""
        if not address:
            return None
        told = home_of(address)
        for name in told.names:
            found = [
                one.place
                for one in self._gazetteers.exact(name)
                if one.name == 1.0 and one.place.country in told.countries and one.place.class_ in ("P", "A")
            ]
            if found:
                home = Choice([Option(place, {"name": 1.0, "known": _AS_KNOWN}) for place in found])
                for toponym, choice in zip(toponyms, choices, strict=True):
                    if exact_key(toponym.name) == exact_key(name):
                        choice.home = home
                return home
        return None

    def _options(self, found: Iterable[Found], reading: Reading, toponym: Toponym) -> list[Option]:
        options = []
        found = tuple(found)
        borne = max((one.place.known for one in found if one.name == 1.0), default=None)
        kind_known = bool(reading.groups) and any(
            self._features.fits(reading.groups, one.place.class_, one.place.feature) for one in found
        )
        for one in found:
            name = one.name
            if borne is not None and one.place.class_ == "P" and 0.9 < name < 1.0:
                if not _alike(one.place.name, reading.name):
                    name = _ANOTHERS_NAME if borne < _MIDDLING else _KNOWN_ANOTHERS_NAME
                elif borne > BORNE_BY_FAME and one.place.known < borne:
                    name = _LONGER
            features = {"name": name, "known": one.place.known}
            fit = self._type(one.place, reading, toponym.kind)
            if fit:
                features["type"] = fit if kind_known or not reading.groups else _NOT_OF_KIND
            if toponym.country and one.place.country:
                features["told"] = 1.0 if one.place.country == toponym.country else -1.0
            options.append(Option(one.place, features))
        return options

    def _type(self, place: Place, reading: Reading, kind: str | None) -> float:
        """1 where the words around or the kind name such a feature, -1 where another, 0 where neither."""
        if reading.groups:
            fit = self._features.fits(reading.groups, place.class_, place.feature)
            return 1.0 if fit == 1 else 0.6 if fit else -1.0 if reading.relation == "exact" else -0.5
        groups = self._features.of_kind(kind) if kind and reading.relation == "exact" else ()
        if not groups:
            return 0.0
        fit = self._features.fits(groups, place.class_, place.feature)
        return 0.4 if fit == 1 else 0.2 if fit else -0.4

    def _widen(self, toponyms: Sequence[Toponym], readings: list[Reading], choices: list[Choice]) -> bool:
        """Looks by sound for names whose only places by spelling have nothing in the report that speaks for them."""
        widened = False
        for number, (toponym, choice) in enumerate(zip(toponyms, choices, strict=True)):
            best = choice.options[0] if choice.options else None
            if (
                best is None
                or best.features["name"] < 0.95
                or best.features.get("foreign", 0.0) < _ELSEWHERE
                or _supported(best)
            ):
                continue
            there = {option.place.number for option in choice.options}
            more = [one for one in self._candidates.sounding(readings[number].name) if one.place.number not in there]
            if more:
                choice.options.extend(self._options(more, readings[number], toponym))
                widened = True
        return widened

    def _qualifiers(self, toponyms: Sequence[Toponym], choices: list[Choice], text: str) -> list[Choice]:
        """Ties names to those right behind them; gives the choices for names there that are no toponyms themselves."""
        spans = sorted((start, end, number) for number, one in enumerate(toponyms) for start, end in one.spans)
        starts = {start: number for start, _, number in spans}
        hidden: dict[str, Choice] = {}
        for toponym, choice in zip(toponyms, choices, strict=True):
            tail = toponym.name.partition(",")[2].strip()
            outer = self._division(tail, hidden) if tail else None
            if outer is not None and _may_hold(outer, choice):
                choice.qualified_by.append(outer)
        for _, end, number in spans:
            between = _BETWEEN.match(text, end)
            if between is None:
                continue
            behind = starts.get(between.end())
            if behind is not None:
                outer = choices[behind]
            else:
                match = _BEHIND.match(text, end)
                outer = self._division(match["name"], hidden) if match else None
            if outer is not None and outer is not choices[number] and _may_hold(outer, choices[number]):
                choices[number].qualified_by.append(outer)
        return list(hidden.values())

    def _division(self, words: str, known: dict[str, Choice]) -> Choice | None:
        """The country or division that the longest head of some words names."""
        parts = words.split(" ")
        for size in range(len(parts), 0, -1):
            name = " ".join(parts[:size])
            if name not in known:
                found = [one for one in self._gazetteers.exact(name) if one.place.class_ == "A"]
                if not found:
                    continue
                known[name] = Choice([Option(one.place, {"name": one.name, "known": one.place.known}) for one in found])
            return known[name]
        return None

    def _demonyms_in(self, text: str) -> dict[str, int]:
        """How often a text has the demonyms of each country, those of one country only."""
        counts: dict[str, int] = {}
        for word in _WORD.findall(text):
            code = self._demonyms.get(word)
            if code is not None:
                counts[code] = counts.get(code, 0) + 1
        return counts


def _is_dateline(text: str, start: int, end: int) -> bool:
    """Whether a name in capitals begins a line that goes on with a dash: where a report was filed is a town."""
    return (start == 0 or text[start - 1] == "\n") and text[start:end].isupper() and bool(_DASH.match(text, end))


@lru_cache(maxsize=65536)
def _alike(name: str, other: str) -> bool:
    """Whether two names are spellings of one name, or one is the other with a word more."""
    one, two = exact_key(name), exact_key(other)
    if one.startswith(two) or two.startswith(one):
        return True
    return bool({one.skeleton for one in sounds(name)} & {one.skeleton for one in sounds(other)})


def _sure_places(toponyms: Sequence[Toponym], choices: Sequence[Choice]) -> list[_SurePlace]:
    found = []
    for number, (toponym, choice) in enumerate(zip(toponyms, choices, strict=True)):
        option = choice.options[0] if choice.options else None
        if option is not None and option.place.lat is not None and option.score() >= _SURE:
            wide = option.place.is_country or (option.place.radius or 0.0) > _NARROW_KM
            found.append(_SurePlace(number, toponym.spans, option, wide))
    return found


def _supported(option: Option) -> bool:
    """Whether anything in the report, or its being known, speaks for an option."""
    features = option.features
    near = max(features.get(name, 0.0) for name in ("country", "division", "near", "qualifier", "inside"))
    return near > 0.3 or features["known"] > WELL_KNOWN


def _may_hold(outer: Choice, inner: Choice) -> bool:
    return any(one.place.holds(other.place) for one in outer.options for other in inner.options)


def _demonyms() -> dict[str, str]:
    """Demonyms of one word that are those of one country only, with its code."""
    codes: dict[str, set[str]] = {}
    for country in load_countries().all:
        for word in (*country.adjectives, *country.people):
            if word[:1].isupper() and " " not in word and len(word) > 3:
                codes.setdefault(word, set()).add(country.alpha2)
    return {word: next(iter(found)) for word, found in codes.items() if len(found) == 1 and fold(word)}
