"""The map of a choice: its places as points, and its countries and regions with tolls from least to most."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kg.countries import load_countries
from kg.view.explorer.figures import tolls_of
from kg.view.explorer.places import Place
from kg.view.explorer.snapshot import Snapshot
from kg.view.statements import Statement
from kg.view.style import ASSETS


def map_view(snapshot: Snapshot, events: Mapping[str, Statement]) -> dict[str, Any]:
    """`points` (places with coordinates and what happened right there), `countries` and `regions` (with all that
    happened within), and how many events are `nowhere`: of no place, or of one without coordinates.

    Tolls of a place, country or region are those of its own events: of a total that spans several, each of them has
    its parts, and these need not add up to it.
    """
    by_place: dict[str, dict[str, Statement]] = defaultdict(dict)
    by_country: dict[str, dict[str, Statement]] = defaultdict(dict)
    by_region: dict[str, dict[str, Statement]] = defaultdict(dict)
    nowhere = 0
    for iri, one in events.items():
        if one.ends is not None:
            continue
        place = snapshot.places.get(one.where or "")
        if place is None or place.lat is None:
            nowhere += 1
        if place is not None:
            by_place[place.iri][iri] = one
            if place.country:
                by_country[place.country][iri] = one
            if place.division:
                by_region[place.division][iri] = one
    names = region_names(snapshot)
    called = country_names()
    return {
        "points": [
            _point(snapshot.places[iri], those) | _summary(snapshot, those)
            for iri, those in sorted(by_place.items())
            if snapshot.places[iri].lat is not None
        ],
        "countries": [
            {"id": code, "name": called.get(code, code)} | _middle(snapshot, those) | _summary(snapshot, those)
            for code, those in sorted(by_country.items())
        ],
        "regions": [
            {"id": code, "name": names.get(code, code)} | _middle(snapshot, those) | _summary(snapshot, those)
            for code, those in sorted(by_region.items())
        ],
        "nowhere": nowhere,
    }


def _point(place: Place, events: Mapping[str, Statement]) -> dict[str, Any]:
    types = Counter(one.type for one in events.values()).most_common(3)
    return {
        "id": place.iri,
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "radius": place.radius,
        "types": [list(one) for one in types],
        "first": min((one.first for one in events.values() if one.first), default=None),
        "last": max((one.last for one in events.values() if one.last), default=None),
    }


def _summary(snapshot: Snapshot, events: Mapping[str, Statement]) -> dict[str, Any]:
    return {"events": len(events), "tolls": {name: one.plain() for name, one in tolls_of(snapshot, events).items()}}


def _middle(snapshot: Snapshot, events: Mapping[str, Statement]) -> dict[str, Any]:
    """The middle of the places of a region in which something happened; None where none has coordinates."""
    found = [snapshot.places[one.where] for one in events.values() if one.where]
    points = [(one.lat, one.lon) for one in found if one.lat is not None and one.lon is not None]
    if not points:
        return {"lat": None, "lon": None}
    return {"lat": sum(lat for lat, _ in points) / len(points), "lon": sum(lon for _, lon in points) / len(points)}


def region_names(snapshot: Snapshot) -> dict[str, str]:
    """First-level divisions by code: as reports call them (the shortest name of a place that is one), else GeoNames."""
    found: dict[str, str] = {}
    for place in snapshot.places.values():
        if "FirstLevelDivision" in place.kinds:
            for code in place.own_divisions:
                found[code] = min(found.get(code, place.name), place.name, key=lambda name: (len(name), name))
    return _division_names() | found


@lru_cache(maxsize=1)
def _division_names() -> dict[str, str]:
    """Made by `explorer/regions.py`."""
    return json.loads((ASSETS / "divisions.json").read_text(encoding="utf-8"))


def country_names() -> dict[str, str]:
    """The common names of countries by their ISO 3166-1 codes."""
    return {one.alpha2: one.name for one in load_countries().all}
