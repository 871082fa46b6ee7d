"""Parameters of a query: what they take, and how a value becomes an RDF term.

A parameter is a line `VALUES ?name { … }` of the query, which holds its default. Binding puts other terms between the
braces, each written by pyoxigraph: no text of a user ever becomes a part of the query's syntax.

    type      takes                                            becomes
    text      any words                                        a string
    integer   a whole number within `minimum` and `maximum`    an xsd:integer
    number    a number within `minimum` and `maximum`          an xsd:decimal
    boolean   true, false, yes, no, 1, 0                       an xsd:boolean
    date      2024, 2024-03 or 2024-03-08                      the first or last day of it (`edge`), an xsd:date
    iri       an absolute IRI, or one with a usual prefix      that IRI
    class     a class of the ontology by its local name        its IRI
    term      one of `choices`, local names of the ontology    its IRI
    choice    one of `choices`                                 a string
    set       some of `choices`                                one string of them all, with a space between
    actor     a name or an IRI                                 the IRIs of all actors of that name
    place     a name or an IRI                                 the IRIs of all places of that name
    node      a name or an IRI of anything                     the IRIs of what bears that name
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal, get_args

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.graph.terms import KG, PREFIXES, date, decimal

ParameterType = Literal[
    "text", "integer", "number", "boolean", "date", "iri", "class", "term", "choice", "set", "actor", "place", "node"
]
TYPES: tuple[str, ...] = get_args(ParameterType)
#: Types whose values may be names, which only the graph itself can turn into IRIs.
NAMED = ("actor", "place", "node")

_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query can be asked with. `default` holds the values, as words, of one that is not given."""

    name: str
    type: ParameterType
    description: str
    example: str
    default: tuple[str, ...] = ()
    required: bool = False
    multiple: bool = False
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    edge: Literal["start", "end"] = "start"

    def words(self, value: Any) -> tuple[str, ...]:
        """A value as a caller gives it (a string, number, truth value, date, IRI, or several) as words.

        Raises QueryError where it is of no use, or several where one is taken.
        """
        several = isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes)
        values = [_word(one) for one in value] if several else [_word(value)]
        if self.type == "set":
            values = [word for one in values for word in one.replace(",", " ").split()]
        elif len(values) > 1 and not self.multiple:
            raise self._refuse(", ".join(values), "it takes one value")
        if not values and self.type != "set":
            raise self._refuse("", "it has no value")
        return tuple(values)

    def terms(self, words: Sequence[str]) -> list[NamedNode | RdfLiteral | str]:
        """Words as terms; a `str` is a name that the graph has to be asked for (types of `NAMED`).

        Raises QueryError where a word is not what the parameter takes.
        """
        if self.type == "set":
            for word in words:
                self._choice(word)
            return [RdfLiteral(" ".join(words))]
        return [self._term(word) for word in words]

    def _term(self, word: str) -> NamedNode | RdfLiteral | str:
        match self.type:
            case "text":
                return string(word)
            case "integer":
                return self._integer(word)
            case "number":
                return self._number(word)
            case "boolean":
                return self._boolean(word)
            case "date":
                return self._date(word)
            case "choice":
                return RdfLiteral(self._choice(word))
            case "term":
                return NamedNode(KG + self._choice(word.removeprefix("kg:").removeprefix(KG)))
            case "class":
                local = word.removeprefix("kg:").removeprefix(KG)
                if not re.fullmatch(r"[A-Za-z]\w*", local):
                    raise self._refuse(word, "a class has a name such as Airstrike")
                return NamedNode(KG + local)
        iri = _iri(word)
        if iri is not None:
            return iri
        if self.type == "iri" or not word.strip():
            raise self._refuse(
                word, "it takes an IRI, such as https://example.org/x" if word.strip() else "it is empty"
            )
        return word.strip()

    def _integer(self, word: str) -> RdfLiteral:
        if not re.fullmatch(r"[+-]?\d{1,15}", word.strip()):
            raise self._refuse(word, "it takes a whole number")
        self._within(word, int(word))
        return RdfLiteral(int(word))

    def _number(self, word: str) -> RdfLiteral:
        if not re.fullmatch(r"[+-]?\d{1,15}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?", word.strip()):
            raise self._refuse(word, "it takes a number such as 0.8")
        self._within(word, float(word))
        return decimal(float(word))

    def _within(self, word: str, number: float) -> None:
        if self.minimum is not None and number < self.minimum:
            raise self._refuse(word, f"the least is {self.minimum}")
        if self.maximum is not None and number > self.maximum:
            raise self._refuse(word, f"the most is {self.maximum}")

    def _boolean(self, word: str) -> RdfLiteral:
        folded = word.strip().casefold()
        if folded not in _TRUE + _FALSE:
            raise self._refuse(word, "it takes true or false")
        return RdfLiteral(folded in _TRUE)

    def _date(self, word: str) -> RdfLiteral:
        match = _DATE.fullmatch(word.strip())
        if not match:
            raise self._refuse(word, "it takes a date such as 2024, 2024-03 or 2024-03-08")
        year, month, day = (int(part) if part else None for part in match.groups())
        last = self.edge == "end"
        month = month or (12 if last else 1)
        try:
            day = day or (calendar.monthrange(year or 1, month)[1] if last else 1)
            return date(datetime.date(year or 0, month, day).isoformat())
        except ValueError as error:
            raise self._refuse(word, "there is no such day") from error

    def _choice(self, word: str) -> str:
        if word in self.choices:
            return word
        close = get_close_matches(word.casefold(), self.choices, n=1, cutoff=0.6)
        meant = f"; did you mean {close[0]!r}?" if close else ""
        raise self._refuse(word, f"it takes one of {', '.join(self.choices)}{meant}")

    def _refuse(self, word: str, reason: str) -> QueryError:
        return QueryError(
            f"{word!r} is no value for the parameter {self.name!r}: {reason}", remedy=f"For example {self.example!r}"
        )


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, NamedNode | RdfLiteral):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    return str(value)


def string(word: str) -> RdfLiteral:
    """A plain string. Raises QueryError for a lone surrogate, which no RDF syntax can hold."""
    try:
        return RdfLiteral(word)
    except ValueError as error:
        raise QueryError(f"{word!r} holds half a character (a lone surrogate)") from error


def _iri(word: str) -> NamedNode | None:
    """An absolute IRI, in angle brackets or not, or a name with one of the usual prefixes; None for other words."""
    stripped = word.strip()
    bracketed = stripped.startswith("<") and stripped.endswith(">")
    bare = stripped[1:-1] if bracketed else stripped
    prefix, colon, local = bare.partition(":")
    if not colon or not _ABSOLUTE.fullmatch(bare):
        return None
    if not bracketed and prefix in PREFIXES and not local.startswith("//"):
        bare = PREFIXES[prefix] + local
    try:
        return NamedNode(bare)
    except ValueError:
        return None
