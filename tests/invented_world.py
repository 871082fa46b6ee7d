"""Graphs of any size from invented reports: a few actors and places in nearly every report, most in one or two.

PYTHONPATH=tests python -m invented_world 60 out/world.trig     # so many reports
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from kg.graph import iris
from kg.graph.derive import derived_quads
from kg.graph.links import link_quads
from kg.graph.register import ontology_quads
from kg.graph.triples import report_quads
from kg.model import (
    Candidate,
    Document,
    Entity,
    Event,
    Extraction,
    Figure,
    Identity,
    Link,
    Participant,
    PlaceRef,
    Reading,
    Relation,
    Span,
    TimeRef,
    Toll,
)
from kg.store.embedded import EmbeddedStore

_DEEDS = (("Shelling", "shelled"), ("Airstrike", "bombed"), ("Ambush", "ambushed"), ("ArmedClash", "clashed with"),
          ("Abduction", "abducted men of"), ("Appeal", "appealed to"))  # fmt: skip
_KINDS = ("RebelGroup", "StateForces", "ProxyMilitia", "JihadistGroup", "CivilianGroup", "Country", "Monitor")
# Invented towns around real points, so that the map has something to draw: code of the country, its name, the point.
_LANDS = (("SY", "Syria", 35.0, 38.5), ("IQ", "Iraq", 33.0, 43.5), ("YE", "Yemen", 15.5, 47.5),
          ("SD", "Sudan", 15.5, 30.0), ("ML", "Mali", 17.5, -3.5), ("UA", "Ukraine", 49.0, 32.0))  # fmt: skip
_DIVISIONS = {
    "SY": ("DY", "HI", "HL", "HM", "RA"), "IQ": ("AN", "DI", "NI", "SD", "BA"), "YE": ("AB", "HU", "IB", "SD", "TA"),
    "SD": ("DN", "DS", "DW", "KH", "RS"), "ML": ("2", "4", "5", "7", "8"), "UA": ("09", "14", "23", "63", "65"),
}  # fmt: skip
_FIRST = date(2024, 1, 1)


def invented(reports: int, actors: int = 0, seed: int = 11, sentences: int = 12) -> EmbeddedStore:
    """A graph of so many reports. `actors` are as many as the reports by default; 400 reports give 100,000 triples."""
    store = EmbeddedStore()
    store.extend(ontology_quads())
    for reading in readings(reports, actors or reports, seed, sentences):
        store.extend(report_quads(reading, mentions=False))
        store.extend(link_quads(reading))
    store.replace_graph(iris.DERIVED_GRAPH, derived_quads(store.query))
    return store


def readings(reports: int, actors: int, seed: int, sentences: int) -> Iterator[Reading]:
    """What the reports say, one by one."""
    chance = random.Random(seed)
    for number in range(reports):
        yield _reading(number, actors, chance, sentences)


class _Writer:
    """Builds a report's text, and remembers whom and what it has named."""

    def __init__(self) -> None:
        self.text = ""
        self.entities: dict[str, Entity] = {}
        self.identities: dict[str, Identity] = {}
        self.links: dict[str, Link] = {}

    def add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def actor(self, number: int) -> tuple[str, str]:
        name, key = f"Group {number}", f"actor:{number}"
        kind = _KINDS[number % len(_KINDS)]
        self.entities[key] = Entity(key, "actor", name, kind, (name,))
        self.identities[key] = Identity(iris.actor_iri(name), name, kind, (name,))
        return key, name

    def place(self, number: int) -> tuple[str, str]:
        code, _, latitude, longitude = _LANDS[number % len(_LANDS)]
        name, key = f"Town {number}", f"place:{number}"
        self.entities[key] = Entity(key, "place", name, "Settlement", (name,), country=code)
        self.identities[key] = Identity(iris.place_iri(name, code), name, "Settlement", (name,))
        chance = random.Random(number)
        at = latitude + chance.uniform(-1.5, 1.5), longitude + chance.uniform(-1.5, 1.5)
        division = f"{code}-{_DIVISIONS[code][number % 5]}"
        entry = Candidate("geonames", str(900_000 + number), name, 0.9, *at, country=code, iso3166=division)
        others = (Candidate("geonames", str(800_000 + number), f"{name} Farm", 0.7, at[0], at[1] + 1.0, country=code),)
        self.links[key] = Link(key, entry, "exact", chance.choice((None, 5.0, 25.0)), others if number % 3 == 0 else ())
        return key, name


def _reading(number: int, actors: int, chance: random.Random, sentences: int) -> Reading:
    written = _Writer()
    events: list[Event] = []
    relations: list[Relation] = []
    day = _FIRST + timedelta(days=chance.randrange(330))
    for index in range(sentences):
        start = len(written.text)
        one, other = (written.actor(int(actors * chance.random() ** 3)) for _ in range(2))
        agent = Participant(one[0], one[1], written.add(one[1]))
        if index % 6 == 5 and one != other:
            written.add(" is backed by ")
            backer = written.add(other[1])
            span = Span(start, written.add(".").end)
            relations.append(
                Relation(f"r{index}", one[0], "backedBy", other[0], span, one[1], other[1], agent.span, backer)
            )
            written.add(" ")
            continue
        kind, verb = chance.choice(_DEEDS)
        written.add(" ")
        trigger = written.add(verb)
        written.add(" ")
        target = Participant(other[0], other[1], written.add(other[1]))
        written.add(" near ")
        key, town = written.place(int(120 * chance.random() ** 2))
        place = PlaceRef(key, town, written.add(town))
        written.add(" ")
        first = day + timedelta(days=chance.randrange(12))
        if chance.random() < 0.2:
            edtf, last = (
                f"{first:%Y-%m}",
                (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1),
            )
            time = TimeRef(edtf, f"{first:%Y-%m}-01", last.isoformat(), written.add(f"in {first:%B %Y}"))
        elif chance.random() < 0.1:
            time = None
            written.add("at some time")
        else:
            time = TimeRef(first.isoformat(), first.isoformat(), first.isoformat(), written.add(f"on {first:%d %B %Y}"))
        tolls: tuple[Toll, ...] = ()
        if kind not in ("Appeal", "Abduction"):
            dead = int(1 + 20 * chance.random() ** 4)
            most = dead if chance.random() < 0.8 else dead + 3
            written.add(", killing ")
            figure = written.add(f"{dead} to {most} people" if most != dead else f"{dead} people")
            tolls = (Toll("killed", "people", Figure(dead, most), figure),)
        span = Span(start, written.add(".").end)
        written.add(" ")
        of = f"e{index - 1}" if events and index % 7 == 3 and events[-1].key == f"e{index - 1}" else None
        events.append(Event(
            f"e{index}", kind, span, trigger, (agent,), (target,), place=place, time=time, tolls=tolls, part_of=of,
            modality="alleged" if chance.random() < 0.1 else "asserted",
        ))  # fmt: skip
    publisher = f"Monitor {number % 25}"
    document = Document(f"world/report-{number}.txt", written.text, f"Report {number} of the week", publisher,
                        (day + timedelta(days=13)).isoformat(), f"https://monitor.example/{number}")  # fmt: skip
    extraction = Extraction(document, (), tuple(written.entities.values()), tuple(events), tuple(relations))
    return Reading(extraction, written.identities, written.links)


if __name__ == "__main__":
    import sys

    from pyoxigraph import RdfFormat

    made = invented(int(sys.argv[1]))
    with open(sys.argv[2], "wb") as out:
        from pyoxigraph import serialize

        serialize(made.quads(), out, RdfFormat.TRIG)
    print(len(made), "quads")
