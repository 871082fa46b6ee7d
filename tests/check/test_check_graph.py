"""A graph that holds to the shapes gives no finding; each way to break it gives its own, with its place."""

import pyoxigraph as ox
import pytest

from kg.check import Finding, check_graph
from kg.check.shapes import read_shapes, shapes
from kg.errors import DataError
from kg.graph.vocabulary import BASE, KG, ONTOLOGY_GRAPH
from kg.resources import resource_dir

EVENT = BASE + "report/example/event/58-66-ArmedAttack"


def _update(store: ox.Store, text: str) -> None:
    store.update(f"BASE <{BASE}> PREFIX kg: <{KG.base}> {text}")


def test_a_sound_graph_gives_no_finding(store):
    assert check_graph(store) == []


def test_an_empty_store_gives_no_finding():
    assert check_graph(ox.Store()) == []


def test_each_fault_is_found_and_nothing_else(store, fault):
    fault.apply(store)
    assert sorted({finding.message for finding in check_graph(store)}) == fault.expect


def test_every_constraint_has_a_fault_that_it_finds(faults):
    from rdflib import SH

    messages = {str(message) for message in shapes().core.objects(None, SH.message)}
    messages |= {constraint.message for constraint in shapes().sparql}
    assert messages == {message for fault in faults for message in fault.expect}


@pytest.fixture(scope="module")
def standard():
    """The ontology and the shapes as rdflib reads them."""
    from rdflib import Graph

    folder = resource_dir("ontology")
    return Graph().parse(folder / "conflict.ttl"), Graph().parse(folder / "shapes.ttl")


@pytest.mark.slow
def test_a_constraint_in_sparql_finds_what_a_shacl_processor_finds(store, sparql_fault, standard):
    """The SPARQL constraints run once over the store here, once a node in pySHACL: both must find the same nodes."""
    from pyshacl import validate
    from rdflib import SH, Graph

    by_sparql = {constraint.message for constraint in shapes().sparql}
    sparql_fault.apply(store)
    union = ox.Store()
    union.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    data = Graph().parse(data=union.dump(format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph()), format="turtle")
    ontology, whole_shapes = standard
    _, results, _ = validate(data, ont_graph=ontology, shacl_graph=whole_shapes)
    assert isinstance(results, Graph)
    theirs = {
        (str(results.value(result, SH.focusNode)), str(message))
        for result, message in results.subject_objects(SH.resultMessage)
        if str(message) in by_sparql
    }
    assert {(one.node, one.message) for one in check_graph(store) if one.message in by_sparql} == theirs


def test_a_finding_tells_its_place_in_the_report(store):
    _update(store, f"DELETE WHERE {{ GRAPH ?g {{ <{EVENT}/toll/158-172-killed> kg:outcome ?x }} }}")
    (finding,) = check_graph(store)
    assert finding == Finding(
        severity="violation",
        message="A toll must have one outcome, such as kg:Killed (kg:outcome)",
        node=f"{EVENT}/toll/158-172-killed",
        path=KG.outcome,
        value=None,
        report="reports/example.txt",
        start=158,
        end=172,
        text="three children",
        constraint="MinCount",
    )
    assert str(finding) == (
        "reports/example.txt:158-172: violation: A toll must have one outcome, such as kg:Killed (kg:outcome) "
        '"three children" (id:report/example/event/58-66-ArmedAttack/toll/158-172-killed)'
    )


def test_a_node_without_words_is_placed_by_what_it_belongs_to(store):
    _update(store, f"DELETE WHERE {{ GRAPH ?g {{ <{EVENT}/count> kg:evidence ?x }} }}")
    (finding,) = check_graph(store)
    assert finding.node == f"{EVENT}/count"
    assert (finding.report, finding.start, finding.end) == ("reports/example.txt", 0, 172)


def test_an_edge_is_placed_by_the_event_that_it_is_derived_from(store):
    _update(store, "DELETE WHERE { GRAPH ?g { <edge/0011> kg:predicate ?p . <actor/dawn-brigade> kg:attacked ?o } }")
    assert [(one.report, one.start) for one in check_graph(store)] == [("reports/example.txt", 0)]


def test_an_actor_stands_in_no_report_and_says_so(store):
    _update(store, "INSERT DATA { GRAPH <graph/x> { <actor/arland> kg:country 'Arland' } }")
    (finding,) = check_graph(store)
    assert (finding.report, finding.start, finding.text) == (None, None, None)
    assert (finding.value, finding.path) == ("Arland", KG.country)
    assert str(finding).startswith("violation: An actor's country")


def test_a_value_at_the_end_of_an_inverse_path_is_named_in_sparql_notation(store):
    _update(store, f"DELETE WHERE {{ GRAPH ?g {{ <{EVENT}> kg:toll ?x }} }}")
    (finding,) = check_graph(store)
    assert finding.path == f"^{KG.toll}|^{KG.includes}"


