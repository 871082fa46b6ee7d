"""Opening what is no graph, is damaged, or is open elsewhere: a clear word instead of a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from hand_made import REGISTER, document, extraction

from kg.errors import GraphError
from kg.graph import iris
from kg.graph.triples import report_quads
from kg.model import Reading
from kg.resolve import Resolver
from kg.store import is_rdf_file, open_graph
from kg.store.remote import RemoteStore

A = iris.report_iri("a")


def fill(path: Path) -> None:
    said = extraction(document("a"))
    with open_graph(path, writable=True) as store:
        store.replace_report(A, report_quads(Reading(said, Resolver(REGISTER).resolve(said))))


@pytest.mark.parametrize("name", ["none", "none.trig", "none.ttl.gz"])
def test_a_reader_needs_something_to_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(GraphError, match=r"no graph|no such file") as caught:
        open_graph(tmp_path / name)
    assert name in str(caught.value)
    assert not (tmp_path / name).exists()


def test_a_folder_of_other_things_is_neither_read_nor_written(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear reader")
    for writable in (False, True):
        with pytest.raises(GraphError, match="no store"):
            open_graph(tmp_path, writable=writable)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_that_is_no_rdf_is_refused_by_its_name(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Shelling was heard.")
    with pytest.raises(GraphError, match=r"\.trig"):
        open_graph(report)


@pytest.mark.parametrize("name", ["g.trig", "g.ttl", "g.nq", "g.nt", "g.jsonld"])
def test_a_damaged_file_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("{ this is <no RDF\n" * 3)
    for writable in (False, name not in ("g.ttl", "g.nt")):
        with pytest.raises(GraphError, match="not readable") as caught:
            open_graph(path, writable=writable)
        assert str(path) in str(caught.value)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "g.nq.gz"
    path.write_bytes(b"\x1f\x8b\x08 not gzip")
    with pytest.raises(GraphError, match="cannot be read"):
        open_graph(path)


def test_a_damaged_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    fill(path)
    (path / "CURRENT").write_text("MANIFEST-999999\n")
    with pytest.raises(GraphError, match=str(path)):
        open_graph(path)


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    fill(path)
    program = (
        "import sys; from kg.store import open_graph; s = open_graph(sys.argv[1], writable=True); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(GraphError, match="another process is writing"):
            open_graph(path, writable=True)
        with open_graph(path) as reader:
            assert [report.iri for report in reader.reports()] == [A]
    with open_graph(path, writable=True) as store:
        assert len(store.reports()) == 1


@pytest.mark.parametrize("suffix", [".trig", ".nq", ".jsonld", ".trig.gz", ".nq.gz"])
def test_files_keep_everything_and_are_the_same_bytes_every_time(tmp_path: Path, suffix: str) -> None:
    one, other = tmp_path / f"one{suffix}", tmp_path / f"other{suffix}"
    fill(one)
    fill(other)
    assert one.read_bytes() == other.read_bytes()
    with open_graph(one) as store, open_graph(other) as again:
        assert set(store.quads()) == set(again.quads())
        assert {quad.graph_name.value for quad in store.quads()} == {A + "/graph", A + "/mentions"}


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".ttl.gz"])
def test_files_of_triples_keep_all_but_the_graphs(tmp_path: Path, suffix: str) -> None:
    fill(tmp_path / f"g{suffix}")
    fill(tmp_path / "g.nq")
    with open_graph(tmp_path / f"g{suffix}") as triples, open_graph(tmp_path / "g.nq") as quads:
        assert {quad.triple for quad in triples.quads()} == {quad.triple for quad in quads.quads()}
        assert {quad.graph_name.value for quad in triples.quads()} == {iris.UNNAMED_GRAPH}
        assert triples.reports() == quads.reports()


def test_a_file_stays_as_it_was_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "g.trig"
    fill(path)
    before = path.read_bytes()
    store = open_graph(path, writable=True)
    store.remove_report(A)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(GraphError, match="No space left"):
        store.flush()
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["g.trig"]


def test_a_file_that_was_only_read_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "g.trig"
    fill(path)
    stamp = path.stat().st_mtime_ns
    with open_graph(path, writable=True) as store:
        assert len(store.reports()) == 1
    assert path.stat().st_mtime_ns == stamp


def test_a_file_in_no_folder_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="folder does not exist"):
        open_graph(tmp_path / "no" / "g.trig", writable=True)


@pytest.mark.parametrize(
    ("name", "is_one"), [("g.trig", True), ("G.TTL", True), ("g.nq.gz", True), ("g.txt", False), ("trig", False)]
)
def test_rdf_files_are_known_by_their_names(name: str, is_one: bool) -> None:
    assert is_rdf_file(name) is is_one


def answering(response: httpx.Response) -> httpx.MockTransport:
    return httpx.MockTransport(lambda request: response)


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(GraphError, match=r"127\.0\.0\.1:9.*cannot be reached"):
        open_graph("http://127.0.0.1:9/query")


@pytest.mark.parametrize(
    ("response", "said"),
    [
        (httpx.Response(404), "answers 404"),
        (httpx.Response(401), "answers 401"),
        (httpx.Response(200, html="<h1>Welcome</h1>"), "no result of a query"),
        (httpx.Response(200, json={"head": {}, "boolean": False}), "union"),
    ],
)
def test_a_server_that_is_no_endpoint_is_told_from_one(response: httpx.Response, said: str) -> None:
    with pytest.raises(GraphError, match=said):
        RemoteStore("http://server.example/query", transport=answering(response))


def test_a_server_that_answers_too_late_is_given_up() -> None:
    def late(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("late", request=request)

    with pytest.raises(GraphError, match="in time"):
        RemoteStore("http://server.example/query", transport=httpx.MockTransport(late))
