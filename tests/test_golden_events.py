"""What the sample reports say, event by event, as it was when the golden file was last looked through.

A change of the extraction changes records: look at the difference, and where it is right write the file anew with
`KG_WRITE_GOLDEN=1 pytest tests/test_golden_events.py`, and read `git diff tests/golden` before committing it.
The records hold what reports say, not the links of places (`link=False`), which depend on the gazetteers.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.export.events import event_records

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden" / "examples-events.jsonl"
Record = dict[str, Any]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        with kg.build(["examples"], pipeline="full", link=False) as graph:
            found: list[Record] = [json.loads(json.dumps(record)) for record in event_records(graph.store)]
    if os.environ.get("KG_WRITE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in found)
        GOLDEN.write_text("".join(lines), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def golden() -> list[Record]:
    return [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def by_id(records: list[Record]) -> dict[str, Record]:
    return {record["id"]: record for record in records}


def told(record: Record) -> str:
    return f"{record['document']} {record['start']}-{record['end']} {record['type']}: {record['text']}"


def test_no_event_is_lost_and_none_is_new(records: list[Record], golden: list[Record]) -> None:
    now, then = by_id(records), by_id(golden)
    assert [told(then[key]) for key in then if key not in now] == [], "lost"
    assert [told(now[key]) for key in now if key not in then] == [], "new"


def test_events_say_what_they_said(records: list[Record], golden: list[Record]) -> None:
    then = by_id(golden)
    changed = [
        f"{told(record)}\n    {field}: {then[record['id']][field]!r}\n    now: {value!r}"
        for record in records
        if record["id"] in then
        for field, value in record.items()
        if value != then[record["id"]][field]
    ]
    assert not changed, "\n" + "\n".join(changed)


def test_events_come_in_the_same_order(records: list[Record], golden: list[Record]) -> None:
    assert list(by_id(records)) == list(by_id(golden))


def test_the_words_of_an_event_stand_where_its_offsets_say(golden: list[Record]) -> None:
    checked = 0
    for record in golden:
        path = ROOT / record["document"]
        if path.suffix in (".txt", ".md"):
            text = path.read_bytes().decode("utf-8")
            assert text[record["start"] : record["end"]] == record["text"]
            checked += 1
    assert checked > 10
