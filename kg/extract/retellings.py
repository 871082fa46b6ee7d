"""Sentences that tell an act again, or what came of it, and state no event of their own.

"A warehouse was set ablaze and a woman was cut by flying glass" behind an air raid; "the assailants overran the
position" behind an attack on it; "They were killed as follows".
"""

from __future__ import annotations

from itertools import takewhile

from kg.extract.drafts import OUTCOME_TYPES, Draft
from kg.extract.event_lexicon import EventLexicon
from kg.extract.families import load_families
from kg.extract.nouns import lemma, load_nouns
from kg.extract.phrases import is_definite, is_passive, objects_of, patients
from kg.extract.result_drafts import foremost

# So many blocks below an act, what came of it may still be told.
_REACH = 2
_DAMAGE = ("Arson", "PropertyDestruction")


class Retellings:
    """Sorts out what only goes on with an act told before."""

    def __init__(self, lexicon: EventLexicon) -> None:
        self.lexicon = lexicon
        self.types = load_families().events
        self.nouns = load_nouns()

    def without(self, drafts: list[Draft], told: list[Draft]) -> list[Draft]:
        """The drafts of a sentence that are events of their own; the tolls of the others are put to the act that they
        go on with, one of `told` or one before them in their sentence.
        """
        kept: list[Draft] = []
        for draft in drafts:
            act = self._hit_there(draft, drafts) or self._act(draft, [*told, *kept])
            if act is None:
                kept.append(draft)
                continue
            for toll in draft.tolls:
                if all(t.span != toll.span for t in act.tolls):
                    act.tolls.append(toll)
                    act.cover(toll.span, draft.block)
        return kept

    def _hit_there(self, draft: Draft, drafts: list[Draft]) -> Draft | None:
        """The act of which a sentence tells behind the bodies that are got out ("pulled the bodies of two women from a
        house that a rocket had hit").
        """
        if not self._of_bodies(draft):
            return None
        below = {i.i for t in draft.trigger.token.subtree if t.dep_ == "relcl" for i in t.subtree}
        acts = (d for d in drafts if d is not draft and d.type in self.types.attacks)
        return next((d for d in acts if d.trigger.token.i in below and not self._of_bodies(d)), None)

    def _of_bodies(self, draft: Draft) -> bool:
        """Whether a verb tells that bodies are found or got out."""
        trigger = draft.trigger
        found = (lemma(t) in self.lexicon.pointing["remains"] for t in (*trigger.taken, *patients(trigger.token)))
        return draft.type == "Death" and not trigger.noun and any(found)

    def _act(self, draft: Draft, told: list[Draft]) -> Draft | None:
        """The act that a draft goes on with; None where it is one of its own."""
        if draft.trigger.noun or draft.attribution.modality != "asserted":
            return None
        near = [d for d in takewhile(lambda d: draft.block - d.block <= _REACH, reversed(told)) if d.violent]
        act = foremost([d for d in near if d.type in self.types.attacks])
        if self._only_points(draft) or self._hits_its_target(draft):
            return near[0] if near else None
        if act is None:
            return None
        if self._came_of(draft, act):
            return act
        if self._finds_bodies(draft, act):
            if any(t.outcome == "killed" for t in act.tolls):
                draft.tolls = [t for t in draft.tolls if t.outcome != "killed"]
            return act
        if self._goes_on(draft, act):
            return act
        return None

    @staticmethod
    def _only_points(draft: Draft) -> bool:
        """Whether deaths are told of "them" alone: no number, doer, time or place ("They were killed as follows")."""
        targets = draft.trigger.targets
        bare = draft.type in OUTCOME_TYPES and is_passive(draft.trigger.token) and not draft.agents and not draft.tolls
        return bare and draft.time is None and draft.place is None and all(t.lower_ in ("they", "who") for t in targets)

    @staticmethod
    def _hits_its_target(draft: Draft) -> bool:
        """Whether weapons told of before are only told to have reached what they were aimed at ("five drones hit their
        targets").
        """
        return bool(draft.trigger.targets) and all(
            lemma(t) == "target" and any(c.tag_ == "PRP$" for c in t.children) for t in draft.trigger.targets
        )

    def _finds_bodies(self, draft: Draft, act: Draft) -> bool:
        """Whether bodies are got out where an act has been told ("pulled the body of a girl from the rubble")."""
        trigger = draft.trigger
        if not self._of_bodies(draft) or draft.place is not None:
            return False
        if self.lexicon.word(trigger.token) in self.lexicon.pointing["getting_out"]:
            return draft.block == act.block
        return draft.time is None and not trigger.targets

    def _came_of(self, draft: Draft, act: Draft) -> bool:
        """Whether things were damaged or people hurt by what a blast throws about, and no doer is told."""
        trigger = draft.trigger
        if draft.agents or act.type not in self.types.explosive or not is_passive(trigger.token):
            return False
        elsewhere = draft.place is not None and act.place is not None and draft.place.entity != act.place.entity
        if self._by_debris(draft):
            first = trigger.token.sent.start
            beside = draft.block == act.block and trigger.token.doc[max(0, first - 1)].sent.start == act.sentence
            return beside or not elsewhere
        if draft.block != act.block or (draft.type not in _DAMAGE and trigger.outcome != "injured"):
            return False
        elsewhere = draft.place is not None and (act.place is None or draft.place.entity != act.place.entity)
        later = draft.time is not None and act.time is not None and draft.time.edtf != act.time.edtf
        return not (elsewhere or later)

    def _by_debris(self, draft: Draft) -> bool:
        by = objects_of(draft.trigger.token, "by", "from", "with")
        return any(self.nouns.is_thing(t, "debris") for t in (*by, *draft.trigger.weapons))

    def _goes_on(self, draft: Draft, act: Draft) -> bool:
        """Whether the attackers are told to have got into what they attacked ("the men overran the position")."""
        trigger = draft.trigger
        if draft.block - act.block > 1 or not trigger.agents or not trigger.targets or draft.tolls:
            return False
        if self.lexicon.word(trigger.token) not in self.lexicon.pointing["going_on"]:
            return False
        here = draft.time is None and (
            draft.place is None or act.place is None or draft.place.entity == act.place.entity
        )
        same = {a.entity for a in draft.agents} <= act.entities() or all(
            t.lower_ in self.lexicon.attackers["same"] and is_definite(t) for t in trigger.agents
        )
        generic = all(
            is_definite(t) and not t.text[:1].isupper() and not any(c.pos_ == "PROPN" for c in t.subtree)
            for t in trigger.targets
        )
        known = {lemma(t) for t in act.trigger.targets} & {lemma(t) for t in trigger.targets}
        return here and same and generic and (bool(known) or self._of_a_place(draft))

    def _of_a_place(self, draft: Draft) -> bool:
        return all(
            not self.nouns.sorts(t).isdisjoint(("base", "facility", "home")) or lemma(t) in self.nouns.places
            for t in draft.trigger.targets
        )
