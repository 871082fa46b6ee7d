"""Where the data files that ship with kg lie: `ontology/` and `queries/`.

In a checkout they stand at the top level; in an installed wheel under `kg/_data`.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """The folder `ontology` or `queries`.

    Raises FileNotFoundError where neither the checkout nor the wheel has it.
    """
    for candidate in (_PACKAGE.parent / name, _PACKAGE / "_data" / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"kg's own folder {name!r} is missing: install kg again")
