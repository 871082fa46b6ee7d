"""Names folded for look-up: one key for a name however it is typed, another however it is transliterated.

`exact_key` forgives case, marks, hyphens and the article. `sounds` forgives transliteration: "Deir Ezzor",
"Deir ez-Zor", "Deir al-Zour", "Dayr az Zawr" and their Arabic spelling share a skeleton of consonant classes, and
`form` keeps classes of vowels beside it, for ranking names that share a skeleton. The tables are data
(`kg/link/data/transliteration.toml`); no name is listed anywhere.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.link.tables import read_table
from kg.names import fold

_APOSTROPHES = re.compile("['`´‘’‛′ʹʻʼʽʾʿˈˊˋʺ＇]")
_LATIN = re.compile("[a-z]+")
_ARABIC = re.compile("[\u0600-\u06ff]")
_PLAIN = re.compile("[A-Za-z ]+")
_NO_WORD = re.compile(r"[\W_]+")
# An assimilated article written as one with its noun: "Ezzor".
_GLUED_ARTICLE = re.compile(r"[ae]([dnrstz])\1")
_ARABIC_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a", "ħ": "h", "ŋ": "n"})


@dataclass(frozen=True, slots=True)
class Sound:
    """How a name sounds: `skeleton` its consonant classes, `form` the same with classes of vowels."""

    skeleton: str
    form: str


class _Tables:
    def __init__(self, data: dict[str, Any]) -> None:
        self.articles = frozenset(data["articles"])
        self.tied = frozenset(data["tied"])
        self.consonants: dict[str, str] = data["consonants"]
        self.others: dict[str, str] = data["others"]
        self.vowels: dict[str, str] = data["vowels"]
        self.scripts = str.maketrans(data["scripts"])
        units = sorted({*self.consonants, *self.others, *self.vowels}, key=len, reverse=True)
        self.doubtful = re.compile("|".join(map(re.escape, self.others)))
        self.units = re.compile("|".join(map(re.escape, units)))


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    return read_table("transliteration.toml", _Tables)


def hashed(key: str) -> int:
    """A key as the signed 64-bit integer under which the index holds it."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=65536)
def exact_key(name: str) -> str:
    """The key of a name as it is typed: that of `kg.names.fold`, with the spellings of Arabic letters made one."""
    if _PLAIN.fullmatch(name):
        words = name.lower().split()
        kept = [word for word in words if word != "al"] or words
        return " ".join(_without_articles(kept[1:] if len(kept) > 1 and kept[0] == "the" else kept))
    name = _ARABIC_MARKS.sub("", name).translate(_ARABIC_LETTERS)
    return " ".join(
        _without_articles([word.removeprefix("ال") if len(word) > 4 else word for word in fold(name).split()])
    )


@lru_cache(maxsize=65536)
def sounds(name: str) -> tuple[Sound, ...]:
    """How a name sounds: one or two readings, none where it has too few consonants to tell it from others.

    None, too, for a script that the tables do not read (they read Latin, Arabic and Cyrillic).
    """
    words = _words(name)
    if not words or not _LATIN.fullmatch("".join(words)):
        return ()
    readings = [_read(words, False)]
    if _tables().doubtful.search("".join(words)):
        readings = list(dict.fromkeys((*readings, _read(words, True))))
    return tuple(sound for sound in readings if len(sound.skeleton.lstrip("a")) > 1 and len(sound.form) > 2)


def is_unvowelled(name: str) -> bool:
    """Whether a name is in Arabic letters, which leave short vowels out."""
    return _ARABIC.search(name) is not None


def _words(name: str) -> list[str]:
    """The name's words in plain Latin letters, articles taken out."""
    tables = _tables()
    text = _APOSTROPHES.sub("", name).casefold()
    if not text.isascii():
        text = _ARABIC_MARKS.sub("", text).translate(_LETTERS)
        text = " ".join(word.removeprefix("ال") if len(word) > 4 else word for word in text.split())
        text = text.translate(tables.scripts)
        decomposed = unicodedata.normalize("NFKD", text).translate(tables.scripts)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = _without_articles([word for word in _NO_WORD.sub(" ", text).split() if not word.isdecimal()])
    return words[:1] + [word[1:] if _GLUED_ARTICLE.match(word) else word for word in words[1:]]


def _without_articles(words: list[str]) -> list[str]:
    """The words without those that are an article of the next one."""
    tables = _tables()
    kept = []
    for here, word in enumerate(words):
        after = words[here + 1] if here + 1 < len(words) else ""
        article = word in tables.articles or (word in tables.tied and after[:1] == word[1:2])
        if not (article and after):
            kept.append(word)
    return kept


def _read(words: list[str], second: bool) -> Sound:
    """One reading of the words; `second` takes the second reading of letters that have two."""
    tables = _tables()
    vowels, consonants, others = tables.vowels, tables.consonants, tables.others
    skeleton, form = "", ""
    for word in words:
        run = ""
        units = tables.units.findall(word)
        last = len(units) - 1
        for here, unit in enumerate(units):
            if unit in vowels and not (unit == "w" and (second or here == 0)):
                run += vowels[unit]
                continue
            if unit == "w" or (second and unit in others):
                sound = others[unit]
            elif unit == "c" and here < last and units[here + 1] in "iey":
                sound = "s"
            else:
                sound = consonants[unit]
            if sound in "aiu":
                run += sound
                continue
            if sound == "h" and here == last and here:
                continue
            if sound == "n" and here < last and units[here + 1] == "b":
                sound = "m"
            if run:
                form += "u" if "u" in run else "i" if "i" in run else "a"
                skeleton = skeleton or "a"
                run = ""
            elif form.endswith(sound):
                continue
            form += sound
            skeleton += sound
        if run:
            form += "u" if "u" in run else "i" if "i" in run else "a"
    return Sound(skeleton, form)
