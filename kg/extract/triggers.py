"""A word that states an event, with the words for its parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Token

from kg.model import Outcome

Carrier = Literal["agent", "patient", "occurrence", "documented", "none"]


@dataclass(slots=True)
class Trigger:
    """A verb or noun that states an event. `top` is the token that the rest of the sentence treats as the event
    ("scores" in "scores of airstrikes"), `carrier` the verb with it, `carried_as` what that verb makes of its subject.
    """

    token: Token
    type: str
    noun: bool
    top: Token
    carrier: Token | None = None
    carried_as: Carrier = "none"
    agents: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    places: list[Token] = field(default_factory=list)
    outcome: Outcome | None = None
    counted: Token | None = None
    numbered: list[Token] = field(default_factory=list)
    anaphoric: bool = False
    weapons: list[Token] = field(default_factory=list)
    taken: list[Token] = field(default_factory=list)

    @property
    def verb(self) -> Token:
        """The verb of the clause that states the event, or the noun itself."""
        return self.carrier if self.carrier is not None else self.token
