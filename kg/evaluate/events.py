"""Event records against the gold of a report: what is right, missed, wrong and spurious."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.evaluate import fields
from kg.evaluate.alignment import Alignment, align, occurrences, overlap
from kg.evaluate.differences import Difference, describe_field, false_record, missed_event
from kg.evaluate.gold import ROLES, TOLL_FIELDS, GoldEvent, GoldReport, Record, Role
from kg.evaluate.names import is_named, is_named_loosely, name_key

ACCURACIES = (
    "count", "place", "place_stated", "time", "time_stated", "modality", "modality_marked", "claimed_by",
    "claimed_by_other", "part_of", "type", "type_specific",
)  # fmt: skip
Measures = dict[str, float | None]


@dataclass(slots=True)
class EventScore:
    """Counts that can be added up over reports, and what differed.

    `counts` has the keys `gold`, `aligned`, `tp`, `pred`, `fp`, `ignored`, `restatements`; `FIELD_n`, `FIELD_ok` and
    `FIELD_an` (gold items, those right, those whose event was aligned); `ROLE_tp`, `ROLE_fp`, `ROLE_fn` and the same
    with `soft`; `TOLLS_grp` (figure and group right) and `TOLLS_pred`. `record_ids` maps gold ids to records' ids.
    """

    counts: Counter[str] = field(default_factory=Counter)
    record_ids: dict[str, str | None] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def judge(self, name: str, right: object, aligned: bool) -> bool:
        """Count one gold item of a field."""
        self.counts[f"{name}_n"] += 1
        self.counts[f"{name}_ok"] += bool(right)
        self.counts[f"{name}_an"] += aligned
        return bool(right)


def score_events(gold: GoldReport, records: Sequence[Record]) -> EventScore:
    """Score the event records of one report.

    A record counts as right where it is aligned to an event and its type and one of its arguments are right.
    A record that is aligned to an optional event, or restates an event that is there already, does not count.
    """
    score = EventScore()
    ranges = [occurrences(gold.text, (event.cue, *event.also_cues)) for event in gold.events]
    alignment = align(gold.events, records, ranges)
    ignored = _ignored(gold, records, alignment, score)
    right: set[int] = set()
    for position, event in enumerate(gold.events):
        if event.optional:
            continue
        index = alignment.record_of.get(position)
        record = records[index] if index is not None else None
        score.counts["gold"] += 1
        score.counts["aligned"] += record is not None
        if record is None:
            score.differences.append(missed_event(gold, event, ranges[position]))
        elif fields.type_is_right(event, record) and fields.arguments_are_right(event, record):
            right.add(index if index is not None else -1)
            score.counts["tp"] += 1
        _score_event(score, gold, event, record)
        if event.part_of:
            total = next((number for number, other in enumerate(gold.events) if other.id == event.part_of), None)
            whole = alignment.record_of.get(total) if total is not None else None
            part = record.get("part_of") if record is not None else None
            is_right = whole is not None and part and part == records[whole].get("id")
            if not score.judge("part_of", is_right, record is not None) and record is not None:
                _note(score, gold, event, record, "part_of", event.part_of)
    for index, record in enumerate(records):
        if index in ignored:
            score.counts["ignored"] += 1
            continue
        score.counts["pred"] += 1
        score.counts["fp"] += index not in right
        if index not in alignment.event_of:
            _count_spurious(score, record)
            score.differences.append(false_record(gold, record))
    score.record_ids = {
        event.id: records[alignment.record_of[position]].get("id")
        for position, event in enumerate(gold.events)
        if position in alignment.record_of
    }
    return score


def _ignored(gold: GoldReport, records: Sequence[Record], alignment: Alignment, score: EventScore) -> set[int]:
    """Records that are neither right nor wrong: aligned to an optional event, or a restatement."""
    restated = [occurrences(gold.text, event.also_cues) for event in gold.events]
    ignored = set()
    for index, record in enumerate(records):
        if index in alignment.event_of:
            if gold.events[alignment.event_of[index]].optional:
                ignored.add(index)
        elif any(
            overlap(ranges, record) > 0
            and fields.type_is_right(event, record)
            and fields.arguments_are_right(event, record)
            for event, ranges in zip(gold.events, restated, strict=True)
        ):
            ignored.add(index)
            score.counts["restatements"] += 1
    return ignored


def _score_event(score: EventScore, gold: GoldReport, event: GoldEvent, record: Record | None) -> None:
    """Count every field of one event that is not optional; `record` is None where it was missed."""
    aligned = record is not None
    found: Record = record if record is not None else {}

    def judge(name: str, right: object, expected: object) -> None:
        if not score.judge(name, aligned and right, aligned) and record is not None:
            _note(score, gold, event, record, name, expected)

    judge("type", fields.type_is_right(event, found), event.types)
    if not fields.is_generic(event.types[0]):
        score.judge("type_specific", aligned and fields.type_is_specific(event, found), aligned)
    for role in ROLES:
        _score_role(score, gold, event, record, role)
    _score_tolls(score, gold, event, record)
    if not event.any_count:
        judge("count", fields.count_is_right(event, found), event.counts)
    if not event.any_place:
        right_place = fields.place_is_right(event, found)
        judge("place", right_place, (event.place, event.other_places))
        if event.place:
            score.judge("place_stated", aligned and found.get("place") and right_place, aligned)
    if not event.any_time:
        right_time = fields.time_is_right(event, found)
        judge("time", right_time, event.times)
        if event.times[0]:
            score.judge("time_stated", aligned and found.get("time") and right_time, aligned)
    right_modality = fields.modality_is_right(event, found)
    judge("modality", right_modality, event.modalities)
    if "asserted" not in event.modalities:
        score.judge("modality_marked", aligned and right_modality, aligned)
    right_claim = fields.claim_is_right(event, found, gold.publisher_names)
    judge("claimed_by", right_claim, event.claimed_by)
    publishers = {name_key(name) for name in gold.publisher_names}
    if event.claimed_by and publishers.isdisjoint(map(name_key, event.claimed_by)):
        score.judge("claimed_by_other", aligned and right_claim, aligned)


def _score_role(score: EventScore, gold: GoldReport, event: GoldEvent, record: Record | None, role: Role) -> None:
    required, optional = event.participants(role), event.optional_participants(role)
    found = fields.participants(record, role)
    hits = [names for names in required if any(is_named(one, names) for one in found)]
    loose_hits = [names for names in required if any(is_named_loosely(one, names) for one in found)]
    one_will_do = role == "targets" and event.any_target
    wrong = [one for one in found if not any(is_named(one, names) for names in required + optional)]
    missing = 0 if hits and one_will_do else len(required) - len(hits)
    score.counts[f"{role}_tp"] += len(hits)
    score.counts[f"{role}_fn"] += missing
    score.counts[f"{role}_fp"] += len(wrong)
    score.counts[f"{role}_soft_tp"] += len(loose_hits)
    score.counts[f"{role}_soft_fn"] += 0 if loose_hits and one_will_do else len(required) - len(loose_hits)
    score.counts[f"{role}_soft_fp"] += sum(
        1 for one in found if not any(is_named_loosely(one, names) for names in required + optional)
    )
    if record is not None and (missing or wrong):
        _note(score, gold, event, record, role, required)


def _score_tolls(score: EventScore, gold: GoldReport, event: GoldEvent, record: Record | None) -> None:
    for name in TOLL_FIELDS:
        found = fields.record_tolls(record, name)
        if event.unharmed:  # "no casualties": nobody died and nobody was hurt, either will do
            if name == "injuries":
                continue
            if name == "fatalities":
                found = found or fields.record_tolls(record, "injuries")
        if name == "captives" and event.any_captives:
            continue
        match = fields.match_tolls(event.tolls[name], found, event.optional_tolls.get(name, ()))
        score.counts[f"{name}_ok"] += match.right
        score.counts[f"{name}_grp"] += match.right_group
        score.counts[f"{name}_n"] += match.gold
        score.counts[f"{name}_pred"] += match.found
        if record is not None:
            score.counts[f"{name}_an"] += match.gold
            if match.missed or match.spurious:
                _note(score, gold, event, record, name, event.tolls[name])


def _count_spurious(score: EventScore, record: Record) -> None:
    """Participants and figures of a record that tells of no event are spurious too."""
    for role in ROLES:
        score.counts[f"{role}_fp"] += len(fields.participants(record, role))
        score.counts[f"{role}_soft_fp"] += len(fields.participants(record, role))
    for name in TOLL_FIELDS:
        score.counts[f"{name}_pred"] += len(fields.record_tolls(record, name))


def _note(score: EventScore, gold: GoldReport, event: GoldEvent, record: Record, name: str, expected: object) -> None:
    score.differences.append(describe_field(gold, event, record, name, expected))


# ------------------------------------------------------------------ measures
def ratio(part: int, whole: int) -> float | None:
    """A share to four digits, None of nothing."""
    return round(part / whole, 4) if whole else None


def precision_recall_f1(right: int, wrong: int, missed: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean, to four digits; zero where they are not defined."""
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    mean = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return round(precision, 4), round(recall, 4), round(mean, 4)


