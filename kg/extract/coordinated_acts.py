"""Verbs in a row that tell of one act: "shelled, bombed or attacked 34 settlements", "took the post and its arms"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.drafts import VIOLENT
from kg.extract.event_lexicon import load_events
from kg.extract.families import load_families
from kg.extract.nouns import load_nouns
from kg.extract.phrases import is_passive
from kg.extract.triggers import Trigger


def coordinated(triggers: list[Trigger]) -> list[Trigger]:
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
        if (
            first is not None
            and first.type in VIOLENT
            and trigger.type == "PropertyDestruction"
            and not any(c.dep_ in ("nsubj", "nsubjpass", "npadvmod") for c in trigger.token.children)
        ):
            continue
        if first is not None and first.type == trigger.type and _of_the_same(first.token, trigger.token):
            kept = [*(t for t in kept if t is not first), trigger]
            continue
        if first is not None and _also_damages(first, trigger):
            first.targets = [*first.targets, *(t for t in trigger.targets if t not in first.targets)]
            continue
        if first is not None and (_burns_vehicles(first, trigger) or _takes_spoils(first, trigger)):
            continue
        if first is not None and _goes_on(first, trigger):
            first.targets = [*first.targets, *(t for t in trigger.targets if t.pos_ != "PRON")]
            first.weapons = [*first.weapons, *trigger.weapons]
            continue
        if trigger.token.dep_ == "acl" and any(trigger.token.head in t.weapons for t in triggers if t is not trigger):
            continue
        above = trigger.token.head
        if trigger.token.dep_ == "xcomp" and any(t.type == trigger.type and t.token.i == above.i for t in kept):
            continue
        kept.append(trigger)
    return kept


def _of_the_same(first: Token, verb: Token) -> bool:
    """Whether two coordinated passives say one thing of one subject ("11 drones were intercepted and destroyed")."""
    own = any(c.dep_ in ("nsubj", "nsubjpass", "agent") for c in verb.children)
    return is_passive(first) and verb.tag_ == "VBN" and not own


def _burns_vehicles(first: Trigger, trigger: Trigger) -> bool:
    """Whether the vehicles of those who were attacked were burned ("killed six soldiers and burned two trucks")."""
    if trigger.type not in ("Arson", "PropertyDestruction") or first.type not in VIOLENT or not trigger.targets:
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass", "npadvmod") for c in trigger.token.children):
        return False
    return all(load_nouns().is_thing(t, "vehicle") for t in trigger.targets)


def _also_damages(first: Trigger, trigger: Trigger) -> bool:
    """Whether one strike is told to have hit two things ("drones set a depot on fire and damaged two houses")."""
    if first.type not in (trigger.type, "Arson") or trigger.type not in load_families().events.explosive:
        return False
    if first.type == "Arson":
        first.type = trigger.type
    if trigger.token.lemma_.lower() not in load_events().result["other"]:
        return False
    return not any(c.dep_ in ("nsubj", "nsubjpass", "npadvmod") for c in trigger.token.children)


def _takes_spoils(first: Trigger, trigger: Trigger) -> bool:
    """Whether weapons or vehicles were taken from those attacked ("overran the post and made off with two trucks")."""
    overrunning = load_families().events.overrunning
    if trigger.type not in ("Looting", "WeaponsSeizure") or first.type not in overrunning or not trigger.targets:
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in trigger.token.children):
        return False
    nouns = load_nouns()
    return all(nouns.is_thing(t, "vehicle") or nouns.is_thing(t, "weapon") for t in trigger.targets)


def _goes_on(first: Trigger, trigger: Trigger) -> bool:
    """Whether a verb tells how the act of the verb before it went on ("burst into the clinic and sprayed its patients
    with bullets", "took 40 pupils and drove them into the forest"): the same subject, and no place or time of its own.
    """
    if any(c.dep_ in ("nsubj", "nsubjpass", "npadvmod") for c in trigger.token.children) or trigger.outcome == "killed":
        return False
    if first.type == trigger.type:
        return all(t.pos_ == "PRON" for t in trigger.targets)
    events = load_families().events
    return first.type in events.begun and trigger.type in events.gone_on and not first.outcome
