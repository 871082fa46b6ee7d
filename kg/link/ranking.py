"""Choosing among the places that names may mean, all names of a report together.

Each candidate has features between -1 and 1 and, by the weights of `kg/link/data/weights.toml`, log odds. What the
report says of countries, divisions and distances is not known before its places are: so candidates are first weighed by
themselves, and then twice again in the light of the others, each in proportion to its probability so far.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.link.choices import Choice, km_between
from kg.link.gazetteer import Place
from kg.link.nearness import Surroundings
from kg.link.tables import read_table

_ROUNDS = 2
_SAME_KM = 40.0
#: A share that makes no difference.
_NEGLIGIBLE = 0.001
#: Names agree at most this much where they only sound alike.
BY_SOUND = 0.8
#: A country with less of the evidence than this is not one that the report is about.
_SOME = 0.2
#: How much prominence, and a name that is not its own, count where only the company of names is weighed.
_MILDLY, _BY_NAME = 3.5, 6.0
#: More company than this says nothing more; a place that reaches farther (km) has company anywhere, and counts so much.
_MOST_COMPANY = 2.5
_WIDE_KM, _WIDE = 150.0, 1.5
#: From this prominence on a place is famous; that counts less in a paper that is named after a town.
_FAMOUS, _LOCALLY = 0.65, 0.5
#: Names that agree less are those of another place: it is not famous by them.
_ITS_NAME = 0.6
#: Features that an option has of its own, and those that what stands around a name gives all of its options.
_OWN = frozenset(("name", "known", "type", "told"))
_TIED = ("qualifier", "inside")
#: What a country that the report names counts at least for the places in it.
_TOLD = 0.5


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of features, the threshold under which nothing is linked, the doubt of a link, and what hints
    count.
    """

    threshold: float
    threshold_by_sound: float
    doubt: float
    weights: Mapping[str, float]
    hints: Mapping[str, float]


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The weights. Raises DataError where the file is not what its header says."""
    return read_table("weights.toml", _weights)


def _weights(data: dict[str, Any]) -> Weights:
    threshold, by_sound, doubt = (float(data[name]) for name in ("threshold", "threshold_by_sound", "doubt"))
    return Weights(threshold, by_sound, doubt, data["weights"], data["hints"])


def rank(choices: Sequence[Choice], hints: Mapping[str, float]) -> None:
    """Weighs the options of all choices and sorts each, best first. `hints`: weight of countries by their code."""
    weights = load_weights().weights
    for choice in choices:
        _weigh(choice, weights)
    surroundings = Surroundings(choices, [_shares(choice) for choice in choices])
    _by_themselves(choices, surroundings.company(), weights)
    for _ in range(_ROUNDS):
        countries, divisions = _support(choices, hints)
        near = surroundings.nearness()
        named = _named(choices)
        in_all = sum(countries[0].values()), sum(divisions[0].values())
        for number, choice in enumerate(choices):
            _in_context(number, choice, countries, divisions, in_all, near[number], named)
        for choice in choices:
            _weigh_in_context(choice, weights)
    doubt = load_weights().doubt
    for choice in choices:
        for option in choice.options:
            option.logit -= doubt
        choice.options.sort(key=lambda option: (-option.logit, -option.place.known, option.place.code))
        _share_alike(choice)


def _by_themselves(choices: Sequence[Choice], company: Sequence[Sequence[float]], weights: Mapping[str, float]) -> None:
    """The features that do not change with what the other names turn out to mean: company, fame, the town at home."""
    local = any(choice.home is not None for choice in choices)
    of_company, of_fame, of_home = weights["company"], weights["famous"], weights["home"]
    for choice, known in zip(choices, company, strict=True):
        home = {id(option.place) for option in choice.home.options} if choice.home is not None else ()
        anywhere = min(_WIDE, max(known, default=0.0))
        for option, value in zip(choice.options, known, strict=True):
            place, features, alone = option.place, option.features, option.logit
            if features["name"] > BY_SOUND:
                much = min(value, _MOST_COMPANY) if (place.radius or 0.0) < _WIDE_KM else anywhere
                features["company"] = much
                alone += of_company * much
            if features["known"] > _FAMOUS and features["name"] > _ITS_NAME:
                fame = (features["known"] - _FAMOUS) / (1 - _FAMOUS)
                if local and not place.is_country:
                    fame *= _LOCALLY
                features["famous"] = fame
                alone += of_fame * fame
            if id(place) in home:
                features["home"] = 1.0
                alone += of_home
            option.alone = alone


def _weigh(choice: Choice, weights: Mapping[str, float]) -> None:
    """The log odds and shares of a choice's options by the features that they have of their own."""
    for option in choice.options:
        features = option.features
        if "near" in features:  # ranked before, with fewer options
            features = option.features = {name: value for name, value in features.items() if name in _OWN}
        logit = weights["bias"]
        for name, value in features.items():
            logit += weights[name] * value
        option.logit = logit
    _share_out(choice)


def _weigh_in_context(choice: Choice, weights: Mapping[str, float]) -> None:
    """The same for options whose other features are weighed already."""
    country, division = weights["country"], weights["division"]
    near, foreign = weights["near"], weights["foreign"]
    tied = _TIED if choice.qualified_by or choice.inside is not None else ()
    for option in choice.options:
        features = option.features
        logit = option.alone + country * features["country"] + division * features["division"] + near * features["near"]
        if "foreign" in features:
            logit += foreign * features["foreign"]
        for name in tied:
            logit += weights[name] * features.get(name, 0.0)
        option.logit = logit
    _share_out(choice)


