"""Answers as text."""

from __future__ import annotations

import csv
import io
import json

import pytest
import rdflib
from pyoxigraph import Store

from kg.errors import QueryError
from kg.query import as_queryable, render, run, with_labels
from kg.query.result import shorten

ROW = """SELECT ?iri ?text ?number ?negative ?day ?tagged ?none WHERE {
  VALUES (?iri ?text ?number ?negative ?day ?tagged) {
    (kg:Attack "=1+1" 5 -3 "2024-03-08"^^xsd:date "Angriff"@de)
  }
}"""


@pytest.fixture(scope="module")
def row():
    return run(Store(), ROW)


def test_csv_keeps_numbers_and_disarms_formulas(row):
    (header, cells) = csv.reader(io.StringIO(render(row, "csv")))
    assert header == ["iri", "text", "number", "negative", "day", "tagged", "none"]
    assert cells == ["https://w3id.org/conflict-kg/ontology#Attack", "'=1+1", "5", "-3", "2024-03-08", "Angriff", ""]


def test_tsv_writes_terms_on_one_line():
    result = run(Store(), 'SELECT ?a ?b { VALUES (?a ?b) { ("tab\\there\\nline" 7) } }')
    assert render(result, "tsv") == '?a\t?b\n"tab\\there\\nline"\t7\n'


def test_json_has_plain_values(row):
    (record,) = json.loads(render(row, "json"))
    assert record["number"] == 5
    assert record["none"] is None
    assert record["text"] == "=1+1"


def test_sparql_json_is_read_by_others(row):
    answer = json.loads(render(row, "srj"))
    assert answer["head"]["vars"][0] == "iri"
    (binding,) = answer["results"]["bindings"]
    assert binding["tagged"] == {"type": "literal", "value": "Angriff", "xml:lang": "de"}
    assert binding["iri"]["type"] == "uri"
    assert "none" not in binding
    assert binding["day"]["datatype"].endswith("#date")


def test_a_table_shows_names_for_iris_and_prefixes_for_terms(sources):
    graph = as_queryable(sources)
    shown = render(with_labels(run(graph, "SELECT ?a ?kind { ?a a ?kind } ORDER BY ?a"), graph), width=200)
    assert "Red Lance" in shown
    assert "kg:NonStateArmedGroup" in shown
    assert "actor/red-lance" not in shown


def test_a_table_says_how_many_rows_and_shows_brackets_as_they_are():
    assert render(run(Store(), "SELECT * { ?s ?p ?o }")) == "0 rows\n"
    assert "[red]x" in render(run(Store(), 'SELECT ?a { VALUES ?a { "[red]x" } }'))


def test_yes_and_no():
    asked = run(Store(), "ASK { ?s ?p ?o }")
    assert render(asked) == "no\n"
    assert json.loads(render(asked, "json")) is False
    assert json.loads(render(asked, "srj")) == {"head": {}, "boolean": False}
    assert render(asked, "csv").split() == ["boolean", "false"]


@pytest.mark.parametrize(("name", "other"), [("turtle", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")])
def test_triples_are_read_back_by_rdflib(sources, name, other):
    made = run(sources, "CONSTRUCT { ?s kg:backedBy ?o } WHERE { ?s kg:backedBy ?o }")
    graph = rdflib.Graph().parse(data=render(made, name), format=other)
    assert len(graph) == len(made) == 1
    assert "Northland" in render(with_labels(made, as_queryable(sources)))


def test_a_format_that_does_not_fit_is_refused(row, sources):
    with pytest.raises(QueryError, match="no format 'xml'"):
        render(row, "xml")
    with pytest.raises(QueryError, match="SELECT or ASK"):
        render(row, "turtle")
    with pytest.raises(QueryError, match="cannot hold triples"):
        render(run(sources, "CONSTRUCT WHERE { ?s a kg:Edge }"), "srj")


def test_iris_get_their_prefix():
    assert shorten("https://w3id.org/conflict-kg/ontology#Attack") == "kg:Attack"
    assert shorten("https://example.org/x") == "https://example.org/x"
