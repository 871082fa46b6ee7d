"""A place as a gazetteer's source gives it, and how well known it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

_COUNTRIES = frozenset(("PCLI", "PCLD", "PCLIX", "PCLS", "PCL", "PCLF", "TERR"))
_LARGEST = 7.5  # log10 of the population of the largest cities
_MOST_NAMES = math.log(150)


@dataclass(slots=True)
class Record:
    """One place on its way into an index.

    `source` is `geonames`, `wikidata`, or the name of a list; `code` the id there. `feature` is a GeoNames feature
    code, `class_` its class. `admin1` and `admin2` are GeoNames codes (`SY.11`), `chain` the ids of the divisions and
    the country it lies in, narrowest first. `radius` is how far it reaches from its point, in km.
    `others` are further names.
    """

    source: str
    code: str
    name: str
    lat: float | None = None
    lon: float | None = None
    class_: str | None = None
    feature: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    chain: tuple[str, ...] = ()
    population: int = 0
    radius: float | None = None
    iso: str | None = None
    wikidata: str | None = None
    pcode: str | None = None
    others: tuple[str, ...] = ()
    known: int = 0


def rank_of(population: int, names: int, feature: str | None, class_: str | None) -> int:
    """The rank of a place in an index: 1000 less its prominence in thousandths, so that the best known come first."""
    return 1000 - round(1000 * prominence(population, names, feature, class_))


def prominence(population: int, names: int, feature: str | None, class_: str | None) -> float:
    """How well known a place is, 0 to 1: by its population and by how many names the world has for it.

    Capitals of countries count more. Divisions count less than settlements of the same population, because a bare name
    mostly means the town.
    """
    if feature in _COUNTRIES or feature == "CONT":
        return 1.0
    people = min(1.0, math.log10(population + 1) / _LARGEST)
    spread = min(1.0, math.log(names + 1) / _MOST_NAMES)
    value = 0.6 * people + 0.4 * spread
    if feature == "PPLC":
        value += 0.08
    if class_ == "A":
        value *= 0.9 if feature == "ADM1" else 0.8
    return min(value, 0.98)
