"""A copy of a store's folder while others read it and one may write to it.

Files of data never change once they are written, so a copy on the same disk takes hard links to them, hardly any time
and no room. The manifest, which says which of them count, and the logs of the last commits are copied. Where the
writer changed its files meanwhile, all is done again.

(The engine's own backup, made from a store opened for reading, lacks what stands in the logs alone.)
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from pathlib import Path

from kg.errors import GraphError
from kg.store.embedded import EmbeddedStore, files_of

_ATTEMPTS = 50
_LINKED = (".sst", ".blob")
_LEFT_OUT = ("LOCK", "LOG", "bulk-")


def snapshot(source: str | Path, target: str | Path) -> int:
    """Copies the store in `source` to a new folder; the number of its quads.

    The copy holds every transaction that had ended when it began, and of later ones each whole or not at all. Raises
    GraphError where there is no store, the target exists, or it cannot be written.
    """
    origin, place = Path(source), Path(target)
    EmbeddedStore(origin).close()
    if place.exists():
        raise GraphError("the backup's folder exists already", where=str(place), remedy="Name a new one")
    partial = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _copy_in_peace(origin, partial)
        with EmbeddedStore(partial) as copy:
            quads = len(copy)
        partial.rename(place)
    except OSError as error:
        raise GraphError(
            f"the backup cannot be written ({error.strerror or error})", where=str(place), remedy="Choose another place"
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return quads


def _copy_in_peace(origin: Path, target: Path) -> None:
    """Copies until nothing was changed meanwhile. Raises GraphError where that does not come about."""
    for attempt in range(_ATTEMPTS):
        before = files_of(origin)
        target.mkdir()
        try:
            _copy(origin, target)
        except FileNotFoundError:
            pass
        else:
            if files_of(origin) == before:
                return
        shutil.rmtree(target)
        time.sleep(0.05 * attempt)
    raise GraphError(
        "the store is changed faster than it can be copied", where=str(origin),
        remedy="Name a folder on the same disk, or wait until the build has ended",
    )  # fmt: skip


def _copy(origin: Path, target: Path) -> None:
    for name in sorted(os.listdir(origin)):
        if name.startswith(_LEFT_OUT) or not (origin / name).is_file():
            continue
        if name.endswith(_LINKED):
            try:
                os.link(origin / name, target / name)
                continue
            except FileNotFoundError:
                raise
            except OSError:
                pass  # another disk, or no hard links here: a copy will do
        shutil.copyfile(origin / name, target / name)
