"""Names compared by what they say, not by how they are typed.

`fold` gives the key under which the register, the extraction rules and the resolver look a name up:
"Al-Shabaab", "al Shabaab" and "the al‑Shabaab" are one key, "Ḥizbu'llāh" and "Hizbullah" too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h", "ŋ": "n"}
)
_APOSTROPHES = re.compile("['`´‘’‛′ʹʻʼʽʾʿˈˊˋʺ＇]")
# The Arabic article where a hyphen ties it to its noun, with its assimilated forms ("an-Nusra", "ez-Zor").
_TIED_ARTICLE = re.compile(r"(?<![^\W_])(?:[ae]l|[ae][dnrstz]|ash|adh|ath|esh|ul)[-‐‑–](?=[^\W\d_])")
# Points between or after single letters ("U.S.", "P.K.K."): an acronym.
_ACRONYM = re.compile(r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+\.?(?![^\W_])")
_THE = re.compile(r"^the\s+", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The key of a name: case, diacritics, articles, hyphens, apostrophes and points taken out.

    Words are parted by one blank. English "the" at the head and the Arabic article ("al" anywhere, its
    assimilated forms before a hyphen) go, unless nothing would be left. Idempotent. Empty for a name without
    letters or digits.
    """
    text = _lower(name)
    text = _APOSTROPHES.sub("", text)
    text = _TIED_ARTICLE.sub(" ", text)
    text = _ACRONYM.sub(lambda match: match.group().replace(".", ""), text)
    text = text.replace("&", " and ")
    words = _NO_WORD.sub(" ", text).split()
    kept = [word for word in words if word != "al"] or words
    while len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    return " ".join(kept)


def _lower(name: str) -> str:
    """Lower case without marks: the compatibility decomposition of Unicode's case folding, marks dropped."""
    if name.isascii():
        return name.lower()
    text = name
    for _ in range(3):
        text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char) and unicodedata.category(char) != "Cf")
    return text.translate(_LETTERS)


def is_acronym(name: str) -> bool:
    """Whether a name is one short word known by its capitals ("ISIS", "M23", "U.N.", "LeT", "IDPs")."""
    if " " in name or len(name) > 12:
        return False
    letters = [char for char in name if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    if not letters:
        return False
    return capitals == len(letters) or (capitals > 1 and len(name) <= 5 and "-" not in name)


@lru_cache(maxsize=65536)
def spelled_as(name: str, surface: str) -> bool:
    """Whether the capitals of `surface` allow it to be `name`, given that their keys agree.

    A name with capitals needs one, so that "amnesty" is no organisation and "turkey" no state. An acronym needs all
    of its own, so that "Who", "Us", "Plan" and "Let" are no actors; a register lists "Nato" beside "NATO".
    """
    surface = _THE.sub("", surface)
    capitals = sum(char.isupper() for char in surface)
    needed = sum(char.isupper() for char in name)
    return capitals >= (needed if is_acronym(name) else min(needed, 1))


def slug(name: str) -> str:
    """A name as the last step of an IRI: ASCII letters, digits and hyphens ("al-Shabaab" gives `al-shabaab`).

    Letters of other scripts are kept, lower-cased; the result is empty where the name has neither letter nor digit.
    """
    text = _APOSTROPHES.sub("", _lower(name)).replace("&", " and ")
    return _NO_WORD.sub("-", text).strip("-")
