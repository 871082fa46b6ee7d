"""A folder of gold is built, scored and told of, and what is unsound in it is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import DataError, InputError
from kg.evaluate import Built, FoundFigure, FoundRelation, Statements, evaluate_directory, evaluate_predictions
from kg.evaluate.__main__ import main
from kg.model import Document

TEXT = "Blue Army (BA) drones hit a mill in Tal Abyad on Friday, killing three guards. No one saw it. It rained."
CUE = "Blue Army (BA) drones hit a mill in Tal Abyad on Friday, killing three guards"
GOLD: dict[str, Any] = {
    "published": "2024-03-09",
    "publisher": "Daily",
    "actors": [["Blue Army", "BA"], ["guards"]],
    "places": [{"names": ["Tal Abyad"], "lat": None, "lon": None, "geonames": None}],
    "relations": [
        {"subject": ["Blue Army"], "predicate": "sameAs", "object": ["BA"], "cue": "Blue Army (BA)"},
        {"subject": ["Blue Army"], "predicate": "backedBy", "object": ["Sky State"], "cue": "drones"},
    ],
    "discrepancies": [{"kind": "fatalities", "stated": 4, "sum": 3}],
    "agreements": [],
    "events": [
        {
            "id": "e1", "types": ["DroneStrike"], "cue": CUE, "agents": [["Blue Army", "BA"]], "targets": [["mill"]],
            "targets_opt": [["guards"]], "place": ["Tal Abyad"], "time": "2024-03-08", "count": 1,
            "fatalities": [{"group": ["guards"], "min": 3, "max": 3}], "injuries": [], "abducted": [], "detained": [],
            "displaced": [], "modality": "asserted", "claimed_by": None, "part_of": None,
        }
    ],
}  # fmt: skip
RECORD: dict[str, Any] = {
    "id": "urn:1", "type": "DroneStrike", "supertypes": ["Attack"], "agents": [{"name": "Blue Army"}],
    "targets": [{"name": "mill"}], "place": {"name": "Tal Abyad"}, "time": "2024-03-08", "count": 1,
    "fatalities": [{"group": "guards", "min": 3, "max": 3}], "modality": "asserted", "claimed_by": [],
    "start": 0, "end": len(CUE), "text": CUE,
}  # fmt: skip
FALSE = {"id": "urn:2", "type": "Death", "agents": [], "targets": [], "start": 85, "end": 91, "text": "one saw"}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "mill.txt").write_text(TEXT, encoding="utf-8")
    (folder / "mill.gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return folder


def predictions(folder: Path, *records: dict[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "mill.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return folder


def test_the_build_is_given_text_publisher_and_date(gold: Path) -> None:
    seen: list[Document] = []

    def build(document: Document) -> Built:
        seen.append(document)
        return Built(events=[RECORD])

    report = evaluate_directory(gold, build=build)
    assert [(d.text, d.publisher, d.published) for d in seen] == [(TEXT, "Daily", "2024-03-09")]
    assert report.measures["event_f1"] == report.measures["tolls_acc"] == report.measures["place_acc"] == 1.0
    assert report.differences == ()


def test_misses_false_records_and_wrong_fields_stand_beside_their_sentence(gold: Path, tmp_path: Path) -> None:
    wrong = RECORD | {"time": "2024-03-01", "fatalities": []}
    report = evaluate_predictions(gold, predictions(tmp_path / "p", wrong, FALSE))
    text = report.as_text(errors=True)
    assert "WRONG e1 time: 2024-03-08 ≠ 2024-03-01" in text
    assert "WRONG e1 fatalities: 3..3 guards ≠ nothing" in text
    assert "FALSE Death" in text
    assert "“No one saw it.”" in text
    assert report.measures["event_p"] == 0.5
    missed = evaluate_predictions(gold, predictions(tmp_path / "q")).as_text(errors=True)
    assert f"MISSED e1 DroneStrike: Blue Army -> mill [{CUE}]" in missed
    assert "WRONG" not in report.as_text()


def test_actors_relations_and_figures_of_the_gold_are_looked_for(gold: Path) -> None:
    statements = Statements(
        actors=(("the Blue Army", "Blues"), ("rain",)),
        places=(("Tal-Abyad",),),
        relations=(
            FoundRelation(("BA",), "sameActor", ("Blue Army",)),
            FoundRelation(("Sky State",), "backs", ("Blue Army",)),
            FoundRelation(("Blue Army",), "hostileTo", ("rain",)),
        ),
        figures=(FoundFigure("killed", 4, 3), FoundFigure("killed", 2, 2)),
    )
    measures = evaluate_directory(gold, build=lambda _: Built(statements=statements)).measures
    assert measures["actors_found"] == 0.5
    assert measures["places_found"] == measures["relations_found"] == measures["discrepancies_found"] == 1.0
    assert measures["relations_p"] == pytest.approx(2 / 3, abs=1e-3)
    assert measures["agreements_found"] is None


def test_annotated_documents_below_the_folder_are_scored_too(tmp_path: Path) -> None:
    folder = tmp_path / "set" / "part"
    folder.mkdir(parents=True)
    entity = {"documentId": "d1", "begin": 0, "end": 9, "type": "Organisation", "confidence": 0.9}
    doubtful = entity | {"begin": 20, "end": 24, "confidence": 0.2}
    (folder / "documents.json").write_text(json.dumps({"_id": "d1", "text": TEXT}), encoding="utf-8")
    (folder / "entities.json").write_text(f"{json.dumps(entity)}\n{json.dumps(doubtful)}\n", encoding="utf-8")
    mention = {"document": "elsewhere", "start": 0, "end": 14, "type": "Organisation"}
    report = evaluate_directory(tmp_path / "set", build=lambda document: Built(mentions=[mention]))
    assert report.annotations is not None
    assert report.annotations.documents == 1
    assert report.annotations.strict["micro"].f1 == 0.0
    assert report.annotations.relaxed["micro"].f1 == 1.0
    assert report.annotations.relaxed["micro"].gold == 1
    assert "WRONG span: Organisation [Blue Army] ≠ Organisation [Blue Army (BA)]" in report.as_text(errors=True)


def test_the_report_can_be_written_as_json(gold: Path, tmp_path: Path) -> None:
    report = evaluate_predictions(gold, predictions(tmp_path / "p", FALSE))
    content = json.loads(json.dumps(report.as_dict()))
    assert content["measures"]["event_f1"] == 0.0
    assert {difference["kind"] for difference in content["differences"]} == {"missed", "false"}


def test_a_report_without_records_is_noted_and_scored_as_nothing_found(gold: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = evaluate_predictions(gold, tmp_path / "empty")
    assert report.measures["event_r"] == 0.0
    assert "no mill.jsonl" in report.as_text()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mill.gold.json", "{", "not a gold file"),
        ("mill.gold.json", '{"events": [{"id": "e1"}]}', "not a gold file"),
        ("orphan.gold.json", "{}", "orphan.txt"),
    ],
)
def test_an_unsound_gold_file_is_named(gold: Path, tmp_path: Path, name: str, content: str, said: str) -> None:
    (gold / name).write_text(content, encoding="utf-8")
    with pytest.raises((DataError, InputError), match=said) as caught:
        evaluate_predictions(gold, predictions(tmp_path / "p"))
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [("{", "mill.jsonl:1"), ("[1]", "not a JSON object"), ('{"agents": [3]}', '"agents" of record 1')],
)
def test_an_unsound_record_is_named(gold: Path, tmp_path: Path, line: str, said: str) -> None:
    folder = predictions(tmp_path / "p")
    (folder / "mill.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        evaluate_predictions(gold, folder)
    assert said in str(caught.value)


def test_folders_that_hold_nothing_to_score_are_refused(gold: Path, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    for folder, records in ((tmp_path / "bare", gold), (tmp_path / "none", gold), (gold, tmp_path / "none")):
        with pytest.raises(InputError):
            evaluate_predictions(folder, records)


def test_the_module_prints_tables_or_json_and_says_what_is_wrong(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(predictions(tmp_path / "p", RECORD))
    assert main([str(gold), "--predictions", folder]) == 0
    assert "mill" in capsys.readouterr().out
    assert main([str(gold), "--predictions", folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["measures"]["event_f1"] == 1.0
    assert main([str(tmp_path / "none"), "--predictions", folder]) == 2
    assert "no such folder" in capsys.readouterr().err
