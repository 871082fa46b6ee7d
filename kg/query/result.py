"""The answer to a query: rows, a truth value, or triples."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from kg.graph.terms import PREFIXES, XSD

Term = NamedNode | BlankNode | Literal | Triple

_INTEGERS = {XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")}
_DECIMALS = {XSD + name for name in ("decimal", "double", "float")}


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave. `rows` for SELECT (None where a cell is empty), `boolean` for ASK, `triples` for the rest.

    `title` is that of the query; `labels` gives the names of the IRIs in the answer, where a caller asked for them.
    """

    columns: tuple[str, ...] = ()
    rows: list[tuple[Term | None, ...]] = field(default_factory=list)
    boolean: bool | None = None
    triples: list[Triple] | None = None
    title: str = ""
    labels: dict[str, str] = field(default_factory=dict)

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries of plain values: numbers, truth values and strings; None where a cell is empty."""
        return [dict(zip(self.columns, map(plain, row), strict=True)) for row in self.rows]

    def __len__(self) -> int:
        return len(self.rows if self.triples is None else self.triples)


def read_result(answer: Any, title: str = "") -> Result:
    """All of an answer of pyoxigraph, read to its end."""
    if isinstance(answer, QueryBoolean | bool):
        return Result(boolean=bool(answer), title=title)
    if isinstance(answer, QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return Result(columns, [tuple(solution) for solution in answer], title=title)
    triples = [one if isinstance(one, Triple) else one.triple for one in answer]
    return Result(triples=list(dict.fromkeys(triples)), title=title)


def plain(term: Term | None) -> Any:
    """A term as a plain value: an int, float or bool for a literal that is one, else its string."""
    if term is None:
        return None
    if isinstance(term, Triple):
        return str(term)
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    if isinstance(term, Literal):
        datatype = term.datatype.value
        try:
            if datatype in _INTEGERS:
                return int(term.value)
            if datatype in _DECIMALS:
                return float(term.value)
        except ValueError:
            return term.value
        if datatype == XSD + "boolean":
            return term.value in ("true", "1")
    return term.value


def shorten(iri: str) -> str:
    """An IRI with its usual prefix, where it has one and the rest is short enough to read."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and len(iri) > len(base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri
