"""Our figures are those of the score that the project is measured by, to the last digit.

The records are made up from the gold: some right, some wrong in one field or another, some of no event at all.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.evaluate import evaluate_predictions
from kg.evaluate.annotations import read_annotations, score_annotations

SHARED = Path(__file__).resolve().parents[3] / "shared"
GOLD_HERE = Path(__file__).resolve().parents[1] / "gold"
pytestmark = pytest.mark.skipif(
    not (SHARED / "eval" / "score.py").exists(), reason="the reference score (../shared/eval) is not on this machine"
)

Record = dict[str, Any]
TOLLS = ("fatalities", "injuries", "abducted", "detained", "displaced")
MODALITIES = ("asserted", "denied", "planned", "alleged")


def records_of(gold: Path, seed: int) -> list[Record]:
    """Records for one gold file; the same seed gives the same records."""
    chance = random.Random(f"{gold.name}-{seed}")
    content = json.loads(gold.read_text(encoding="utf-8"))
    text = gold.with_name(gold.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
    records: list[Record] = []
    for event in content["events"]:
        roll = chance.random()
        if roll < 0.15:
            continue
        cue = chance.choice([event["cue"], *event.get("also_cues", [])])
        records.append(_record(event, text, cue, chance))
        if roll > 0.85:
            records.append(_record(event, text, chance.choice(event.get("also_cues", [event["cue"]])), chance))
    for _ in range(chance.randint(0, 3)):
        start = chance.randrange(max(1, len(text) - 40))
        event = chance.choice(content["events"]) if content["events"] else None
        if event is not None:
            records.append(_record(event, text, text[start : start + 40], chance))
    chance.shuffle(records)
    for number, record in enumerate(records):
        record["id"] = f"urn:record:{record['id']}" if chance.random() < 0.8 else f"urn:record:{number}"
    parents = [record["id"] for record in records]
    for record in records:
        if record["part_of"]:
            record["part_of"] = f"urn:record:{record['part_of']}" if chance.random() < 0.7 else chance.choice(parents)
    return records


def _record(event: Record, text: str, words: str, chance: random.Random) -> Record:
    def keep(value: Any, *others: Any) -> Any:
        return value if chance.random() < 0.75 else chance.choice(others)

    start = max(0, text.find(words) + chance.choice((0, 0, 3, -4)))
    place = chance.choice(event["place"]) if event.get("place") else None
    shift = chance.choice((0.0, 0.1, 2.0))
    record: Record = {
        "id": event["id"],
        "type": keep(event["types"][0], "Statement", event["types"][-1], "DroneStrike"),
        "supertypes": keep(["Attack", "ConflictEvent"], [], event["types"][-1:]),
        "agents": _participants(event["agents"], event.get("agents_opt", []), chance),
        "targets": _participants(event["targets"], event.get("targets_opt", []), chance),
        "place": keep({"name": place, "surface": place, "lat": None, "lon": None} if place else None, None),
        "time": keep(event.get("time"), None, "2024", "2023-05-01", *event.get("time_alt", [])),
        "count": keep(event.get("count"), 1, None, 7),
        "modality": keep(event["modality"], *MODALITIES),
        "claimed_by": keep([{"name": chance.choice(event.get("claimed_by") or ["nobody known"])}], [], None),
        "part_of": keep(event.get("part_of"), None),
        "start": start,
        "end": start + len(words),
        "text": words,
    }
    if event.get("place_latlon") and record["place"] and chance.random() < 0.5:
        latitude, longitude = event["place_latlon"]
        record["place"] = {"name": "elsewhere", "lat": latitude + shift, "lon": str(longitude)}
    for field in TOLLS:
        record[field] = [_toll(toll, chance) for toll in event.get(field) or () if chance.random() < 0.85]
        if chance.random() < 0.1:
            record[field].append({"group": "people", "min": chance.randint(0, 9), "max": None})
    if chance.random() < 0.3:
        record["abducted"], record["detained"] = record["detained"], record["abducted"]
    return record


def _participants(required: list[list[str]], optional: list[list[str]], chance: random.Random) -> list[Record]:
    names = [chance.choice(one) for one in required if chance.random() < 0.85]
    names += [chance.choice(one) for one in optional if chance.random() < 0.3]
    if chance.random() < 0.2:
        names.append("Some Other Front")
    if names and chance.random() < 0.2:
        names[0] = f"the {names[0].upper()}-"
    if names and chance.random() < 0.2:
        names[-1] = f"unknown fighters of {names[-1]}"
    return [{"iri": "urn:x", "name": name, "surface": chance.choice((name, "they"))} for name in names]


def _toll(toll: Record, chance: random.Random) -> Record:
    low, high = chance.choice(((toll["min"], toll["max"]), (toll["min"], toll["max"]), (toll["min"], None), (3, 3)))
    group = chance.choice((toll["group"][0], "others"))
    return {"group": group, "min": low, "max": high, "including": [_toll(t, chance) for t in toll.get("including", [])]}


def reference(script: str, gold: Path, predictions: Path) -> dict[str, float]:
    command = [sys.executable, str(SHARED / "eval" / script), str(gold), str(predictions)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return json.loads(output.splitlines()[-1])


@pytest.mark.parametrize("gold", [SHARED / "data" / "dev", SHARED / "data" / "seed", GOLD_HERE / "dev"], ids=str)
@pytest.mark.parametrize("seed", range(2))
def test_event_figures_equal_the_reference(gold: Path, seed: int, tmp_path: Path) -> None:
    if not gold.is_dir():
        pytest.skip(f"no gold in {gold}")
    for path in gold.glob("*.gold.json"):
        name = path.name.removesuffix(".gold.json")
        lines = (json.dumps(record) for record in records_of(path, seed))
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    expected = reference("score.py", gold, tmp_path)
    report = evaluate_predictions(gold, tmp_path)
    assert report.counts["gold"] == expected["gold_events"] > 0
    assert report.counts["pred"] == expected["predicted_events"]
    assert report.counts["aligned"] == expected["aligned"]
    ours = {name: value or 0.0 for name, value in report.measures.items()}
    assert ours == {name: expected[name] for name in ours}
    counted = {"gold_events", "predicted_events", "aligned", "reports", "notes"}
    assert set(expected) - counted == set(ours)


@pytest.mark.parametrize("shift", [0, 1, 2])
def test_annotation_figures_equal_the_reference(shift: int, tmp_path: Path) -> None:
    gold = SHARED / "data" / "re3d"
    documents = read_annotations(gold)
    mentions, relations = [], []
    for number, document in enumerate(documents):
        for start, end, kind in sorted(document.mentions)[:: 1 + shift]:
            moved = (start + number % 3 * shift, min(end + shift, len(document.text)))
            mentions.append({"document": document.id, "start": moved[0], "end": moved[1], "type": kind})
        for kind, source, target in document.relations[shift:]:
            pair = (target, source) if number % 2 else (source, target)
            relations.append({"document": document.id, "type": kind, "source": pair[0], "target": pair[1]})
    for name, records in (("mentions", mentions), ("relations", relations)):
        lines = "\n".join(json.dumps(record) for record in records)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    expected = reference("re3d.py", gold, tmp_path)
    report = evaluate_predictions(gold, tmp_path)
    assert report.annotations is not None
    assert report.annotations.documents == expected["documents"]
    assert report.annotations.strict["micro"].f1 == expected["entities_strict_f1"]
    assert report.annotations.relaxed["micro"].f1 == expected["entities_relaxed_f1"] > 0
    assert report.annotations.relations["micro"].f1 == expected["relations_f1"] > 0
    assert report.annotations == score_annotations(documents, mentions, relations)
