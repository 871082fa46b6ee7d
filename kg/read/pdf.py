"""PDF files with a text layer (pypdf): lines joined to paragraphs, words joined across lines.

Offsets refer to the text that comes out here, which the graph keeps beside them.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator

from kg.errors import EmptyInput, InputError
from kg.read.metadata import Metadata
from kg.read.source import Options, Raw, Skipped, Source

_SENTENCE_END = re.compile(r"[.!?:][\"”’')]*\s*$")
_FULL_LINE = 0.75
_REPEATED_ON = 3
_BULLET = re.compile(r"\s*(?:[-–—•◦▪●‣*]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
_PAGE_NUMBER = re.compile(r"\s*(?:page\s+)?[-–]?\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\s*[-–]?\s*", re.IGNORECASE)
_HYPHENATED = re.compile(r"(?P<head>\w+)-$")
_KEEPS_HYPHEN = frozenset(
    ("pro", "anti", "non", "self", "ex", "co", "mid", "semi", "north", "south", "east", "west", "well")
)
_TOOL_TITLE = re.compile(r"^(?:microsoft word|untitled|document\d*$)|\.(?:docx?|odt|indd|qxd|pdf)$", re.IGNORECASE)


def read_pdf(source: Source, options: Options) -> Iterator[Raw | Skipped]:
    """One report: the text of all pages. The file's own date of making is no date of publication and left out."""
    data = source.read_bytes(200 * options.max_characters)
    pages, title = _pages(data, source.name)
    text = join_lines(pages)
    if not text.strip():
        raise EmptyInput(
            "this PDF has no text layer (a scan?)",
            where=source.name,
            remedy="Run character recognition over it first, for example with ocrmypdf",
        )
    yield Raw(text, data, Metadata(title=title), "application/pdf")


def _pages(data: bytes, where: str) -> tuple[list[str], str | None]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    locked = InputError("this PDF is encrypted", where=where, remedy="Save a copy without a password")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked
        title = reader.metadata.title if reader.metadata else None
        pages = [page.extract_text() or "" for page in reader.pages]
    except DependencyError as error:
        raise locked from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise InputError(
            f"this PDF cannot be read ({error or type(error).__name__})",
            where=where,
            remedy="Open it and save it again, or save its text as .txt",
        ) from error
    title = " ".join(str(title).split()) if title else ""
    return pages, title if title and not _TOOL_TITLE.search(title) else None


def join_lines(pages: list[str]) -> str:
    """Paragraphs from the lines of pages, one a line; list items keep lines of their own.

    A line is carried on by the next where it is nearly full or the next begins in lower case. A
    page that ends with a sentence ends the paragraph. A word split by a
    hyphen loses it, unless the text has it with its hyphen elsewhere, or it looks like a compound ("Tarnia-backed").
    Page numbers, and first and last lines that stand on three pages or more, are left out.
    """
    lines: list[str] = []
    for page in _without_running_heads(pages):
        lines.extend(page)
        if _SENTENCE_END.search("".join(lines[-1:])):
            lines.append("")
    whole = " ".join(lines)
    width = _typical_width(lines)
    paragraphs: list[str] = []
    last = ""
    for line in (line.rstrip() for line in lines):
        if not line.strip():
            last = ""
            continue
        stripped = line.strip()
        if last and not _BULLET.match(line) and (len(last) >= _FULL_LINE * width or stripped[0].islower()):
            paragraphs[-1] = _joined(paragraphs[-1], stripped, whole)
        else:
            paragraphs.append(stripped)
        last = line
    return "\n".join(paragraphs)


def _joined(before: str, after: str, whole: str) -> str:
    split = _HYPHENATED.search(before)
    if split is None or not after[0].isalpha():
        return f"{before}{'' if before.endswith(('-', '–', '/')) else ' '}{after}"
    match = re.match(r"\w+", after)
    tail = match[0] if match else ""
    head = split["head"]
    if re.search(rf"\b{head}-{tail}\b", whole):
        keep = True
    elif re.search(rf"\b{head}{tail}\b", whole):
        keep = False
    else:
        keep = head.lower() in _KEEPS_HYPHEN or head[0].isupper() or head[-1].isdigit() or tail[0].isupper()
    return before + after if keep else before[:-1] + after


def _typical_width(lines: list[str]) -> int:
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return lengths[int(0.8 * (len(lengths) - 1))] if lengths else 0


def _without_running_heads(pages: list[str]) -> list[list[str]]:
    split = [page.replace("\u00ad\n", "-\n").replace("\u00ad", "").splitlines() for page in pages]
    filled = [[line for line in page if line.strip()] for page in split]
    edges = Counter(line.strip() for page in filled for line in {*page[:1], *page[-1:]})
    repeated = {line for line, times in edges.items() if times >= _REPEATED_ON}
    kept = []
    for page in split:
        inner = [i for i, line in enumerate(page) if line.strip()]
        at_edge = {*inner[:2], *inner[-2:]}
        kept.append(
            [
                line
                for i, line in enumerate(page)
                if not (i in at_edge and (line.strip() in repeated or _PAGE_NUMBER.fullmatch(line)))
            ]
        )
    return kept
