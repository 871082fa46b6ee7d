"""Text as the language pipeline wants it, with a way back to the text as it was given.

Cleaning changes what misleads a tokenizer: typographic quotes, non-breaking and zero-width
characters, HTML entities, and words split against filters (`IS*IS`, `kil-led`, `m*rdered`). Every
character of the clean text knows the character of the given text that it came from, so that offsets
always refer to the document as it was given.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from kg.model import Span

_SINGLE = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "′": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "‐": "-", "‑": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ",
        "\u200e": "\u200b", "\u200f": "\u200b", "\u00ad": "\u200b", "\u200c": "\u200b", "\u200d": "\u200b",
        "\ufeff": "\u200b", "\u2060": "\u200b",
    }
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
# Words with fillers in them. The second alternative passes over a run of letters that none follows, so that no
# character is tried as a beginning more than once; the same for the look behind of masked words.
_SPLIT_WORD = re.compile(
    r"[0-9!|]*+(?P<word>[A-Za-z@$][A-Za-z0-9@$!|]*+(?:[*.\-_·•]++[A-Za-z0-9@$!|]++)+)|[A-Za-z0-9@$!|]++"
)
_MASKED_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]++[@$!|0135][A-Za-z@$!|0135]+")
_FILLERS = re.compile(r"[*.\-_·•]+")
_LOOKALIKES = str.maketrans("@$!|0135", "asiloles")


@dataclass(frozen=True, slots=True)
class CleanText:
    """`text` to work on; `origins[i]` is the index in the given text of its character `i`
    (`origins[len(text)]` is the given text's length).
    """

    text: str
    origins: tuple[int, ...] | range

    def given(self, start: int, end: int) -> Span:
        """The span of the given text for characters `start` to `end` (exclusive) of the clean text."""
        if end <= start:
            return Span(self.origins[start], self.origins[start])
        return Span(self.origins[start], self.origins[end - 1] + 1 if end < len(self.origins) else self.origins[end])

    def clean_index(self, given: int) -> int:
        """The index in the clean text of the character at `given`, or of the next one that was kept."""
        return bisect_left(self.origins, given)


def clean(text: str, filtered_words: Collection[str] = ()) -> CleanText:
    """Clean `text`; `filtered_words` (lower case) are those that writers split to pass filters."""
    plain = text.translate(_SINGLE)
    edits = [*_entity_edits(plain), *_filter_edits(plain, frozenset(filtered_words))]
    edits += [(m.start(), m.end(), "") for m in re.finditer("\u200b+", plain)]
    if not edits:
        return CleanText(plain, range(len(plain) + 1))
    pieces: list[str] = []
    origins: list[int] = []
    at = 0
    for start, end, new in sorted(edits):
        if start < at:
            continue
        pieces.append(plain[at:start])
        origins.extend(range(at, start))
        pieces.append(new)
        origins.extend(_spread(start, end, len(new)))
        at = end
    pieces.append(plain[at:])
    origins.extend(range(at, len(plain) + 1))
    return CleanText("".join(pieces), tuple(origins))


def _spread(start: int, end: int, length: int) -> list[int]:
    """Origins for `length` new characters that stand for `start` to `end`: the last one maps to the end."""
    if not length:
        return []
    return [min(start + i, end - 1) for i in range(length - 1)] + [end - 1]


def _entity_edits(text: str) -> list[tuple[int, int, str]]:
    found = ((m.start(), m.end(), html.unescape(m.group())) for m in _ENTITY.finditer(text))
    return [(s, e, new.translate(_SINGLE)) for s, e, new in found if len(new) == 1]


def _filter_edits(text: str, words: frozenset[str]) -> list[tuple[int, int, str]]:
    edits: list[tuple[int, int, str]] = []
    if not words:
        return edits
    split = [m.span("word") for m in _SPLIT_WORD.finditer(text) if m["word"]]
    taken = [end for _, end in split]
    masked = [m.span() for m in _MASKED_WORD.finditer(text)]
    for start, end in (*split, *(m for m in masked if not _overlaps(m, split, taken))):
        word = _restore(text[start:end], words)
        if word is not None:
            edits.append((start, end, word))
    return edits


def _overlaps(at: tuple[int, int], spans: list[tuple[int, int]], ends: list[int]) -> bool:
    """Whether one of the spans, which stand in order and end at `ends`, shares a character with `at`."""
    i = bisect_right(ends, at[0])
    return i < len(spans) and spans[i][0] < at[1]


def _restore(written: str, words: frozenset[str]) -> str | None:
    """The word that was split or masked, in the case it was written; None if it is an ordinary word."""
    if written.lower() in words:
        return None
    joined = _FILLERS.sub("", written)
    for form in (joined, joined.translate(_LOOKALIKES)):
        if form.lower() in words:
            return form
    if "*" in written and len(written) > 3:
        mask = re.compile(re.escape(written.lower()).replace(r"\*", "[a-z]"))
        fits = [w for w in words if mask.fullmatch(w)]
        if len(fits) == 1:
            if written.upper() == written:
                return fits[0].upper()
            return "".join(w.upper() if c.isupper() else w for w, c in zip(fits[0], written, strict=True))
    return None