def _share_out(choice: Choice) -> None:
    if not choice.options:
        return
    best = max([option.logit for option in choice.options])
    total = 0.0
    for option in choice.options:
        option.share = math.exp(option.logit - best)
        total += option.share
    for option in choice.options:
        option.share /= total


def _shares(choice: Choice) -> list[float]:
    """The shares of a choice's options by their names and prominence alone, the less known ones favoured."""
    values = [
        math.exp(_MILDLY * (option.features["known"] - 1.0) - _BY_NAME * (1.0 - option.features["name"]))
        for option in choice.options
    ]
    total = sum(values)
    return [value / total for value in values]


def _share_alike(choice: Choice) -> None:
    """Adds to the best option's share those of places that are the same on the map: a town and its district."""
    if not choice.options:
        return
    best = choice.options[0]
    for option in choice.options[1:]:
        if option.share < _NEGLIGIBLE:
            continue
        if (
            best.place.holds(option.place)
            or option.place.holds(best.place)
            or km_between(best.place, option.place) < _SAME_KM
        ):
            best.share += option.share
    best.share = min(best.share, 1.0)


_Support = tuple[dict[str, float], list[dict[str, float]]]


def _support(choices: Sequence[Choice], hints: Mapping[str, float]) -> tuple[_Support, _Support]:
    """What speaks for each country and division: in all, and each choice's own part of it.

    An option counts by the square of its share: many namesakes that are all possible say little of where a report is.
    """
    countries: dict[str, float] = defaultdict(float, hints)
    divisions: dict[str, float] = defaultdict(float)
    own_countries: list[dict[str, float]] = []
    own_divisions: list[dict[str, float]] = []
    for choice in choices:
        own_country: dict[str, float] = defaultdict(float)
        own_division: dict[str, float] = defaultdict(float)
        weight = min(3.0, 1.0 + math.log(choice.weight)) if choice.weight > 0 else 0.0
        for option in choice.options:
            if option.share < _NEGLIGIBLE:
                continue
            part = weight * option.share**2 / (1.0 + math.exp(-option.logit))
            if option.place.country:
                own_country[option.place.country] += part
            if option.place.admin1:
                own_division[option.place.admin1] += part
        for code, part in own_country.items():
            countries[code] += part
        for code, part in own_division.items():
            divisions[code] += part
        own_countries.append(own_country)
        own_divisions.append(own_division)
    return (countries, own_countries), (divisions, own_divisions)


def _in_context(
    number: int,
    choice: Choice,
    countries: _Support,
    divisions: _Support,
    in_all: tuple[float, float],
    near: list[float],
    named: Sequence[tuple[int, str, float]],
) -> None:
    """The features of a choice's options that the other choices give. `in_all`: the sums of the support."""
    (of_countries, own_countries), (of_divisions, own_divisions) = countries, divisions
    own_country, own_division = own_countries[number], own_divisions[number]
    in_countries = in_all[0] - sum(own_country.values())
    in_divisions = in_all[1] - sum(own_division.values())
    told = {code: _TOLD * share for other, code, share in named if other != number}
    of_places: dict[tuple[str, str], tuple[float, float]] = {}
    abroad = 1 - math.exp(-in_countries / 2)
    for option, closeness in zip(choice.options, near, strict=True):
        place, features = option.place, option.features
        code, division = place.country or "", place.admin1 or ""
        if (code, division) not in of_places:
            of_country = of_countries.get(code, 0.0) - own_country.get(code, 0.0)
            of_division = of_divisions.get(division, 0.0) - own_division.get(division, 0.0)
            of_places[code, division] = (
                max(_part(of_country, in_countries, 1.0), told.get(code, 0.0)), _part(of_division, in_divisions, 0.5)
            )  # fmt: skip
        features["country"], features["division"] = of_places[code, division]
        features["near"] = closeness
        if place.country and features["country"] < _SOME:
            obscure = (1 - place.known) ** 2 if features["name"] > BY_SOUND else 1.0
            features["foreign"] = obscure * abroad * (1 - closeness)
        else:
            features.pop("foreign", None)
        if choice.qualified_by:
            features["qualifier"] = max(_held(place, outer) for outer in choice.qualified_by)
        if choice.inside is not None and choice.inside is not choice:
            features["inside"] = max(_held(place, choice.inside), _beside(place, choice.inside))


def _named(choices: Sequence[Choice]) -> list[tuple[int, str, float]]:
    """The countries that names of the report mean, with the number of the choice and how sure that is."""
    return [
        (number, option.place.country, option.share)
        for number, choice in enumerate(choices)
        for option in choice.options
        if option.share > 0.5 and option.place.country and option.place.is_country
    ]


def _part(value: float, total: float, power: float) -> float:
    """A share of the evidence, less where there is little evidence at all."""
    return 0.0 if value <= 0 or total <= 0 else (value / total) ** power * (1 - math.exp(-value))


def _held(place: Place, outer: Choice) -> float:
    """How likely a place lies in what another name means."""
    return min(1.0, sum(option.share for option in outer.options if option.place.holds(place)))


def _beside(place: Place, outer: Choice) -> float:
    """How close a place is to what another name means, within twice its extent."""
    return max(
        (
            option.share
            for option in outer.options
            if not option.place.is_country
            and km_between(place, option.place) < 2 * max(option.place.radius or 0.0, 15.0)
        ),
        default=0.0,
    )
