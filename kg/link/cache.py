"""Where gazetteers lie on disk: the embedded one in the user's cache, built when first asked for; those that a user
added beside it, in a file that stays when kg is upgraded.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kg.link.gazetteer import Gazetteer

log = logging.getLogger("kg.link")

#: The environment variable that names another folder.
CACHE_VARIABLE = "KG_CACHE_DIR"
# For how many seconds an index of another version, and a part of one, is kept after its last use.
_KEPT = 30 * 86400.0
_KEPT_PARTS = 86400.0
#: Kinds of files that a user can add, the more trusted first.
KINDS = ("csv", "geonames", "wikidata")


def cache_dir() -> Path:
    """The folder for what kg builds for itself: `$KG_CACHE_DIR`, else the platform's own for caches, `kg` in it."""
    given = os.environ.get(CACHE_VARIABLE)
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "kg"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "kg"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kg"


def added_path(kind: str) -> Path:
    """The index of the places that a user added from files of a kind (one of `KINDS`)."""
    return cache_dir() / f"added-{kind}.sqlite"


def embedded_path(progress: Callable[[int], None] | None = None) -> Path:
    """The index of the embedded gazetteer, built where it is not there yet. Indexes of other versions go when nobody
    has used them for a month: two installations of kg may share the folder.

    Raises DataError where it cannot be built or written.
    """
    from kg.link.embedded import embedded_records, embedded_version
    from kg.link.index import write_index

    version = embedded_version()
    path = cache_dir() / f"gazetteer-{version}.sqlite"
    if not path.is_file():
        log.warning("building the gazetteer of places in %s: once, one to three minutes", path.parent)
        write_index(path, embedded_records(), {"version": version}, progress)
        _clear(path.parent)
    with suppress(OSError):  # a folder that may only be read
        os.utime(path)
    return path


def _clear(folder: Path) -> None:
    """Delete indexes that nobody has used for a month, and what a build that was killed has left for a day."""
    now = time.time()
    for pattern, kept in (("gazetteer-*.sqlite", _KEPT), ("gazetteer-*.part", _KEPT_PARTS)):
        for file in folder.glob(pattern):
            with suppress(OSError):
                if now - file.stat().st_mtime > kept:
                    file.unlink()


def gazetteers_at_hand() -> list[Gazetteer]:
    """As `open_gazetteers`, but nothing is built: without the embedded one where it is not there yet."""
    from kg.link.embedded import embedded_version

    embedded = cache_dir() / f"gazetteer-{embedded_version()}.sqlite"
    return [Gazetteer(path) for path in (*map(added_path, KINDS), embedded) if path.is_file()]


def open_gazetteers(progress: Callable[[int], None] | None = None) -> list[Gazetteer]:
    """What the user added, if anything, before the embedded gazetteer."""
    paths = [path for kind in KINDS if (path := added_path(kind)).is_file()]
    return [Gazetteer(path) for path in (*paths, embedded_path(progress))]
