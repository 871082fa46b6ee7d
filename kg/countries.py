"""States and territories of the world: names, demonyms, capitals, identifiers (`kg/data/countries.toml`).

The register (countries as actors), extraction (demonyms, capitals that stand for governments) and linking
(GeoNames and Wikidata ids) all need them, so they stand below the stages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.names import fold, spelled_as

COUNTRIES_FILE = Path(__file__).resolve().parent / "data" / "countries.toml"

_WIKIDATA = re.compile(r"Q[1-9]\d*")
_GEONAMES = re.compile(r"[1-9]\d*")
_LISTS = ("names", "adjectives", "people", "capitals")
_SEE = "See the header of kg/data/countries.toml"
_KEYS = {"alpha2", "alpha3", "name", *_LISTS, "seats", "wikidata", "geonames", "lat", "lon"}


@dataclass(frozen=True, slots=True)
class Seat:
    """Words for a building or quarter that stand for a state's power ("the Kremlin").

    `branch` is the branch of the register's entry that they stand for (see `kg/data/branches.toml`).
    """

    name: str
    branch: str = "government"


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory. `names` begins with `name`; `capitals` with the seat of government.

    `alpha2` and `alpha3` are ISO 3166-1 codes (`XK`, `XS` user-assigned), `adjectives` demonyms ("Syrian"),
    `people` nouns for its citizens, `geonames` and `wikidata` identifiers, `lat` and `lon` a centre in degrees.
    """

    alpha2: str
    alpha3: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[Seat, ...]
    wikidata: str
    geonames: str | None
    lat: float
    lon: float


class Countries:
    """All countries in the order of their codes, with look-ups that forgive spelling but not case.

    A surface in lower case throughout is never a country ("turkey", "us"), an acronym needs its capitals.
    """

    def __init__(self, countries: Iterable[Country]) -> None:
        self.all = tuple(sorted(countries, key=lambda country: country.alpha2))
        self._codes = {code: country for country in self.all for code in (country.alpha2, country.alpha3)}
        self._names = _index((name, country) for country in self.all for name in country.names)
        self._demonyms = _index(
            (word, country) for country in self.all for word in dict.fromkeys(country.adjectives + country.people)
        )
        self._capitals = _index((name, country) for country in self.all for name in country.capitals)
        self._seats = {fold(seat.name): (country, seat) for country in self.all for seat in country.seats}

    def by_code(self, code: str) -> Country | None:
        """The country of an ISO 3166-1 code of two or three letters, in any case."""
        return self._codes.get(code.upper())

    def by_name(self, surface: str) -> Country | None:
        """The country that a name, official name or abbreviation names ("Türkiye", "the U.S.", "DRC")."""
        found = _look_up(self._names, surface)
        return found[0] if found else None

    def by_demonym(self, surface: str) -> tuple[Country, ...]:
        """The countries whose demonym this is ("Syrian", "Turks"); two or more for "Congolese", "Dominican"."""
        return _look_up(self._demonyms, surface)

    def by_capital(self, surface: str) -> Country | None:
        """The country whose capital or seat of government this is ("Kiev", "Sana'a", "Tel Aviv")."""
        found = _look_up(self._capitals, surface)
        return found[0] if found else None

    def by_seat(self, surface: str) -> tuple[Country, Seat] | None:
        """The country and seat of power that words stand for ("the Kremlin", "the Pentagon")."""
        found = self._seats.get(fold(surface))
        return found if found and spelled_as(found[1].name, surface) else None


@lru_cache(maxsize=4)
def load_countries(path: Path = COUNTRIES_FILE) -> Countries:
    """The countries of a file in the form of `kg/data/countries.toml`.

    Raises DataError, with the entry and what is wrong with it, where the file is not what its header says.
    """
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)["country"]
    except FileNotFoundError as e:
        raise DataError("the list of countries is missing", where=str(path), remedy="Install kg again") from e
    except tomllib.TOMLDecodeError as e:
        raise DataError(f"not a TOML file: {e}", where=str(path), remedy="Mend the file at the place named") from e
    except KeyError as e:
        raise DataError("no [[country]] in it", where=str(path), remedy=_SEE) from e
    countries = [_country(table, path) for table in tables]
    for field in ("alpha2", "alpha3", "name", "wikidata"):
        _refuse_twice(countries, field, path)
    return Countries(countries)


def _country(table: Mapping[str, Any], path: Path) -> Country:
    where = f"{path}, country {table.get('alpha2', table.get('name', '?'))}"

    def refuse(message: str) -> DataError:
        return DataError(message, where=where, remedy=_SEE)

    if unknown := table.keys() - _KEYS:
        raise refuse(f"unknown key {sorted(unknown)[0]!r}")
    for key, length in (("alpha2", 2), ("alpha3", 3)):
        code = table.get(key)
        if not (isinstance(code, str) and len(code) == length and code.isascii() and code.isupper()):
            raise refuse(f"{key} must be {length} capitals")
    name = table.get("name")
    if not (isinstance(name, str) and fold(name)):
        raise refuse("name is missing")
    lists: dict[str, tuple[str, ...]] = {}
    for key in _LISTS:
        value = table.get(key, [])
        if not (isinstance(value, list) and all(isinstance(item, str) and fold(item) for item in value)):
            raise refuse(f"{key} must be a list of words")
        lists[key] = tuple(value)
    if not lists["adjectives"] or not lists["capitals"]:
        raise refuse("adjectives and capitals must not be empty")
    if not (isinstance(table.get("wikidata"), str) and _WIKIDATA.fullmatch(table["wikidata"])):
        raise refuse("wikidata must be a Q and digits")
    geonames = table.get("geonames")
    if geonames is not None and not (isinstance(geonames, str) and _GEONAMES.fullmatch(geonames)):
        raise refuse("geonames must be a string of digits")
    lat, lon = table.get("lat"), table.get("lon")
    if not (isinstance(lat, float) and isinstance(lon, float) and abs(lat) <= 90 and abs(lon) <= 180):
        raise refuse("lat and lon must be degrees with a decimal point")
    seats = table.get("seats", [])
    if not (isinstance(seats, list) and all(isinstance(s, dict) and s.keys() <= {"name", "branch"} for s in seats)):
        raise refuse("seats must be a list of tables with name and branch")
    try:
        read_seats = tuple(Seat(**seat) for seat in seats)
    except TypeError as e:
        raise refuse("a seat has no name") from e
    return Country(
        alpha2=table["alpha2"],
        alpha3=table["alpha3"],
        name=name,
        names=(name, *lists["names"]),
        adjectives=lists["adjectives"],
        people=lists["people"],
        capitals=lists["capitals"],
        seats=read_seats,
        wikidata=table["wikidata"],
        geonames=geonames,
        lat=lat,
        lon=lon,
    )


def _refuse_twice(countries: Iterable[Country], field: str, path: Path) -> None:
    seen: set[str] = set()
    for country in countries:
        value = getattr(country, field)
        if value in seen:
            raise DataError(f"{field} {value!r} stands twice", where=str(path), remedy="Take one of the two out")
        seen.add(value)


_Index = dict[str, list[tuple[str, Country]]]


def _index(pairs: Iterable[tuple[str, Country]]) -> _Index:
    index: _Index = {}
    for name, country in pairs:
        index.setdefault(fold(name), []).append((name, country))
    return index


def _look_up(index: _Index, surface: str) -> tuple[Country, ...]:
    found = index.get(fold(surface), ())
    return tuple(dict.fromkeys(country for name, country in found if spelled_as(name, surface)))
