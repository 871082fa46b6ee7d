"""Whole stores: dumps out and in, compressed; backups while a build writes; reports forgotten; status."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hand_made import REGISTER, FakeExtractor, document
from typer.testing import CliRunner

import kg.status
from kg.cli import app
from kg.errors import GraphError
from kg.export import export
from kg.graph import iris
from kg.pipeline import BuildOptions, build_documents, forget
from kg.status import status
from kg.store import open_graph
from kg.store.dumps import load
from kg.store.embedded import EmbeddedStore
from kg.store.snapshot import snapshot


def built(path: Path, *names: str) -> Path:
    with open_graph(path, writable=True) as store:
        build_documents(map(document, names), store, BuildOptions(register=REGISTER, extractor=FakeExtractor()))
    return path


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("suffix", [".nq", ".nq.gz", ".nq.zst"])
def test_a_store_goes_out_and_comes_back_whole(tmp_path: Path, suffix: str) -> None:
    store = built(tmp_path / "graph", "a", "b")
    dump = tmp_path / f"dump{suffix}"
    assert run("export", "--format", "nquads", "-g", store, "-o", dump)[0] == 0
    assert run("import", dump, "--store", tmp_path / "again")[0] == 0
    with open_graph(store) as one, open_graph(tmp_path / "again") as other, open_graph(dump) as file:
        assert set(one.quads()) == set(other.quads()) == set(file.quads())
    code, said = run("import", dump, "--store", store)
    assert (code, "something already" in said) == (2, True)


@pytest.mark.parametrize("suffix", [".trig.zst", ".jsonld.zst"])
def test_zstandard_files_are_stores_like_others(tmp_path: Path, suffix: str) -> None:
    one, other = built(tmp_path / f"one{suffix}", "a"), built(tmp_path / f"other{suffix}", "a")
    assert one.read_bytes() == other.read_bytes()
    assert one.read_bytes()[:4] == b"\x28\xb5\x2f\xfd"
    with open_graph(one) as store:
        assert len(store.reports()) == 1


def test_a_dump_comes_back_on_a_server(tmp_path: Path, empty_server: str) -> None:
    store = built(tmp_path / "graph", "a")
    with open_graph(store) as graph, (tmp_path / "dump.nq").open("wb") as out:
        export(graph, "nquads", out)
    load(tmp_path / "dump.nq", empty_server)
    with open_graph(store) as graph, open_graph(empty_server) as remote:
        assert set(graph.quads()) == set(remote.quads())
    with pytest.raises(GraphError, match="something already"):
        load(tmp_path / "dump.nq", empty_server)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("d.nq", b"<urn:a> <urn:b> <urn:c> <urn:g> .\n" * 9 + b"no quad"),
        ("d.nq.gz", b"\x1f\x8b\x08 damaged"),
        ("d.nq.zst", b"\x28\xb5\x2f\xfd damaged"),
        ("d.nq.zst", b""),
        ("d.txt", b"hello"),
    ],
    ids=["not RDF", "gzip", "zstd", "empty", "name"],
)
def test_a_damaged_dump_leaves_no_store(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    code, said = run("import", tmp_path / name, "--store", tmp_path / "graph")
    assert code == 2
    assert name in said
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_cut_dump_leaves_no_store(tmp_path: Path) -> None:
    store = built(tmp_path / "graph", "a")
    for suffix in (".nq.gz", ".nq.zst"):
        dump = tmp_path / f"dump{suffix}"
        run("export", "--format", "nquads", "-g", store, "-o", dump)
        dump.write_bytes(dump.read_bytes()[:-200])
        assert run("import", dump, "--store", tmp_path / "again")[0] == 2
        assert not (tmp_path / "again").exists()


WRITER = """
import sys, time
sys.path.insert(0, sys.argv[2])
from hand_made import REGISTER, FakeExtractor, document
from kg.pipeline import BuildOptions, build_documents
from kg.store import open_graph
def told(progress):
    print(progress.document, flush=True)
    time.sleep(0.005)

with open_graph(sys.argv[1], writable=True) as store:
    build_documents(
        (document(f"report-{n:05}") for n in range(100000)), store,
        BuildOptions(register=REGISTER, extractor=FakeExtractor(), progress=told),
    )
