"""Imports spaCy without its command line, which costs a third of the time that importing spaCy takes.

`import spacy` brings in all commands of `python -m spacy`, for the sake of one function (`spacy.info`), and with them
libraries for downloads, templates and projects. Here that function brings them in when it is called.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


def import_spacy() -> None:
    """Imports spaCy, if nobody has. What spaCy offers is the same afterwards, its command line included."""
    if "spacy" in sys.modules:
        return
    commands, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    commands.__path__ = []
    info.__dict__["info"] = _info
    sys.modules.update({"spacy.cli": commands, "spacy.cli.info": info})
    try:
        import spacy
    finally:
        for placeholder in (commands, info):
            del sys.modules[placeholder.__name__]
    if spacy.__dict__.get("cli") is commands:
        del spacy.__dict__["cli"]


def _info(*arguments: Any, **options: Any) -> Any:
    """What is installed of spaCy: `spacy.cli.info.info`."""
    from spacy.cli.info import info

    return info(*arguments, **options)
