"""The result of an evaluation, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kg.evaluate.annotations import ALL, AnnotationScore
from kg.evaluate.differences import Difference
from kg.evaluate.events import EventScore, Measures, event_measures, ratio
from kg.evaluate.statements import statement_measures

COLUMNS = (
    ("evP", "event_p"), ("evR", "event_r"), ("evF1", "event_f1"), ("agF1", "agents_f1"), ("tgF1", "targets_f1"),
    ("fatal", "fatalities_acc"), ("tolls", "tolls_acc"), ("count", "count_acc"), ("place", "place_acc"),
    ("time", "time_acc"), ("modal", "modality_acc"), ("claim", "claimed_by_acc"), ("partof", "part_of_acc"),
)  # fmt: skip
_NAME_WIDTH = 34


@dataclass(frozen=True, slots=True)
class ReportScore:
    """The score of one report. `statements` is empty where only event records were given."""

    name: str
    events: EventScore
    statements: Counter[str] = field(default_factory=Counter)
    differences: tuple[Difference, ...] = ()

    @property
    def measures(self) -> Measures:
        """All figures of this report."""
        return _measures(self.events.counts, self.statements)


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Scores of a folder of gold: by report and over all (items of all reports together).

    `shared_ids` tells, of the pairs of events that the gold links across reports, how many have one id, and how
    many pairs there are. `notes` are remarks, such as a report for which there were no records.
    """

    reports: tuple[ReportScore, ...] = ()
    annotations: AnnotationScore | None = None
    shared_ids: tuple[int, int] = (0, 0)
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[str]:
        """Counts of the events of all reports."""
        return _sum(report.events.counts for report in self.reports)

    @property
    def measures(self) -> Measures:
        """All figures over all reports."""
        measures = _measures(self.counts, _sum(report.statements for report in self.reports))
        measures["cross_document_same_id"] = ratio(*self.shared_ids)
        return measures

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All misses, false records and wrong fields, in the order of the reports."""
        differences = [difference for report in self.reports for difference in report.differences]
        return (*differences, *(self.annotations.differences if self.annotations else ()))

    def as_dict(self) -> dict[str, Any]:
        """The whole evaluation as a JSON object."""
        return {
            "reports": {report.name: dict(report.measures) for report in self.reports},
            "measures": self.measures,
            "counts": dict(self.counts),
            "annotations": self.annotations.as_dict() if self.annotations else None,
            "differences": [difference.as_dict() for difference in self.differences],
            "notes": list(self.notes),
        }

    def as_text(self, *, errors: bool = False) -> str:
        """Tables for a terminal; with `errors` also each miss, false record and wrong field."""
        parts = []
        if self.reports:
            parts += [self._table(), self._figures()]
        if self.annotations is not None:
            parts.append(_annotation_table(self.annotations))
        if errors and self.differences:
            parts.append(_difference_list(self.differences))
        if self.notes:
            parts.append("\n".join(f"note: {note}" for note in self.notes))
        return "\n\n".join(parts) + "\n"

    def _table(self) -> str:
        head = f"{'report':{_NAME_WIDTH}s} gold pred " + " ".join(f"{title:>6s}" for title, _ in COLUMNS)
        rows = [_row(report.name, report.events.counts, report.measures) for report in self.reports]
        return "\n".join([head, *rows, _row("ALL", self.counts, self.measures)])

    def _figures(self) -> str:
        counts = self.counts
        lines = [f"  {name:28s} {_shown(value)}" for name, value in sorted(self.measures.items())]
        lines.append(
            f"  {counts['ignored']} records tell of optional events or restate one that is scored "
            f"({counts['restatements']} restatements); they are not counted"
        )
        if self.shared_ids[1]:
            lines.append(f"  {self.shared_ids[0]} of {self.shared_ids[1]} pairs across reports share one id")
        return "\n".join(lines)


def _measures(events: Counter[str], statements: Counter[str]) -> Measures:
    measures = event_measures(events)
    return measures | statement_measures(statements) if statements else measures


def _sum(counters: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return total


def _shown(value: float | None) -> str:
    return "  -  " if value is None else f"{value:5.2f}"


def _row(name: str, counts: Counter[str], measures: Measures) -> str:
    figures = " ".join(f"{_shown(measures[key]):>6s}" for _, key in COLUMNS)
    return f"{name[:_NAME_WIDTH]:{_NAME_WIDTH}s} {counts['gold']:4d} {counts['pred']:4d} {figures}"


def _annotation_table(score: AnnotationScore) -> str:
    lines = [f"annotations of {score.documents} documents{'':8s}    p      r     f1   gold   pred"]
    for title, table in (("strict", score.strict), ("relaxed", score.relaxed), ("relations", score.relations)):
        for kind, measure in table.items():
            label = f"{title} {'all' if kind == ALL else kind}"
            lines.append(
                f"  {label:32s} {measure.precision:6.3f} {measure.recall:6.3f} {measure.f1:6.3f}"
                f" {measure.gold:6d} {measure.found:6d}"
            )
    return "\n".join(lines)


def _difference_list(differences: Iterable[Difference]) -> str:
    blocks = []
    for report, of_report in groupby(differences, key=lambda difference: difference.report):
        by_sentence: dict[str, list[Difference]] = {}
        for difference in of_report:
            by_sentence.setdefault(difference.sentence, []).append(difference)
        lines = [f"== {report}"]
        for sentence, here in by_sentence.items():
            lines.append(f"  “{sentence}”" if sentence else "  (no place in the text)")
            lines += [f"    {_line(difference)}" for difference in here]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _line(difference: Difference) -> str:
    what = " ".join(word for word in (difference.event, difference.field) if word)
    if difference.kind == "missed":
        return " ".join(filter(None, ("MISSED", what, difference.expected)))
    if difference.kind == "false":
        return f"FALSE {difference.found}"
    return f"WRONG {what}: {difference.expected} ≠ {difference.found}"