def test_a_long_passage_is_cut_in_the_middle(store):
    _update(store, f"DELETE WHERE {{ GRAPH ?g {{ <{EVENT}> kg:modality ?x }} }}")
    (finding,) = check_graph(store)
    assert finding.text is not None
    assert finding.text.startswith("A monitor said")
    assert finding.text.endswith("three children")
    assert " … " in finding.text
    assert len(finding.text) <= 120


def test_findings_come_in_the_order_of_the_report(store):
    _update(store, f"DELETE WHERE {{ GRAPH ?g {{ <{EVENT}/toll/158-172-killed> kg:outcome ?x }} }}")
    _update(store, f"DELETE WHERE {{ GRAPH ?g {{ <{EVENT}/agent/20-36> kg:surface ?x }} }}")
    assert [finding.start for finding in check_graph(store)] == [20, 158]


def test_the_store_is_not_changed(store):
    before = set(store)
    check_graph(store)
    assert set(store) == before
    assert not list(store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH)))


def test_a_store_that_holds_the_ontology_is_checked_by_it(store, faults):
    """A user's own event class is no fault where the store's ontology has it."""
    (unknown,) = [fault for fault in faults if fault.story == "an event's class is unknown"]
    unknown.apply(store)
    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    triples = ox.parse(path=resource_dir("ontology") / "conflict.ttl", format=ox.RdfFormat.TURTLE)
    store.bulk_extend(ox.Quad(one.subject, one.predicate, one.object, graph) for one in triples)
    below = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    _update(store, f"INSERT DATA {{ GRAPH <{ONTOLOGY_GRAPH}> {{ kg:Airstryke {below} kg:Attack }} }}")
    assert check_graph(store) == []


def test_offsets_count_characters_and_not_bytes(store):
    """Letters beyond ASCII and beyond the Basic Multilingual Plane are one character each."""
    report, text, words = BASE + "report/other", "Żółw 🚀 Дон", "Дон"
    start = text.index(words)
    _update(
        store,
        f"""INSERT DATA {{ GRAPH <{report}/graph> {{
            <{report}> a kg:Report ; <http://purl.org/dc/terms/identifier> "other" ; kg:text "{text}" .
            <{report}#char={start},{len(text)}> a kg:Evidence ; kg:inReport <{report}> ;
                <http://www.w3.org/ns/oa#start> {start} ; <http://www.w3.org/ns/oa#end> {len(text)} ;
                <http://www.w3.org/ns/oa#exact> "{words}" . }} }}""",
    )
    assert check_graph(store) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a a a", "not valid Turtle"),
        ("@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:sparql <urn:c> .", "has no sh:select"),
    ],
)
def test_broken_shapes_are_told(tmp_path, text, message):
    path = tmp_path / "shapes.ttl"
    path.write_text(text)
    with pytest.raises(DataError, match=message):
        read_shapes(path)


def test_missing_shapes_are_told(tmp_path):
    with pytest.raises(DataError, match="the shapes are missing"):
        read_shapes(tmp_path / "none.ttl")


@pytest.mark.parametrize(
    ("query", "message"),
    [("SELECT $this WHERE {", "is not SPARQL"), ("SELECT ?value WHERE { ?value a ?c }", r"does not SELECT \$this")],
)
def test_a_broken_constraint_is_told_by_its_name(tmp_path, store, query, message):
    path = tmp_path / "shapes.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f"<urn:s#Shape> a sh:NodeShape ; sh:targetClass <{KG.Report}> ; sh:sparql <urn:s#Mine> .\n"
        f'<urn:s#Mine> a sh:SPARQLConstraint ; sh:message "m" ; sh:select "{query}" .'
    )
    with pytest.raises(DataError, match=f"the constraint Mine {message}"):
        check_graph(store, against=read_shapes(path))


def test_a_warning_comes_after_violations(tmp_path, store):
    path = tmp_path / "shapes.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix kg: <https://w3id.org/conflict-kg/ontology#> .\n"
        "<urn:s#A> a sh:NodeShape ; sh:targetClass kg:Report ; sh:severity sh:Warning ;\n"
        '  sh:property [ sh:path kg:pcode ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "first" ] .\n'
        "<urn:s#B> a sh:NodeShape ; sh:targetClass kg:Toll ;\n"
        '  sh:property [ sh:path kg:pcode ; sh:minCount 1 ; sh:message "second" ] .'
    )
    findings = check_graph(store, against=read_shapes(path))
    assert [(one.severity, one.message) for one in findings] == [
        ("violation", "second"),
        ("violation", "second"),
        ("warning", "first"),
    ]


def test_a_total_of_open_bounds_is_not_exceeded(store):
    """Where one toll of the total has no upper bound, no sum of parts is above it."""
    _update(
        store,
        f"""INSERT DATA {{ GRAPH <graph/x> {{
            <event/part> kg:partOf <{EVENT}> ; kg:toll <event/part/toll> .
            <event/part/toll> kg:outcome kg:Killed ; kg:min 13 . }} }}""",
    )
    assert [(one.severity, one.value) for one in check_graph(store)] == [("warning", "13")]
    _update(store, f"DELETE WHERE {{ GRAPH ?g {{ <{EVENT}/toll/133-146-killed> kg:max ?x }} }}")
    assert check_graph(store) == []
