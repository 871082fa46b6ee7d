"""Events as nodes, with participants, place, time, tolls, claims and the words for each."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.errors import DataError
from kg.graph import iris
from kg.graph.terms import TYPE, decimal, integer, kg, text
from kg.graph.writer import ReportWriter
from kg.model import Event, Figure, Toll


def write_events(writer: ReportWriter) -> None:
    """Writes every event of the extraction.

    Raises DataError where an event names an entity or a total that the extraction does not hold.
    """
    events = writer.reading.extraction.events
    nodes = {
        event.key: writer.unique(iris.event_iri(writer.report, event.trigger, event.type), event.key)
        for event in events
    }
    for event in events:
        subject = nodes[event.key]
        _write_event(writer, subject, event)
        if event.part_of is not None:
            if event.part_of not in nodes:
                raise DataError(
                    f"event {event.key!r} is part of {event.part_of!r}, which the extraction does not hold",
                    where=writer.document.id,
                )
            writer.add(subject, kg("partOf"), nodes[event.part_of])


def _write_event(writer: ReportWriter, subject: NamedNode, event: Event) -> None:
    writer.add(subject, TYPE, kg(event.type))
    writer.add(subject, kg("inReport"), writer.node)
    writer.evidence(subject, event.span, "statedAt")
    for span in (event.span, *event.evidence):
        writer.evidence(subject, span)
    writer.add(subject, kg("trigger"), text(writer.document.text[event.trigger.start : event.trigger.end]))
    writer.participants(subject, "agent", event.agents)
    writer.participants(subject, "target", event.targets)
    if event.place is not None:
        writer.add(subject, kg("place"), writer.entity(event.place.entity))
        writer.add(subject, kg("placeSurface"), text(event.place.surface))
        writer.evidence(subject, event.place.span, "placeEvidence")
    writer.time(subject, event.time)
    if event.count is not None and (event.count.min is not None or event.count.max is not None):
        count = writer.unique(subject.value + "/count", "")
        writer.add(subject, kg("incidentCount"), count)
        writer.add(count, TYPE, kg("IncidentCount"))
        _write_figure(writer, count, event.count)
        writer.evidence(count, event.count_span or event.trigger)
    for toll in event.tolls:
        writer.add(subject, kg("toll"), _write_toll(writer, subject, toll))
    for weapon in event.weapons:
        writer.add(subject, kg("weapon"), text(weapon.surface))
        writer.evidence(subject, weapon.span, "weaponEvidence")
    writer.add(subject, kg("modality"), kg(event.modality))
    writer.claims(subject, event.claimants)
    writer.add(subject, kg("confidence"), decimal(event.confidence))


def _write_toll(writer: ReportWriter, event: NamedNode, toll: Toll) -> NamedNode:
    """Writes a toll and its parts, which hang on it (kg:includes) and not on the event."""
    content = f"{toll.group} {toll.entity} {toll.figure.min} {toll.figure.max}"
    subject = writer.unique(iris.toll_iri(event.value, toll.span, toll.outcome), content)
    writer.add(subject, TYPE, kg("Toll"))
    writer.add(subject, kg("outcome"), kg(toll.outcome.capitalize()))
    writer.add(subject, kg("group"), text(toll.group))
    if toll.entity is not None:
        writer.add(subject, kg("groupActor"), writer.entity(toll.entity))
    _write_figure(writer, subject, toll.figure)
    writer.evidence(subject, toll.span)
    for part in toll.including:
        writer.add(subject, kg("includes"), _write_toll(writer, event, part))
    return subject


def _write_figure(writer: ReportWriter, subject: NamedNode, figure: Figure) -> None:
    """Bounds as far as they are known; kg:exact where the text gives the very number."""
    if figure.min is not None:
        writer.add(subject, kg("min"), integer(figure.min))
    if figure.max is not None:
        writer.add(subject, kg("max"), integer(figure.max))
    exact = figure.min is not None and figure.min == figure.max and not figure.approximate
    writer.add(subject, kg("exact"), Literal(exact))
