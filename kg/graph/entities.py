"""The report itself, and the actors and places that it names."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.graph import iris
from kg.graph.terms import DCT, SCHEMA, SKOS, TYPE, address, decimal, kg, node, text
from kg.graph.writer import ReportWriter
from kg.model import PUBLISHER_KEY, Entity

_PREF_LABEL = NamedNode(SKOS + "prefLabel")
_ALT_LABEL = NamedNode(SKOS + "altLabel")
_IDENTIFIER = NamedNode(DCT + "identifier")
_TITLE = NamedNode(DCT + "title")
_PUBLISHER = NamedNode(DCT + "publisher")
_FORMAT = NamedNode(DCT + "format")
_PUBLISHED = NamedNode(SCHEMA + "datePublished")
_URL = NamedNode(SCHEMA + "url")
# Kinds of places that have another name in the ontology, where `Country` is the state that acts.
_PLACE_KINDS = {"Country": "CountryPlace"}


def write_report(writer: ReportWriter) -> None:
    """Writes the report's own node: where it comes from, and the text that all offsets refer to."""
    document = writer.document
    writer.add(writer.node, TYPE, kg("Report"))
    writer.add(writer.node, _IDENTIFIER, text(document.id))
    if document.title:
        writer.add(writer.node, _TITLE, text(document.title))
    if writer.publisher is not None:
        writer.add(writer.node, _PUBLISHER, writer.publisher)
        _write_publisher(writer, writer.publisher)
    if document.published:
        writer.add(writer.node, _PUBLISHED, text(document.published))
    if document.url:
        iri = iris.web_iri(document.url)
        writer.add(writer.node, _URL, node(iri) if iri else address(document.url))
    writer.add(writer.node, kg("text"), text(document.text))
    if document.sha256:
        writer.add(writer.node, kg("sha256"), text(document.sha256))
    writer.add(writer.node, _FORMAT, text(document.media_type))


def _write_publisher(writer: ReportWriter, publisher: NamedNode) -> None:
    stated = (writer.document.publisher or "").strip()
    identity = writer.reading.identities.get(PUBLISHER_KEY)
    writer.add(publisher, TYPE, kg(identity.kind if identity else "Organisation"))
    name = identity.name if identity else stated
    write_labels(writer, publisher, name, [stated])


def write_entities(writer: ReportWriter) -> None:
    """Types and labels every actor and place that the report names."""
    for entity in writer.reading.extraction.entities:
        subject = writer.entity(entity.key)
        identity = writer.identity(entity)
        others = () if identity.registered else identity.names  # the register's names stand in its own graph
        write_labels(writer, subject, identity.name, [entity.name, *entity.names, *others])
        country = entity.country or (identity.registered.country if identity.registered else None)
        if country:
            writer.add(subject, kg("countryCode" if entity.type == "place" else "country"), text(country))
        if entity.type == "place":
            _write_place(writer, subject, identity.kind, entity)
        else:
            writer.add(subject, TYPE, kg(identity.kind))


def _write_place(writer: ReportWriter, subject: NamedNode, kind: str, entity: Entity) -> None:
    writer.add(subject, TYPE, kg("Place"))
    writer.add(subject, TYPE, kg(_PLACE_KINDS.get(kind, kind)))
    for predicate, key in (("within", entity.within), ("anchor", entity.anchor)):
        # Two names of one place ("the Emirates", "the UAE") may be told to lie in each other.
        if key and writer.entity(key) != subject:
            writer.add(subject, kg(predicate), writer.entity(key))
    if entity.relation:
        writer.add(subject, kg("placeRelation"), text(entity.relation))
    if entity.distance_km is not None:
        writer.add(subject, kg("distanceKm"), decimal(entity.distance_km))
    if entity.direction:
        writer.add(subject, kg("direction"), text(entity.direction))


def write_labels(writer: ReportWriter, subject: NamedNode, preferred: str, others: Iterable[str]) -> None:
    """One skos:prefLabel, and every other name once as skos:altLabel."""
    writer.add(subject, _PREF_LABEL, text(preferred))
    for name in others:
        if name and name != preferred:
            writer.add(subject, _ALT_LABEL, text(name))
