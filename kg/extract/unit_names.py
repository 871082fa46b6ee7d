"""Names of numbered units, which pipelines break ("the army's 18th Brigade", "Light Infantry Battalion 55"), and the
titles before persons' names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kg.extract.nouns import load_nouns

_ORDINAL = re.compile(r"\d{1,4}(?:st|nd|rd|th)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}")
_WRITTEN = frozenset(["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"])
# So many words of a name stand before its noun ("15th Light Infantry Battalion").
_BEFORE = 4


def unit_names(doc: Doc, taken: Sequence[bool]) -> list[tuple[int, int]]:
    """The spans of tokens, end exclusive, that name numbered units and that no other name has `taken`."""
    units = load_nouns().units
    found: list[tuple[int, int]] = []
    for token in doc:
        if token.lower_ not in units:
            continue
        span = _behind_its_number(token) or _before_its_number(token)
        if span is not None and not any(taken[span[0] : span[1]]):
            found.append(span)
    return found


def without_title(doc: Doc, start: int, end: int) -> int:
    """Where a person's name begins behind its titles ("Lieutenant General Jaafar al-Battat")."""
    titles = load_nouns().titles
    while start < end - 1 and doc[start].lower_.rstrip(".") in titles:
        start += 1
        if start < end - 1 and doc[start].text in (".", "-"):
            start += 1
    return start


def _behind_its_number(token: Token) -> tuple[int, int] | None:
    """ "35th Brigade", "Third Military Region"."""
    doc, i = token.doc, token.i - 1
    while i > token.sent.start and token.i - i <= _BEFORE and doc[i].text.istitle() and doc[i].text not in _WRITTEN:
        i -= 1
    if i < token.sent.start:
        return None
    written = doc[i].text in _WRITTEN and token.text.istitle()
    return (i, token.i + 1) if written or _ORDINAL.fullmatch(doc[i].text) else None


def _before_its_number(token: Token) -> tuple[int, int] | None:
    """ "Sector 3", "Light Infantry Battalion 55"."""
    doc, end = token.doc, token.i + 1
    if not token.text.istitle() or end >= len(doc) or not _NUMBER.fullmatch(doc[end].text):
        return None
    start = token.i
    while start > token.sent.start and token.i - start < _BEFORE and doc[start - 1].text.istitle():
        if doc[start - 1].pos_ in ("DET", "PRON", "ADP"):
            break
        start -= 1
    return start, end + 1
