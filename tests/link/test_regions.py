"""The regions and landmarks of kg's own are what the heads of their files say."""

from __future__ import annotations

import tomllib
from typing import Any

from kg.countries import load_countries
from kg.link.embedded import REGION_FILES
from kg.link.folding import exact_key
from kg.link.tables import DATA


def regions() -> list[dict[str, Any]]:
    return [one for name in REGION_FILES for one in tomllib.loads((DATA / name).read_text(encoding="utf-8"))["region"]]


def test_a_region_has_a_point_a_reach_and_countries() -> None:
    known = {"name", "names", "lat", "lon", "radius", "feature", "countries", "wikidata"}
    for region in regions():
        name = region["name"]
        assert region.keys() <= known, name
        assert abs(region["lat"]) <= 90, name
        assert abs(region["lon"]) <= 180, name
        assert 1 <= region["radius"] <= 8000, name
        assert all(len(code) == 2 and code.isupper() for code in region["countries"]), name


def test_no_region_stands_there_twice() -> None:
    names = [exact_key(region["name"]) for region in regions()]
    assert sorted({one for one in names if names.count(one) > 1}) == []


def test_a_region_lies_in_no_other_part_of_the_world_than_its_only_country() -> None:
    """A slip of a sign puts a region into another hemisphere."""
    for region in regions():
        country = load_countries().by_code(region["countries"][0]) if len(region["countries"]) == 1 else None
        if country is not None and country.alpha2 not in ("US", "GB", "FR"):
            assert abs(region["lat"] - country.lat) < 35, region["name"]
            assert min(abs(region["lon"] - country.lon), 360 - abs(region["lon"] - country.lon)) < 80, region["name"]
