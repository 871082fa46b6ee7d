"""Subsets of Wikidata (CC0) with places: entities as JSON, one a line as in its dumps, or N-Triples ("truthy").

Read are items with a point (P625): labels and aliases, country (P17), GeoNames id (P1566), ISO 3166-2 code (P300),
population (P1082). An item with a GeoNames id adds to what other gazetteers know of that place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.countries import load_countries
from kg.errors import InputError
from kg.link.record import Record
from kg.link.streams import open_text

_LANGUAGES = ("en", "mul", "fr", "de", "es", "ar", "uk", "ru", "tr", "fa", "he", "ku", "my")
_TRIPLE = re.compile(r"<([^>]*)>\s+<([^>]*)>\s+(.+?)\s*\.\s*$")
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$')
_POINT = re.compile(r"Point\((-?[\d.eE+-]+) (-?[\d.eE+-]+)\)", re.IGNORECASE)
_ENTITY = "http://www.wikidata.org/entity/"
_DIRECT = "http://www.wikidata.org/prop/direct/"
_LABELS = ("http://www.w3.org/2000/01/rdf-schema#label", "http://schema.org/name")
_ALIASES = ("http://www.w3.org/2004/02/skos/core#altLabel",)


def read_wikidata(path: Path) -> Iterator[Record]:
    """The places of a subset: N-Triples where the name says so (`.nt`, packed or not), else JSON, one item a line.

    Triples of one item must follow each other, as they do in dumps. Raises InputError with the line where it is no
    such file.
    """
    triples = ".nt" in path.suffixes
    countries = {country.wikidata: country.alpha2 for country in load_countries().all}
    with open_text(path) as file:
        for item in _grouped(path, file) if triples else _items(path, file):
            record = _record(item, countries)
            if record is not None:
                yield record


_Item = dict[str, Any]


def _items(path: Path, lines: Any) -> Iterator[_Item]:
    """What is read of each entity in JSON, the lines of a dump's array included."""
    for number, line in enumerate(lines, 1):
        line = line.strip().rstrip(",")
        if line in ("", "[", "]"):
            continue
        try:
            entity = json.loads(line)
            claims = entity.get("claims", {})
            point = _claim(claims, "P625")
            country = _claim(claims, "P17")
            population = _claim(claims, "P1082")
            yield {
                "id": entity["id"],
                "labels": {lang: one["value"] for lang, one in entity.get("labels", {}).items()},
                "aliases": [one["value"] for some in entity.get("aliases", {}).values() for one in some],
                "point": (point["latitude"], point["longitude"]) if point else None,
                "country": country.get("id") if country else None,
                "geonames": _claim(claims, "P1566"),
                "iso": _claim(claims, "P300"),
                "population": population["amount"] if population else 0,
            }
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"no entity of Wikidata ({error!r})",
                where=f"{path}, line {number}",
                remedy="Give one entity a line, as in the JSON dumps, or N-Triples in a file that ends in .nt",
            ) from error


def _claim(claims: Any, name: str) -> Any:
    """The value of the first statement of a property that has one."""
    for statement in claims.get(name, ()):
        if "datavalue" in statement["mainsnak"]:
            return statement["mainsnak"]["datavalue"]["value"]
    return None


def _grouped(path: Path, lines: Any) -> Iterator[_Item]:
    """What is read of each item in N-Triples."""
    item: _Item | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        triple = _TRIPLE.match(line)
        if triple is None:
            raise InputError("no N-Triples", where=f"{path}, line {number}", remedy="Export the subset again")
        subject, predicate, value = triple.groups()
        if not subject.startswith(_ENTITY):
            continue
        code = subject.removeprefix(_ENTITY)
        if item is None or item["id"] != code:
            if item is not None:
                yield item
            item = {"id": code, "labels": {}, "aliases": [], "point": None, "population": 0}
        _add(item, predicate, value)
    if item is not None:
        yield item


def _add(item: _Item, predicate: str, value: str) -> None:
    literal = _LITERAL.match(value)
    text = json.loads(f'"{literal[1]}"') if literal else value.strip("<>")
    if predicate in _LABELS and literal:
        item["labels"].setdefault(literal[2] or "mul", text)
    elif predicate in _ALIASES:
        item["aliases"].append(text)
    elif predicate == f"{_DIRECT}P625" and (point := _POINT.search(text)):
        item["point"] = item["point"] or (float(point[2]), float(point[1]))
    elif predicate == f"{_DIRECT}P17":
        item.setdefault("country", text.removeprefix(_ENTITY))
    elif predicate == f"{_DIRECT}P1566":
        item.setdefault("geonames", text)
    elif predicate == f"{_DIRECT}P300":
        item.setdefault("iso", text)
    elif predicate == f"{_DIRECT}P1082":
        item["population"] = text


def _record(item: _Item, countries: dict[str, str]) -> Record | None:
    """The place that an item is; None where it has no point or no name in letters that reports use."""
    labels: dict[str, str] = item["labels"]
    name = next((labels[language] for language in _LANGUAGES if language in labels), None)
    if item["point"] is None or name is None:
        return None
    lat, lon = item["point"]
    geonames = item.get("geonames")
    names = dict.fromkeys((*labels.values(), *item["aliases"]))
    return Record(
        source="geonames" if geonames else "wikidata",
        code=geonames or item["id"],
        name=name,
        lat=lat,
        lon=lon,
        country=countries.get(item.get("country") or ""),
        population=max(0, int(float(item["population"]))),
        iso=item.get("iso"),
        wikidata=item["id"],
        others=tuple(one for one in names if one != name),
    )
