"""Actors, places, relations and figures of the gold: which of them were found.

These measures are this project's own. The gold lists what an analyst would note of a report, not every name in it,
so they tell the share of the gold that was found; of relations and discrepancies, which are few, also how many of
those found are in the gold.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.evaluate.differences import Difference
from kg.evaluate.events import Measures, ratio
from kg.evaluate.gold import GoldRelation, GoldReport, Names
from kg.evaluate.names import class_key, is_named, is_named_loosely

SYMMETRIC = frozenset({"alliedwith", "sameas", "sameactor", "hostileto", "fights"})
_SAME_PREDICATE = {"sameactor": "sameas", "partofactor": "partof"}
_INVERSE = {"backs": "backedby"}


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """A relation as found: names of the subject, local name of the predicate, names of the object."""

    subject: Names
    predicate: str
    object: Names


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A stated total that was compared with the sum of its parts; they agree where the two are equal."""

    kind: str
    stated: int
    total: int


@dataclass(frozen=True, slots=True)
class Statements:
    """What was found in a report besides its events. An actor or place is all of its names."""

    actors: tuple[Names, ...] = ()
    places: tuple[Names, ...] = ()
    relations: tuple[FoundRelation, ...] = ()
    figures: tuple[FoundFigure, ...] = ()


def score_statements(gold: GoldReport, found: Statements) -> tuple[Counter[str], list[Difference]]:
    """Counts `KIND_n` (in the gold) and `KIND_ok` (of them found), `KIND_pred` and `KIND_right` where all count."""
    counts: Counter[str] = Counter()
    differences: list[Difference] = []

    def missed(kind: str, words: str, cue: str = "") -> None:
        differences.append(Difference("missed", gold.name, None, kind, words, "", cue))

    for kind, wanted, ours in (("actors", gold.actors, found.actors), ("places", gold.places, found.places)):
        for names in wanted:
            right = any(_same_names(names, other) for other in ours)
            counts[f"{kind}_n"] += 1
            counts[f"{kind}_ok"] += right
            if not right:
                missed(kind, "|".join(names[:4]))
    for relation in gold.relations:
        right = any(_same_relation(relation, other) for other in found.relations)
        counts["relations_n"] += 1
        counts["relations_ok"] += right
        if not right:
            missed("relations", f"{relation.subject[0]} {relation.predicates[0]} {relation.object[0]}", relation.cue)
    counts["relations_pred"] = len(found.relations)
    counts["relations_right"] = sum(
        any(_same_relation(relation, other) for relation in gold.relations) for other in found.relations
    )
    for kind, wanted, differs in (
        ("discrepancies", gold.discrepancies, True),
        ("agreements", gold.agreements, False),
    ):
        ours = [(figure.stated, figure.total) for figure in found.figures if (figure.stated != figure.total) == differs]
        expected = [(figure.stated, figure.total) for figure in wanted]
        counts[f"{kind}_n"] += len(expected)
        counts[f"{kind}_pred"] += len(ours)
        counts[f"{kind}_ok"] += sum((Counter(expected) & Counter(ours)).values())
        for figure in wanted:
            if (figure.stated, figure.total) not in ours:
                missed(kind, f"{figure.kind}: {figure.stated} stated, {figure.total} in sum")
    return counts, differences


def statement_measures(counts: Counter[str]) -> Measures:
    """`KIND_found`: share of the gold that was found; `relations_p`, `discrepancies_p`: share of the found in it."""
    measures: Measures = {
        f"{kind}_found": ratio(counts[f"{kind}_ok"], counts[f"{kind}_n"])
        for kind in ("actors", "places", "relations", "discrepancies", "agreements")
    }
    measures["relations_p"] = ratio(counts["relations_right"], counts["relations_pred"])
    measures["discrepancies_p"] = ratio(counts["discrepancies_ok"], counts["discrepancies_pred"])
    return measures


def _same_names(accepted: Names, found: Names) -> bool:
    return any(is_named(name, accepted) for name in found)


def _alike(accepted: Names, found: Names) -> bool:
    return any(is_named_loosely(name, accepted) for name in found)


def _predicate(name: str) -> str:
    key = class_key(name)
    return _SAME_PREDICATE.get(key, key)


def _same_relation(gold: GoldRelation, found: FoundRelation) -> bool:
    accepted = {_predicate(name) for name in gold.predicates}
    predicate = _predicate(found.predicate)
    subject, other = found.subject, found.object
    if predicate in _INVERSE:
        predicate, subject, other = _INVERSE[predicate], other, subject
    if predicate not in accepted:
        return False
    if _alike(gold.subject, subject) and _alike(gold.object, other):
        return True
    return predicate in SYMMETRIC and _alike(gold.subject, other) and _alike(gold.object, subject)
