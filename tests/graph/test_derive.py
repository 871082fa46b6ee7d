"""Derived edges: which follow from what reports say, and which do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hand_made import ACTOR, BACKING, REGISTER, SHELLING, document, extraction, span
from pyoxigraph import NamedNode

from kg.errors import DataError
from kg.graph import iris
from kg.graph.derive import derived_quads
from kg.graph.network import actors, edges, network
from kg.graph.register import ontology_quads, register_quads
from kg.graph.triples import report_quads
from kg.model import Event, Participant, Reading
from kg.resolve import Resolver
from kg.store.embedded import EmbeddedStore

DAWN, NORLAND = ACTOR + "dawn-brigade", ACTOR + "norland"
BRIGADE = Participant("actor:dawn-brigade", "The Dawn Brigade", span("The Dawn Brigade"))
STATE = Participant("actor:norland", "Norland", span("Norland"))


def store_of(*events: Event, relations: tuple = (), name: str = "a") -> EmbeddedStore:
    store = EmbeddedStore()
    store.extend(ontology_quads())
    add(store, *events, relations=relations, name=name)
    return store


def add(store: EmbeddedStore, *events: Event, relations: tuple = (), name: str = "a") -> None:
    said = replace(extraction(document(name)), events=events, relations=relations)
    store.extend(report_quads(Reading(said, Resolver(REGISTER).resolve(said))))


def derive(store: EmbeddedStore) -> EmbeddedStore:
    store.replace_graph(iris.DERIVED_GRAPH, derived_quads(store.query))
    return store


def stated(store: EmbeddedStore) -> set[tuple[str, str, str]]:
    return {(edge.subject.rsplit("/", 1)[1], edge.relation, edge.object.rsplit("/", 1)[1])
            for edge in edges(store.query)}  # fmt: skip


def event(kind: str, **changes: object) -> Event:
    return replace(SHELLING, type=kind, agents=(BRIGADE,), targets=(STATE,), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "relation"),
    [
        ("SniperAttack", "attacked"),
        ("Massacre", "attacked"),
        ("HostageTaking", "abducted"),
        ("Arrest", "detained"),
        ("PrisonerExchange", "released"),
        ("Sanction", "sanctioned"),
        ("Threat", "threatened"),
        ("Condemnation", "accused"),
        ("Demand", "appealedTo"),
        ("AidDelivery", "aided"),
    ],
)
def test_agent_and_target_of_an_event_are_joined_by_what_it_is(kind: str, relation: str) -> None:
    store = derive(store_of(event(kind)))
    assert stated(store) == {("dawn-brigade", relation, "norland")}
    assert bool(store.query(f"ASK {{ GRAPH <{iris.DERIVED_GRAPH}> {{ <{DAWN}> kg:{relation} <{NORLAND}> }} }}"))


@pytest.mark.parametrize("modality", ["denied", "planned"])
def test_what_is_denied_or_planned_joins_nobody(modality: str) -> None:
    assert stated(derive(store_of(event("Shelling", modality=modality)))) == set()


def test_an_event_without_a_side_or_with_one_side_twice_joins_nobody() -> None:
    alone = replace(event("Shelling"), targets=())
    itself = replace(event("Shelling", key="e2", trigger=span("killing")), targets=(BRIGADE,))
    assert stated(derive(store_of(alone, itself))) == set()


@pytest.mark.parametrize("turned", [False, True])
def test_a_clash_is_one_edge_whoever_is_named_first(turned: bool) -> None:
    clash = event("ArmedClash")
    if turned:
        clash = replace(clash, agents=clash.targets, targets=clash.agents)
    store = derive(store_of(clash))
    assert stated(store) == {("dawn-brigade", "clashedWith", "norland")}
    for one, other in ((DAWN, NORLAND), (NORLAND, DAWN)):
        assert bool(store.query(f"ASK {{ <{one}> kg:clashedWith <{other}> }}"))


def test_sides_that_are_all_agents_clash_with_each_other() -> None:
    clash = replace(event("ArmedClash"), agents=(BRIGADE, STATE), targets=())
    assert stated(derive(store_of(clash))) == {("dawn-brigade", "clashedWith", "norland")}


def test_a_stated_relation_is_an_edge_in_its_direction() -> None:
    store = derive(store_of(relations=(BACKING,)))
    assert stated(store) == {("dawn-brigade", "backedBy", "norland")}
    assert not bool(store.query(f"ASK {{ <{NORLAND}> kg:backedBy <{DAWN}> }}"))


def test_a_relation_that_holds_both_ways_is_one_edge_from_two_reports() -> None:
    allied = replace(BACKING, predicate="alliedWith")
    store = store_of(relations=(allied,))
    turned = replace(allied, subject=allied.object, object=allied.subject)
    add(store, relations=(turned,), name="b")
    (edge,) = edges(derive(store).query)
    assert (edge.relation, edge.events) == ("alliedWith", 2)


def test_an_edge_leads_back_to_all_that_it_rests_on() -> None:
    store = store_of(event("Shelling"))
    add(store, event("Airstrike"), name="b")
    derive(store)
    (edge,) = edges(store.query)
    assert edge.events == 2
    assert edge.iri == iris.edge_iri(DAWN, NamedNode("https://w3id.org/conflict-kg/ontology#attacked").value, NORLAND)
    rows = store.query(f"SELECT ?e {{ <{edge.iri}> kg:derivedFrom ?e . ?e kg:inReport ?d ; kg:evidence ?words }}")
    assert {row["e"].value.split("/event/")[0] for row in rows} == {iris.report_iri("a"), iris.report_iri("b")}


def test_the_network_has_actors_with_kinds_and_edges_with_days_and_dead() -> None:
    graph = network(derive(store_of(event("Shelling"), relations=(BACKING,))).query)
    assert graph.nodes[DAWN] == {"label": "Dawn Brigade", "kind": "RebelGroup", "country": "SY", "events": 1}
    attack = graph.edges[DAWN, NORLAND, "attacked"]
    assert (attack["events"], attack["toll"], attack["first"], attack["last"]) == (1, 12, "2024-05-03", "2024-05-03")
    assert graph.edges[DAWN, NORLAND, "backedBy"]["toll"] is None


def test_a_total_and_its_parts_are_counted_once_and_statistics_not_at_all() -> None:
    whole = event("Shelling")
    part = replace(event("Shelling"), key="e2", trigger=span("killing"), part_of="e1")
    assert whole.time is not None
    statistic = event("Airstrike", key="e3", time=replace(whole.time, cumulative=True))
    (edge,) = edges(derive(store_of(whole, part, statistic)).query)
    assert (edge.events, edge.toll) == (3, 12)


def test_an_empty_graph_has_an_empty_network() -> None:
    assert actors(EmbeddedStore().query) == []
    assert network(EmbeddedStore().query).number_of_nodes() == 0


def test_the_register_brings_the_relatives_of_those_named() -> None:
    entries = {entry.iri: entry for entry in REGISTER}
    quads = register_quads(entries, [ACTOR + "valley-monitor", ACTOR + "nobody"])
    assert {quad.subject.value for quad in quads} == {NORLAND, ACTOR + "valley-monitor"}
    assert register_quads(entries, [NORLAND]) == [quad for quad in quads if quad.subject.value == NORLAND]


def test_a_derivation_that_is_no_construct_or_makes_blank_nodes_is_refused(tmp_path: Path) -> None:
    query = tmp_path / "broken.rq"
    query.write_text("SELECT * { ?s ?p ?o }")
    store = store_of(event("Shelling"))
    with pytest.raises(DataError, match="CONSTRUCT"):
        derived_quads(store.query, tmp_path)
    query.write_text("CONSTRUCT { ?s ?p [] } WHERE { ?s ?p ?o }")
    with pytest.raises(DataError, match="blank"):
        derived_quads(store.query, tmp_path)
    query.unlink()
    with pytest.raises(DataError, match="no derivation"):
        derived_quads(store.query, tmp_path)
