"""The ontology: every term documented, within OWL 2 RL, without contradiction, and in step with the model."""

import re
from pathlib import Path
from typing import get_args

import pyoxigraph as ox
import pytest

from kg import model
from kg.graph.ontology import (
    NAMESPACE,
    actor_kinds,
    edge_predicates,
    event_classes,
    ontology,
    place_kinds,
    relation_predicates,
    superclasses,
)
from kg.graph.vocabulary import KG, OWL, RDF, RDFS, SCHEMA
from kg.resources import resource_dir

CONFLICT = resource_dir("ontology") / "conflict.ttl"
DATA_MODEL = Path(__file__).parents[2] / "docs" / "data-model.md"
CONFORMING = Path(__file__).parents[1] / "check" / "conforming.trig"


@pytest.fixture(scope="module")
def triples():
    return list(ox.parse(path=CONFLICT, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize("name", KG)
def test_every_term_says_what_it_is_and_where_it_is_from(name):
    term = ontology().term(name)
    assert term.label
    assert term.label == term.label.strip()
    assert re.fullmatch(r"[A-Z0-9].{9,}\.", term.definition), "a definition is a sentence"
    assert term.sources
    assert term.examples


def test_every_term_of_the_namespace_is_declared(triples):
    named = {
        node.value.removeprefix(NAMESPACE)
        for triple in triples
        for node in (triple.subject, triple.object)
        if isinstance(node, ox.NamedNode) and node.value.startswith(NAMESPACE)
    }
    assert named == set(KG)


def test_no_two_terms_of_a_kind_share_a_label():
    labels = [(term.kind, term.label) for term in ontology().terms.values()]
    assert len(labels) == len(set(labels))


def test_names_follow_their_kind():
    for term in ontology().terms.values():
        if term.kind == "class":
            assert term.name[0].isupper(), term
        elif term.kind != "individual":
            assert term.name[0].islower(), term


def test_no_blank_nodes(triples):
    assert not [one for one in triples if isinstance(one.subject, ox.BlankNode) or isinstance(one.object, ox.BlankNode)]


def test_the_axioms_are_of_owl_2_rl(triples):
    """Between named classes and properties alone, these axioms are all within the profile (OWL 2 Profiles, 4.2)."""
    documentation = {"label", "definition", "example", "source", "title", "description", "creator", "publisher",
                     "created", "modified", "license", "versionIRI", "versionInfo", "preferredNamespacePrefix",
                     "preferredNamespaceUri"}  # fmt: skip
    axioms = {RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf,
              OWL.base + "disjointWith", SCHEMA.domainIncludes, SCHEMA.rangeIncludes}  # fmt: skip
    for triple in triples:
        predicate = triple.predicate.value
        assert predicate in axioms or re.split("[#/]", predicate)[-1] in documentation, predicate
    types = {one.object.value for one in triples if one.predicate.value == RDF.type}
    kinds = {"Ontology", "Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual",
             "FunctionalProperty", "TransitiveProperty", "SymmetricProperty"}  # fmt: skip
    assert {iri for iri in types if not iri.startswith(NAMESPACE)} == {OWL.base + kind for kind in kinds}


def test_no_class_is_above_itself():
    assert [name for name in KG if name in ontology().above(name)] == []


def test_every_name_in_the_data_model_is_a_term():
    text = DATA_MODEL.read_text(encoding="utf-8")
    written = set(re.findall(r"\bkg:([A-Za-z]\w*)", text))
    assert written <= set(KG), written - set(KG)


@pytest.mark.parametrize(
    ("heading", "root"), [("Event classes", "ConflictEvent"), ("Actor kinds", "Actor"), ("Place kinds", "Place")]
)
def test_the_class_lists_of_the_data_model_are_those_of_the_ontology(heading, root):
    section = DATA_MODEL.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    block = "\n".join(line for line in section.splitlines() if line.startswith("    "))
    # "A (> B, C)" lists classes; other brackets are remarks.
    block = re.sub(r"\((?!>)[^()]*\)", "", block.replace("(also SuicideAttack)", ""))
    written = set(re.findall(r"\b[A-Z]\w+", block)) - {"Object"}
    assert written - {root} == {name for name in KG if root in ontology().above(name)} - {root}


def test_what_the_model_can_say_has_a_term():
    assert {outcome.capitalize() for outcome in get_args(model.Outcome)} == set(ontology().below("Outcome"))
    assert set(get_args(model.Modality)) == set(ontology().below("Modality"))
    stated = re.findall(r"\w+", (model.Relation.__doc__ or "").split("ontology:")[1].split(". For")[0])
    renamed = {"partOf": "partOfActor", "sameAs": "sameActor"}
    assert {renamed.get(name, name) for name in stated} == set(relation_predicates())


def test_kinds_and_events_do_not_overlap():
    assert not set(event_classes()) & set(actor_kinds())
    assert not set(place_kinds()) & set(actor_kinds())
    assert not set(relation_predicates()) & set(edge_predicates())


def test_every_event_class_ends_in_conflict_event_and_nothing_above():
    for name in event_classes()[1:]:
        assert superclasses(name)[-1] == "ConflictEvent"
    assert superclasses("ConflictEvent") == ()


def _contradictions(extra: str) -> list[str]:
    """What the OWL 2 RL rules find contradictory in ontology, the conforming graph and `extra`."""
    import owlrl
    from rdflib import Graph, URIRef

    store = ox.Store()
    store.load(path=CONFORMING, format=ox.RdfFormat.TRIG)
    union = ox.Store()
    union.bulk_extend(ox.Quad(one.subject, one.predicate, one.object) for one in store)
    graph = Graph().parse(data=union.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()), format="nt")
    for triple in ox.parse(path=CONFLICT, format=ox.RdfFormat.TURTLE):
        if triple.predicate.value.startswith((RDF.base, RDFS.base, OWL.base)) and triple.predicate.value != RDFS.label:
            graph.parse(data=f"{triple} .", format="nt")
    graph.parse(data=extra, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    return [str(text) for text in graph.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"))]


@pytest.mark.slow
def test_the_ontology_and_a_sound_graph_do_not_contradict_each_other():
    assert _contradictions("") == []


@pytest.mark.slow
def test_a_place_that_acts_is_a_contradiction():
    found = _contradictions(f"<urn:x> a <{KG.Settlement}>, <{KG.StateForces}> .")
    assert found
    assert all("urn:x" in text for text in found)
