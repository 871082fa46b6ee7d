"""Questions to a served graph while a build writes to it, against the same with no build."""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import httpx

from benchmarks.made_up import graph
from benchmarks.rows import ROOT, Row, Size

#: Seconds for which a build writes while questions are asked, and for which they are asked without.
_SECONDS = 8.0
_QUESTION = "/api/queries/timeline?actor=Actor%2010"
# Stores reports of 1,000 statements in batches, as a build does, for as long as it is let.
_WRITER = """
import sys
from itertools import count
from pyoxigraph import Literal, NamedNode, Quad
from kg.graph import iris
from kg.store import open_graph
says = NamedNode("urn:x:says")
def told(number):
    report = iris.report_iri(f"written meanwhile {number}")
    home = NamedNode(iris.report_graph(report))
    return report, [Quad(NamedNode(f"{report}/{n % 100}"), says, Literal(f"{number} {n}"), home) for n in range(1000)]
with open_graph(sys.argv[1], writable=True) as store:
    for batch in count():
        store.replace_reports(told(batch * 32 + n) for n in range(32))
        print(32_000, flush=True)
"""


def while_writing(size: Size) -> list[Row]:
    """How long answers of `kg serve` take over HTTP, with and without a process that stores as fast as it can."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        _fill(store, 10 ** min(5, size.powers))
        with _served(store) as client:
            _ask(client, 1.0)
            quiet, failures = _ask(client, _SECONDS)
            writer = subprocess.Popen(
                [sys.executable, "-c", _WRITER, str(store)], stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
            assert writer.stdout is not None
            try:
                writer.stdout.readline()
                busy, more = _ask(client, _SECONDS)
                failures += more
            finally:
                writer.kill()
            written = sum(int(line) for line in writer.stdout)
            writer.wait()
    return [
        Row("answers to the same question, no build: median", statistics.median(quiet) * 1000, "ms"),
        Row("answers while a build writes: median", statistics.median(busy) * 1000, "ms"),
        Row("the slowest in a hundred of them, no build", statistics.quantiles(quiet, n=100)[-1] * 1000, "ms"),
        Row("the slowest in a hundred while a build writes", statistics.quantiles(busy, n=100)[-1] * 1000, "ms"),
        Row("while a build writes against no build", statistics.median(busy) / statistics.median(quiet), "times"),
        Row("questions that were answered with an error", len(failures), "questions"),
        Row("statements written meanwhile", written / _SECONDS, "statements/s"),
    ]


def _fill(path: Path, statements: int) -> None:
    from kg.graph.register import ontology_quads
    from kg.store.embedded import EmbeddedStore

    with EmbeddedStore(path, writable=True) as store:
        store.bulk(chain(ontology_quads(), graph(statements)))


@contextmanager
def _served(store: Path) -> Iterator[httpx.Client]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(store), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            for _ in range(300):
                try:
                    client.get("/health")
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            yield client
    finally:
        server.terminate()
        server.wait(10)


def _ask(client: httpx.Client, seconds: float) -> tuple[list[float], list[str]]:
    """The time of each answer, one question after the other, for so many seconds; the answers that were errors."""
    times: list[float] = []
    failures: list[str] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.perf_counter()
        answer = client.get(_QUESTION)
        if answer.is_success:
            times.append(time.perf_counter() - began)
        else:
            failures.append(f"{answer.status_code} {answer.text}")
            print(failures[-1], flush=True)
    return times, failures
