"""The lexicons of the extraction stage: TOML files in `kg/extract/data`, read once, checked when read.

An extractor with words of its user's own (`kg.extract.additions`) says so by `use` before it reads; what was made of
the lexicons for another one is forgotten then.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.extract.additions import EXTENDABLE, Addition, merged, read_additions

DATA = Path(__file__).resolve().parent / "data"
_used: tuple[Addition, ...] = ()


@lru_cache(maxsize=32)
def read_toml(name: str) -> dict[str, Any]:
    """The content of a lexicon file, with what is added to it now.

    Raises DataError where it is missing or no TOML.
    """
    content = _shipped(name)
    for addition in reversed(_used):
        if f"{addition.lexicon}.toml" == name:
            content = merged(content, addition.data)
    return content


def own_words(paths: Iterable[str | Path]) -> tuple[Addition, ...]:
    """Words and patterns of one's own, from files and folders. Raises DataError where one has another form."""
    return read_additions(paths, {name: _shipped(f"{name}.toml") for name in EXTENDABLE})


def use(additions: Sequence[Addition]) -> None:
    """Has the lexicons read with these additions, and no others, from now on."""
    global _used
    if tuple(additions) == _used:
        return
    _used = tuple(additions)
    # What readers made of the lexicons, they keep in caches of functions.
    for name, module in list(sys.modules.items()):
        if name.startswith("kg.extract."):
            for value in list(vars(module).values()):
                if callable(forget := getattr(value, "cache_clear", None)):
                    forget()


def _shipped(name: str) -> dict[str, Any]:
    path = DATA / name
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError as e:
        raise DataError("the lexicon is missing", where=str(path), remedy="Install kg again") from e
    except tomllib.TOMLDecodeError as e:
        raise DataError(f"not a TOML file: {e}", where=str(path), remedy="Mend the file at the place named") from e


def hyphenated_words() -> list[str]:
    """Words of the lexicons of nouns and events with a hyphen in them ("counter-attack"), which the tokenizer would
    split and the tagger then take for three words; with plurals, and as they begin a sentence.
    """
    phrases = [p for table in read_toml("nouns.toml").values() for words in table.values() for p in words]
    phrases += [p for entry in read_toml("events.toml")["noun"] for p in entry["lemmas"]]
    found = {w for p in phrases for w in p.split() if "-" in w and w.replace("-", "").isalpha()}
    plain = sorted(found | {f"{w}s" for w in found})
    return [*plain, *(w.capitalize() for w in plain)]
