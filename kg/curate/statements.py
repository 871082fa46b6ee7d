"""What decisions make of the statements of one report: rejected ones go, merged and split nodes change.

Each function takes quads of a report's own graphs as kg read them and gives the quads that count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import cast

from pyoxigraph import NamedNode, Quad

from kg.curate.decisions import MergeDecision, Recorded, SplitDecision, StatementDecision
from kg.graph import iris
from kg.graph.terms import KG, OA, SKOS, TYPE, kg, node, text, value_of
from kg.names import fold

_PREF_LABEL = NamedNode(SKOS + "prefLabel")
_ALT_LABEL = NamedNode(SKOS + "altLabel")
_EXACT = NamedNode(OA + "exact")
#: Which property of an event says directly what a participation's role says.
_ROLES = {kg("Agent"): kg("agent"), kg("Target"): kg("target")}
_RELATION = (kg("subject"), kg("predicate"), kg("object"))
_SURFACES = {"subject": "subjectSurface", "object": "objectSurface"}


def amended(report: str, quads: Iterable[Quad], decisions: Sequence[Recorded]) -> set[Quad]:
    """The quads of a report's own graphs after `decisions`, in the order in which they were taken."""
    now = set(quads)
    there = _terms(now)
    for recorded in decisions:
        match recorded.decision:
            case MergeDecision() as merge if not there.isdisjoint(merge.merged):
                now = _merged(report, now, merge)
                there = _terms(now)
            case SplitDecision() as split if split.actor in there and (not split.reports or report in split.reports):
                now = _split(report, now, split)
                there = _terms(now)
            case _:
                pass
    for statement in rejected_statements(report, now, decisions):
        now = _without(now, statement)
    return now


def _terms(quads: Iterable[Quad]) -> set[str]:
    """The IRIs that quads speak of."""
    found: set[str] = set()
    for quad in quads:
        found.add(value_of(quad.subject))
        if isinstance(quad.object, NamedNode):
            found.add(quad.object.value)
    return found


# Rejected events and relations


def rejected_statements(report: str, quads: Collection[Quad], decisions: Sequence[Recorded]) -> set[str]:
    """The IRIs of the events and relations of a report that the last decision on each rejects.

    One that the report holds no more under its IRI (the text before it has changed) is known by its class or predicate
    and by the words that state it.
    """
    verdicts = {
        one.decision.statement: one.decision
        for one in decisions
        if isinstance(one.decision, StatementDecision) and one.decision.report == report
    }
    if not verdicts:
        return set()
    there = {value_of(quad.subject) for quad in quads}
    by_words: dict[tuple[str, str], list[str]] = defaultdict(list)
    if any(iri not in there for iri in verdicts):
        for iri, key in stated(quads).items():
            if iri not in verdicts:
                by_words[key].append(iri)
    found: set[str] = set()
    for iri, decision in verdicts.items():
        if decision.verdict == "reject":
            found.update([iri] if iri in there else by_words[decision.type, decision.words])
    return found


def stated(quads: Iterable[Quad]) -> dict[str, tuple[str, str]]:
    """For each event and relation its class or predicate (local name) and the words that state it."""
    types: dict[str, str] = {}
    spans: dict[str, list[str]] = defaultdict(list)
    events: dict[str, str] = {}
    relations: set[str] = set()
    predicates: dict[str, str] = {}
    words: dict[str, str] = {}
    for quad in quads:
        subject, predicate = value_of(quad.subject), quad.predicate.value
        if predicate == KG + "statedAt":
            events[subject] = value_of(quad.object)
        elif predicate == TYPE.value:
            kind = value_of(quad.object)
            types[subject] = kind
            if kind == KG + "ActorRelation":
                relations.add(subject)
        elif predicate == KG + "predicate":
            predicates[subject] = value_of(quad.object)
        elif predicate == KG + "evidence":
            spans[subject].append(value_of(quad.object))
        elif quad.predicate == _EXACT:
            words[subject] = value_of(quad.object)
    found = {
        iri: (types.get(iri, "").removeprefix(KG), words.get(span, "")) for iri, span in sorted(events.items())
    }
    for iri in sorted(relations):
        said = min(spans[iri], default="")
        found[iri] = (predicates.get(iri, "").removeprefix(KG), words.get(said, ""))
    return found


def _without(quads: set[Quad], statement: str) -> set[Quad]:
    """Quads less an event or relation, with its participations, tolls, counts and claims, and what points to it."""
    below = statement + "/"

    def goes(quad: Quad) -> bool:
        subject = value_of(quad.subject)
        if subject == statement or subject.startswith(below):
            return True
        return isinstance(quad.object, NamedNode) and quad.object.value == statement

    return {quad for quad in quads if not goes(quad)}


# One instead of several


def _merged(report: str, quads: set[Quad], merge: MergeDecision) -> set[Quad]:
    into = node(merge.into)
    old = {node(iri): into for iri in merge.merged}
    now: set[Quad] = set()
    for quad in quads:
        if quad.subject in old and quad.predicate == _PREF_LABEL:
            now.add(Quad(into, _ALT_LABEL, quad.object, quad.graph_name))
        else:
            now.add(_renamed(quad, old))
    for relation in _to_itself(now, into):
        now = _without(now, relation)
    return _labelled(report, now, into, merge.name)


