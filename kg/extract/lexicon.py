"""The lexicons of the extraction stage: TOML files in `kg/extract/data`, read once, checked when read."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import DataError

DATA = Path(__file__).resolve().parent / "data"


@lru_cache(maxsize=32)
def read_toml(name: str) -> dict[str, Any]:
    """The content of a lexicon file. Raises DataError where it is missing or no TOML."""
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
