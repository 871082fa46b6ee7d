"""Places: what lies in what, and where that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.graph.terms import GEO, KG, RDF, SKOS
from kg.query.source import Queryable
from kg.view.statements import rows

_STATES = {"Country", "CountryPlace"}


@dataclass(slots=True)
class Place:
    """A place. Coordinates are degrees WGS 84, `radius` the uncertainty of the point in kilometres; None if unknown.

    `around` are the nodes that it is or lies within, by the text or by links, itself among them; `same` other
    identifiers of itself; `codes` and `divisions` the ISO 3166-1 and ISO 3166-2 codes of all around.
    """

    iri: str
    name: str
    kinds: frozenset[str] = frozenset()
    country: str | None = None
    division: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius: float | None = None
    around: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    own_codes: frozenset[str] = frozenset()
    own_divisions: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()

    def lies_in(self, other: Place) -> bool:
        """Whether it is the other, lies within it, or bears the code of the country or first-level division it is.

        The same places as those that the query `at-place` takes in.
        """
        return (
            other.iri in self.around
            or bool(other.same & self.around)
            or (bool(other.kinds & _STATES) and bool(other.own_codes & self.codes))
            or ("FirstLevelDivision" in other.kinds and bool(other.own_divisions & self.divisions))
        )


def read_places(graph: Queryable) -> dict[str, Place]:
    """All places by IRI. Of several names, codes or points of one place the first in order is taken."""
    stated: dict[str, dict[str, set[str]]] = {}
    for row in rows(graph, "place"):
        told = stated.setdefault(row["place"].value, {})
        told.setdefault(row["property"].value, set()).add(row["value"].value)
    places = {iri: _place(iri, told) for iri, told in sorted(stated.items())}
    outer: dict[str, set[str]] = defaultdict(set)
    same: dict[str, set[str]] = defaultdict(set)
    for row in rows(graph, "within"):
        outer[row["inner"].value].add(row["outer"].value)
        if row["same"].value == "true":
            same[row["inner"].value].add(row["outer"].value)
    for place in places.values():
        place.around = _around(place.iri, outer)
        place.same = frozenset(same[place.iri])
        known = [places[iri] for iri in place.around if iri in places]
        place.codes = frozenset(code for one in known for code in stated[one.iri].get(KG + "countryCode", ()))
        place.divisions = frozenset(code for one in known for code in one.own_divisions)
        place.country = min(place.codes, default=None)
        place.division = min((code for code in place.divisions if "-" in code), default=None)
    return places


def _place(iri: str, told: dict[str, set[str]]) -> Place:
    def number(property_: str) -> float | None:
        return min((float(text) for text in told.get(property_, ())), default=None)

    latitude, longitude = number(GEO + "lat"), number(GEO + "long")
    known = latitude is not None and longitude is not None and -90 <= latitude <= 90 and -180 <= longitude <= 180
    return Place(
        iri,
        min(told.get(SKOS + "prefLabel", {iri})),
        frozenset(kind.removeprefix(KG) for kind in told.get(RDF + "type", ())),
        lat=latitude if known else None,
        lon=longitude if known else None,
        radius=number(KG + "radiusKm"),
        own_codes=frozenset(told.get(KG + "countryCode", set()) | told.get(KG + "country", set())),
        own_divisions=frozenset(told.get(KG + "iso3166", ())),
    )


def _around(place: str, outer: Mapping[str, set[str]]) -> frozenset[str]:
    seen = {place}
    waiting = [place]
    while waiting:
        for above in outer.get(waiting.pop(), set()) - seen:
            seen.add(above)
            waiting.append(above)
    return frozenset(seen)
