"""Time and place that a sentence leaves to the one before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Token

from kg.extract.drafts import Draft
from kg.extract.families import load_families
from kg.extract.phrases import governors
from kg.extract.report import Report
from kg.model import PlaceRef, TimeRef

# A story goes on over so many blocks, its place over fewer than its time.
_REACH = 2
# What happened up to so many days before publication is what a report is on, and no background.
_RECENT = 10
# A count over so many days is no single incident.
_LONG = 27
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?")


@dataclass(frozen=True, slots=True)
class Apart:
    """Words that, at the opening of a sentence, say that another story begins: elsewhere, or at another time too."""

    place: frozenset[str]
    time: frozenset[str]


def inherit_time_and_place(drafts: list[Draft], apart: Apart, speech: frozenset[str], published: str | None) -> None:
    """Time and place of an act that its sentence leaves out are those of the act told before it, as long as
    the story goes on: the same paragraph or the next ones. `speech` are the verbs behind which "had done" is no
    earlier time; `published` the day of the report.
    """
    types = load_families().events
    acts = types.physical | types.staged
    previous: Draft | None = None
    scene: Draft | None = None
    statistic: Draft | None = None
    dated = {(d.block, d.sentence) for d in drafts if d.time is not None}
    for draft in sorted(drafts, key=lambda d: d.trigger_span.start):
        if not (draft.violent or draft.type in acts) or draft.attribution.modality != "asserted":
            continue
        earlier = _is_background(draft, speech)
        if draft.part_of is None:
            for told in (previous, scene):
                if told is None or draft.time is not None or told.time is None or told.time.cumulative:
                    continue
                if statistic is not None and draft.block != told.block and _elsewhere(told, draft):
                    continue
                if _sets_apart(draft) and (draft.block, draft.sentence) in dated and not _together(told, draft):
                    continue
                if _same_time(told, draft, apart, earlier):
                    draft.time, draft.time_inherited = told.time, True
            counted = _several(draft) or (draft.place is not None and bool(draft.tolls) and not earlier)
            if draft.time is None and statistic is not None and counted:
                draft.time, draft.time_inherited = statistic.time, True
            if (
                previous is not None
                and draft.place is None
                and previous.place is not None
                and _same_place(previous, draft, apart, earlier)
            ):
                draft.place, draft.place_inherited = previous.place, True
        if (draft.time is not None or draft.place is not None) and draft.kind != "headline":
            previous = draft
        if _several(draft) and draft.time is not None and not draft.time.cumulative and _is_long(draft.time):
            statistic = draft
        if draft.kind != "headline" and draft.time is not None and _is_recent(draft.time, published) and not earlier:
            scene = draft


def _is_recent(time: TimeRef, published: str | None) -> bool:
    if published is None or time.earliest is None or _DAY.fullmatch(time.edtf) is None:
        return False
    try:
        return 0 <= (date.fromisoformat(published) - date.fromisoformat(time.earliest)).days <= _RECENT
    except ValueError:
        return False


def _is_background(draft: Draft, speech: frozenset[str]) -> bool:
    """Whether a perfect tense sets an act before the story, and is not only that of reported speech."""
    verb = draft.trigger.verb
    if not any(c.dep_ == "aux" and c.lower_ in ("had", "has", "have") for c in verb.children):
        return False
    return not (any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children) and _is_reported(verb, speech))


def _is_reported(verb: Token, speech: frozenset[str]) -> bool:
    inner = verb
    for outer in governors(verb):
        if inner.dep_ == "ccomp":
            return outer.lemma_.lower() in speech
        if inner.dep_ != "conj":
            return False
        inner = outer
    return False


def _several(draft: Draft) -> bool:
    """Whether an event counts incidents, as a statistic does."""
    return draft.counts_several and draft.trigger.noun


def _sets_apart(draft: Draft) -> bool:
    """Whether a participle only says what befell somebody before ("two men, kidnapped at X, were freed on Monday")."""
    return draft.trigger.token.dep_ == "acl" and draft.trigger.token.tag_ == "VBN"


def _together(previous: Draft, draft: Draft) -> bool:
    return (draft.block, draft.sentence) == (previous.block, previous.sentence)


def _opens_with(draft: Draft, words: frozenset[str]) -> bool:
    token = draft.trigger.token
    opening = token.doc[token.sent.start : token.sent.start + 3].text.lower()
    return any(word in opening for word in words)


def _same_time(told: Draft, draft: Draft, apart: Apart, earlier: bool) -> bool:
    assert told.time is not None
    day = _DAY.fullmatch(told.time.edtf) is not None
    if draft.block - told.block > _REACH or (draft.block != told.block and not day):
        return False
    if told.is_several and not day and not _together(told, draft):
        return False
    if draft.block != told.block and _several(draft) and not _several(told):
        return False
    if earlier and not _together(told, draft):
        return False
    if draft.block != told.block and _elsewhere(told, draft) and not _same_doers(told, draft):
        return False
    return not _opens_with(draft, apart.time)


def _elsewhere(told: Draft, draft: Draft) -> bool:
    return draft.place is not None and (told.place is None or told.place.entity != draft.place.entity)


def _same_doers(told: Draft, draft: Draft) -> bool:
    doers = {a.entity for a in draft.agents}
    return not doers or bool(doers & told.entities())


def _same_place(previous: Draft, draft: Draft, apart: Apart, earlier: bool) -> bool:
    if draft.block - previous.block > _REACH or (earlier and not _together(previous, draft)):
        return False
    if previous.is_several:
        return False
    if draft.time is not None and previous.time is not None and draft.time.edtf != previous.time.edtf:
        return False
    if _opens_with(draft, apart.place):
        return False
    return draft.block == previous.block or bool(previous.entities() & draft.entities())


def place_counts(report: Report, drafts: list[Draft]) -> None:
    """What a report counts over a month or more, in no place that it names, it counts in the country that it is on."""
    country = report.countries.by_code(report.country_ranking[0]) if report.country_ranking else None
    if country is None:
        return
    for draft in drafts:
        if draft.place is not None or draft.time is None or draft.part_of is not None:
            continue
        counted = draft.trigger.carried_as == "documented" or any((t.figure.min or 0) > 1 for t in draft.tolls)
        if counted and (draft.violent or draft.type == "Displacement") and _is_long(draft.time):
            builder = report.entities.place(country.name, "Country", country=country.alpha2)
            draft.place, draft.place_inherited = PlaceRef(builder.key, country.name, draft.trigger_span), True


def _is_long(time: TimeRef) -> bool:
    if time.earliest is None or time.latest is None:
        return False
    try:
        return (date.fromisoformat(time.latest) - date.fromisoformat(time.earliest)).days >= _LONG
    except ValueError:
        return False
