"""Web pages: main text, title, date and publisher, without navigation, advertisement and footer (trafilatura)."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import EmptyInput, InputError
from kg.read.decoding import decode
from kg.read.metadata import Metadata
from kg.read.source import Options, Raw, Skipped, Source


def read_html(source: Source, options: Options) -> Iterator[Raw | Skipped]:
    """One report: the page's main text, one line a paragraph, list items as `- ` lines."""
    data = source.read_bytes(options.max_bytes)
    text, metadata = text_and_metadata(_decode_page(data, source.name))
    if not text.strip():
        raise EmptyInput(
            "no text was found in this page",
            where=source.name,
            remedy="Save the page from the browser once it has drawn itself, or copy its text into a .txt",
        )
    yield Raw(text, data, metadata, "text/html")


def text_and_metadata(page: str) -> tuple[str, Metadata]:
    """Main text of a page and what its head says of it; empty text where it has none.

    A date is taken only from where a page states it, never guessed from its text.
    """
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            favor_precision=False,
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"this page cannot be parsed ({error})", remedy="Copy its text into a .txt file") from error
    if found is None or isinstance(found, dict):
        return "", Metadata()
    return found.text or "", Metadata(found.title, found.sitename or found.hostname, found.date, found.url)


def _decode_page(data: bytes, where: str) -> str:
    """The page in the encoding that it declares, if that fits, else as any text."""
    import re

    declared = re.search(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_:.-]{2,40})", data[:4096], re.IGNORECASE)
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return decode(data, where=where)
    return decode(data, where=where)
