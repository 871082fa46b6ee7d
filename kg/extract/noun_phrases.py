"""The words of a noun phrase: where what it calls somebody begins, what stands before its noun, of what sort it is."""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg.extract.naming import Name
from kg.extract.nouns import load_nouns
from kg.extract.phrases import core
from kg.extract.reference_words import load_reference_words
from kg.extract.report import ParsedBlock

_UNTOLD_CLASSES = ("DET", "NUM", "PUNCT", "PRON", "ADP", "ADV", "SPACE", "CCONJ", "SCONJ", "PART")
_AGED = frozenset(["old", "olds"])
_UNTOLD_TAGS = ("PRP$", "POS", "CD")


def content_start(start: int, token: Token) -> int:
    """The first token from `start` on, up to the noun `token`, that is no article, number, possessive or quantifier."""
    doc, words = token.doc, load_reference_words()
    i = start
    while i < token.i:
        other = doc[i]
        joined = other.pos_ == "NUM" and doc[i + 1].text == "-"
        if joined and (doc[i + 2].lower_ not in words.ages or token.lower_ in _AGED):  # "a 15-year-old"
            break
        if not (
            other.pos_ in _UNTOLD_CLASSES
            or other.tag_ in _UNTOLD_TAGS
            or other.text == "-"
            or (other.lower_ in words.quantifiers and (not other.text[:1].isupper() or other.is_sent_start))
        ):
            break
        i += 1
    while i + 2 < token.i and doc[i].lower_ in words.ages and doc[i + 1].text == "-":
        i += 3
    if i > start and doc[i - 1].text == "-" and i - 2 >= start and doc[i - 2].pos_ in ("PROPN", "ADJ", "NOUN"):
        i -= 2
    return i


def content_words(start: int, token: Token) -> str:
    """The words from `start` on, up to the noun `token`, without what `content_start` leaves out."""
    return token.doc[content_start(start, token) : token.i + 1].text.replace("\n", " ")


def plain(words: str) -> str:
    """Words without an article in front or a possessive behind."""
    return re.sub(r"^(?:the|The)\s+|\s*'s?$", "", words.replace("\n", " "))


def with_compounds(token: Token) -> str:
    """The noun with its lower-case compounds ("air force")."""
    i = token.i
    while i > 0 and token.doc[i - 1].dep_ == "compound" and token.doc[i - 1].text.islower():
        i -= 1
    return token.doc[i : token.i + 1].text


def name_before(parsed: ParsedBlock, token: Token) -> Name | None:
    """The first name among what stands before a noun, unless the noun with it is a known thing."""
    sorts_of = load_nouns().sorts_of
    for i in range(core(token).start, token.i):
        name = parsed.name_at.get(i)
        if (
            name is not None
            and name.end <= token.i
            and not name.surface.islower()
            and token.doc[name.start : token.i + 1].text.lower() not in sorts_of
        ):
            return name
    return None


def possessor(token: Token) -> Token | None:
    """Whose it is, told before the noun ("the army's", "its")."""
    return next((c for c in token.children if c.dep_ == "poss"), None)


def is_definite(token: Token) -> bool:
    """Whether the noun's article says that it was told before."""
    definite = load_reference_words().definite
    return any(c.dep_ in ("det", "poss") and c.lower_ in definite for c in token.children)


def is_countable(token: Token) -> bool:
    """Whether a noun stands for one or several of its kind: a plural, or one with an article or a number."""
    return token.tag_ == "NNS" or any(c.dep_ in ("det", "nummod") for c in token.children)
