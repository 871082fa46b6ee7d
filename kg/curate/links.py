"""What decisions make of the links of one report's places and actors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from pyoxigraph import NamedNode, Quad

from kg.curate.decisions import LinkDecision, Recorded
from kg.curate.nquads import from_nquads, to_nquads
from kg.graph import iris
from kg.graph.links import linked_by, quads_of_link, read_links
from kg.graph.terms import KG, SKOS, TYPE, kg, node, text, value_of
from kg.model import Candidate, EntityType, Link
from kg.names import fold

_GRAPH = NamedNode(iris.LINKS_GRAPH)
_LABELS = (SKOS + "prefLabel", SKOS + "altLabel")
_CERTAIN = 1.0


@dataclass(slots=True)
class Named:
    """A place or actor of a report: its names as they are written, and what the report says of where it lies."""

    iri: str
    type: EntityType
    names: set[str] = field(default_factory=set)
    country: str | None = None
    outer: list[tuple[str, str]] = field(default_factory=list)


def named_in(quads: Iterable[Quad]) -> dict[str, Named]:
    """The places and actors that quads of a report's own graph label, by IRI."""
    names: dict[str, set[str]] = defaultdict(set)
    places: set[str] = set()
    countries: dict[str, str] = {}
    outer: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for quad in quads:
        subject, predicate = value_of(quad.subject), quad.predicate.value
        value = value_of(quad.object)
        if predicate in _LABELS:
            names[subject].add(value)
        elif predicate == TYPE.value and value == KG + "Place":
            places.add(subject)
        elif predicate in (KG + "countryCode", KG + "country"):
            countries[subject] = value
        elif predicate in (KG + "within", KG + "anchor"):
            outer[subject].append((predicate.removeprefix(KG), value))
    return {
        iri: Named(iri, "place" if iri in places else "actor", labels, countries.get(iri), outer.get(iri, []))
        for iri, labels in names.items()
    }


def region(named: Iterable[Named], links: dict[str, Link], leaving_out: Collection[str] = ()) -> tuple[str, ...]:
    """The countries that most places of a report lie in (ISO 3166-1), by its own words, else by their links.

    Several where there are as many places in each, none where no place tells. `leaving_out` are IRIs of places that do
    not count: what is asked about must not answer.
    """
    countries: Counter[str] = Counter()
    for one in named:
        if one.type != "place" or one.iri in leaving_out:
            continue
        link = links.get(one.iri)
        country = one.country or (link.chosen.country if link and link.chosen else None)
        if country:
            countries[country] += 1
    most = max(countries.values(), default=0)
    return tuple(sorted(code for code, number in countries.items() if number == most))


def automatic(quads: Iterable[Quad]) -> list[Quad]:
    """Quads of links as kg chose them, before decisions: what those withheld stands in the place of theirs."""
    given = list(quads)
    decided = {quad.subject: quad for quad in given if quad.predicate == kg("withheld")}
    if not decided:
        return given
    gone = {value_of(subject) for subject in decided}
    kept = [quad for quad in given if linked_by(quad) not in gone]
    for quad in decided.values():
        kept.extend(from_nquads(value_of(quad.object)))
    return kept


def decided_links(
    report_quads: Iterable[Quad], link_quads: Iterable[Quad], decisions: Sequence[Recorded]
) -> list[Quad]:
    """Quads of the links of a report's places and actors after `decisions` on links.

    `report_quads` are those of the report's own graphs, `link_quads` those that kg itself made. What a decision takes
    the place of is kept in `kg:withheld` of the place or actor.
    """
    given = list(link_quads)
    relevant = [one for one in decisions if isinstance(one.decision, LinkDecision)]
    if not relevant:
        return given
    named = named_in(report_quads)
    links = read_links(given)
    changed: dict[str, tuple[Link, Recorded]] = {}
    for one in named.values():
        taken = _decision_on(one, named, links, relevant)
        if taken is not None:
            changed[one.iri] = (_decided(one.iri, links.get(one.iri), cast("LinkDecision", taken.decision)), taken)
    for one in named.values():
        if one.iri not in changed and (follows := _following(one, links, changed)) is not None:
            changed[one.iri] = follows
    if not changed:
        return given
    before: dict[str, list[Quad]] = defaultdict(list)
    kept: list[Quad] = []
    for quad in given:
        owner = linked_by(quad)
        (before[owner] if owner in changed else kept).append(quad)
    for iri, (link, taken) in changed.items():
        subject = node(iri)
        kept.extend(quads_of_link(subject, link))
        kept.append(Quad(subject, kg("decision"), node(taken.iri), _GRAPH))
        kept.append(Quad(subject, kg("withheld"), text(to_nquads(before[iri])), _GRAPH))
    return kept


def _decision_on(
    one: Named, named: dict[str, Named], links: dict[str, Link], decisions: Sequence[Recorded]
) -> Recorded | None:
    """The last decision that holds for a place or actor of a report."""
    keys = {fold(name) for name in one.names}
    here: tuple[str, ...] | None = None
    for recorded in reversed(decisions):
        decision = cast("LinkDecision", recorded.decision)
        if decision.type != one.type:
            continue
        if decision.node == one.iri and not decision.countries:
            return recorded
        if fold(decision.name) not in keys and decision.node != one.iri:
            continue
        if here is None:
            here = context_of(one, named, links)
        if not here or not decision.countries or not set(here).isdisjoint(decision.countries):
            return recorded
    return None


def context_of(one: Named, named: dict[str, Named], links: dict[str, Link]) -> tuple[str, ...]:
    """The countries for which a decision on a place or actor of a report holds: its own, else the report's region."""
    if one.country:
        return (one.country,)
    return region(named.values(), links, leaving_out=(one.iri,))


def _decided(iri: str, link: Link | None, decision: LinkDecision) -> Link:
    """A decision as a link; what kg had chosen stands first among the alternatives."""
    others = [] if link is None else [*([link.chosen] if link.chosen else []), *link.alternatives]
    if decision.chosen is None:
        return Link(iri, None, alternatives=tuple(others))
    chosen = replace(decision.chosen, score=_CERTAIN)
    rest = tuple(one for one in others if (one.source, one.id) != (chosen.source, chosen.id))
    return Link(iri, chosen, decision.relation, decision.radius_km, rest)


def _following(
    one: Named, links: dict[str, Link], changed: dict[str, tuple[Link, Recorded]]
) -> tuple[Link, Recorded] | None:
    """The link of a place that is linked by another one that it lies near or in, where that one's was decided."""
    link = links.get(one.iri)
    if link is None or link.chosen is None or link.relation not in ("near", "within"):
        return None
    for how, outer in one.outer:
        old = links.get(outer)
        if outer not in changed or old is None or (how == "anchor") != (link.relation == "near"):
            continue
        if _same(old.chosen, link.chosen):
            new, taken = changed[outer]
            return replace(link, chosen=new.chosen), taken
    return None


def _same(one: Candidate | None, other: Candidate) -> bool:
    return one is not None and (one.source, one.id) == (other.source, other.id)
