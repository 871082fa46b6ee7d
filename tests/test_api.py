"""What Python users can rely on: build, open, ask, draw, save."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas
import pytest
import rdflib
from hand_made import ACTOR, REGISTER, TEXT, FakeExtractor

import kg

DAWN, NORLAND = ACTOR + "dawn-brigade", ACTOR + "norland"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def graph(report: Path) -> kg.Graph:
    return kg.build(report, extractor=FakeExtractor(), register=REGISTER)


def test_importing_kg_loads_nothing_heavy() -> None:
    program = (
        "import sys, time; began = time.perf_counter(); import kg; took = time.perf_counter() - began; "
        "heavy = {'rdflib', 'spacy', 'pandas', 'pyoxigraph', 'httpx', 'networkx'} & sys.modules.keys(); "
        "print(took, sorted(heavy))"
    )
    runs = [subprocess.check_output([sys.executable, "-c", program], text=True).split(" ", 1) for _ in range(3)]
    assert all(heavy.strip() == "[]" for _, heavy in runs)
    assert min(float(took) for took, _ in runs) < 0.05


def test_kg_has_what_it_says_and_nothing_else() -> None:
    assert all(getattr(kg, name) is not None for name in kg.__all__)
    assert set(kg.__all__) <= set(dir(kg))
    with pytest.raises(AttributeError, match="no attribute 'bild'"):
        kg.bild  # noqa: B018


def test_a_build_in_memory_tells_what_it_did(graph: kg.Graph) -> None:
    assert graph.result is not None
    assert graph.result.added == 1
    assert "1 reports" in repr(graph)
    assert len(graph) == graph.result.quads


@pytest.mark.parametrize("name", ["graph", "graph.trig"])
def test_a_build_that_is_kept_can_be_opened_again(report: Path, tmp_path: Path, name: str) -> None:
    with kg.build([report], tmp_path / name, extractor=FakeExtractor(), register=REGISTER) as built:
        quads = len(built)
    with kg.open(tmp_path / name) as opened:
        assert len(opened) == quads
        assert opened.result is None


def test_a_build_that_fails_lets_go_of_its_store(report: Path, tmp_path: Path) -> None:
    with pytest.raises(kg.KgError):
        kg.build(report, tmp_path / "g", extractor=FakeExtractor(), register=tmp_path / "no.ttl")
    kg.build(report, tmp_path / "g", extractor=FakeExtractor(), register=REGISTER).close()


def test_a_build_of_a_file_that_fails_at_once_leaves_no_file(report: Path, tmp_path: Path) -> None:
    with pytest.raises(kg.KgError):
        kg.build(report, tmp_path / "g.trig", extractor=FakeExtractor(), register=tmp_path / "no.ttl")
    assert not (tmp_path / "g.trig").exists()


def test_select_gives_a_data_frame_with_numbers(graph: kg.Graph) -> None:
    frame = graph.query("SELECT ?group ?min { ?t a kg:Toll ; kg:group ?group ; kg:min ?min } ORDER BY ?min")
    assert isinstance(frame, pandas.DataFrame)
    assert frame.to_dict("list") == {"group": ["children", "people"], "min": [4, 12]}
    nothing = graph.query("SELECT ?a ?b { ?a kg:sanctioned ?b }")
    assert isinstance(nothing, pandas.DataFrame)
    assert list(nothing.columns) == ["a", "b"]
    assert nothing.empty


def test_ask_gives_a_bool_and_construct_a_graph(graph: kg.Graph) -> None:
    assert graph.query("ASK { ?e a kg:MortarAttack }") is True
    assert graph.query("ASK { ?e a kg:Riot }") is False
    made = graph.query("CONSTRUCT { ?e a kg:Attack } WHERE { ?e a kg:MortarAttack }")
    assert isinstance(made, rdflib.Graph)
    assert len(made) == 1


def test_the_network_has_the_derived_edges(graph: kg.Graph) -> None:
    network = graph.to_networkx()
    assert network.nodes[DAWN]["label"] == "Dawn Brigade"
    assert network.edges[DAWN, NORLAND, "backedBy"]["events"] == 1


def test_rdflib_sees_the_same_graph_and_its_graphs_by_name(graph: kg.Graph) -> None:
    dataset = graph.to_rdflib()
    rows = list(dataset.query("SELECT ?e { ?e a kg:MortarAttack }"))
    assert len(rows) == 1
    assert sum(1 for _ in dataset.quads((None, None, None, None))) == len(graph)
    assert (rdflib.URIRef(DAWN), rdflib.SKOS.prefLabel, rdflib.Literal("Dawn Brigade")) in dataset


def test_events_are_a_data_frame_of_event_records(graph: kg.Graph) -> None:
    frame = graph.events()
    assert list(frame["type"]) == ["MortarAttack"]
    assert frame["fatalities"][0][0]["min"] == 12
    assert TEXT[frame["start"][0] : frame["end"][0]] == frame["text"][0]


@pytest.mark.parametrize("suffix", [".trig", ".ttl", ".nq.gz"])
def test_a_graph_can_be_saved(graph: kg.Graph, tmp_path: Path, suffix: str) -> None:
    path = graph.save(tmp_path / f"copy{suffix}")
    with kg.open(path) as copy:
        assert {quad.triple for quad in copy.store.quads()} == {quad.triple for quad in graph.store.quads()}
    with pytest.raises(kg.KgError, match="not a kind of RDF file"):
        graph.save(tmp_path / "copy.docx")


def test_a_notebook_shows_counts_and_actors_and_no_markup_of_others(report: Path) -> None:
    class Marked(FakeExtractor):
        def extract(self, documents):
            from dataclasses import replace

            for said in super().extract(documents):
                odd = replace(said.entities[0], name="<script>alert(1)</script>")
                yield replace(said, entities=(odd, *said.entities[1:]))

    shown = kg.build(report, extractor=Marked(), register=REGISTER)._repr_html_()
    assert "<td>events</td><td>1</td>" in shown
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
