"""Deaths and injuries that look like events of their own and are what an act of force came to: "Ten people died"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from spacy.tokens import Token

from kg.extract.drafts import Draft
from kg.extract.families import load_families
from kg.extract.phrases import governors, is_passive, objects_of
from kg.extract.places import STRONG
from kg.extract.recounts import Standing, of_deliberate_killing, of_wounds, standing
from kg.extract.report import ParsedBlock, Report
from kg.extract.results import befalls_attackers, dies
from kg.extract.sentences import SentenceReader
from kg.model import Toll

# So many blocks below an act deaths may be told that are its result.
_BLOCKS = 2
# How many tokens of a sentence may tell that another story begins ("Elsewhere in the region, …").
_OPENING = 4
_TIMES = frozenset(["day", "night", "week", "month", "year", "time"])
_THEM = frozenset(["them", "whom", "these", "those"])


class ResultDrafts:
    """Gives the events of one report that only count victims to the acts of which they are the result."""

    def __init__(self, report: Report, sentences: SentenceReader) -> None:
        self.report = report
        self.sentences = sentences
        families = load_families()
        self.types = families.events
        self.bystanders = families.actors.bystanders
        self.devices = families.things.munitions | families.things.devices
        self.apart = sentences.triggers.lexicon.pointing["apart"]

    def without_results(self, parsed: ParsedBlock, drafts: list[Draft], told: list[Draft]) -> list[Draft]:
        """Deaths and injuries that a sentence only counts are those of the act of force told before.

        Gives the drafts that are events of their own, among them what another source counts of an act told before.
        """
        kept: list[Draft] = []
        for draft in drafts:
            beside = [d for d in kept if d.type not in self.types.against_things]
            act = self._act_of(parsed, draft, [*told, *beside]) if self._only_counts(draft) else None
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
        told_hurt = draft.type == "Attack" and _injured_alone(draft)
        hurt = (trigger.outcome in ("killed", "injured") or told_hurt) and not trigger.weapons and not by_weapon
        return hurt and draft.type in ("Attack", "Shooting")

    def _act_of(self, parsed: ParsedBlock, draft: Draft, told: Sequence[Draft]) -> Draft | None:
        """The act of force that deaths are the result of: the last one told, unless place or time tell otherwise."""
        near = takewhile(lambda d: parsed.index - d.block <= _BLOCKS, reversed(told))
        acts = [d for d in near if d.kind == draft.kind and self._costs_lives(d, parsed)]
        if draft.place is not None:
            there = [d for d in acts if d.place is not None and d.place.entity == draft.place.entity]
            acts = there or [d for d in acts[:1] if d.place is None and d.block == parsed.index]
        act = foremost(acts)
        if act is not None and act.type not in self.types.mutual and befalls_attackers(draft.trigger):
            return None
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
            dies(draft.trigger.token) and any(t.outcome == "injured" for t in (*act.tolls, *draft.tolls))
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
        return opening.isdisjoint(self.apart) and not act.counts_several and draft.time is None and act.part_of is None

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


def _injured_alone(draft: Draft) -> bool:
    """Whether a passive tells that somebody was hurt and nothing else ("A constable was hit in the thigh")."""
    return is_passive(draft.trigger.token) and all(t.outcome == "injured" for t in draft.tolls)


def _some_of_them(draft: Draft) -> bool:
    """Whether those whom an event befell are some of people told of before ("one of them", "nine of whom")."""
    return any(o.lower_ in _THEM for t in (draft.trigger.token, *draft.trigger.targets) for o in objects_of(t, "of"))


def foremost(acts: Sequence[Draft]) -> Draft | None:
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
    if any(t.dep_ == "relcl" and t.head.lemma_ in _TIMES for t in above):
        return True  # "the third day running that the city has come under attack"
    past = any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)
    return behind and (past or any(c.lower_ == "another" for c in draft.trigger.token.children))


def _after(token: Token) -> bool:
    marks = {c.lower_ for c in token.children if c.dep_ == "mark"}
    return not {"after", "before"}.isdisjoint({*marks, token.head.lower_})
