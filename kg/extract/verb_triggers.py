"""Verbs that state an event, with what stands for agent, target, place and weapon (`data/events.toml`)."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.extract.amounts import frequency
from kg.extract.casualties import is_hurt, load_casualties
from kg.extract.event_lexicon import EventLexicon, VerbSense
from kg.extract.families import load_families
from kg.extract.hospital import to_hospital
from kg.extract.noun_sorts import NounSorts, names_place
from kg.extract.nouns import lemma
from kg.extract.phrases import agents, conjuncts, is_passive, objects_of, patients
from kg.extract.report import ParsedBlock
from kg.extract.triggers import Trigger
from kg.extract.verb_phrases import (
    aimed_at,
    companions,
    follows,
    is_progressive,
    near_objects,
    shared_objects,
    stranded,
    users_of,
)

_WHO = frozenset(["group", "actor", "person"])
# What, right behind a verb, gives it another sense ("went off", "escaped unharmed").
_SENSE_TELLING = frozenset(["prt", "advmod", "prep", "acomp", "oprd", "dobj", "dep", "advcl"])
_CAN_BE_MEANT = ("nsubj", "nsubjpass", "dobj", "pobj")


class VerbTriggers:
    """Reads the verbs of one report."""

    def __init__(self, lexicon: EventLexicon, sorts: NounSorts) -> None:
        self.lexicon = lexicon
        self.sorts = sorts
        self.referrer = sorts.referrer
        self.locator = sorts.locator
        self.families = load_families()

    def trigger(self, parsed: ParsedBlock, token: Token) -> Trigger | None:
        """What a verb states, by the first of its senses that fits; None where none does."""
        senses = (*self.lexicon.senses(token), *self._of_costing(parsed, token))
        if not senses or token.dep_ in ("amod", "aux", "auxpass", "compound") or _stands_for_people(token):
            return None
        if self._of_degree(token):
            return None
        if token.tag_ == "VBG" and f"{token.lower_} {_next_lemma(token)}" in self.lexicon.compounds:
            return None
        objects = [self._left_out(parsed, self._meant(parsed, o)) for o in patients(token)]
        stated = objects
        if any(sense.type in self.families.events.against_munitions for sense in senses):
            down = token.lemma_ in self.lexicon.beside["downing"]
            objects = [self._munitions_meant(parsed, o) if down or o.pos_ != "NUM" else o for o in objects]
        subjects = [self._left_out(parsed, s) for s in agents(token) if lemma(s) not in load_casualties().nouns]
        shared = [] if objects or not subjects else shared_objects(token, self.lexicon.harming)
        for sense in senses:
            if shared and "object" in sense.target and self._fits(parsed, token, sense, shared, subjects):
                trigger = self._of_sense(parsed, token, sense, shared, subjects)
                trigger.outcome = None
                return trigger
            if self._fits(parsed, token, sense, objects, subjects):
                if sense.type == "Displacement" and (to_hospital(token) or (objects and all(map(is_hurt, objects)))):
                    return None
                if token.dep_ == "acl" and self._only_describes(token):
                    return None
                if sense.type == "ArmedClash" and _describes_fighters(token):
                    return None
                trigger = self._of_sense(parsed, token, sense, objects, subjects)
                trigger.numbered = stated if sense.count == "target" else []
                return trigger
        return None

    def _of_costing(self, parsed: ParsedBlock, token: Token) -> tuple[VerbSense, ...]:
        """The senses in which a device kills or wounds, where a verb says that it did by its object ("mines caused 48
        casualties"); none where the verb says nothing of the kind.
        """
        if token.lemma_.lower() not in self.lexicon.light["costing"]:
            return ()
        cost = [o for o in patients(token) if lemma(o) in load_casualties().nouns or lemma(o) == "life"]
        if not cost or is_passive(token) or any(self.lexicon.noun_sense(s) is not None for s in agents(token)):
            return ()
        senses = (s for word in ("kill", "wound") for s in self.lexicon.verbs[word])
        return tuple(replace(s, target=()) for s in senses if s.subject and not s.object and _WHO.isdisjoint(s.subject))

    def _of_degree(self, verb: Token) -> bool:
        """Whether a verb tells how much somebody suffers, or that he is cared for, and of no act ("was hardest hit",
        "were evacuated to hospital").
        """
        beside = self.lexicon.beside
        if verb.lemma_ in beside["degree_verbs"]:
            return any(c.dep_ == "advmod" and c.lower_ in beside["degree"] for c in verb.children)
        if verb.lemma_ == "evacuate":
            return any(t.lower_ in beside["care"] for o in objects_of(verb, "to", "by") for t in o.subtree)
        return False

    def _only_describes(self, participle: Token) -> bool:
        """Whether a participle tells of a device whose explosion is told of, or of a munition that is shot down
        ("downed a drone launched over the gulf").
        """
        noun = participle.head
        sorts = self.referrer.nouns.sorts(noun)
        if not sorts.isdisjoint(self.families.things.devices):
            return True
        if sorts.isdisjoint(self.families.things.intercepted) or noun.dep_ not in ("dobj", "nsubjpass"):
            return False
        against = self.families.events.against_munitions
        return any(sense.type in against for sense in self.lexicon.senses(noun.head))

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
        thing = next((t for t in before if not nouns.sorts(t).isdisjoint(self.families.things.entered)), None)
        if thing is None:
            named = (t for t in before if t.pos_ == "PROPN" and names_place(parsed, t))
            thing = next((t for t in named if self.locator.is_place(parsed, t)), None)
        return thing if thing is not None else token

    def _left_out(self, parsed: ParsedBlock, token: Token) -> Token:
        """The noun that "the latter" or, of two things, "the second" leaves out; else the word itself."""
        if token.pos_ in ("NOUN", "PROPN") and lemma(token) not in ("latter", "former"):
            return token
        words = self.lexicon.beside["left_out"]
        if token.lower_ not in words or any(c.pos_ in ("NOUN", "ADP") for c in token.children):
            return token
        before = [t for t in reversed(parsed.doc[max(0, token.i - 40) : token.i]) if t.pos_ == "NOUN"]
        if token.lower_ in ("latter", "former"):
            return next((t for t in before if t.i not in parsed.time_tokens), token)
        return next((t for t in before if any(c.lower_ in words for c in t.lefts)), token)

    def _munitions_meant(self, parsed: ParsedBlock, token: Token) -> Token:
        """What "them", "73 of them" or, behind "of which", "73" means as the object of a verb of interception, where
        munitions were told of.
        """
        inner = next(iter(objects_of(token, "of")), token)
        bare = inner is token and token.pos_ == "NUM" and token.dep_ in ("dobj", "nsubjpass")
        if not bare and inner.lower_ not in ("them", "these", "those", "which"):
            return token
        for i in range(token.i - 1, max(-1, token.i - 60), -1):
            other = parsed.doc[i]
            sorts = self.families.things.intercepted
            if other.tag_ == "NNS" and any(self.sorts.fits(parsed, other, sort) for sort in sorts):
                return other
        return token

    def _fits(
        self, parsed: ParsedBlock, token: Token, sense: VerbSense, objects: list[Token], subjects: list[Token]
    ) -> bool:
        if sense.particle and not any(follows(parsed, token, p, self.lexicon.result["states"]) for p in sense.particle):
            return False
        if sense.unless and any(
            c.lower_ in sense.unless and c.dep_ in _SENSE_TELLING and c.i == token.i + 1 for c in token.children
        ):
            return False
        if sense.object_lemma and not any(
            lemma(o) in sense.object_lemma or o.lower_ in sense.object_lemma for o in [*objects, *near_objects(token)]
        ):
            return False
        if sense.prep_object and not any(
            self.sorts.fits(parsed, o, s)
            for p in sense.particle
            for o in objects_of(token, p)
            for s in sense.prep_object
        ):
            return False
        if sense.sides and (token.dep_ == "acl" or not self._sides(subjects)):
            return False
        if sense.repeated and (objects or frequency(parsed, token) is None):
            return False
        if token.lemma_.lower() in sense.passive_only_for and not (is_passive(token) or is_progressive(token)):
            return False
        if sense.subject and not any(self.sorts.fits(parsed, o, s) for o in subjects for s in sense.subject):
            return False
        return not (sense.object and not any(self.sorts.fits(parsed, o, s) for o in objects for s in sense.object))

    def _of_sense(
        self, parsed: ParsedBlock, token: Token, sense: VerbSense, objects: list[Token], subjects: list[Token]
    ) -> Trigger:
        """The trigger of a verb in one of its senses."""
        objects, bodies = _befallen(token, sense, objects)
        trigger = Trigger(token, sense.type, False, token, outcome=sense.outcome)
        trigger.taken = bodies if not objects else []
        self._add_agents(trigger, sense, objects if sense.agent == "object" else subjects)
        for where in sense.target:
            self._add_targets(parsed, trigger, sense, where, objects, subjects)
        if not trigger.targets and is_passive(token) and stranded(token, sense.target):
            trigger.targets = list(objects)
        if (
            parsed.block.kind in ("headline", "heading")
            and (sense.outcome or sense.type in ("Ambush", "Airstrike", "Bombing", "Shelling"))
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
        if sense.agent == "none" and (aims := [a for weapon in trigger.weapons for a in aimed_at(weapon)]):
            trigger.targets = aims
        if not trigger.targets and sense.agent == "none" and sense.type in self.families.events.explosive:
            trigger.targets = self._passing_by(parsed, token)
        return trigger

    def _passing_by(self, parsed: ParsedBlock, verb: Token) -> list[Token]:
        """Who came by when something went off ("exploded as an army convoy was passing")."""
        for below in verb.children:
            if below.dep_ != "advcl" or below.lemma_ not in self.lexicon.beside["passing"]:
                continue
            if any(c.lower_ in ("as", "when", "while") for c in below.children):
                found = [
                    t
                    for t in agents(below)
                    if any(self.sorts.fits(parsed, t, s) for s in ("vehicle", "group", "person"))
                ]
                if found:
                    return found
        return []

    def _add_agents(self, trigger: Trigger, sense: VerbSense, subjects: list[Token]) -> None:
        if sense.agent in ("subject", "object"):
            used = [s for s in subjects if not self.referrer.nouns.sorts(s).isdisjoint(self.families.things.used)]
            if users := [user for weapon in used for user in users_of(weapon)]:
                trigger.agents, trigger.weapons = users, [*trigger.weapons, *used]
                return
            beside = self.lexicon.beside
            trigger.agents = [*subjects, *companions([*subjects, trigger.token], beside["jointly"], beside["joining"])]
            if sense.type == "ArmedClash" and (sides := self._sides(subjects)):
                trigger.agents = sides
        elif sense.agent == "none":
            trigger.weapons = subjects
            trigger.agents = [a for s in subjects for a in users_of(s)]
        else:
            trigger.agents = objects_of(trigger.token, sense.agent)

    def _add_targets(
        self,
        parsed: ParsedBlock,
        trigger: Trigger,
        sense: VerbSense,
        where: str,
        objects: list[Token],
        subjects: list[Token],
    ) -> None:
        """Add what stands where the sense says that a target stands; a weapon that stands there is none."""
        nouns, token = self.referrer.nouns, trigger.token
        if where == "object":
            used = sense.type not in self.families.events.against_munitions
            for o in objects:
                if used and not nouns.sorts(o).isdisjoint(self.families.things.munitions):
                    trigger.weapons.append(o)
                elif o not in trigger.targets:
                    trigger.targets.append(o)
        elif where == "subject":
            trigger.targets += subjects
        elif not (trigger.targets and "object" in sense.target and where in ("on", "in", "into")):
            for o in objects_of(token, where):
                if where == "in" and names_place(parsed, o):
                    continue  # "In Cauca, rebels detonated a bomb outside a bank in Jamundí"
                if where == "with" and nouns.is_thing(o, "weapon"):
                    trigger.weapons.append(o)
                elif o not in trigger.targets:
                    trigger.targets.append(o)
            for o in (c for near in near_objects(token) for c in conjuncts(near)):
                trigger.targets += [t for t in objects_of(o, where) if t not in trigger.targets]

    def _sides(self, subjects: list[Token]) -> list[Token]:
        """Two or more whose fighters one subject names ("fighters of the army and the rebels"), or who are coordinated
        in it ("the army and the rebels"); empty where it names one.
        """
        if len(subjects) == 1 and lemma(subjects[0]) in self.referrer.nouns.of_members:
            subjects = objects_of(subjects[0], "of", "from")
        return subjects if len(subjects) > 1 else []


def _describes_fighters(participle: Token) -> bool:
    """Whether a participle only says what somebody's trade is ("thanked the soldiers fighting the gangs")."""
    if participle.tag_ != "VBG" or participle.dep_ not in ("acl", "advcl") or not participle.i:
        return False
    return participle.nbor(-1).pos_ in ("NOUN", "PROPN")


def _stands_for_people(participle: Token) -> bool:
    """Whether a participle with an article stands for people ("the accused", "the wounded were taken away")."""
    if participle.tag_ not in ("VBN", "VBD") or not participle.i or participle.nbor(-1).lower_ != "the":
        return False
    return participle.i + 1 == len(participle.doc) or participle.nbor().pos_ in ("AUX", "VERB", "ADP", "PUNCT")


def _next_lemma(token: Token) -> str:
    return lemma(token.nbor()) if token.i + 1 < len(token.doc) else ""


def _befallen(token: Token, sense: VerbSense, objects: list[Token]) -> tuple[list[Token], list[Token]]:
    """Whom a verb befalls, where its object is not who is meant: "let the rebels go", "took him hostage", "found the
    bodies of five men"; and the bodies, where they are told of.
    """
    if not objects and token.lemma_ == "let":
        objects = [s for c in token.children if c.dep_ == "ccomp" for s in agents(c)]
    if sense.object_lemma and "object" in sense.target and sense.outcome == "abducted":
        objects = [o for o in objects if lemma(o) not in sense.object_lemma] or (
            [token.head]
            if token.dep_ == "relcl"
            else [c for o in objects for c in o.children if c.dep_ == "compound" and c.tag_ == "NNS"]
        )
    if sense.outcome == "killed" and "body" in sense.object_lemma:
        return [person for o in objects for person in objects_of(o, "of")], objects
    return objects, []
