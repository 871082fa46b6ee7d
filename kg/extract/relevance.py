"""Whether a page tells of a conflict, or only uses its words ("the cup was captured", "bombarded with entries")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.drafts import Draft
from kg.extract.nouns import lemma
from kg.extract.report import Report

# A text of so many blocks is a flash, which has no room for more signs of what it is about.
_FLASH = 3


def tells_of_a_conflict(
    report: Report, drafts: Sequence[Draft], signs: Mapping[str, frozenset[str]], *, elsewhere: bool
) -> bool:
    """Whether a report names an armed actor, or one of its events can only be meant literally; always for a flash,
    unless it tells of something else, too (`elsewhere`).

    `signs` are those of `events.toml`: kinds of actors, types of events, event nouns and words for victims.
    """
    return (
        (len(report.blocks) <= _FLASH and not elsewhere)
        or _names_an_armed_actor(report, signs["kinds"] - {"Country"})
        or any(_literal(report, draft, signs) for draft in drafts)
    )


def _names_an_armed_actor(report: Report, kinds: frozenset[str]) -> bool:
    """Any name of the register's, but for single words that begin a sentence: those may be common nouns ("Hunters")."""
    return any(
        entry.kind in kinds
        for parsed in report.blocks
        for name in parsed.names
        if " " in name.surface or name.surface.isupper() or not parsed.doc[name.start].is_sent_start
        if not name.surface.islower()
        for entry in name.entries
    )


def _literal(report: Report, draft: Draft, signs: Mapping[str, frozenset[str]]) -> bool:
    """Whether an event can only be meant literally: by its type, its words, or who takes part in it."""
    participants = (*draft.agents, *draft.targets)
    words = " ".join([*(p.surface for p in participants), *(t.group for t in draft.tolls)]).lower().split()
    return (
        draft.type in signs["types"]
        or (draft.trigger.noun and lemma(draft.trigger.token) in signs["nouns"])
        or any(report.entities[p.entity].kind in signs["kinds"] for p in participants)
        or not signs["victims"].isdisjoint(words)
        or (draft.violent and bool(draft.weapons))
        or (_counts_several(draft) and any(t.outcome == "killed" and (t.figure.min or 0) > 1 for t in draft.tolls))
    )


def _counts_several(draft: Draft) -> bool:
    """Whether somebody counted acts of force ("47 incidents … left 13 people dead")."""
    return draft.violent and draft.is_several and draft.trigger.carried_as == "documented"
