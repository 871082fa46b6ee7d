"""From the triggers, tolls, times and places of one sentence to drafts of events."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.errors import InputError
from kg.extract.amounts import ONE, figure_of
from kg.extract.attribution import Attributor
from kg.extract.dates import TimeExpression, edtf_bounds, resolve_relative
from kg.extract.drafts import OUTCOME_TYPES, STATEMENTS, VIOLENT, Draft
from kg.extract.nouns import lemma
from kg.extract.phrases import agents, clause, conjuncts, core, is_passive, objects_of, patients
from kg.extract.places import DIRECTIONS, FINENESS, STRONG, Locator
from kg.extract.references import Reference, Referrer
from kg.extract.report import ParsedBlock, Report, times_between, token_range
from kg.extract.tolls import TollReader, TollStatement
from kg.extract.triggers import Trigger, TriggerFinder, is_definite
from kg.model import PlaceRef, Span, TimeRef, Weapon

_COMPARED = re.compile(r"\b(?:against|compared (?:with|to)|(?:up|down) from)\b[^,.;]*$")
_DAY_MEANT = re.compile(
    r"\bon the (\d{1,2})(?:st|nd|rd|th)\b(?=,|\.| of (?:the|that) month| [a-z]+ed\b)", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?:shortly |just |soon |well )?(?:before|after|until|around|by) "
    r"(?:noon|midnight|midday|dawn|dusk|sunset|sunrise|daybreak|\d)",
    re.IGNORECASE,
)
_MONTH_MEANT = re.compile(r"\b(?:that|the|this|same) month\b", re.IGNORECASE)
_NO_TARGETS = frozenset(
    [
        "air",
        "sky",
        "number",
        "attempt",
        "effort",
        "lead",
        "success",
        "response",
        "scale",
        "ground",
        "fire",
        "time",
        "way",
        "part",
        "fact",
        "case",
        "member",
        "order",
        "basis",
        "side",
        "bid",
        "move",
        "row",
        "operation",
        "attack",
        "campaign",
        "strike",
        "hour",
        "level",
        "return",
        "lack",
        "suspicion",
        "charge",
        "total",
        "all",
    ]
)
_BY_AIR = frozenset(["Interception", "Airstrike", "DroneStrike", "MissileAttack"])
_CIRCUMSTANCES = frozenset(["MilitaryOperation", "SecurityOperation", "Sweep", "Raid", "Offensive"])
_ASSAULTS = frozenset(["Storming", "Attack", "Raid", "ArmedAttack", "Ambush"])
_RESULT_VERBS = ("leave", "claim", "cause", "result", "injure", "wound", "hurt", "bring")


@dataclass(slots=True)
class SentenceEvents:
    """What one sentence gave: drafts, tolls that none of them owns, and words that point back to events."""

    drafts: list[Draft]
    loose: list[TollStatement]
    anaphors: list[Trigger]


class SentenceReader:
    """Reads the events of one report's sentences."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.referrer = Referrer(report)
        self.locator = Locator(report)
        self.triggers = TriggerFinder(self.referrer, self.locator)
        self.tolls = TollReader(report, self.referrer)
        self.attributor = Attributor(self.referrer)
        self.last_time: str | None = None

    def read(self, parsed: ParsedBlock, tokens: list[Token]) -> SentenceEvents:
        """Drafts for the events that a sentence states."""
        triggers = self.triggers.find(parsed, tokens)
        statements = self.tolls.read(parsed, tokens)
        anaphors = [t for t in triggers if t.anaphoric]
        stated = self._without_results(parsed, [t for t in triggers if not t.anaphoric], anaphors)
        drafts: list[Draft] = []
        for trigger in stated:
            draft = self._draft(parsed, trigger)
            if draft is not None:
                drafts.append(draft)
        drafts = self._without_wrapping_statements(drafts)
        self._targeting(parsed, drafts, tokens)
        self._times_and_places(parsed, drafts, tokens)
        loose = self._assign(parsed, drafts, statements, anaphors)
        return SentenceEvents(drafts, loose, anaphors)

    # ------------------------------------------------------------ which triggers state events
    def _without_results(self, parsed: ParsedBlock, triggers: list[Trigger], anaphors: list[Trigger]) -> list[Trigger]:
        """Leave out verbs that only tell the result or the aim of another event of the sentence."""
        triggers = self._coordinated(triggers)
        kept: list[Trigger] = []
        for trigger in triggers:
            others = [t for t in triggers if t is not trigger]
            carried = next(
                (
                    t
                    for t in others
                    if t.noun
                    and t.carrier is not None
                    and t.carrier.i == trigger.token.i
                    and t.carried_as == "occurrence"
                ),
                None,
            )
            if (
                not trigger.noun
                and carried is not None
                and trigger.type in VIOLENT
                and carried.type in VIOLENT
                and trigger.type not in OUTCOME_TYPES
            ):
                carried.targets = [*carried.targets, *(t for t in trigger.targets if t not in carried.targets)]
                carried.places = [*carried.places, *trigger.places]
                continue
            if not trigger.noun and (trigger.type in OUTCOME_TYPES or trigger.outcome == "injured"):
                owner = self._owner(trigger.token, others)
                if owner is not None and trigger.outcome == "injured" and owner.type in OUTCOME_TYPES:
                    continue
                if owner is not None and trigger.agents and owner.type not in VIOLENT and not is_passive(trigger.token):
                    owner = None
                if (
                    owner is not None
                    and owner.type not in STATEMENTS
                    and not (owner.type in OUTCOME_TYPES and not owner.noun)
                    and not (
                        owner.type in ("Abduction", "Arrest", "Detention", "HostageTaking")
                        and trigger.targets
                        and not is_passive(trigger.token)
                    )
                ):
                    if (
                        not owner.agents
                        and not is_passive(trigger.token)
                        and not self._event_subject(trigger.token, others)
                    ):
                        owner.agents = list(trigger.agents)
                    if not owner.targets or owner.type in (
                        "Bombing",
                        "Explosion",
                        "Shelling",
                        "CarBombing",
                        "IEDAttack",
                    ):
                        owner.targets = [*owner.targets, *[t for t in trigger.targets if t not in owner.targets]]
                    continue
                if owner is None and self._owner(trigger.token, anaphors) is not None:
                    continue
                if trigger.outcome == "injured" and not trigger.agents:
                    continue
            if (
                not trigger.noun
                and trigger.token.lemma_.lower() in ("target", "hit", "strike")
                and trigger.token.dep_ in ("advcl", "acl", "conj", "xcomp")
                and trigger.token.tag_ == "VBG"
            ):
                earlier = [t for t in others if t.token.i < trigger.token.i and t.type not in STATEMENTS]
                if earlier:
                    continue
            if (
                trigger.noun
                and (
                    said := next(
                        (
                            t
                            for t in others
                            if not t.noun
                            and t.type == trigger.type
                            and trigger.top in (*patients(t.token), *agents(t.token))
                        ),
                        None,
                    )
                )
                is not None
            ):
                said.agents = said.agents or trigger.agents
                said.targets = [*said.targets, *(t for t in trigger.targets if t not in said.targets)]
                continue
            if (
                trigger.noun
                and trigger.type in _CIRCUMSTANCES
                and not trigger.targets
                and trigger.carrier is None
                and trigger.token.dep_ == "pobj"
            ) and any(not t.noun and t.type not in STATEMENTS and t.token.is_ancestor(trigger.token) for t in others):
                continue
            if not trigger.noun and trigger.type == "Abduction" and trigger.token.dep_ == "conj":
                act = next((t for t in others if t.token.i == trigger.token.head.i and t.type in _ASSAULTS), None)
                if act is not None:
                    act.outcome = "abducted"
                    act.taken = [*act.taken, *trigger.targets]
                    continue
            kept.append(trigger)
        return kept

    @staticmethod
    def _coordinated(triggers: list[Trigger]) -> list[Trigger]:
        """ "shelled, bombed or attacked 34 settlements" is one event: the first verb has the object of the last."""
        kept: list[Trigger] = []
        for trigger in triggers:
            first = (
                next((t for t in kept if not t.noun and t.token.i == trigger.token.head.i), None)
                if trigger.token.dep_ == "conj" and not trigger.noun
                else None
            )
            if (
                first is not None
                and first.type in VIOLENT
                and trigger.type in VIOLENT
                and not first.targets
                and trigger.targets
                and not first.outcome
            ):
                first.targets = trigger.targets
                first.places = first.places or trigger.places
                continue
            if first is not None and first.type == trigger.type and first.weapons == trigger.weapons and first.weapons:
                first.targets = [*first.targets, *trigger.targets]
                continue
            kept.append(trigger)
        return kept

    @staticmethod
    def _event_subject(verb: Token, others: list[Trigger]) -> bool:
        return any(t.noun and (t.token in agents(verb) or t.top in agents(verb)) for t in others)

    def _owner(self, verb: Token, others: list[Trigger]) -> Trigger | None:
        """The event whose result a verb tells: its subject, the verb above it, "in an attack", "when … attacked"."""
        if not others:
            return None
        by_token: dict[int, Trigger] = {}
        for trigger in others:
            for token in (trigger.token, trigger.top, trigger.carrier):
                if token is not None:
                    by_token.setdefault(token.i, trigger)
        for token in (*agents(verb), *(t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass"))):
            if token.i in by_token and by_token[token.i].noun:
                return by_token[token.i]
        for child in (c for v in conjuncts(verb) for c in v.children):
            if child.dep_ in ("prep", "agent") and child.lower_ in (
                "in",
                "by",
                "during",
                "from",
                "after",
                "following",
                "with",
                "when",
                "due",
                "of",
            ):
                for inner in child.subtree:
                    if inner.i in by_token and by_token[inner.i].noun and inner.i - child.i < 10:
                        return by_token[inner.i]
        for other in conjuncts(verb):
            for child in other.children:
                if (
                    child.dep_ == "advcl"
                    and child.i in by_token
                    and any(c.lower_ in ("when", "as", "after", "while") for c in child.children)
                ):
                    return by_token[child.i]
        if verb.lemma_ in ("die", "succumb"):
            below = next((by_token[t.i] for t in verb.subtree if t.i in by_token and t.i > verb.i), None)
            if below is not None:
                return below
        current = verb
        while current.head.i != current.i:
            if current.dep_ in ("advcl", "conj", "acl", "relcl", "xcomp", "dep", "pcomp", "prep", "pobj", "ccomp"):
                head = current.head
                own = any(c.dep_ in ("nsubj", "nsubjpass") and c.tag_ not in ("WDT", "WP") for c in current.children)
                dying = current.lemma_ in ("die", "perish", "succumb")
                unowned = dying or (is_passive(current) and not agents(current))
                if current.dep_ in ("ccomp", "conj", "dep") and own and not unowned:
                    return None
                if current.dep_ == "advcl" and any(
                    c.lower_ in ("after", "before", "because", "although", "while")
                    for c in current.children
                    if c.dep_ == "mark"
                ):
                    return None
                if head.i in by_token:
                    if (
                        current.dep_ == "conj"
                        and any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
                        and by_token[head.i].type in STATEMENTS
                    ):
                        return None
                    return by_token[head.i]
                current = head
            else:
                break
        return self._earlier_act(verb, others)

    @staticmethod
    def _earlier_act(verb: Token, others: list[Trigger]) -> Trigger | None:
        """ "…; six citizens were killed": losses without an agent are those of the act told before in the sentence."""
        dying = verb.lemma_ in ("die", "perish", "succumb")
        if (agents(verb) and not dying) or not (dying or is_passive(verb)):
            return None
        if any(c.lower_ in ("while", "elsewhere", "separately", "meanwhile", "also") for c in verb.children):
            return None
        acts = [
            t for t in others if t.token.i < verb.i and t.type in VIOLENT and (t.noun or t.type not in OUTCOME_TYPES)
        ]
        return acts[-1] if acts else None

    @staticmethod
    def _without_wrapping_statements(drafts: list[Draft]) -> list[Draft]:
        """A statement whose content is itself an event of the sentence is that event's attribution, no event."""
        kept: list[Draft] = []
        for draft in drafts:
            token = draft.trigger.token
            if draft.type in STATEMENTS and draft.type not in ("ClaimOfResponsibility",):
                inside = [
                    d
                    for d in drafts
                    if d is not draft and d.type not in STATEMENTS and _content_of(token, d.trigger.token)
                ]
                if draft.type in ("Accusation", "Warning", "Denial") and token.dep_ in ("relcl", "acl", "advcl"):
                    continue
                if (
                    inside
                    and draft.type in ("Accusation", "Denial", "Announcement", "Declaration", "Warning", "Threat")
                    and not draft.trigger.noun
                ):
                    continue
            kept.append(draft)
        appeals = [d for d in kept if d.type in ("Appeal", "Demand")]
        return [
            d
            for d in kept
            if d.type in STATEMENTS
            or d.attribution.modality == "planned"
            or not any(_content_of(a.trigger.token, d.trigger.token) and not d.trigger.noun for a in appeals)
        ]

    # ------------------------------------------------------------ one event
    def _draft(self, parsed: ParsedBlock, trigger: Trigger) -> Draft | None:
        attribution = self.attributor.of(parsed, trigger.token, trigger.carrier, trigger.noun)
        if attribution.hypothetical:
            return None
        agents_ = self._actors(parsed, trigger.agents)
        targets = self._targets(parsed, trigger)
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
        self._weapons(parsed, draft, trigger)
        self._narrow(parsed, draft, trigger)
        self._count(parsed, draft, trigger)
        if self._general(trigger, draft) or self._figurative(parsed, trigger, draft):
            return None
        self._owner_of_weapon(parsed, draft, trigger)
        if draft.type == "Mediation" and any(is_definite(t) for t in trigger.targets):
            return None
        if (
            draft.type == "TerritorialCapture"
            and not trigger.noun
            and not any(
                self.locator.is_place(parsed, t)
                or not self.referrer.nouns.sorts(t).isdisjoint(("base", "facility"))
                or t.pos_ == "PROPN"
                for u in (*trigger.targets, *trigger.places)
                for t in (u, *objects_of(u, "of"))
            )
        ):
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
        ) and not self._worth(trigger, draft):
            return None
        return draft

    def _figurative(self, parsed: ParsedBlock, trigger: Trigger, draft: Draft) -> bool:
        """Whether a verb of force has a subject that cannot use any ("a walk that attacks the hill")."""
        if trigger.noun or not draft.violent or is_passive(trigger.token):
            return False
        if (
            draft.kind == "paragraph"
            and trigger.token.tag_ in ("VBZ", "VBP")
            and trigger.token.dep_ in ("ROOT", "conj", "relcl")
            and not any(c.dep_ == "aux" for c in trigger.token.children)
        ):
            return True
        if draft.agents:
            return False
        nouns = self.referrer.nouns
        subjects = [t for t in trigger.agents if t.pos_ == "NOUN" or (t.pos_ == "PROPN" and t.i not in parsed.name_at)]
        return bool(subjects) and not any(
            any(nouns.is_thing(t, s) for s in nouns.things)
            or lemma(t)
            in (
                "attack",
                "strike",
                "operation",
                "debris",
                "fire",
                "shelling",
                "war",
                "conflict",
                "violence",
                "fighting",
                "insurgency",
                "unrest",
                "clash",
                "raid",
            )
            or self.locator.is_place(parsed, t)
            for t in subjects
        )

    def _owner_of_weapon(self, parsed: ParsedBlock, draft: Draft, trigger: Trigger) -> None:
        """ "A Russian missile hit …": whose weapon it is did it."""
        if draft.agents:
            return
        for token in [*trigger.weapons, *(trigger.agents if not trigger.noun else [])]:
            for i in range(core(token).start, token.i):
                name = parsed.name_at.get(i)
                if name is None:
                    continue
                reference = (
                    self.referrer.state_named(parsed, parsed.doc[name.end - 1], name)
                    if name.sort in ("demonym", "country", "capital")
                    else self.referrer.refer(parsed, parsed.doc[name.end - 1])
                )
                if reference is not None and reference.sort == "actor":
                    draft.add_agents([reference])
                    return

    @staticmethod
    def _general(trigger: Trigger, draft: Draft) -> bool:
        """Whether a plural noun without a number names what is done in general ("backed by air raids")."""
        if not trigger.noun or draft.count is not None or trigger.token.tag_ not in ("NNS", "NNPS"):
            return False
        if trigger.carried_as in ("agent", "documented"):
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

    @staticmethod
    def _worth(trigger: Trigger, draft: Draft) -> bool:
        """Whether a statement is an act worth recording: it addresses or concerns somebody, or declares something."""
        if draft.type in ("Declaration", "Announcement"):
            if trigger.noun:
                return bool(draft.agents) and bool(draft.targets)
            objects = [o for o in patients(trigger.token) if o.pos_ in ("NOUN", "PROPN", "PRON")]
            return draft.type == "Declaration" and bool(objects) and not is_passive(trigger.token)
        if draft.type == "Appeal" and trigger.noun:
            return bool(draft.targets)
        if draft.type in ("Warning", "Threat", "Denial", "Demand", "Appeal"):
            return bool(draft.targets)
        return bool(draft.agents)

    def _actors(self, parsed: ParsedBlock, tokens: list[Token]) -> list[Reference]:
        found: list[Reference] = []
        for token in tokens:
            reference = self._expanded(parsed, token)
            if reference is not None and reference.sort != "object":
                found.append(reference)
        return found

    def _targets(self, parsed: ParsedBlock, trigger: Trigger) -> list[Reference]:
        found: list[Reference] = []
        for token in trigger.targets:
            reference = self._expanded(parsed, token)
            if reference is None and trigger.type == "Announcement":
                inner = self._actors(parsed, objects_of(token, "of"))
                found += inner
                continue
            if reference is not None:
                if reference.sort == "object" and self._shares_owner(parsed, token, trigger.targets):
                    continue
                found.append(reference)
                continue
            location = self.locator.locate(parsed, token, expected=token in trigger.places)
            if location is not None:
                if (
                    trigger.places
                    and token in trigger.places
                    and trigger.type not in ("Attack", "Shelling", "TerritorialCapture")
                ):
                    continue
                found.append(self._place_as_target(parsed, token, location.ref))
            elif self.locator.is_place(parsed, token) or (
                token.pos_ == "NOUN"
                and trigger.type in VIOLENT
                and lemma(token) not in _NO_TARGETS
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
            and token.dep_ in ("compound", "amod", "nmod", "poss")
        ):
            return self.referrer.state_named(parsed, token, name)
        return self.referrer.refer(parsed, token)

    def _place_as_target(self, parsed: ParsedBlock, token: Token, ref: PlaceRef) -> Reference:
        builder = self.report.entities.actor(ref.surface, "Object", named=False)
        builder.seen_as(ref.surface)
        return Reference(builder.key, "object", ref.surface, ref.span, token.i, False)

    def _stating_span(self, parsed: ParsedBlock, draft: Draft, trigger: Trigger) -> Span:
        tokens = [trigger.token, trigger.top, *trigger.agents, *trigger.targets, *trigger.places]
        if trigger.carrier is not None and trigger.carried_as != "documented":
            tokens.append(trigger.carrier)
        same = [t for t in tokens if t.sent.start == trigger.token.sent.start]
        start = min(
            min(t.left_edge.i if t.pos_ in ("NOUN", "PROPN") and t.i != trigger.carrier else t.i, t.i) for t in same
        )
        end = max(t.i for t in same) + 1
        spans = [p.span for p in (*draft.agents, *draft.targets)]
        span = self.report.token_span(parsed, max(start, trigger.token.sent.start), end)
        inside = [s for s in spans if abs(s.start - span.start) < 400]
        return Span(min([span.start, *(s.start for s in inside)]), max([span.end, *(s.end for s in inside)]))

    def _weapons(self, parsed: ParsedBlock, draft: Draft, trigger: Trigger) -> None:
        nouns = self.referrer.nouns
        candidates = [*trigger.weapons, *trigger.agents]
        for child in trigger.verb.children:
            if child.dep_ == "prep" and child.lower_ in ("with", "using", "by", "from"):
                candidates += [c for c in child.children if c.dep_ == "pobj"]
            if child.dep_ == "advcl" and child.lemma_ == "use":
                candidates += [c for c in child.children if c.dep_ == "dobj"]
        for token in candidates:
            if any(
                nouns.is_thing(token, s)
                for s in (
                    "weapon",
                    "drone",
                    "aircraft",
                    "missile",
                    "rocket",
                    "shell",
                    "ied",
                    "car-bomb",
                    "explosive",
                    "vest",
                )
            ):
                span = self.report.token_span(parsed, token.i, token.i + 1)
                i = token.i
                while i > 0 and parsed.doc[i - 1].dep_ == "compound" and parsed.doc[i - 1].head.i == token.i:
                    i -= 1
                span = self.report.token_span(parsed, i, token.i + 1)
                words = parsed.doc[i : token.i + 1].text
                if all(w.span != span for w in draft.weapons):
                    draft.weapons.append(Weapon(words, span))

    def _narrow(self, parsed: ParsedBlock, draft: Draft, trigger: Trigger) -> None:
        """A wide type is narrowed by the weapon that the words name."""
        nouns = self.referrer.nouns
        tokens = [*trigger.agents, *trigger.weapons]
        for child in trigger.token.children:
            if child.dep_ == "prep" and child.lower_ in ("with", "using", "by"):
                tokens += [c for c in child.children if c.dep_ == "pobj"]

        def has(sort: str) -> bool:
            return any(nouns.is_thing(t, sort) for t in tokens)

        if draft.type in ("Attack", "Airstrike", "Bombing", "Killing") and has("drone"):
            draft.type = "DroneStrike"
        elif draft.type in ("Attack", "Bombing") and has("aircraft"):
            draft.type = "Airstrike"
        elif draft.type in ("Attack", "Shelling") and has("rocket"):
            draft.type = "RocketAttack"
        elif draft.type == "Attack" and has("missile"):
            draft.type = "MissileAttack"
        elif draft.type == "Attack" and has("shell"):
            draft.type = "Shelling"
        elif draft.type in ("Attack", "Bombing", "Explosion") and has("car-bomb"):
            draft.type = "CarBombing"
        elif draft.type in ("Attack", "Bombing", "Explosion") and has("ied"):
            draft.type = "IEDAttack"
        elif draft.type in ("Attack", "Killing") and has("suicide-bomber"):
            draft.type = "SuicideBombing"
        if draft.type == "Bombing" and any(_by_air(p.surface) for p in draft.agents):
            draft.type = "Airstrike"
        elif draft.type in ("MilitaryOperation", "SecurityOperation") and any(
            self.report.entities[p.entity].kind in _NON_STATE for p in draft.agents
        ):
            draft.type = "Attack"
        elif (
            draft.type == "Abduction"
            and trigger.token.lemma_ == "seize"
            and any(
                self.report.entities[p.entity].kind in ("StateForces", "Police", "Government") for p in draft.agents
            )
        ):
            draft.type, trigger.outcome = "Detention", "detained"
        elif draft.type == "Detention" and any(p.entity and self._armed(p.entity) for p in draft.agents):
            draft.type = "Abduction"
            trigger.outcome = "abducted"

    def _armed(self, key: str) -> bool:
        return self.report.entities[key].kind in ("UnidentifiedArmedGroup",)

    def _count(self, parsed: ParsedBlock, draft: Draft, trigger: Trigger) -> None:
        token = trigger.counted if trigger.counted is not None else trigger.top
        if trigger.noun or trigger.counted is not None:
            inner = figure_of(parsed, trigger.token) if token is not trigger.token else (None, 0)
            figure, start = inner if inner[0] is not None else figure_of(parsed, token)
            if lemma(trigger.token) in ("casualty", "victim"):
                return
            if figure is not None:
                draft.count = figure
                draft.count_span = self.report.token_span(parsed, min(start, token.i), token.i + 1)
            elif trigger.token.tag_ not in ("NNS", "NNPS") or trigger.counted is not None:
                draft.count = ONE if trigger.counted is None else None
            return
        draft.count = ONE if not _habitual(trigger.token) else None

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
                found = self._targets(parsed, trigger)
                draft.add_targets(found)
                end = max([t.i for t in trigger.targets] + [token.i]) + 1
                draft.cover(self.report.token_span(parsed, token.i, end), parsed.index)

    # ------------------------------------------------------------ when and where
    def _times_and_places(self, parsed: ParsedBlock, drafts: list[Draft], tokens: list[Token]) -> None:
        if not tokens:
            return
        scopes = {id(d): self._scope(d) for d in drafts}
        for draft in drafts:
            others: set[int] = set()
            for other in drafts:
                if other is not draft:
                    others |= scopes[id(other)] - (scopes[id(draft)] - _aside(draft.trigger))
            draft.time = self._time(parsed, draft, scopes[id(draft)] - _aside(draft.trigger), others, tokens)
            draft.place = self._place(parsed, draft, scopes[id(draft)], others, tokens)
            if draft.time is not None:
                self.last_time = draft.time.edtf
                published = self.report.document.published
                if (
                    published
                    and draft.attribution.modality == "asserted"
                    and (draft.time.earliest or draft.time.latest or "") > published
                    and (draft.time.earliest is None or draft.time.earliest > published)
                ):
                    draft.attribution = replace(draft.attribution, modality="planned")

        for draft in drafts:
            if draft.trigger.noun or draft.type in STATEMENTS:
                continue
            for other in drafts:
                if (
                    other is draft
                    or other.trigger.noun
                    or other.type in STATEMENTS
                    or other.trigger.token not in conjuncts(draft.trigger.token)
                ):
                    continue
                draft.time = draft.time or other.time
                draft.place = draft.place or other.place

    @staticmethod
    def _scope(draft: Draft) -> set[int]:
        trigger = draft.trigger
        scope = clause(trigger.token)
        if trigger.top is not trigger.token:
            scope |= clause(trigger.top)
        if trigger.carrier is not None and trigger.carried_as != "documented":
            scope |= clause(trigger.carrier)
        for token in (*trigger.targets, *trigger.places):
            if token.sent.start == trigger.token.sent.start:
                scope |= clause(token)
        if trigger.noun and trigger.carrier is None:
            head = trigger.token.head
            if head.dep_ in ("prep", "agent") and head.head.pos_ == "VERB":
                scope |= set(clause(head.head))
        return scope

    def _time(
        self, parsed: ParsedBlock, draft: Draft, scope: set[int], others: set[int], tokens: list[Token]
    ) -> TimeRef | None:
        best: tuple[int, int] | None = None
        found: TimeExpression | None = None
        at = draft.trigger.token
        aside = _aside(draft.trigger)
        first, last = tokens[0].i, tokens[-1].i
        for expression in times_between(parsed, tokens[0].idx, tokens[-1].idx + len(tokens[-1])):
            covered = token_range(parsed, expression.span)
            if not len(covered) or covered[0] < first or covered[-1] > last:
                continue
            if _COMPARED.search(parsed.text[max(0, expression.span.start - 40) : expression.span.start]):
                continue
            expression = self._by_context(parsed, expression)
            if _CLOCK.match(expression.text) and expression.core_edtf:
                earliest, latest = edtf_bounds(expression.core_edtf)
                expression = replace(
                    expression, edtf=expression.core_edtf, earliest=earliest, latest=latest, kind="date"
                )
            if expression.kind in ("duration", "set") or (
                expression.edtf is None and not expression.relative_to_previous
            ):
                continue
            inside = any(i in scope for i in covered)
            if expression.attributive and not (inside and draft.trigger.noun and abs(covered[0] - at.i) < 5):
                continue
            if not inside and any(i in others for i in covered):
                continue
            rank = (0 if inside else 2 if any(i in aside for i in covered) else 1, abs(covered[0] - at.i))
            if rank[0] and draft.type in STATEMENTS:
                continue
            if best is None or rank < best:
                best, found = rank, expression
        if found is None:
            return self._meant(parsed, tokens)
        if found.relative_to_previous:
            told = self._dated_before(parsed, found.span.start)
            near = found.delta is not None and found.delta.unit in ("day", "hour", "minute")
            anchor = (self.last_time if near else None) or (told or self.last_time)
            if anchor is None:
                return None
            found = resolve_relative(found, anchor)
        reference = found.as_ref()
        if reference is None:
            return None
        span = self.report.span(parsed, found.span.start, found.span.end)
        return TimeRef(reference.edtf, reference.earliest, reference.latest, span, reference.cumulative)

    @staticmethod
    def _dated_before(parsed: ParsedBlock, start: int) -> str | None:
        """The last date that the block names before a character of it."""
        for i in range(bisect_right(parsed.times, start, key=lambda t: t.span.end) - 1, -1, -1):
            expression = parsed.times[i]
            if expression.edtf is not None and not expression.relative_to_previous:
                return expression.edtf
        return None

    def _meant(self, parsed: ParsedBlock, tokens: list[Token]) -> TimeRef | None:
        """ "in the month", "on the 17th": the month is the one that the report is on, or that it named last."""
        last = self.last_time or ""
        month = last[:7] if len(last) >= 7 and last[4] == "-" and "/" not in last[:8] else self.report.period
        if month is None:
            return None
        first, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        text = parsed.text[first:end]
        if m := _DAY_MEANT.search(text):
            edtf = f"{month}-{int(m[1]):02d}"
        elif m := _MONTH_MEANT.search(text):
            edtf = self.report.period or month
        else:
            return None
        try:
            earliest, latest = edtf_bounds(edtf)
        except InputError:
            return None
        return TimeRef(edtf, earliest, latest, self.report.span(parsed, first + m.start(), first + m.end()))

    def _by_context(self, parsed: ParsedBlock, expression: TimeExpression) -> TimeExpression:
        """ "in that month", "on the 17th": what a period that the report named before makes of it."""
        if expression.edtf is not None or self.report.period is None:
            return expression
        if _MONTH_MEANT.search(expression.text):
            earliest, latest = edtf_bounds(self.report.period)
            return replace(expression, edtf=self.report.period, earliest=earliest, latest=latest, kind="date")
        return expression

    def _place(
        self, parsed: ParsedBlock, draft: Draft, scope: set[int], others: set[int], tokens: list[Token]
    ) -> PlaceRef | None:
        trigger = draft.trigger
        direct = [loc for t in trigger.places if (loc := self.locator.locate(parsed, t, expected=True)) is not None]
        if named := [loc for loc in direct if loc.named]:
            return named[0].ref
        candidates: list[tuple[tuple[int, int, int, int], PlaceRef]] = []
        heads = {t.i for t in (trigger.token, trigger.top, trigger.carrier) if t is not None}
        doc = parsed.doc
        for i, location in self.locator.places_in(parsed, scope - _aside(trigger)):
            preposition = doc[i]
            if draft.type in STATEMENTS and draft.type != "Announcement" and preposition.head.i not in heads:
                continue
            strong = (
                preposition.lower_ in STRONG
                or (preposition.lower_ == "over" and draft.type in _BY_AIR)
                or (preposition.lower_ == "of" and preposition.head.lower_ in DIRECTIONS)
            )
            if (
                not strong
                and preposition.head.i not in heads
                and draft.type not in ("Deployment", "Withdrawal", "Incursion")
            ):
                continue
            if (
                not strong
                and preposition.lower_ in ("of", "from", "to", "into", "on")
                and draft.type
                not in (
                    "Deployment",
                    "Withdrawal",
                    "Retreat",
                    "Incursion",
                    "TerritorialCapture",
                    "Siege",
                    "Infiltration",
                )
                and not (preposition.lower_ in ("on",) and location.named)
            ):
                continue
            rank = 0 if preposition.head.i in heads else 1
            kind = self.report.entities[location.ref.entity].kind
            candidates.append(
                (
                    (
                        0 if location.named else 1,
                        FINENESS.get(kind, 2),
                        rank,
                        abs(i - trigger.token.i) + (0 if i > trigger.token.i else 20),
                    ),
                    location.ref,
                )
            )
        if candidates:
            return min(candidates, key=lambda c: c[0])[1]
        for token in trigger.targets:
            location = self.locator.locate(parsed, token)
            if location is not None and location.named:
                return location.ref
        for child in trigger.token.children:
            if child.dep_ == "compound":
                location = self.locator.locate(parsed, child)
                if location is not None and location.named and child.i not in {t.i for t in trigger.agents}:
                    return location.ref
        for token in tokens:
            if (
                token.dep_ == "dobj"
                and token.head.lemma_.lower() in ("enter", "reach", "storm", "attack", "raid", "visit")
                and token.i not in others
            ):
                location = self.locator.locate(parsed, token)
                if location is not None and location.named:
                    return location.ref
        if draft.type in STATEMENTS:
            return None
        rest = {t.i for t in tokens} - others
        outer = [
            (i, loc)
            for i, loc in self.locator.places_in(parsed, rest)
            if loc.named and doc[i].lower_ in STRONG and not _names_speaker(doc[i])
        ]
        return outer[0][1].ref if outer else direct[0].ref if direct else None

    # ------------------------------------------------------------ tolls
    def _assign(
        self, parsed: ParsedBlock, drafts: list[Draft], statements: list[TollStatement], anaphors: list[Trigger]
    ) -> list[TollStatement]:
        loose: list[TollStatement] = []
        triggers = [d.trigger for d in drafts]
        by_trigger = {id(d.trigger): d for d in drafts}
        for draft in drafts:
            trigger = draft.trigger
            if (
                trigger.outcome is None
                or trigger.noun
                or any(s.toll.outcome == trigger.outcome and s.anchor.i == trigger.token.i for s in statements)
            ):
                continue
            made = [
                self.tolls.statement(parsed, t, trigger.outcome, trigger.token)
                for t in (trigger.taken or trigger.targets)
            ]
            statements = [*statements, *(m for m in made if m is not None)]
        for statement in statements:
            draft = next((d for d in drafts if d.trigger.token.i == statement.anchor.i), None)
            if draft is None:
                owner = self._owner(statement.anchor, [*triggers, *anaphors])
                if owner is not None and owner.anaphoric:
                    loose.append(statement)
                    continue
                draft = by_trigger.get(id(owner)) if owner is not None else None
            if draft is None and not anaphors:
                draft = self._nearest(drafts, statement)
            if draft is None or draft.type in STATEMENTS:
                loose.append(statement)
                continue
            self.give(parsed, draft, statement)
            if statement.toll.figure.max == 0:
                shared = conjuncts(draft.trigger.top) if draft.trigger.noun else []
                for other in drafts:
                    if other is not draft and other.trigger.token in shared:
                        self.give(parsed, other, statement)
        return loose

    @staticmethod
    def _nearest(drafts: list[Draft], statement: TollStatement) -> Draft | None:
        violent = [d for d in drafts if d.violent or d.type in ("Displacement", "Release", "PrisonerExchange")]
        if not violent:
            return None
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


_NON_STATE = frozenset(["NonStateArmedGroup", "JihadistGroup", "RebelGroup", "UnidentifiedArmedGroup"])


def _by_air(words: str) -> bool:
    return any(
        w in words.lower() for w in ("air force", "warplane", "jet", "aircraft", "aviation", "helicopter", "plane")
    )


def _content_of(verb: Token, token: Token) -> bool:
    """Whether a token stands in what a verb of speech says, not in a circumstance of the saying."""
    current = token
    while current.head.i != current.i:
        if current.head.i == verb.i:
            return current.dep_ in ("ccomp", "xcomp", "dobj", "prep", "dative")
        current = current.head
    return False


def _aside(trigger: Trigger) -> set[int]:
    """Tokens of relative clauses that only say more about those who take part."""
    parts = (*trigger.targets, *trigger.agents, *trigger.places, *direct_subjects(trigger.verb))
    return {
        t.i
        for part in parts
        for c in part.children
        if c.dep_ == "relcl" and c.i != trigger.token.i and not c.is_ancestor(trigger.token)
        for t in c.subtree
    }


def direct_subjects(verb: Token) -> list[Token]:
    """Subjects and objects that hang on a verb itself."""
    return [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "dobj")]


def _habitual(token: Token) -> bool:
    """Whether a verb tells of something done again and again ("continued to kill")."""
    return token.dep_ == "xcomp" and token.head.lemma_.lower() in ("continue", "keep", "use", "begin", "start", "tend")


def _names_speaker(preposition: Token) -> bool:
    """Whether a place belongs to whoever speaks ("the ministry in Moscow said"), not to what happened."""
    head = preposition.head
    if head.pos_ not in ("NOUN", "PROPN"):
        return False
    while head.dep_ in ("compound", "conj", "pobj", "prep"):
        head = head.head
    return head.dep_ in ("nsubj", "nsubjpass") and head.head.lemma_.lower() in (
        "say",
        "tell",
        "announce",
        "report",
        "state",
        "add",
    )
