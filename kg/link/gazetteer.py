"""Reading a gazetteer: the places that a name may mean, best known first."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from kg.errors import DataError
from kg.link.folding import exact_key, hashed, is_unvowelled, sounds

#: As many places are weighed for one name, the best known ones.
MOST = 60
_REMEMBERED = 20_000
_AT_ONCE = 10_000
#: The rank of a place that was not looked up by a name: `known` is 0 then.
_UNRANKED = 1000
_FILLED = (
    "lat", "lon", "class_", "feature", "country", "admin1", "admin2", "chain", "radius", "iso", "wikidata", "pcode"
)  # fmt: skip
_COLUMNS = (
    "place.id, source, code, name, lat, lon, class, feature, country, admin1, admin2, chain, population, names, radius,"
    " iso, wikidata, pcode"
)
# Below these similarities of vowels and classes two names with one skeleton are different names; by consonants.
_LEAST = {2: 0.86, 3: 0.75}
_LEAST_LONG = 0.7


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a gazetteer. `chain` are ids of what it lies in; `known` is its prominence, 0 to 1."""

    number: int
    source: str
    code: str
    name: str
    lat: float | None
    lon: float | None
    class_: str | None
    feature: str | None
    country: str | None
    admin1: str | None
    admin2: str | None
    chain: tuple[str, ...]
    population: int
    radius: float | None
    iso: str | None
    wikidata: str | None
    pcode: str | None
    known: float

    @property
    def is_country(self) -> bool:
        """Whether it is a state or territory."""
        return self.class_ == "A" and (self.feature or "").startswith(("PCL", "TERR"))

    def holds(self, other: Place) -> bool:
        """Whether `other` lies in this place, by country, division or the ids of what it lies in."""
        if self is other:
            return False
        if self.is_country:
            return other.country == self.country and not other.is_country
        if self.class_ == "A":
            if self.code in other.chain:
                return True
            if self.feature == "ADM1":
                return other.admin1 == self.admin1 and other.admin1 is not None
        return False


@dataclass(frozen=True, slots=True)
class Found:
    """A place under a name. `name` is how well the names agree: 1 its own name, less for others and for sound."""

    place: Place
    name: float


class Gazetteer:
    """One index, opened for reading. A place is held in memory once; look-ups are remembered."""

    def __init__(self, path: Path) -> None:
        """Raises DataError where the file is missing or no index of this version of kg."""
        from kg.link.index import FORMAT

        self.path = path
        try:
            self._database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            self._database.execute("PRAGMA mmap_size=268435456")
            self.about: dict[str, str] = dict(self._database.execute("SELECT name, value FROM about"))
        except sqlite3.Error as error:
            raise DataError(
                f"no gazetteer ({error})", where=str(path), remedy="Delete it; kg builds it again"
            ) from error
        if self.about.get("format") != FORMAT:
            raise DataError(
                "a gazetteer of another version of kg", where=str(path), remedy="Delete it and add its sources again"
            )
        self._exact: dict[str, tuple[Found, ...]] = {}
        self._sounding: dict[str, tuple[Found, ...]] = {}
        self._places: dict[int, Place] = {}

    def exact(self, name: str) -> tuple[Found, ...]:
        """The places that bear a name, however it is typed."""
        key = exact_key(name)
        found = self._exact.get(key)
        if found is None:
            rows = self._database.execute(
                f"SELECT rank, main, {_COLUMNS} FROM (SELECT rank, main, place FROM exact WHERE key = ? LIMIT {MOST})"
                " JOIN place ON place.id = place",
                (hashed(key),),
            )
            found = tuple(Found(self._place(row), 1.0 if row[1] else 0.95) for row in rows) if key else ()
            _remember(self._exact, key, found)
        return found

    def sounding(self, name: str) -> tuple[Found, ...]:
        """The places with a name that is the same, or nearly, in another transliteration."""
        found = self._sounding.get(name)
        if found is None:
            best: dict[int, tuple[float, int]] = {}
            written = not is_unvowelled(name)
            for heard in sounds(name):
                rows = self._database.execute(
                    "SELECT rank, form, place FROM sound WHERE key = ? LIMIT 400", (hashed(heard.skeleton),)
                )
                for rank, form, number in rows:
                    alike = _similarity(heard.form, form, heard.skeleton, written=written)
                    if alike and (number not in best or best[number][0] < alike):
                        best[number] = (alike, rank)
            chosen = sorted(best.items(), key=lambda one: (-one[1][0], one[1][1]))[:MOST]
            found = tuple(Found(self._numbered(number, rank), alike) for number, (alike, rank) in chosen)
            _remember(self._sounding, name, found)
        return found

    def identified(self, identifier: str) -> Place | None:
        """The place with an id of its source, a Wikidata item or a p-code. Reads the gazetteer from end to end."""
        row = self._database.execute(
            f"SELECT {_UNRANKED}, 0, {_COLUMNS} FROM place WHERE code = ?1 OR wikidata = ?1 OR pcode = ?1"
            " ORDER BY code = ?1 DESC, population DESC LIMIT 1",
            (identifier,),
        ).fetchone()
        return self._place(row) if row is not None else None

    def beginning(self, letters: str, most: int) -> list[Place]:
        """The places whose own name begins with some letters, in any case, the largest first. Reads all names."""
        pattern = letters.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        rows = self._database.execute(
            f"SELECT {_UNRANKED}, 0, {_COLUMNS} FROM place WHERE name LIKE ? ESCAPE '\\'"
            " ORDER BY population DESC, id LIMIT ?",
            (pattern, most),
        )
        return [self._place(row) for row in rows]

    def held(self, codes: Iterable[str], source: str = "geonames") -> set[str]:
        """Those ids of a source that are in the gazetteer. Reads it from end to end."""
        wanted = list(codes)
        found: set[str] = set()
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            rows = self._database.execute(
                f"SELECT code FROM place WHERE source = ? AND code IN ({marks})", (source, *some)
            )
            found.update(row[0] for row in rows)
        return found

    def size(self) -> int:
        """The number of places."""
        return self._database.execute("SELECT COUNT(*) FROM place").fetchone()[0]

    def divisions(self) -> dict[str, tuple[str, str | None]]:
        """The GeoNames id and ISO 3166-2 code of each division by its GeoNames code (`SY.11`, `SY.11.169576`)."""
        rows = self._database.execute(
            "SELECT CASE feature WHEN 'ADM1' THEN admin1 ELSE admin2 END, code, iso FROM place"
            " WHERE class = 'A' AND source = 'geonames' AND feature LIKE 'ADM%'"
        )
        return {row[0]: (row[1], row[2]) for row in rows if row[0]}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    def _numbered(self, number: int, rank: int) -> Place:
        """The place of a row of `place`, whose prominence the rank of its names tells."""
        place = self._places.get(number)
        if place is None:
            row = self._database.execute(f"SELECT ?2, 0, {_COLUMNS} FROM place WHERE id = ?1", (number, rank))
            place = self._place(row.fetchone())
        return place

    def _place(self, row: Sequence[object]) -> Place:
        """The place of a row of rank, anything, and its columns. It is remembered, unless no name told its rank."""
        number: int = row[2]  # type: ignore[assignment]
        place = self._places.get(number)
        if place is None:
            rank, _, *columns = row
            (_, source, code, name, lat, lon, class_, feature, country, admin1, admin2, chain, population, _, radius,
             iso, wikidata, pcode) = columns  # fmt: skip
            place = Place(
                number, source, code, name, lat, lon, class_, feature, country, admin1, admin2,  # type: ignore[arg-type]
                tuple(str(chain).split()), population, radius, iso, wikidata, pcode, 1 - rank / 1000,  # type: ignore[arg-type,operator]
            )  # fmt: skip
            if rank != _UNRANKED:
                _remember(self._places, number, place)
        return place


