"""Tolls that stand apart from the event they belong to: "Ten people died", told behind an attack."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, takewhile

from kg.extract.breakdowns import count_within
from kg.extract.casualties import TollStatement, cause_of
from kg.extract.drafts import Draft
from kg.extract.event_coreference import EventCoreference
from kg.extract.families import load_families
from kg.extract.lexicon import read_toml
from kg.extract.list_totals import ListTotals
from kg.extract.report import ParsedBlock, Report
from kg.extract.sentences import SentenceReader
from kg.extract.triggers import Trigger
from kg.model import PlaceRef

# So many blocks below an act its tolls may still be told.
_EPISODE_BLOCKS = 3


class LooseTolls:
    """Gives the loose tolls of one report to its events."""

    def __init__(
        self, report: Report, sentences: SentenceReader, coreference: EventCoreference, totals: ListTotals
    ) -> None:
        self.report = report
        self.sentences = sentences
        self.coreference = coreference
        self.totals = totals
        families = load_families()
        self.types = families.events
        self.bystanders = families.actors.bystanders

    def without_results(self, parsed: ParsedBlock, drafts: list[Draft], told: list[Draft]) -> list[Draft]:
        """Deaths that a sentence only counts are those of the act of force told just before."""
        here = takewhile(lambda d: d.block == parsed.index, reversed(told))
        act = next((d for d in here if d.type in self.types.attacks), None)
        if act is None:
            return drafts
        kept: list[Draft] = []
        for draft in drafts:
            trigger = draft.trigger
            counted = (
                draft.type in ("Killing", "Death")
                and not trigger.noun
                and not draft.agents
                and draft.attribution.modality == "asserted"
            )
            elsewhere = draft.place is not None and (act.place is None or act.place.entity != draft.place.entity)
            own = draft.time is not None or elsewhere
            if counted and draft.type == "Death" and self._again(act, draft):
                continue
            others_say = (
                bool(draft.claimants)
                and draft.sentence != act.sentence
                and {c.entity for c in draft.claimants} != {c.entity for c in act.claimants}
                and (any(t.outcome == "killed" for t in act.tolls) or not self._bystanders(draft))
            )
            if (
                not counted
                or others_say
                or (own and draft.type == "Killing")
                or any(t.outcome == "killed" and act.sentence != draft.sentence for t in act.tolls)
            ):
                kept.append(draft)
                continue
            for toll in draft.tolls:
                if all(t.span != toll.span for t in act.tolls):
                    act.tolls.append(toll)
                    act.cover(toll.span, parsed.index)
        return kept

    def _bystanders(self, draft: Draft) -> bool:
        """Whether those who say so take no part in the fighting."""
        return all(self.report.entities[c.entity].kind in self.bystanders for c in draft.claimants)

    @staticmethod
    def _again(act: Draft, draft: Draft) -> bool:
        """Whether deaths are counted a second time, by somebody else ("We have found 21 bodies")."""
        dead = {(t.figure.min) for t in act.tolls if t.outcome == "killed"}
        return bool(draft.tolls) and all(t.outcome == "killed" and t.figure.min in dead for t in draft.tolls)

    def give(
        self,
        parsed: ParsedBlock,
        statements: list[TollStatement],
        anaphors: list[Trigger],
        here: list[Draft],
        told: list[Draft],
        label: PlaceRef | None,
    ) -> list[Draft]:
        """Tolls that no event of their sentence owns belong to the one that it points back to, or to the last one.

        Gives the events that had to be made for the others: a line's, a list's total, another's count, the displaced.
        """
        if not statements:
            return []
        referents = [d for t in anaphors if (d := self.coreference.meant(t, here, told)) is not None]
        total = self.totals.above(parsed)
        cause = cause_of(parsed.label)
        labelled = label is not None or cause is not None or bool(self.totals.group)
        if parsed.block.kind == "item" and labelled and not referents:
            dead = any(s.toll.outcome == "killed" for s in statements)
            kind = cause or (total.type if total is not None else "Killing" if dead else "Attack")
            return [self._in_line(parsed, statements, kind, label)]
        if parsed.text.rstrip().endswith(":") and all(d.block != parsed.index for d in (*here, *told)):
            return self._listed(parsed, statements)
        return self._to_acts(parsed, statements, referents, here, told)

    def _in_line(
        self, parsed: ParsedBlock, statements: list[TollStatement], kind: str, label: PlaceRef | None
    ) -> Draft:
        """What a list line counts under its label is an event of the label's place."""
        group, span = statements[0].group, statements[0].toll.span
        trigger = Trigger(group, kind, True, group)
        draft = Draft(kind, trigger, parsed.index, group.sent.start, span, span, kind="item", place=label)
        for statement in statements:
            self.sentences.give(parsed, draft, statement)
        return draft

    def _to_acts(
        self,
        parsed: ParsedBlock,
        statements: list[TollStatement],
        referents: list[Draft],
        here: list[Draft],
        told: list[Draft],
    ) -> list[Draft]:
        """Give each toll to an act near it, unless that has one already which nobody revises."""
        near = takewhile(lambda d: parsed.index - d.block <= _EPISODE_BLOCKS, chain(reversed(here), reversed(told)))
        physical = [d for d in near if d.violent or d.type in self.types.physical]
        known = {id(d): {t.outcome for t in d.tolls} for d in (*referents, *physical) if d.kind != "headline"}
        sentence = statements[0].group.sent.start
        made: list[Draft] = []
        for statement in statements:
            if statement.part:
                count_within([*referents, *physical], statement.toll)
                continue
            if statement.toll.outcome == "displaced" and not any(d.type == "Displacement" for d in here):
                made += self._displaced(parsed, statement)
                continue
            if statement.toll.outcome not in ("killed", "injured"):
                physical = [d for d in physical if d.block == parsed.index]
            if statement.toll.outcome in ("killed", "injured"):
                physical = [d for d in physical if d.type not in self.types.bloodless] or physical
                if physical and physical[0].type in self.types.against_things:
                    first = physical[0]
                    physical.sort(key=lambda d: d.type in self.types.against_things or d.sentence != first.sentence)
            owners = referents or (physical[:1] if physical else [])
            for draft in owners[:2] if statement.toll.figure.max == 0 else owners[:1]:
                together = (draft.block, draft.sentence) == (parsed.index, sentence)
                contradicts = statement.toll.outcome in known.get(id(draft), ()) and not together
                if contradicts and (other := self._other_count(parsed, statement, draft)) is not None:
                    made.append(other)
                elif statement.revised or statement.toll.figure.max == 0 or not contradicts:
                    self.sentences.give(parsed, draft, statement, aim=False)
        return made

    def _listed(self, parsed: ParsedBlock, statements: list[TollStatement]) -> list[Draft]:
        """ "They took the lives of 158 people, as follows:" is a total of its own, over time and place of its block."""
        dead = [s for s in statements if s.toll.outcome == "killed"]
        if not dead:
            return []
        group = dead[0].group
        tokens = [t for t in group.sent if not t.is_space]
        draft = self.sentences.definite(parsed, Trigger(group, "Killing", True, group), tokens)
        if draft is None:
            return []
        draft.count, draft.count_span = self.sentences.tolls.incidents(parsed)
        draft.place = draft.place or self.sentences.locator.first_named(parsed)
        for statement in statements:
            self.sentences.give(parsed, draft, statement)
        if draft.time is None:
            times = [(t, r) for t in parsed.times if (r := t.as_ref()) is not None]
            for expression, reference in times[-1:]:
                span = self.report.span(parsed, expression.span.start, expression.span.end)
                draft.time = replace(reference, span=span)
        return [draft]

    def _other_count(self, parsed: ParsedBlock, statement: TollStatement, told: Draft) -> Draft | None:
        """ "Police put the death toll at nine": what somebody else counts is told beside what was told before."""
        counting = read_toml("casualties.toml")["others"]["verbs"]
        counter = next((c for c in statement.anchor.children if c.dep_ == "nsubj"), None)
        if statement.anchor.lemma_.lower() not in counting or counter is None:
            return None
        claimant = self.sentences.referrer.speaker(parsed, counter)
        if claimant is None or any(c.entity == claimant.entity for c in told.claimants):
            return None
        trigger = Trigger(statement.group, told.type, True, statement.group)
        span = statement.toll.span
        draft = Draft(told.type, trigger, parsed.index, statement.group.sent.start, span, span, kind=told.kind)
        draft.agents, draft.place, draft.time, draft.count = list(told.agents), told.place, told.time, told.count
        draft.claimants = [claimant.participant()]
        draft.tolls = [statement.toll]
        return draft

    def _displaced(self, parsed: ParsedBlock, statement: TollStatement) -> list[Draft]:
        """People who are counted as displaced, by no event of their sentence, are an event of their own."""
        group = statement.group
        people = group.head if group.dep_ == "amod" else group
        trigger = Trigger(group, "Displacement", True, group, targets=[people])
        tokens = [t for t in group.sent if not t.is_space]
        draft = self.sentences.definite(parsed, trigger, tokens)
        if draft is None:
            return []
        self.sentences.give(parsed, draft, statement)
        return [draft]
