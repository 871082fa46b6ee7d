"""Identifiers of places and actors, with the entries that were weighed and not chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph.terms import GEO, GEONAMES, SKOS, TYPE, WIKIDATA, decimal, kg, node, text
from kg.graph.writer import ReportWriter
from kg.model import Candidate, Link, Reading

_MATCH = {
    "exact": NamedNode(SKOS + "exactMatch"),
    "close": NamedNode(SKOS + "closeMatch"),
    "within": NamedNode(SKOS + "broadMatch"),
    "near": NamedNode(SKOS + "relatedMatch"),
}
_LABEL = NamedNode(SKOS + "prefLabel")
_LAT = NamedNode(GEO + "lat")
_LONG = NamedNode(GEO + "long")
_GRAPH = NamedNode(iris.LINKS_GRAPH)


def link_quads(reading: Reading) -> list[Quad]:
    """The links of a reading's actors and places, in `iris.LINKS_GRAPH`.

    A link without a chosen entry gives its candidates alone. Where two entities of a report are one identity,
    the link with the better score counts.
    """
    writer = ReportWriter(reading)
    best: dict[NamedNode, Link] = {}
    for entity in reading.extraction.entities:
        link = reading.links.get(entity.key)
        if link is not None:
            subject = writer.entity(entity.key)
            if subject not in best or _score(link) > _score(best[subject]):
                best[subject] = link
    quads: dict[Quad, None] = {}
    for subject, link in best.items():
        for quad in _link(subject, link):
            quads[quad] = None
    return list(quads)


def _score(link: Link) -> float:
    return link.chosen.score if link.chosen else -1.0


def _link(subject: NamedNode, link: Link) -> list[Quad]:
    statements: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = []
    if link.chosen is not None:
        for same in _elsewhere(link.chosen):
            statements.append((subject, _MATCH[link.relation], same))
        statements.append((subject, kg("linkRelation"), text(link.relation)))
        if link.radius_km is not None:
            statements.append((subject, kg("radiusKm"), decimal(link.radius_km)))
        statements.extend((subject, predicate, value) for predicate, value in _entry(link.chosen))
    for other in link.alternatives:
        candidate = node(f"{subject.value}/candidate/{iris.slug(other.source)}-{iris.slug(other.id)}")
        statements.append((subject, kg("candidate"), candidate))
        statements.append((candidate, TYPE, kg("Candidate")))
        statements.append((candidate, _LABEL, text(other.name)))
        statements.extend((candidate, predicate, value) for predicate, value in _entry(other))
    return [Quad(one, predicate, value, _GRAPH) for one, predicate, value in statements]


def _entry(entry: Candidate) -> list[tuple[NamedNode, Literal]]:
    """What a gazetteer says of one entry."""
    said = [(kg("linkScore"), decimal(round(entry.score, 4))), (kg("linkSource"), text(entry.source))]
    if entry.lat is not None and entry.lon is not None:
        said += [(_LAT, decimal(entry.lat)), (_LONG, decimal(entry.lon))]
    named = (
        ("geonamesId", entry.id if entry.source == "geonames" else None),
        ("wikidataId", entry.wikidata or (entry.id if entry.source == "wikidata" else None)),
        ("iso3166", entry.iso3166),
        ("pcode", entry.pcode),
        ("countryCode", entry.country),
    )
    return said + [(kg(name), text(value)) for name, value in named if value]


def _elsewhere(entry: Candidate) -> list[NamedNode]:
    """The entry's IRIs in the vocabularies of others."""
    same = [node(f"{GEONAMES}{iris.slug(entry.id)}/")] if entry.source == "geonames" else []
    item = entry.wikidata or (entry.id if entry.source == "wikidata" else None)
    return [*same, node(WIKIDATA + item)] if item else same


def current_links(quads: Iterable[Quad], named: Collection[str]) -> list[Quad]:
    """Those of the links graph's quads that are about actors and places that some report names (`named`, IRIs).

    Candidates go with the links that weighed them.
    """
    there = list(quads)
    weighed = {
        quad.object
        for quad in there
        if quad.predicate == kg("candidate") and getattr(quad.subject, "value", None) in named
    }
    return [quad for quad in there if quad.subject in weighed or getattr(quad.subject, "value", None) in named]
