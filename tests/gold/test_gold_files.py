"""Every gold file is sound: its words stand in the report, its figures too, and what it refers to exists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from kg.evaluate.events import event_measures, score_events
from kg.evaluate.gold import GOLD_SUFFIX, read_gold

HERE = Path(__file__).resolve().parent
FILES = sorted(HERE.glob(f"*/*{GOLD_SUFFIX}"))
TOLLS = ("fatalities", "injuries", "abducted", "detained", "displaced", "released", "f_opt", "i_opt")
UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
SIMPLE = {word: number for number, word in enumerate(UNIT_WORDS.split())} | {
    word: 10 * number for number, word in enumerate(TEN_WORDS.split(), 2)
}
UNSTATED = frozenset({0, 1, 2})  # "no one", "a child", "a couple", "both"

pytestmark = pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.name[:2]}" for path in FILES])


def load(path: Path) -> tuple[dict[str, Any], str]:
    text = path.with_name(path.name.removesuffix(GOLD_SUFFIX) + ".txt").read_text(encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8")), text


def numbers_in(text: str) -> set[int]:
    """Numbers of a text in digits or in words below a hundred, with hundreds and thousands."""
    numbers = {int(match.replace(",", "")) for match in re.findall(r"\d{1,3}(?:,\d{3})+|\d+", text)}
    numbers |= {int(float(match) * 1000) for match in re.findall(r"(\d+(?:\.\d+)?) thousand", text)}
    numbers |= {int(float(match) * 1_000_000) for match in re.findall(r"(\d+(?:\.\d+)?) million", text)}
    words = re.findall(r"[a-z]+", text.casefold())
    simple = SIMPLE | {"dozen": 12}
    for index, word in enumerate(words):
        if word not in simple:
            continue
        value = simple[word]
        following = words[index + 1 : index + 4]
        numbers.add(value)
        if value >= 20 and following and simple.get(following[0], 99) < 10:
            value += simple[following[0]]
            following = following[1:]
            numbers.add(value)
        for scale, factor in (("hundred", 100), ("thousand", 1000), ("dozen", 12)):
            if following[:1] == [scale]:
                numbers.add(value * factor)
    return numbers


def tolls_of(tolls: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for toll in tolls:
        yield toll
        yield from tolls_of(toll.get("including", []))


def test_follows_the_schema(path: Path) -> None:
    schema = json.loads((HERE / "gold.schema.json").read_text(encoding="utf-8"))
    content, _ = load(path)
    errors = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(content)
    assert [list(error.absolute_path) for error in errors] == []


def test_is_read_by_the_scorer(path: Path) -> None:
    content, text = load(path)
    gold = read_gold(path)
    assert gold.text == text
    assert len(gold.events) == len(content["events"])


def test_cues_stand_in_the_report_once(path: Path) -> None:
    content, text = load(path)
    for event in content["events"]:
        wrong = [
            number for number, cue in enumerate([event["cue"], *event.get("also_cues", [])]) if text.count(cue) != 1
        ]
        assert not wrong, f"{event['id']}: cues {wrong}"
    assert all(relation["cue"] in text for relation in content["relations"])


def test_ids_are_unique_and_parts_have_a_whole(path: Path) -> None:
    content, _ = load(path)
    ids = [event["id"] for event in content["events"]]
    assert len(ids) == len(set(ids))
    for event in content["events"]:
        assert event["part_of"] is None or (event["part_of"] in ids and event["part_of"] != event["id"])


def test_figures_of_tolls_are_stated(path: Path) -> None:
    content, text = load(path)
    stated = numbers_in(text) | UNSTATED
    for event in content["events"]:
        for toll in tolls_of([toll for field in TOLLS for toll in event.get(field, [])]):
            bounds = [bound for bound in (toll["min"], toll["max"]) if bound is not None]
            assert "accept" in toll or all(bound in stated for bound in bounds), f"{event['id']}: {bounds}"


def test_counts_are_stated(path: Path) -> None:
    content, text = load(path)
    stated = numbers_in(text) | UNSTATED | {None}
    for event in content["events"]:
        assert event.get("count_any") or event["count"] in stated, event["id"]


def test_required_names_come_from_the_report(path: Path) -> None:
    """Of each required participant, place and group at least one accepted name stands in the report."""
    content, text = load(path)
    report = text.casefold()
    for event in content["events"]:
        groups = [toll["group"] for field in TOLLS for toll in tolls_of(event.get(field, []))]
        required = [*event["agents"], *event["targets"], *groups, *([event["place"]] if event["place"] else [])]
        for position, names in enumerate(required):
            assert any(name.casefold() in report for name in names), f"{event['id']}: {position}"


def test_actors_and_places_come_from_the_report(path: Path) -> None:
    content, text = load(path)
    report = text.casefold()
    for names in [*content["actors"], *(place["names"] for place in content["places"])]:
        assert any(name.casefold() in report for name in names)


def test_agreements_agree_and_discrepancies_differ(path: Path) -> None:
    content, _ = load(path)
    assert all(figure["stated"] == figure["sum"] for figure in content["agreements"])
    assert all(figure["stated"] != figure["sum"] for figure in content["discrepancies"])


def test_report_has_the_length_of_a_short_report(path: Path) -> None:
    _, text = load(path)
    assert 100 <= len(text.split()) <= 400


def test_records_made_from_the_gold_get_full_marks(path: Path) -> None:
    """No event of a report takes another's record, and nothing in the gold contradicts itself."""
    content, text = load(path)
    records = [perfect_record(event, text) for event in content["events"] if not event.get("optional")]
    score = score_events(read_gold(path), records)
    short = {name for name, value in event_measures(score.counts).items() if value not in (1.0, None)}
    assert not records or not short, sorted(short)
    assert score.counts["fp"] == 0


def perfect_record(event: dict[str, Any], text: str) -> dict[str, Any]:
    start = text.index(event["cue"])
    return {
        "id": event["id"],
        "type": event["types"][0],
        "supertypes": [],
        "agents": [{"name": names[0]} for names in event["agents"]],
        "targets": [{"name": names[0]} for names in event["targets"]],
        "place": {"name": event["place"][0]} if event["place"] else None,
        "time": event["time"],
        "count": event["count"],
        "modality": event["modality"],
        "claimed_by": [{"name": event["claimed_by"][0]}] if event["claimed_by"] else [],
        "part_of": event["part_of"],
        "start": start,
        "end": start + len(event["cue"]),
    } | {field: [perfect_toll(toll) for toll in event[field]] for field in TOLLS[:5]}


def perfect_toll(toll: dict[str, Any]) -> dict[str, Any]:
    parts = [perfect_toll(part) for part in toll.get("including", [])]
    return {"group": toll["group"][0], "min": toll["min"], "max": toll["max"], "including": parts}
