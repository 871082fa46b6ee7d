"""Builds that are stopped: by Ctrl-C, by a full disk, by a server that goes away; and two builders at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from hand_made import REGISTER, FakeExtractor, document

from kg import pipeline
from kg.graph import iris
from kg.pipeline import BuildOptions, build_documents
from kg.store import open_graph
from kg.store.embedded import EmbeddedStore

from .engines import ENGINES

#: `python -c … TARGET TESTS LARGEST`: builds many reports, tells each, in files of at most LARGEST bytes (0: any).
BUILD = """
import resource, signal, sys, time
sys.path.insert(0, sys.argv[2])
from hand_made import REGISTER, FakeExtractor, document
import kg.pipeline
from kg.pipeline import BuildOptions, build_documents
from kg.errors import KgError
from kg.store import open_graph
kg.pipeline.code_digest = lambda: "the same code"
kg.pipeline.BATCH_DOCUMENTS = 4
if int(sys.argv[3]):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))

def told(progress):
    print(progress.document, flush=True)
    time.sleep(0.01)

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


@contextmanager
def building(target: object, largest: int = 0) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", BUILD, str(target), str(Path(__file__).parents[1]), str(largest)]
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
