"""Mentions and relations between them against annotations as those of dstl/re3d.

Gold is what at least half of the annotators' model believes (confidence 0.5 or more), equal spans counted once.
Strict: same type and offsets (a leading article may differ). Relaxed: same type, any overlap. A relation is right
where its type is right and both its arguments overlap the gold's, in either order for types without a direction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from kg.errors import DataError, InputError
from kg.evaluate.annotation_differences import mention_differences, relation_differences
from kg.evaluate.differences import Difference
from kg.evaluate.gold import Record, read_records
from kg.model import MentionRelationType, MentionType

MENTION_TYPES: tuple[str, ...] = get_args(MentionType)
RELATION_TYPES: tuple[str, ...] = get_args(MentionRelationType)
UNDIRECTED = frozenset({"FightingAgainst", "AlliesOf", "CoLocated", "IsSynonymOf"})
MIN_CONFIDENCE = 0.5
ALL = "micro"
_ARTICLES = ("the ", "a ", "an ")

MentionKey = tuple[int, int, str]
RelationKey = tuple[str, tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with its annotated mentions and relations. `source` is the folder that it lies in."""

    id: str
    text: str
    source: Path
    title: str | None = None
    publisher: str | None = None
    mentions: frozenset[MentionKey] = frozenset()
    relations: tuple[RelationKey, ...] = ()


@dataclass(frozen=True, slots=True)
class SpanMeasure:
    """Precision, recall and F1 (three digits) with the number of gold and found items."""

    precision: float
    recall: float
    f1: float
    gold: int
    found: int

    def as_dict(self) -> dict[str, float | int]:
        """The measure as a JSON object."""
        return {"p": self.precision, "r": self.recall, "f1": self.f1, "gold": self.gold, "pred": self.found}


@dataclass(frozen=True, slots=True)
class AnnotationScore:
    """Measures by type, with `micro` over all: mentions strict and relaxed, relations; and what differed."""

    documents: int
    strict: Mapping[str, SpanMeasure] = field(default_factory=dict)
    relaxed: Mapping[str, SpanMeasure] = field(default_factory=dict)
    relations: Mapping[str, SpanMeasure] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The score as a JSON object."""
        tables = {"strict": self.strict, "relaxed": self.relaxed, "relations": self.relations}
        return {"documents": self.documents} | {
            name: {kind: measure.as_dict() for kind, measure in table.items()} for name, table in tables.items()
        }


def has_annotations(directory: Path) -> bool:
    """Whether the folder, or one below it, holds annotated documents."""
    return next(directory.rglob("documents.json"), None) is not None


def read_annotations(directory: Path) -> list[AnnotatedDocument]:
    """All annotated documents in a folder and those below it.

    Each folder holds `documents.json`, `entities.json` and `relations.json`, one object a line.
    Raises `InputError` where there are none, `DataError` where an object lacks a field.
    """
    folders = sorted(path.parent for path in directory.rglob("documents.json"))
    if not folders:
        raise InputError(
            "no documents.json in this folder", where=str(directory), remedy="Name a folder of annotations"
        )
    documents: list[AnnotatedDocument] = []
    for folder in folders:
        try:
            documents += _read_folder(folder)
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(
                f"an annotation lacks a field or has a wrong value: {error}",
                where=str(folder),
                remedy="Compare it with the files of dstl/re3d",
            ) from error
    return documents


def _read_folder(folder: Path) -> list[AnnotatedDocument]:
    mentions: dict[str, set[MentionKey]] = defaultdict(set)
    relations: dict[str, list[RelationKey]] = defaultdict(list)
    for entity in _believed(folder / "entities.json"):
        if entity["type"] in MENTION_TYPES and entity["end"] > entity["begin"]:
            mentions[entity["documentId"]].add((entity["begin"], entity["end"], entity["type"]))
    for relation in _believed(folder / "relations.json"):
        if relation["type"] in RELATION_TYPES:
            source = (relation["sourceBegin"], relation["sourceEnd"])
            target = (relation["targetBegin"], relation["targetEnd"])
            relations[relation["documentId"]].append((relation["type"], source, target))
    return [
        AnnotatedDocument(
            id=document["_id"],
            text=document["text"],
            source=folder,
            title=document.get("title"),
            publisher=document.get("sourceName"),
            mentions=frozenset(mentions[document["_id"]]),
            relations=tuple(relations[document["_id"]]),
        )
        for document in read_records(folder / "documents.json")
    ]


def _believed(path: Path) -> Iterator[Record]:
    """Annotations of a file with enough confidence; none where there is no such file."""
    if path.exists():
        yield from (item for item in read_records(path) if float(item.get("confidence", 1)) >= MIN_CONFIDENCE)


def score_annotations(
    documents: Sequence[AnnotatedDocument], mentions: Iterable[Record], relations: Iterable[Record]
) -> AnnotationScore:
    """Score mention and relation records; their `document` is the document's id."""
    found: dict[str, set[MentionKey]] = defaultdict(set)
    for mention in mentions:
        if mention["type"] in MENTION_TYPES:
            found[mention["document"]].add((mention["start"], mention["end"], mention["type"]))
    related: dict[str, list[RelationKey]] = defaultdict(list)
    for relation in relations:
        if relation["type"] in RELATION_TYPES:
            source, target = relation["source"], relation["target"]
            related[relation["document"]].append((relation["type"], (source[0], source[1]), (target[0], target[1])))
    return AnnotationScore(
        documents=len({document.id for document in documents}),
        strict=_by_type(documents, found, _strict_hits),
        relaxed=_by_type(documents, found, _relaxed_hits),
        relations=_relation_measures(documents, related),
        differences=tuple(_differences(documents, found, related)),
    )


