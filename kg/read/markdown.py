"""Markdown: the text as it is, with front matter and the first heading read as metadata.

Front matter stays in the text, so that offsets refer to the file as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.read.decoding import decode
from kg.read.metadata import Metadata
from kg.read.records import record_to_raw
from kg.read.source import Options, Raw, Skipped, Source

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<block>.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(?P<name>[A-Za-z][\w .-]*?)[ \t]*:[ \t]+(?P<value>.*?)[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(?P<title>\S.*?)[ \t#]*\r?$", re.MULTILINE)


def read_markdown(source: Source, options: Options) -> Iterator[Raw | Skipped]:
    """One report: the decoded file as it is."""
    data = source.read_bytes(options.max_bytes)
    text = decode(data, where=source.name)
    fields = front_matter(text)
    raw = record_to_raw(
        {**fields, "text": text},
        replace(options, columns=()),
        where=source.name,
        place="",
        media_type="text/markdown",
    )
    heading = _HEADING.search(text)
    found = raw.metadata.over(Metadata(title=heading["title"] if heading else None))
    yield replace(raw, payload=data, metadata=found)


def front_matter(text: str) -> dict[str, str]:
    """The `name: value` lines of the block between `---` lines at the head of `text`; quotes are taken off."""
    block = _FRONT_MATTER.match(text)
    if block is None:
        return {}
    return {match["name"]: _unquoted(match["value"].rstrip("\r")) for match in _FIELD.finditer(block["block"])}


def front_matter_end(text: str) -> int:
    """Where the front matter ends and the report begins; 0 where there is none."""
    block = _FRONT_MATTER.match(text)
    return block.end() if block else 0


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return re.sub(r"\s+#.*$", "", value)
