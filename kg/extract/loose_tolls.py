"""Tolls that stand apart from the event they belong to: "Ten people died", told behind an attack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, takewhile

from spacy.tokens import Token

from kg.extract.breakdowns import count_within
from kg.extract.casualties import TollStatement, cause_of
from kg.extract.drafts import Draft
from kg.extract.event_coreference import EventCoreference
from kg.extract.families import load_families
from kg.extract.lexicon import read_toml
from kg.extract.list_totals import ListTotals
from kg.extract.phrases import governors, is_passive, objects_of, subject
from kg.extract.places import STRONG
from kg.extract.recounts import Standing, of_deliberate_killing, of_wounds, standing
from kg.extract.report import ParsedBlock, Report
from kg.extract.results import dies
from kg.extract.sentences import SentenceReader
from kg.extract.triggers import Trigger
from kg.model import Participant, PlaceRef, Span, Toll

# So many blocks below an act its tolls may still be told; deaths told as if they were an event of their own, only in
# the next ones.
_EPISODE_BLOCKS = 3
_RESULT_BLOCKS = 2
# How many tokens of a sentence may tell that another story begins ("Elsewhere in the region, …").
_OPENING = 4
_THEM = frozenset(["them", "whom", "these", "those"])


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
        self.devices = families.things.munitions | families.things.devices
        self.apart = sentences.triggers.lexicon.pointing["apart"]

    # ------------------------------------------------------------ deaths that look like events
    def without_results(self, parsed: ParsedBlock, drafts: list[Draft], told: list[Draft]) -> list[Draft]:
        """Deaths and injuries that a sentence only counts are those of the act of force told before.

        Gives the drafts that are events of their own, among them what another source counts of an act told before.
        """
        kept: list[Draft] = []
        for draft in drafts:
            act = self._act_of(parsed, draft, told) if self._only_counts(draft) else None
            if act is None or not self._taken_up(parsed, act, draft):
                kept.append(draft)
        return kept

    def _only_counts(self, draft: Draft) -> bool:
        """Whether a verb says what became of people and not by whom, or in what act."""
        trigger = draft.trigger
        told_of = trigger.token.dep_ == "relcl" and not _some_of_them(draft)
        if trigger.noun or told_of or draft.agents or not draft.tolls or draft.attribution.modality != "asserted":
            return False
        if of_deliberate_killing(trigger.token):
            return False
        verb = trigger.token
        if verb.tag_ in ("VBD", "VBZ", "VBP") and not (is_passive(verb) or dies(verb) or trigger.agents):
            return False
        if draft.type in ("Killing", "Death"):
            return True
        by_weapon = any(not self.sentences.referrer.nouns.sorts(t).isdisjoint(self.devices) for t in trigger.agents)
        hurt = trigger.outcome in ("killed", "injured") and not trigger.weapons and not by_weapon
        return hurt and draft.type in ("Attack", "Shooting")

    def _act_of(self, parsed: ParsedBlock, draft: Draft, told: Sequence[Draft]) -> Draft | None:
        """The act of force that deaths are the result of: the last one told, unless place or time tell otherwise."""
        near = takewhile(lambda d: parsed.index - d.block <= _RESULT_BLOCKS, reversed(told))
        acts = [d for d in near if d.kind == draft.kind and self._costs_lives(d, parsed)]
        if draft.place is not None:
            there = [d for d in acts if d.place is not None and d.place.entity == draft.place.entity]
            acts = there or [d for d in acts[:1] if d.place is None and d.block == parsed.index]
        act = _foremost(acts)
        if act is None or (act.block != parsed.index and not self._goes_on(parsed, draft, act)):
            return None
        apart = draft.time is not None and (act.time is None or draft.time.edtf != act.time.edtf)
        if (
            (apart and not dies(draft.trigger.token))
            or self._told_by_others(parsed, draft, act)
            or self._of_others(draft, act)
        ):
            return None
        return act

    def _told_by_others(self, parsed: ParsedBlock, draft: Draft, act: Draft) -> bool:
        """Whether a side in the fighting counts its victims, or another source tells of deaths and where they were."""
        told = {c.entity for c in draft.claimants}
        together = (draft.block, draft.sentence) == (act.block, act.sentence)
        if not told or told == {c.entity for c in act.claimants} or together:
            return False
        verb, locator = draft.trigger.token, self.sentences.locator
        placed = draft.place is not None or any(c.lower_ == "there" for c in verb.children)
        placed = placed or any(locator.is_place(parsed, o) for o in objects_of(verb, *STRONG))
        return placed or any(self.report.entities[key].kind not in self.bystanders for key in told)

    def _of_others(self, draft: Draft, act: Draft) -> bool:
        """Whether those who died are some of people told of before ("six of them died in captivity") who were not those
        hurt by the act.
        """
        return _some_of_them(draft) and not (
            dies(draft.trigger.token) and any(t.outcome == "injured" for t in act.tolls)
        )

    def _costs_lives(self, act: Draft, parsed: ParsedBlock) -> bool:
        """Whether deaths told behind an act can be its result: in its own paragraph any attack or operation, in
        those behind it an attack by one side; fighting goes on, and its dead are told of at other places and times.
        """
        if act.block == parsed.index:
            return act.type in self.types.attacks | self.types.costly
        return act.type in self.types.attacks and act.type not in self.types.mutual

    def _goes_on(self, parsed: ParsedBlock, draft: Draft, act: Draft) -> bool:
        """Whether a paragraph goes on with the story of an act told in one before it."""
        token = draft.trigger.token
        opening = {t.lower_ for t in token.doc[token.sent.start : token.sent.start + _OPENING]}
        several = act.count is not None and (act.count.min or 0) > 1 and act.count_span is not None
        return opening.isdisjoint(self.apart) and not several and draft.time is None and act.part_of is None

    def _taken_up(self, parsed: ParsedBlock, act: Draft, draft: Draft) -> bool:
        """Give an act the tolls of a draft that only counts its victims. False where they are none of its victims, or
        what another source counts, which is told beside it.
        """
        sources = [c.entity for c in draft.claimants]
        statements = [(toll, self._head(parsed, draft, toll)) for toll in draft.tolls]
        found = [standing(self.report, parsed, act, t, group, start, sources) for t, (group, start) in statements]
        if act.sentence == draft.sentence and act.block == draft.block:
            found = [Standing.BESIDE if s is not Standing.AGAIN else s for s in found]
        if dies(draft.trigger.token) and (of_wounds(draft.trigger.token) or _some_of_them(draft)):
            found = [Standing.BESIDE for _ in found]
        if Standing.RIVAL in found:
            draft.type, draft.agents = act.type, list(act.agents)
            draft.place, draft.time = draft.place or act.place, draft.time or act.time
            draft.count = act.count
            return False
        if Standing.UNCLEAR in found:
            return False
        for toll, how in zip(draft.tolls, found, strict=True):
            self._bear(parsed, act, toll, how)
        return True

    @staticmethod
    def _head(parsed: ParsedBlock, draft: Draft, toll: Toll) -> tuple[Token, int]:
        """The head of the words that a toll counts, and its first token."""
        token = draft.trigger.token
        people = draft.trigger.taken or draft.trigger.targets
        head = next((p for p in people if p.text in toll.group.split()), people[0] if people else token)
        return head, head.left_edge.i

    def _bear(self, parsed: ParsedBlock, act: Draft, toll: Toll, how: Standing) -> None:
        if how is Standing.AGAIN or any(t.span == toll.span for t in act.tolls):
            return
        if how is Standing.REVISED:
            act.tolls = [t for t in act.tolls if t.outcome != toll.outcome]
        act.tolls.append(toll)
        act.cover(toll.span, parsed.index)

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
        sentence = statements[0].group.sent.start
        made: list[Draft] = []
        given: set[tuple[int, str]] = set()
        counted = {t.outcome for d in (*referents, *physical) for t in d.tolls}
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
            first = _foremost(physical)
            owners = referents or ([first] if first is not None else [])
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
        if act.kind == "headline" or together or statement.toll.figure.max == 0:
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
        counting = read_toml("casualties.toml")["others"]["verbs"]
        if statement.anchor.lemma_.lower() in counting:
            counter = subject(statement.anchor)
            speaker = self.sentences.referrer.speaker(parsed, counter) if counter is not None else None
            if speaker is not None:
                return [speaker.participant()]
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


def _some_of_them(draft: Draft) -> bool:
    """Whether those whom an event befell are some of people told of before ("one of them", "nine of whom")."""
    return any(o.lower_ in _THEM for t in draft.trigger.targets for o in objects_of(t, "of"))


def _foremost(acts: Sequence[Draft]) -> Draft | None:
    """The last act told: of several in its sentence the last that is no mere background to another ("… bombed a block,
    hours after another raid had flattened a house").
    """
    last = next(iter(acts), None)
    if last is None:
        return None
    beside = [d for d in acts if (d.block, d.sentence) == (last.block, last.sentence)]
    return next((d for d in beside if not _in_background(d)), last)


def _in_background(draft: Draft) -> bool:
    """Whether an event stands in a clause of time behind the main one, with "another" or in the past perfect."""
    verb = draft.trigger.verb
    above = (draft.trigger.token, *governors(draft.trigger.token))
    behind = any(t.dep_ in ("advcl", "ccomp", "dep", "pcomp", "pobj") and _after(t) for t in above)
    past = any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)
    return behind and (past or any(c.lower_ == "another" for c in draft.trigger.token.children))


def _after(token: Token) -> bool:
    marks = {c.lower_ for c in token.children if c.dep_ == "mark"}
    return not {"after", "before"}.isdisjoint({*marks, token.head.lower_})
