"""What every store promises: in memory, in a folder, in a file, on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hand_made import REGISTER, document, extraction
from pyoxigraph import NamedNode, Quad, QueryTriples

from kg.errors import GraphError, QueryError
from kg.graph import iris
from kg.graph.builds import BuildRecord, build_quads
from kg.graph.triples import report_quads
from kg.model import Reading
from kg.resolve import Resolver
from kg.store import open_graph
from kg.store.embedded import EmbeddedStore
from kg.store.protocol import Store
from kg.store.report_quads import ReportQuads
from kg.store.sparql import rows

from .engines import ENGINES

A, B = iris.report_iri("a"), iris.report_iri("b")


@pytest.fixture(params=["memory", "folder", "file", *ENGINES])
def opened(
    request: pytest.FixtureRequest, tmp_path: Path, servers: Callable[[str], str]
) -> Iterator[Callable[[], Store]]:
    """Opens one and the same graph for writing, as often as it is called, each time anew."""
    if request.param in ENGINES:
        source: str | Path = servers(request.param) + "/query"
    else:
        source = tmp_path / ("graph.trig" if request.param == "file" else "graph")
    memory = EmbeddedStore() if request.param == "memory" else None
    last: list[Store] = []

    def again() -> Store:
        if memory is not None:
            return memory
        for store in last:
            store.close()
        last[:] = [open_graph(source, writable=True)]
        return last[0]

    yield again
    for store in last:
        store.close()


def quads(name: str, text_of: str | None = None) -> list[Quad]:
    said = extraction(replace(document(name), title=text_of or "Title"))
    record = BuildRecord(iris.report_iri(name), "f" + (text_of or ""), "ab", "1 rules", "0.1")
    return report_quads(Reading(said, Resolver(REGISTER).resolve(said))) + build_quads(record)


def curated() -> Quad:
    return Quad(*map(NamedNode, ("urn:x:a", "urn:x:same", "urn:x:b", iris.CURATION_GRAPH)))


def test_what_is_stored_is_there_after_reopening(opened: Callable[[], Store]) -> None:
    opened().replace_report(A, quads("a"))
    store = opened()
    assert set(store.quads()) == set(quads("a"))
    assert len(store) == len(set(quads("a")))
    (report,) = store.reports()
    assert (report.iri, report.identifier, report.title) == (A, "a", "Title")


def test_storing_a_report_twice_changes_nothing(opened: Callable[[], Store]) -> None:
    store = opened()
    store.replace_report(A, quads("a"))
    store.replace_report(A, quads("a"))
    assert set(store.quads()) == set(quads("a"))


def test_a_new_version_replaces_the_old_and_touches_nothing_else(opened: Callable[[], Store]) -> None:
    store = opened()
    store.replace_report(A, quads("a"))
    store.replace_report(B, quads("b"))
    store.replace_graph(iris.CURATION_GRAPH, [curated()])
    store.replace_report(A, quads("a", "Corrected"))
    assert set(opened().quads()) == set(quads("a", "Corrected")) | set(quads("b")) | {curated()}


def test_a_removed_report_leaves_only_what_others_say(opened: Callable[[], Store]) -> None:
    store = opened()
    for name in "ab":
        store.replace_report(iris.report_iri(name), quads(name))
    store.replace_graph(iris.CURATION_GRAPH, [curated()])
    assert store.remove_report(A) is True
    assert store.remove_report(A) is False
    assert set(opened().quads()) == set(quads("b")) | {curated()}


def test_queries_see_all_graphs_as_one_and_each_by_its_name(opened: Callable[[], Store]) -> None:
    store = opened()
    store.replace_report(A, quads("a"))
    assert bool(store.query("ASK { ?e a kg:MortarAttack . ?m a kg:Mention }"))
    rows = store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert {row["g"].value for row in rows} == {A + "/graph", A + "/mentions", iris.BUILDS_GRAPH}
    triples = store.query("CONSTRUCT { ?e a kg:Attack } WHERE { ?e a kg:MortarAttack }")
    assert isinstance(triples, QueryTriples)
    assert len(list(triples)) == 1


def test_one_graph_can_be_had_alone(opened: Callable[[], Store]) -> None:
    store = opened()
    store.replace_report(A, quads("a"))
    wanted = {quad for quad in quads("a") if quad.graph_name.value == A + "/mentions"}
    assert set(store.quads(A + "/mentions")) == wanted
    assert list(store.quads("urn:x:nowhere")) == []


def test_replacing_a_graph_tells_whether_it_changed(opened: Callable[[], Store]) -> None:
    store = opened()
    assert store.replace_graph(iris.CURATION_GRAPH, [curated()]) is True
    assert store.replace_graph(iris.CURATION_GRAPH, [curated()]) is False
    assert store.replace_graph(iris.CURATION_GRAPH, []) is True
    with pytest.raises(ValueError, match="another graph"):
        store.replace_graph(iris.LINKS_GRAPH, [curated()])


def test_updates_are_carried_out_whole_or_not_at_all(opened: Callable[[], Store]) -> None:
    store = opened()
    store.update("INSERT DATA { GRAPH id:x { id:a kg:partOf id:b } }")
    assert len(store) == 1
    with pytest.raises((QueryError, GraphError)):
        store.update("INSERT DATA { GRAPH id:x { id:a kg:partOf id:c } } ; LOAD <file:///nowhere.ttl>")
    assert len(store) == 1


def test_malformed_sparql_is_a_query_error(opened: Callable[[], Store]) -> None:
    store = opened()
    with pytest.raises(QueryError):
        store.query("SELECT WHERE")
    with pytest.raises(QueryError):
        store.update("INSERT NOTHING")


def test_an_empty_graph_answers(opened: Callable[[], Store]) -> None:
    store = opened()
    assert store.reports() == []
    assert len(store) == 0
    assert list(store.quads()) == []


def test_a_closed_graph_says_so_and_closes_again(opened: Callable[[], Store]) -> None:
    store = opened()
    store.close()
    store.close()
    with pytest.raises(GraphError, match="closed"):
        store.query("ASK {}")


def test_quads_of_no_graph_are_refused(opened: Callable[[], Store]) -> None:
    with pytest.raises(ValueError, match="no named graph"):
        opened().replace_report(A, [Quad(*map(NamedNode, ("urn:x:a", "urn:x:b", "urn:x:c")))])


@pytest.mark.parametrize("engine", ENGINES)
def test_readers_cannot_write(tmp_path: Path, servers: Callable[[str], str], engine: str) -> None:
    server = servers(engine)
    for source in (tmp_path / "graph", tmp_path / "graph.nq"):
        with open_graph(source, writable=True) as store:
            store.flush()
    for reader in (open_graph(tmp_path / "graph"), open_graph(tmp_path / "graph.nq"), open_graph(server)):
        with reader, pytest.raises(GraphError, match="for reading"):
            reader.replace_report(A, quads("a"))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_server_holds_the_same_as_a_folder(servers: Callable[[str], str], engine: str, tmp_path: Path) -> None:
    with open_graph(servers(engine), writable=True) as remote, open_graph(tmp_path / "g", writable=True) as local:
        for store in (remote, local):
            store.replace_report(A, quads("a"))
        assert set(remote.quads()) == set(local.quads())
        assert remote.reports() == local.reports()


def test_a_server_that_wants_a_token_says_so(servers: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    server = servers("kg")
    monkeypatch.setenv("KG_WRITE_TOKEN", "not the right one")
    with open_graph(server, writable=True) as store, pytest.raises(GraphError, match=r"401.*KG_WRITE_TOKEN"):
        store.replace_report(A, quads("a"))


@pytest.mark.parametrize("where", ["graph", "graph.trig", "oxigraph", "kg"])
def test_a_query_may_choose_its_graphs(servers: Callable[[str], str], tmp_path: Path, where: str) -> None:
    with open_graph(servers(where) if where in ENGINES else tmp_path / where, writable=True) as store:
        store.replace_report(A, quads("a"))
        mentions = {quad for quad in quads("a") if quad.graph_name.value == A + "/mentions"}
        (row,) = rows(store.query(f"SELECT (COUNT(*) AS ?n) FROM <{A}/mentions> {{ ?s ?p ?o }}"))
        assert int(row["n"].value) == len(mentions)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_reports_that_come_together_are_stored_as_one_after_the_other(
    opened: Callable[[], Store], elsewhere: bool
) -> None:
    """Among them one that is there already, one that comes twice, and links that the later ones tell otherwise.

    What was written by another process comes as lines.
    """

    def whole(report: str, said: list[Quad]) -> tuple[str, ReportQuads]:
        parted = ReportQuads.of(report, said)
        return report, ReportQuads(parted.own_lines, parted.shared) if elsewhere else parted

    def linked(to: str) -> Quad:
        return Quad(*map(NamedNode, (f"{iris.ID}place/x", "urn:x:link", to, iris.LINKS_GRAPH)))

    store, told = opened(), []
    store.replace_report(B, quads("b"))
    store.replace_reports(
        [
            whole(A, [*quads("a"), linked("urn:x:1")]),
            whole(B, [*quads("b", "Corrected"), linked("urn:x:1")]),
            whole(iris.report_iri("c"), [*quads("c"), linked("urn:x:2")]),
            whole(A, [*quads("a", "Again"), linked("urn:x:2")]),
        ],
        told.append,
    )
    assert told == [A, B, iris.report_iri("c"), A]
    expected = {*quads("a", "Again"), *quads("b", "Corrected"), *quads("c"), linked("urn:x:2")}
    assert set(opened().quads()) == expected
