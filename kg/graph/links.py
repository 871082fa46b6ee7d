"""Identifiers of places and actors, with the entries that were weighed and not chosen: written, and read back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Literal as OneOf
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad

from kg.countries import load_countries
from kg.graph import iris
from kg.graph.terms import GEO, GEONAMES, GEOSPARQL, KG, SKOS, TYPE, WIKIDATA, decimal, kg, node, text, value_of
from kg.graph.writer import ReportWriter
from kg.model import Candidate, Link, Reading

_MATCH = {
    "exact": NamedNode(SKOS + "exactMatch"),
    "close": NamedNode(SKOS + "closeMatch"),
    "within": NamedNode(SKOS + "broadMatch"),
    "near": NamedNode(SKOS + "relatedMatch"),
}
_CANDIDATE = "/candidate/"
_GEOMETRY = "/geometry"
_BROADER = NamedNode(SKOS + "broader")
_SF_WITHIN = NamedNode(GEOSPARQL + "sfWithin")
_HAS_GEOMETRY = NamedNode(GEOSPARQL + "hasGeometry")
_AS_WKT = NamedNode(GEOSPARQL + "asWKT")
_WKT = NamedNode(GEOSPARQL + "wktLiteral")
_POINT = NamedNode("http://www.opengis.net/ont/sf#Point")
_RELATIONS = ("exact", "close", "within", "near")
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
        for quad in quads_of_link(subject, link):
            quads[quad] = None
    return list(quads)


def _score(link: Link) -> float:
    return link.chosen.score if link.chosen else -1.0


def quads_of_link(subject: NamedNode, link: Link) -> list[Quad]:
    """A link in `iris.LINKS_GRAPH`: what was chosen about `subject` itself, the rest as its candidates."""
    statements: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = []
    if link.chosen is not None:
        for same in _elsewhere(link.chosen):
            statements.append((subject, _MATCH[link.relation], same))
        statements.append((subject, kg("linkRelation"), text(link.relation)))
        if link.radius_km is not None:
            statements.append((subject, kg("radiusKm"), decimal(link.radius_km)))
        statements.extend((subject, predicate, value) for predicate, value in entry_statements(link.chosen))
        statements.extend(_where(subject, link.chosen, link.relation))
    for other in link.alternatives:
        candidate = node(f"{subject.value}{_CANDIDATE}{iris.slug(other.source)}-{iris.slug(other.id)}")
        statements.append((subject, kg("candidate"), candidate))
        statements.append((candidate, TYPE, kg("Candidate")))
        statements.append((candidate, _LABEL, text(other.name)))
        statements.extend((candidate, predicate, value) for predicate, value in entry_statements(other))
    return [Quad(one, predicate, value, _GRAPH) for one, predicate, value in statements]


def _where(
    subject: NamedNode, entry: Candidate, relation: str
) -> list[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    """The point of a place that is the entry itself, and what it lies in up to the country.

    A place near an entry is told to lie in what holds the entry, one within an entry in the entry, too.
    """
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = []
    if relation in ("exact", "close") and entry.lat is not None and entry.lon is not None:
        geometry = node(subject.value + _GEOMETRY)
        point = f"POINT({decimal(entry.lon).value} {decimal(entry.lat).value})"
        said += [(subject, _HAS_GEOMETRY, geometry), (geometry, TYPE, _POINT)]
        said.append((geometry, _AS_WKT, Literal(point, datatype=_WKT)))
    own = [node(f"{GEONAMES}{iris.slug(entry.id)}/")] if entry.source == "geonames" else []
    chain = [node(f"{GEONAMES}{iris.slug(one)}/") for one in outer_ids(entry)]
    outer = chain if relation != "within" else [*own, *chain]
    if outer:
        said.append((subject, _BROADER, outer[0]))
        said += [(subject, _SF_WITHIN, one) for one in outer]
    return said


def outer_ids(entry: Candidate) -> list[str]:
    """The GeoNames ids of what an entry lies in, narrowest first, up to its country."""
    country = load_countries().by_code(entry.country) if entry.country else None
    ids = [*entry.admin, *([country.geonames] if country and country.geonames else [])]
    return [one for one in dict.fromkeys(ids) if one != entry.id]


def linked_by(quad: Quad) -> str:
    """The IRI of the place or actor whose link a quad of `iris.LINKS_GRAPH` is a part of."""
    return value_of(quad.subject).partition(_CANDIDATE)[0].removesuffix(_GEOMETRY)


def entry_statements(entry: Candidate) -> list[tuple[NamedNode, Literal]]:
    """What a gazetteer says of one entry, as predicates and values; its name is left to the caller."""
    said = [(kg("linkScore"), decimal(round(entry.score, 4))), (kg("linkSource"), text(entry.source))]
    if entry.lat is not None and entry.lon is not None:
        said += [(_LAT, decimal(entry.lat)), (_LONG, decimal(entry.lon))]
    named = (
        ("linkId", entry.id),
        ("linkName", entry.name),
        ("geonamesId", entry.id if entry.source == "geonames" else None),
        ("wikidataId", entry.wikidata or (entry.id if entry.source == "wikidata" else None)),
        ("iso3166", entry.iso3166),
        ("pcode", entry.pcode),
        ("countryCode", entry.country),
        ("featureClass", entry.feature_class),
        ("featureCode", entry.feature_code),
        ("linkFeatures", " ".join(f"{name}={value:g}" for name, value in entry.features)),
        ("adminChain", " ".join(entry.admin)),
    )
    return said + [(kg(name), text(value)) for name, value in named if value]


def read_entry(said: Mapping[str, str]) -> Candidate | None:
    """The entry of which `entry_statements` gave these values, by predicate; None where they are of no entry."""
    source, identifier = said.get(KG + "linkSource"), said.get(KG + "linkId")
    if source is None or identifier is None:
        return None

    def number(iri: str) -> float | None:
        return float(said[iri]) if iri in said else None

    features = (one.partition("=") for one in said.get(KG + "linkFeatures", "").split())
    return Candidate(
        source=source,
        id=identifier,
        name=said.get(KG + "linkName", identifier),
        score=number(KG + "linkScore") or 0.0,
        lat=number(GEO + "lat"),
        lon=number(GEO + "long"),
        feature_class=said.get(KG + "featureClass"),
        feature_code=said.get(KG + "featureCode"),
        country=said.get(KG + "countryCode"),
        admin=tuple(said.get(KG + "adminChain", "").split()),
        wikidata=said.get(KG + "wikidataId"),
        iso3166=said.get(KG + "iso3166"),
        pcode=said.get(KG + "pcode"),
        features=tuple((name, float(value)) for name, _, value in features),
    )


def read_links(quads: Iterable[Quad]) -> dict[str, Link]:
    """The links that quads of `iris.LINKS_GRAPH` tell of, by the IRI of what is linked.

    The candidates are in the order of their scores. Of links that a version of kg without `kg:linkId` wrote, nothing is
    read.
    """
    said: dict[str, dict[str, str]] = defaultdict(dict)
    weighed: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        subject, predicate, value = value_of(quad.subject), quad.predicate.value, value_of(quad.object)
        if predicate == KG + "candidate":
            weighed[subject].append(value)
        elif not subject.endswith(_GEOMETRY):
            said[subject][predicate] = value
    candidates = {one for some in weighed.values() for one in some}
    links: dict[str, Link] = {}
    for subject in [one for one in dict.fromkeys([*said, *weighed]) if one not in candidates]:
        about = said.get(subject, {})
        entries = [entry for one in weighed[subject] if (entry := read_entry(said.get(one, {}))) is not None]
        radius = about.get(KG + "radiusKm")
        relation = about.get(KG + "linkRelation", "exact")
        links[subject] = Link(
            subject,
            read_entry(about),
            cast("OneOf['exact', 'close', 'within', 'near']", relation if relation in _RELATIONS else "exact"),
            float(radius) if radius is not None else None,
            tuple(sorted(entries, key=lambda entry: (-entry.score, entry.source, entry.id))),
        )
    return links


def _elsewhere(entry: Candidate) -> list[NamedNode]:
    """The entry's IRIs in the vocabularies of others."""
    same = [node(f"{GEONAMES}{iris.slug(entry.id)}/")] if entry.source == "geonames" else []
    if entry.source not in ("geonames", "wikidata") and (address := iris.web_iri(entry.id)) is not None:
        same.append(node(address))
    item = entry.wikidata or (entry.id if entry.source == "wikidata" else None)
    return [*same, node(WIKIDATA + item)] if item else same


def current_links(quads: Iterable[Quad], named: Collection[str]) -> list[Quad]:
    """Those of the links graph's quads that are about actors and places that some report names (`named`, IRIs).

    Candidates and points go with the links that they belong to: those of a link that another took the place of, too.
    """
    there = [quad for quad in quads if linked_by(quad) in named]
    parts = {quad.object for quad in there if quad.predicate in (kg("candidate"), _HAS_GEOMETRY)}
    return [quad for quad in there if quad.subject in parts or linked_by(quad) == value_of(quad.subject)]
