"""`kg link --service` against a real service on loopback: kg's own, as `kg serve` offers it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from hand_made import ENTITIES, REGISTER, FakeExtractor, document
from starlette.applications import Starlette
from typer.testing import CliRunner

from kg import batches
from kg.cli import app
from kg.graph import iris
from kg.graph.links import read_links
from kg.link.cache import embedded_path
from kg.link.gazetteer import Gazetteer
from kg.model import RegisteredActor
from kg.pipeline import BuildOptions, build_documents
from kg.reconcile.service import Reconciler
from kg.serve.reconciliation import routes
from kg.store import open_graph

BRIGADE = iris.ID + "actor/dawn-brigade"
TOWN = iris.ID + "place/tal-amra-sy"


class Nobody:
    """A linker that knows nothing."""

    version = "1"

    def link(self, extraction, identities):
        return {}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    entry = RegisteredActor(iris.ID + "actor/brigade-of-dawn", "Brigade of Dawn", "RebelGroup", ("Dawn Brigade",))
    known = Reconciler([Gazetteer(embedded_path())], [entry])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes(make=lambda: known)), "127.0.0.1", port, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}/reconcile"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    class Towns(FakeExtractor):
        def extract(self, documents):
            for said in super().extract(documents):
                town = {"place:tal-amra": "Aleppo"}
                named = tuple(replace(one, name=town.get(one.key, one.name)) for one in ENTITIES)
                yield replace(said, entities=named)

    monkeypatch.setattr(batches, "load_linker", Nobody)
    path = tmp_path / "graph.trig"
    with open_graph(path, writable=True) as store:
        build_documents([document()], store, BuildOptions(extractor=Towns(), register=REGISTER, linker=Nobody()))
    return path


def run(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_matches_of_a_service_become_close_matches_with_score_never_the_same(graph: Path, address: str) -> None:
    run("link", "--graph", graph, "--service", address, "--no-cache", "--type", "actor=Actor", "--type", "place=Place")
    with open_graph(graph) as store:
        quads = list(store.quads(iris.LINKS_GRAPH))
    links = read_links(quads)
    town = links[iris.ID + "place/aleppo-sy"]
    assert town.chosen is not None
    assert (town.chosen.source, town.chosen.id, town.relation) == ("geonames", "170063", "close")
    assert town.chosen.lat == pytest.approx(36.2, abs=0.1), "what the gazetteer knows of it comes with it"
    brigade = links[BRIGADE]
    assert brigade.chosen is not None
    assert brigade.chosen.id == "https://w3id.org/conflict-kg/id/actor:brigade-of-dawn"
    assert 0 < brigade.chosen.score <= 1
    matches = {quad.predicate.value.rpartition("/")[2].rpartition("#")[2] for quad in quads}
    assert {"exactMatch", "sameAs"}.isdisjoint(matches)
    assert "closeMatch" in matches


def test_what_people_decided_is_not_asked_for(graph: Path, address: str) -> None:
    run("links", BRIGADE, "--reject", "--by", "Ana", "--graph", graph)
    run("link", "--graph", graph, "--service", address, "--no-cache")
    with open_graph(graph) as store:
        assert read_links(store.quads(iris.LINKS_GRAPH))[BRIGADE].chosen is None


def test_a_service_that_is_away_leaves_the_graph_as_it_was(graph: Path) -> None:
    before = graph.read_bytes()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["link", "--graph", str(graph), "--service", f"http://127.0.0.1:{port}/", "--per-second", "1000"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.reconcile.client.time.sleep", lambda _: None)
        done = CliRunner().invoke(app, [*arguments, "--no-cache"])
    assert done.exit_code == 2
    assert "cannot be asked" in done.output
    assert graph.read_bytes() == before
