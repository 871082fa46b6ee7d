"""Which words tell of an event told before: "the attack", "those strikes", and a headline that the text tells again."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.drafts import STATEMENTS, Draft
from kg.extract.families import load_families
from kg.extract.noun_triggers import dated_by
from kg.extract.nouns import lemma
from kg.extract.phrases import is_definite, patients
from kg.extract.places import STRONG
from kg.extract.report import ParsedBlock, Report
from kg.extract.results import owner_of
from kg.extract.sentences import SentenceEvents, SentenceReader
from kg.extract.triggers import Trigger
from kg.names import slug

# Among how many events told last the one is that words point back to.
_REACH = 8
# A headline's statement is told again in so many blocks below it.
_OPENING_BLOCKS = 3


class EventCoreference:
    """Finds the events of one report that words point back to."""

    def __init__(self, report: Report, sentences: SentenceReader) -> None:
        self.report = report
        self.sentences = sentences
        self.lexicon = sentences.triggers.lexicon
        self.types = load_families().events
        self._places: dict[tuple[int, int], str] = {}

    def untold(self, drafts: list[Draft], told: list[Draft]) -> list[Draft]:
        """ "The Russian airstrikes": a definite noun with the agent of an event told before is that event.

        Gives the drafts that are events of their own; what the others say is put to the events `told` before.
        """
        kept: list[Draft] = []
        for draft in drafts:
            trigger = draft.trigger
            if self._in_general(draft, told):
                continue
            earlier = (
                self.meant(trigger, draft.block, kept, told)
                if trigger.noun and self._points_back(draft) and not draft.count_span
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
                and self.types.akin(earlier.type, draft.type)
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

    def _points_back(self, draft: Draft) -> bool:
        """Whether the words of an event can mean one told before: by an article, or by the day of that event."""
        token = draft.trigger.token
        if is_definite(token):
            return True
        dated = dated_by(self.report.blocks[draft.block], token) is not None
        return dated and not draft.targets and draft.place is None

    def _in_general(self, draft: Draft, told: list[Draft]) -> bool:
        """Whether what is condemned are acts told before, all together ("condemned the attacks on schools")."""
        token = draft.trigger.token
        if not draft.trigger.noun or token.tag_ != "NNS" or not is_definite(token) or token.dep_ != "dobj":
            return False
        if draft.agents or draft.tolls or draft.place is not None or draft.count is not None:
            return False
        senses = self.lexicon.verbs.get(token.head.lemma_, ())
        return any(s.type == "Condemnation" for s in senses) and any(d.violent for d in told)

    def first_told(self, parsed: ParsedBlock, tokens: list[Token], events: SentenceEvents, told: list[Draft]) -> None:
        """A definite noun that points back to nothing tells of an event ("The blast in Aden killed eight")."""
        for trigger in list(events.anaphors):
            self._note_place(parsed, trigger, tokens)
            if trigger.type in STATEMENTS or self.meant(trigger, parsed.index, events.drafts, told) is not None:
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
        other = self.lexicon.result["other"]
        return patients(verb) if verb.lemma_.lower() in other else []

    def add_parts(
        self, parsed: ParsedBlock, anaphors: list[Trigger], here: list[Draft], told: list[Draft]
    ) -> Draft | None:
        """ "the strike", "those attacks": what this sentence adds to an event told before; the last such event."""
        pointed: Draft | None = None
        for trigger in anaphors:
            if trigger.token.dep_ in ("appos", "npadvmod"):
                continue
            draft = self.meant(trigger, parsed.index, here, told)
            if draft is None:
                continue
            pointed = draft
            draft.add_agents(self.sentences.actors(parsed, trigger.agents))
            draft.add_targets(self.sentences.targets(parsed, trigger))
        return pointed

    def _note_place(self, parsed: ParsedBlock, trigger: Trigger, tokens: list[Token]) -> None:
        """Remember the named place that a sentence tells of the event that its word points back to."""
        span = self.report.token_span(parsed, trigger.token.i, trigger.token.i + 1)
        draft = Draft(trigger.type, trigger, parsed.index, trigger.token.sent.start, span, span)
        place = self.sentences.circumstances.where(parsed, draft, tokens)
        if place is not None and place.surface[:1].isupper():
            self._places[parsed.index, trigger.token.i] = place.entity

    def meant(self, trigger: Trigger, block: int, here: list[Draft], told: list[Draft]) -> Draft | None:
        """The event that a word of a sentence points back to, among those of its sentence that stand before it and
        those told before: the last one, or the one in the place that the sentence names ("In Tyre, the strike …").
        """
        before = [d for d in here if d.trigger.token.i < trigger.token.i]
        day = self._day(trigger, block)
        if day is not None:
            before, told = ([d for d in known if d.time is None or d.time.edtf == day] for known in (before, told))
        place = self._places.get((block, trigger.token.i))
        if place is None:
            return self._referent(trigger, [*told[-_REACH:], *before][-_REACH:])
        there = [d for d in (*told, *before) if d.place is not None and d.place.entity == place]
        anywhere = [d for d in [*told[-_REACH:], *before][-_REACH:] if d.place is None]
        return self._referent(trigger, there) or self._referent(trigger, anywhere)

    def _day(self, trigger: Trigger, block: int) -> str | None:
        """The day or period, in EDTF, that the words before a noun name ("Friday's bombing"); None where none does."""
        parsed = self.report.blocks[block]
        owner = dated_by(parsed, trigger.token)
        if owner is None:
            return None
        return next((t.edtf for t in parsed.times if t.span.start <= owner.idx < t.span.end), None)

    def _referent(self, trigger: Trigger, drafts: list[Draft]) -> Draft | None:
        """The last event that a definite noun can mean: one told by a noun that ends like it in the last paragraph that
        tells of any ("22 airstrikes … the strikes"), one of its class, one akin, any act of force.
        """
        noun = lemma(trigger.token)
        recent = [d for d in reversed(drafts) if d.type not in STATEMENTS]
        for draft in recent:
            if draft.block == recent[0].block and draft.trigger.noun and lemma(draft.trigger.token).endswith(noun):
                return draft
        for draft in recent:
            if draft.type == trigger.type:
                return draft
        for draft in recent:
            if self.types.akin(trigger.type, draft.type):
                return draft
        for draft in recent:
            if draft.violent and noun in self.lexicon.pointing["nouns"]:
                return draft
        return None

    def without_restatements(self, drafts: list[Draft]) -> list[Draft]:
        """A headline's event that the text tells again is told once; what only the headline says is kept with it."""
        told = [d for d in drafts if d.kind not in ("headline", "heading")]
        gone: set[int] = set()
        for draft in [d for d in drafts if d.kind in ("headline", "heading")]:
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
        return [d for d in drafts if id(d) not in gone]

    def _same(self, one: Draft, other: Draft) -> bool:
        if other.type != one.type and not self.types.akin(one.type, other.type):
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

    def _kin(self, draft: Draft) -> set[str]:
        """The agents of an event, and the states whose organs they are."""
        keys = {a.entity for a in draft.agents}
        for agent in draft.agents:
            country = self.report.entities[agent.entity].country
            state = self.report.countries.by_code(country) if country else None
            if state is not None:
                keys.add(f"actor:{slug(state.name)}")
        return keys