class Gazetteers:
    """Several gazetteers as one: an earlier one's entry stands for the same id in a later one."""

    def __init__(self, gazetteers: Sequence[Gazetteer]) -> None:
        self._all = tuple(gazetteers)

    def exact(self, name: str) -> tuple[Found, ...]:
        """As `Gazetteer.exact`, over all."""
        return self._all[0].exact(name) if len(self._all) == 1 else _merged(one.exact(name) for one in self._all)

    def held(self, codes: set[str]) -> set[str]:
        """The GeoNames ids among these that any of them has."""
        return set().union(*(one.held(codes) for one in self._all))

    def sounding(self, name: str) -> tuple[Found, ...]:
        """As `Gazetteer.sounding`, over all."""
        return self._all[0].sounding(name) if len(self._all) == 1 else _merged(one.sounding(name) for one in self._all)


def _merged(parts: Iterable[tuple[Found, ...]]) -> tuple[Found, ...]:
    """The entries of several gazetteers; what an earlier one does not tell of a place, a later one does."""
    best: dict[tuple[str, str], Found] = {}
    for part in parts:
        for found in part:
            key = (found.place.source, found.place.code)
            first = best.get(key)
            if first is None:
                best[key] = found
            else:
                best[key] = Found(_completed(first.place, found.place), max(first.name, found.name))
    return tuple(best.values())


def _completed(place: Place, other: Place) -> Place:
    """A place with what only another entry of it tells; it is as well known as the better known entry."""
    gaps: dict[str, Any] = {
        name: getattr(other, name) for name in _FILLED if getattr(place, name) in (None, ()) and getattr(other, name)
    }
    return replace(
        place, known=max(place.known, other.known), population=max(place.population, other.population), **gaps
    )


@lru_cache(maxsize=1)
def _indel() -> Callable[[str, str], float]:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity


def _similarity(asked: str, form: str, skeleton: str, *, written: bool) -> float:
    """How alike two forms with one skeleton are, from 0 for different names to 0.8.

    `written` false: the asked name leaves short vowels out, so that the skeleton alone must do.
    """
    if not written:
        return 0.65
    alike = _indel()(asked, form)
    if alike < _LEAST.get(len(skeleton), _LEAST_LONG):
        return 0.0
    return 0.8 * alike


def _remember(memory: dict, key: object, value: object) -> None:
    """Keeps a value, and forgets all where there are too many."""
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = value
