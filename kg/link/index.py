"""Writing a gazetteer into SQLite: streamed, atomic, in bounded memory."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from kg.errors import DataError
from kg.link.folding import exact_key, hashed, sounds
from kg.link.record import Record, rank_of
from kg.link.tables import DATA

#: Changes where the tables, or what stands in them, do.
FORMAT = "1"
_BATCH = 20_000
# Airport codes, and names that a machine wrote in Latin letters without a capital ("da ma shi ge").
_CODE = re.compile(r"[A-Z]{2,4}")
# Names in other scripts are found as they are written; by sound the Latin ones stand for them.
_OTHER_SCRIPT = re.compile("[\u0250-\u02b8\u0370-\u1dff\u2c80-\uffff]")
_ROMANISED = re.compile(r"[a-zāáǎàēéěèīíǐìōóǒòūúǔù' -]+")
_PLACE = (
    "INSERT INTO place (source, code, name, lat, lon, class, feature, country, admin1, admin2, chain, population,"
    " names, radius, iso, wikidata, pcode) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def write_index(
    path: Path,
    records: Iterable[Record],
    about: dict[str, str],
    progress: Callable[[int], None] | None = None,
) -> int:
    """Writes a new index to `path`, whole or not at all; gives the number of places.

    `progress` is called with the number of places so far. Raises DataError where the folder cannot be written.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as database:
            database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
            database.executescript((DATA / "schema.sql").read_text(encoding="utf-8"))
            number = add_records(database, records, progress)
            database.executemany("INSERT INTO about VALUES (?, ?)", {**about, "format": FORMAT}.items())
            database.commit()
        os.replace(part, path)
    except (OSError, sqlite3.Error) as error:
        raise DataError(
            f"the gazetteer cannot be written ({error})",
            where=str(path),
            remedy="Set KG_CACHE_DIR to a folder with some 300 MB of room that you may write to",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return number


def add_records(
    database: sqlite3.Connection, records: Iterable[Record], progress: Callable[[int], None] | None = None
) -> int:
    """Adds places to an open index; gives their number. The caller commits.

    Keys are gathered in a table of the database and sorted there, so that memory does not grow with the input.
    """
    database.executescript(
        "PRAGMA temp_store=FILE;"
        "CREATE TEMP TABLE new_exact (key INTEGER, rank INTEGER, place INTEGER, main INTEGER);"
        "CREATE TEMP TABLE new_sound (key INTEGER, rank INTEGER, place INTEGER, form TEXT);"
    )
    number = database.execute("SELECT COALESCE(MAX(id), 0) FROM place").fetchone()[0]
    first = number
    places: list[tuple[object, ...]] = []
    exact: list[tuple[int, int, int, int]] = []
    sound: list[tuple[int, int, int, str]] = []

    def flush() -> None:
        database.executemany(_PLACE, places)
        database.executemany("INSERT INTO new_exact VALUES (?, ?, ?, ?)", exact)
        database.executemany("INSERT INTO new_sound VALUES (?, ?, ?, ?)", sound)
        places.clear()
        exact.clear()
        sound.clear()

    for record in records:
        number += 1
        known = record.known or len(record.others)
        rank = rank_of(record.population, known, record.feature, record.class_)
        places.append(
            (record.source, record.code, record.name, record.lat, record.lon, record.class_, record.feature,
             record.country, record.admin1, record.admin2, " ".join(record.chain), record.population, known,
             record.radius, record.iso, record.wikidata, record.pcode)
        )  # fmt: skip
        _add_names(record, number, rank, exact, sound)
        if len(places) >= _BATCH:
            flush()
            if progress:
                progress(number - first)
    flush()
    database.execute(
        "INSERT OR REPLACE INTO exact SELECT key, rank, place, MAX(main) FROM new_exact GROUP BY key, rank, place"
    )
    database.execute("INSERT OR IGNORE INTO sound SELECT * FROM new_sound ORDER BY key, rank, place")
    database.executescript("DROP TABLE new_exact; DROP TABLE new_sound;")
    if progress:
        progress(number - first)
    return number - first


def _add_names(
    record: Record,
    place: int,
    rank: int,
    exact: list[tuple[int, int, int, int]],
    sound: list[tuple[int, int, int, str]],
) -> None:
    """The keys of all names of a place, each once."""
    keys: dict[str, int] = {}
    forms: dict[tuple[str, str], None] = {}
    for name in (record.name, *record.others):
        main = name == record.name
        if not main and (_CODE.fullmatch(name) or _ROMANISED.fullmatch(name)) and record.class_ == "P":
            continue
        key = exact_key(name)
        if not key or key in keys:
            continue
        keys[key] = int(main)
        if len(name) < 40 and not _OTHER_SCRIPT.search(name):
            for heard in sounds(name):
                forms[heard.skeleton, heard.form] = None
    exact.extend((hashed(key), rank, place, main) for key, main in keys.items())
    sound.extend((hashed(skeleton), rank, place, form) for skeleton, form in forms)
