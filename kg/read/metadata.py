"""What is known about a report besides its text, and where it may stand.

Four places, the later winning: the report itself (front matter, HTML head, JSON or CSV fields), the file
beside it (`report.meta.json`, `report.meta.toml`), the command line. All dates end up as EDTF.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.read.dates import to_edtf

log = logging.getLogger("kg.read")

SIDECAR_ENDINGS = (".meta.json", ".meta.toml")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title, publisher, date of publication and address of a report; None where not known.

    `published` may be written in any form that `kg.read.dates.to_edtf` understands.
    """

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    id: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """This metadata, with what it lacks taken from `other`."""
        missing = {f.name: getattr(other, f.name) for f in fields(self) if getattr(self, f.name) is None}
        return replace(self, **missing)

    def strict(self, where: str) -> Metadata:
        """The same with an EDTF date. Raises InputError naming `where` if the date is not understood."""
        if self.published is None:
            return self
        edtf = to_edtf(self.published)
        if edtf is None:
            raise InputError(
                f"the date of publication {self.published!r} is not understood",
                where=where,
                remedy="Write it as 2024-03-08 (year, month, day)",
            )
        return replace(self, published=edtf)

    def lenient(self, where: str) -> Metadata:
        """The same with an EDTF date, or with none and a warning in the log if it is not understood."""
        if self.published is None:
            return self
        edtf = to_edtf(self.published)
        if edtf is None:
            log.warning(
                "%s: the date %r is not understood and left out; give it with --published", where, self.published
            )
        return replace(self, published=edtf)


NOTHING_KNOWN = Metadata()


def is_sidecar(path: Path) -> bool:
    """Whether the file holds metadata or gold for a report, and is none itself."""
    return path.name.lower().endswith((*SIDECAR_ENDINGS, ".gold.json"))


def read_sidecar(report: Path) -> Metadata:
    """Metadata from the file beside `report`: `report.txt.meta.json` or `report.meta.json`, or the same in TOML.

    Empty where there is none. Raises InputError where it cannot be read or has fields of no meaning.
    """
    for stem in (report.name, report.stem):
        for ending in SIDECAR_ENDINGS:
            path = report.with_name(stem + ending)
            if path.is_file():
                return _parse_sidecar(path)
    return NOTHING_KNOWN


def _parse_sidecar(path: Path) -> Metadata:
    remedy = 'It should look like {"published": "2024-03-08", "publisher": "…", "url": "…", "title": "…"}'
    try:
        raw = path.read_text(encoding="utf-8-sig")
        content = _load(path, raw)
    except (OSError, ValueError) as error:
        raise InputError(f"the report's metadata cannot be read ({error})", where=str(path), remedy=remedy) from error
    if not isinstance(content, dict):
        raise InputError("the report's metadata is no object", where=str(path), remedy=remedy)
    known = {f.name for f in fields(Metadata)}
    unknown = sorted(set(content) - known)
    if unknown:
        raise InputError(f"unknown field {', '.join(unknown)}", where=str(path), remedy=remedy)
    values = {name: str(value) for name, value in content.items() if value not in (None, "")}
    return Metadata(**values).strict(str(path))


def _load(path: Path, raw: str) -> Any:
    if path.suffix == ".json":
        return json.loads(raw)
    import tomllib

    return tomllib.loads(raw)
