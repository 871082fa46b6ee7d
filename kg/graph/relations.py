"""Relations between actors, mentions, and relations between mentions."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.errors import DataError
from kg.graph import iris
from kg.graph.terms import TYPE, decimal, kg, node, text
from kg.graph.writer import ReportWriter
from kg.model import Mention, Relation, Span

# The model's predicates that have another name in the ontology, and those that are written the other way round.
_RENAMED = {"partOf": "partOfActor", "sameAs": "sameActor"}
_INVERTED = {"backs": "backedBy"}


def write_relations(writer: ReportWriter) -> None:
    """Writes how actors stand to each other. "A backs B" is written as B kg:backedBy A."""
    for relation in writer.reading.extraction.relations:
        _write_relation(writer, relation)


def _write_relation(writer: ReportWriter, relation: Relation) -> None:
    subject, object_ = writer.entity(relation.subject), writer.entity(relation.object)
    surfaces = (relation.subject_surface, relation.object_surface)
    spans = (relation.subject_span, relation.object_span)
    predicate = _RENAMED.get(relation.predicate, relation.predicate)
    if predicate in _INVERTED:
        predicate = _INVERTED[predicate]
        subject, object_ = object_, subject
        surfaces, spans = surfaces[::-1], spans[::-1]
    iri = iris.relation_iri(writer.report, relation.span, predicate, *spans)
    stated = writer.unique(iri, relation.key)
    writer.add(stated, TYPE, kg("ActorRelation"))
    writer.add(stated, kg("inReport"), writer.node)
    writer.add(stated, kg("subject"), subject)
    writer.add(stated, kg("predicate"), kg(predicate))
    writer.add(stated, kg("object"), object_)
    writer.add(stated, kg("subjectSurface"), text(surfaces[0]))
    writer.add(stated, kg("objectSurface"), text(surfaces[1]))
    writer.evidence(stated, relation.span)
    writer.time(stated, relation.time)
    writer.add(stated, kg("modality"), kg(relation.modality))
    writer.claims(stated, relation.claimants)
    writer.add(stated, kg("confidence"), decimal(relation.confidence))


def write_mentions(writer: ReportWriter) -> None:
    """Writes mentions and their relations, to the report's graph of mentions.

    Raises DataError where a relation's end is no mention of the extraction.
    """
    extraction = writer.reading.extraction
    writer.turn_to(iris.mentions_graph(writer.report))
    at: dict[Span, NamedNode] = {}
    for mention in extraction.mentions:
        at.setdefault(mention.span, _write_mention(writer, mention))
    for relation in extraction.mention_relations:
        for span in (relation.source, relation.target):
            if span not in at:
                raise DataError(
                    f"a {relation.type} ends at characters {span.start} to {span.end}, where no mention is",
                    where=writer.document.id,
                )
        iri = iris.mention_relation_iri(writer.report, relation.type, relation.source, relation.target)
        subject = node(iri)
        writer.add(subject, TYPE, kg("MentionRelation"))
        writer.add(subject, kg("relationType"), text(relation.type))
        writer.add(subject, kg("source"), at[relation.source])
        writer.add(subject, kg("destination"), at[relation.target])
        writer.add(subject, kg("inReport"), writer.node)


def _write_mention(writer: ReportWriter, mention: Mention) -> NamedNode:
    subject = node(iris.mention_iri(writer.report, mention.span, mention.type))
    writer.add(subject, TYPE, kg("Mention"))
    writer.add(subject, kg("mentionType"), text(mention.type))
    writer.evidence(subject, mention.span)
    if mention.entity is not None:
        writer.add(subject, kg("refersTo"), writer.entity(mention.entity))
    writer.add(subject, kg("inReport"), writer.node)
    writer.add(subject, kg("confidence"), decimal(mention.confidence))
    return subject
