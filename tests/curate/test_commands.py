"""`kg link`, `kg links` and `kg curate`, as a user calls them: decisions survive builds and hold for later reports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from curate.conftest import HERE, HandLinker, Saying
from hand_made import ACTOR, SHELLING, TEXT
from typer.testing import CliRunner, Result

from kg import batches
from kg.cli import app
from kg.graph import iris
from kg.model import Candidate

Run = Callable[..., Result]
TOWN = iris.ID + "place/tal-amra-sy"


class Unsure(HandLinker):
    """Links Tal Amra with a low score."""

    def link(self, extraction, identities):
        from dataclasses import replace

        found = super().link(extraction, identities)
        return {key: replace(one, chosen=replace(HERE, score=0.4)) for key, one in found.items()}


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs kg in a folder with two reports and their graph."""
    monkeypatch.setattr(batches, "load_extractor", lambda *_: Saying())
    monkeypatch.setattr(batches, "load_linker", Unsure)
    monkeypatch.setenv("KG_USER", "Ana")
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.chdir(tmp_path)
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")

    def run(*arguments: object, code: int = 0) -> Result:
        given = [str(one) for one in arguments]
        if given[0] != "build":
            given += ["--graph", "graph.trig"]
        done = CliRunner().invoke(app, given)
        assert done.exit_code == code, done.output
        return done

    run("build", "one.txt", "two.txt", "-o", "graph.trig")
    return run


def rows(done: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done.stdout)))


def chosen(kg: Run, name: str = "Tal Amra") -> str:
    return rows(kg("links", name, "-f", "csv"))[0]["chosen"]


def test_doubtful_links_are_shown_with_words_score_and_candidates(kg: Run) -> None:
    (row,) = rows(kg("links", "--review", "-f", "csv"))
    assert (row["name"], row["doubt"], row["score"]) == ("Tal Amra", "low score", "0.4")
    assert "shelled Tal Amra with mortars" in row["context"]
    assert "geonames 11 Tal Amra (SY, PPL)" in row["chosen"]
    assert "geonames 22 Tall Amrah (IQ, PPL) 0.20" in row["candidates"]
    assert json.loads(kg("links", "--review", "--least-score", "0.1", "--least-lead", "0", "-f", "json").stdout) == []
    (row,) = rows(kg("links", "--review", "--least-score", "0.1", "-f", "csv"))
    assert row["doubt"] == "close runner-up"


def test_what_was_decided_is_not_up_for_review_and_can_be_undone(kg: Run) -> None:
    kg("links", "Tal Amra", "--accept", "--note", "seen on the map")
    assert rows(kg("links", "--review", "-f", "csv")) == []
    (row,) = rows(kg("curate", "list", "-f", "csv"))
    assert (row["by"], row["note"], row["undone"]) == ("Ana", "seen on the map", "")
    assert "accept Tal Amra in reports on SY" in row["decided"]
    kg("links", "Tal Amra", "--undo", "--by", "Ben")
    assert len(rows(kg("links", "--review", "-f", "csv"))) == 1
    (row,) = rows(kg("curate", "list", "-f", "csv"))
    assert row["undone"].startswith("by Ben")
    assert rows(kg("curate", "list", "--standing", "-f", "csv")) == []
    assert "no decision on its link stands" in kg("links", "Tal Amra", "--undo", code=2).output


def test_a_name_decides_on_what_the_table_shows_under_it(kg: Run, tmp_path: Path) -> None:
    """A government bears the name of its capital, too: `kg links Tripoli --choose …` asked for an IRI."""
    with (tmp_path / "graph.trig").open("a", encoding="utf-8") as file:
        file.write(
            "<https://example.org/government> <http://www.w3.org/2004/02/skos/core#prefLabel> \"Amra\" ;\n"
            '  <http://www.w3.org/2004/02/skos/core#altLabel> "Tal Amra" .\n'
        )
    kg("links", "Tal Amra", "--choose", "22")
    assert "geonames 22" in chosen(kg, TOWN)


