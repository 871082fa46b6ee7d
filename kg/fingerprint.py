"""What stands for "nothing changed": digests of kg itself and of values."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.resources import resource_dir

# What turns text into triples: these rooms and modules, and `ontology/`.
_ROOMS = ("extract", "resolve", "link", "graph", "data", "names.py", "register.py", "countries.py", "model.py")


def digest(*values: Any) -> str:
    """The SHA-256 of values that JSON can hold, in hexadecimal."""
    data = json.dumps(values, ensure_ascii=True, sort_keys=True).encode()
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """The SHA-256 of the version of kg, and of the code, patterns, lexicons and ontology that make triples of text."""
    package = Path(__file__).resolve().parent
    found = hashlib.sha256(kg_version().encode())
    for root in (*(package / name for name in _ROOMS), resource_dir("ontology")):
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(path.relative_to(root.parent).as_posix().encode())
                found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


@lru_cache(maxsize=1)
def kg_version() -> str:
    """The version of kg that is installed; "0" where it runs without being installed."""
    try:
        return importlib.metadata.version("conflict-kg")
    except importlib.metadata.PackageNotFoundError:
        return "0"
