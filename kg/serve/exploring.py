"""What the explorer's own worker does: it keeps the graph read, and reads it again when the store was opened anew."""

from __future__ import annotations

import gc
import json
from collections.abc import Mapping
from typing import Any

from kg.store.embedded import EmbeddedStore
from kg.view.explorer import Explorer

_read: tuple[EmbeddedStore, Explorer] | None = None


def answer(store: EmbeddedStore, name: str, values: Mapping[str, str], more: Mapping[str, Any]) -> bytes:
    """An answer of `kg.view.explorer.Explorer` with `more` beside it, as JSON in UTF-8. Raises what it raises."""
    found = _explorer(store).answer(name, values)
    return json.dumps(found | dict(more), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def read(store: EmbeddedStore) -> None:
    """Reads the graph and lays its network out, so that the first page need not wait for it."""
    _explorer(store).answer("view", {})


def _explorer(store: EmbeddedStore) -> Explorer:
    global _read
    if _read is None or _read[0] is not store:
        _read = None  # the old one goes before the new one is read: both need not fit into memory
        gc.unfreeze()
        gc.collect()
        _read = (store, Explorer(store))
        gc.freeze()  # what was read stays: to look through it for garbage again and again would hold answers up
    return _read[1]
