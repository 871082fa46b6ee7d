"""What only the whole report tells of its events: totals and parts, restatements, who "the gunmen" are, and the
time and place that a sentence leaves to the one before it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, takewhile

from spacy.tokens import Token

from kg.extract.breakdowns import bare_part, broken_down, count_within
from kg.extract.casualties import TollStatement
from kg.extract.dates import find_times
from kg.extract.drafts import OUTCOME_TYPES, STATEMENTS, VIOLENT, WIDE, Draft
from kg.extract.lexicon import read_toml
from kg.extract.nouns import lemma
from kg.extract.partitions import add_up, count_up
from kg.extract.phrases import is_definite, patients
from kg.extract.places import STRONG
from kg.extract.relevance import tells_of_a_conflict
from kg.extract.report import ParsedBlock, Report, token_range
from kg.extract.results import owner_of
from kg.extract.sentences import SentenceEvents, SentenceReader
from kg.extract.triggers import Trigger
from kg.model import Participant, PlaceRef, TimeRef, Toll
from kg.names import slug

# Who counts the dead of others.
_BYSTANDERS = frozenset(
    [
        "Government",
        "Police",
        "Court",
        "CivilianGroup",
        "Monitor",
        "HumanitarianOrganisation",
        "MediaOrganisation",
        "InternationalOrganisation",
        "Organisation",
        "Person",
    ]
)
_ARMED = {"NonStateArmedGroup", "JihadistGroup", "RebelGroup", "ProxyMilitia"}
_ANONYMOUS = {"UnidentifiedArmedGroup", "NonStateArmedGroup", "RebelGroup", "CombatantGroup"}
_ATTACKERS = frozenset(
    [
        "assailants",
        "attackers",
        "gunmen",
        "assailant",
        "attacker",
        "gunman",
        "raiders",
        "kidnappers",
        "abductors",
        "militants",
    ]
)
_UNKNOWN = re.compile(r"\b(?:unknown|unidentified|unnamed|masked)\b", re.IGNORECASE)
_PHYSICAL_EXTRA = {"Displacement", "Release", "PrisonerExchange", "PropertyDestruction", "WeaponsSeizure", "Escape"}
_ATTACKS = VIOLENT - {
    "Killing",
    "Death",
    "Arrest",
    "Detention",
    "MilitaryOperation",
    "SecurityOperation",
    "Offensive",
    "Torture",
    "Looting",
    "Siege",
    "Execution",
    "Abduction",
    "Interception",
}
_BLOODLESS = frozenset(
    ["Arrest", "Detention", "Release", "PrisonerExchange", "WeaponsSeizure", "Displacement", "Escape"]
)
_AGAINST_THINGS = frozenset(["Arson", "Looting", "PropertyDestruction", "WeaponsSeizure"])
_EPISODE_BLOCKS = 3
# A headline's statement is told again in so many blocks below it.
_OPENING_BLOCKS = 3


class EpisodeReader:
    """Reads a report's blocks in order and keeps what later sentences lean on."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.sentences = SentenceReader(report)
        self.drafts: list[Draft] = []
        self._breakdown: Draft | None = None
        self._levels: list[tuple[int, Draft]] = []
        self._pointed: Draft | None = None
        self._list_level: int | None = None

    def read(self) -> list[Draft]:
        """All events of the report, sorted out, in the order of the text."""
        for parsed in self.report.blocks:
            self.sentences.referrer.read(parsed)
            self._block(parsed)
        self._anonymous()
        self._restatements()
        add_up(self.drafts)
        count_up(self.report, self.drafts)
        self._inherit()
        for draft in self.drafts:
            if draft.part_of is not None and draft.time is None:
                draft.time = draft.part_of.time
        self.drafts = [d for d in self.drafts if self._worth(d)]
        if not tells_of_a_conflict(self.report, self.drafts, self.sentences.triggers.lexicon.conflict):
            return []
        for draft in self.drafts:
            if self._summary(draft):
                draft.count = None
        self.drafts.sort(key=lambda d: (d.trigger_span.start, d.trigger_span.end, d.type))
        return self._unique()

    # ------------------------------------------------------------ blocks
    def _block(self, parsed: ParsedBlock) -> None:
        cause = _cause(parsed.label)
        caption = (parsed.label or "").strip("*_ ").lower() in read_toml("casualties.toml")["captions"]["words"]
        label = self.sentences.locator.label(parsed) if cause is None and not caption else None
        if parsed.block.kind == "item":
            begins = self._list_level is None or parsed.block.level > self._list_level
            if self._list_level is None:
                self._list_level = parsed.block.level
            if self._breakdown is None and begins:
                self._breakdown = broken_down(self.report, self.drafts, parsed.index, self._pointed)
                self._levels = []
        elif parsed.block.kind != "heading":
            self._breakdown = self._pointed = self._list_level = None
        label_time = self._label_time(parsed)
        if label_time is not None:
            self.sentences.circumstances.last_time = label_time.edtf
        found: list[Draft] = []
        for sentence in parsed.doc.sents:
            tokens = [t for t in sentence if not t.is_space]
            if not tokens:
                continue
            events = self.sentences.read(parsed, tokens)
            events.drafts[:] = self._told_before(events.drafts)
            events.drafts[:] = self._results(parsed, events.drafts)
            for draft in events.drafts:
                if draft.place is None and label is not None and draft.type not in STATEMENTS:
                    draft.place = label
                draft.time = draft.time or label_time
                if cause is not None and draft.type in OUTCOME_TYPES:
                    draft.type = cause
            self._first_told(parsed, tokens, events)
            self._anaphors(parsed, events.anaphors, events.drafts)
            loose = self._loose(parsed, events.loose, events.anaphors, events.drafts, label)
            parts = self.sentences.partitions.parts(parsed, events.groups, events.drafts, self.drafts)
            parts += self.sentences.partitions.continued(parsed, tokens, events.drafts, self.drafts)
            found += events.drafts + loose
            self.drafts += events.drafts + loose + parts
        if parsed.block.kind == "item" and self._breakdown is not None and not found:
            place = label or self._place_in(parsed)
            above = (
                self._levels[-1][1] if self._levels and self._levels[-1][0] < parsed.block.level else self._breakdown
            )
            part = bare_part(self.report, parsed, above, place)
            if part is not None:
                found.append(part)
                self.drafts.append(part)
            elif label is None:
                self._group_line(parsed, above)
        if parsed.block.kind == "item" and self._breakdown is not None:
            self._parts(parsed, found, label)

    def _group_line(self, parsed: ParsedBlock, total: Draft) -> None:
        """A line that only counts people ("- 40 civilians, including three children") is a part of the total's toll."""
        above = next((p for p in reversed(self.report.blocks[: parsed.index]) if p.block.kind != "item"), None)
        if above is None or not above.text.rstrip().endswith(":"):
            return
        opening = next((f for f in parsed.figures if f.counts), None)
        covered = token_range(parsed, opening.span) if opening is not None else range(0)
        if not len(covered) or covered[0] > 1 or not total.tolls:
            return
        people = parsed.doc[covered[-1]].head
        made = self.sentences.tolls.statement(parsed, people, total.tolls[0].outcome, people)
        if made is not None and made.reference is not None and made.reference.sort != "object":
            tokens = [t for t in people.sent if not t.is_space]
            (whole, *_) = self.sentences.tolls.parts.within(parsed, tokens, [made])
            count_within([total], whole.toll)

    def _label_time(self, parsed: ParsedBlock) -> TimeRef | None:
        """The date that a block's label names ("28 February, Quissanga:")."""
        span = self.report.label_span(parsed)
        if parsed.label is None or span is None:
            return None
        reference = next(
            (r for t in find_times(parsed.label, self.report.document.published) if (r := t.as_ref())), None
        )
        return replace(reference, span=span) if reference is not None else None

    def _place_in(self, parsed: ParsedBlock) -> PlaceRef | None:
        """The first place that a line without a label names ("34 in Idlib")."""
        found = self.sentences.locator.places_in(parsed, set(range(len(parsed.doc))))
        return next((location.ref for _, location in found if location.named), None)

    # ------------------------------------------------------------ totals and parts
    def _parts(self, parsed: ParsedBlock, found: list[Draft], label: PlaceRef | None) -> None:
        """A list line is a part of the total before the list, or of the line above it that is set less deep."""
        level = parsed.block.level
        while self._levels and self._levels[-1][0] >= level:
            self._levels.pop()
        total = self._levels[-1][1] if self._levels else self._breakdown
        if total is None:
            return
        for draft in found:
            if not self._is_part(draft, total, label):
                continue
            draft.part_of = total
            cause = _cause(parsed.label)
            if cause is not None and draft.type in WIDE | {"ViolenceAgainstCivilians"}:
                draft.type = cause
            elif draft.type in WIDE - OUTCOME_TYPES or (draft.type in WIDE and total.type in _ATTACKS):
                draft.type = total.type
            if not draft.agents:
                draft.agents = [replace(p) for p in total.agents]
            if not draft.targets or all(self.report.entities[p.entity].kind == "CombatantGroup" for p in draft.targets):
                if total.targets and draft.targets:
                    draft.targets = []
                draft.targets += [p for p in total.targets if all(p.entity != q.entity for q in draft.targets)]
                for toll in draft.tolls:
                    self._included_targets(draft, toll)
            if draft.time is None:
                draft.time = total.time
            if not draft.claimants:
                draft.claimants = list(total.claimants)
                draft.attribution = replace(draft.attribution, claimants=total.attribution.claimants)
        if found and found[0].part_of is not None:
            self._levels.append((level, found[0]))

    def _included_targets(self, draft: Draft, toll: Toll) -> None:
        for part in toll.including:
            if part.entity is None:
                continue
            builder = self.report.entities[part.entity]
            if builder.kind not in ("CivilianGroup", "CombatantGroup", "Person") and all(
                p.entity != part.entity for p in draft.targets
            ):
                draft.targets.append(Participant(part.entity, part.group, part.span))

    @staticmethod
    def _is_part(draft: Draft, total: Draft, label: PlaceRef | None) -> bool:
        if draft.type in STATEMENTS or draft is total:
            return False
        same = (
            (draft.kind == "item" and draft.trigger.noun and not draft.trigger.carrier)
            or draft.type == total.type
            or draft.type in WIDE
            or total.type in WIDE
        )
        if (
            not same
            and not (draft.violent and total.violent)
            and not {draft.type, total.type}
            <= {
                "Attack",
                "Airstrike",
                "DroneStrike",
                "Shelling",
                "Bombing",
                "IEDAttack",
                "ArmedAttack",
                "Ambush",
                "Killing",
                "Arrest",
                "Detention",
            }
        ):
            return False
        if label is None and draft.place is None and draft.trigger.token.i != draft.trigger.top.i:
            return False
        return (
            not draft.agents
            or not total.agents
            or bool({p.entity for p in draft.agents} & {p.entity for p in total.agents})
        )

    # ------------------------------------------------------------ words that point back
    def _anaphors(self, parsed: ParsedBlock, anaphors: list[Trigger], here: list[Draft]) -> None:
        """ "the strike", "those attacks": what this sentence adds to an event told before."""
        for trigger in anaphors:
            if trigger.token.dep_ in ("appos", "npadvmod"):
                continue
            draft = self._referent(trigger, _last(self.drafts, here))
            if draft is None:
                continue
            self._pointed = draft
            reader = self.sentences
            draft.add_agents(reader.actors(parsed, trigger.agents))
            draft.add_targets(reader.targets(parsed, trigger))

    def _first_told(self, parsed: ParsedBlock, tokens: list[Token], events: SentenceEvents) -> None:
        """A definite noun that points back to nothing tells of an event ("The blast in Aden killed eight")."""
        for trigger in list(events.anaphors):
            if trigger.type in STATEMENTS or self._referent(trigger, _last(self.drafts, events.drafts)) is not None:
                continue
            owned = [s for s in events.loose if owner_of(s.anchor, [trigger]) is trigger]
            placed = any(c.dep_ == "prep" and c.lower_ in STRONG for c in trigger.token.children)
            ruined = self._ruined(trigger)
            draft = self.sentences.definite(parsed, trigger, tokens) if owned or placed or ruined else None
            if draft is None or not (owned or draft.place or ruined):
                continue
            trigger.targets = [*trigger.targets, *(t for t in ruined if t not in trigger.targets)]
            draft.add_targets(self.sentences.targets(parsed, trigger))
            events.anaphors.remove(trigger)
            events.drafts.append(draft)
            for statement in owned:
                events.loose.remove(statement)
                self.sentences.give(parsed, draft, statement)

    def _ruined(self, trigger: Trigger) -> list[Token]:
        """What the event named by a subject destroyed or damaged ("The strike destroyed a school")."""
        verb = trigger.carrier
        if verb is None or trigger.carried_as != "occurrence":
            return []
        other = self.sentences.triggers.lexicon.result["other"]
        return patients(verb) if verb.lemma_.lower() in other else []

    def _told_before(self, drafts: list[Draft]) -> list[Draft]:
        """ "The Russian airstrikes": a definite noun with the agent of an event told before is that event."""
        kept: list[Draft] = []
        for draft in drafts:
            trigger = draft.trigger
            if self._in_general(draft):
                continue
            earlier = (
                self._referent(trigger, _last(self.drafts, kept))
                if trigger.noun and is_definite(trigger.token) and not draft.count_span
                else None
            )
            same = (
                earlier is not None
                and earlier.type == draft.type
                and {a.entity for a in draft.agents} <= self._kin(earlier)
            )
            if (
                earlier is not None
                and not same
                and not earlier.agents
                and _related(earlier.type, draft.type)
                and not draft.targets
            ):
                earlier.agents = draft.agents
                continue
            if earlier is not None and trigger.carrier is not None and not draft.agents and earlier.agents:
                borne = trigger.carried_as == "patient" and not any(t.i > trigger.token.i for t in trigger.targets)
                if borne and all(t.entity not in {a.entity for a in earlier.agents} for t in draft.targets):
                    earlier.targets += [t for t in draft.targets if t.entity not in earlier.entities()]
                    continue
            claimed = earlier is not None and trigger.carrier is not None and trigger.carrier.lemma_ in ("claim", "be")
            if claimed and earlier is not None and not same and self._vague(earlier):
                earlier.agents = draft.agents
                continue
            if earlier is None or not same or (draft.targets and not draft.entities() <= earlier.entities()):
                kept.append(draft)
                continue
            earlier.time = earlier.time or draft.time
            for toll in draft.tolls:
                if all(t.outcome != toll.outcome for t in earlier.tolls):
                    earlier.tolls.append(toll)
                    earlier.evidence.append(toll.span)
        return kept

    def _in_general(self, draft: Draft) -> bool:
        """Whether what is condemned are acts told before, all together ("condemned the attacks on schools")."""
        token = draft.trigger.token
        if not draft.trigger.noun or token.tag_ != "NNS" or not is_definite(token) or token.dep_ != "dobj":
            return False
        if draft.agents or draft.tolls or draft.place is not None or draft.count is not None:
            return False
        return token.head.lemma_ in ("condemn", "denounce", "deplore", "decry") and any(d.violent for d in self.drafts)

    def _results(self, parsed: ParsedBlock, drafts: list[Draft]) -> list[Draft]:
        """Deaths that a sentence only counts are those of the act of force told just before."""
        here = takewhile(lambda d: d.block == parsed.index, reversed(self.drafts))
        act = next((d for d in here if d.type in _ATTACKS), None)
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
                or any(t.outcome == "killed" and act.sentence != draft.sentence and t in act.tolls for t in act.tolls)
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
        return all(self.report.entities[c.entity].kind in _BYSTANDERS for c in draft.claimants)

    @staticmethod
    def _again(act: Draft, draft: Draft) -> bool:
        """Whether deaths are counted a second time, by somebody else ("We have found 21 bodies")."""
        dead = {(t.figure.min) for t in act.tolls if t.outcome == "killed"}
        return bool(draft.tolls) and all(t.outcome == "killed" and t.figure.min in dead for t in draft.tolls)

    def _kin(self, draft: Draft) -> set[str]:
        """The agents of an event, and the states whose organs they are."""
        keys = {a.entity for a in draft.agents}
        for agent in draft.agents:
            country = self.report.entities[agent.entity].country
            state = self.report.countries.by_code(country) if country else None
            if state is not None:
                keys.add(f"actor:{slug(state.name)}")
        return keys

    def _referent(self, trigger: Trigger, drafts: list[Draft]) -> Draft | None:
        """The last event that a definite noun can mean."""
        noun = lemma(trigger.token)
        recent = [d for d in reversed(drafts) if d.type not in STATEMENTS]
        for draft in recent:
            if draft.type == trigger.type:
                return draft
        for draft in recent:
            if _related(trigger.type, draft.type):
                return draft
        for draft in recent:
            if draft.violent and noun in (
                "attack",
                "strike",
                "incident",
                "assault",
                "operation",
                "violence",
                "blast",
                "explosion",
            ):
                return draft
        return None

    def _loose(
        self,
        parsed: ParsedBlock,
        statements: list[TollStatement],
        anaphors: list[Trigger],
        here: list[Draft],
        label: PlaceRef | None,
    ) -> list[Draft]:
        """Tolls that no event of their sentence owns belong to the one that it points back to, or to the last one."""
        if not statements:
            return []
        referents = [d for t in anaphors if (d := self._referent(t, _last(self.drafts, here))) is not None]
        total = self._levels[-1][1] if self._levels and self._levels[-1][0] < parsed.block.level else self._breakdown
        cause = _cause(parsed.label)
        if parsed.block.kind == "item" and (label is not None or cause) and total is not None and not referents:
            statement = statements[0]
            trigger = Trigger(statement.group, cause or total.type, True, statement.group)
            draft = Draft(
                cause or total.type,
                trigger,
                parsed.index,
                statement.group.sent.start,
                statement.toll.span,
                statement.toll.span,
                kind="item",
                place=label,
            )
            for statement in statements:
                self.sentences.give(parsed, draft, statement)
            return [draft]
        if parsed.text.rstrip().endswith(":") and all(d.block != parsed.index for d in (*here, *self.drafts)):
            return self._listed(parsed, statements)
        near = takewhile(
            lambda d: parsed.index - d.block <= _EPISODE_BLOCKS, chain(reversed(here), reversed(self.drafts))
        )
        physical = [d for d in near if d.violent or d.type in _PHYSICAL_EXTRA]
        told = {id(d): {t.outcome for t in d.tolls} for d in (*referents, *physical) if d.kind != "headline"}
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
                physical = [d for d in physical if d.type not in _BLOODLESS] or physical
                if physical and physical[0].type in _AGAINST_THINGS:
                    first = physical[0]
                    physical.sort(key=lambda d: d.type in _AGAINST_THINGS or d.sentence != first.sentence)
            owners = referents or (physical[:1] if physical else [])
            for draft in owners[:2] if statement.toll.figure.max == 0 else owners[:1]:
                together = (draft.block, draft.sentence) == (parsed.index, sentence)
                contradicts = statement.toll.outcome in told.get(id(draft), ()) and not together
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
        draft.place = draft.place or self._place_in(parsed)
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

    # ------------------------------------------------------------ who the gunmen are
    def _anonymous(self) -> None:
        """Attackers without a name are those who, in the same report, are named as the attackers or claim the deed."""
        self._same_attackers()
        culprit = self._culprit()
        if culprit is None:
            return
        entities = self.report.entities
        for draft in self.drafts:
            for participants in (draft.agents, draft.targets):
                for i, participant in enumerate(participants):
                    builder = entities[participant.entity]
                    if (
                        not builder.named
                        and builder.kind in _ANONYMOUS
                        and not _UNKNOWN.search(participant.surface)
                        and len(participant.surface.split()) <= 2
                        and all(p.entity != culprit for p in participants)
                        and participant.surface.lower() not in ("fighters", "combatants", "members", "rebels")
                    ):
                        participants[i] = replace(participant, entity=culprit)

    def _same_attackers(self) -> None:
        """ "The assailants" are the attackers of the event told before."""
        entities = self.report.entities
        last: tuple[int, str] | None = None
        for draft in self.drafts:
            if not draft.violent:
                continue
            for i, agent in enumerate(draft.agents):
                builder = entities[agent.entity]
                anonymous = not builder.named and builder.kind in ("UnidentifiedArmedGroup", "NonStateArmedGroup")
                if (
                    anonymous
                    and last is not None
                    and draft.block - last[0] <= 2
                    and agent.surface.lower() in _ATTACKERS
                ):
                    draft.agents[i] = replace(agent, entity=last[1])
                elif anonymous or builder.kind in _ARMED:
                    last = (draft.block, builder.key)
                    continue
                if last is not None:
                    last = (draft.block, last[1])

    def _culprit(self) -> str | None:
        entities = self.report.entities
        for draft in self.drafts:
            if draft.type == "ClaimOfResponsibility":
                for agent in draft.agents:
                    if entities[agent.entity].named and entities[agent.entity].type == "actor":
                        return agent.entity
        named: dict[str, int] = {}
        for draft in self.drafts:
            beside_the_state = any(entities[a.entity].kind == "StateForces" for a in draft.agents)
            among_themselves = draft.type == "ArmedClash" and not draft.targets
            if draft.violent and not beside_the_state and not among_themselves:
                for agent in draft.agents:
                    builder = entities[agent.entity]
                    if builder.named and builder.kind in _ARMED:
                        named[builder.key] = named.get(builder.key, 0) + 1
        return next(iter(named)) if len(named) == 1 else None

    # ------------------------------------------------------------ restatements
    def _restatements(self) -> None:
        """A headline's event that the text tells again is told once; what only the headline says is kept with it."""
        told = [d for d in self.drafts if d.kind not in ("headline", "heading")]
        gone: set[int] = set()
        for draft in [d for d in self.drafts if d.kind in ("headline", "heading")]:
            again = next((d for d in told if self._same(draft, d)), None)
            if again is None:
                if not draft.agents and not draft.tolls:
                    gone.add(id(draft))
                continue
            gone.add(id(draft))
            if not again.agents:
                again.agents = draft.agents
            if again.place is None and draft.place is not None:
                again.place = draft.place
            again.evidence.append(draft.span)
        self.drafts = [d for d in self.drafts if id(d) not in gone]

    def _same(self, one: Draft, other: Draft) -> bool:
        if other.type != one.type and not _related(one.type, other.type):
            return False
        if one.type in STATEMENTS and other.block - one.block <= _OPENING_BLOCKS:
            return True
        if one.attribution.modality != other.attribution.modality:
            return False
        shared = (one.entities() & other.entities()) | (self._kin(one) & self._kin(other))
        if shared:
            return True
        if one.agents and other.agents and not (self._vague(one) or self._vague(other)):
            return False
        if one.tolls and other.tolls:
            figures = {(t.outcome, t.figure.min) for t in one.tolls}
            return bool(figures & {(t.outcome, t.figure.min) for t in other.tolls})
        return True

    def _vague(self, draft: Draft) -> bool:
        """Whether nobody among an event's agents has a name."""
        return all(not self.report.entities[p.entity].named for p in draft.agents)

    # ------------------------------------------------------------ what stays unsaid
    def _inherit(self) -> None:
        """Time and place of an act that its sentence leaves out are those of the act told before it, as long as
        the story goes on: the same paragraph, or the same people.
        """
        previous: Draft | None = None
        for draft in sorted(self.drafts, key=lambda d: d.trigger_span.start):
            if not (draft.violent or draft.type in _PHYSICAL_EXTRA) or draft.attribution.modality != "asserted":
                continue
            if previous is not None and draft.part_of is None and self._goes_on(previous, draft):
                if draft.time is None and previous.time is not None and not previous.time.cumulative:
                    draft.time, draft.time_inherited = previous.time, True
                if draft.place is None and previous.place is not None and self._same_scene(previous, draft):
                    draft.place, draft.place_inherited = previous.place, True
            if (draft.time is not None or draft.place is not None) and draft.kind != "headline":
                previous = draft

    def _goes_on(self, previous: Draft, draft: Draft) -> bool:
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
        return not any(word in opening for word in ("elsewhere", "separate", "meanwhile", "earlier", "previous")) and (
            draft.block - previous.block <= 1 or bool(previous.entities() & draft.entities())
        )

    @staticmethod
    def _same_scene(previous: Draft, draft: Draft) -> bool:
        return draft.block == previous.block or bool(previous.entities() & draft.entities())

    def _worth(self, draft: Draft) -> bool:
        """Whether there is enough to call it an event: somebody in it, a figure, or a place and time of its own."""
        people = [p for p in draft.targets if self.report.entities[p.entity].kind != "Object"]
        if draft.type in ("Displacement", "Killing", "Death") and not people and not draft.tolls and not draft.part_of:
            return False
        if draft.agents or draft.targets or draft.tolls or draft.type == "Ceasefire":
            return True
        if draft.part_of is not None or (draft.count is not None and (draft.count.min or 0) > 1):
            return True
        if draft.type in STATEMENTS:
            return False
        own_place = draft.place is not None and not draft.place_inherited
        own_time = draft.time is not None and not draft.time_inherited
        return (own_place or own_time) and draft.kind != "heading"

    @staticmethod
    def _summary(draft: Draft) -> bool:
        """Whether a verb sums up what was done to many ("recruited children"): no single incident is told."""
        trigger = draft.trigger
        if (
            trigger.noun
            or draft.time is not None
            or draft.place is not None
            or draft.tolls
            or trigger.type in STATEMENTS
        ):
            return False
        return any(
            t.tag_ in ("NNS", "NNPS") and not any(c.dep_ == "nummod" for c in t.children) for t in trigger.targets
        )

    def _unique(self) -> list[Draft]:
        seen: set[str] = set()
        kept: list[Draft] = []
        for draft in self.drafts:
            if draft.key not in seen:
                seen.add(draft.key)
                kept.append(draft)
        there = {id(draft) for draft in kept}
        for draft in kept:
            if draft.part_of is not None and id(draft.part_of) not in there:
                draft.part_of = None
        return kept


