"""Text streams that are never loaded as a whole: decoded as they are read, bad bytes kept to one line."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, TextIO, cast

from kg.read.decoding import SAMPLE_BYTES, encoding_of
from kg.read.source import Source

_UNDECODED = re.compile("[\udc80-\udcff]")


def open_text(source: Source) -> TextIO:
    """The source as text without byte order mark, line ends kept.

    Bytes that do not fit the encoding come out as lone surrogates (see `is_broken`), so that the lines around
    them can still be read. Raises UnsupportedInput where it is no text.
    """
    stream = source.open()
    buffered = cast(io.BufferedReader, stream)
    sample = _peek(buffered, source)
    encoding = _encoding(sample, source.name)
    if encoding == "utf-8" and sample.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(cast(BinaryIO, buffered), encoding=encoding, errors=errors, newline="")


def _encoding(sample: bytes, where: str) -> str:
    """As `encoding_of`, but a file of UTF-8 lines stays one where fewer lines are broken than tell that it is."""
    *whole, last = sample.split(b"\n")
    multibyte = [_is_utf8(line) for line in [*whole, *([last] if _is_utf8(last) else [])] if not line.isascii()]
    sound = sum(multibyte)
    if sound and sound >= len(multibyte) - sound and b"\0" not in sample:
        return "utf-8"
    return encoding_of(sample, where=where, whole=False) if sample else "utf-8"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _peek(stream: io.BufferedReader, source: Source) -> bytes:
    if source.path is None:
        return stream.peek()
    with source.path.open("rb") as again:
        return again.read(SAMPLE_BYTES)


def is_broken(text: str) -> bool:
    """Whether some of its bytes did not fit the encoding."""
    return _UNDECODED.search(text) is not None


def lines(stream: TextIO, most: int) -> Iterator[tuple[int, str | None]]:
    """Number (from 1) and text of each line; None for a line of more than `most` characters, which is passed over."""
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        if len(line) <= most or line.endswith("\n"):
            yield number, line
            continue
        while line and not line.endswith("\n"):
            line = stream.readline(most + 1)
        yield number, None