def test_a_choice_survives_builds_and_holds_for_a_new_report_on_the_same_country(kg: Run, tmp_path: Path) -> None:
    kg("links", TOWN, "--choose", "22")
    assert "geonames 22" in chosen(kg)
    kg("build", "one.txt", "two.txt", "-o", "graph.trig", "--force")
    assert "geonames 22" in chosen(kg)
    (tmp_path / "three.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "far.txt").write_text(TEXT, encoding="utf-8")
    kg("build", "three.txt", "-o", "graph.trig")
    kg("build", "far.txt", "-o", "graph.trig", "--title", "abroad")
    assert "geonames 22" in chosen(kg, TOWN)
    assert "geonames 11" in chosen(kg, iris.ID + "place/tal-amra-lb"), "in Lebanon nobody decided anything"


def test_a_rejected_link_stays_rejected_when_all_is_linked_again(kg: Run) -> None:
    kg("links", TOWN, "--reject")
    assert chosen(kg) == ""
    told = json.loads(kg("link", "--json").stdout)
    assert (told["reports"], told["changed"]) == (2, 0)
    assert chosen(kg) == ""


def test_linking_again_finds_what_the_gazetteer_has_learnt(kg: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Better(HandLinker):
        version = "2"

        def link(self, extraction, identities):
            from dataclasses import replace

            (town,) = [one for one in extraction.entities if one.key == TOWN]
            assert (town.name, town.kind, town.country) == ("Tal Amra", "Settlement", "SY")
            said = super().link(extraction, identities)
            assert said == {}, "keys of a graph are IRIs"
            return {TOWN: pipeline_link(TOWN, replace(HERE, id="33", name="Tal Amra al-Jadida"))}

    from kg.model import Link

    def pipeline_link(key: str, entry: Candidate) -> Link:
        return Link(key, entry)

    monkeypatch.setattr(batches, "load_linker", Better)
    assert json.loads(kg("link", "--json").stdout)["changed"] >= 1
    assert "geonames 33" in chosen(kg)


def test_actors_are_merged_and_split_and_events_rejected_by_command(kg: Run) -> None:
    event = iris.event_iri(iris.report_iri("one.txt"), SHELLING.trigger, SHELLING.type)

    def agents() -> list[str]:
        return sorted(one["agents"] for one in rows(kg("query", "who-attacked-whom", "-f", "csv")))

    kg("curate", "reject", event)
    assert agents() == ["Dawn Brigade"]
    kg("curate", "merge", "Norland", "Dawn Brigade")
    assert agents() == ["Norland"]
    told = rows(kg("curate", "list", "-f", "csv"))
    assert [one["decided"].split()[0] for one in told] == ["reject", "merge"]
    kg("curate", "undo", told[1]["decision"])
    kg("curate", "split", "Dawn Brigade", "Dusk Brigade", "--words", "The Dawn Brigade", "--report", "two.txt")
    assert agents() == ["Dusk Brigade"]
    kg("curate", "undo", told[0]["decision"])
    assert agents() == ["Dawn Brigade", "Dusk Brigade"]
    assert "2 reports" in kg("curate", "again").stdout
    assert agents() == ["Dawn Brigade", "Dusk Brigade"]
    kg("curate", "accept", event)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("links", "--accept"), "needs the name or IRI"),
        (("links", "Tal Amra", "--accept", "--reject"), "exclude each other"),
        (("links", "Nowhere", "--accept"), "no node with the name"),
        (("curate", "reject", ACTOR + "dawn-brigade"), "no event or relation"),
        (("curate", "undo", "urn:x:none"), "no decision"),
    ],
)
def test_what_cannot_be_done_is_said(kg: Run, arguments: tuple[str, ...], words: str) -> None:
    assert words in " ".join(kg(*arguments, code=2).output.split())


def test_a_file_of_triples_is_left_as_it_is(kg: Run, tmp_path: Path) -> None:
    kg("build", "one.txt", "-o", "graph.ttl")
    before = (tmp_path / "graph.ttl").read_bytes()
    done = CliRunner().invoke(app, ["links", "Tal Amra", "--accept", "--graph", "graph.ttl"])
    assert done.exit_code == 2
    assert "no named graphs" in done.output
    assert (tmp_path / "graph.ttl").read_bytes() == before


def test_a_graph_that_is_not_there_is_not_made(kg: Run, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["curate", "again", "--graph", "none.trig"])
    assert done.exit_code == 2
    assert not (tmp_path / "none.trig").exists()
