"""Reports and graphs of any size, made up: a few actors and places are in nearly every report, most in few.

Which actor, place or publisher comes next follows a power law (Zipf's, as names in news do); how many events a report
tells and how many were killed is skewed in the same way. The same size gives the same reports and the same graph.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph.terms import DCT, OA, SCHEMA, SKOS, TYPE, date, decimal, integer, kg, node, text
from kg.model import Document, Span

ACTORS = (
    "the Fajr Brigade", "the army", "the Northern Front", "government forces", "the Islamic State",
    "unidentified gunmen", "the Karama Movement", "the police", "tribal fighters", "the Third Division",
    "Hezbollah", "the Taliban", "the Dawn Column", "the air force", "the Popular Guard", "the United Nations",
    "border guards", "al-Shabaab",
)  # fmt: skip
PLACES = (
    "Aleppo", "Mosul", "Gao", "Kidal", "Goma", "El Fasher", "Maiduguri", "Kherson", "Sidon", "Marib", "Mogadishu",
    "Sirte", "Kandahar", "Kirkuk", "Bangui", "Taiz", "Deir ez-Zor", "Bamako", "Misrata", "Nyala", "Homs",
    "Port-au-Prince",
)  # fmt: skip
PUBLISHERS = ("Plains Monitor", "Harbour News Agency", "Valley Observatory", "Delta Herald", "Ridge Radio")
SENTENCES = (
    "{actor} attacked a convoy of {other} near {place} on {day}, killing {number} soldiers.",
    "A car bomb killed {number} people and wounded {more} in {place} late on {day}, {publisher} reported.",
    "{actor} shelled the outskirts of {place}; {number} civilians, among them two children, were killed.",
    "{other} said that {actor} had abducted {number} aid workers on the road to {place}.",
    "At least {more} families fled {place} after clashes between {actor} and {other} since {day}.",
    "Talks between {actor} and {other} in {place} ended on {day} without an agreement.",
    "Residents of {place} said that prices of bread and fuel had doubled within weeks.",
    "{actor} denied any part in the strike on {place}, in which {number} fighters of {other} died.",
    "The hospital in {place} received {more} wounded, a doctor told {publisher} by telephone.",
    "Rain closed the roads around {place}, and the weekly market was put off until further notice.",
)
TYPES = ("Shelling", "Airstrike", "Ambush", "ArmedClash", "Abduction", "Killing", "Meeting", "Bombing", "Appeal")


class _Skewed:
    """Ranks 0 to `most` - 1, each about half as likely as the one of half its number (Zipf with exponent 1)."""

    def __init__(self, most: int, chance: random.Random) -> None:
        self._sums = list(accumulate(1 / rank for rank in range(1, most + 1)))
        self._chance = chance

    def __call__(self) -> int:
        return bisect(self._sums, self._chance.random() * self._sums[-1])


def reports(number: int, sentences: int = 8, seed: int = 7) -> Iterator[Document]:
    """So many reports of some `sentences` sentences each (15 words a sentence), one by one."""
    chance = random.Random(seed)
    actor, place, publisher = (_Skewed(len(words), chance) for words in (ACTORS, PLACES, PUBLISHERS))
    for index in range(number):
        says = PUBLISHERS[publisher()]
        told = []
        for _ in range(max(2, round(chance.gauss(sentences, sentences / 4)))):
            first, other = ACTORS[actor()], ACTORS[actor()]
            told.append(
                chance.choice(SENTENCES).format(
                    actor=first, other=other, place=PLACES[place()], publisher=says,
                    day=f"{chance.randint(1, 28)} May", number=chance.randint(2, 19), more=chance.randint(20, 400),
                )
            )  # fmt: skip
        prose = " ".join(one[0].upper() + one[1:] for one in told)
        published = f"2024-06-{index % 28 + 1:02}"
        yield Document(f"made-up/{index}.txt", prose, f"Report {index}", says, published, sha256=f"{index:064x}")


def graph(triples: int, seed: int = 7) -> Iterator[Quad]:
    """Quads as `kg build` writes them, report by report, about `triples` of them (whole reports)."""
    chance = random.Random(seed)
    size = max(20, triples // 400)
    actor, place, publisher = _Skewed(size, chance), _Skewed(max(20, size // 3), chance), _Skewed(40, chance)
    written = number = 0
    linked: set[int] = set()
    while written < triples:
        for quad in _report(number, chance, actor, place, publisher, linked):
            yield quad
            written += 1
        number += 1


def _report(
    number: int, chance: random.Random, actor: _Skewed, place: _Skewed, publisher: _Skewed, linked: set[int]
) -> Iterator[Quad]:
    """The quads of one report. `linked` are the places that have their link already; new ones are added."""
    report = iris.report_iri(f"made-up/{number}.txt")
    home = NamedNode(iris.report_graph(report))
    here = NamedNode(report)
    label = node(SKOS + "prefLabel")
    derived = node(iris.DERIVED_GRAPH)
    named: dict[str, NamedNode] = {}

    def say(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
        return Quad(subject, predicate, value, home)

    def thing(kind: str, rank: int) -> Iterator[Quad]:
        iri = f"{iris.ID}{kind}/made-up-{rank}"
        if iri not in named:
            named[iri] = node(iri)
            known = "Place" if kind == "place" else ("NonStateArmedGroup", "StateForces", "CivilianGroup")[rank % 3]
            yield say(named[iri], TYPE, kg(known))
            yield say(named[iri], label, text(f"{kind.title()} {rank}"))
            if kind == "place" and rank:
                yield say(named[iri], kg("within"), node(f"{iris.ID}place/made-up-{rank // 5}"))
                yield from thing("place", rank // 5)
            if kind == "place" and rank not in linked:
                linked.add(rank)
                yield from _link(named[iri], rank)

    def words(subject: NamedNode, predicate: str, start: int, end: int) -> Iterator[Quad]:
        selector = NamedNode(f"{report}#char={start},{end}")
        yield say(subject, kg(predicate), selector)
        yield say(selector, TYPE, kg("Evidence"))
        yield say(selector, node(OA + "start"), integer(start))
        yield say(selector, node(OA + "end"), integer(end))
        yield say(selector, node(OA + "exact"), text(f"words {start} to {end} of report {number}"))
        yield say(selector, kg("inReport"), here)

    def mention(named: NamedNode, start: int, end: int) -> Iterator[Quad]:
        found = NamedNode(iris.mention_iri(report, Span(start, end), "Organisation"))
        yield say(found, TYPE, kg("Mention"))
        yield say(found, kg("refersTo"), named)
        yield from words(found, "evidence", start, end)

    says = publisher()
    yield say(here, TYPE, kg("Report"))
    yield say(here, node(DCT + "identifier"), text(f"made-up/{number}.txt"))
    yield say(here, node(SCHEMA + "datePublished"), text(f"2024-{number % 12 + 1:02}-15"))
    yield from thing("actor", says)
    source = node(f"{iris.ID}actor/made-up-{says}")
    yield say(here, node(DCT + "publisher"), source)
    for index in range(min(40, 2 + int(chance.paretovariate(1.2)))):
        start = index * 120
        kind = chance.choice(TYPES)
        event = NamedNode(f"{report}/event/{start}-{start + 6}-{kind}")
        sides = []
        for _ in range(2):
            rank = actor()
            yield from thing("actor", rank)
            sides.append(node(f"{iris.ID}actor/made-up-{rank}"))
        rank = place()
        yield from thing("place", rank)
        yield say(event, TYPE, kg(kind))
        yield say(event, kg("inReport"), here)
        yield from words(event, "statedAt", start, start + 110)
        yield from words(event, "evidence", start, start + 110)
        for side, at in zip(sides, (start, start + 60), strict=True):
            yield from mention(side, at, at + 20)
        yield say(event, kg("trigger"), text("attacked"))
        yield say(event, kg("agent"), sides[0])
        yield say(event, kg("target"), sides[1])
        yield say(event, kg("place"), node(f"{iris.ID}place/made-up-{rank}"))
        day = f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield say(event, kg("edtf"), text(day))
        yield say(event, kg("earliest"), date(day))
        yield say(event, kg("latest"), date(day))
        yield say(event, kg("modality"), kg("asserted"))
        yield say(event, kg("claimedBy"), source)
        yield say(event, kg("attributed"), Literal(False))
        yield say(event, kg("confidence"), decimal(0.8))
        toll = NamedNode(f"{event.value}/toll/{start}-{start + 2}-killed")
        dead = integer(min(300, int(chance.paretovariate(1))))
        yield say(event, kg("toll"), toll)
        yield say(toll, TYPE, kg("Toll"))
        yield say(toll, kg("outcome"), kg("Killed"))
        yield say(toll, kg("group"), text("people"))
        yield say(toll, kg("min"), dead)
        yield say(toll, kg("max"), dead)
        yield from words(toll, "evidence", start, start + 2)
        if sides[0] != sides[1] and kind in ("Shelling", "Airstrike", "Ambush", "Killing"):
            edge = node(iris.edge_iri(sides[0].value, kg("attacked").value, sides[1].value))
            yield Quad(edge, TYPE, kg("Edge"), derived)
            yield Quad(edge, kg("subject"), sides[0], derived)
            yield Quad(edge, kg("predicate"), kg("attacked"), derived)
            yield Quad(edge, kg("object"), sides[1], derived)
            yield Quad(edge, kg("derivedFrom"), event, derived)
            yield Quad(sides[0], kg("attacked"), sides[1], derived)


def _link(place: NamedNode, rank: int) -> Iterator[Quad]:
    """What a linked place carries, as far as the questions ask for it."""
    home = node(iris.LINKS_GRAPH)
    number = str(9_000_000 + rank)
    yield Quad(place, node(SKOS + "exactMatch"), node(f"https://sws.geonames.org/{number}/"), home)
    yield Quad(place, kg("geonamesId"), text(number), home)
    yield Quad(place, kg("countryCode"), text(("SY", "SD", "UA", "ML")[rank % 4]), home)
    yield Quad(place, kg("linkScore"), decimal(0.9), home)
