"""Tables: CSV and its kin, a report a row, read as a stream. The first row holds the columns' names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain

from kg.errors import EmptyInput, InputError, KgError
from kg.read.records import record_to_raw
from kg.read.source import Options, Raw, Skipped, Source
from kg.read.stream import is_broken, open_text

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50


def read_table(source: Source, options: Options) -> Iterator[Raw | Skipped]:
    """A report a row, in their order; `#N` is the row, from 1, the header not counted."""
    csv.field_size_limit(options.max_bytes)
    with open_text(source) as stream:
        sample = [line for _, line in zip(range(_SAMPLE_LINES), stream, strict=False)]
        if not "".join(sample).strip():
            raise EmptyInput("there is nothing in it", where=source.name, remedy="Give a table with a row a report")
        delimiter = "\t" if source.name.lower().endswith((".tsv", ".tab")) else find_delimiter(sample[0])
        reader = csv.reader(chain(sample, stream), delimiter=delimiter)
        yield from _rows(reader, source, options)


def find_delimiter(header: str) -> str:
    """The delimiter that occurs most often in the header outside quotes; a comma where none does."""
    bare = "".join(header.split('"')[::2])
    counts = {delimiter: bare.count(delimiter) for delimiter in _DELIMITERS}
    return max(counts, key=lambda delimiter: counts[delimiter])


def _rows(reader, source: Source, options: Options) -> Iterator[Raw | Skipped]:
    header: list[str] | None = None
    number = 0
    while True:
        line = reader.line_num + 1
        where = f"{source.name}:{line}"
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(
                f"the table is broken here ({error})",
                where=where,
                remedy="Correct the quotes; the rows before it were read",
            ) from error
        if row is None:
            break
        if not any(cell.strip() for cell in row):
            continue
        if header is None:
            header = [name.strip() for name in row]
            continue
        number += 1
        yield _row(header, row, where, f"#{number}", options)
    if number == 0:
        raise EmptyInput("the table has no rows below its header", where=source.name, remedy="Give a row a report")


def _row(header: list[str], row: list[str], where: str, place: str, options: Options) -> Raw | Skipped:
    if len(row) > len(header):
        return Skipped(
            where, f"{len(row)} cells, but the header has {len(header)}", "Quote cells that hold the delimiter"
        )
    if any(map(is_broken, row)):
        return Skipped(where, "this row is not UTF-8 text", "Correct it; the others were read")
    record = dict(zip(header, row, strict=False))
    try:
        return record_to_raw(record, options, where=where, place=place, media_type="text/csv")
    except KgError as error:
        return Skipped.because(error, where)
