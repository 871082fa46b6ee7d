"""Text files, character for character, and whatever has no name that tells its kind."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.decoding import decode
from kg.read.metadata import Metadata
from kg.read.source import Options, Raw, Skipped, Source

_LONGEST_HEADLINE = 160


def read_text(source: Source, options: Options) -> Iterator[Raw | Skipped]:
    """One report: the decoded file as it is."""
    data = source.read_bytes(options.max_bytes)
    text = decode(data, where=source.name)
    yield Raw(text, data, Metadata(title=headline(text)))


def headline(text: str) -> str | None:
    """The first line, where it is short, no sentence, and not the whole text; else None. It stays in the text."""
    first, _, rest = text.lstrip("\ufeff \t\r\n").partition("\n")
    first = first.strip()
    if not rest.strip() or len(first) > _LONGEST_HEADLINE or first.endswith((".", ",", ";", ":", '."', ".”")):
        return None
    return first
