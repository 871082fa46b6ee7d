"""Reads go on, and see what is new, while a build writes to the store that is served."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx

from .conftest import TOKEN, fill, running

WRITER = """
import sys, time
sys.path.insert(0, sys.argv[2])
from hand_made import REGISTER, FakeExtractor, document
from kg.pipeline import BuildOptions, build_documents
from kg.store import open_graph

def told(progress):
    print(progress.document, flush=True)
    time.sleep(0.01)

with open_graph(sys.argv[1], writable=True) as store:
    build_documents(
        (document(f"report-{n:05}") for n in range(int(sys.argv[3]))), store,
        BuildOptions(register=REGISTER, extractor=FakeExtractor(), progress=told),
    )
"""
COUNT = "SELECT (COUNT(DISTINCT ?r) AS ?n) { ?r a kg:Report }"


def reports(client: httpx.Client) -> tuple[int, float]:
    began = time.perf_counter()
    answer = client.get("/sparql", params={"query": COUNT})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"]), time.perf_counter() - began


def test_reads_go_on_while_a_build_writes(tmp_path: Path) -> None:
    store = fill(tmp_path / "graph", "a", "b")
    with running(store, refresh=0.2) as client:
        quiet = [reports(client)[1] for _ in range(10)]
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(store), str(Path(__file__).parents[1]), "300"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert writer.stdout is not None
        writer.stdout.readline()
        seen, busy = [], []
        while writer.poll() is None:
            number, seconds = reports(client)
            seen.append(number)
            busy.append(seconds)
            time.sleep(0.05)
        writer.stdout.close()
        assert writer.returncode == 0
        until = time.monotonic() + 20
        while reports(client)[0] != 302:
            assert time.monotonic() < until, "what was written last is seen in the end"
            time.sleep(0.1)
    assert seen == sorted(seen), "nobody sees an older state after a newer one"
    assert len(set(seen)) > 1, "what is written is seen while it is written"
    print(f"median {statistics.median(quiet) * 1000:.1f} ms before, {statistics.median(busy) * 1000:.1f} ms during")
    assert statistics.median(busy) < 2


def test_an_update_waits_for_no_builder_but_says_that_there_is_one(tmp_path: Path) -> None:
    store = fill(tmp_path / "graph", "a")
    insert = {"update": "INSERT DATA { GRAPH <urn:x:g> { <urn:x:a> <urn:x:b> 1 } }"}
    program = (
        "import sys; from kg.store import open_graph; s = open_graph(sys.argv[1], writable=True); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with running(store, token=TOKEN) as client:
        client.headers["authorization"] = f"Bearer {TOKEN}"
        with subprocess.Popen(
            [sys.executable, "-c", program, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as builder:
            assert builder.stdout is not None
            builder.stdout.readline()
            answer = client.post("/update", data=insert)
            assert answer.status_code == 503
            assert "another process is writing" in answer.json()["detail"]
            assert answer.headers["retry-after"]
            assert reports(client)[0] == 1
        assert client.post("/update", data=insert).status_code == 204
        assert client.get("/sparql", params={"query": "ASK { <urn:x:a> ?p ?o }"}).json()["boolean"] is True
