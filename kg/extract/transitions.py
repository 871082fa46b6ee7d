"""How spaCy's parser and entity recogniser take their steps here: by the same moves, in a fraction of the time.

spaCy takes each step of a batch without the interpreter's lock, yet its compiled code fetches the lock and gives it
back at every look at a word, once per move that it considers: two thirds of the time of the entity recogniser. Here
the lock is kept meanwhile, and a step is taken for many texts at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.tokens import Doc
from spacy.util import minibatch

#: Words of all texts together that take their steps at once: more do not fit into the processor's caches.
MOST_WORDS = 4_000
#: A text of more words is left to spaCy, whose own loop is quicker where there is nothing beside a text.
LONGEST = 1_000
#: Texts that are taken in before any is given on.
BATCH = 512


class Stepwise:
    """A pipeline component that does what the greedy parser or entity recogniser `parser` does."""

    def __init__(self, parser: DependencyParser | EntityRecognizer) -> None:
        self.parser: Any = parser
        self.model: Any = self.parser.model

    def __call__(self, doc: Doc) -> Doc:
        """Annotates one text."""
        return next(iter(self.pipe([doc])))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Annotates texts and gives them on in their order. `batch_size` is that of the whole pipeline, not of this."""
        for batch in minibatch(docs, max(batch_size, BATCH)):
            for together in _alike(batch):
                states = self._states(together)
                self.parser.set_annotations(together, states)
            yield from batch

    def _states(self, docs: list[Doc]) -> Any:
        """The last state of each text, after spaCy's `greedy_parse`."""
        if len(docs[-1]) > LONGEST:
            return self.parser.predict(docs)
        states = self.parser.moves.init_batch(docs)
        unfinished = [state for state in states if not state.is_final()]
        scorer = self.model.predict(docs)
        while unfinished:
            unfinished = self.parser.transition_states(unfinished, scorer.predict(unfinished))
        scorer.clear_memory()
        return states


def _alike(docs: list[Doc]) -> Iterator[list[Doc]]:
    """Texts of like length together, up to `MOST_WORDS`; those beyond `LONGEST` one by one."""
    together: list[Doc] = []
    words = 0
    for doc in sorted(docs, key=len):
        if together and (words + len(doc) > MOST_WORDS or len(doc) > LONGEST):
            yield together
            together, words = [], 0
        together.append(doc)
        words += len(doc)
    if together:
        yield together


def steps_together(component: Any) -> Any:
    """The component itself, or where it is a greedy parser or entity recogniser of spaCy's, one that is faster."""
    if type(component) in (DependencyParser, EntityRecognizer) and component.cfg["beam_width"] == 1:
        return Stepwise(component)
    return component
