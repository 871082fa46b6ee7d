"""Verbs that carry an event noun: "launched an attack", "came under fire", "fighting erupted" (`data/events.toml`)."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.event_lexicon import EventLexicon
from kg.extract.noun_sorts import NounSorts, names_place
from kg.extract.phrases import agents, direct_objects, governors, is_passive, objects_of, patients, preposition_objects
from kg.extract.report import ParsedBlock
from kg.extract.triggers import Trigger
from kg.extract.verb_phrases import is_object_relative


class LightVerbs:
    """Finds the verbs that carry the event nouns of one report."""

    def __init__(self, lexicon: EventLexicon, sorts: NounSorts) -> None:
        self.lexicon = lexicon
        self.sorts = sorts

    def carry(self, parsed: ParsedBlock, trigger: Trigger) -> None:
        """Set the verb that carries an event noun, and those for whom it has a part."""
        light = self.lexicon.light
        top = trigger.top
        while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
            top = top.head
        head = top.head
        word = self.lexicon.word(head)
        if (
            top.dep_ == "pobj"
            and head.lower_ == "for"
            and (head.head.lemma_ == "claim" or head.head.lower_ == "responsibility")
        ):
            claim = head.head if head.head.lemma_ == "claim" else head.head.head
            disclaimed = claim.lemma_ in light["disclaiming"]
            nobody = any(c.dep_ == "neg" for c in claim.children) or any(is_nobody(s) for s in agents(claim))
            if not disclaimed and not nobody:
                trigger.carrier, trigger.carried_as, trigger.agents = claim, "agent", agents(claim)
        elif top.dep_ == "pobj" and head.lower_ == "in" and (part := self._takes_part(head.head)) is not None:
            trigger.carrier, trigger.carried_as, trigger.agents = part, "agent", agents(part)
            if part.lemma_ == "join" and part.dep_ != "acl":
                trigger.agents += [t for t in direct_objects(part) if self.sorts.acts(parsed, t)]
        elif top.dep_ == "pobj" and head.lower_ == "under" and head.head.lemma_ in light["under"]:
            trigger.carrier, trigger.carried_as = head.head, "patient"
            trigger.agents = objects_of(head.head, "from", "by")
            trigger.targets = agents(head.head)
            trigger.places = [t for t in trigger.targets if names_place(parsed, t)]
        elif top.dep_ == "pobj" and head.lower_ == "for" and head.head.lower_ in light["answerable"]:
            trigger.carrier, trigger.carried_as = head.head.head, "agent"
            held = head.head.head.lemma_ == "hold"  # "held the militia responsible for the attack"
            trigger.agents = patients(head.head.head) if held else agents(head.head.head)
        elif top.dep_ == "pobj" and head.lower_ in ("for", "with") and (who := self._answerable(head)) is not None:
            trigger.carrier, trigger.carried_as = who, "agent"
            trigger.agents = agents(who)
        elif top.dep_ == "pobj" and head.lower_ == "behind" and head.head.lemma_ == "be":
            trigger.carrier, trigger.carried_as, trigger.agents = head.head, "agent", agents(head.head)
        elif top.dep_ == "pobj" and head.lower_ == "with" and head.head.lemma_.lower() in light["answering"]:
            trigger.carrier, trigger.carried_as = head.head, "agent"
            trigger.agents = agents(head.head)
        elif top.dep_ in ("dobj", "nsubjpass") and (blamed := self._ascribed_to(top, head)):
            trigger.agents = blamed
        elif top.dep_ in ("dobj", "nsubjpass") and head.pos_ in ("VERB", "AUX"):
            numbered = any(c.dep_ == "nummod" for c in trigger.token.children)
            if word in light["documenting"] and (word != "report" or top.dep_ == "dobj" or numbered):
                trigger.carrier, trigger.carried_as = head, "documented"
                if numbered:
                    trigger.agents = objects_of(head, "by")
            elif word in light["agent"]:
                trigger.carrier, trigger.carried_as = head, "agent"
                trigger.agents = agents(head) if word not in light["brokering"] else []
                for where in ("on", "against", "at"):
                    trigger.targets += objects_of(head, where)
            elif word in light["patient"]:
                trigger.carrier, trigger.carried_as = head, "patient"
                if not is_passive(head):
                    trigger.agents = objects_of(head, "by")
                for where in ("on", "against"):
                    trigger.targets += [t for t in objects_of(head, where) if self._is_hit(parsed, t)]
                if not trigger.targets and word not in light["spared"]:
                    trigger.targets = [t for t in agents(head) if not names_place(parsed, t)]
            elif top.dep_ == "nsubjpass" and word in light["occurrence"] | light["targeting"]:
                trigger.carrier, trigger.carried_as = head, "occurrence"
        elif top.dep_ == "nsubj" and word in light["occurrence"] | light["targeting"]:
            trigger.carrier, trigger.carried_as = head, "occurrence"
            if trigger.type == "Raid" and word in light["from_above"]:
                trigger.type = "Airstrike"
            if word in light["targeting"]:
                trigger.targets += patients(head)
            else:
                trigger.places += [t for t in patients(head) if names_place(parsed, t)]
        elif top.dep_ == "attr" and head.lemma_ == "be":
            trigger.carrier, trigger.carried_as = head, "occurrence"
        for child in [*trigger.token.children, *(trigger.top.children if trigger.top is not trigger.token else ())]:
            if child.dep_ in ("acl", "relcl") and child.pos_ == "VERB":
                self._carry_behind(parsed, trigger, child)

    def _ascribed_to(self, noun: Token, verb: Token) -> list[Token]:
        """Whom somebody says to have done it ("blamed the attack on the militia", "attributed the blast to rebels")."""
        for preposition in (*verb.children, *noun.children):
            if f"{verb.lemma_} {preposition.lower_}" in self.lexicon.light["ascribed"] and preposition.i > noun.i:
                return preposition_objects(preposition)
        return []

    def _answerable(self, preposition: Token) -> Token | None:
        """The verb whose subject did what "for" or "with" introduces ("accounted for 820 casualties", "were responsible
        for most of the harm, with 1,950 casualties"), else None.
        """
        words = self.lexicon.light["answerable"]
        verb = next((g for g in governors(preposition) if g.pos_ in ("VERB", "AUX")), None)
        if verb is None:
            return None
        if verb.lemma_.lower() in words and preposition.lower_ == "for":
            return verb
        told = any(c.lower_ in words and c.dep_ in ("acomp", "attr") for c in verb.children)
        return verb if told and preposition.lower_ == "with" else None

    def _is_hit(self, parsed: ParsedBlock, token: Token) -> bool:
        """Whether a noun behind "on" is what was attacked, though the parser hangs it on "repelled"."""
        things = (s for s in ("facility", "base", "vehicle", "infrastructure") if self.sorts.fits(parsed, token, s))
        return token.i not in parsed.time_tokens and (next(things, None) is not None or self.sorts.acts(parsed, token))

    def _carry_behind(self, parsed: ParsedBlock, trigger: Trigger, verb: Token) -> None:
        """What a verb that hangs on the noun says of it ("an ambush that rebels set", "strikes targeting a depot")."""
        light, word = self.lexicon.light, verb.lemma_.lower()
        if word in light["agent"] and verb.dep_ == "relcl" and is_object_relative(verb):
            trigger.agents += [t for t in agents(verb) if t not in trigger.agents and not is_nobody(t)]
            for where in ("on", "against", "at", "for"):
                trigger.targets += objects_of(verb, where)
        elif word in light["agent"] and verb.tag_ == "VBN":
            trigger.agents += objects_of(verb, "by")
            for where in ("on", "against", "at"):
                trigger.targets += objects_of(verb, where)
            if trigger.carrier is None:
                trigger.carrier, trigger.carried_as = verb, "agent"
        elif verb.tag_ == "VBN" and (
            blamed := [
                t
                for c in verb.children
                if f"{word} {c.lower_}" in light["ascribed"]
                for t in objects_of(verb, c.lower_)
            ]
        ):
            trigger.agents += [t for t in blamed if t not in trigger.agents]
        elif verb.dep_ == "relcl" and any(c.lemma_ in ("responsibility", "credit") for c in direct_objects(verb)):
            if any(o.tag_ == "WDT" for o in objects_of(verb, "for")) and not any(is_nobody(t) for t in agents(verb)):
                trigger.agents += [t for t in agents(verb) if t not in trigger.agents]
        elif word == "pit" or (word in light["occurrence"] and verb.dep_ == "relcl" and not is_object_relative(verb)):
            self.parties(parsed, trigger, verb)
        elif word in light["targeting"]:
            trigger.targets += (
                patients(verb) if verb.tag_ == "VBG" or verb.dep_ == "relcl" else objects_of(verb, "at", "on")
            )

    def parties(self, parsed: ParsedBlock, trigger: Trigger, verb: Token) -> None:
        """Those between whom something breaks out, where the words hang on the verb ("Fighting erupted in the town
        between the army and the rebels").
        """
        if trigger.agents or trigger.targets:
            return
        between = next((t for t in verb.subtree if t.lower_ == "between" and t.i > verb.i and t.dep_ == "prep"), None)
        if between is not None and (between.head.i == verb.i or between.head.pos_ == "PROPN"):
            inner = preposition_objects(between)
            if len(inner) > 1 and all(self.sorts.acts(parsed, t) for t in inner[:2]):
                trigger.agents, trigger.targets = inner[:1], inner[1:]
        elif verb.lemma_ == "pit":
            trigger.agents = direct_objects(verb)
            trigger.targets = [t for o in (verb, *trigger.agents) for t in objects_of(o, "against")]

    def _takes_part(self, word: Token) -> Token | None:
        """The verb by which somebody takes part in what follows ("took part in", "participated in"), else None."""
        if word.lemma_ in self.lexicon.light["participating"]:
            return word
        verb = word.head if word.lemma_ == "part" and word.dep_ == "dobj" else word
        taken = verb.lemma_ == "take" and any(c.dep_ == "dobj" and c.lemma_ == "part" for c in verb.children)
        return verb if taken else None


def is_nobody(token: Token) -> bool:
    """Whether a subject says that nobody acts ("no group has claimed")."""
    return token.lower_ in ("nobody", "none") or any(c.dep_ == "det" and c.lower_ == "no" for c in token.children)
