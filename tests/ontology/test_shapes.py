"""The shapes are in step with the model and the ontology, and their patterns let through what EDTF allows."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection

from kg import model
from kg.graph.ontology import event_classes, ontology, relation_predicates, subclasses
from kg.graph.vocabulary import KG
from kg.resources import resource_dir

SHAPE = "https://w3id.org/conflict-kg/shapes#"
GRAPH = Graph().parse(resource_dir("ontology") / "shapes.ttl")
EDTF = re.compile(str(GRAPH.value(URIRef(SHAPE + "edtf"), SH.pattern)))


def _allowed(shape: str, path: str) -> set[str]:
    """The values of the sh:in of a shape's property."""
    found = [
        set(map(str, Collection(GRAPH, values)))
        for prop in GRAPH.objects(URIRef(SHAPE + shape), SH.property)
        for values in GRAPH.objects(prop, SH["in"])
        if str(GRAPH.value(prop, SH.path)) == KG[path]
    ]
    (values,) = found
    return values


def test_lists_of_values_are_those_of_model_and_ontology():
    assert _allowed("Toll", "outcome") == {KG[name] for name in subclasses("Outcome")}
    assert _allowed("Event", "modality") == {KG[name] for name in subclasses("Modality")}
    assert _allowed("Participation", "role") == {KG[name] for name in subclasses("Role")}
    assert _allowed("ActorRelation", "predicate") == {KG[name] for name in relation_predicates()}
    assert _allowed("Mention", "mentionType") == set(get_args(model.MentionType))
    assert _allowed("MentionRelation", "relationType") == set(get_args(model.MentionRelationType))


def test_every_kg_term_in_the_shapes_exists():
    text = (resource_dir("ontology") / "shapes.ttl").read_text(encoding="utf-8")
    assert {name for name in re.findall(r"\bkg:(\w+)", text) if name not in set(KG)} == set()


def test_every_class_that_a_report_writes_has_a_shape():
    targets = {str(value).removeprefix(KG.base) for value in GRAPH.objects(None, SH.targetClass)}
    covered = {name for target in targets for name in (target, *ontology().below(target))}
    values = {"Role", "Outcome", "Modality", "Figure"}
    individuals = set(ontology().of_kind("individual"))
    assert set(ontology().of_kind("class")) - covered - values - individuals == set()
    assert set(event_classes()) <= covered


def test_every_constraint_has_a_message_in_plain_words():
    holders = set(GRAPH.subjects(SH.path, None)) | set(GRAPH.subjects(RDF.type, SH.SPARQLConstraint))
    nested = {one for one in holders if (None, SH.property, one) not in GRAPH and (None, SH.sparql, one) not in GRAPH}
    assert nested == set()
    inside_or = {
        prop
        for branch in GRAPH.objects(None, SH["or"])
        for shape in Collection(GRAPH, branch)
        for prop in GRAPH.objects(shape, SH.property)
    }
    for holder in holders - inside_or:
        message = str(GRAPH.value(holder, SH.message))
        assert 10 < len(message) <= 120, holder
        assert message[0].isupper(), message
        assert not message.endswith("."), message


@pytest.mark.parametrize(
    "date",
    ["2024-03-08", "2024-03", "2024", "XXXX-08", "XXXX-08-1X", "199X", "2024-03-08/2024-04", "../2024-03-08",
     "2024-03/..", "2024-03-08/", "2024-21", "2024-03~", "2024?", "XXXX-03-08/XXXX-03-09"],
)  # fmt: skip
def test_edtf_dates_pass(date):
    assert EDTF.search(date)


@pytest.mark.parametrize(
    "date",
    ["", "..", "March 2024", "2024-13", "2024-00", "2024-3-8", "2024-03-32", "08.03.2024", "2024-03-08T10:00:00Z",
     "2024-03-08 ", "2024-03-08/2024-04/2024-05", "24-03-08", "2024--03"],
)  # fmt: skip
def test_other_notations_do_not(date):
    assert not EDTF.search(date)


@given(first=st.dates(), second=st.dates(), parts=st.integers(1, 3))
def test_every_day_month_and_year_passes_alone_and_in_an_interval(first, second, parts):
    one, other = ("-".join(date.isoformat().split("-")[:parts]) for date in (first, second))
    assert EDTF.search(one)
    assert EDTF.search(f"{one}/{other}")
    assert EDTF.search(f"../{other}")
