"""The places that the names of a text may mean, as they are weighed; and how far apart places are."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from kg.link.gazetteer import Place

EARTH_KM = 6371.0


@dataclass(slots=True)
class Option:
    """A place that a name may mean, with its features so far, its log odds and its share among the options.

    `alone` are the log odds by the features that what other names mean does not change.
    """

    place: Place
    features: dict[str, float]
    alone: float = 0.0
    logit: float = 0.0
    share: float = 0.0

    def score(self) -> float:
        """How sure it is that this place is meant: that any of its kind is, and this rather than the others."""
        return self.share / (1.0 + math.exp(-self.logit))


@dataclass(slots=True)
class Choice:
    """All places that one name of a report may mean. `qualified_by` are the choices right behind it in the text,
    `inside` the one that the text says it lies in; `weight` is how often the report has the name.
    `home` is the one of the town that the publication is named after, where it is of this name.
    """

    options: list[Option]
    weight: float = 1.0
    qualified_by: list[Choice] = field(default_factory=list)
    inside: Choice | None = None
    home: Choice | None = None


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The great-circle distance in km (haversine formula, sphere of radius 6371 km)."""
    phi, psi = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((psi - phi) / 2) ** 2
        + math.cos(phi) * math.cos(psi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def km_between(one: Place, other: Place) -> float:
    """The distance of two places in km, without end where one has no point."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    return distance_km(one.lat, one.lon, other.lat, other.lon)