def _to_itself(quads: Collection[Quad], actor: NamedNode) -> set[str]:
    """The relations in which an actor stands to itself; that two names are one actor's may be said of it."""
    ends: dict[str, dict[str, NamedNode]] = defaultdict(dict)
    for quad in quads:
        if quad.predicate in _RELATION and isinstance(quad.object, NamedNode):
            ends[value_of(quad.subject)][quad.predicate.value.removeprefix(KG)] = quad.object
    return {
        iri
        for iri, said in ends.items()
        if said.get("subject") == said.get("object") == actor and said.get("predicate") != kg("sameActor")
    }


def _renamed(quad: Quad, names: Mapping[NamedNode, NamedNode]) -> Quad:
    subject = names.get(cast("NamedNode", quad.subject), quad.subject)
    object_ = names.get(quad.object, quad.object) if isinstance(quad.object, NamedNode) else quad.object
    return Quad(subject, quad.predicate, object_, quad.graph_name)


def _labelled(report: str, quads: set[Quad], subject: NamedNode, name: str) -> set[Quad]:
    """Quads in which `subject` has one preferred label: its own, else `name`; and that as no other label."""
    own = [quad.object for quad in quads if quad.subject == subject and quad.predicate == _PREF_LABEL]
    label = own[0] if own else text(name)
    graph = NamedNode(iris.report_graph(report))
    return (quads | {Quad(subject, _PREF_LABEL, label, graph)}) - {Quad(subject, _ALT_LABEL, label, graph)}


# Several instead of one


def _split(report: str, quads: set[Quad], split: SplitDecision) -> set[Quad]:
    old, new = node(split.actor), node(split.into)
    names = {fold(name) for name in split.names}
    labels = [
        quad for quad in quads if quad.subject == old and quad.predicate in (_PREF_LABEL, _ALT_LABEL)
    ]
    whole = next((value_of(quad.object) for quad in quads if quad.predicate == kg("text")), "")
    used = {one for quad in labels if (one := value_of(quad.object)) in whole}
    if names and not any(fold(name) in names for name in used):
        return quads
    if not names or all(fold(name) in names for name in used):
        kept = {quad for quad in quads if quad not in labels}
        now = {_renamed(quad, {old: new}) for quad in kept}
        taken = used
    else:
        now = _parted(quads, old, new, names)
        taken = {name for name in used if fold(name) in names}
        now = {
            quad for quad in now
            if not (quad.subject == old and quad.predicate == _ALT_LABEL and fold(value_of(quad.object)) in names)
        }  # fmt: skip
        now |= {
            Quad(new, quad.predicate, quad.object, quad.graph_name)
            for quad in quads
            if quad.subject == old and quad.predicate in (TYPE, kg("country"))
        }
    graph = NamedNode(iris.report_graph(report))
    now |= {Quad(new, _ALT_LABEL, text(name), graph) for name in taken}
    return _labelled(report, now, new, split.name)


def _parted(quads: set[Quad], old: NamedNode, new: NamedNode, names: Collection[str]) -> set[Quad]:
    """Quads in which the words `names` (folded) mean `new` where they meant `old`."""
    said: dict[NamedNode, dict[NamedNode, Quad]] = defaultdict(dict)
    owners: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        subject = cast("NamedNode", quad.subject)
        said[subject][quad.predicate] = quad
        if quad.predicate in (kg("participation"), kg("claim")):
            owners[cast("NamedNode", quad.object)].append(quad)

    def words(of: NamedNode, predicate: str) -> str:
        quad = said[of].get(kg(predicate)) if predicate else None
        return fold(value_of(quad.object)) if quad is not None else ""

    out: set[Quad] = set()
    new_ones: set[Quad] = set()
    stays: set[tuple[NamedNode, NamedNode]] = set()
    moves: dict[tuple[NamedNode, NamedNode], Quad] = {}

    def move(quad: Quad) -> None:
        out.add(quad)
        new_ones.add(Quad(quad.subject, quad.predicate, new, quad.graph_name))

    for quad in quads:
        if quad.object != old:
            continue
        subject, predicate = cast("NamedNode", quad.subject), quad.predicate
        if predicate == kg("actor"):
            role = said[subject].get(kg("role"))
            direct = _ROLES.get(cast("NamedNode", role.object)) if role is not None else kg("claimedBy")
            mine = words(subject, "surface") in names
            if mine:
                move(quad)
            for owner in owners[subject]:
                if direct is not None:
                    event = cast("NamedNode", owner.subject)
                    statement = Quad(event, direct, old, owner.graph_name)
                    if mine:
                        moves[event, direct] = statement
                    else:
                        stays.add((event, direct))
        elif predicate == kg("refersTo"):
            span = said[subject].get(kg("evidence"))
            exact = said[cast("NamedNode", span.object)].get(_EXACT) if span is not None else None
            if exact is not None and fold(value_of(exact.object)) in names:
                move(quad)
        elif words(subject, _SURFACES.get(predicate.value.removeprefix(KG), "")) in names:
            move(quad)
    for key, statement in moves.items():
        new_ones.add(Quad(statement.subject, statement.predicate, new, statement.graph_name))
        if key not in stays:
            out.add(statement)
    return (quads - out) | new_ones
