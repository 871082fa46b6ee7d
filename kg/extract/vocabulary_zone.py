"""spaCy's memory zones, held for many texts and shared by those who read at the same time.

At the end of a zone spaCy lets go of every word that it had not met before, so that memory does not grow with what is
read. To learn a word costs more than to read it, though: a zone is worth holding while its words are few. Zones of one
vocabulary cannot stand in each other, and what was read in one must not be looked at after its end.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import lru_cache
from typing import Self

from spacy.language import Language

#: Words new to the vocabulary after which a zone should end.
MOST_NEW_WORDS = 20_000


class VocabularyZone:
    """The zone of one pipeline, a context manager: what is read within counts until the last user has left.

    The zone stays open for the next user until it has many words, and ends then. Not for use by several threads.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._users = 0
        self._known = 0
        self._open: ExitStack | None = None

    def __enter__(self) -> Self:
        if self._open is None:
            self._known = len(self._nlp.vocab)
            self._open = ExitStack()
            self._open.enter_context(self._nlp.memory_zone())
        self._users += 1
        return self

    def __exit__(self, *error: object) -> None:
        self._users -= 1
        # A vocabulary's length counts all words that were ever added, also those that it has let go.
        full = len(self._nlp.vocab) - self._known > MOST_NEW_WORDS
        if self._open is not None and not self._users and full:
            self._open.close()
            self._open = None


@lru_cache(maxsize=8)
def zone_of(nlp: Language) -> VocabularyZone:
    """The one zone of a pipeline."""
    return VocabularyZone(nlp)
