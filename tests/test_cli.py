"""The command `kg`: exit codes, messages, and that each command gives what it promises.

Extraction is replaced by `hand_made.FakeExtractor`: these tests are about the way in and out.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hand_made import REGISTER, TEXT, FakeExtractor
from typer.testing import CliRunner, Result

from kg import batches, evaluation
from kg.cli import app

Run = Callable[..., Result]


def run(*arguments: object, **options: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a report and its graph."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "load_extractor", lambda *_: FakeExtractor())
        patch.chdir(folder)
        done = run("build", "a.txt", "-o", "graph.trig", "--published", "2024-05-04", "--publisher", "VMHR")
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setattr(batches, "load_extractor", lambda *_: FakeExtractor())
    monkeypatch.chdir(tmp_path)
    return run


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path / "graph.trig"


def test_build_writes_a_graph_and_counts_what_it_found(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "out").mkdir()
    done = kg("build", "a.txt", "-o", "out/graph.trig")
    assert done.exit_code == 0, done.output
    assert "1 events, 1 relations" in done.stdout
    assert "words/s" in done.stdout
    assert (tmp_path / "out" / "graph.trig").stat().st_size > 1000


def test_building_again_changes_nothing(kg: Run, graph: Path) -> None:
    before = graph.read_bytes()
    done = kg("build", "a.txt", "-o", graph, "--published", "2024-05-04", "--publisher", "VMHR")
    assert "1 unchanged" in done.stdout
    assert graph.read_bytes() == before


def test_build_as_json_gives_the_counts_and_nothing_else(kg: Run, graph: Path) -> None:
    counts = json.loads(kg("build", "a.txt", "-o", graph, "--force", "--json").stdout)
    assert counts["replaced"] == 1
    assert counts["events"] == 1
    assert counts["words"] == len(TEXT.split())
    assert counts["skipped"] == []


def test_what_cannot_be_read_is_listed_and_counted_and_the_rest_is_stored(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "broken.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    done = kg("build", ".", "/no/such/file.txt", "-o", "graph.trig")
    assert done.exit_code == 2
    assert "(1 new, 3 skipped)" in done.stdout
    told = done.stderr.splitlines()
    assert [line.split(":")[1].strip() for line in told if line.startswith("skipped")] == [
        "empty.txt", "/no/such/file.txt", "broken.txt",
    ]  # fmt: skip
    assert kg("query", "-e", "SELECT * { ?r a kg:Report }", "-g", "graph.trig").exit_code == 0


def test_build_reads_standard_input(kg: Run) -> None:
    done = kg("build", "-", "-o", "graph.trig", "--json", input=TEXT)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["added"] == 1


def test_no_mentions_leaves_their_graph_out(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    kg("build", "a.txt", "-o", "with.trig")
    kg("build", "a.txt", "-o", "without.trig", "--no-mentions")
    ask = "ASK { ?m a kg:Mention }"
    assert "yes" in kg("query", "-e", ask, "-g", "with.trig").stdout
    assert "no" in kg("query", "-e", ask, "-g", "without.trig").stdout


@pytest.mark.parametrize("where", [["-o", "graph.nq"], ["--store", "store"]])
def test_a_graph_can_be_a_file_or_a_folder(kg: Run, tmp_path: Path, where: list[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert kg("build", "a.txt", *where).exit_code == 0
    assert "Dawn Brigade" in kg("query", "actors", "--graph", where[1]).stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["build", "a.txt"], "-o FILE"),
        (["build", "a.txt", "-o", "a.trig", "--store", "b"], "-o FILE"),
        (["build", "a.txt", "-o", "a.docx"], "a.docx"),
        (["build", "a.txt", "-o", "no/such/folder/a.trig"], "no/such/folder"),
        (["build", "a.txt", "-o", "a.trig", "--published", "3/4/2024"], "2024-03-08"),
        (["build", "a.txt", "-o", "a.trig", "--field", "author=x"], "NAME=COLUMN"),
        (["build", "a.txt", "-o", "a.trig", "--register", "none.ttl"], "none.ttl"),
        (["build", "a.txt", "-o", "a.trig", "--pipeline", "magic"], "magic"),
        (["query", "actors", "--graph", "none.trig"], "none.trig"),
        (["query", "actors"], "--graph"),
        (["query", "--graph", "graph.trig"], "kg queries"),
        (["query", "actor", "--graph", "graph.trig"], "actors"),
        (["query", "-e", "SELEC ?x {}", "--graph", "graph.trig"], "line 1"),
        (["query", "timeline", "--graph", "graph.trig"], "actor"),
        (["query", "timeline", "-p", "actor", "--graph", "graph.trig"], "--param name=value"),
        (["query", "timeline", "-p", "actor=Dawn Brigad", "--graph", "graph.trig"], "Dawn Brigade"),
        (["query", "actors", "-f", "xml", "--graph", "graph.trig"], "table, csv"),
        (["query", "actors", "-f", "turtle", "--graph", "graph.trig"], "turtle"),
        (["queries", "actor"], "actors"),
        (["export", "-f", "event", "--graph", "graph.trig"], "events"),
        (["export", "-o", "a.txt/b.jsonl", "--graph", "graph.trig"], "b.jsonl"),
        (["evaluate", "none"], "none"),
        (["nonsense"], "nonsense"),
    ],
)
def test_what_is_wrong_is_told_without_a_traceback_and_ends_with_2(
    kg: Run, graph: Path, arguments: list[str], told: str
) -> None:
    done = kg(*arguments)
    assert done.exit_code == 2, done.output
    assert told in done.stderr
    assert "Traceback" not in done.output
    assert not done.stdout


def test_a_fault_of_kg_is_told_in_short_with_the_way_to_see_more(kg: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr("kg.query.catalogue", fail)
    done = kg("queries")
    assert done.exit_code == 1
    assert "RuntimeError: out of luck" in done.stderr
    assert "--debug" in done.stderr
    assert isinstance(kg("--debug", "queries").exception, RuntimeError)


def test_an_interrupt_ends_with_130_and_no_traceback(kg: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.query.catalogue", interrupt)
    done = kg("queries")
    assert done.exit_code == 130
    assert "interrupted" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_while_waiting_for_input_ends_with_130(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "build", "-", "-o", str(tmp_path / "a.trig")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in told


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_goes_away_is_no_error(graph: Path) -> None:
    command = f'"{sys.executable}" -m kg.cli export -f nquads --graph "{graph}"'
    done = subprocess.run(["bash", "-c", f"{command} | head -n 1"], capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_query_of_the_catalogue_gives_a_table(kg: Run, graph: Path) -> None:
    lines = kg("query", "who-attacked-whom", "--graph", graph, env={"COLUMNS": "500"}).stdout.splitlines()
    assert sum("MortarAttack" in line and "Dawn Brigade" in line for line in lines) == 1
    assert lines[-1] == "1 row"


def test_a_query_gives_csv_tsv_and_json(kg: Run, graph: Path) -> None:
    ask = "SELECT ?name ?n { ?a skos:prefLabel ?name . BIND(3 AS ?n) FILTER(?name = 'Dawn Brigade') } LIMIT 1"
    options = ["query", "-e", ask, "--graph", graph, "--format"]
    assert list(csv.DictReader(io.StringIO(kg(*options, "csv").stdout))) == [{"name": "Dawn Brigade", "n": "3"}]
    assert json.loads(kg(*options, "json").stdout) == [{"name": "Dawn Brigade", "n": 3}]
    assert kg(*options, "tsv").stdout.splitlines()[0] == "?name\t?n"


def test_a_construct_query_gives_turtle(kg: Run, graph: Path) -> None:
    done = kg("query", "-e", "CONSTRUCT { ?a a kg:Actor } { ?a skos:prefLabel 'Dawn Brigade' }", "--graph", graph)
    assert "a kg:Actor" in done.stdout


def test_a_query_can_stand_in_a_file_and_be_written_to_one(kg: Run, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("SELECT ?name { ?a skos:prefLabel ?name } ORDER BY ?name", encoding="utf-8")
    done = kg("query", "mine.rq", "--graph", graph, "-f", "csv", "-o", "answers/mine.csv")
    assert done.exit_code == 0, done.output
    assert "Dawn Brigade" in (tmp_path / "answers" / "mine.csv").read_text(encoding="utf-8")


def test_the_graph_can_be_given_once_for_all(kg: Run, graph: Path) -> None:
    assert "Dawn Brigade" in kg("query", "actors", env={"KG_GRAPH": str(graph)}).stdout


def test_columns_of_an_answer_can_be_chosen(kg: Run, graph: Path) -> None:
    done = kg("query", "who-attacked-whom", "--columns", "place,type", "-f", "csv", "--graph", graph)
    assert done.stdout.splitlines() == ["place,type", "Tal Amra,MortarAttack"]
    assert kg("query", "who-attacked-whom", "--columns", "where", "--graph", graph).exit_code == 2


def test_rows_too_wide_for_the_terminal_are_written_one_cell_a_line(kg: Run, graph: Path) -> None:
    done = kg("query", "who-attacked-whom", "--graph", graph, env={"COLUMNS": "60"})
    assert any(line.split() == ["type", "MortarAttack"] for line in done.stdout.splitlines())
    assert done.stdout.splitlines()[-1] == "1 row"


def test_a_limit_shows_that_there_is_more(kg: Run, graph: Path) -> None:
    done = kg("query", "-e", "SELECT ?s { ?s ?p ?o }", "--limit", "2", "--graph", graph)
    assert done.stdout.splitlines()[-1] == "2 rows"
    assert "more rows" in done.stderr


def test_queries_lists_every_query_with_its_parameters(kg: Run) -> None:
    names = {path.stem for path in (Path(__file__).parent.parent / "queries").glob("*.rq")}
    listed = json.loads(kg("queries", "--json").stdout)
    assert {one["name"] for one in listed} == names
    assert "--param actor=" in kg("queries", "timeline").stdout


def test_events_are_exported_one_a_line(kg: Run, graph: Path, tmp_path: Path) -> None:
    [line] = kg("export", "--format", "events", "--graph", graph).stdout.splitlines()
    event = json.loads(line)
    assert event["type"] == "MortarAttack"
    assert TEXT[event["start"] : event["end"]] == event["text"]
    kg("export", "--graph", graph, "-o", "events.jsonl")
    assert (tmp_path / "events.jsonl").read_text(encoding="utf-8").strip() == line
    assert not list(tmp_path.glob("*.part"))


def test_check_says_that_all_is_well_or_what_is_not(kg: Run, graph: Path, tmp_path: Path) -> None:
    done = kg("check", "--graph", graph, "--json")
    findings = json.loads(done.stdout)
    assert done.exit_code == (1 if findings["counts"].get("violation") else 0)
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix kg: <https://w3id.org/conflict-kg/ontology#> . <https://e.org/e> a kg:Airstrike .")
    done = kg("check", "--graph", broken)
    assert done.exit_code == 1
    assert "violation" in done.stdout


def test_check_takes_shapes_of_ones_own_beside_kgs_or_in_their_place(kg: Run, graph: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/conflict-kg/ontology#> .\n"
        "@prefix my: <https://example.org/shapes#> .\n"
        "my:Checked a sh:NodeShape ; sh:targetClass kg:Report ;\n"
        '  sh:property [ sh:path my:checkedBy ; sh:minCount 1 ; sh:message "nobody has checked this report" ] .\n'
    )
    for more in ((), ("--replace-shapes",)):
        done = kg("check", "--graph", graph, "--shapes", own, *more)
        assert done.exit_code == 1, done.output
        assert "nobody has checked this report" in done.stdout
    missing = kg("check", "--graph", graph, "--shapes", tmp_path / "none.ttl")
    assert missing.exit_code == 2
    assert "none.ttl" in missing.output
    assert kg("check", "--graph", graph, "--replace-shapes").exit_code == 2



def test_view_writes_a_page_and_tells_its_path(kg: Run, graph: Path, tmp_path: Path) -> None:
    done = kg("view", "--graph", graph, "-o", "network.html")
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == "network.html"
    assert "Dawn Brigade" in (tmp_path / "network.html").read_text(encoding="utf-8")


def test_evaluate_scores_what_is_built(kg: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        evaluation, "_loaded", lambda options: replace(options, register=REGISTER, extractor=FakeExtractor())
    )
    toll = {"group": ["people"], "min": 12, "max": 12}
    event = {
        "id": "shelling", "types": ["MortarAttack"], "cue": "shelled Tal Amra with mortars",
        "agents": [["Dawn Brigade"]], "targets": [], "place": ["Tal Amra"], "time": "2024-05-03", "count": 1,
        "fatalities": [toll], "injuries": [],
        "abducted": [], "detained": [], "displaced": [], "modality": "asserted", "claimed_by": ["Valley Monitor"],
        "part_of": None,
    }  # fmt: skip
    gold = {
        "published": "2024-05-04", "publisher": "VMHR", "events": [event], "discrepancies": [], "agreements": [],
        "actors": [["Dawn Brigade"], ["Somebody Else"]], "places": [{"names": ["Tal Amra"]}],
        "relations": [
            {"subject": ["Dawn Brigade"], "predicate": "backedBy", "object": ["Norland"], "cue": "backed by Norland"},
        ],
    }  # fmt: skip
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "gold" / "a.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    done = kg("evaluate", "gold", "--json")
    assert done.exit_code == 0, done.output
    score = json.loads(done.stdout)["reports"]["a"]
    assert (score["event_f1"], score["fatalities_acc"], score["claimed_by_acc"]) == (1, 1, 1)
    assert (score["actors_found"], score["places_found"], score["relations_found"]) == (0.5, 1, 1)


def test_version_is_told(kg: Run) -> None:
    assert kg("--version").stdout.startswith("kg 0.")


def test_help_starts_fast_and_loads_nothing_heavy() -> None:
    code = (
        "import sys, time; import kg.cli; took = time.process_time();"
        "heavy = {'spacy', 'rdflib', 'pyoxigraph', 'pandas', 'rich', 'networkx', 'trafilatura', 'pypdf', 'pyshacl'};"
        "print(took, sorted(heavy & set(sys.modules)))"
    )
    seconds, _, loaded = min(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.partition(" ")
        for _ in range(3)
    )
    assert loaded.strip() == "[]"
    assert float(seconds) < 0.3  # of the processor, the interpreter included: other load on the machine does not count
