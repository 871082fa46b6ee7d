"""Clauses that only tell when an act happened, what somebody was about to do, or how a state goes on.

"… as his hideout was being stormed", "… as they withdrew", "after a stand-off, troops shot dead …", "rebels who were
preparing an attack were killed", "was arrested and is still being held".
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.drafts import VIOLENT
from kg.extract.event_lexicon import load_events
from kg.extract.families import load_families
from kg.extract.parse_words import verbs
from kg.extract.phrases import governors
from kg.extract.triggers import Trigger

_DURING = frozenset(["as", "while"])
_AFTER = _DURING | {"after", "before", "once"}


def without_circumstances(triggers: list[Trigger]) -> list[Trigger]:
    """The triggers of a sentence without those that only tell of a circumstance of another, or of a mere intention."""
    by_token = {t.token.i: t for t in triggers}
    return [t for t in triggers if not _is_circumstance(t, by_token)]


def _is_circumstance(trigger: Trigger, by_token: dict[int, Trigger]) -> bool:
    if _intended(trigger):
        return True
    if trigger.noun:
        return trigger.type == "ArmedClash" and _without_parties(trigger, by_token)
    verb = trigger.token
    behind_noun = verb.i > 0 and verb.nbor(-1).pos_ in ("NOUN", "PROPN")
    if trigger.type == "ArmedClash" and verb.tag_ == "VBG" and verb.dep_ in ("acl", "advcl") and behind_noun:
        return True  # "thanked the soldiers fighting the gangs"
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.i < verb.i}
    if verb.dep_ == "relcl" and trigger.type in load_events().beside["movements"]:
        told = verb.head
        if told.dep_ == "nsubj" and told.head.lemma_ in verbs("saying") and verb.head.head.dep_ != "relcl":
            return True  # "a driver who escaped told reporters"
    if verb.dep_ == "advcl" and not marks.isdisjoint(_AFTER):
        own = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        moved = trigger.type in load_events().beside["movements"]
        if moved and own is not None and own.pos_ == "PRON":
            return True
        going_on = any(c.dep_ in ("aux", "auxpass") and c.lower_ == "being" for c in verb.children)
        return going_on and not marks.isdisjoint(_DURING) and verb.head.i in by_token
    first = by_token.get(verb.head.i) if verb.dep_ == "conj" else None
    held = load_families().events.held
    if first is not None and first.type in held and trigger.type in held:
        return not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children) and any(
            c.lower_ in ("still", "being", "remain", "remains") for c in verb.children
        )
    return False


def _intended(trigger: Trigger) -> bool:
    """Whether those of whom the sentence tells something else only meant to do it ("rebels preparing an attack")."""
    if trigger.type not in VIOLENT:
        return False
    intending = load_events().beside["intending"]
    for above in governors(trigger.token):
        if above.dep_ in ("ROOT", "ccomp", "conj"):
            return False
        if above.pos_ == "VERB" and above.dep_ in ("relcl", "acl"):
            return above.lemma_ in intending and above.tag_ in ("VBG", "VBD", "VBN") and not _foiled(above.head)
        if above.pos_ == "ADJ" and above.lower_ == "about" and above.head.dep_ == "relcl":
            return True
    return False


def _foiled(noun: Token) -> bool:
    """Whether a noun is no man who intends something but what is intended ("a plot prepared by …")."""
    return load_events().noun_sense(noun) is not None


def _without_parties(trigger: Trigger, by_token: dict[int, Trigger]) -> bool:
    """Whether a clash is told of only for when one side did something ("after a stand-off, troops shot dead a man")."""
    token = trigger.top
    if trigger.agents or trigger.targets or token.dep_ != "pobj" or token.head.lower_ not in ("after", "following"):
        return False
    if any(c.dep_ in ("relcl", "acl") for c in (*token.children, *trigger.token.children)):
        return False
    act = by_token.get(token.head.head.i)
    return act is not None and not act.noun and bool(act.agents)
