"""Every report that paths name, one by one: the stage `read`."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from kg.errors import EmptyInput, InputError, KgError
from kg.model import Document
from kg.read.metadata import NOTHING_KNOWN, Metadata, read_sidecar
from kg.read.source import Options, Raw, Reader, Skipped, Source, sources, too_long

# Kind of input -> module and function; imported when such an input is met.
_READERS = {
    "text": ("kg.read.text", "read_text"),
    "markdown": ("kg.read.markdown", "read_markdown"),
    "html": ("kg.read.html", "read_html"),
    "pdf": ("kg.read.pdf", "read_pdf"),
    "json": ("kg.read.json_lines", "read_json"),
    "table": ("kg.read.table", "read_table"),
}

_FOREIGN_AFTER = 20
_TOLD_SINGLY = 3


def read(
    paths: Sequence[str | Path],
    metadata: Metadata = NOTHING_KNOWN,
    *,
    columns: tuple[tuple[str, str], ...] = (),
    max_characters: int = 1_000_000,
    stdin: BinaryIO | None = None,
) -> Iterator[Document | Skipped]:
    """The reports in files, folders, globs and standard input (`-`), in order, each as it is read.

    `metadata` wins over what stands beside a report (`report.meta.json`) and in it. `columns` maps fields
    (`("text", "artikel")`) to a feed's or table's own names. Texts longer than `max_characters` are skipped, as
    is what cannot be read, each with its reason: nothing here stops the rest from being read. Feeds and tables
    are read as a stream.

    Raises InputError for a date in `metadata` that cannot be understood.
    """
    given = metadata.strict("--published")
    options = Options(tuple(columns), max_characters)
    identities: set[str] = set()
    for source in sources(paths, stdin):
        if isinstance(source, Skipped):
            yield source
            continue
        for found in _read_source(source, given, options):
            if isinstance(found, Document):
                if found.id in identities:
                    yield _repeated(found)
                    continue
                identities.add(found.id)
            yield found


def _repeated(document: Document) -> Skipped:
    return Skipped(
        document.path or document.id,
        f"a report with the identity {document.id!r} was already read in this run",
        "Give each report an id or address of its own; --url and --id fit a single report",
    )


def _read_source(source: Source, given: Metadata, options: Options) -> Iterator[Document | Skipped]:
    module, function = _READERS[source.kind]
    reader: Reader = getattr(importlib.import_module(module), function)
    try:
        known = given.over(read_sidecar(source.path)) if source.path else given
        for found in _unless_foreign(reader(source, options), source.name):
            yield found if isinstance(found, Skipped) else _document(found, source, known, options)
    except KgError as error:
        yield Skipped.because(error, source.name)
    except OSError as error:
        yield Skipped(
            source.name, f"it cannot be read ({error.strerror or error})", "Check the file and its permissions"
        )


def _unless_foreign(found: Iterator[Raw | Skipped], where: str) -> Iterator[Raw | Skipped]:
    """The same, but one error in place of thousands where a feed or table turns out to hold no reports."""
    held: list[Skipped] = []
    for item in found:
        if not isinstance(item, Skipped):
            break
        held.append(item)
        if len(held) == _FOREIGN_AFTER:
            raise _foreign(held, where)
    else:
        if len(held) > _TOLD_SINGLY:
            raise _foreign(held, where)
        yield from held
        return
    yield from held
    yield item
    yield from found


def _foreign(held: list[Skipped], where: str) -> InputError:
    reason = f"none of its first {len(held)} records is a report (the first: {held[0].reason})"
    return InputError(reason, where=where, remedy=held[0].remedy)


def _document(raw: Raw, source: Source, known: Metadata, options: Options) -> Document | Skipped:
    where = source.name + raw.place
    if not raw.text.strip("\ufeff \t\r\n"):
        error = EmptyInput("there is no text in it", where=where, remedy="Give a file that holds a report")
        return Skipped.because(error, where)
    if len(raw.text) > options.max_characters:
        return Skipped.because(too_long(f"{len(raw.text):,} characters", where), where)
    metadata = known.over(raw.metadata.lenient(where))
    sha256 = hashlib.sha256(raw.payload).hexdigest()
    name = source.name if source.path else f"stdin-{sha256[:16]}"
    return Document(
        id=metadata.id or metadata.url or name + raw.place,
        text=raw.text,
        title=metadata.title,
        publisher=metadata.publisher,
        published=metadata.published,
        url=metadata.url,
        path=source.name,
        media_type=raw.media_type,
        sha256=sha256,
    )
