"""Event, mention and relation records: what they hold, their order, and their schemas."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest
from hand_made import REGISTER, SHELLING, TEXT, extraction, span
from pyoxigraph import NamedNode, Quad, Store

from kg.errors import QueryError
from kg.export import FORMATS, event_records, export, find_format
from kg.graph.iris import CURATION_GRAPH, ONTOLOGY_GRAPH
from kg.graph.terms import SKOS, text
from kg.graph.triples import report_quads
from kg.model import Event, Participant, Reading
from kg.resources import resource_dir

ID = "https://w3id.org/conflict-kg/id/"


def lines(store, name):
    out = io.BytesIO()
    number = export(store, name, out)
    records = [json.loads(line) for line in out.getvalue().decode("utf-8").splitlines()]
    assert len(records) == number
    return records


@pytest.fixture(scope="module")
def made() -> Store:
    """A graph that `kg.graph` made of an extraction."""
    store = Store()
    store.extend(report_quads(Reading(extraction())))
    store.load(path=str(resource_dir("ontology") / "conflict.ttl"), to_graph=NamedNode(ONTOLOGY_GRAPH))
    assert REGISTER
    return store


@pytest.mark.parametrize(("name", "schema"), [("events", "event"), ("mentions", "mention"), ("relations", "relation")])
def test_records_are_as_their_schema_says(everything, made, name, schema):
    rules = json.loads((files("kg.export") / "schemas" / f"{schema}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    validator = jsonschema.Draft202012Validator(rules)
    for store in (everything, made):
        records = lines(store, name)
        assert records
        for record in records:
            validator.validate(record)
            assert list(record) == list(rules["properties"])


# ---- events


def test_events_stand_in_the_order_of_the_text(everything):
    records = lines(everything, "events")
    keys = [(record["document"], record["start"], record["end"]) for record in records]
    assert keys == sorted(keys)
    assert len(records) == 20


def test_a_breakdown_is_a_total_with_parts(breakdown):
    nine, *parts = lines(breakdown, "events")[:4]
    assert (nine["count"], nine["part_of"], nine["time"]) == (9, None, "2024-08")
    assert [(part["count"], part["place"]["name"]) for part in parts] == [
        (4, "East Tarfa"), (4, "West Tarfa"), (4, "North Tarfa"),
    ]  # fmt: skip
    assert {part["part_of"] for part in parts} == {nine["id"]}
    assert [[toll["min"] for toll in one["fatalities"]] for one in (nine, *parts)] == [[21], [7], [14], [0]]


def test_participants_have_name_and_words_in_the_order_of_the_text(breakdown):
    nine = lines(breakdown, "events")[0]
    assert nine["agents"] == [{"iri": ID + "actor/red-lance", "name": "Red Lance", "surface": "Red Lance"}]
    assert [(one["name"], one["surface"]) for one in nine["targets"]] == [
        ("Interim Army", "Interim Army"), ("army auxiliaries", "auxiliaries"),
    ]  # fmt: skip
    assert nine["claimed_by"] == [{"iri": ID + "actor/sand-watch", "name": "Sand Watch", "surface": "Sand Watch"}]


def test_what_a_toll_includes_is_nested(breakdown):
    (toll,) = lines(breakdown, "events")[1]["fatalities"]
    assert (toll["group"], toll["iri"], toll["min"], toll["max"]) == ("fighters", None, 7, 7)
    assert toll["including"] == [
        {
            "group": "men of the River Guard",
            "iri": ID + "actor/river-guard",
            "min": 2,
            "max": 2,
            "including": [],
        }
    ]


def test_open_bounds_are_null_and_outcomes_have_fields_of_their_own(figures):
    mortars, captives = lines(figures, "events")[-2:]
    assert [(toll["min"], toll["max"]) for toll in mortars["injuries"]] == [(None, 4)]
    assert [(toll["min"], toll["max"]) for toll in mortars["displaced"]] == [(24, None)]
    assert mortars["fatalities"] == mortars["abducted"] == mortars["detained"] == []
    assert mortars["weapons"] == ["mortars"]
    assert [(toll["min"], toll["max"]) for toll in captives["abducted"]] == [(None, None)]
    assert captives["count"] is None


def test_supertypes_stand_nearest_first(sources, figures):
    found = {record["type"]: record["supertypes"] for record in [*lines(sources, "events"), *lines(figures, "events")]}
    assert found["Ambush"] == ["ArmedAttack", "Attack", "ConflictEvent"]
    assert found["MortarAttack"] == ["Shelling", "Attack", "ConflictEvent"]
    assert found["Attack"] == ["ConflictEvent"]


def test_a_place_brings_its_position_and_identifiers(sources):
    by_name = {record["place"]["name"]: record["place"] for record in lines(sources, "events") if record["place"]}
    qasra = by_name["Qasra"]
    assert (qasra["lat"], qasra["lon"], qasra["geonames"], qasra["wikidata"]) == (35.3, 40.1, "9000001", "Q9000001")
    assert by_name["Dunes Road"]["lat"] is None


def test_modality_and_claimants(everything):
    found = {
        (one["type"], one["modality"]): [who["surface"] for who in one["claimed_by"]]
        for one in event_records(everything)
    }
    assert found["Shooting", "denied"] == ["Red Lance"]
    assert found["ArmedAttack", "alleged"] == ["Witnesses"]
    assert found["Sweep", "planned"] == ["Sand Watch"]


def test_a_name_set_by_hand_comes_before_register_and_reports(sources):
    store = Store()
    store.extend(sources)
    label = NamedNode(SKOS + "prefLabel")
    store.add(Quad(NamedNode(ID + "actor/red-lance"), label, text("The Lance"), NamedNode(CURATION_GRAPH)))
    names = {one["name"] for record in event_records(store) for one in record["agents"]}
    assert "The Lance" in names
    assert "Red Lance" not in names


def test_records_of_a_graph_that_kg_made(made):
    (record,) = lines(made, "events")
    assert record["document"] == "reports/tal-amra.txt"
    assert TEXT[record["start"] : record["end"]] == record["text"]
    assert record["agents"][0]["surface"] == "The Dawn Brigade"
    assert record["count"] == 1
    assert [(toll["min"], toll["including"][0]["min"]) for toll in record["fatalities"]] == [(12, 4)]
    assert record["claimed_by"][0]["surface"] == "the Valley Monitor"


def test_an_empty_graph_gives_empty_exports():
    for name in ("events", "mentions", "relations"):
        assert lines(Store(), name) == []


# ---- mentions and relations


def test_mentions_have_words_offsets_and_what_they_refer_to(sources):
    records = [one for one in lines(sources, "mentions") if one["document"] == "reports/delta.txt"]
    assert [(one["start"], one["text"], one["type"]) for one in records][:3] == [
        (25, "Red Lance", "Organisation"), (47, "Omar market", "Location"), (62, "Qasra", "Location"),
    ]  # fmt: skip
    assert {one["text"]: one["iri"] for one in records}["10 May 2024"] is None


def test_relations_are_read_off_events_and_stated_relations(sources):
    records = lines(sources, "relations")
    found = {(one["document"], one["type"], *one["source"], *one["target"]) for one in records}
    delta, hill = "reports/delta.txt", "https://hill.example/raids"
    assert (delta, "FightingAgainst", 25, 34, 97, 104) in found
    assert (delta, "CoLocated", 97, 104, 62, 67) in found
    assert (delta, "CoLocated", 47, 58, 62, 67) in found
    assert (delta, "AlliesOf", 146, 155, 169, 178) in found
    assert (delta, "InChargeOf", 180, 188, 199, 208) in found
    assert (hill, "BelongsTo", 92, 103, 117, 129) in found
    assert (hill, "IsSynonymOf", 144, 153, 155, 157) in found
    assert len(found) == len(records)
    assert not [one for one in found if one[1] == "FightingAgainst" and "hospital" in one[0]]


def test_denied_attacks_things_and_words_of_other_sentences_make_no_fight(everything):
    fights = [one for one in lines(everything, "relations") if one["type"] == "FightingAgainst"]
    assert not [one for one in fights if "Shooting" in one["iri"] or "ArmedAttack" in one["iri"]]
    parts = [one for one in fights if one["document"] == "reports/breakdown.txt"]
    assert {tuple(one["source"]) for one in parts} == {(34, 43)}
    assert len(parts) == 2


def test_relations_of_a_graph_that_kg_made(made):
    found = {
        (one["type"], TEXT[slice(*one["source"])], TEXT[slice(*one["target"])]) for one in lines(made, "relations")
    }
    assert ("AlliesOf", "The brigade", "Norland") in found
    assert ("CoLocated", "The Dawn Brigade", "Tal Amra") in found


def related_by(event: Event) -> set[tuple[str, str, str]]:
    """The relations in a graph of the hand-made report, of which `event` is the only event."""
    store = Store()
    store.extend(report_quads(Reading(replace(extraction(), events=(event,), relations=(), mention_relations=()))))
    store.load(path=str(resource_dir("ontology") / "conflict.ttl"), to_graph=NamedNode(ONTOLOGY_GRAPH))
    found = lines(store, "relations")
    return {(one["type"], TEXT[slice(*one["source"])], TEXT[slice(*one["target"])]) for one in found}


CHILDREN = Participant("actor:children", "4 children", span("4 children"))


def test_who_strikes_from_afar_is_not_where_the_shells_fall():
    # "Ankara claims the strike on Tal Amra" put Ankara there: of re3d's nine such pairs none was right.
    found = related_by(replace(SHELLING, targets=(CHILDREN,)))
    assert found == {
        ("FightingAgainst", "The Dawn Brigade", "4 children"),
        ("CoLocated", "4 children", "Tal Amra"),
    }


def test_a_place_that_is_struck_beside_others_is_not_where_they_are():
    town = Participant("place:tal-amra", "Tal Amra", span("Tal Amra"))
    found = related_by(replace(SHELLING, targets=(CHILDREN, town)))
    assert not [one for one in found if one[0] == "CoLocated"]


@pytest.mark.parametrize(("modality", "taken"), [("asserted", True), ("alleged", True), ("planned", False)])
def test_who_takes_a_place_is_in_charge_of_it(modality, taken):
    found = related_by(replace(SHELLING, type="TerritorialCapture", modality=modality))
    assert (("InChargeOf", "The Dawn Brigade", "Tal Amra") in found) == taken


# ---- formats


def test_an_unknown_format_is_answered_with_the_nearest():
    with pytest.raises(QueryError, match="Did you mean 'graphml'"):
        find_format("graphlm")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_the_same_bytes_twice(everything, name):
    first, second = io.BytesIO(), io.BytesIO()
    assert export(everything, name, first) == export(everything, name, second) > 0
    assert first.getvalue() == second.getvalue()
