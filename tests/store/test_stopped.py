"""Builds that are stopped: by Ctrl-C, by a full disk, by a server that goes away; and two builders at once."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from hand_made import REGISTER, FakeExtractor, document
from pyoxigraph import Literal, NamedNode, Quad

from kg import pipeline
from kg.graph import iris
from kg.pipeline import BuildOptions, build_documents
from kg.store import open_graph, sparql
from kg.store.embedded import EmbeddedStore
from kg.store.protocol import Store
from kg.store.report_quads import ReportQuads

from .engines import ENGINES

#: `python -c … TARGET TESTS LARGEST TOGETHER`: builds many reports, so many a batch, tells each, in files of at most
#: LARGEST bytes (0: any).
BUILD = """
import resource, signal, sys, time
sys.path.insert(0, sys.argv[2])
from hand_made import REGISTER, FakeExtractor, document
import kg.pipeline
from kg.pipeline import BuildOptions, build_documents
from kg.errors import KgError
from kg.store import open_graph
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs start with it ignored
kg.pipeline.code_digest = lambda: "the same code"
kg.pipeline.BATCH_DOCUMENTS = int(sys.argv[4])
if int(sys.argv[3]):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))

def told(progress):
    print(progress.document, flush=True)
    time.sleep(0.04 / int(sys.argv[4]))

try:
    with open_graph(sys.argv[1], writable=True) as store:
        options = BuildOptions(register=REGISTER, extractor=FakeExtractor(), progress=told)
        build_documents((document(f"report-{n:04}") for n in range(2000)), store, options)
except KgError as error:
    print(f"error: {error}", file=sys.stderr)
    sys.exit(2)
except KeyboardInterrupt:
    sys.exit(130)
"""


#: `python -c … TARGET TESTS FIRST KIND`: stores reports by the engine's bulk loader, and tells each that lasts.
ADD = """
import sys
sys.path.insert(0, sys.argv[2])
from store.test_stopped import numbered, written_elsewhere
from kg.store import embedded, open_graph
embedded._TOGETHER = 8_000
make = {"quads": numbered, "lines": written_elsewhere}[sys.argv[4]]
with open_graph(sys.argv[1], writable=True) as store:
    store.replace_reports(
        (make(number) for number in range(int(sys.argv[3]), 10**9)), lambda report: print(report, flush=True)
    )
"""


def numbered(number: int) -> tuple[str, list[Quad]]:
    """A report of its own with 500 statements in all kinds of graphs that a report writes to."""
    report = iris.report_iri(f"report {number}")
    graphs = [*sparql.own_graphs(report), iris.BUILDS_GRAPH, iris.LINKS_GRAPH]
    subjects = [report, f"{report}/build"]
    says, many = NamedNode("urn:x:says"), [400, 80, 10, 10]
    return report, [
        Quad(NamedNode(subjects[index % 2]), says, Literal(f"{number} {index}"), NamedNode(graph))
        for graph, statements in zip(graphs, many, strict=True)
        for index in range(statements)
    ]


def written_elsewhere(number: int) -> tuple[str, ReportQuads]:
    """The same as it comes from another process."""
    report, said = numbered(number)
    quads = ReportQuads.of(report, said)
    return report, ReportQuads(quads.own_lines, quads.shared)


@contextmanager
def building(target: object, largest: int = 0, together: int = 4) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", BUILD, str(target), str(Path(__file__).parents[1]), str(largest), str(together)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def check_and_go_on(target: object, told: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report that was told is there, each whole; the next build reads the others alone."""
    monkeypatch.setattr(pipeline, "code_digest", lambda: "the same code")
    options = BuildOptions(register=REGISTER, extractor=FakeExtractor())
    with open_graph(str(target)) as store:
        stored = sorted(report.identifier for report in store.reports())
        assert told <= set(stored)
        assert len(stored) < 2000
        whole = EmbeddedStore()
        build_documents(map(document, stored), whole, options)
        for name in stored:
            for graph in (iris.report_graph(iris.report_iri(name)), iris.mentions_graph(iris.report_iri(name))):
                assert set(store.quads(graph)) == set(whole.quads(graph)), "no half report"
    extractor = FakeExtractor()
    with open_graph(str(target), writable=True) as store:
        result = build_documents(
            map(document, [*stored, "one more"]), store, BuildOptions(register=REGISTER, extractor=extractor)
        )
        assert (result.unchanged, result.added, extractor.seen) == (len(stored), 1, ["one more"])


def test_ctrl_c_leaves_whole_reports_and_the_next_build_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with building(tmp_path / "graph") as process:
        assert process.stdout is not None
        told = {process.stdout.readline().strip() for _ in range(6)}
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
        assert process.returncode == 130
    check_and_go_on(tmp_path / "graph", told | set(rest.split()), monkeypatch)


