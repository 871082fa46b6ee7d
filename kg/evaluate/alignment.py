"""Which record tells of which gold event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.evaluate import fields
from kg.evaluate.gold import GoldEvent, Record

_SHARED_FIGURE, _SHARED_PLACE = 0.5, 0.25
_MODALITY, _COUNT, _SPECIFIC, _OPTIONAL = 0.25, 0.25, 0.1, 0.01
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of positions: gold event to record and back, each at most once."""

    record_of: dict[int, int]
    event_of: dict[int, int]


def occurrences(text: str, cues: Iterable[str]) -> list[Range]:
    """Where each cue first stands in the text; a cue that does not stand there is left out."""
    starts = ((text.find(cue), len(cue)) for cue in cues)
    return [(start, start + length) for start, length in starts if start >= 0]


def overlap(ranges: Sequence[Range], record: Record) -> float:
    """Shared characters of the record and the best range, as a share of the shorter of the two."""
    start, end = fields.whole_number(record.get("start")), fields.whole_number(record.get("end"))
    if not isinstance(start, int) or not isinstance(end, int):
        return 0.0
    best = 0.0
    for first, last in ranges:
        shared = min(end, last) - max(start, first)
        if shared > 0:
            best = max(best, shared / max(1, min(end - start, last - first)))
    return best


def likeness(gold: GoldEvent, record: Record, ranges: Sequence[Range]) -> tuple[bool, float] | None:
    """How well a record fits a gold event, overlapping ones first; None where they cannot be the same.

    Where they overlap, one of type, agent, target or figure must agree. Where they do not, the type and a
    participant must agree, and a figure or the place.
    """
    shared = overlap(ranges, record)
    right_type = fields.type_is_right(gold, record)
    agent = fields.shares_participant(gold, record, "agents")
    target = fields.shares_participant(gold, record, "targets")
    figure = fields.shares_figure(gold, record)
    place = bool(gold.place) and bool(record.get("place")) and fields.place_is_right(gold, record)
    if shared > 0:
        if not (right_type or agent or target or figure):
            return None
    elif not (right_type and (agent or target) and (figure or place)):
        return None
    score = shared + right_type + agent + target + _SHARED_FIGURE * figure + _SHARED_PLACE * place
    same_modality = record.get("modality") == gold.modalities[0]
    same_count = fields.whole_number(record.get("count")) == gold.counts[0]
    score += _MODALITY * same_modality + _COUNT * same_count
    score += _SPECIFIC * fields.type_is_specific(gold, record)
    return shared > 0, score - _OPTIONAL * gold.optional


def align(events: Sequence[GoldEvent], records: Sequence[Record], ranges: Sequence[Sequence[Range]]) -> Alignment:
    """Pair events and records one to one, the likest pair first; of equals the earlier event and record win."""
    candidates = [
        (score, -event, -record)
        for event, gold in enumerate(events)
        for record, found in enumerate(records)
        if (score := likeness(gold, found, ranges[event])) is not None
    ]
    candidates.sort(reverse=True)
    alignment = Alignment({}, {})
    for _, event, record in candidates:
        if -event not in alignment.record_of and -record not in alignment.event_of:
            alignment.record_of[-event] = -record
            alignment.event_of[-record] = -event
    return alignment
