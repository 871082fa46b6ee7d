"""Decisions as RDF in `iris.CURATION_GRAPH`, and read back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.curate.decisions import (
    Decision,
    LinkDecision,
    MergeDecision,
    Recorded,
    SplitDecision,
    StatementDecision,
)
from kg.errors import DataError
from kg.fingerprint import digest
from kg.graph import iris
from kg.graph.links import entry_statements, read_entry
from kg.graph.terms import KG, PROV, SCHEMA, SKOS, TYPE, decimal, kg, node, text, value_of
from kg.graph.vocabulary import XSD

_GRAPH = NamedNode(iris.CURATION_GRAPH)
_DATE_TIME = NamedNode(XSD.dateTime)
_BY = NamedNode(PROV + "wasAttributedTo")
_AT = NamedNode(PROV + "generatedAtTime")
_UNDONE_AT = NamedNode(PROV + "invalidatedAtTime")
_UNDONE_BY = NamedNode(PROV + "wasInvalidatedBy")
_AGENT = NamedNode(PROV + "Agent")
_NAME = NamedNode(SCHEMA + "name")
_NOTE = NamedNode(SKOS + "note")
_LABEL = NamedNode(SKOS + "prefLabel")
_Statements = list[tuple[NamedNode, NamedNode, NamedNode | Literal]]
_Said = dict[str, list[str]]


def decision_iri(decision: Decision, by: str, at: datetime) -> str:
    """`id:decision/HASH` of what was decided, by whom and when."""
    kind = type(decision).__name__
    return f"{iris.ID}decision/{digest(kind, asdict(decision), by, at.astimezone(UTC).isoformat())[:24]}"


def agent_iri(name: str) -> str:
    """Who decides: `id:agent/SLUG`."""
    return f"{iris.ID}agent/{iris.slug(name)}"


def decision_quads(recorded: Recorded) -> list[Quad]:
    """A decision with who took it, when and why."""
    subject = node(recorded.iri)
    statements: _Statements = [
        (subject, TYPE, kg("Decision")),
        (subject, TYPE, kg(type(recorded.decision).__name__)),
        *_agent(subject, _BY, recorded.by),
        (subject, _AT, _time(recorded.at)),
        *_content(subject, recorded.decision),
    ]
    if recorded.note:
        statements.append((subject, _NOTE, text(recorded.note)))
    if recorded.undone_at is not None:
        statements.append((subject, _UNDONE_AT, _time(recorded.undone_at)))
        statements += _agent(subject, _UNDONE_BY, recorded.undone_by or "")
    return [Quad(*statement, _GRAPH) for statement in dict.fromkeys(statements)]


def _agent(subject: NamedNode, role: NamedNode, name: str) -> _Statements:
    agent = node(agent_iri(name))
    return [(subject, role, agent), (agent, TYPE, _AGENT), (agent, _NAME, text(name))]


def _content(subject: NamedNode, decision: Decision) -> _Statements:
    said: list[tuple[str, NamedNode | Literal]]
    match decision:
        case LinkDecision():
            said = [("verdict", text(decision.verdict)), ("decidedName", text(decision.name))]
            said += [("decidedType", text(decision.type)), ("linkRelation", text(decision.relation))]
            said += [("decidedCountry", text(code)) for code in decision.countries]
            said += [("radiusKm", decimal(decision.radius_km))] if decision.radius_km is not None else []
            said += [("decidedOn", node(decision.node))] if decision.node else []
        case MergeDecision():
            said = [("decidedOn", node(iri)) for iri in decision.merged]
            said += [("mergedInto", node(decision.into)), ("newName", text(decision.name))]
        case SplitDecision():
            said = [("decidedOn", node(decision.actor)), ("splitInto", node(decision.into))]
            said += [("newName", text(decision.name))]
            said += [("decidedName", text(name)) for name in decision.names]
            said += [("decidedIn", node(report)) for report in decision.reports]
        case StatementDecision():
            said = [("decidedOn", node(decision.statement)), ("verdict", text(decision.verdict))]
            said += [("decidedIn", node(decision.report)), ("decidedType", text(decision.type))]
            said += [("decidedWords", text(decision.words))]
    statements: _Statements = [(subject, kg(name), value) for name, value in said]
    if isinstance(decision, LinkDecision) and decision.chosen is not None:
        entry = node(f"{subject.value}/entry")
        statements += [(subject, kg("candidate"), entry), (entry, TYPE, kg("Candidate"))]
        statements.append((entry, _LABEL, text(decision.chosen.name)))
        statements += [(entry, predicate, value) for predicate, value in entry_statements(decision.chosen)]
    return statements


def _time(moment: datetime) -> Literal:
    return Literal(moment.astimezone(UTC).isoformat(timespec="microseconds"), datatype=_DATE_TIME)


def read_decisions(quads: Iterable[Quad]) -> list[Recorded]:
    """The decisions in quads of `iris.CURATION_GRAPH`, in the order in which they were taken.

    What else people keep in that graph is passed over. Raises DataError where a decision is not complete.
    """
    said: dict[str, _Said] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        value = value_of(quad.object)
        said[value_of(quad.subject)][quad.predicate.value].append(value)
    found = []
    for iri, about in said.items():
        if KG + "Decision" not in about.get(TYPE.value, ()):
            continue
        try:
            found.append(_read(iri, about, said))
        except (KeyError, IndexError, ValueError) as error:
            raise DataError(
                f"the decision is not complete ({error!r})", where=iri, remedy="Take it out of the curation graph"
            ) from error
    return sorted(found, key=lambda one: (one.at, one.iri))


def _read(iri: str, about: _Said, said: dict[str, _Said]) -> Recorded:
    undone = about.get(_UNDONE_AT.value)
    return Recorded(
        iri,
        _decision(iri, about, said),
        _who(about[_BY.value][0], said),
        datetime.fromisoformat(about[_AT.value][0]),
        about[_NOTE.value][0] if _NOTE.value in about else "",
        datetime.fromisoformat(min(undone)) if undone else None,
        _who(about[_UNDONE_BY.value][0], said) if undone else None,
    )


def _who(agent: str, said: dict[str, _Said]) -> str:
    names = said[agent][_NAME.value]
    return min(names) if names else agent


def _decision(iri: str, about: _Said, said: dict[str, _Said]) -> Decision:
    def all_of(name: str) -> tuple[str, ...]:
        return tuple(sorted(about.get(KG + name, ())))

    def one(name: str) -> Any:
        return about[KG + name][0]

    types = about[TYPE.value]
    if KG + "LinkDecision" in types:
        entry = {predicate: values[0] for predicate, values in said.get(f"{iri}/entry", {}).items()}
        radius = all_of("radiusKm")
        on = all_of("decidedOn")
        return LinkDecision(
            one("decidedName"), one("decidedType"), one("verdict"), read_entry(entry), one("linkRelation"),
            float(radius[0]) if radius else None, all_of("decidedCountry"), on[0] if on else None,
        )  # fmt: skip
    if KG + "MergeDecision" in types:
        return MergeDecision(all_of("decidedOn"), one("mergedInto"), one("newName"))
    if KG + "SplitDecision" in types:
        return SplitDecision(
            one("decidedOn"), one("splitInto"), one("newName"), all_of("decidedName"), all_of("decidedIn")
        )
    if KG + "StatementDecision" in types:
        return StatementDecision(
            one("decidedOn"), one("verdict"), one("decidedIn"), one("decidedType"), one("decidedWords")
        )
    raise ValueError("of no kind that kg knows")
