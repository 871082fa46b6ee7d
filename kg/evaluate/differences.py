"""What a reader of the score wants to see: each miss, false record and wrong field beside its sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from kg.evaluate.gold import GoldEvent, GoldReport, GoldToll, Record
from kg.evaluate.names import surfaces

_SENTENCE_BREAK = re.compile(r"\n|(?<=[.!?]['\"”’)])\s+(?=[A-Z“\"'(])|(?<=[.!?])\s+(?=[A-Z“\"'(])")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing to look into. `expected` and `found` are words for the eye; `sentence` is where it stands.

    `missed`: a gold event that no record tells of. `false`: a record that tells of no gold event. `wrong`: a field
    of a record that tells of a gold event but not as the gold has it.
    """

    kind: Literal["missed", "false", "wrong"]
    report: str
    event: str | None
    field: str | None
    expected: str
    found: str
    sentence: str

    def as_dict(self) -> dict[str, str | None]:
        """The difference as a JSON object."""
        return asdict(self)


def missed_event(gold: GoldReport, event: GoldEvent, ranges: Sequence[tuple[int, int]]) -> Difference:
    """A gold event to which no record was aligned."""
    roles = f"{_names(event.agents)} -> {_names(event.targets)}"
    expected = f"{event.types[0]}: {roles} [{event.cue}]"
    sentence = sentence_at(gold.text, *ranges[0]) if ranges else ""
    return Difference("missed", gold.name, event.id, None, expected, "", sentence)


def false_record(gold: GoldReport, record: Record) -> Difference:
    """A record to which no gold event was aligned."""
    agents, targets = (", ".join(_found(record.get(role))) or "?" for role in ("agents", "targets"))
    found = f"{record.get('type')}: {agents} -> {targets} [{record.get('text')}]"
    return Difference("false", gold.name, None, None, "", found, _sentence_of(gold, record))


def describe_field(gold: GoldReport, event: GoldEvent, record: Record, name: str, expected: object) -> Difference:
    """A field of an aligned record that is not as the gold has it."""
    if name == "captives":
        found = [*_found(record.get("abducted")), *_found(record.get("detained"))]
    else:
        found = _found(record.get(name))
    sentence = _sentence_of(gold, record)
    return Difference("wrong", gold.name, event.id, name, _words(expected), "; ".join(found) or "nothing", sentence)


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence or sentences of the text that hold the characters from `start` to `end`."""
    breaks = [0, *(match.end() for match in _SENTENCE_BREAK.finditer(text)), len(text)]
    first = max((point for point in breaks if point <= start), default=0)
    last = min((point for point in breaks if point >= end), default=len(text))
    return " ".join(text[first:last].split())


def _sentence_of(gold: GoldReport, record: Record) -> str:
    start, end = record.get("start"), record.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        return str(record.get("text") or "")
    return sentence_at(gold.text, start, end)


def _names(participants: Iterable[Sequence[str]]) -> str:
    return ", ".join(names[0] for names in participants) or "?"


def _words(expected: object) -> str:
    """Accepted answers in a few words."""
    if expected is None:
        return "nothing"
    if isinstance(expected, GoldToll):
        low, high = ("?" if bound is None else bound for bound in expected.bounds)
        return f"{low}..{high} {'|'.join(expected.group[:3])}"
    if isinstance(expected, tuple):
        if not expected:
            return "nothing"
        if all(isinstance(item, str) for item in expected):
            return "|".join(expected[:4])
        return "; ".join(_words(item) for item in expected if item != ())
    return str(expected)


def _found(value: Any) -> list[str]:
    """What a field of a record holds, in a few words."""
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [word for item in value for word in _found(item)]
    if isinstance(value, Mapping):
        if "min" in value or "max" in value:
            low, high = ("?" if value.get(bound) is None else value.get(bound) for bound in ("min", "max"))
            head = f"{low}..{high} {value.get('group')}"
            return [head, *_found(value.get("including"))]
        named = list(dict.fromkeys(surfaces(value)))
        return ["=".join(named) or json.dumps(dict(value), ensure_ascii=False)]
    return [str(value)]
