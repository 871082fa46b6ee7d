"""What only the whole report tells of its events: the blocks of a report in order, and what later ones lean on."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.attackers import name_attackers
from kg.extract.casualties import is_caption
from kg.extract.dates import find_times
from kg.extract.drafts import OUTCOME_TYPES, STATEMENTS, Draft
from kg.extract.event_coreference import EventCoreference
from kg.extract.families import load_families
from kg.extract.inheritance import Apart, inherit_time_and_place, place_counts
from kg.extract.list_totals import ListTotals
from kg.extract.loose_tolls import LooseTolls
from kg.extract.partitions import add_up, count_up
from kg.extract.reference_words import load_reference_words
from kg.extract.relevance import tells_of_a_conflict
from kg.extract.report import ParsedBlock, Report
from kg.extract.result_drafts import ResultDrafts
from kg.extract.retellings import Retellings
from kg.extract.sentences import SentenceReader
from kg.extract.subjects import Passages
from kg.model import TimeRef


class EpisodeReader:
    """Reads a report's blocks in order and keeps what later sentences lean on."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.sentences = SentenceReader(report)
        self.coreference = EventCoreference(report, self.sentences)
        self.totals = ListTotals(report, self.sentences)
        self.results = ResultDrafts(report, self.sentences)
        self.tolls = LooseTolls(report, self.sentences, self.coreference, self.totals)
        self.retellings = Retellings(self.sentences.triggers.lexicon)
        self.of_people = load_families().events.of_people
        self.drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        """All events of the report, sorted out, in the order of the text."""
        lexicon = self.sentences.triggers.lexicon
        for parsed in self.report.blocks:
            self.sentences.referrer.read(parsed)
            self._block(parsed)
        name_attackers(self.report, self.drafts, lexicon)
        drafts = self.coreference.without_restatements(self.drafts)
        add_up(drafts)
        count_up(self.report, drafts)
        apart = Apart(lexicon.pointing["apart"], lexicon.pointing["apart_in_time"])
        inherit_time_and_place(drafts, apart, load_reference_words().speech, self.report.document.published)
        place_counts(self.report, drafts)
        for draft in drafts:
            whole = draft.part_of
            if whole is None:
                continue
            draft.time = draft.time or whole.time
            if draft.place is None and whole.place is not None:
                draft.place, draft.place_inherited = whole.place, True
        drafts = [d for d in drafts if self._worth(d)]
        passages = Passages(self.report, lexicon.conflict)
        drafts = passages.literal(drafts)
        if not tells_of_a_conflict(self.report, drafts, lexicon.conflict, elsewhere=passages.any_of_others()):
            return []
        for draft in drafts:
            if _sums_up(draft):
                draft.count = None
        drafts.sort(key=lambda d: (d.trigger_span.start, d.trigger_span.end, d.type))
        return _unique(drafts)

    def _block(self, parsed: ParsedBlock) -> None:
        cause = self.totals.lines.kind(parsed)
        self.totals.begin(parsed, self.drafts)
        no_place = cause is not None or is_caption(parsed.label) or self.totals.group
        label = None if no_place else self.sentences.locator.label(parsed)
        label_time = self._label_time(parsed)
        if label_time is not None:
            self.sentences.circumstances.anchors.time = label_time.edtf
        if parsed.block.dateline is not None:
            self.sentences.locator.dateline(*parsed.block.dateline)
        found: list[Draft] = []
        counted: list[Draft] = []
        for sentence in parsed.doc.sents:
            tokens = [t for t in sentence if not t.is_space]
            if not tokens:
                continue
            events = self.sentences.read(parsed, tokens)
            if events.anaphors:
                # "Sagaing accounted for 60 of the deaths": nobody there has a part in the deaths
                row = self.sentences.partitions.rankings.row(parsed, tokens)
                counted_there = {i for r in row for i in range(r.start, r.end)}
                events.anaphors[:] = [a for a in events.anaphors if a.token.i not in counted_there]
            if self.totals.announces(parsed, tokens):
                events.drafts[:] = [d for d in events.drafts if d.tolls or d.count_span or not d.violent]
            if tokens[0].i == parsed.doc[0].i:
                self.totals.counted(parsed, tokens, events, label)
            events.drafts[:] = self.coreference.untold(events.drafts, self.drafts)
            events.drafts[:] = self.retellings.without(events.drafts, self.drafts)
            events.drafts[:] = self.results.without_results(parsed, events.drafts, self.drafts)
            for draft in events.drafts:
                if draft.place is None and label is not None and draft.type not in STATEMENTS:
                    draft.place = label
                draft.time = draft.time or label_time
                if cause is not None and draft.type in OUTCOME_TYPES:
                    draft.type = cause
            self.coreference.first_told(parsed, tokens, events, self.drafts)
            pointed = self.coreference.add_parts(parsed, events.anaphors, events.drafts, self.drafts)
            if pointed is not None:
                self.totals.point(pointed)
            loose = self.tolls.give(parsed, events.loose, events.anaphors, events.drafts, self.drafts, label)
            parts = self.sentences.partitions.parts(parsed, events.groups, events.drafts, self.drafts)
            parts += self.sentences.partitions.continued(parsed, tokens, events.drafts, self.drafts)
            found += events.drafts + loose
            counted += parts
            self.drafts += events.drafts + loose + parts
        self.totals.end(parsed, found, counted, label)

    def _label_time(self, parsed: ParsedBlock) -> TimeRef | None:
        """The date that a block's label names ("28 February, Quissanga:")."""
        span = self.report.label_span(parsed)
        if parsed.label is None or span is None:
            return None
        reference = next(
            (r for t in find_times(parsed.label, self.report.document.published) if (r := t.as_ref())), None
        )
        return replace(reference, span=span) if reference is not None else None

    def _worth(self, draft: Draft) -> bool:
        """Whether there is enough to call it an event: somebody in it, a figure, or a place and time of its own."""
        people = [p for p in draft.targets if self.report.entities[p.entity].kind != "Object"]
        bare = not people and not draft.tolls and not draft.part_of and not draft.counts_several
        if draft.type in self.of_people and bare:
            return False
        if draft.agents or draft.targets or draft.tolls or draft.type in ("Ceasefire", "TreatyViolation"):
            return True
        if draft.part_of is not None or draft.is_several:
            return True
        if draft.type in STATEMENTS:
            return False
        own_place = draft.place is not None and not draft.place_inherited
        own_time = draft.time is not None and not draft.time_inherited
        return (own_place or own_time) and draft.kind != "heading"


def _sums_up(draft: Draft) -> bool:
    """Whether a verb sums up what was done to many ("recruited children"): no single incident is told."""
    trigger = draft.trigger
    if trigger.noun or draft.time is not None or draft.place is not None or draft.tolls or trigger.type in STATEMENTS:
        return False
    return any(t.tag_ in ("NNS", "NNPS") and not any(c.dep_ == "nummod" for c in t.children) for t in trigger.targets)


def _unique(drafts: list[Draft]) -> list[Draft]:
    seen: set[str] = set()
    kept: list[Draft] = []
    for draft in drafts:
        if draft.key not in seen:
            seen.add(draft.key)
            kept.append(draft)
    there = {id(draft) for draft in kept}
    for draft in kept:
        if draft.part_of is not None and id(draft.part_of) not in there:
            draft.part_of = None
    return kept
