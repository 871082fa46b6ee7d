"""Compressed files by what their names end in: `.gz` (gzip), `.zst` (Zstandard), anything else as it is."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

SUFFIXES = (".gz", ".zst")


def uncompressed_name(path: str | Path) -> str:
    """The file's name in lower case, without what says how it is compressed."""
    name = Path(path).name.lower()
    return next((name.removesuffix(suffix) for suffix in SUFFIXES if name.endswith(suffix)), name)


@contextmanager
def reading(file: BinaryIO, name: str | Path) -> Iterator[BinaryIO]:
    """What is in an open file, by its name, as a stream.

    Raises OSError (or EOFError, for a file that was cut off) where it is damaged, at its place in the stream.
    """
    suffix = Path(name).suffix.lower()
    if suffix == ".gz":
        with gzip.GzipFile(fileobj=file, mode="rb") as stream:
            yield cast("BinaryIO", stream)
    elif suffix == ".zst":
        from backports import zstd

        try:
            with zstd.ZstdFile(file, "rb") as stream:
                yield cast("BinaryIO", stream)
        except zstd.ZstdError as error:
            raise OSError(str(error)) from error
    else:
        yield file


def writing(file: BinaryIO, name: str | Path) -> AbstractContextManager[BinaryIO]:
    """A stream into an open file, compressed as its name says. The same content gives the same bytes."""
    suffix = Path(name).suffix.lower()
    if suffix == ".gz":
        return cast("AbstractContextManager[BinaryIO]", gzip.GzipFile("", "wb", fileobj=file, mtime=0))
    if suffix == ".zst":
        from backports import zstd

        return cast("AbstractContextManager[BinaryIO]", zstd.ZstdFile(file, "wb"))
    return file


def compress(data: bytes, name: str | Path) -> bytes:
    """Bytes as a file of this name holds them."""
    if Path(name).suffix.lower() not in SUFFIXES:
        return data
    file = io.BytesIO()
    with writing(file, name) as stream:
        stream.write(data)
    return file.getvalue()


def decompress(data: bytes, name: str | Path) -> bytes:
    """What is in the bytes of a file of this name. Raises OSError or EOFError where they are damaged."""
    with reading(io.BytesIO(data), name) as stream:
        return stream.read()
