"""Words and patterns of a user's own, beside those of `kg/extract/data`: read, and held against the form of kg's.

    own = read_additions([Path("words/events.toml")])
    Extractor(register, additions=own)

A file bears the name of the lexicon that it adds to and has its form, which is taken from that lexicon itself: the same
tables, the same sorts of values in them. Entries and words of one's own come before kg's, of which nothing is lost.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import DataError

#: The lexicons that can be added to. The others are grammars, which one more line could break as a whole.
EXTENDABLE = ("attribution", "casualties", "events", "filtered", "nouns", "relations")
_REMEDY = "Take the form of kg/extract/data/{}.toml, whose header explains it"


@dataclass(frozen=True, slots=True)
class Addition:
    """A file of one's own: the name of the lexicon that it adds to, where it is from, and its text."""

    lexicon: str
    source: str
    text: str

    @property
    def data(self) -> dict[str, Any]:
        """What it says."""
        return tomllib.loads(self.text)


def read_additions(paths: Iterable[str | Path], shipped: Mapping[str, Mapping[str, Any]]) -> tuple[Addition, ...]:
    """The additions in files, and in folders of them, in the order given. `shipped` are kg's lexicons by name.

    Raises DataError where a path is missing, bears no lexicon's name, is no TOML, or is not of that lexicon's form.
    """
    found: list[Addition] = []
    for given in map(Path, paths):
        files = sorted(given.glob("*.toml")) if given.is_dir() else [given]
        if not files:
            raise DataError("there is no lexicon here", where=str(given), remedy=f"Name files {_names()}")
        found.extend(_addition(file, shipped) for file in files)
    return tuple(found)


def _addition(path: Path, shipped: Mapping[str, Mapping[str, Any]]) -> Addition:
    if path.suffix != ".toml" or path.stem not in EXTENDABLE:
        raise DataError("no lexicon of this name can be added to", where=str(path), remedy=f"Name it one of {_names()}")
    try:
        one = Addition(path.stem, str(path), path.read_text(encoding="utf-8"))
        data = one.data
    except FileNotFoundError as error:
        raise DataError("there is no such file", where=str(path), remedy="Give a file or a folder of them") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"not a TOML file: {error}", where=str(path), remedy="Mend the place named") from error
    _Form(path).check(data, shipped[path.stem], "")
    return one


def _names() -> str:
    return ", ".join(f"{name}.toml" for name in EXTENDABLE)


class _Form:
    """Holds what a file says against the lexicon that it adds to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def check(self, own: Any, known: Any, at: str) -> None:
        if isinstance(known, dict):
            self._table(own, known, at)
        elif isinstance(known, list) and known and isinstance(known[0], dict):
            self._entries(own, known, at)
        elif isinstance(known, list):
            self._list(own, known, at)
        else:
            raise self._refused("this cannot be added to", at)

    def _table(self, own: Any, known: dict[str, Any], at: str) -> None:
        if not isinstance(own, dict):
            raise self._refused("this must be a table", at)
        # A table of words with what each means takes further words; any other has the names that kg's readers know.
        is_open = all(isinstance(value, str) for value in known.values())
        for name, value in own.items():
            here = f"{at}.{name}".lstrip(".")
            if is_open:
                if value not in known.values():
                    raise self._refused(f"it is {value!r}, not one of {_listed(known.values())}", here)
            elif name not in known:
                raise self._refused(f"unknown name; there are {_listed(known)}", here)
            else:
                self.check(value, known[name], here)

    def _entries(self, own: Any, known: list[dict[str, Any]], at: str) -> None:
        examples: dict[str, list[Any]] = {}
        for entry in known:
            for name, value in entry.items():
                examples.setdefault(name, []).append(value)
        if not isinstance(own, list) or not all(isinstance(one, dict) for one in own):
            raise self._refused(f"entries begin with [[{at}]]", at)
        for number, entry in enumerate(own, 1):
            here = f"{at}, entry {number}"
            for name, value in entry.items():
                if name not in examples:
                    raise self._refused(f"unknown name {name!r}; there are {_listed(examples)}", here)
                if type(value) not in {type(one) for one in examples[name]}:
                    raise self._refused(f"{name!r} is written like {examples[name][0]!r}", here)
                if isinstance(value, list):
                    self._list(value, [""], f"{here}, {name!r}")
                if name == "outcome" and value not in examples[name]:
                    raise self._refused(f"'outcome' is {value!r}, not one of {_listed(examples[name])}", here)
            if missing := [name for name in ("type", "lemmas") if not entry.get(name)]:
                raise self._refused(f"it lacks {_listed(missing)}", here)

    def _list(self, own: Any, known: list[Any], at: str) -> None:
        nested = bool(known) and isinstance(known[0], list)
        if not isinstance(own, list):
            raise self._refused("this must be a list", at)
        for one in own:
            words = one if nested and isinstance(one, list) else [one]
            if nested != isinstance(one, list) or not all(isinstance(word, str) and word.strip() for word in words):
                raise self._refused(f"{one!r} is not written like {known[0] if nested else 'a word'!r}", at)
            if any(word != word.strip() for word in words):
                raise self._refused(f"{one!r} has spaces around it", at)

    def _refused(self, what: str, at: str) -> DataError:
        where = f"{self.path}, {at}" if at else str(self.path)
        return DataError(what, where=where, remedy=_REMEDY.format(self.path.stem))


def merged(known: Any, own: Any) -> Any:
    """kg's lexicon with one's own before it."""
    if isinstance(known, dict):
        return known | {name: merged(known[name], value) if name in known else value for name, value in own.items()}
    if isinstance(known, list):
        return [*own, *(one for one in known if one not in own)]
    return own


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(sorted({str(name) for name in names}))
