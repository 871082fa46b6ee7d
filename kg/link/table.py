"""A user's own list of places as a table (CSV, TSV): p-codes, villages, front lines."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.countries import load_countries
from kg.errors import InputError
from kg.link.record import Record
from kg.link.streams import open_text

#: What a column can hold. `names` are parted by `|` or `;`.
FIELDS = (
    "name", "names", "lat", "lon", "country", "id", "pcode", "geonames", "wikidata", "iso3166", "feature", "population"
)  # fmt: skip


def read_table(path: Path, columns: Mapping[str, str], source: str) -> Iterator[Record]:
    """The places of a table with a header. `columns` names the column of each field of `FIELDS`, `source` the list;
    without any columns, those count that are called as a field is, in any case.

    A row with a GeoNames id is that place, and adds to what other gazetteers know of it; else its id is that of the
    list: `id`, else `pcode`, else the number of its row.
    Raises InputError where a column is missing, with the row where a value is no number or no country.
    """
    unknown = sorted(columns.keys() - set(FIELDS))
    if unknown or (columns and "name" not in columns):
        wrong = f"unknown fields {', '.join(unknown)}" if unknown else "no column for name"
        raise InputError(wrong, where="--columns", remedy=f"Give FIELD=COLUMN with {', '.join(FIELDS)}")
    with open_text(path) as file:
        head = file.readline()
        delimiter = "\t" if head.count("\t") > head.count(",") else ";" if head.count(";") > head.count(",") else ","
        header = next(csv.reader([head], delimiter=delimiter), [])
        if not columns:
            columns = {one.strip().lower(): one for one in header if one.strip().lower() in FIELDS}
            if "name" not in columns:
                raise InputError(
                    "no column called name", where=str(path),
                    remedy=f"Name it by --columns name=COLUMN: the table has {', '.join(header) or 'none'}",
                )  # fmt: skip
        missing = sorted(set(columns.values()) - set(header))
        if missing:
            raise InputError(
                f"no column {', '.join(missing)}", where=str(path), remedy=f"It has {', '.join(header) or 'none'}"
            )
        for number, row in enumerate(csv.DictReader(file, header, delimiter=delimiter), 2):
            values = {field: (row.get(column) or "").strip() for field, column in columns.items()}
            if values["name"]:
                try:
                    yield _place(values, source, number)
                except ValueError as error:
                    raise InputError(str(error), where=f"{path}, row {number}", remedy="Correct the row") from error


def _place(values: Mapping[str, str], source: str, number: int) -> Record:
    lat, lon = (float(values[one]) if values.get(one) else None for one in ("lat", "lon"))
    if lat is not None and lon is not None and not (abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError(f"{lat}, {lon} are no degrees of latitude and longitude")
    feature = values.get("feature") or None
    geonames = values.get("geonames")
    others = values.get("names", "").replace(";", "|").split("|")
    return Record(
        source="geonames" if geonames else source,
        code=geonames or values.get("id") or values.get("pcode") or str(number),
        name=values["name"],
        lat=lat,
        lon=lon,
        class_="A" if (feature or "").startswith(("ADM", "PCL")) else "P" if (feature or "PPL")[:3] == "PPL" else None,
        feature=feature or "PPL",
        country=_country(values.get("country", "")),
        population=int(float(values.get("population") or 0)),
        iso=values.get("iso3166") or None,
        wikidata=values.get("wikidata") or None,
        pcode=values.get("pcode") or None,
        others=tuple(one.strip() for one in others if one.strip()),
    )


def _country(words: str) -> str | None:
    if not words:
        return None
    countries = load_countries()
    found = countries.by_code(words) if len(words) in (2, 3) else countries.by_name(words)
    if found is None:
        raise ValueError(f"{words!r} is no country")
    return found.alpha2
