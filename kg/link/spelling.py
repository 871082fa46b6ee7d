"""How the press writes place names otherwise than gazetteers do: words written short, spellings taken over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.link.folding import exact_key
from kg.link.tables import read_table


@dataclass(frozen=True, slots=True)
class _Spelling:
    latin: frozenset[str]
    words: dict[str, str]


@lru_cache(maxsize=1)
def _spelling() -> _Spelling:
    return read_table("spelling.toml", lambda data: _Spelling(frozenset(data["latin"]), dict(data["words"])))


def in_full(name: str) -> str | None:
    """The key of a name with its short words written in full ("Mt. Everest": "mount everest"); None without any."""
    words = exact_key(name).split()
    full = [_spelling().words.get(word, word) for word in words]
    return " ".join(full) if full != words and len(words) > 1 else None


def as_written() -> frozenset[str]:
    """ISO 3166-1 codes of the countries whose names English writes as they are written there."""
    return _spelling().latin
