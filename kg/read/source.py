"""Where reports come from: paths, folders, globs and standard input, as a sorted stream of sources."""

from __future__ import annotations

import glob
import io
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from kg.errors import EmptyInput, InputError, KgError, UnsupportedInput
from kg.read.metadata import NOTHING_KNOWN, Metadata, is_sidecar

STDIN = "-"
_SNIFFED_BYTES = 1 << 14
_PASSED_OVER = ("readme", "license", "licence")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A report, or a whole file, that was not read: where it is, why, and what to do about it."""

    where: str
    reason: str
    remedy: str

    @classmethod
    def because(cls, error: KgError, where: str) -> Skipped:
        """The error as a value; `where` counts where the error names no place."""
        return cls(error.where or where, error.message, error.remedy or "")

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}. {self.remedy}".rstrip(" .") + "."


@dataclass(frozen=True, slots=True)
class Source:
    """Something that holds one report or many. `name` is the path as given, with forward slashes.

    `path` is None for standard input, whose bytes then stand in `stream`.
    """

    name: str
    kind: str
    path: Path | None = None
    stream: BinaryIO | None = None

    def open(self) -> BinaryIO:
        """The bytes, from the start. Standard input can be opened once."""
        if self.path is None:
            assert self.stream is not None
            return self.stream
        return cast(BinaryIO, self.path.open("rb"))

    def size(self) -> int | None:
        """Bytes in the file, None for standard input."""
        return self.path.stat().st_size if self.path is not None else None

    def read_bytes(self, most: int) -> bytes:
        """All bytes. Raises InputError if there are more than `most`, EmptyInput if there are none."""
        with self.open() as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            size = self.size()
            told = f"{size:,} bytes" if size else f"more than {most:,} bytes"
            raise too_long(told, self.name)
        if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
            raise EmptyInput("there is nothing in it", where=self.name, remedy="Give a file that holds a report")
        return data


class Reader(Protocol):
    """Reads one kind of input: gives its reports, and what could not be read, in their order.

    May raise KgError or OSError where nothing more of this source can be read.
    """

    def __call__(self, source: Source, options: Options) -> Iterator[Raw | Skipped]:
        """The reports of `source`, one by one."""
        ...


@dataclass(frozen=True, slots=True)
class Options:
    """How to read. `columns` maps fields of kg (`text`, `title`, …) to the user's own names for them.

    `max_characters` is the longest text that still counts as one report.
    """

    columns: tuple[tuple[str, str], ...] = ()
    max_characters: int = 1_000_000

    @property
    def max_bytes(self) -> int:
        """The most bytes that a single report may have: markup and 4-byte encodings included."""
        return 8 * self.max_characters


@dataclass(frozen=True, slots=True)
class Raw:
    """A report as a reader found it: before metadata from elsewhere, identity and checks.

    `place` tells records of one file apart (`#3`), `payload` is what the checksum is taken of.
    """

    text: str
    payload: bytes
    metadata: Metadata = NOTHING_KNOWN
    media_type: str = "text/plain"
    place: str = ""


def too_long(told: str, where: str) -> InputError:
    """The error for a text that is an archive rather than a report; `told` is its length in words."""
    return InputError(
        f"{told} are too long for one report",
        where=where,
        remedy="Cut it into one file a report, or write one JSON object a line; or raise --max-characters",
    )


@cache
def kinds() -> dict[str, str]:
    """Kind of input by file ending."""
    return {
        ending: kind
        for kind, entry in _kinds_file().items()
        for ending in entry.get("endings", ())
        if kind != "unsupported"
    }


@cache
def _kinds_file() -> dict[str, dict]:
    return tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))


def media_type(kind: str) -> str:
    """Media type of a kind of input."""
    return _kinds_file()[kind]["media_type"]


def sources(paths: Sequence[str | Path], stdin: BinaryIO | None = None) -> Iterator[Source | Skipped]:
    """Every source that `paths` name, each file once, a folder's and a glob's in sorted order.

    `-` is standard input (`stdin`, by default the process's own). A folder is read with its subfolders; what is
    hidden, holds metadata or gold, or has an ending that no report has, is passed over, and so are files called
    README or LICENSE. A file that is named itself is read whatever it is called.
    """
    seen: set[Path] = set()
    for given in paths:
        for found in _expand(given, stdin):
            if isinstance(found, Source) and found.path is not None:
                real = found.path.resolve()
                if real in seen:
                    continue
                seen.add(real)
            yield found


def _expand(given: str | Path, stdin: BinaryIO | None) -> Iterator[Source | Skipped]:
    name = str(given)
    if name == STDIN:
        yield _standard_input(stdin)
        return
    if name.startswith(("http://", "https://")):
        yield Skipped(name, "kg does not fetch pages", "Save the page and give its address with --url")
        return
    path = Path(name)
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.exists():
            yield _file(path)
        elif glob.has_magic(name):
            yield from _glob(name)
        else:
            yield Skipped(name, "no such file or folder", "Check the path")
    except OSError as error:
        yield Skipped(name, f"it cannot be opened ({error.strerror or error})", "Check the path and its permissions")


def _glob(pattern: str) -> Iterator[Source | Skipped]:
    matches = [Path(match) for match in sorted(glob.glob(pattern, recursive=True))]
    files = [match for match in matches if match.is_file() and not is_sidecar(match)]
    if not matches:
        yield Skipped(pattern, "no file matches this pattern", "Check the pattern, and quote it against the shell")
    for path in files:
        yield _file(path)
    if matches and not files:
        for path in (match for match in matches if match.is_dir()):
            yield from _folder(path)


def _folder(folder: Path) -> Iterator[Source | Skipped]:
    found = False
    for path in sorted(folder.rglob("*"), key=lambda p: p.parts):
        inner = path.relative_to(folder)
        if any(part.startswith(".") for part in inner.parts) or is_sidecar(path) or not path.is_file():
            continue
        if path.stem.lower() in _PASSED_OVER:
            continue
        ending = path.suffix.lower()
        if ending in kinds() or ending in _kinds_file()["unsupported"]:
            found = True
            yield _file(path)
    if not found:
        yield Skipped(
            folder.as_posix(),
            "there is no report in this folder",
            f"Reports end in {', '.join(sorted(kinds()))}",
        )


def _file(path: Path) -> Source | Skipped:
    name, ending = path.as_posix(), path.suffix.lower()
    if not path.is_file():
        return Skipped(name, "this is no ordinary file", "Give a file, a folder, or - for standard input")
    if remedy := _kinds_file()["unsupported"].get(ending):
        return Skipped(name, f"files that end in {ending} are not read", remedy)
    try:
        with path.open("rb") as stream:
            head = stream.read(_SNIFFED_BYTES)
    except OSError as error:
        return Skipped(name, f"it cannot be opened ({error.strerror or error})", "Check its permissions")
    kind = "pdf" if head.startswith(b"%PDF-") else kinds().get(ending) or sniff(head)
    return Source(name, kind, path)


def _standard_input(stdin: BinaryIO | None) -> Source:
    stream = io.BufferedReader(cast(io.RawIOBase, stdin or sys.stdin.buffer), _SNIFFED_BYTES)
    return Source("standard input", sniff(stream.peek(_SNIFFED_BYTES)), None, cast(BinaryIO, stream))


def sniff(head: bytes) -> str:
    """The kind of a file whose name does not tell, from its first bytes."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if head.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    if start.startswith((b'{"', b"{ ", b"{\n", b"{\r", b"[{", b"[\n", b"[ {")):
        return "json"
    return "text"


def unsupported(kind: str, where: str) -> UnsupportedInput:
    """The error for a kind that no reader takes."""
    return UnsupportedInput(
        f"input of kind {kind} is not read", where=where, remedy=f"Reports end in {', '.join(kinds())}"
    )
