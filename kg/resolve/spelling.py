"""When two spellings of a place's name are one name."""

from __future__ import annotations

import re

from kg.names import fold

# The Arabic feminine ending is written with and without its h ("Raqqah", "Raqqa").
_FEMININE = re.compile(r"(?<=\w\w\wa)h\b")


def place_key(name: str) -> str:
    """The key of a place's name: folded (`kg.names.fold`), and without the h of a final -ah.

    "Al-Raqqah" and "ar-Raqqa" are one key. Idempotent. Empty for a name without letters or digits.
    """
    return _FEMININE.sub("", fold(name))
