"""Alignments tie terms that exist, on both ends, and never twice in ways that exclude each other."""

import pyoxigraph as ox
import pytest

from kg.graph.ontology import NAMESPACE, event_classes
from kg.graph.vocabulary import KG, RDF, RDFS, SKOS
from kg.resources import resource_dir

ALIGNMENT = "https://w3id.org/conflict-kg/alignment/"
MAPPINGS = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}


@pytest.fixture(scope="module")
def triples():
    path = resource_dir("ontology") / "alignments.ttl"
    return [
        (one.subject.value, one.predicate.value, one.object.value)
        for one in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    ]


def test_our_end_of_every_alignment_is_a_term(triples):
    ours = {subject for subject, _, _ in triples if subject.startswith(NAMESPACE)}
    assert ours
    assert all(iri in KG for iri in ours)


def test_their_end_of_every_mapping_to_codes_is_described_here(triples):
    concepts = {subject for subject, predicate, value in triples
                if predicate == RDF.type and value == SKOS.base + "Concept"}  # fmt: skip
    mapped = {value for _, predicate, value in triples if predicate in MAPPINGS and value.startswith(ALIGNMENT)}
    assert mapped <= concepts
    broader = {value for _, predicate, value in triples if predicate == SKOS.base + "broader"}
    assert broader <= concepts


def test_every_concept_is_in_a_scheme_and_labelled(triples):
    for subject in {one for one, _, value in triples if value == SKOS.base + "Concept"}:
        predicates = {predicate for one, predicate, _ in triples if one == subject}
        assert {SKOS.base + "inScheme", SKOS.prefLabel} <= predicates, subject


def test_two_terms_are_mapped_in_one_way_only(triples):
    """SKOS, S46: exactMatch excludes broadMatch and relatedMatch; the others would say two things as well."""
    pairs = [(subject, value) for subject, predicate, value in triples if predicate in MAPPINGS]
    assert len(pairs) == len(set(pairs))


def test_subclass_and_subproperty_lead_out_of_our_namespace(triples):
    for _, predicate, value in triples:
        if predicate in {RDFS.subClassOf, RDFS.subPropertyOf}:
            assert not value.startswith(NAMESPACE)


@pytest.mark.parametrize(
    ("name", "mapping", "theirs"),
    [
        ("Airstrike", "closeMatch", "acled#AirDroneStrike"),
        ("DroneStrike", "closeMatch", "cameo#_1952"),
        ("Mediation", "exactMatch", "cameo#_045"),
        ("Threat", "closeMatch", "plover#THREATEN"),
        ("ViolenceAgainstCivilians", "closeMatch", "ucdp#OneSidedViolence"),
        ("ArmedClash", "narrowMatch", "ucdp#StateBasedConflict"),
    ],
)
def test_codes_are_found_from_a_class(triples, name, mapping, theirs):
    assert (KG[name], SKOS[mapping], ALIGNMENT + theirs) in triples


def test_every_branch_of_events_is_aligned(triples):
    """Each class right below ConflictEvent, or one below it, has a mapping, but for what no coding scheme counts."""
    from kg.graph.ontology import ontology, subclasses

    mapped = {subject.removeprefix(NAMESPACE) for subject, predicate, _ in triples if predicate in MAPPINGS}
    roots = [name for name in event_classes() if ontology().term(name).parents == ("ConflictEvent",)]
    alone = {root for root in roots if not mapped & {root, *subclasses(root)}}
    assert alone == {"Death", "Displacement", "Escape", "ReturnOfDisplaced"}
