"""From documents to what they say: mentions, actors and places, events, relations, tolls and claims.

`Extractor(register).extract(documents)` is the stage; the other modules are its steps, in this order:
cleaning, layout, (spaCy's parse), naming, aliases, references and places, trigger_finder, tolls, attribution,
sentences, episodes, relations, mentions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.extract.extractor import Extractor as Extractor

__all__ = ["Extractor"]


def __getattr__(name: str) -> Any:
    """Load the language pipeline only when an extractor is asked for."""
    if name == "Extractor":
        from kg.extract.spacy_import import import_spacy

        import_spacy()
        from kg.extract.extractor import Extractor

        return Extractor
    raise AttributeError(name)
