"""JSON: one object a line, an array of objects, or a single object, told apart by the text and not by the ending.

Lines and arrays are read as a stream. A broken line costs that line only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from kg.errors import EmptyInput, InputError, KgError
from kg.read.records import container_names, record_to_raw
from kg.read.source import Options, Raw, Skipped, Source, too_long
from kg.read.stream import is_broken, lines, open_text

_CHUNK = 1 << 16
_JSON_SPACE = " \t\r\n"
_MEDIA_TYPE = "application/json"
_BROKEN_REMEDY = "Correct this line; the others were read"


def read_json(source: Source, options: Options) -> Iterator[Raw | Skipped]:
    """A report an object, in their order; `#N` is the line, or the place in an array, from 1."""
    with open_text(source) as stream:
        first, number = _first_line(stream, options.max_bytes)
        if first is None:
            raise EmptyInput("there is nothing in it", where=source.name, remedy="Give a file that holds a report")
        called_lines = source.name.lower().endswith((".jsonl", ".ndjson"))
        if first.lstrip(_JSON_SPACE).startswith("[") and not (called_lines and _is_list_of_others(first)):
            yield from _array(source, options, first, stream, number)
        elif called_lines or _is_whole(first):
            yield from _lines(source, options, first, number, stream)
        else:
            yield from _object_or_lines(source, options, first, number, stream)


def _first_line(stream: TextIO, most: int) -> tuple[str | None, int]:
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        if line.strip(_JSON_SPACE):
            return line, number
    return None, number


def _is_list_of_others(line: str) -> bool:
    """Whether a line is a whole JSON list of something else than objects: a stray line, and no array of reports."""
    return _is_whole(line) and not _is_list_of_objects(json.loads(line))


def _is_whole(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _lines(source: Source, options: Options, first: str, number: int, stream: TextIO) -> Iterator[Raw | Skipped]:
    yield from _line(source, options, number, first)
    for following, line in lines(stream, options.max_bytes):
        yield from _line(source, options, number + following, line)


def _line(source: Source, options: Options, number: int, line: str | None) -> Iterator[Raw | Skipped]:
    where = f"{source.name}:{number}"
    if line is None:
        yield Skipped.because(too_long(f"more than {options.max_bytes:,} characters", where), where)
        return
    if not line.strip(_JSON_SPACE):
        return
    if is_broken(line):
        yield Skipped(where, "this line is not UTF-8 text", _BROKEN_REMEDY)
        return
    try:
        record = json.loads(line)
    except ValueError as error:
        yield Skipped(where, f"this line is no JSON ({_told(error)})", _BROKEN_REMEDY)
    except RecursionError:
        yield Skipped(where, "this line is nested too deep", _BROKEN_REMEDY)
    else:
        yield from _records(source, options, record, where, f"#{number}")


def _told(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    return str(error)


def _records(source: Source, options: Options, record: Any, where: str, place: str) -> Iterator[Raw | Skipped]:
    """The report in a record, or the reports in the list that it holds."""
    if not isinstance(record, dict):
        yield Skipped(where, f"a report must be an object, this is {_kind_of(record)}", 'Write {"text": "…", …}')
        return
    held = next((record[name] for name in container_names() if _is_list_of_objects(record.get(name))), None)
    if held is not None:
        for i, inner in enumerate(held, 1):
            yield from _record(source, options, inner, f"{where}, report {i}", f"{place}.{i}" if place else f"#{i}")
    else:
        yield from _record(source, options, record, where, place)


def _record(source: Source, options: Options, record: Any, where: str, place: str) -> Iterator[Raw | Skipped]:
    try:
        yield record_to_raw(record, options, where=where, place=place, media_type=_MEDIA_TYPE)
    except KgError as error:
        yield Skipped.because(error, where)


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)


def _kind_of(value: Any) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _object_or_lines(
    source: Source, options: Options, first: str, number: int, stream: TextIO
) -> Iterator[Raw | Skipped]:
    """One object over several lines; where that does not parse, lines of which the first is broken."""
    rest = stream.read(options.max_bytes)
    if len(rest) == options.max_bytes:
        raise too_long(f"more than {options.max_bytes:,} characters", source.name)
    whole = first + rest
    try:
        record = json.loads(whole)
    except (ValueError, RecursionError) as error:
        following = rest.splitlines(keepends=True)
        if any(_is_whole(line) and line.lstrip().startswith("{") for line in following[:100]):
            for i, line in enumerate([first, *following]):
                yield from _line(source, options, number + i, line)
            return
        place = f":{number - 1 + error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(
            f"this is no JSON ({error})",
            where=source.name + place,
            remedy="Correct it: one object, an array of objects, or one object a line",
        ) from error
    yield from _records(source, options, record, source.name, "")


def _array(source: Source, options: Options, first: str, stream: TextIO, number: int) -> Iterator[Raw | Skipped]:
    """The array's objects one by one, with only the one being read in memory."""
    decoder = json.JSONDecoder()
    buffer, line, index, ended = first.lstrip(_JSON_SPACE)[1:], number, 0, False
    separated = True
    while True:
        buffer, skipped = _strip_space(buffer)
        line += skipped
        if not buffer and not ended:
            buffer = stream.read(_CHUNK)
            ended = not buffer
            continue
        if buffer.startswith("]"):
            break
        if buffer.startswith(",") and not separated:
            buffer, separated = buffer[1:], True
            continue
        where = f"{source.name}:{line}"
        try:
            if not separated or not buffer:
                raise json.JSONDecodeError("a comma or the end of the array is missing", buffer, 0)
            record, end = decoder.raw_decode(buffer)
        except (ValueError, RecursionError) as error:
            more = "" if ended or len(buffer) > options.max_bytes else stream.read(max(_CHUNK, len(buffer)))
            if more:
                buffer += more
                continue
            if len(buffer) > options.max_bytes:
                raise too_long(f"more than {options.max_bytes:,} characters", where) from error
            raise InputError(
                f"the array is broken here ({error})",
                where=where,
                remedy=f"Correct it; the {index} objects before it were read, or write one object a line",
            ) from error
        if end == len(buffer) and not ended and not isinstance(record, dict | list | str):
            buffer += stream.read(_CHUNK)
            ended = end == len(buffer)
            continue
        index += 1
        line += buffer.count("\n", 0, end)
        buffer, separated = buffer[end:], False
        if is_broken(json.dumps(record, ensure_ascii=False)):
            yield Skipped(where, "this object is not UTF-8 text", "Correct it; the others were read")
        else:
            yield from _records(source, options, record, where, f"#{index}")
    if index == 0:
        raise EmptyInput("the array is empty", where=source.name, remedy="Give a file that holds a report")


def _strip_space(buffer: str) -> tuple[str, int]:
    stripped = buffer.lstrip(_JSON_SPACE)
    return stripped, buffer.count("\n", 0, len(buffer) - len(stripped))
