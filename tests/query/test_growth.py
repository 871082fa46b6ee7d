"""No question may grow faster than the graph: actors that thousands of reports name are where plans go wrong."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from kg.graph.iris import DERIVED_GRAPH, ID, ONTOLOGY_GRAPH
from kg.graph.terms import DCT, OA, PREFIXES, SCHEMA, SKOS, TYPE, date, kg
from kg.query import run
from kg.query.source import QueryResult
from kg.resources import resource_dir

CLASSES = ("Shelling", "Airstrike", "Ambush", "Killing", "Appeal")
QUESTIONS = [
    ("actors", {}),
    ("who-attacked-whom", {}),
    ("relations", {}),
    ("tolls", {}),
    ("tolls", {"place": "Place 5"}),
    ("discrepancies", {}),
    ("claims-by-source", {}),
    ("at-place", {"place": "Place 0"}),
    ("timeline", {"actor": "Actor 0"}),
    ("external-ids", {}),
    ("evidence", {"node": "Actor 0"}),
    ("neighbours", {"actor": "Actor 0", "depth": 3}),
    ("violations", {}),
]

#: What is asked of one thing, which one report alone names.
OF_ONE = [
    ("who-attacked-whom", {"agent": "Actor rare-0"}),
    ("who-attacked-whom", {"target": "Actor rare-0"}),
    ("relations", {"actor": "Actor rare-0"}),
    ("tolls", {"perpetrator": "Actor rare-0"}),
    ("tolls", {"place": "Place rare-0"}),
    ("tolls", {"perpetrator": "Actor rare-0", "place": "Place rare-0"}),
    ("claims-by-source", {"source": "Publisher rare"}),
    ("claims-by-source", {"source": "Publisher rare", "alone": True}),
    ("violations", {"perpetrator": "Actor rare-0"}),
    ("at-place", {"place": "Place rare-0"}),
    ("timeline", {"actor": "Actor rare-0"}),
    ("external-ids", {"node": "Place rare-0"}),
    ("evidence", {"node": f"{ID}report/r9999/event/0-5-Attack"}),
    ("evidence", {"node": "Actor rare-0", "object": "Publisher rare"}),
    ("neighbours", {"actor": "Actor rare-0"}),
    ("neighbours", {"actor": "Actor rare-0", "depth": 3}),
]


def made_up(reports: int, events: int = 10) -> Store:
    """Reports with events of few actors and places, of which the first are in nearly every report."""
    store = Store()
    store.load(path=str(resource_dir("ontology") / "conflict.ttl"), to_graph=NamedNode(ONTOLOGY_GRAPH))
    chance = random.Random(7)
    for number in range(reports):
        store.extend(_report(number, events, chance))
    return store


def _report(number: int, events: int, chance: random.Random) -> Iterator[Quad]:
    report = NamedNode(f"{ID}report/r{number}")
    graph = NamedNode(report.value + "/graph")
    publisher = NamedNode(f"{ID}actor/publisher-{number % 20}")
    label = NamedNode(SKOS + "prefLabel")

    def say(subject, predicate, object_):
        if not isinstance(predicate, NamedNode):
            predicate = kg(predicate)
        return Quad(subject, predicate, object_, graph)

    def words(start, end):
        selector = NamedNode(f"{report.value}#char={start},{end}")
        offsets = (("start", Literal(start)), ("end", Literal(end)), ("exact", Literal(f"words at {start}")))
        yield from (say(selector, NamedNode(OA + name), value) for name, value in offsets)
        yield say(selector, "inReport", report)

    yield say(report, TYPE, kg("Report"))
    yield say(report, NamedNode(DCT + "identifier"), Literal(f"report {number}"))
    yield say(report, NamedNode(SCHEMA + "datePublished"), Literal(f"2024-{number % 12 + 1:02}-15"))
    yield say(publisher, TYPE, kg("Monitor"))
    yield say(publisher, label, Literal(f"Publisher {number % 20}"))
    total = None
    for index in range(events):
        start = index * 100
        event = NamedNode(f"{report.value}/event/{start}-{start + 5}-Attack")
        whole = NamedNode(f"{report.value}#char={start},{start + 90}")
        yield from words(start, start + 90)
        yield say(event, TYPE, kg(chance.choice(CLASSES)))
        for name, value in (("inReport", report), ("evidence", whole), ("statedAt", whole), ("claimedBy", publisher)):
            yield say(event, name, value)
        yield say(event, "modality", kg("asserted"))
        for role in ("agent", "target"):
            which = int(200 * chance.random() ** 3)
            actor = NamedNode(f"{ID}actor/{which}")
            yield say(actor, TYPE, kg("NonStateArmedGroup" if which % 5 else "CivilianGroup"))
            yield say(actor, label, Literal(f"Actor {which}"))
            yield say(event, role, actor)
        which = int(100 * chance.random() ** 2)
        place = NamedNode(f"{ID}place/{which}")
        yield say(place, TYPE, kg("Place"))
        yield say(place, label, Literal(f"Place {which}"))
        if which:
            yield say(place, "within", NamedNode(f"{ID}place/{which // 3}"))
        yield say(event, "place", place)
        day = f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield from (say(event, name, date(day)) for name in ("earliest", "latest"))
        yield say(event, "edtf", Literal(day))
        for name, kind, most in (("incidentCount", "IncidentCount", 3), ("toll", "Toll", 20)):
            figure = NamedNode(f"{event.value}/{name}")
            amount = Literal(chance.randint(0, most))
            yield say(event, name, figure)
            yield say(figure, TYPE, kg(kind))
            yield from (say(figure, bound, amount) for bound in ("min", "max"))
        yield say(figure, "outcome", kg("Killed"))
        yield say(figure, "group", Literal("people"))
        relation = NamedNode(f"{report.value}/relation/{start}")
        edge = NamedNode(f"{ID}edge/{number}-{index}")
        for name, value in (("subject", actor), ("predicate", kg("backedBy")), ("object", publisher)):
            yield say(relation, name, value)
            yield Quad(edge, kg(name), value, NamedNode(DERIVED_GRAPH))
        yield say(relation, TYPE, kg("ActorRelation"))
        yield say(relation, "inReport", report)
        yield say(relation, "evidence", whole)
        yield say(relation, "modality", kg("asserted"))
        yield Quad(edge, TYPE, kg("Edge"), NamedNode(DERIVED_GRAPH))
        yield Quad(edge, kg("derivedFrom"), event if index % 2 else relation, NamedNode(DERIVED_GRAPH))
        if index % 5 == 0:
            total = event
        elif index % 5 < 3:
            yield say(event, "partOf", total)


def with_a_rare_report(store: Store) -> Store:
    """The same with one report more, of actors and places that no other report names."""
    data = serialize(_report(9999, 20, random.Random(1)), format=RdfFormat.N_QUADS)
    assert data is not None
    for word in (b"id/actor/", b"id/place/", b'"Actor ', b'"Place '):
        data = data.replace(word, word + b"rare-")
    data = data.replace(b'"Publisher 19"', b'"Publisher rare"')
    store.load(data, RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def stores() -> tuple[Store, Store]:
    return with_a_rare_report(made_up(40)), with_a_rare_report(made_up(200))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "parameters"), QUESTIONS, ids=lambda value: str(value))
def test_five_times_the_graph_takes_no_more_than_some_five_times_the_time(stores, name, parameters):
    """Measured in processor time, the best of three. A walk over all pairs would take 25 times as long.

    Most take 5 to 10 times as long; the engine's hash order, which differs from run to run, has made it 14.
    """
    small, large = (min(_processor_time(store, name, parameters) for _ in range(3)) for store in stores)
    assert large < 18 * max(small, 0.05)
    assert large < 20


@pytest.mark.parametrize(("name", "parameters"), OF_ONE, ids=str)
def test_what_is_asked_of_one_thing_takes_no_longer_where_the_rest_of_the_graph_is_larger(stores, name, parameters):
    """Five times the graph took five times the time, or more, while the engine began with all that the graph holds."""
    small, large = (min(_processor_time(store, name, parameters) for _ in range(5)) for store in stores)
    assert large < 2 * small + 0.003
    assert len(run(stores[0], name, parameters).rows) == len(run(stores[1], name, parameters).rows)


class PlainSparql:
    """A source whose engine is told nothing of an order of joins."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def query(self, sparql: str, /) -> QueryResult:
        assert "LATERAL" not in sparql.replace("#> LATERAL", "")
        return self._store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [*QUESTIONS, *OF_ONE, ("neighbours", {"actor": "Actor rare-0", "unconfirmed": True})],
    ids=str,
)
def test_an_engine_that_is_told_nothing_of_the_order_of_joins_answers_the_same(stores, name, parameters):
    store = stores[0]
    assert run(PlainSparql(store), name, parameters).rows == run(store, name, parameters).rows


def test_disagreements_of_many_incidents_stand_in_one_order(stores):
    """They stood as the engine's hash order had them, which differs from run to run."""
    for row in run(stores[0], "tolls", {"by": "report"}).records():
        told = row["disagreement"].split("; ")
        assert told == sorted(told)


def _processor_time(store: Store, name: str, parameters: dict) -> float:
    started = time.process_time()
    run(store, name, parameters)
    return time.process_time() - started
