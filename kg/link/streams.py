"""Lines of a gazetteer's file, plain or compressed, one after another."""

from __future__ import annotations

import bz2
import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO, cast

from kg.errors import InputError


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """A file as UTF-8 text; `.gz` and `.bz2` are unpacked on the way, of a `.zip` its largest member is read.

    Raises InputError where it is missing, damaged or not UTF-8.
    """
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                largest = max(archive.infolist(), key=lambda member: member.file_size)
                with archive.open(largest) as member:
                    yield io.TextIOWrapper(cast("IO[bytes]", member), encoding="utf-8-sig", newline="")
            return
        opener = {".gz": gzip.open, ".bz2": bz2.open}.get(path.suffix, open)
        with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
            yield cast("TextIO", file)
    except (OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise InputError(f"cannot be read ({reason})", where=str(path), remedy="Download or export it again") from error
