"""Tables, networks and RDF: what other programs read back."""

from __future__ import annotations

import csv
import io

import networkx
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.export import export
from kg.export.table import COLUMNS, figure, safe

ID = "https://w3id.org/conflict-kg/id/"


def written(store, name) -> bytes:
    out = io.BytesIO()
    export(store, name, out)
    return out.getvalue()


def table(store):
    return list(csv.DictReader(io.StringIO(written(store, "csv").decode("utf-8-sig"), newline="")))


def test_a_spreadsheet_knows_the_table_for_utf_8(breakdown):
    assert written(breakdown, "csv").startswith(b"\xef\xbb\xbfid,type,")


def test_the_table_has_one_row_an_event_with_flat_cells(breakdown):
    rows = table(breakdown)
    assert len(rows) == 7
    assert tuple(rows[0]) == COLUMNS
    nine = rows[0]
    assert (nine["agents"], nine["targets"], nine["place"]) == (
        "Red Lance", "Interim Army; army auxiliaries", "Tarfa desert",
    )  # fmt: skip
    assert (nine["fatalities_min"], nine["fatalities_max"], nine["count"]) == ("21", "21", "9")
    assert rows[1]["fatalities"] == "7 fighters (including 2 men of the River Guard)"


def test_open_bounds_are_empty_cells(figures):
    (mortars,) = [row for row in table(figures) if row["type"] == "MortarAttack"]
    assert (mortars["injuries"], mortars["injuries_min"], mortars["injuries_max"]) == ("up to 4 people", "", "4")
    assert (mortars["displaced_min"], mortars["displaced_max"]) == ("24", "")
    assert mortars["fatalities_min"] == ""


def test_words_of_a_report_never_become_a_formula(figures):
    (mortars,) = [row for row in table(figures) if row["type"] == "MortarAttack"]
    assert mortars["agents"] == "'=cmd"
    assert mortars["document"] == "'=reports/figures.txt"


@given(st.text())
def test_a_safe_cell_holds_the_same_words_and_begins_with_no_sign(words):
    cell = safe(words)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.removeprefix("'") == words.removeprefix("'")


def test_numbers_stay_numbers():
    assert safe(-3.5) == -3.5
    assert safe(None) == ""


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ((21, 21), "21"),
        ((20, 25), "20 to 25"),
        ((21, None), "at least 21"),
        ((None, 5), "up to 5"),
        ((None, None), "some"),
    ],
)
def test_bounds_in_words(bounds, words):
    assert figure(*bounds) == words


@pytest.mark.parametrize(("name", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)])
def test_networks_are_read_back_with_their_attributes(sources, name, read):
    graph = read(io.BytesIO(written(sources, name)))
    lance, northland = ID + "actor/red-lance", ID + "actor/northland"
    assert graph.nodes[lance]["label"] == "Red Lance"
    assert graph.nodes[lance]["kind"] == "NonStateArmedGroup"
    edges = [attributes for _, _, attributes in graph.edges(data=True)]
    assert {edge["relation"] for edge in edges} == {"attacked", "backedBy"}
    assert graph.has_edge(lance, northland)
    (attack,) = [edge for edge in edges if edge.get("toll")]
    assert (attack["toll"], attack["first"], attack["weight"]) == (5, "2024-05-10", 1.0)


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_characters_that_xml_cannot_hold_do_not_spoil_a_network(sources, name):
    store = Store()
    store.extend(sources)
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    for quad in list(store.quads_for_pattern(NamedNode(ID + "actor/red-lance"), label, None, None)):
        store.remove(quad)
        store.add(Quad(quad.subject, label, Literal("Red\x0b & <Lance>"), quad.graph_name))
    read = networkx.read_graphml if name == "graphml" else networkx.read_gexf
    graph = read(io.BytesIO(written(store, name)))
    assert graph.nodes[ID + "actor/red-lance"]["label"] == "Red\ufffd & <Lance>"


@pytest.mark.parametrize(("name", "syntax"), [("nquads", "nquads"), ("jsonld", "json-ld")])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_datasets_are_read_back_with_their_named_graphs(breakdown, name, syntax):
    dataset = rdflib.Dataset()
    dataset.parse(data=written(breakdown, name).decode("utf-8"), format=syntax)
    quads = list(dataset.quads())
    assert len(quads) == len(breakdown)
    assert {str(quad[3]) for quad in quads} == {graph.value for graph in breakdown.named_graphs()}


def test_turtle_holds_every_statement_once(sources):
    graph = rdflib.Graph().parse(data=written(sources, "turtle").decode("utf-8"), format="turtle")
    assert len(graph) == len({quad.triple for quad in sources})
