"""Graphs made of sentences of which a test says what they state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isqrt
from typing import Any

from kg.graph import iris
from kg.graph.derive import derived_quads
from kg.graph.register import ontology_quads
from kg.graph.triples import report_quads
from kg.model import Document, Entity, Event, Extraction, Figure, Participant, Reading, Relation, Span, TimeRef, Toll
from kg.store.embedded import EmbeddedStore


@dataclass(frozen=True)
class Said:
    """A sentence with what it states. `agent`, `target`, `claimant` and `group` are words of it.

    `kind` is a class of events, or a predicate of relations, which begins with a small letter.
    """

    sentence: str
    kind: str
    agent: str
    target: str
    day: str | None = None
    killed: int | None = None
    group: str = "people"
    modality: Any = "asserted"
    claimant: str | None = None
    part_of: int | None = None


@dataclass(frozen=True)
class ReportOf:
    """A report of some sentences."""

    said: tuple[Said, ...]
    title: str = "A report"
    name: str = "report.txt"
    url: str | None = None


def extraction(report: ReportOf, kinds: dict[str, str]) -> Extraction:
    """What the report says; actors are of `kinds`, and rebel groups where those do not tell."""
    text, starts = "", []
    for one in report.said:
        starts.append(len(text))
        text += one.sentence + " "
    words = dict.fromkeys(w for one in report.said for w in (one.agent, one.target, one.claimant) if w)
    keys = {name: f"actor:{index}" for index, name in enumerate(words)}
    entities = tuple(Entity(keys[name], "actor", name, kinds.get(name, "RebelGroup"), (name,)) for name in words)
    events: list[Event] = []
    relations: list[Relation] = []
    for number, (one, start) in enumerate(zip(report.said, starts, strict=True)):

        def at(name: str, start: int = start) -> Span:
            begin = text.index(name, start)
            return Span(begin, begin + len(name))

        span = Span(start, start + len(one.sentence))
        when = TimeRef(one.day, one.day, one.day, span) if one.day else None
        who = (Participant(keys[one.claimant], one.claimant, at(one.claimant)),) if one.claimant else ()
        if one.kind[0].islower():
            relations.append(Relation(
                f"r{number}", keys[one.agent], one.kind, keys[one.target], span, one.agent, one.target,
                at(one.agent), at(one.target), when, one.modality, who,
            ))  # fmt: skip
            continue
        tolls = (Toll("killed", one.group, Figure(one.killed, one.killed), span),) if one.killed is not None else ()
        events.append(Event(
            f"e{number}", one.kind, span, at(one.agent), (Participant(keys[one.agent], one.agent, at(one.agent)),),
            (Participant(keys[one.target], one.target, at(one.target)),), time=when, tolls=tolls,
            modality=one.modality, claimants=who, part_of=None if one.part_of is None else f"e{one.part_of}",
        ))  # fmt: skip
    document = Document(report.name, text, report.title, "Valley Monitor", "2024-06-01", report.url)
    return Extraction(document, (), entities, tuple(events), tuple(relations))


def graph_of(reports: Iterable[ReportOf], kinds: dict[str, str] | None = None) -> EmbeddedStore:
    """A graph as a build makes it: the ontology, the reports, and the edges that follow from them."""
    store = EmbeddedStore()
    store.extend(ontology_quads())
    for report in reports:
        store.extend(report_quads(Reading(extraction(report, kinds or {}))))
    store.replace_graph(iris.DERIVED_GRAPH, derived_quads(store.query))
    return store


KINDS = {"Norland": "Country", "Norland Army": "StateForces", "Observers": "Monitor"}

VALLEY = ReportOf(
    (
        Said("Observers say Dawn Brigade shelled Norland Army on 3 May, killing 7 people.", "Shelling", "Dawn Brigade",
             "Norland Army", "2024-05-03", 7, claimant="Observers", modality="alleged"),
        Said("Dawn Brigade ambushed Norland Army twice, killing 4 people.", "Ambush", "Dawn Brigade", "Norland Army",
             None, 4),
        Said("Dawn Brigade denied that it, Dawn Brigade, bombed Norland Army on 9 May.", "Bombing", "Dawn Brigade",
             "Norland Army", "2024-05-09", modality="denied"),
        Said("Norland backs River Front.", "backs", "Norland", "River Front"),
        Said("River Front attacked Dawn Brigade on 20 June, killing 2 people.", "ArmedAttack", "River Front",
             "Dawn Brigade", "2024-06-20", 2),
    ),
    title="A week in the valley",
    name="valley.txt",
    url="https://monitor.example/valley",
)  # fmt: skip

ATTACK = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=2>"
HOSTILE = ReportOf(
    (
        Said(f"Gang {ATTACK} shelled Town \u2028 Guard & Co.", "Shelling", f"Gang {ATTACK}", "Town \u2028 Guard & Co"),
        Said("Gang \"'`{{7*7}} backs <b onclick=window.hacked=3>Bold</b>.", "backs", "Gang \"'`{{7*7}}",
             "<b onclick=window.hacked=3>Bold</b>"),
    ),
    title=f"<!--{ATTACK}",
    name="javascript:window.hacked=4//.txt",
    url="javascript:window.hacked=5",
)  # fmt: skip


def many(actors: int) -> ReportOf:
    """A report in which so many actors are tied to one another, `Group33x` with the most others."""
    said = []
    for number in range(1, actors):
        one, other = f"Group{number}x", f"Group{isqrt(number - 1)}x"
        said.append(Said(f"{one} attacked {other} on 3 May, killing 1 people.", "Attack", one, other, "2024-05-03", 1))
    return ReportOf(tuple(said), name="many.txt")
