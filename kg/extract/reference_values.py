"""What a reference is: the value that reading a noun phrase gives, and what readers of phrases ask of each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from spacy.tokens import Token

from kg.extract.report import ParsedBlock
from kg.model import Participant, Span

Sort = Literal["actor", "person", "civilians", "combatants", "object"]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a noun phrase refers to. `entity` is the key of an actor of the report's `EntityTable`;
    `words` the phrase without articles and numbers; `head` the index of its noun.
    """

    entity: str
    sort: Sort
    words: str
    span: Span
    head: int
    named: bool

    def participant(self) -> Participant:
        """The same as a participant in an event."""
        return Participant(self.entity, self.words, self.span)


class Refers(Protocol):
    """What refers noun phrases of any kind.

    What a phrase refers to may hang on another one of another kind ("members of its armed wing"): the readers of
    names, pronouns and descriptions ask for those through this, and need not know each other.
    """

    def refer(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        """What the noun phrase with that head refers to, if anything."""
        ...

    def speaker(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        """Who speaks, where that noun phrase is said to."""
        ...

    def describe(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        """What the noun phrase refers to as a description, whatever name is in it."""
        ...