def _last(before: list[Draft], here: list[Draft]) -> list[Draft]:
    """The last eight events told, those of the sentence at hand behind the others."""
    return [*before[-8:], *here][-8:]


def _cause(label: str | None) -> str | None:
    """The type of event that a label names instead of a place ("Landmines and UXO:")."""
    if label is None:
        return None
    words = label.lower()
    found = [(words.find(k), t) for k, t in read_toml("casualties.toml")["labels"].items() if k in words]
    return min(found)[1] if found else None


_FAMILIES = (
    frozenset(
        [
            "Attack",
            "ArmedAttack",
            "Storming",
            "Shooting",
            "ComplexAttack",
            "SuicideAttack",
            "SuicideBombing",
            "Ambush",
            "Raid",
            "Killing",
            "Massacre",
            "Bombing",
            "CarBombing",
            "Explosion",
            "IEDAttack",
            "Death",
            "LandmineExplosion",
        ]
    ),
    frozenset(
        [
            "Attack",
            "Airstrike",
            "DroneStrike",
            "MissileAttack",
            "RocketAttack",
            "Shelling",
            "MortarAttack",
            "Bombing",
            "Explosion",
            "Killing",
            "Death",
        ]
    ),
    frozenset(["MilitaryOperation", "SecurityOperation", "Sweep", "Raid", "Offensive", "Incursion"]),
    frozenset(["Release", "PrisonerExchange"]),
    frozenset(["Abduction", "HostageTaking"]),
    frozenset(["Arrest", "Detention", "Raid"]),
    frozenset(["ArmedClash", "Attack", "Offensive"]),
    frozenset(["Ceasefire", "Agreement"]),
    frozenset(["Withdrawal", "Retreat"]),
    frozenset(["Displacement", "ForcedDisplacement"]),
)


def _related(one: str, other: str) -> bool:
    """Whether two types can name one event at different widths."""
    return any(one in family and other in family for family in _FAMILIES)
