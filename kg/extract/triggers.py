"""Words that state an event: verbs in their senses and nouns in their uses (`data/events.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import Any, Literal

from spacy.tokens import Token

from kg.errors import DataError
from kg.extract.amounts import frequency
from kg.extract.lexicon import DATA, read_toml
from kg.extract.nouns import lemma, phrases_at
from kg.extract.phrases import (
    agents,
    conjuncts,
    direct_objects,
    is_passive,
    objects_of,
    patients,
    preposition_objects,
    prepositions,
)
from kg.extract.places import Locator
from kg.extract.reference_values import Reference
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock
from kg.model import Outcome

Carrier = Literal["agent", "patient", "occurrence", "documented", "none"]


@dataclass(frozen=True, slots=True)
class VerbSense:
    """One sense of a verb; the fields are those described in `events.toml`."""

    type: str
    particle: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object_lemma: tuple[str, ...] = ()
    prep_object: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    outcome: Outcome | None = None
    agent: str = "subject"
    count: str | None = None
    unless: tuple[str, ...] = ()
    passive_only_for: tuple[str, ...] = ()
    sides: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class NounSense:
    """One sense of a noun; the fields are those described in `events.toml`."""

    type: str
    of: str = "none"
    target: tuple[str, ...] = ("on", "against", "at", "targeting")
    outcome: Outcome | None = None
    place_of: bool = False
    bare: bool = False
    documented_only: bool = False


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """Senses by lemma, and the verbs that carry event nouns or state results."""

    verbs: dict[str, tuple[VerbSense, ...]]
    nouns: dict[str, tuple[tuple[str, NounSense], ...]]
    light: dict[str, frozenset[str]]
    result: dict[str, frozenset[str]]
    forms: dict[str, str]
    invariant: frozenset[str]
    forces: frozenset[str]
    conflict: dict[str, frozenset[str]]
    figurative: frozenset[str]
    compounds: frozenset[str]


@dataclass(slots=True)
class Trigger:
    """A word that states an event, with the words for its parts. `top` is the token that the rest of
    the sentence treats as the event ("scores" in "scores of airstrikes"), `carrier` the verb with it.
    """

    token: Token
    type: str
    noun: bool
    top: Token
    carrier: Token | None = None
    carried_as: Carrier = "none"
    agents: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    places: list[Token] = field(default_factory=list)
    outcome: Outcome | None = None
    counted: Token | None = None
    numbered: list[Token] = field(default_factory=list)
    anaphoric: bool = False
    weapons: list[Token] = field(default_factory=list)
    taken: list[Token] = field(default_factory=list)

    @property
    def verb(self) -> Token:
        """The verb of the clause that states the event, or the noun itself."""
        return self.carrier if self.carrier is not None else self.token


@lru_cache(maxsize=1)
def load_events() -> EventLexicon:
    """The lexicon of events. Raises DataError where an entry has an unknown key."""
    data = read_toml("events.toml")
    verbs: dict[str, list[VerbSense]] = {}
    nouns: dict[str, list[tuple[str, NounSense]]] = {}
    try:
        for entry in data["verb"]:
            sense = VerbSense(**_frozen(entry))
            for word in entry["lemmas"]:
                verbs.setdefault(word, []).append(sense)
        for entry in data["noun"]:
            noun = NounSense(**_frozen(entry))
            for words in entry["lemmas"]:
                head = words.split(" of ", 1)[0].split()[-1]
                nouns.setdefault(head, []).append((words, noun))
        light = {k: frozenset(v) for k, v in data["light"].items()}
        result = {k: frozenset(v) for k, v in data["result"].items()}
    except (KeyError, TypeError) as e:
        raise DataError(
            f"an entry is not as its header says: {e}", where=str(DATA / "events.toml"), remedy="Mend it"
        ) from e
    for senses in nouns.values():
        senses.sort(key=lambda s: -len(s[0]))
    return EventLexicon(
        {k: tuple(v) for k, v in verbs.items()},
        {k: tuple(v) for k, v in nouns.items()},
        light,
        result,
        data["forms"],
        frozenset(data["invariant"]["verbs"]),
        frozenset(data["forces"]["nouns"]),
        {k: frozenset(v) for k, v in data["conflict"].items()},
        frozenset(data["figurative"]["of"]),
        frozenset(data["figurative"]["compounds"]),
    )


def _frozen(entry: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items() if k not in ("lemmas", "act")}


_WITH = ("ArmedClash", "Agreement", "Ceasefire", "Meeting", "PrisonerExchange")
_ARMED = frozenset(
    [
        "NonStateArmedGroup",
        "JihadistGroup",
        "RebelGroup",
        "ProxyMilitia",
        "UnidentifiedArmedGroup",
        "CombatantGroup",
    ]
)
# Kinds of places that are attacked on, not attacked.
_WHERE = frozenset(["Road", "Border", "River", "WaterBody", "Region"])
# What comes from those who do it ("under attack from rebels").
_COMES_FROM = frozenset(
    ["Attack", "ArmedAttack", "Shelling", "MortarAttack", "RocketAttack", "MissileAttack", "Shooting", "SniperAttack"]
)
_CAN_BE_MEANT = ("nsubj", "nsubjpass", "dobj", "pobj")
# "Five days of clashes".
_SPANS = ("day", "week", "month", "hour", "night")
_DEVICES = frozenset(["ied", "car-bomb", "explosive"])
# With these, a munition is what is hit or taken, not what is used.
_MUNITIONS_HIT = ("Interception", "WeaponsSeizure")
_MUNITIONS = ("missile", "rocket", "shell", "air-bomb", "weapon", "vest", "ied", "explosive")


class TriggerFinder:
    """Finds the triggers of a sentence."""

    def __init__(self, referrer: Referrer, locator: Locator) -> None:
        self.lexicon = load_events()
        self.referrer = referrer
        self.locator = locator

    def find(self, parsed: ParsedBlock, tokens: list[Token]) -> list[Trigger]:
        """Triggers among the tokens of a sentence, in its order; nouns before the verbs that carry them."""
        found: list[Trigger] = []
        carried: set[int] = set()
        for token in tokens:
            if (token.pos_ in ("NOUN", "PROPN") or _gerund_noun(token)) and token.dep_ != "compound":
                trigger = self._noun(parsed, token)
                if trigger is not None:
                    found.append(trigger)
                    if trigger.carrier is not None and trigger.carried_as in ("agent", "patient"):
                        carried.add(trigger.carrier.i)
        for token in tokens:
            if (
                token.pos_ in ("VERB",)
                or (token.pos_ == "AUX" and token.dep_ == "ROOT")
                or (token.tag_ in ("VBN", "VBD", "VBG") and token.pos_ != "NOUN")
            ):
                if token.i in carried or _gerund_noun(token):
                    continue
                trigger = self._verb(parsed, token)
                if trigger is not None:
                    found.append(trigger)
        return sorted(found, key=lambda t: t.token.i)

    # ------------------------------------------------------------ verbs
    def _verb(self, parsed: ParsedBlock, token: Token) -> Trigger | None:
        senses = self.lexicon.verbs.get(self.lexicon.forms.get(token.lower_, token.lemma_.lower()))
        if not senses or token.dep_ in ("amod", "aux", "auxpass", "compound"):
            return None
        if token.tag_ == "VBG" and f"{token.lower_} {_next_lemma(token)}" in self.lexicon.compounds:
            return None
        objects = [self._meant(parsed, o) for o in patients(token)]
        stated = objects
        if any(sense.type in _MUNITIONS_HIT for sense in senses):
            objects = [self._munitions_meant(parsed, o) for o in objects]
        subjects = agents(token)
        shared = [] if objects or not subjects else _shared_objects(token)
        for sense in senses:
            if shared and "object" in sense.target and self._fits(parsed, token, sense, shared, subjects):
                trigger = self._verb_trigger(parsed, token, sense, shared, subjects)
                trigger.outcome = None
                return trigger
            if self._fits(parsed, token, sense, objects, subjects):
                trigger = self._verb_trigger(parsed, token, sense, objects, subjects)
                trigger.numbered = stated if sense.count == "target" else []
                return trigger
        return None

    def _meant(self, parsed: ParsedBlock, token: Token) -> Token:
        """The thing or place of the same paragraph that "it" as an object means, else the word itself ("broke out of
        the prison after gang members attacked it").
        """
        if token.lower_ != "it" or token.dep_ not in ("dobj", "nsubjpass"):
            return token
        nouns = self.referrer.nouns
        before = [
            t
            for t in reversed(parsed.doc[max(0, token.i - 40) : token.i])
            if t.pos_ in ("NOUN", "PROPN") and t.dep_ in _CAN_BE_MEANT and t.tag_ not in ("NNS", "NNPS")
        ]
        thing = next((t for t in before if not nouns.sorts(t).isdisjoint(("facility", "base", "vehicle"))), None)
        if thing is None:
            named = (t for t in before if t.pos_ == "PROPN" and self.locator_name(parsed, t))
            thing = next((t for t in named if self.locator.is_place(parsed, t)), None)
        return thing if thing is not None else token

    def _munitions_meant(self, parsed: ParsedBlock, token: Token) -> Token:
        """What "them" or "73 of them" means as the object of a verb of interception, where munitions were told of."""
        inner = next(iter(objects_of(token, "of")), token)
        if inner.lower_ not in ("them", "these", "those", "which"):
            return token
        for i in range(token.i - 1, max(-1, token.i - 60), -1):
            other = parsed.doc[i]
            if other.tag_ == "NNS" and any(self.sort_fits(parsed, other, sort) for sort in ("munition", "aircraft")):
                return other
        return token

    def _fits(
        self, parsed: ParsedBlock, token: Token, sense: VerbSense, objects: list[Token], subjects: list[Token]
    ) -> bool:
        if sense.particle and not any(_follows(parsed, token, p) for p in sense.particle):
            return False
        if sense.unless and any(
            c.lower_ in sense.unless and c.dep_ in ("prt", "advmod", "prep") and c.i == token.i + 1
            for c in token.children
        ):
            return False
        if sense.object_lemma and not any(
            lemma(o) in sense.object_lemma or o.lower_ in sense.object_lemma for o in [*objects, *_near_objects(token)]
        ):
            return False
        if sense.prep_object and not any(
            self.sort_fits(parsed, o, s)
            for p in sense.particle
            for o in objects_of(token, p)
            for s in sense.prep_object
        ):
            return False
        if sense.sides and not self._sides(subjects):
            return False
        if sense.repeated and (objects or frequency(parsed, token) is None):
            return False
        if token.lemma_.lower() in sense.passive_only_for and not (is_passive(token) or _progressive(token)):
            return False
        if sense.subject and not any(self.sort_fits(parsed, o, s) for o in subjects for s in sense.subject):
            return False
        return not (sense.object and not any(self.sort_fits(parsed, o, s) for o in objects for s in sense.object))

    def _verb_trigger(
        self, parsed: ParsedBlock, token: Token, sense: VerbSense, objects: list[Token], subjects: list[Token]
    ) -> Trigger:
        if not objects and token.lemma_ == "let":
            objects = [s for c in token.children if c.dep_ == "ccomp" for s in agents(c)]
        if sense.object_lemma and "object" in sense.target and sense.outcome == "abducted":
            objects = [o for o in objects if lemma(o) not in sense.object_lemma] or (
                [token.head]
                if token.dep_ == "relcl"
                else [c for o in objects for c in o.children if c.dep_ == "compound" and c.tag_ == "NNS"]
            )
        if sense.outcome == "killed" and "body" in sense.object_lemma:
            bodies, objects = objects, [person for o in objects for person in objects_of(o, "of")]
        else:
            bodies = []
        trigger = Trigger(token, sense.type, False, token, outcome=sense.outcome)
        trigger.taken = bodies if not objects else []
        if sense.agent == "subject":
            trigger.agents = [*subjects, *_together(subjects)]
            if sense.type == "ArmedClash" and (sides := self._sides(subjects)):
                trigger.agents = sides
        elif sense.agent == "none":
            trigger.weapons = subjects
            trigger.agents = [a for s in subjects for a in _users(s)]
        else:
            trigger.agents = objects_of(token, sense.agent)
        for where in sense.target:
            if where == "object":
                for o in objects:
                    if sense.type not in _MUNITIONS_HIT and any(
                        self.referrer.nouns.is_thing(o, s) for s in _MUNITIONS
                    ):
                        trigger.weapons.append(o)
                    elif o not in trigger.targets:
                        trigger.targets.append(o)
            elif where == "subject":
                trigger.targets += subjects
            elif where != "object-none" and not (
                trigger.targets and "object" in sense.target and where in ("on", "in", "into")
            ):
                for o in objects_of(token, where):
                    if where == "with" and self.referrer.nouns.is_thing(o, "weapon"):
                        trigger.weapons.append(o)
                    elif o not in trigger.targets:
                        trigger.targets.append(o)
                for o in (c for near in _near_objects(token) for c in conjuncts(near)):
                    trigger.targets += [t for t in objects_of(o, where) if t not in trigger.targets]
        if not trigger.targets and is_passive(token) and _stranded(token, sense.target):
            trigger.targets = list(objects)
        if (
            parsed.block.kind in ("headline", "heading")
            and sense.outcome
            and not trigger.targets
            and token.tag_ in ("VBD", "VBN")
            and sense.agent == "subject"
        ):
            trigger.targets, trigger.agents = trigger.agents, []
        for where in sense.place:
            trigger.places += objects if where == "object" else objects_of(token, where)
        if sense.count == "object":
            trigger.counted = objects[0] if objects else None
            trigger.weapons += objects
        elif "object" not in sense.target and sense.object:
            trigger.weapons += objects
        return trigger

    def sort_fits(self, parsed: ParsedBlock, token: Token, sort: str) -> bool:
        """Whether a noun is of a sort that `events.toml` names."""
        if sort == "number":
            return token.pos_ == "NUM" or token.i in parsed.figure_at
        if sort == "reflexive":
            return token.lower_ in ("himself", "herself", "themselves", "itself")
        if sort == "place":
            return self.locator.is_place(parsed, token)
        if sort in ("person", "group") and token.lower_ == "it":
            return False
        nouns = self.referrer.nouns
        if sort in nouns.things:
            if nouns.is_thing(token, sort) or (sort == "laden-vehicle" and self._laden(token)):
                return True
            if sort == "force":
                reference = self.referrer.refer(parsed, token)
                return reference is not None and self.referrer.report.entities[reference.entity].kind in (
                    "StateForces",
                    "Peacekeepers",
                )
            amount = objects_of(token, "of")
            return (
                bool(amount)
                and (lemma(token) in nouns.of_amount or token.pos_ == "NUM")
                and nouns.is_thing(amount[0], sort)
            )
        if sort == "position":
            return nouns.is_thing(token, "base")
        if lemma(token) in nouns.of_owner and not nouns.longest(token, nouns.groups):
            return False
        reference = self.referrer.refer(parsed, token)
        if reference is None:
            return False
        if sort == "person":
            return reference.sort in ("person", "civilians")
        if sort == "human":
            return reference.sort in ("person", "civilians", "combatants")
        if sort == "group":
            return reference.sort in ("combatants", "actor") and not self.locator_name(parsed, token)
        if sort == "actor":
            return reference.sort == "actor"
        if sort == "armed":
            return reference.sort in ("actor", "combatants") and self._bears_arms(reference)
        return False

    def _bears_arms(self, reference: Reference) -> bool:
        """Whether an actor is one that fights against a state, or that nobody knows."""
        return self.referrer.report.entities[reference.entity].kind in _ARMED

    def _sides(self, subjects: list[Token]) -> list[Token]:
        """Two or more whose fighters one subject names ("fighters of the army and the rebels"), or who are coordinated
        in it ("the army and the rebels"); empty where it names one.
        """
        if len(subjects) == 1 and lemma(subjects[0]) in self.referrer.nouns.of_members:
            subjects = objects_of(subjects[0], "of", "from")
        return subjects if len(subjects) > 1 else []

    def _laden(self, token: Token) -> bool:
        """Whether a vehicle carries a bomb: "a truck packed with explosives"."""
        nouns = self.referrer.nouns
        return nouns.is_thing(token, "vehicle") and any(
            nouns.is_thing(load, "explosive")
            for child in token.children
            if child.dep_ in ("acl", "amod", "relcl")
            for load in objects_of(child, "with")
        )

    @staticmethod
    def locator_name(parsed: ParsedBlock, token: Token) -> bool:
        """Whether the noun is the name of a place."""
        name = parsed.name_at.get(token.i)
        return name is not None and name.sort in ("country", "capital", "place")

    # ------------------------------------------------------------ nouns
    def _noun_sense(self, token: Token) -> tuple[str, NounSense] | None:
        senses = self.lexicon.nouns.get(lemma(token))
        if not senses:
            return None
        phrase = phrases_at(token)[0]
        for words, sense in senses:
            if " of " in words:
                inner = words.split(" of ", 1)[1]
                if any(lemma(o) == inner for o in objects_of(token, "of")):
                    return words, sense
            elif phrase == words or phrase.endswith(" " + words):
                return words, sense
        return None

    def event_noun(self, token: Token) -> str | None:
        """The type of event that a noun names, whatever stands around it."""
        found = self._noun_sense(token)
        return found[1].type if found is not None else None

    def _noun(self, parsed: ParsedBlock, token: Token) -> Trigger | None:
        found = self._noun_sense(token)
        if found is None or token.i in parsed.time_tokens:
            return None
        name = parsed.name_at.get(token.i)
        if name is not None and name.sort in ("actor", "organisation", "person", "place"):
            return None
        words, sense = found
        if _in_title(token) or token.dep_ == "appos":
            return None
        if any(lemma(t) in self.lexicon.figurative for t in objects_of(token, "of")):
            return None
        trigger = Trigger(token, sense.type, True, self._top(token), outcome=sense.outcome)
        above = trigger.top.head
        if trigger.top.dep_ == "dobj" and above.lemma_ == "claim" and any(_nobody(t) for t in agents(above)):
            return None
        self._carry(parsed, trigger)
        if sense.documented_only and (
            trigger.carried_as != "documented" or not any(c.dep_ == "nummod" for c in token.children)
        ):
            return None
        self._noun_arguments(parsed, trigger, sense, words)
        if self._licensed(parsed, trigger):
            return trigger
        if is_definite(token) and not _premodified(token, words):
            trigger.anaphoric = True
            return trigger
        return None

    def _top(self, token: Token) -> Token:
        """The noun of amount that the event noun hangs on ("a series of attacks"), or itself."""
        if token.dep_ == "pobj" and token.head.lower_ == "of":
            head = token.head.head
            if (
                head.lemma_.lower() in self.referrer.nouns.of_amount
                or head.pos_ == "NUM"
                or head.lemma_ in _SPANS
            ):
                return head
        return token

    def _carry(self, parsed: ParsedBlock, trigger: Trigger) -> None:
        light = self.lexicon.light
        top = trigger.top
        while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
            top = top.head
        head = top.head
        word = head.lemma_.lower()
        if (
            top.dep_ == "pobj"
            and head.lower_ == "for"
            and (head.head.lemma_ == "claim" or head.head.lower_ == "responsibility")
        ):
            claim = head.head if head.head.lemma_ == "claim" else head.head.head
            if not any(c.dep_ == "neg" for c in claim.children) and not any(_nobody(s) for s in agents(claim)):
                trigger.carrier, trigger.carried_as, trigger.agents = claim, "agent", agents(claim)
        elif top.dep_ == "pobj" and head.lower_ == "in" and (part := _takes_part(head.head)) is not None:
            trigger.carrier, trigger.carried_as, trigger.agents = part, "agent", agents(part)
        elif top.dep_ == "pobj" and head.lower_ == "under" and head.head.lemma_ in ("come", "be", "remain"):
            trigger.carrier, trigger.carried_as = head.head, "patient"
            trigger.agents = objects_of(head.head, "from", "by")
            trigger.targets = agents(head.head)
            trigger.places = [t for t in trigger.targets if self.locator_name(parsed, t)]
        elif top.dep_ == "pobj" and head.lower_ == "behind" and head.head.lemma_ == "be":
            trigger.carrier, trigger.carried_as, trigger.agents = head.head, "agent", agents(head.head)
        elif (
            top.dep_ == "pobj"
            and head.lower_ == "with"
            and head.head.lemma_.lower() in ("respond", "retaliate", "answer", "reply")
        ):
            trigger.carrier, trigger.carried_as = head.head, "agent"
            trigger.agents = agents(head.head)
        elif top.dep_ in ("dobj", "nsubjpass") and head.pos_ in ("VERB", "AUX"):
            if (word in light["documenting"] and word not in ("report",)) or (word == "report" and top.dep_ == "dobj"):
                trigger.carrier, trigger.carried_as = head, "documented"
                if any(c.dep_ == "nummod" for c in trigger.token.children):
                    trigger.agents = objects_of(head, "by")
            elif word in light["agent"]:
                trigger.carrier, trigger.carried_as = head, "agent"
                trigger.agents = agents(head) if word not in ("broker", "mediate") else []
                for where in ("on", "against", "at"):
                    trigger.targets += objects_of(head, where)
            elif word in light["patient"]:
                trigger.carrier, trigger.carried_as = head, "patient"
                if not is_passive(head):
                    trigger.agents = objects_of(head, "by")
                if word not in ("thwart", "foil", "prevent", "witness", "see"):
                    trigger.targets = [t for t in agents(head) if not self.locator_name(parsed, t)]
            elif top.dep_ == "nsubjpass" and word in light["occurrence"] | light["targeting"]:
                trigger.carrier, trigger.carried_as = head, "occurrence"
        elif top.dep_ in ("nsubj",) and word in light["occurrence"] | light["targeting"]:
            trigger.carrier, trigger.carried_as = head, "occurrence"
            if word in light["targeting"]:
                trigger.targets += patients(head)
        elif top.dep_ == "attr" and head.lemma_ == "be":
            trigger.carrier, trigger.carried_as = head, "occurrence"
        for child in [*trigger.token.children, *(trigger.top.children if trigger.top is not trigger.token else ())]:
            if child.dep_ in ("acl", "relcl") and child.pos_ == "VERB":
                verb = child.lemma_.lower()
                if verb in light["agent"] and child.dep_ == "relcl" and _object_relative(child):
                    trigger.agents += [t for t in agents(child) if t not in trigger.agents and not _nobody(t)]
                    for where in ("on", "against", "at", "for"):
                        trigger.targets += objects_of(child, where)
                elif verb in light["agent"] and child.tag_ == "VBN":
                    trigger.agents += objects_of(child, "by")
                    for where in ("on", "against", "at"):
                        trigger.targets += objects_of(child, where)
                    if trigger.carrier is None:
                        trigger.carrier, trigger.carried_as = child, "agent"
                elif verb == "pit":
                    self._parties(parsed, trigger, child)
                elif verb in light["targeting"]:
                    trigger.targets += (
                        patients(child)
                        if child.tag_ == "VBG" or child.dep_ == "relcl"
                        else objects_of(child, "at", "on")
                    )

    def _agents_of_all(self, token: Token) -> list[Token]:
        """Who stands behind the last of several acts, and did them all ("46 airstrikes and 12 attacks by the army")."""
        for other in conjuncts(token):
            if other.i > token.i and lemma(other) in self.lexicon.nouns and (found := objects_of(other, "by")):
                return found
        return []

    def _noun_arguments(self, parsed: ParsedBlock, trigger: Trigger, sense: NounSense, words: str) -> None:
        token = trigger.token
        sources = [token] if trigger.top is token else [token, trigger.top]
        for source in sources:
            for preposition in prepositions(source):
                word = preposition.lower_
                inner = objects_of(source, word)
                if word == "by":
                    trigger.agents += [t for t in inner if t not in trigger.agents]
                    for agent in inner:
                        for where in ("on", "against"):
                            trigger.targets += [t for t in objects_of(agent, where) if not self._mount(t)]
                elif word in sense.target or word in ("targeting",):
                    trigger.targets += [t for t in inner if t not in trigger.targets and not self._only_where(t)]
                elif word == "with" and sense.type not in _WITH:
                    for weapon in inner:
                        trigger.weapons.append(weapon)
                        for where in ("on", "against", "at"):
                            trigger.targets += objects_of(weapon, where)
                elif word == "between" and inner:
                    trigger.agents += inner[:1]
                    trigger.targets += inner[1:]
                elif word == "with":
                    trigger.targets += inner
                elif word == "of" and source is token:
                    self._of(parsed, trigger, sense, inner)
                elif word == "from" and sense.type in ("Withdrawal", "Retreat", "Release", "Displacement"):
                    trigger.places += inner
                elif word == "from" and sense.type in _COMES_FROM and not trigger.agents:
                    trigger.agents += [t for t in inner if not self.locator_name(parsed, t) and self._acts(parsed, t)]
                elif word == "to" and sense.type == "Siege":
                    trigger.targets += inner
        if not trigger.agents:
            trigger.agents = self._agents_of_all(trigger.top)
        if sense.type in _WITH and trigger.carried_as == "occurrence" and trigger.carrier is not None:
            self._parties(parsed, trigger, trigger.carrier)
        if sense.type == "ArmedClash" and not trigger.agents and trigger.targets:
            trigger.agents = [t for t in _those_who(trigger.top) if self._acts(parsed, t)]
        for child in token.children:
            if child.dep_ == "poss" and sense.type == "Death" and child.pos_ == "PRON":
                continue
            if child.dep_ == "poss" and child.i not in parsed.time_tokens:
                if sense.of == "target" and sense.outcome and not self._acts(parsed, child):
                    trigger.targets.append(child)
                elif self._acts(parsed, child) or (
                    child not in trigger.agents and not self.locator_name(parsed, child)
                ):
                    trigger.agents.append(child)
            elif child.dep_ in ("compound", "amod", "nmod") and not trigger.agents:
                named = next((t for t in (child, *child.lefts) if self._names_agent(parsed, t)), None)
                if named is not None:
                    trigger.agents.append(named)
                elif (
                    child.dep_ in ("compound", "amod")
                    and lemma(child) in self.referrer.nouns.groups
                    and lemma(child) not in words.split()
                    and not sense.outcome
                ):
                    trigger.agents.append(child)

    def _parties(self, parsed: ParsedBlock, trigger: Trigger, verb: Token) -> None:
        """Those between whom something breaks out, where the words hang on the verb ("Fighting erupted in the town
        between the army and the rebels").
        """
        if trigger.agents or trigger.targets:
            return
        between = next((t for t in verb.subtree if t.lower_ == "between" and t.i > verb.i and t.dep_ == "prep"), None)
        if between is not None and (between.head.i == verb.i or between.head.pos_ == "PROPN"):
            inner = preposition_objects(between)
            if len(inner) > 1 and all(self._acts(parsed, t) for t in inner[:2]):
                trigger.agents, trigger.targets = inner[:1], inner[1:]
        elif verb.lemma_ == "pit":
            trigger.agents = direct_objects(verb)
            trigger.targets = [t for o in (verb, *trigger.agents) for t in objects_of(o, "against")]

    def _mount(self, token: Token) -> bool:
        """Whether attackers come on it ("men on horseback", "gunmen on motorcycles")."""
        bare = not any(c.dep_ in ("det", "poss", "nummod") for c in token.children)
        nouns = self.referrer.nouns
        return bare and (lemma(token) in nouns.places_only or nouns.is_thing(token, "vehicle"))

    def _only_where(self, token: Token) -> bool:
        """Whether a noun behind "on" or "at" tells where, not what is hit ("an ambush on a road", "on the island")."""
        nouns = self.referrer.nouns
        if not nouns.sorts(token).isdisjoint(("facility", "base", "vehicle", "infrastructure")):
            return False
        return nouns.places.get(lemma(token)) in _WHERE or lemma(token) in nouns.places_only

    @staticmethod
    def _names_agent(parsed: ParsedBlock, token: Token) -> bool:
        """Whether a name before an event noun is that of who acts: "Russian strikes", "US strikes", "an ISIS raid";
        the name of a country or capital written out tells where ("the Kabul blast").
        """
        name = parsed.name_at.get(token.i)
        if name is None or name.surface.islower():
            return False
        if name.sort in ("country", "capital"):
            return name.surface.replace(".", "").isupper()
        return name.sort in ("actor", "demonym", "organisation", "group")

    def _of(self, parsed: ParsedBlock, trigger: Trigger, sense: NounSense, inner: list[Token]) -> None:
        if sense.of == "target" or (sense.of == "either" and any(self.locator.is_place(parsed, t) for t in inner)):
            trigger.targets += [t for t in inner if t not in trigger.targets]
            if sense.place_of:
                trigger.places += inner
        elif sense.of in ("agent", "either"):
            trigger.agents += [t for t in inner if t not in trigger.agents]
        elif not trigger.agents:
            trigger.agents += [t for t in inner if not self.locator_name(parsed, t) and self._acts(parsed, t)]

    def _acts(self, parsed: ParsedBlock, token: Token) -> bool:
        reference = self.referrer.refer(parsed, token)
        return reference is not None and reference.sort in ("actor", "combatants")

    def _licensed(self, parsed: ParsedBlock, trigger: Trigger) -> bool:
        """Whether a noun states an event, rather than naming a kind of event or pointing back to one."""
        token = trigger.token
        if not self.referrer.nouns.sorts(token).isdisjoint(_DEVICES) and not (
            trigger.carried_as == "occurrence"
            or (token.dep_ == "pobj" and token.head.lower_ in ("by", "from", "in", "of", "when"))
        ):
            return False
        numbered = any(c.dep_ == "nummod" and not _is_ordinal(c) for c in token.children) or (
            trigger.top is not token and (trigger.top.i in parsed.figure_at)
        )
        if trigger.carried_as == "documented" and not numbered and not trigger.agents and not trigger.targets:
            return False
        carried = trigger.carried_as in ("agent", "documented", "patient")
        if carried and (trigger.agents or trigger.targets or numbered or trigger.carried_as != "agent"):
            return not (is_definite(token) and not trigger.agents and not trigger.targets)
        if numbered:
            return True
        if parsed.block.kind in ("item", "headline", "heading") and token.dep_ == "ROOT" and trigger.top is token:
            return True
        own = [*trigger.agents, *trigger.targets]
        if own or trigger.top.lemma_ in _SPANS:
            return True
        indefinite = any(c.dep_ == "det" and c.lower_ in ("a", "an", "another") for c in trigger.top.children)
        if indefinite:
            return True
        bare = not any(c.dep_ in ("det", "poss") for c in token.children)
        if bare and trigger.carried_as == "occurrence":
            return True
        head = token.head
        if (
            bare
            and token.dep_ == "pobj"
            and head.lower_ in ("in", "by", "during", "after", "following", "with", "amid", "from")
        ):
            return head.head.pos_ == "VERB" and head.head.lemma_.lower() in (
                self.lexicon.result["killed"]
                | self.lexicon.result["injured"]
                | {"die", "destroy", "damage", "displace"}
            )
        return False


def _nobody(token: Token) -> bool:
    """Whether a subject says that nobody acts ("no group has claimed")."""
    return token.lower_ in ("nobody", "none") or any(c.dep_ == "det" and c.lower_ == "no" for c in token.children)


def _progressive(verb: Token) -> bool:
    return verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children)


def _next_lemma(token: Token) -> str:
    return lemma(token.nbor()) if token.i + 1 < len(token.doc) else ""


def _object_relative(verb: Token) -> bool:
    """Whether the noun that a relative clause hangs on is its object ("an ambush that rebels set")."""
    return any(c.dep_ == "nsubj" and c.tag_ not in ("WDT", "WP") for c in verb.children) and not is_passive(verb)


def _follows(parsed: ParsedBlock, token: Token, particle: str) -> bool:
    """Whether the particle stands close behind the verb (within six tokens), or hangs on it."""
    if " " in particle:
        doc = token.doc
        return (
            re.search(rf"\b{re.escape(particle)}\b", doc[token.i + 1 : min(token.i + 19, token.sent.end)].text.lower())
            is not None
        )
    if particle in _RESULTING:
        reach = token.doc[token.i + 1 : min(token.i + 10, token.sent.end)]
        return any(t.lower_ == particle and t.head.pos_ != "AUX" for t in takewhile(lambda t: t.pos_ != "VERB", reach))
    for child in token.children:
        if child.lower_ == particle and child.i > token.i:
            return not any(c.i in parsed.time_tokens for c in child.children)
        for inner in child.children:
            if inner.lower_ == particle and (
                (inner.dep_ in ("prep", "advmod", "amod", "acomp") and inner.i <= token.i + 2) or child.dep_ == "prep"
            ):
                return True
    following = token.doc[token.i + 1 : token.i + 2]
    return bool(len(following)) and following[0].lower_ == particle


# What becomes of an object, behind it: "set the depot ablaze".
_RESULTING = frozenset(["ablaze", "alight", "afire", "aflame", "dead", "free", "captive"])


def _gerund_noun(token: Token) -> bool:
    """A verb form that stands as a noun: "Shelling of the town killed three"."""
    return (
        token.tag_ == "VBG"
        and (
            (
                token.dep_ in ("csubj", "nsubj", "nsubjpass", "pobj", "ROOT", "dobj")
                and any(c.dep_ == "prep" and c.lower_ in ("of", "between", "in") for c in token.children)
            )
            or any(c.dep_ == "prep" and c.lower_ == "between" for c in token.children)
        )
        and not any(c.dep_ in ("nsubj", "aux", "dobj") for c in token.children)
    )


def _together(subjects: list[Token]) -> list[Token]:
    """Those with whom the subject acts: "the army, together with the Joint Force, …"."""
    found: list[Token] = []
    for token in subjects:
        for child in token.children:
            if child.dep_ == "prep" and (
                child.lower_ == "alongside"
                or (child.lower_ == "with" and child.i and child.nbor(-1).lower_ in ("together", "along"))
            ):
                found += objects_of(token, child.lower_)
    return found


def _users(weapon: Token) -> list[Token]:
    """Who used a weapon, as the words behind it tell: "a mine laid by the rebels", "rockets fired by the army"."""
    return [a for c in weapon.children if c.dep_ == "acl" and c.tag_ == "VBN" for a in objects_of(c, "by")]


def _takes_part(word: Token) -> Token | None:
    """The verb by which somebody takes part in what follows ("took part in", "participated in"), else None."""
    if word.lemma_ in ("participate", "join", "engage"):
        return word
    verb = word.head if word.lemma_ == "part" and word.dep_ == "dobj" else word
    taken = verb.lemma_ == "take" and any(c.dep_ == "dobj" and c.lemma_ == "part" for c in verb.children)
    return verb if taken else None


def _shared_objects(verb: Token) -> list[Token]:
    """The objects of the verb that an active verb without any is coordinated with ("killed, tortured and abducted
    dozens of civilians"), unless that one tells the result of the first ("shot and killed three men").
    """
    result = load_events().result
    if is_passive(verb):
        return []
    later = [verb]
    while True:
        above = later[-1]
        following = next((c for c in above.children if c.dep_ == "conj" and 0 < c.i - above.i <= 3), None)
        if following is None:
            following = above.head if above.dep_ == "conj" and 0 < above.head.i - above.i <= 3 else None
        if following is None or following.pos_ != "VERB" or following in later:
            return []
        if following.lemma_ in result["killed"] | result["injured"]:
            return []
        if any(c.dep_ in ("nsubj", "nsubjpass") and c.i > above.i for c in following.children):
            return []
        between = verb.doc[above.i + 1 : following.i]
        if any(t.lower_ not in (",", "and") for t in between):
            return []
        later.append(following)
        if found := direct_objects(following):
            return found


def _stranded(verb: Token, words: tuple[str, ...]) -> bool:
    """Whether a preposition of a passive verb has lost its object to the subject ("a convoy was shot at")."""
    return any(
        c.dep_ in ("prep", "prt") and c.i == verb.i + 1 and c.lower_ in words and not any(True for _ in c.children)
        for c in verb.children
    )


def _those_who(clash: Token) -> list[Token]:
    """The subject of the clause that a clash "with" somebody is told in ("they took the town after clashes with …")."""
    preposition = clash.head
    if clash.dep_ != "pobj" or preposition.lower_ not in ("after", "following", "amid", "during", "in"):
        return []
    verb = preposition.head
    if verb.pos_ != "VERB" or is_passive(verb):
        return []
    return agents(verb)


def _in_title(token: Token) -> bool:
    """Whether a noun stands in the title of a work: capitalised words in quotation marks."""
    if not token.text[:1].isupper():
        return False
    doc = token.doc
    before = any(doc[i].text == '"' for i in range(max(token.sent.start, token.i - 6), token.i))
    behind = any(doc[i].text == '"' for i in range(token.i + 1, min(token.sent.end, token.i + 7)))
    return before and behind


def _near_objects(token: Token) -> list[Token]:
    """Nouns right behind a verb that the parser may have hung elsewhere ("taken hostage", "lay siege")."""
    found = [
        c
        for c in token.children
        if c.dep_ in ("dobj", "oprd", "attr", "npadvmod", "dep", "advmod", "acomp") and c.i > token.i
    ]
    following = token.doc[token.i + 1 : min(token.i + 3, token.sent.end)]
    return found + [t for t in following if t.pos_ in ("NOUN", "ADJ", "PROPN") and t not in found]


def is_definite(token: Token) -> bool:
    """Whether "the", "this" or "those" stands before a noun, or before the one it is coordinated with."""
    while (
        token.dep_ == "conj"
        and not any(c.dep_ in ("det", "poss") for c in token.children)
        and token.head.pos_ == "NOUN"
    ):
        token = token.head
    return any(
        (c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those", "both", "each", "such"))
        for c in token.children
    )


def _premodified(token: Token, words: str) -> bool:
    return any(
        c.dep_ in ("amod", "compound") and c.lower_ in ("first", "last", "latest", "recent") for c in token.children
    )


def _is_ordinal(token: Token) -> bool:
    return token.lower_ in ("first", "second", "third") or token.text[-2:] in ("st", "nd", "rd", "th")
