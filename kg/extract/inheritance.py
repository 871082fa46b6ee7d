"""Time and place that a sentence leaves to the one before it."""

from __future__ import annotations

from kg.extract.drafts import Draft
from kg.extract.families import load_families


def inherit_time_and_place(drafts: list[Draft], apart: frozenset[str]) -> None:
    """Time and place of an act that its sentence leaves out are those of the act told before it, as long as
    the story goes on: the same paragraph, or the same people. With one of the words `apart` another story begins.
    """
    physical = load_families().events.physical
    previous: Draft | None = None
    for draft in sorted(drafts, key=lambda d: d.trigger_span.start):
        if not (draft.violent or draft.type in physical) or draft.attribution.modality != "asserted":
            continue
        if previous is not None and draft.part_of is None and _goes_on(previous, draft, apart):
            if draft.time is None and previous.time is not None and not previous.time.cumulative:
                draft.time, draft.time_inherited = previous.time, True
            if draft.place is None and previous.place is not None and _same_scene(previous, draft):
                draft.place, draft.place_inherited = previous.place, True
        if (draft.time is not None or draft.place is not None) and draft.kind != "headline":
            previous = draft


def _goes_on(previous: Draft, draft: Draft, apart: frozenset[str]) -> bool:
    if draft.block - previous.block > 2:
        return False
    if previous.count is not None and (previous.count.min or 0) > 1:
        return False
    if draft.time is not None and previous.time is not None and draft.time.edtf != previous.time.edtf:
        return False
    together = (draft.block, draft.sentence) == (previous.block, previous.sentence)
    if (
        not together
        and draft.place is not None
        and previous.place is not None
        and draft.place.entity != previous.place.entity
    ):
        return False
    token = draft.trigger.token
    if (
        any(c.dep_ == "aux" and c.lower_ in ("had", "has", "have") for c in draft.trigger.verb.children)
        and not together
    ):
        return False
    opening = token.doc[token.sent.start : token.sent.start + 3].text.lower()
    return not any(word in opening for word in apart) and (
        draft.block - previous.block <= 1 or bool(previous.entities() & draft.entities())
    )


def _same_scene(previous: Draft, draft: Draft) -> bool:
    return draft.block == previous.block or bool(previous.entities() & draft.entities())