"""


def test_a_backup_while_a_build_writes_holds_whole_reports_and_all_that_were_told(tmp_path: Path) -> None:
    source = built(tmp_path / "graph", "first")
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(source), str(Path(__file__).parents[1])], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    try:
        for number in range(2):
            told = {writer.stdout.readline().strip() for _ in range(20)}
            snapshot(source, tmp_path / f"backup-{number}")
            with open_graph(tmp_path / f"backup-{number}") as copy:
                there = {report.identifier for report in copy.reports()}
                assert told <= there
                whole = EmbeddedStore()
                build_documents([document("first")], whole, BuildOptions(register=REGISTER, extractor=FakeExtractor()))
                size = len(set(whole.quads(iris.report_graph(iris.report_iri("first")))))
                assert {len(set(copy.quads(iris.report_graph(iris.report_iri(one))))) for one in there} == {size}
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    with open_graph(tmp_path / "backup-1", writable=True) as copy:
        assert copy.remove_report(iris.report_iri("first")), "a backup is a store of its own"
    with open_graph(source) as graph:
        assert "first" in {report.identifier for report in graph.reports()}


def test_a_backup_needs_a_store_and_a_new_folder(tmp_path: Path) -> None:
    store = built(tmp_path / "graph", "a")
    assert run("backup", tmp_path / "new", "--store", store)[0] == 0
    code, said = run("backup", tmp_path / "new", "--store", store)
    assert (code, "exists already" in said) == (2, True)
    code, said = run("backup", tmp_path / "other", "--store", tmp_path / "nothing")
    assert (code, "no graph" in said) == (2, True)


def test_forgetting_leaves_the_graph_as_if_the_report_had_never_been(tmp_path: Path) -> None:
    store = built(tmp_path / "graph", "reports/one.txt", "reports/other.txt")
    code, said = run("forget", "reports/one.txt", "-g", store)
    assert (code, "forgotten: reports/one.txt" in said) == (0, True)
    with open_graph(store) as graph:
        assert [report.identifier for report in graph.reports()] == ["reports/other.txt"]
        assert not [quad for quad in graph.quads() if iris.report_iri("reports/one.txt") in str(quad)]
    code, said = run("forget", "reports/othre.txt", "-g", store)
    assert code == 2
    assert "Did you mean 'reports/other.txt'?" in said
    code, said = run("forget", "x", "-g", tmp_path / "nothing")
    assert (code, (tmp_path / "nothing").exists()) == (2, False)


def test_a_report_can_be_forgotten_by_its_iri() -> None:
    store = EmbeddedStore()
    options = BuildOptions(register=REGISTER, extractor=FakeExtractor())
    build_documents([document("a"), document("b")], store, options)
    result = forget([iris.report_iri("a"), "nobody"], store, REGISTER)
    assert result.forgotten == ("a",)
    assert [error.message for error in result.unknown] == ["the graph holds no report 'nobody'"]
    fresh = EmbeddedStore()
    build_documents([document("b")], fresh, options)
    assert set(store.quads()) == set(fresh.quads())


def test_status_tells_what_an_update_of_kg_should_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = built(tmp_path / "graph", "a", "b")
    with open_graph(store) as graph:
        now = status(graph)
        assert (len(now.reports), now.quads, now.outdated) == (2, len(graph), [])
        assert now.written is not None
        assert abs(now.written.timestamp() - time.time()) < 60
    monkeypatch.setattr(kg.status, "kg_version", lambda: "99.0")
    code, said = run("status", "-g", store, "--json")
    told = json.loads(said)
    assert (code, told["outdated"], told["version"]) == (0, 2, "99.0")
    assert [one["id"] for one in told["each"]] == ["a", "b"]
    assert all(one["outdated"] and one["pipeline"].endswith(" full") for one in told["each"])
    code, said = run("status", "-g", store)
    assert "To be read again: 2 reports" in said


def test_status_of_a_graph_that_was_not_built_by_kg(tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    file.write_text("<urn:x:a> <urn:x:b> <urn:x:c> .\n")
    code, said = run("status", "-g", file)
    assert (code, "0 reports, 1 statements" in said) == (0, True)