def event_measures(counts: Counter[str]) -> Measures:
    """Figures from the counts of one report, or the sum over several.

    `…_acc` is a share of all gold items, one whose event was missed counting as wrong; `…_acc_aligned` leaves the
    missed ones out of the right but takes the items of aligned events as the whole; `…_f1_lenient` takes names
    whose words are among those of an accepted name. `place_stated` and `time_stated` are over events that have one,
    `modality_marked` over those not plainly asserted, `claimed_by_other` over those that another than the publisher
    states, `type_specific` over those with a class that says more than "attack".
    """
    measures: Measures = {}
    missed = counts["gold"] - counts["tp"]
    measures["event_p"], measures["event_r"], measures["event_f1"] = precision_recall_f1(
        counts["tp"], counts["fp"], missed
    )
    for role in ROLES:
        measures[f"{role}_p"], measures[f"{role}_r"], measures[f"{role}_f1"] = precision_recall_f1(
            counts[f"{role}_tp"], counts[f"{role}_fp"], counts[f"{role}_fn"]
        )
        measures[f"{role}_f1_lenient"] = precision_recall_f1(
            counts[f"{role}_soft_tp"], counts[f"{role}_soft_fp"], counts[f"{role}_soft_fn"]
        )[2]
    total: Counter[str] = Counter()
    for name in TOLL_FIELDS:
        tolls = Counter({key: counts[f"{name}_{key}"] for key in ("ok", "n", "an", "pred", "grp")})
        measures[f"{name}_acc"] = ratio(tolls["ok"], tolls["n"])
        measures[f"{name}_acc_aligned"] = ratio(tolls["ok"], tolls["an"])
        measures[f"{name}_f1"] = _toll_f1(tolls)
        total += tolls
    measures["tolls_acc"] = ratio(total["ok"], total["n"])
    measures["tolls_acc_aligned"] = ratio(total["ok"], total["an"])
    measures["tolls_with_group_acc"] = ratio(total["grp"], total["n"])
    measures["tolls_f1"] = _toll_f1(total)
    for name in ACCURACIES:
        measures[f"{name}_acc"] = ratio(counts[f"{name}_ok"], counts[f"{name}_n"])
        measures[f"{name}_acc_aligned"] = ratio(counts[f"{name}_ok"], counts[f"{name}_an"])
    return measures


def _toll_f1(tolls: Counter[str]) -> float | None:
    if not tolls["n"]:
        return None
    return precision_recall_f1(tolls["ok"], tolls["pred"] - tolls["ok"], tolls["n"] - tolls["ok"])[2]
