"""Dumps of GeoNames (https://download.geonames.org/export/dump/, CC BY 4.0): `SY.zip`, `allCountries.zip` and the like,
and `alternateNamesV2.zip`, in the form that its `readme.txt` describes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import InputError
from kg.link.record import Record
from kg.link.streams import open_text

_COLUMNS = 19
# Abbreviations of `isolanguage` in alternateNamesV2 that mark no name: links, postal and airport codes.
_NO_NAMES = frozenset(("link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "piny", "abbr"))
_EXAMPLE = "Give a file like SY.zip, allCountries.zip or alternateNamesV2.zip of download.geonames.org/export/dump"


def is_names_file(path: Path) -> bool:
    """Whether a file holds alternate names rather than places. Raises InputError where it holds neither."""
    with open_text(path) as file:
        columns = len(file.readline().rstrip("\r\n").split("\t"))
    if columns != _COLUMNS and columns not in (8, 10):
        raise InputError(f"no dump of GeoNames: {columns} columns", where=str(path), remedy=_EXAMPLE)
    return columns != _COLUMNS


def read_places(path: Path, divisions: Mapping[str, tuple[str, str | None]]) -> Iterator[Record]:
    """The places of a dump. `divisions` gives the GeoNames id and ISO 3166-2 code of a division's code (`SY.11`).

    Raises InputError with the line where the file is not what GeoNames publishes.
    """
    with open_text(path) as file:
        for number, line in enumerate(file, 1):
            fields = line.rstrip("\r\n").split("\t")
            try:
                if len(fields) != _COLUMNS:
                    raise ValueError(f"{len(fields)} columns instead of {_COLUMNS}")
                yield _place(fields, divisions)
            except ValueError as error:
                raise InputError(str(error), where=f"{path}, line {number}", remedy=_EXAMPLE) from error


def read_names(path: Path) -> Iterator[tuple[str, str]]:
    """GeoNames ids with a further name each, of `alternateNamesV2`. Raises InputError as `read_places` does."""
    with open_text(path) as file:
        for number, line in enumerate(file, 1):
            fields = line.rstrip("\r\n").split("\t")
            if len(fields) < 4 or not fields[1].isdecimal():
                raise InputError("no alternate name", where=f"{path}, line {number}", remedy=_EXAMPLE)
            if fields[2] not in _NO_NAMES and fields[3]:
                yield fields[1], fields[3]


def _place(fields: list[str], divisions: Mapping[str, tuple[str, str | None]]) -> Record:
    code, name, ascii_name, others, lat, lon, class_, feature, country = fields[:9]
    if not code.isdecimal() or not name:
        raise ValueError("no id or no name")
    first = f"{country}.{fields[10]}" if country and fields[10] not in ("", "00") else None
    second = f"{first}.{fields[11]}" if first and fields[11] else None
    above = [divisions[one] for one in (second, first) if one is not None and one in divisions]
    names = dict.fromkeys((ascii_name, *others.split(",")))
    return Record(
        source="geonames",
        code=code,
        name=name,
        lat=float(lat),
        lon=float(lon),
        class_=class_ or None,
        feature=feature or None,
        country=country or None,
        admin1=first,
        admin2=second,
        chain=tuple(division for division, _ in above if division != code),
        population=max(0, int(fields[14] or 0)),
        iso=above[-1][1] if above else None,
        others=tuple(one for one in names if one and one != name),
    )
