"""Where gazetteers lie on disk: the embedded one in the user's cache, built when first asked for; those that a user
added beside it, in a file that stays when kg is upgraded.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from kg.link.gazetteer import Gazetteer

log = logging.getLogger("kg.link")

#: The environment variable that names another folder.
CACHE_VARIABLE = "KG_CACHE_DIR"
ADDED = "gazetteer-added.sqlite"


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


def added_path() -> Path:
    """The index of the places that a user added."""
    return cache_dir() / ADDED


def embedded_path(progress: Callable[[int], None] | None = None) -> Path:
    """The index of the embedded gazetteer, built where it is not there yet; indexes of other versions go.

    Raises DataError where it cannot be built or written.
    """
    from kg.link.embedded import embedded_records, embedded_version
    from kg.link.index import write_index

    version = embedded_version()
    path = cache_dir() / f"gazetteer-{version}.sqlite"
    if not path.is_file():
        log.warning("building the gazetteer of places in %s: once, one to three minutes", path.parent)
        write_index(path, embedded_records(), {"version": version}, progress)
        for other in path.parent.glob("gazetteer-*.sqlite"):
            if other.name not in (path.name, ADDED):
                other.unlink(missing_ok=True)
    return path


def open_gazetteers(progress: Callable[[int], None] | None = None) -> list[Gazetteer]:
    """What the user added, if anything, before the embedded gazetteer."""
    paths = [added_path()] if added_path().is_file() else []
    return [Gazetteer(path) for path in (*paths, embedded_path(progress))]
