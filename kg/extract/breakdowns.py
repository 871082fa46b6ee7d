"""Totals and their parts: which event a list breaks down, and list lines that are hardly more than a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.drafts import STATEMENTS, Draft
from kg.extract.figures import FigureExpression
from kg.extract.nouns import lemma
from kg.extract.report import ParsedBlock, Report, token_range
from kg.extract.triggers import Trigger
from kg.model import PlaceRef, Toll

# How many blocks before a list its total may stand.
_REACH = 6
_OPENING = 4


def broken_down(report: Report, drafts: Sequence[Draft], first_item: int, pointed: Draft | None) -> Draft | None:
    """The event that the list beginning with block `first_item` breaks down.

    Of the events before the list that state a number of incidents or a toll: the one whose number is the sum of the
    lines' first numbers, else the last one that counts what the first line counts ("31 explosions … Idlib: 11
    explosions"), else the one that the words before the list point back to (`pointed`, "those attacks"),
    else the last one that somebody counted over a period, else the last one.
    """
    stated = [
        d
        for d in drafts
        if d.type not in STATEMENTS
        and first_item - d.block <= _REACH
        and d.kind in ("paragraph", "item")
        and not _same_list(report, d, first_item)
        and _numbers(d)
    ]
    if not stated:
        return None
    total = sum(_first_numbers(report, first_item))
    for draft in reversed(stated):
        if total and total in _numbers(draft):
            return draft
    noun = _counted_noun(report, first_item)
    if noun is not None and (same := [d for d in stated if d.trigger.noun and lemma(d.trigger.token) == noun]):
        return same[-1]
    if pointed is not None and pointed in stated:
        return pointed
    statistics = [
        d for d in stated if d.trigger.carried_as == "documented" or (d.time is not None and d.time.cumulative)
    ]
    return (statistics or stated)[-1]


def _same_list(report: Report, draft: Draft, item: int) -> bool:
    """Whether an event stands in a line of the list that a block is in, no less deep than that block."""
    return draft.block < item and all(
        p.block.kind == "item" and p.block.level >= report.blocks[item].block.level
        for p in report.blocks[draft.block : item]
    )


def _numbers(draft: Draft) -> set[int]:
    """Its number of incidents and its tolls, where they are more than one."""
    figures = [*([draft.count] if draft.count is not None else []), *(t.figure for t in draft.tolls)]
    return {f.min for f in figures if f.min is not None and f.min > 1}


def _first_numbers(report: Report, first_item: int) -> list[int]:
    """The first number of each line of the list's first level."""
    found: list[int] = []
    for parsed in report.blocks[first_item:]:
        if parsed.block.kind == "heading":
            continue
        if parsed.block.kind != "item":
            break
        if parsed.block.level > report.blocks[first_item].block.level:
            continue
        counted = next((f for f in parsed.figures if f.counts and f.figure.min is not None), None)
        if counted is not None and counted.figure.min is not None:
            found.append(counted.figure.min)
    return found


def _counted_noun(report: Report, first_item: int) -> str | None:
    """The lemma of the noun that the first number of the list's first line counts."""
    parsed = next((p for p in report.blocks[first_item:] if p.block.kind == "item"), None)
    counted = next((f for f in parsed.figures if f.counts), None) if parsed is not None else None
    if parsed is None or counted is None or not len(covered := token_range(parsed, counted.span)):
        return None
    number = parsed.doc[covered[-1]]
    return lemma(number.head) if number.dep_ == "nummod" else None


def count_within(drafts: Sequence[Draft], part: Toll) -> None:
    """ "Among the dead were two nurses": put a part within the toll of the last event that has room for it."""
    for draft in drafts:
        for i, whole in enumerate(draft.tolls):
            room = (whole.figure.max or whole.figure.min or 0) - sum(t.figure.min or 0 for t in whole.including)
            if whole.outcome == part.outcome and (part.figure.min or 0) <= room and part not in whole.including:
                draft.tolls[i] = replace(whole, including=(*whole.including, part))
                draft.evidence.append(part.span)
                return


def bare_part(report: Report, parsed: ParsedBlock, total: Draft, place: PlaceRef | None) -> Draft | None:
    """A part that a line states by a number alone ("Idlib: 60", "34 in Idlib"); None where it has no such number."""
    opening = next((f for f in parsed.figures if f.counts), None)
    if opening is None or opening.span.start > _OPENING or place is None:
        return None
    covered = token_range(parsed, opening.span)
    if not len(covered):
        return None
    token = parsed.doc[covered[-1]]
    if token.pos_ == "DET" or any(t.pos_ == "VERB" and t.tag_ not in ("VBN", "VBG") for t in parsed.doc):
        return None
    span = report.span(parsed, opening.span.start, opening.span.end)
    trigger = Trigger(token, total.type, True, token)
    draft = Draft(total.type, trigger, parsed.index, token.sent.start, span, span, kind="item", place=place)
    if _counts_incidents(total, opening):
        draft.count, draft.count_span = opening.figure, span
    else:
        whole = next(t for t in total.tolls)
        draft.tolls = [Toll(whole.outcome, whole.group, opening.figure, span, whole.entity)]
    return draft


def _counts_incidents(total: Draft, opening: FigureExpression) -> bool:
    if not total.tolls:
        return True
    number = opening.figure.min or 0
    return total.count is not None and (total.count.min or 0) > 1 and number <= (total.count.min or 0)
