"""Tolls that stand apart from the event they belong to: "Ten people died", told behind an attack."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, takewhile

from spacy.tokens import Token

from kg.extract.breakdowns import count_all_within, count_within
from kg.extract.casualties import TollStatement
from kg.extract.drafts import Draft
from kg.extract.event_coreference import EventCoreference
from kg.extract.families import load_families
from kg.extract.list_totals import ListTotals
from kg.extract.recounts import Standing, standing
from kg.extract.report import ParsedBlock, Report
from kg.extract.result_drafts import foremost
from kg.extract.sentences import SentenceReader
from kg.extract.triggers import Trigger
from kg.model import Participant, PlaceRef, Span, Toll

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

    # ------------------------------------------------------------ tolls without an event
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
        referents = [d for t in anaphors if (d := self.coreference.meant(t, parsed.index, here, told)) is not None]
        total = self.totals.above(parsed)
        cause = self.totals.lines.kind(parsed)
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
        sentence = statements[0].group.sent.start
        made: list[Draft] = []
        given: set[tuple[int, str]] = set()
        counted = {t.outcome for d in (*referents, *physical) for t in d.tolls}
        parts = [s.toll for s in statements if s.part]
        if len(parts) > 1 and count_all_within([*reversed(here), *reversed(told)], parts):
            statements = [s for s in statements if not s.part]
        for statement in statements:
            outcome = statement.toll.outcome
            if statement.part:
                acts = [*referents, *physical]
                if outcome in counted:
                    count_within(acts, statement.toll)
                elif acts:
                    self.sentences.give(parsed, acts[0], statement, aim=False)
                continue
            if statement.total:
                made += self._over_a_period(parsed, statement)
                continue
            if outcome == "displaced" and not any(d.type == "Displacement" for d in here):
                made += self._displaced(parsed, statement)
                continue
            if outcome not in ("killed", "injured"):
                physical = [d for d in physical if d.block == parsed.index]
            else:
                physical = [d for d in physical if d.type not in self.types.bloodless] or physical
                if physical and physical[0].type in self.types.against_things:
                    there = physical[0].sentence
                    physical.sort(key=lambda d: d.type in self.types.against_things or d.sentence != there)
            if physical and physical[0].block != parsed.index and not referents:
                counted = [d for d in physical if any(t.outcome == outcome for t in d.tolls)]
                physical = counted or physical
            first = foremost(physical)
            revised = [d for d in here if statement.revised and d.sentence == sentence]
            # "bringing the toll to nine" is that of what the same sentence told, not of what "these attacks" mean in it
            own = [d for d in revised if any(t.outcome == outcome for t in d.tolls)][-1:]
            owners = own or referents or ([first] if first is not None else [])
            for draft in owners[:2] if statement.toll.figure.max == 0 else owners[:1]:
                together = (draft.block, draft.sentence) == (parsed.index, sentence) or (id(draft), outcome) in given
                given.add((id(draft), outcome))
                self._given(parsed, statement, draft, together, made)
        return made

    def _given(
        self, parsed: ParsedBlock, statement: TollStatement, act: Draft, together: bool, made: list[Draft]
    ) -> None:
        """Let an act bear a toll, or put what another source counts beside it, into `made`."""
        claimants = self._claimants(parsed, statement)
        sources = [c.entity for c in claimants]
        group, start = statement.group, statement.start
        how = standing(self.report, parsed, act, statement.toll, group, start, sources)
        if statement.revised and how is Standing.BESIDE:
            how = Standing.UNCLEAR
        theirs = how is Standing.RIVAL and self.sentences.counter(parsed, statement) is not None
        if act.kind == "headline" or (together and not theirs) or statement.toll.figure.max == 0:
            how = Standing.BESIDE
        if statement.revised and how is Standing.UNCLEAR:
            how = Standing.REVISED
        beside = next((d for d in made if d.sentence == group.sent.start and d.type == act.type), None)
        if beside is not None and claimants and beside.claimants == claimants:
            beside.tolls.append(statement.toll)
            beside.cover(statement.toll.span, parsed.index)
        elif how is Standing.RIVAL:
            made.append(self._rival(parsed, act, group, statement.toll, claimants))
        elif how in (Standing.FIRST, Standing.BESIDE, Standing.REVISED):
            statement.revised = how is Standing.REVISED
            self.sentences.give(parsed, act, statement, aim=False)

    def _claimants(self, parsed: ParsedBlock, statement: TollStatement) -> list[Participant]:
        """Who counts: the subject of a verb of counting ("police put the toll at nine"), or who says so."""
        counter = self.sentences.counter(parsed, statement)
        if counter is not None:
            return [counter.participant()]
        said = self.sentences.attributor.of(parsed, statement.anchor, None, False)
        return [c.participant() for c in said.claimants]

    @staticmethod
    def _rival(parsed: ParsedBlock, act: Draft, group: Token, toll: Toll, claimants: list[Participant]) -> Draft:
        """ "Police put the death toll at nine": what somebody else counts is told beside what was told before."""
        trigger = Trigger(group, act.type, True, group)
        span: Span = toll.span
        draft = Draft(act.type, trigger, parsed.index, group.sent.start, span, span, kind=act.kind)
        draft.agents, draft.place, draft.time, draft.count = list(act.agents), act.place, act.time, act.count
        draft.claimants = claimants
        draft.tolls = [toll]
        return draft

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
        draft.count, draft.count_span = self.sentences.tolls.rising.incidents(parsed)
        draft.place = draft.place or self.sentences.locator.first_named(parsed)
        for statement in statements:
            self.sentences.give(parsed, draft, statement)
        if draft.time is None:
            times = [(t, r) for t in parsed.times if (r := t.as_ref()) is not None]
            for expression, reference in times[-1:]:
                span = self.report.span(parsed, expression.span.start, expression.span.end)
                draft.time = replace(reference, span=span)
        return [draft]

    def _over_a_period(self, parsed: ParsedBlock, statement: TollStatement) -> list[Draft]:
        """ "bringing to 56 the number of homicides this month": a count of no single act is an event of its own."""
        if statement.toll.outcome != "killed":
            return []
        trigger = Trigger(statement.group, "Killing", True, statement.group)
        tokens = [t for t in statement.group.sent if not t.is_space]
        draft = self.sentences.definite(parsed, trigger, tokens)
        if draft is None:
            return []
        draft.count = None
        self.sentences.give(parsed, draft, statement)
        return [draft]

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
