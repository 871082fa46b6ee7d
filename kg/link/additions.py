"""Places that a user adds to the embedded gazetteer: streamed into an index of their own for each kind of file."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.fingerprint import digest
from kg.link.cache import added_path, embedded_path
from kg.link.folding import exact_key, hashed, sounds
from kg.link.gazetteer import Gazetteer
from kg.link.geonames import is_names_file, read_names, read_places
from kg.link.index import FORMAT, add_records
from kg.link.record import Record, rank_of
from kg.link.table import read_table
from kg.link.tables import DATA
from kg.link.wikidata import read_wikidata

_BATCH = 5_000
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Added:
    """What was added: the number of places or of names, and where they lie now."""

    places: int
    names: int
    path: Path


def add_geonames(file: Path, progress: Progress | None = None) -> Added:
    """Adds a dump of GeoNames, or alternate names to the places of dumps added before.

    Raises InputError where the file is no such dump, DataError where the index cannot be written; what was added
    before stays as it was.
    """
    if is_names_file(file):
        with _opened(file, "geonames") as (database, path):
            return Added(0, _add_names(database, read_names(file), progress), path)
    with Gazetteer(embedded_path()) as gazetteer:
        divisions = gazetteer.divisions()
    return _add(file, "geonames", read_places(file, divisions), progress)


def add_table(file: Path, columns: Mapping[str, str], source: str, progress: Progress | None = None) -> Added:
    """Adds the places of a table (see `kg.link.table.read_table`). Raises InputError and DataError as above."""
    return _add(file, "csv", read_table(file, columns, source), progress)


def add_wikidata(file: Path, progress: Progress | None = None) -> Added:
    """Adds the places of a subset of Wikidata. Raises InputError and DataError as above."""
    return _add(file, "wikidata", read_wikidata(file), progress)


def _add(file: Path, kind: str, records: Iterable[Record], progress: Progress | None) -> Added:
    with _opened(file, kind) as (database, path):
        return Added(add_records(database, records, progress), 0, path)


@contextmanager
def _opened(file: Path, kind: str) -> Iterator[tuple[sqlite3.Connection, Path]]:
    """The index of a kind as a copy that takes its place in the end, with the file's name and digest in `about`.

    Of a place that is added again, by its id, the newest entry counts.
    """
    path = added_path(kind)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.is_file()
        if before:
            shutil.copyfile(path, part)
        with closing(sqlite3.connect(part)) as database:
            database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
            if not before:
                database.executescript((DATA / "schema.sql").read_text(encoding="utf-8"))
                database.execute("INSERT INTO about VALUES ('format', ?)", (FORMAT,))
            yield database, path
            if before:
                _without_older(database)
            stat = file.stat()
            database.execute(
                "INSERT OR REPLACE INTO about VALUES (?, ?)",
                (f"file {file.name}", digest(file.name, stat.st_size, stat.st_mtime_ns)[:16]),
            )
            database.commit()
        os.replace(part, path)
    except (OSError, sqlite3.Error) as error:
        raise DataError(
            f"the places cannot be added ({error})",
            where=str(path),
            remedy="Set KG_CACHE_DIR to a folder with room that you may write to",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _without_older(database: sqlite3.Connection) -> None:
    """Leaves the newest of each place that stands there twice."""
    database.execute(
        "CREATE TEMP TABLE older AS SELECT id FROM (SELECT id, ROW_NUMBER() OVER"
        " (PARTITION BY source, code ORDER BY id DESC) AS age FROM place) WHERE age > 1"
    )
    if database.execute("SELECT 1 FROM older LIMIT 1").fetchone():
        for table, column in (("exact", "place"), ("sound", "place"), ("place", "id")):
            database.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM older)")
    database.execute("DROP TABLE older")


def _add_names(database: sqlite3.Connection, names: Iterable[tuple[str, str]], progress: Progress | None) -> int:
    """Adds names to the places that bear their GeoNames ids; gives how many new ways there are to find them."""
    database.execute("CREATE INDEX IF NOT EXISTS place_code ON place (code, source)")
    added, batch = 0, []
    for pair in names:
        batch.append(pair)
        if len(batch) >= _BATCH:
            added += _name_batch(database, batch)
            batch.clear()
            if progress:
                progress(added)
    added += _name_batch(database, batch)
    return added


def _name_batch(database: sqlite3.Connection, pairs: list[tuple[str, str]]) -> int:
    before = database.total_changes
    for code, name in pairs:
        row = database.execute(
            "SELECT id, population, names, feature, class FROM place WHERE code = ? AND source = 'geonames'", (code,)
        ).fetchone()
        key = exact_key(name)
        if row is None or not key:
            continue
        place, rank = row[0], rank_of(*row[1:])
        database.execute("INSERT OR IGNORE INTO exact VALUES (?, ?, ?, 0)", (hashed(key), rank, place))
        database.executemany(
            "INSERT OR IGNORE INTO sound VALUES (?, ?, ?, ?)",
            [(hashed(heard.skeleton), rank, place, heard.form) for heard in sounds(name)],
        )
    return database.total_changes - before
