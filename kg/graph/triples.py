"""From a reading to statements: all that one report says, after docs/data-model.md."""

from __future__ import annotations

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from kg.errors import DataError
from kg.graph.entities import write_entities, write_report
from kg.graph.events import write_events
from kg.graph.relations import write_mentions, write_relations
from kg.graph.writer import ReportWriter
from kg.model import Reading


def report_quads(reading: Reading, mentions: bool = True) -> list[Quad]:
    """`report_lines` as quads, which are slow to make."""
    return list(pyoxigraph.parse(report_lines(reading, mentions), RdfFormat.N_QUADS, lenient=True))


def report_lines(reading: Reading, mentions: bool = True) -> bytes:
    """The two named graphs of a report, as N-Quads: what it says, and (with `mentions`) its mentions.

    Entities that `reading.identities` lacks are named from the extraction alone. No blank nodes; the same
    reading gives the same lines in the same order, none of them twice. Raises DataError where the extraction
    contradicts itself (a span outside the text, an entity that it does not hold, a kind or type that makes no IRI).
    """
    try:
        writer = ReportWriter(reading)
        write_report(writer)
        write_entities(writer)
        write_events(writer)
        write_relations(writer)
        if mentions:
            write_mentions(writer)
    except ValueError as error:
        raise DataError(f"no graph can be made of it: {error}", where=reading.extraction.document.id) from error
    return writer.lines()
