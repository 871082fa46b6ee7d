"""Terms that exist give their IRI; a mistyped one fails where it is written, not in an empty answer."""

import subprocess
import sys

import pytest

from kg.errors import DataError
from kg.graph import ontology, terms, vocabulary
from kg.graph.vocabulary import DCT, KG, PREFIXES, shorten


def test_a_term_is_its_iri():
    assert KG.Airstrike == "https://w3id.org/conflict-kg/ontology#Airstrike"
    assert KG["statedAt"] == "https://w3id.org/conflict-kg/ontology#statedAt"
    assert DCT.title == "http://purl.org/dc/terms/title"


def test_a_mistyped_term_raises_and_names_the_near_one():
    with pytest.raises(AttributeError, match=r"kg: has no term 'Airstryke'; did you mean 'Airstrike'\?"):
        KG.Airstryke  # noqa: B018
    with pytest.raises(AttributeError, match="dct: has no term"):
        DCT.publishre  # noqa: B018
    with pytest.raises(KeyError):
        KG["airstrike"]


def test_membership_is_by_iri():
    assert KG.Toll in KG
    assert KG.base + "Nothing" not in KG
    assert "Toll" not in KG


def test_a_prefix_stands_for_one_namespace_everywhere():
    shared = PREFIXES.keys() & terms.PREFIXES.keys()
    assert "kg" in shared
    assert {prefix: PREFIXES[prefix] for prefix in shared} == {prefix: terms.PREFIXES[prefix] for prefix in shared}


def test_the_graphs_lie_below_the_base_and_are_distinct():
    assert all(graph.startswith(vocabulary.BASE) for graph in vocabulary.FIXED_GRAPHS)
    assert len(set(vocabulary.FIXED_GRAPHS)) == 6


def test_iris_are_shortened_by_the_longest_prefix():
    assert shorten(KG.Airstrike) == "kg:Airstrike"
    assert shorten(vocabulary.BASE + "actor/x") == "id:actor/x"
    assert shorten("urn:x") == "urn:x"


def test_importing_the_vocabulary_loads_no_rdf_library():
    code = (
        "import sys, kg.graph.vocabulary\n"
        "print([m for m in ('rdflib', 'pyoxigraph', 'pyshacl', 'spacy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Airstrike", ("Attack", "ConflictEvent")),
        ("DroneStrike", ("Airstrike", "Attack", "ConflictEvent")),
        ("SuicideBombing", ("Bombing", "SuicideAttack", "Attack", "Explosion", "ConflictEvent")),
        ("ConflictEvent", ()),
        ("Peacekeepers", ("InternationalOrganisation", "Organisation", "Actor")),
    ],
)
def test_superclasses_come_nearest_first(name, expected):
    assert ontology.superclasses(name) == expected


def test_an_unknown_class_is_told():
    with pytest.raises(DataError, match="no term 'Airstryke'"):
        ontology.superclasses("Airstryke")


def test_subclasses_are_the_inverse_of_superclasses():
    for name in ontology.event_classes():
        assert all(name in ontology.superclasses(below) for below in ontology.subclasses(name))
        assert all(name in ontology.subclasses(above) for above in ontology.superclasses(name))


def test_a_country_that_acts_and_its_territory_are_two_classes():
    assert ontology.entity_class("actor", "Country") == "Country"
    assert ontology.entity_class("place", "Country") == "CountryPlace"
    assert ontology.entity_class("place", "Desert") == "Desert"
    assert ontology.entity_class("actor", "Object") == "Object"
    with pytest.raises(DataError, match="'Desert' is no kind of actor"):
        ontology.entity_class("actor", "Desert")


def test_a_broken_ontology_is_told_with_its_line(tmp_path):
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix kg: <https://w3id.org/conflict-kg/ontology#> .\nkg:A a kg:B\nkg:C a kg:D .\n")
    with pytest.raises(DataError, match=r"broken\.ttl:\d+: not valid Turtle"):
        ontology.read_ontology(broken)
    with pytest.raises(DataError, match="missing"):
        ontology.read_ontology(tmp_path / "none.ttl")


def test_an_undefined_parent_is_told(tmp_path):
    path = tmp_path / "o.ttl"
    path.write_text(
        "@prefix kg: <https://w3id.org/conflict-kg/ontology#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "kg:A a owl:Class ; rdfs:subClassOf kg:B ."
    )
    with pytest.raises(DataError, match="A stands below B, which is not defined"):
        ontology.read_ontology(path)