def test_a_full_disk_leaves_whole_reports_and_the_next_build_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file may grow beyond a megabyte; the log of commits soon would, and is refused as on a full disk."""
    with building(tmp_path / "graph", largest=1_000_000) as process:
        out, said = process.communicate(timeout=120)
    assert process.returncode == 2, said
    assert "error:" in said
    assert str(tmp_path / "graph") in said
    check_and_go_on(tmp_path / "graph", set(out.split()), monkeypatch)


def found(store: Store, *pattern: Any) -> set[Quad]:
    assert isinstance(store, EmbeddedStore)
    return set(store.oxigraph.quads_for_pattern(*pattern))


def in_all_indexes(store: Store, said: list[Quad]) -> bool:
    """The engine keeps six sorted copies of all quads, in files of their own; each pattern reads another one."""
    graph, says, last = said[0].graph_name, said[0].predicate, said[-1].object
    inside = {quad for quad in said if quad.graph_name == graph}
    own = {quad for quad in said if quad.subject == said[0].subject}
    return (
        found(store, said[0].subject, None, None, None) == own
        and found(store, None, says, last, None) == {quad for quad in said if quad.object == last}
        and found(store, None, None, last, None) == {quad for quad in said if quad.object == last}
        and found(store, None, None, None, graph) == inside
        and found(store, None, says, said[0].object, graph) == {said[0]}
        and found(store, None, None, said[0].object, graph) == {said[0]}
    )


@pytest.mark.parametrize("kind", ["quads", "lines"])
def test_a_kill_at_any_time_leaves_whole_reports_and_all_that_were_told(tmp_path: Path, kind: str) -> None:
    """Some are killed while the store writes files, some while it takes them in, some in between."""
    rounds, first, chance = int(os.environ.get("KG_KILLS", "6")), 0, random.Random(3)
    for _ in range(rounds):
        command = [sys.executable, "-c", ADD, str(tmp_path / "graph"), str(Path(__file__).parents[1]), str(first), kind]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            told = [process.stdout.readline().strip()]
            time.sleep(chance.random() * 0.2)
            process.kill()
            told += process.stdout.read().split("\n")[:-1]
        with open_graph(tmp_path / "graph") as store:
            stored = len(store) // 500
            assert len(store) == stored * 500
            reports = [numbered(number) for number in range(first, stored)]
            assert set(told) <= {report for report, _ in reports}
            for _, said in reports:
                assert in_all_indexes(store, said), "a whole report, and the ones before it are there"
        assert stored > first
        first = stored
    with open_graph(tmp_path / "graph", writable=True):
        assert not list((tmp_path / "graph").glob("bulk-*")), "nothing is left of what was under way"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A disk of its own, of the size that is asked for (`8m`); asked again, it grows and keeps what is on it."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def sized(size: str) -> Path:
        options = f"size={size}" + (",remount" if folder.is_mount() else "")
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True)
        if done.returncode:
            pytest.skip(f"no disk can be mounted here: {done.stderr.decode().strip()}")
        return folder

    if shutil.which("mount") is None:
        pytest.skip("there is no program to mount a disk with")
    yield sized
    if folder.is_mount():
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("together", [4, 200], ids=["by transactions", "by bulk loads"])
def test_a_disk_that_is_really_full_leaves_whole_reports_and_the_next_build_goes_on(
    small_disk: Callable[[str], Path], together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = small_disk("8m") / "graph"
    with building(target, together=together) as process:
        out, said = process.communicate(timeout=120)
    assert process.returncode == 2, said
    assert "No space left on device" in said
    assert "free some" in said, "what to do about it"
    assert str(target) in said
    assert "Traceback" not in said
    small_disk("64m")
    check_and_go_on(target, set(out.split()), monkeypatch)


@pytest.mark.parametrize("engine", ["oxigraph"])
def test_a_server_that_goes_away_has_whole_reports_when_it_comes_back(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start: Callable[[Path], Iterator[str]] = ENGINES[engine]
    with contextmanager(start)(tmp_path) as address, building(address) as process:
        assert process.stdout is not None
        told = {process.stdout.readline().strip() for _ in range(6)}
        _kill_server(tmp_path)
        rest, said = process.communicate(timeout=60)
        assert process.returncode == 2
        assert "cannot be reached" in said or "does not answer" in said
    with contextmanager(start)(tmp_path) as address:
        check_and_go_on(address, told | set(rest.split()), monkeypatch)


def _kill_server(folder: Path) -> None:
    """Kills the server that was started in this folder, as a crash would."""
    import psutil

    for one in psutil.Process().children():
        if str(folder / "data") in one.cmdline():
            os.kill(one.pid, signal.SIGKILL)


def test_the_second_of_two_builders_is_told_and_does_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with building(tmp_path / "graph") as first:
        assert first.stdout is not None
        told = {first.stdout.readline().strip() for _ in range(3)}
        with building(tmp_path / "graph") as second:
            _, said = second.communicate(timeout=60)
            assert second.returncode == 2
            assert "another process is writing to this graph" in said
        told |= {first.stdout.readline().strip() for _ in range(3)}
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=60)
    check_and_go_on(tmp_path / "graph", told, monkeypatch)


def test_a_server_is_not_lost_by_a_query_that_fails(servers: Callable[[str], str]) -> None:
    address = servers("kg")
    for query in ("ASK {" * 1000, "\0", "SELECT"):
        answer = httpx.post(f"{address}/query", content=query, headers={"content-type": "application/sparql-query"})
        assert answer.status_code in (400, 500)
    assert httpx.get(f"{address}/health").status_code == 200
