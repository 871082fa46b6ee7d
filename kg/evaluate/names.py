"""Whether a name that was found is one of the names that are accepted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

Participant = Mapping[str, Any] | str
_ARTICLE = re.compile(r"^[^\w]*(?:the|a|an)\s+")
_STOP_WORDS = frozenset({"the", "a", "an", "of"})
_DROPPED = dict.fromkeys(map(ord, "\u02bb\u02bc\u02be\u02bf")) | {ord("\u0131"): "i"}


def _plain(text: str) -> str:
    """Lower case without diacritics."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Letters and digits of a name in lower case: case, diacritics, punctuation, a leading article fold away."""
    text = _plain(name).translate(_DROPPED).strip()
    return "".join(character for character in _ARTICLE.sub("", text) if character.isalnum())


@lru_cache(maxsize=1 << 12)
def class_key(name: str) -> str:
    """A class by its local name in lower-case letters and digits, whatever its prefix."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r".*[#/:]", "", name).casefold())


@lru_cache(maxsize=1 << 16)
def words(name: str) -> frozenset[str]:
    """Words of a name, without articles and "of"."""
    return frozenset(re.findall(r"\w+", _plain(name))) - _STOP_WORDS


def surfaces(found: Participant | None) -> list[str]:
    """All names that a participant, place or toll of a record goes by."""
    if found is None:
        return []
    if isinstance(found, str):
        return [found]
    return [str(found[field]) for field in ("name", "surface", "group") if found.get(field)]


def is_named(found: Participant | None, accepted: Iterable[str]) -> bool:
    """Whether one of the names found equals an accepted one after folding."""
    keys = {name_key(name) for name in accepted} - {""}
    return any(name_key(surface) in keys for surface in surfaces(found))


def is_named_loosely(found: Participant | None, accepted: Sequence[str]) -> bool:
    """As `is_named`; also right where the words of one name are all among the words of the other."""
    if is_named(found, accepted):
        return True
    known = [words(name) for name in accepted]
    return any(
        ours and theirs and (ours <= theirs or theirs <= ours)
        for ours in map(words, surfaces(found))
        for theirs in known
    )