def _differences(
    documents: Sequence[AnnotatedDocument],
    found: Mapping[str, set[MentionKey]],
    related: Mapping[str, list[RelationKey]],
) -> Iterator[Difference]:
    for document in documents:
        ours, relations = found.get(document.id, set()), related.get(document.id, [])
        exact = {mention: without_article(document.text, *mention[:2]) for mention in (*document.mentions, *ours)}
        yield from mention_differences(document, ours, exact)
        missed = [one for one in document.relations if not any(_same_relation(one, other) for other in relations)]
        false = [one for one in relations if not any(_same_relation(one, other) for other in document.relations)]
        yield from relation_differences(document, missed, false)


Hits = tuple[int, int, int, int]
"""Found items that are right, found items, gold items that were found, gold items."""


def _by_type(
    documents: Sequence[AnnotatedDocument],
    found: Mapping[str, set[MentionKey]],
    hits: Callable[[str, set[MentionKey], set[MentionKey]], Hits],
) -> dict[str, SpanMeasure]:
    table = {}
    for kind in (*MENTION_TYPES, ALL):
        totals = (0, 0, 0, 0)
        for document in documents:
            gold = {mention for mention in document.mentions if kind in (ALL, mention[2])}
            ours = {mention for mention in found.get(document.id, ()) if kind in (ALL, mention[2])}
            totals = _add(totals, hits(document.text, gold, ours))
        table[kind] = _measure(totals)
    return table


def _strict_hits(text: str, gold: set[MentionKey], found: set[MentionKey]) -> Hits:
    gold = {(*without_article(text, start, end), kind) for start, end, kind in gold}
    found = {(*without_article(text, start, end), kind) for start, end, kind in found}
    right = len(gold & found)
    return right, len(found), right, len(gold)


def _relaxed_hits(_text: str, gold: set[MentionKey], found: set[MentionKey]) -> Hits:
    def among(mention: MentionKey, others: set[MentionKey]) -> bool:
        return any(mention[2] == other[2] and _overlap(mention[:2], other[:2]) for other in others)

    right = sum(among(mention, gold) for mention in found)
    return right, len(found), sum(among(mention, found) for mention in gold), len(gold)


def _relation_measures(
    documents: Sequence[AnnotatedDocument], found: Mapping[str, list[RelationKey]]
) -> dict[str, SpanMeasure]:
    table = {}
    for kind in (*RELATION_TYPES, ALL):
        totals = (0, 0, 0, 0)
        for document in documents:
            gold = [relation for relation in document.relations if kind in (ALL, relation[0])]
            ours = [relation for relation in found.get(document.id, ()) if kind in (ALL, relation[0])]
            right = sum(any(_same_relation(one, other) for other in gold) for one in ours)
            reached = sum(any(_same_relation(one, other) for other in ours) for one in gold)
            totals = _add(totals, (right, len(ours), reached, len(gold)))
        table[kind] = _measure(totals)
    return table


def _same_relation(one: RelationKey, other: RelationKey) -> bool:
    if one[0] != other[0]:
        return False
    if _overlap(one[1], other[1]) and _overlap(one[2], other[2]):
        return True
    return one[0] in UNDIRECTED and _overlap(one[1], other[2]) and _overlap(one[2], other[1])


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def without_article(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets without a leading article and without white space at either end; cut at the end of the text."""
    end = min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    article = next((word for word in _ARTICLES if text[start:end].lower().startswith(word)), "")
    start += len(article)
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _add(one: Hits, other: Hits) -> Hits:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


def _measure(hits: Hits) -> SpanMeasure:
    right, found, reached, gold = hits
    precision = right / found if found else 0.0
    recall = reached / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return SpanMeasure(round(precision, 3), round(recall, 3), round(f1, 3), gold, found)
