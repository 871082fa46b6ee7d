"""The growing graph of one report: where statements are collected, nodes named and evidence written.

`ReportWriter` is what the modules beside it (`entities`, `events`, `relations`, `mentions`) write into. It writes lines
of N-Quads: to make a pyoxigraph `Quad` costs ten times as much as a line, and a store takes in either as fast.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg.errors import DataError
from kg.graph import iris
from kg.graph.terms import OA, TYPE, date, integer, kg, node, text
from kg.model import PUBLISHER_KEY, Entity, Identity, Participant, Reading, Span, TimeRef

_OA_POSITION = NamedNode(OA + "TextPositionSelector")
_OA_QUOTE = NamedNode(OA + "TextQuoteSelector")
_OA_START = str(NamedNode(OA + "start"))
_OA_END = str(NamedNode(OA + "end"))
_OA_EXACT = str(NamedNode(OA + "exact"))


@cache
def _of_any_evidence() -> tuple[str, ...]:
    """What is said of each piece of evidence alike: predicates with their objects."""
    return tuple(f"{TYPE} {kind}" for kind in (kg("Evidence"), _OA_POSITION, _OA_QUOTE))


class ReportWriter:
    """Collects the statements of one reading; each once, in the order of writing.

    `report` is the report's IRI. `add` writes to the report's own graph until `turn_to` names another.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document = reading.extraction.document
        self.report = iris.report_iri(self.document.id)
        self.node = node(self.report)
        self._lines: dict[str, None] = {}
        self._selected: set[tuple[Span, str]] = set()
        self.turn_to(iris.report_graph(self.report))
        self._taken: dict[str, str] = {}
        self._entities = self._name_entities()
        self.publisher = self._name_publisher()

    def turn_to(self, graph: str) -> None:
        """What is written from now on goes to the named graph with this IRI."""
        self._end = f"{node(graph)} .\n"

    def lines(self) -> bytes:
        """All that was written, as N-Quads."""
        return "".join(self._lines).encode()

    def add(self, subject: NamedNode, predicate: NamedNode, object_: NamedNode | Literal) -> None:
        """Writes one statement to the current graph."""
        self._lines[f"{subject} {predicate} {object_} {self._end}"] = None

    def evidence(self, subject: NamedNode, span: Span, predicate: str = "evidence") -> None:
        """Ties `subject` to the words of the report that state it.

        Raises DataError where the span is empty or reaches out of the text.
        """
        whole = self.document.text
        if not 0 <= span.start < span.end <= len(whole):
            raise DataError(
                f"characters {span.start} to {span.end} are no part of a text of {len(whole)}", where=self.document.id
            )
        selector = f"<{iris.evidence_iri(self.report, span)}>"
        end = self._end
        self._lines[f"{subject} {kg(predicate)} {selector} {end}"] = None
        if (span, end) in self._selected:
            return
        self._selected.add((span, end))
        for said in (
            *_of_any_evidence(),
            f"{_OA_START} {integer(span.start)}",
            f"{_OA_END} {integer(span.end)}",
            f"{_OA_EXACT} {text(whole[span.start : span.end])}",
            f"{kg('inReport')} {self.node}",
        ):
            self._lines[f"{selector} {said} {end}"] = None

    def unique(self, iri: str, content: str) -> NamedNode:
        """The node of `iri`, or where other content has it already, of `iri` with a hash of this content."""
        holder = self._taken.setdefault(iri, content)
        if holder != content:
            iri = f"{iri}-{iris.digest(content, 8)}"
        return node(iri)

    def entity(self, key: str) -> NamedNode:
        """The node of an entity by its key. Raises DataError where the extraction has none."""
        try:
            return self._entities[key]
        except KeyError:
            raise DataError(f"the extraction speaks of an entity {key!r} that it does not hold",
                            where=self.document.id) from None  # fmt: skip

    def participants(self, subject: NamedNode, role: str, those: Iterable[Participant]) -> None:
        """Writes actors in a role: `E kg:role ACTOR` and the `kg:Participation` with the words."""
        for one in those:
            actor = self.entity(one.entity)
            self.add(subject, kg(role), actor)
            taking_part = self.unique(iris.participation_iri(subject.value, role, one.span), one.entity)
            self.add(subject, kg("participation"), taking_part)
            self.add(taking_part, TYPE, kg("Participation"))
            self.add(taking_part, kg("role"), kg(role.capitalize()))
            self._words(taking_part, actor, one)

    def claims(self, subject: NamedNode, claimants: Iterable[Participant]) -> None:
        """Writes who says so: the claimants of the text, or the publisher where it names none."""
        attributed = False
        for one in claimants:
            attributed = True
            actor = self.entity(one.entity)
            claim = self.unique(iris.participation_iri(subject.value, "claimant", one.span), one.entity)
            self.add(subject, kg("claimedBy"), actor)
            self.add(subject, kg("claim"), claim)
            self.add(claim, TYPE, kg("Claim"))
            self._words(claim, actor, one)
        if not attributed and self.publisher is not None:
            self.add(subject, kg("claimedBy"), self.publisher)
        self.add(subject, kg("attributed"), Literal(attributed))

    def _words(self, subject: NamedNode, actor: NamedNode, one: Participant) -> None:
        self.add(subject, kg("actor"), actor)
        self.add(subject, kg("surface"), text(one.surface))
        self.evidence(subject, one.span)

    def time(self, subject: NamedNode, when: TimeRef | None) -> None:
        """Writes when: EDTF, its earliest and latest day, and the words."""
        if when is None:
            return
        self.add(subject, kg("edtf"), text(when.edtf))
        if when.earliest:
            self.add(subject, kg("earliest"), date(when.earliest))
        if when.latest:
            self.add(subject, kg("latest"), date(when.latest))
        self.add(subject, kg("timeSurface"), text(self.document.text[when.span.start : when.span.end]))
        self.evidence(subject, when.span, "timeEvidence")
        if when.cumulative:
            self.add(subject, kg("cumulative"), Literal(True))

    def _name_entities(self) -> dict[str, NamedNode]:
        """One node per entity; entities without an identity are named here as the resolver names them."""
        nodes: dict[str, NamedNode] = {}
        for entity in self.reading.extraction.entities:
            identity = self.reading.identities.get(entity.key)
            nodes[entity.key] = node(identity.iri if identity else self._own_iri(entity))
        return nodes

    def _own_iri(self, entity: Entity) -> str:
        report = None if entity.named else self.report
        if entity.type == "actor":
            iri = iris.actor_iri(entity.name, report)
        else:
            iri = iris.place_iri(entity.name, entity.country, report)
        return iri if entity.named else self.unique(iri, entity.key).value

    def _name_publisher(self) -> NamedNode | None:
        identity = self.reading.identities.get(PUBLISHER_KEY)
        if identity is not None:
            return node(identity.iri)
        publisher = (self.document.publisher or "").strip()
        return node(iris.actor_iri(publisher)) if publisher else None

    def identity(self, entity: Entity) -> Identity:
        """The entity's identity, or one made of what the entity itself says."""
        known = self.reading.identities.get(entity.key)
        return known or Identity(self.entity(entity.key).value, entity.name, entity.kind, entity.names)
