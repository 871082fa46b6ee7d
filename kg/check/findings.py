"""What a check finds, with its place in the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.graph.vocabulary import DCT, KG, OA, shorten

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

Severity = Literal["violation", "warning", "info"]

#: Where the words for a node are, nearest first; a leading ^ means that the other node points to this one.
_TO_WORDS = ("statedAt", "evidence", "derivedFrom", "^participation", "^claim", "^incidentCount", "^toll", "^includes")
_LONGEST_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with one node.

    `node` is its IRI; `path` the property (or a path in SPARQL's notation) and `value` the value that are at fault,
    where there is one. `report` is the report's own identifier, `start` and `end` the characters of its text where
    the node is stated and `text` those words; None where the node is stated in no report (an actor, a place).
    `constraint` is the shape's local name or the constraint component, such as `MinCount`.
    """

    severity: Severity
    message: str
    node: str
    path: str | None = None
    value: str | None = None
    report: str | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    constraint: str = ""

    def __str__(self) -> str:
        """One line for a reader: where, how bad, what, and which node."""
        where = self.report or ""
        if self.start is not None:
            where += f":{self.start}-{self.end}"
        at_fault = f" [{shorten(self.value)}]" if self.value is not None else ""
        words = f' "{self.text}"' if self.text else ""
        return f"{where + ': ' if where else ''}{self.severity}: {self.message}{at_fault}{words} ({shorten(self.node)})"


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `start` to `end` of the report with identifier `report`, and its words as the evidence has them."""

    report: str | None
    start: int | None
    end: int | None
    text: str | None


NOWHERE = Passage(None, None, None, None)


def excerpt(text: str) -> str:
    """Words on one line, cut in the middle where they are longer than a line takes."""
    words = " ".join(text.split())
    if len(words) <= _LONGEST_EXCERPT:
        return words
    half = (_LONGEST_EXCERPT - 3) // 2
    return f"{words[:half]} … {words[-half:]}"


class Locator:
    """Finds the passage of a report that states a node."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Passage] = {}

    def passage(self, iri: str) -> Passage:
        """The words for a node: its own, else those of the node that it belongs to, else only its report."""
        if iri not in self._known:
            self._known[iri] = self._find(iri, set())
        return self._known[iri]

    def _find(self, iri: str, seen: set[str]) -> Passage:
        seen.add(iri)
        if own := self._selector(iri):
            return own
        for step in _TO_WORDS:
            for other in self._steps(iri, step):
                if other not in seen and (found := self._find(other, seen)) != NOWHERE:
                    return found
        report = next(self._objects(iri, KG.inReport), None)
        return Passage(self._identifier(report), None, None, None) if report else NOWHERE

    def _selector(self, iri: str) -> Passage | None:
        """The passage of a node that is evidence itself, None of any other."""
        start = _number(next(self._objects(iri, OA.start), None))
        end = _number(next(self._objects(iri, OA.end), None))
        words = next(self._objects(iri, OA.exact), None)
        if start is None and end is None and words is None:
            identifier = next(self._objects(iri, DCT.identifier), None) if self._is_report(iri) else None
            return Passage(identifier, None, None, None) if identifier else None
        report = next(self._objects(iri, KG.inReport), None)
        name = self._identifier(report) if report else None
        return Passage(name, start, end, None if words is None else excerpt(words))

    def _is_report(self, iri: str) -> bool:
        return next(self._objects(iri, KG.text), None) is not None

    def _identifier(self, report: str) -> str:
        return next(self._objects(report, DCT.identifier), report)

    def _steps(self, iri: str, step: str) -> Iterator[str]:
        if step.startswith("^"):
            yield from self._subjects(KG[step[1:]], iri)
        else:
            yield from self._objects(iri, KG[step])

    def _objects(self, subject: str, predicate: str) -> Iterator[str]:
        node, link = _node(subject), _node(predicate)
        if node is not None and link is not None:
            quads = self._store.quads_for_pattern(node, link, None, None)
            yield from sorted({value for quad in quads if (value := value_of(quad.object)) is not None})

    def _subjects(self, predicate: str, object_: str) -> Iterator[str]:
        node, link = _node(object_), _node(predicate)
        if node is not None and link is not None:
            quads = self._store.quads_for_pattern(None, link, node, None)
            yield from sorted({value for quad in quads if (value := value_of(quad.subject)) is not None})


def value_of(term: object) -> str | None:
    """An IRI or the text of a literal as a string; None for anything that has no value (an unbound variable)."""
    return getattr(term, "value", None)


def _node(iri: str) -> NamedNode | None:
    from pyoxigraph import NamedNode

    try:
        return NamedNode(iri)
    except ValueError:
        return None


def _number(value: str | None) -> int | None:
    return int(value) if value is not None and value.removeprefix("-").isdecimal() else None
