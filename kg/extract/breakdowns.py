"""Totals and their parts: which event a list breaks down, and list lines that are hardly more than a number."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.casualties import load_casualties
from kg.extract.drafts import STATEMENTS, Draft
from kg.extract.nouns import lemma
from kg.extract.report import Report, token_range
from kg.model import Toll

# How many blocks before a list its total may stand.
_REACH = 6
_OPENING = 4


def broken_down(report: Report, drafts: Sequence[Draft], first_item: int, pointed: Draft | None) -> Draft | None:
    """The event that the list beginning with block `first_item` breaks down.

    Of the events before the list that state a number of incidents or a toll: the one whose number is the sum of the
    lines' first numbers, else the last one that counts what the first line counts ("31 explosions … Idlib: 11
    explosions"), else the one that the words before the list point back to (`pointed`, "those attacks"),
    else the acts that the words right above the list name, else the last one that somebody counted over a period, else
    the last one.
    """
    stated = [
        d
        for d in drafts
        if d.type not in STATEMENTS
        and first_item - d.block <= _REACH
        and d.kind in ("paragraph", "item")
        and not _same_list(report, d, first_item)
        and _numbers(report, d)
    ]
    introduced = _introduced(report, drafts, first_item)
    if not stated:
        return introduced
    total = sum(_first_numbers(report, first_item))
    for draft in reversed(stated):
        if total and total in _numbers(report, draft):
            return draft
    noun = _counted_noun(report, first_item)
    if noun is not None and (same := [d for d in stated if d.trigger.noun and lemma(d.trigger.token) == noun]):
        return same[-1]
    if pointed is not None and pointed in stated:
        return pointed
    if introduced is not None and all(d.block != introduced.block for d in stated):
        return introduced
    statistics = [
        d for d in stated if d.trigger.carried_as == "documented" or (d.time is not None and d.time.cumulative)
    ]
    return (statistics or stated)[-1]


def _introduced(report: Report, drafts: Sequence[Draft], first_item: int) -> Draft | None:
    """The acts without a number that the words right above a list name ("Russian attacks over the past day:")."""
    above = next((p for p in reversed(report.blocks[:first_item]) if p.block.kind != "item"), None)
    if above is None or not above.text.rstrip().endswith(":"):
        return None
    told = [d for d in drafts if d.block == above.index and d.violent and d.trigger.noun]
    return told[-1] if told else None


def _same_list(report: Report, draft: Draft, item: int) -> bool:
    """Whether an event stands in a line of the list that a block is in, no less deep than that block."""
    return draft.block < item and all(
        p.block.kind == "item" and p.block.level >= report.blocks[item].block.level
        for p in report.blocks[draft.block : item]
    )


def _numbers(report: Report, draft: Draft) -> set[int]:
    """Its number of incidents, its tolls, and its number of casualties, where they are more than one."""
    figures = [*([draft.count] if draft.count is not None else []), *(t.figure for t in draft.tolls)]
    token = draft.trigger.token
    if draft.trigger.noun and lemma(token) in load_casualties().nouns:
        stated = report.blocks[draft.block].figure_at
        figures += [stated[c.i].figure for c in token.children if c.dep_ == "nummod" and c.i in stated]
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
                draft.tolls[i] = whole.with_parts(part)
                draft.evidence.append(part.span)
                return


def count_all_within(drafts: Sequence[Draft], parts: Sequence[Toll]) -> bool:
    """ "Of the dead, eight were civilians, four soldiers": put several parts within the last toll that they come to;
    whether there is one.
    """
    total = sum(p.figure.min or 0 for p in parts)
    for draft in drafts:
        for toll in draft.tolls:
            if toll.figure.min != total or any(p.outcome != toll.outcome for p in parts) or toll.including:
                continue
            for part in parts:
                count_within([draft], part)
            return True
    return False
