"""The tables that linking goes by, of words and numbers: TOML files in `kg/link/data`, schemas at their heads."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import DataError

DATA = Path(__file__).resolve().parent / "data"
Table = TypeVar("Table")


def read_table(name: str, made_of: Callable[[dict[str, Any]], Table]) -> Table:
    """What `made_of` makes of the table in the file of this name.

    Raises DataError, with the file's path, where it cannot be read or is not what its header says.
    """
    path = DATA / name
    try:
        with path.open("rb") as file:
            return made_of(tomllib.load(file))
    except (tomllib.TOMLDecodeError, OSError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"not the table that its header describes ({error})", where=str(path)) from error
