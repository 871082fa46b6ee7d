"""Running: sources, parameters that cannot break out, and errors that say what to do."""

from __future__ import annotations

import datetime

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg.errors import GraphError, KgError, QueryError
from kg.query import as_queryable, find, run
from kg.query.catalogue import parse
from kg.query.parameters import Parameter
from kg.store import open_graph

ECHO = """#+ name = "echo"
#+ title = "Echo"
#+ question = "What was said?"
#+ [parameters.said]
#+ type = "text"
#+ description = "Words."
#+ example = "words"
SELECT ?said WHERE { VALUES ?said { UNDEF } }
"""


def test_a_store_a_dataset_and_a_plain_graph_give_the_same_answer(sources):
    dataset = rdflib.Dataset()
    dataset.parse(data=sources.dump(format=RdfFormat.N_QUADS).decode(), format="nquads")
    graph = rdflib.Graph()
    for subject, predicate, object_, _ in dataset.quads():
        graph.add((subject, predicate, object_))
    expected = run(sources, "tolls").records()
    assert run(dataset, "tolls").records() == expected
    assert run(graph, "timeline", {"actor": "River Guard"}).records() != []


def test_statements_of_no_named_graph_are_found():
    store = Store()
    knows = NamedNode("https://example.org/knows")
    store.add(Quad(NamedNode("https://example.org/a"), knows, Literal("b")))
    assert len(run(store, "SELECT * { GRAPH ?g { ?s ?p ?o } }")) == 1


def test_what_is_no_graph_is_refused():
    with pytest.raises(TypeError, match="no graph or store"):
        as_queryable(3)


def test_ask_construct_and_describe(sources):
    assert run(sources, "ASK { ?x a kg:Report }").boolean is True
    made = run(sources, "CONSTRUCT { ?x a kg:Report } WHERE { ?x a kg:Report }")
    assert len(made) == 3
    assert run(sources, "DESCRIBE <https://w3id.org/conflict-kg/id/edge/e1>").triples


def test_a_path_and_its_text_give_the_same(sources):
    query = find("actors")
    assert query.path is not None
    assert run(sources, query.path).rows == run(sources, query.text).rows == run(sources, "actors").rows


@pytest.mark.parametrize(
    ("name", "parameters", "complaint"),
    [
        ("tols", {}, "Did you mean 'tolls'"),
        ("tolls", {"plase": "Qasra"}, "Did you mean 'place'"),
        ("timeline", {}, "needs the parameter 'actor'"),
        ("timeline", {"actor": None}, "needs the parameter 'actor'"),
        ("timeline", {"actor": "Red Lanse"}, "Did you mean 'Red Lance'"),
        ("timeline", {"actor": ["Red Lance", "RL"]}, "takes one value"),
        ("timeline", {"actor": " "}, "empty"),
        ("at-place", {"place": "Red Lance"}, "no place with the name"),
        ("neighbours", {"actor": "RL", "depth": 9}, "the most is 4"),
        ("neighbours", {"actor": "RL", "depth": "deep"}, "whole number"),
        ("tolls", {"since": "2024-02-30"}, "no such day"),
        ("tolls", {"since": "yesterday"}, "takes a date"),
        ("tolls", {"merge": "perhaps"}, "true or false"),
        ("tolls", {"outcome": "Kiled"}, "did you mean 'Killed'"),
        ("who-attacked-whom", {"kind": "Airstrik"}, "Did you mean 'Airstrike'"),
        ("who-attacked-whom", {"kind": "Air strike"}, "a class has a name"),
        ("external-ids", {"least": 2}, "the most is 1"),
        ("no/such.rq", {}, "cannot be read"),
    ],
)
def test_a_mistake_is_answered_with_a_remedy(sources, name, parameters, complaint):
    with pytest.raises(QueryError, match=complaint):
        run(sources, name, parameters)


def test_malformed_sparql_is_told_by_line_and_column(sources):
    with pytest.raises(QueryError, match="line 2, column 16"):
        run(sources, "SELECT *\nWHERE { ?s ?p }")


class Failing:
    """A source that says of every query what a server would say."""

    def __init__(self, error: KgError) -> None:
        self.error = error

    def query(self, sparql: str):
        raise self.error


def test_a_function_that_there_is_not_is_the_query_s_fault_not_the_store_s(tmp_path):
    with open_graph(tmp_path / "graph", writable=True) as store, pytest.raises(QueryError, match="urn:x:f"):
        run(store, "SELECT (<urn:x:f>(1) AS ?x) {}")


def test_a_server_s_refusal_gets_line_and_column_where_the_query_is_malformed():
    with pytest.raises(QueryError, match="line 1, column"):
        run(Failing(QueryError("400 Bad Request")), "SELECT * WHERE {")
    with pytest.raises(QueryError, match="timed out"):
        run(Failing(QueryError("timed out")), "SELECT * WHERE { ?s ?p ?o }")
    with pytest.raises(GraphError, match="no answer"):
        run(Failing(GraphError("no answer")), "ASK { ?s ?p ?o }")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_text_of_a_user_becomes_syntax(words):
    assert run(Store(), ECHO, {"said": words}).records() == [{"said": words}]


@pytest.mark.parametrize("words", ['" } ?s ?p ?o . { "', "x } #", "\\", "'''", "\n}\n", "UNDEF", "VALUES ?said { 1 }"])
def test_words_that_look_like_syntax_stay_words(words):
    assert run(Store(), ECHO, {"said": words}).records() == [{"said": words}]


def test_half_a_character_is_refused():
    with pytest.raises(QueryError, match="surrogate"):
        run(Store(), ECHO, {"said": "\ud800"})
    with pytest.raises(QueryError, match="surrogate"):
        run(Store(), "timeline", {"actor": "\ud800"})


@given(st.text(max_size=30).filter(lambda text: text.strip()))
def test_names_and_iris_of_a_user_never_break_a_query(everything, words):
    said = ""
    try:
        run(everything, "timeline", {"actor": words})
    except QueryError as error:
        said = str(error)
    assert "malformed" not in said


@given(st.dates(datetime.date(1000, 1, 1)))
def test_a_month_or_year_stands_for_its_first_or_last_day(day):
    first = Parameter("since", "date", "d", "2024", edge="start")
    last = Parameter("until", "date", "d", "2024", edge="end")
    for words in (f"{day:%Y}".zfill(4), f"{day:%Y}".zfill(4) + f"-{day:%m}", day.isoformat(), day):
        (low,), (high,) = (one.terms(one.words(words)) for one in (first, last))
        assert isinstance(low, Literal)
        assert isinstance(high, Literal)
        assert low.value <= day.isoformat() <= high.value
        assert low.value[:4] == high.value[:4]


@pytest.mark.parametrize("iri", ["id:actor/red-lance", "<https://w3id.org/conflict-kg/id/actor/red-lance>", "RL", "rl"])
def test_an_actor_is_named_by_iri_prefix_or_any_of_its_names(sources, iri):
    assert len(run(sources, "timeline", {"actor": iri})) == 4


def test_a_name_that_several_bear_means_all_of_them(sources):
    assert len(run(sources, "actors", {"name": "traders"})) == 3
    assert {row["targets"] for row in run(sources, "who-attacked-whom", {"target": "traders"}).records()} == {"traders"}


def test_text_without_a_header_takes_no_parameters():
    with pytest.raises(QueryError, match="takes none"):
        run(Store(), parse("SELECT * { ?s ?p ?o }"), {"x": 1})
