"""The values of `figures`: figure expressions, and what the levels of its grammar hand to one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.model import Figure, Span

FigureKind = Literal[
    "cardinal",
    "determiner",
    "ordinal",
    "percent",
    "money",
    "measure",
    "time",
    "age",
    "code",
    "year",
    "fraction",
    "frequency",
]


@dataclass(frozen=True, slots=True)
class FigureExpression:
    """Words that state a number.

    `span` covers what bounds it ("at least 21"), `core` only the number ("21"); `text` is what `span` covers.
    `kind` is `cardinal` for counts, `determiner` for "a", "another" and "no" (1 and 0), and otherwise tells why it
    is no count: an `ordinal`, a `percent`, `money`, a `measure`, a `time`, an `age`, a `code` (a name or number of
    something), a `year`, a `fraction`, a `frequency` ("twice", which counts events and not people).
    `further`: counted beyond others ("another 12", "two more"); `definite`: known before ("the two");
    `vague`: read from a word that names no number ("dozens"). `out_of` is the whole of which it is a part
    ("72 of the 76"); `compound`: it belongs to a word ("five-member team").
    Fractions of a percentage or measure are cut to whole numbers around them.
    """

    span: Span
    text: str
    core: Span
    figure: Figure
    kind: FigureKind
    further: bool = False
    definite: bool = False
    vague: bool = False
    out_of: Figure | None = None
    compound: bool = False

    @property
    def counts(self) -> bool:
        """Whether it may tell how many things there are."""
        return self.kind in ("cardinal", "determiner") and not self.compound

    @property
    def zero(self) -> bool:
        """Whether it says that there is none."""
        return self.figure.max == 0


@dataclass(frozen=True, slots=True)
class Number:
    """What the first level hands to the second; `form` is the class of the folded token."""

    form: str
    figure: Figure
    kind: FigureKind = "cardinal"
    vague: bool = False
