"""Evaluate a folder: what a build, or records that were written before, say of its gold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.evaluate.annotations import AnnotationScore, has_annotations, read_annotations, score_annotations
from kg.evaluate.events import EventScore, score_events
from kg.evaluate.gold import (
    GOLD_SUFFIX,
    GoldReport,
    Record,
    read_event_records,
    read_gold_directory,
    read_span_records,
)
from kg.evaluate.report import EvaluationReport, ReportScore
from kg.evaluate.statements import Statements, score_statements
from kg.model import Document


@dataclass(frozen=True, slots=True)
class Built:
    """What a build makes of one document: its event, mention and relation records, as `kg export` writes them.

    `statements` is None where the build tells nothing of actors, places, relations and figures.
    """

    events: Sequence[Record] = ()
    mentions: Sequence[Record] = ()
    relations: Sequence[Record] = ()
    statements: Statements | None = None


Build = Callable[[Document], Built]
"""Takes a document with the gold's publisher and date of publication, gives what was found in it."""


def evaluate_directory(directory: Path, *, build: Build) -> EvaluationReport:
    """Build every report of a folder and score it.

    The folder holds `NAME.txt` with `NAME.gold.json`, or annotations (`documents.json`, `entities.json`,
    `relations.json`, in it or in folders below it), or both. Raises `InputError` where it holds neither.
    """
    _require_gold(directory)
    reports: list[ReportScore] = []
    golds = read_gold_directory(directory) if _has_reports(directory) else []
    for gold in golds:
        document = Document(
            id=str(gold.path), text=gold.text, publisher=gold.publisher, published=gold.published, path=str(gold.path)
        )
        reports.append(_score(gold, build(document)))
    annotations = _build_annotations(directory, build) if has_annotations(directory) else None
    return EvaluationReport(tuple(reports), annotations, _shared_ids(golds, reports))


def evaluate_predictions(directory: Path, predictions: Path) -> EvaluationReport:
    """Score records that lie in a folder: `NAME.jsonl` for each report, `mentions.jsonl` and `relations.jsonl`."""
    _require_gold(directory)
    if not predictions.is_dir():
        raise InputError("no such folder", where=str(predictions), remedy="Name the folder that holds NAME.jsonl")
    notes: list[str] = []
    reports: list[ReportScore] = []
    golds = read_gold_directory(directory) if _has_reports(directory) else []
    for gold in golds:
        path = predictions / f"{gold.name}.jsonl"
        if not path.exists():
            notes.append(f"{gold.name}: no {path.name}; scored as nothing found")
        reports.append(_score(gold, Built(events=read_event_records(path) if path.exists() else [])))
    annotations = None
    if has_annotations(directory):
        mentions, relations = predictions / "mentions.jsonl", predictions / "relations.jsonl"
        notes += [f"no {path.name}; scored as nothing found" for path in (mentions, relations) if not path.exists()]
        annotations = score_annotations(
            read_annotations(directory),
            read_span_records(mentions, ("document", "start", "end", "type")) if mentions.exists() else (),
            read_span_records(relations, ("document", "source", "target", "type")) if relations.exists() else (),
        )
    return EvaluationReport(tuple(reports), annotations, _shared_ids(golds, reports), tuple(notes))


def _require_gold(directory: Path) -> None:
    if not directory.is_dir():
        raise InputError("no such folder", where=str(directory), remedy="Name a folder that holds gold files")
    if not _has_reports(directory) and not has_annotations(directory):
        raise InputError(
            "neither gold files nor annotations in this folder",
            where=str(directory),
            remedy=f"Put NAME{GOLD_SUFFIX} beside NAME.txt, or name a folder with documents.json",
        )


def _has_reports(directory: Path) -> bool:
    return next(directory.glob(f"*{GOLD_SUFFIX}"), None) is not None


def _score(gold: GoldReport, built: Built) -> ReportScore:
    events: EventScore = score_events(gold, built.events)
    if built.statements is None:
        return ReportScore(gold.name, events, differences=tuple(events.differences))
    counts, differences = score_statements(gold, built.statements)
    return ReportScore(gold.name, events, counts, (*events.differences, *differences))


def _build_annotations(directory: Path, build: Build) -> AnnotationScore:
    documents = read_annotations(directory)
    mentions: list[Record] = []
    relations: list[Record] = []
    for document in documents:
        source = Document(
            id=document.id,
            text=document.text,
            title=document.title,
            publisher=document.publisher,
            path=str(document.source / "documents.json"),
        )
        built = build(source)
        mentions += [{**mention, "document": document.id} for mention in built.mentions]
        relations += [{**relation, "document": document.id} for relation in built.relations]
    return score_annotations(documents, mentions, relations)


def _shared_ids(golds: Iterable[GoldReport], reports: Iterable[ReportScore]) -> tuple[int, int]:
    """Of the pairs of events that the gold links across reports: those whose records share one id, and all."""
    ids = {report.name: report.events.record_ids for report in reports}
    pairs = {
        tuple(sorted(((gold.name, event), (report, other)))) for gold in golds for event, report, other in gold.links
    }
    shared = 0
    for (report, event), (other_report, other) in pairs:
        one = ids.get(report, {}).get(event)
        shared += one is not None and one == ids.get(other_report, {}).get(other)
    return shared, len(pairs)
