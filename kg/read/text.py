"""Text files, character for character, and whatever has no name that tells its kind."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.decoding import decode
from kg.read.source import Options, Raw, Skipped, Source


def read_text(source: Source, options: Options) -> Iterator[Raw | Skipped]:
    """One report: the decoded file as it is."""
    data = source.read_bytes(options.max_bytes)
    yield Raw(decode(data, where=source.name), data)
