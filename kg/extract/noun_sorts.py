"""Of which sort a noun is that stands with an event: what senses of verbs ask of it (`data/events.toml`)."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.event_lexicon import load_events
from kg.extract.families import load_families
from kg.extract.nouns import lemma
from kg.extract.phrases import objects_of
from kg.extract.places import Locator
from kg.extract.reference_values import Reference
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock


class NounSorts:
    """Tells the sorts of nouns in one report."""

    def __init__(self, referrer: Referrer, locator: Locator) -> None:
        self.referrer = referrer
        self.locator = locator
        self.actors = load_families().actors
        self.measures = load_events().beside["measures"]

    def fits(self, parsed: ParsedBlock, token: Token, sort: str) -> bool:
        """Whether a noun is of a sort that `events.toml` names."""
        if sort == "number":
            return token.pos_ == "NUM" or (token.i in parsed.figure_at and lemma(token) not in self.measures)
        if sort == "reflexive":
            return token.lower_ in ("himself", "herself", "themselves", "itself")
        if sort == "place":
            inner = (
                objects_of(token, "of") if token.pos_ == "NUM" or lemma(token) in self.referrer.nouns.of_amount else []
            )
            return any(self.locator.is_place(parsed, t) for t in inner or [token])
        if sort in ("person", "group") and token.lower_ == "it":
            return False
        nouns = self.referrer.nouns
        if sort in nouns.things:
            if nouns.is_thing(token, sort) or (sort == "laden-vehicle" and self._laden(token)):
                return True
            if sort == "force":
                reference = self.referrer.refer(parsed, token)
                return reference is not None and self._kind(reference) in self.actors.forces
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
            return reference.sort in ("combatants", "actor") and not names_place(parsed, token)
        if sort == "actor":
            return reference.sort == "actor"
        if sort == "armed":
            return reference.sort in ("actor", "combatants") and self._kind(reference) in self.actors.armed
        return False

    def acts(self, parsed: ParsedBlock, token: Token) -> bool:
        """Whether a noun stands for somebody who can act."""
        reference = self.referrer.refer(parsed, token)
        return reference is not None and reference.sort in ("actor", "combatants")

    def _kind(self, reference: Reference) -> str:
        return self.referrer.report.entities[reference.entity].kind

    def _laden(self, token: Token) -> bool:
        """Whether a vehicle carries a bomb: "a truck packed with explosives"."""
        nouns = self.referrer.nouns
        return nouns.is_thing(token, "vehicle") and any(
            nouns.is_thing(load, "explosive")
            for child in token.children
            if child.dep_ in ("acl", "amod", "relcl")
            for load in objects_of(child, "with")
        )


def names_place(parsed: ParsedBlock, token: Token) -> bool:
    """Whether the noun is the name of a place."""
    name = parsed.name_at.get(token.i)
    return name is not None and name.sort in ("country", "capital", "place")
