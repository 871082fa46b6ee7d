"""From the triggers, tolls, times and places of one sentence to drafts of events."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.amounts import ONE, figure_of, frequency, number_of
from kg.extract.armament import Armament
from kg.extract.attribution import Attributor
from kg.extract.casualties import TollStatement, load_casualties
from kg.extract.circumstances import Circumstances
from kg.extract.drafts import STATEMENTS, TAKINGS, VIOLENT, Draft
from kg.extract.families import load_families
from kg.extract.nouns import lemma, load_nouns
from kg.extract.partitions import Group, Partitions
from kg.extract.phrases import conjuncts, is_definite, is_passive, objects_of, patients, subject
from kg.extract.places import Locator
from kg.extract.reference_values import Reference
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock, Report
from kg.extract.results import owner_of, without_results, without_wrapping_statements
from kg.extract.tolls import TollReader
from kg.extract.trigger_finder import TriggerFinder
from kg.extract.triggers import Trigger
from kg.model import PlaceRef, Span

_BEFORE_A_NOUN = ("compound", "amod", "nmod", "poss")


@dataclass(slots=True)
class SentenceEvents:
    """What one sentence gave: drafts, tolls that none of them owns, words that point back, counted items of totals."""

    drafts: list[Draft]
    loose: list[TollStatement]
    anaphors: list[Trigger]
    groups: list[Group]


class SentenceReader:
    """Reads the events of one report's sentences."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.referrer = Referrer(report)
        self.locator = Locator(report)
        self.triggers = TriggerFinder(self.referrer, self.locator)
        self.tolls = TollReader(report, self.referrer)
        self.attributor = Attributor(self.referrer)
        self.circumstances = Circumstances(report, self.locator)
        self.armament = Armament(report, self.referrer)
        self.partitions = Partitions(report, self.referrer, self.locator, self.triggers)

    def read(self, parsed: ParsedBlock, tokens: list[Token]) -> SentenceEvents:
        """Drafts for the events that a sentence states."""
        triggers = self.triggers.find(parsed, tokens)
        statements = self.tolls.read(parsed, tokens)
        anaphors = [t for t in triggers if t.anaphoric]
        stated = without_results(parsed, [t for t in triggers if not t.anaphoric], anaphors)
        drafts: list[Draft] = []
        for trigger in stated:
            draft = self._draft(parsed, trigger)
            if draft is not None:
                drafts.append(draft)
        drafts = without_wrapping_statements(drafts)
        self._condemned(drafts)
        self._targeting(parsed, drafts, tokens)
        groups = self.partitions.groups(parsed, tokens)
        counted = {i for g in groups for item in g.items for i in range(item.start, item.end)}
        self.circumstances.set(parsed, drafts, tokens, counted)
        statements += self._unstated(parsed, [t for t in triggers if t not in stated], statements)
        loose = self._assign(parsed, drafts, statements, anaphors)
        return SentenceEvents(drafts, loose, anaphors, groups)

    def _unstated(
        self, parsed: ParsedBlock, results: list[Trigger], statements: list[TollStatement]
    ) -> list[TollStatement]:
        """The tolls of verbs that only tell a result, where no other reading gave them ("laid down their lives")."""
        stated = {s.group.i for s in statements}
        counted = {part.span.start for s in statements for part in s.toll.including}
        made = (m for trigger in results for m in self._by_verb(parsed, trigger, statements))
        return [m for m in made if m.group.i not in stated and m.toll.span.start not in counted]

    def _by_verb(self, parsed: ParsedBlock, trigger: Trigger, statements: list[TollStatement]) -> list[TollStatement]:
        """What a verb with an outcome says became of its targets, where no statement has it already."""
        outcome = trigger.outcome
        if outcome is None or trigger.noun:
            return []
        if any(s.toll.outcome == outcome and s.anchor.i == trigger.token.i for s in statements):
            return []
        people = trigger.taken or trigger.targets
        made = [self.tolls.victims.statement(parsed, person, outcome, trigger.token) for person in people]
        return [m for m in made if m is not None]

    @staticmethod
    def _condemned(drafts: list[Draft]) -> None:
        """Who condemns an act condemns whoever did it ("condemned the massacres that the militia committed")."""
        for draft in drafts:
            if draft.type != "Condemnation" or draft.targets:
                continue
            objects = patients(draft.trigger.token)
            for other in drafts:
                if other.trigger.noun and other.trigger.top in objects:
                    draft.targets += [a for a in other.agents if a.entity not in draft.entities()]

    # ------------------------------------------------------------ one event
    def _draft(self, parsed: ParsedBlock, trigger: Trigger) -> Draft | None:
        attribution = self.attributor.of(parsed, trigger.token, trigger.carrier, trigger.noun)
        if attribution.hypothetical:
            return None
        if not trigger.noun and trigger.targets and all(self.tolls.victims.nobody(parsed, t) for t in trigger.targets):
            return None
        agents_ = self.actors(parsed, trigger.agents)
        targets = self.targets(parsed, trigger)
        if trigger.carried_as == "documented":
            agents_ = [a for a in agents_ if all(a.entity != c.entity for c in attribution.claimants)]
        token = trigger.token
        span = self.report.token_span(parsed, token.i, token.i + 1)
        draft = Draft(trigger.type, trigger, parsed.index, token.sent.start, span, span, kind=parsed.block.kind)
        draft.attribution = attribution
        draft.claimants = [c.participant() for c in attribution.claimants]
        draft.add_agents(agents_)
        draft.add_targets(targets)
        draft.span = self._stating_span(parsed, draft, trigger)
        self.armament.weapons(parsed, draft, trigger)
        self.armament.narrow(parsed, draft, trigger)
        self._count(parsed, draft, trigger)
        if self._general(trigger, draft) or self._figurative(parsed, trigger, draft):
            return None
        self.armament.owner_of_weapon(parsed, draft, trigger)
        if draft.type == "Displacement" and token.dep_ == "relcl" and not _counted(trigger):
            return None
        if draft.type == "Mediation" and (token.dep_ == "relcl" or any(is_definite(t) for t in trigger.targets)):
            return None
        if draft.type == "Deployment" and token.dep_ in ("acl", "relcl") and not draft.agents:
            return None
        if draft.type == "TerritorialCapture" and not trigger.noun and not self._changes_hands(parsed, trigger):
            return None
        if attribution.modality == "denied" and trigger.noun and not draft.agents and attribution.claimants:
            draft.add_agents(list(attribution.claimants))
        if draft.type in STATEMENTS and not draft.agents:
            if not attribution.claimants:
                return None
            draft.add_agents(list(attribution.claimants))
        if draft.type in (
            "Announcement",
            "Declaration",
            "Warning",
            "Denial",
            "Demand",
            "Threat",
            "Appeal",
            "Accusation",
        ) and not self._worth(trigger, draft):
            return None
        return draft

    def _changes_hands(self, parsed: ParsedBlock, trigger: Trigger) -> bool:
        """Whether what is taken is a place, or the power of those who rule."""
        if any(lemma(o) == "power" for o in patients(trigger.token)) or (trigger.targets and not trigger.places):
            return True
        return any(
            self.locator.is_place(parsed, t)
            or not self.referrer.nouns.sorts(t).isdisjoint(("base", "facility"))
            or t.pos_ == "PROPN"
            for u in (*trigger.targets, *trigger.places)
            for t in (u, *objects_of(u, "of"))
        )

    def _figurative(self, parsed: ParsedBlock, trigger: Trigger, draft: Draft) -> bool:
        """Whether a verb of force has a subject that cannot use any ("a walk that attacks the hill")."""
        if trigger.noun or not draft.violent or is_passive(trigger.token):
            return False
        if (
            draft.kind == "paragraph"
            and trigger.token.tag_ in ("VBZ", "VBP")
            and trigger.token.dep_ in ("ROOT", "conj", "relcl", "ccomp")
            and not any(c.dep_ == "aux" for c in trigger.token.children)
            and (trigger.token.tag_ == "VBZ" or trigger.token.lemma_.lower() not in self.triggers.lexicon.invariant)
        ):
            return True
        if draft.agents:
            peaceful = all(self.report.entities[a.entity].kind == "CivilianGroup" for a in draft.agents)
            return peaceful and draft.attribution.modality == "planned" and not draft.tolls
        nouns = self.referrer.nouns
        subjects = [t for t in trigger.agents if t.pos_ == "NOUN" or (t.pos_ == "PROPN" and t.i not in parsed.name_at)]
        return bool(subjects) and not any(
            any(nouns.is_thing(t, s) for s in nouns.things)
            or lemma(t) in self.triggers.lexicon.nouns
            or lemma(t) in self.triggers.lexicon.forces
            or self.locator.is_place(parsed, t)
            for t in subjects
        )

    @staticmethod
    def _general(trigger: Trigger, draft: Draft) -> bool:
        """Whether a plural noun without a number names what is done in general ("backed by air raids")."""
        if not trigger.noun or draft.count is not None or trigger.token.tag_ not in ("NNS", "NNPS"):
            return False
        if trigger.carried_as in ("agent", "documented") or (trigger.targets and trigger.top.head.lower_ == "of"):
            return False
        verb = trigger.token
        while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
            verb = verb.head
        if verb.lemma_.lower() in ("back", "support"):
            return True
        present = verb.tag_ in ("VBZ", "VBP") or any(
            c.tag_ in ("VBZ", "VBP") and c.lemma_ == "be" for c in verb.children
        )
        return present and not draft.tolls

    def _denies(self, trigger: Trigger) -> bool:
        """Whether somebody denies an act or an accusation, and does not refuse something ("denied him bail")."""
        verb = trigger.token
        if is_passive(verb) or any(c.dep_ == "dative" for c in verb.children):
            return False
        if any(c.dep_ in ("ccomp", "xcomp") for c in verb.children) or verb.lemma_ != "deny":
            return True
        denied = self.triggers.lexicon.beside["denied"]
        return any(c.dep_ == "dobj" and (c.lower_ in denied or c.tag_ == "VBG") for c in verb.children)

    def _worth(self, trigger: Trigger, draft: Draft) -> bool:
        """Whether a statement is an act worth recording: it addresses or concerns somebody, or declares something."""
        if draft.type in ("Declaration", "Announcement"):
            if trigger.noun:
                return bool(draft.agents) and bool(draft.targets)
            objects = [o for o in patients(trigger.token) if o.pos_ in ("NOUN", "PROPN", "PRON")]
            return draft.type == "Declaration" and bool(objects) and not is_passive(trigger.token)
        if draft.type == "Appeal" and trigger.noun:
            return bool(draft.targets)
        if draft.type == "Appeal" and trigger.token.lemma_ in ("call", "appeal") and trigger.token.tag_ != "VBZ":
            return bool(draft.agents)
        if draft.type == "Denial":
            return self._denies(trigger)
        if draft.type == "Accusation":
            side = all(lemma(t) in ("side", "party") for t in trigger.agents)
            return bool(draft.agents) and draft.attribution.modality != "planned" and not (side and trigger.agents)
        if draft.type == "Demand" and not draft.targets:
            named = any(self.report.entities[a.entity].named for a in draft.agents)
            return named and any(c.dep_ in ("ccomp", "dobj") for c in trigger.token.children)
        if draft.type in ("Warning", "Threat", "Demand", "Appeal"):
            return bool(draft.targets)
        return bool(draft.agents)

    def definite(self, parsed: ParsedBlock, trigger: Trigger, tokens: list[Token]) -> Draft | None:
        """A draft for a definite event noun, with the time and place that its sentence tells."""
        draft = self._draft(parsed, trigger)
        if draft is not None:
            self.circumstances.set(parsed, [draft], tokens)
        return draft

    def actors(self, parsed: ParsedBlock, tokens: list[Token]) -> list[Reference]:
        """Who is meant by the nouns that name the agents of an event; things are left out."""
        found: list[Reference] = []
        for token in tokens:
            reference = self._expanded(parsed, token)
            if reference is not None and reference.sort != "object":
                found += self.referrer.of_each_country(parsed, token) or [reference]
        return found

    def targets(self, parsed: ParsedBlock, trigger: Trigger) -> list[Reference]:
        """Whom or what an event is directed at, places and things among it."""
        found: list[Reference] = []
        beside = self.triggers.lexicon.beside
        for part in trigger.targets:
            whole = objects_of(part, "of") if lemma(part) in beside["parts"] and trigger.type in VIOLENT else []
            token = whole[0] if whole else part
            if any(c.dep_ == "amod" and c.lower_ in beside["empty"] for c in token.children):
                continue
            reference = self._expanded(parsed, token)
            if reference is None and trigger.type == "Announcement":
                inner = self.actors(parsed, objects_of(token, "of"))
                found += inner
                continue
            if reference is not None:
                if reference.sort == "object" and self._shares_owner(parsed, token, trigger.targets):
                    continue
                found.append(reference)
                continue
            location = self.locator.locate(parsed, token, expected=token in trigger.places)
            if location is not None:
                if trigger.places and token in trigger.places and trigger.type not in load_families().events.of_places:
                    continue
                found.append(self._place_as_target(parsed, token, location.ref))
            elif self.locator.is_place(parsed, token) or (
                token.pos_ == "NOUN"
                and trigger.type in VIOLENT
                and lemma(token) not in beside["no_targets"]
                and token.i not in parsed.time_tokens
            ):
                found.append(self.referrer.thing(parsed, token))
        return found

    def _shares_owner(self, parsed: ParsedBlock, token: Token, targets: list[Token]) -> bool:
        """ "positions and vehicles of regime forces": both are theirs, whichever noun "of" hangs on."""
        of_owner = self.referrer.nouns.of_owner
        if lemma(token) not in of_owner:
            return False
        siblings = [
            t
            for t in targets
            if t.i != token.i and lemma(t) in of_owner and (t.head.i == token.i or token.head.i == t.i)
        ]
        return any((r := self.referrer.refer(parsed, t)) is not None and r.sort == "actor" for t in siblings)

    def _expanded(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        name = parsed.name_at.get(token.i)
        if (
            name is not None
            and name.sort in ("country", "demonym", "capital")
            and (token.dep_ in _BEFORE_A_NOUN or (token.dep_ == "conj" and token.head.dep_ in _BEFORE_A_NOUN))
        ):
            return self.referrer.state_named(parsed, token, name)
        return self.referrer.refer(parsed, token)

    def _place_as_target(self, parsed: ParsedBlock, token: Token, ref: PlaceRef) -> Reference:
        builder = self.report.entities.actor(ref.surface, "Object", named=False)
        builder.seen_as(ref.surface)
        return Reference(builder.key, "object", ref.surface, ref.span, token.i, False)

    def _stating_span(self, parsed: ParsedBlock, draft: Draft, trigger: Trigger) -> Span:
        tokens = [trigger.token, trigger.top, *trigger.agents, *trigger.targets, *trigger.places]
        if not trigger.noun:
            tokens += [t for t in trigger.weapons if t.i < trigger.token.i]
        if trigger.carrier is not None and trigger.carried_as != "documented":
            tokens.append(trigger.carrier)
        sentence = trigger.token.sent
        first, behind = sentence.start, sentence.end
        same = [t for t in tokens if first <= t.i < behind]
        start = min(
            min(t.left_edge.i if t.pos_ in ("NOUN", "PROPN") and t.i != trigger.carrier else t.i, t.i) for t in same
        )
        end = max(t.i for t in same) + 1
        spans = [p.span for p in (*draft.agents, *draft.targets)]
        span = self.report.token_span(parsed, max(start, first), end)
        inside = [s for s in spans if abs(s.start - span.start) < 400]
        return Span(min([span.start, *(s.start for s in inside)]), max([span.end, *(s.end for s in inside)]))

    def _count(self, parsed: ParsedBlock, draft: Draft, trigger: Trigger) -> None:
        if trigger.numbered:
            draft.count = number_of(parsed, trigger.numbered)
            return
        token = trigger.counted if trigger.counted is not None else trigger.top
        if trigger.noun or trigger.counted is not None:
            inner = figure_of(parsed, trigger.token) if token is not trigger.token else (None, 0)
            figure, start = inner if inner[0] is not None else figure_of(parsed, token)
            if lemma(trigger.token) in load_casualties().nouns:
                # The number is one of people.
                draft.count = ONE if trigger.token.tag_ in ("NN", "NNP") else None
                return
            several = token is not trigger.token and figure == ONE and trigger.token.tag_ in ("NNS", "NNPS")
            if several:
                draft.count = None
            elif figure is not None:
                draft.count = figure
                draft.count_span = self.report.token_span(parsed, min(start, token.i), token.i + 1)
            elif trigger.token.tag_ not in ("NNS", "NNPS") or trigger.counted is not None:
                draft.count = ONE if trigger.counted is None else None
            elif trigger.carrier is not None:
                draft.count = frequency(parsed, trigger.carrier)
            return
        draft.count = frequency(parsed, trigger.token) or (ONE if not _habitual(trigger.token) else None)

    # ------------------------------------------------------------ aims
    def _targeting(self, parsed: ParsedBlock, drafts: list[Draft], tokens: list[Token]) -> None:
        """ "…, targeting ISIS hideouts": the aim of the event before it, whoever counted it."""
        targeting = self.triggers.lexicon.light["targeting"]
        for token in tokens:
            if (
                token.lemma_.lower() in targeting
                and token.tag_ == "VBG"
                and token.dep_ in ("advcl", "acl", "conj", "xcomp", "prep", "pcomp")
            ):
                if any(d.trigger.token.i == token.i for d in drafts):
                    continue
                before = [d for d in drafts if d.trigger.token.i < token.i and d.violent]
                if not before:
                    continue
                draft = before[-1]
                trigger = Trigger(token, draft.type, False, token, targets=patients(token))
                found = self.targets(parsed, trigger)
                draft.add_targets(found)
                end = max([t.i for t in trigger.targets] + [token.i]) + 1
                draft.cover(self.report.token_span(parsed, token.i, end), parsed.index)

    # ------------------------------------------------------------ tolls
    def _assign(
        self, parsed: ParsedBlock, drafts: list[Draft], statements: list[TollStatement], anaphors: list[Trigger]
    ) -> list[TollStatement]:
        loose: list[TollStatement] = []
        triggers = [d.trigger for d in drafts]
        by_trigger = {id(d.trigger): d for d in drafts}
        for draft in drafts:
            statements = [*statements, *self._by_verb(parsed, draft.trigger, statements)]
        statements = sorted(statements, key=lambda s: s.start)  # a later count may revise an earlier one
        for statement in statements:
            if statement.part:
                loose.append(statement)
                continue
            draft = next((d for d in drafts if d.trigger.token.i == statement.anchor.i), None)
            if draft is None and not statement.total:
                owner = owner_of(statement.anchor, [*triggers, *anaphors])
                if owner is not None and owner.anaphoric:
                    loose.append(statement)
                    self._share(parsed, drafts, owner, statement)
                    continue
                draft = by_trigger.get(id(owner)) if owner is not None else None
            if draft is None and not anaphors and not statement.total:
                draft = self._nearest(drafts, statement)
            if draft is not None and statement.revised and draft.type in ("Killing", "Death"):
                draft = None
            if draft is None or draft.type in STATEMENTS or self._counted_by_another(parsed, draft, statement):
                loose.append(statement)
                continue
            self.give(parsed, draft, statement)
            self._share(parsed, drafts, draft.trigger, statement)
        return loose

    def counter(self, parsed: ParsedBlock, statement: TollStatement) -> Reference | None:
        """Who counts a toll that hangs on a verb of counting ("police put the toll at nine")."""
        counts = statement.anchor.lemma_.lower() in load_casualties().counting
        counter = subject(statement.anchor) if counts else None
        return self.referrer.speaker(parsed, counter) if counter is not None else None

    def _counted_by_another(self, parsed: ParsedBlock, draft: Draft, statement: TollStatement) -> bool:
        """Whether somebody counts the victims of an event of which another has just given a count."""
        if all(t.outcome != statement.toll.outcome for t in draft.tolls):
            return False
        counter = self.counter(parsed, statement)
        return counter is not None and all(c.entity != counter.entity for c in draft.claimants)

    def _share(self, parsed: ParsedBlock, drafts: list[Draft], owner: Trigger, statement: TollStatement) -> None:
        """Nobody killed by one event and another, coordinated with it, is nobody killed by either."""
        if statement.toll.figure.max != 0 or not owner.noun:
            return
        shared = [t for t in conjuncts(owner.top) if t.i != owner.token.i]
        for other in drafts:
            if other.trigger.token in shared:
                self.give(parsed, other, statement)

    @staticmethod
    def _nearest(drafts: list[Draft], statement: TollStatement) -> Draft | None:
        violent = [d for d in drafts if d.violent or d.type in ("Displacement", "Release", "PrisonerExchange")]
        if not violent:
            return None
        if statement.toll.outcome not in (
            "detained",
            "abducted",
        ):  # no arrest or abduction kills, or has people missing
            violent = [d for d in violent if d.type not in TAKINGS] or violent
        if statement.toll.outcome in ("killed", "injured"):
            against_things = load_families().events.against_things
            violent = [d for d in violent if d.type not in against_things] or violent
        before = [d for d in violent if d.trigger.token.i < statement.start]
        return before[-1] if before else violent[0]

    def give(self, parsed: ParsedBlock, draft: Draft, statement: TollStatement, *, aim: bool = True) -> None:
        """Let an event bear a toll, whose group becomes its target where it has none."""
        if any(t.outcome == statement.toll.outcome and t.span == statement.toll.span for t in draft.tolls):
            return
        if statement.revised:
            draft.tolls = [t for t in draft.tolls if t.outcome != statement.toll.outcome]
        draft.tolls.append(statement.toll)
        draft.cover(statement.toll.span, parsed.index)
        reference = statement.reference
        things = all(self.report.entities[p.entity].kind == "Object" for p in draft.targets)
        told = reference is not None and (
            reference.sort == "actor" or (reference.sort == "combatants" and " " in reference.words)
        )
        aimed = aim and draft.violent and draft.type != "ArmedClash" and (things or told)
        if not aimed or reference is None or reference.words.lower() in ("others", "another", "other"):
            return
        if all(a.entity != reference.entity for a in draft.agents):
            draft.add_targets([reference])


def _counted(trigger: Trigger) -> bool:
    """Whether the words give a number for those whom an event befell."""
    amounts = load_nouns().of_amount
    return any(
        t.pos_ == "NUM" or lemma(t) in amounts or any(c.dep_ == "nummod" for c in t.children) for t in trigger.targets
    )


def _habitual(token: Token) -> bool:
    """Whether a verb tells of something done again and again ("continued to kill")."""
    return token.dep_ == "xcomp" and token.head.lemma_.lower() in ("continue", "keep", "use", "begin", "start", "tend")
