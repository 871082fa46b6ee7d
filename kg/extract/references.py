"""From a noun phrase to what it refers to: an actor, a person, a place, a thing, a number of people.

"21 members of regime forces" refers to regime forces, "Russian fighter jets" to Russia's air force,
"ISIS hideouts" to ISIS, "its fighters" to whoever "it" is, "a power station" to a thing.

Names are read by `named_references`, pronouns by `pronouns`, all else by `descriptions`; what they find becomes an
entity of the report in `grounding`, and what they point back to stands in `antecedents`.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.antecedents import Antecedents
from kg.extract.descriptions import Descriptions
from kg.extract.grounding import Grounding
from kg.extract.named_references import NamedReferences
from kg.extract.naming import Name
from kg.extract.noun_phrases import name_before, possessor
from kg.extract.nouns import Nouns, lemma, load_nouns
from kg.extract.phrases import core, objects_of
from kg.extract.pronouns import Pronouns
from kg.extract.reference_values import Reference
from kg.extract.reference_words import load_reference_words
from kg.extract.report import ParsedBlock, Report

# Names of these sorts are names of actors and countries, even where they look like an aircraft's.
_PLACED = ("country", "capital", "seat", "demonym", "actor")
# "a statement of …": how many words behind a source still belong to it.
_SOURCE_WIDTH = 8


class Referrer:
    """Finds what the noun phrases of one report refer to, in the order of the text."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.nouns: Nouns = load_nouns()
        self._words = load_reference_words()
        self._grounding = Grounding(report)
        self._antecedents = Antecedents(self._grounding)
        self._names = NamedReferences(self._grounding, self._antecedents, self)
        self._pronouns = Pronouns(self._grounding, self._antecedents, self._names, self)
        self._descriptions = Descriptions(self._grounding, self._antecedents, self._names, self._pronouns, self)
        self._cache: dict[tuple[int, int], Reference | None] = {}

    def read(self, parsed: ParsedBlock) -> None:
        """Refer all noun phrases of a block, so that pronouns in it find what stands before them."""
        for token in parsed.doc:
            if token.dep_ == "compound" or token.pos_ not in ("NOUN", "PROPN", "PRON", "NUM"):
                continue
            name = parsed.name_at.get(token.i)
            if name is not None and name.end != token.i + 1:
                continue
            if token.pos_ == "NUM" and token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj", "conj"):
                continue
            reference = self.refer(parsed, token)
            if reference is not None and reference.sort != "object":
                self._antecedents.add(parsed, token, reference)

    def refer(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        """What the noun phrase with that head refers to; None for times, numbers alone and abstract nouns."""
        at = (parsed.index, token.i)
        if at not in self._cache:
            self._cache[at] = None
            self._cache[at] = self._refer(parsed, token)
        return self._cache[at]

    def _refer(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        if token.i in parsed.time_tokens:
            return None
        if token.pos_ == "PRON" and not (token.lower_ in self.nouns.of_amount and objects_of(token, "of")):
            return self._pronouns.pronoun(parsed, token)
        name = parsed.name_at.get(token.i)
        if name is None:
            return self.describe(parsed, token)
        if name.sort == "actor":
            is_category = name.entries[0].name.islower()
            if is_category or (name.surface.islower() and self._belongs(parsed, token)):
                return self.describe(parsed, token)
        if name.sort not in _PLACED and self.nouns.is_thing(token, "designation"):
            return self.describe(parsed, token)
        return self._names.named(parsed, token, name)

    @staticmethod
    def _belongs(parsed: ParsedBlock, token: Token) -> bool:
        return name_before(parsed, token) is not None or possessor(token) is not None

    def all(self, parsed: ParsedBlock, tokens: list[Token]) -> list[Reference]:
        """The references of several heads, each entity once."""
        found: dict[str, Reference] = {}
        for token in tokens:
            reference = self.refer(parsed, token)
            if reference is not None:
                found.setdefault(reference.entity, reference)
        return list(found.values())

    def speaker(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        """Who speaks: like `refer`, and whatever noun stands for a source ("security and local sources")."""
        found = self.refer(parsed, token)
        if found is not None and found.sort != "object":
            return found
        if token.pos_ == "NUM" or token.lower_ in self._words.among:
            inner = objects_of(token, "of")
            return self.speaker(parsed, inner[0]) if inner else None
        if token.pos_ not in ("NOUN", "PROPN") or lemma(token) not in self._words.sources:
            return found
        if lemma(token) in self._words.authored:
            inner = objects_of(token, "by", "from", "of")
            if inner and (author := self.speaker(parsed, inner[0])) is not None:
                return author
        start = core(token).start
        while start < token.i and parsed.doc[start].pos_ in ("DET", "NUM", "PRON"):
            start += 1
        end = token.i + 1
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of" and child.i == token.i + 1:
                end = min(child.right_edge.i + 1, token.i + _SOURCE_WIDTH)
        words = parsed.doc[start:end].text
        builder = self.report.entities.actor(words, "Person", named=False)
        span = self.report.token_span(parsed, start, end)
        return self._grounding.seen(builder.key, "person", words, span, token.i, False)

    def describe(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        """What the noun phrase refers to as a description, whatever name is in it."""
        return self._descriptions.describe(parsed, token)

    def state_named(self, parsed: ParsedBlock, token: Token, name: Name) -> Reference | None:
        """The actor that a country's name or demonym before an event noun means ("Russian airstrikes")."""
        return self._names.state_named(parsed, token, name)

    def of_each_country(self, parsed: ParsedBlock, token: Token) -> list[Reference]:
        """Those of two countries or more whom one noun means ("American and British warplanes"), else none."""
        return self._descriptions.of_each_country(parsed, token)

    def crew(self, parsed: ParsedBlock, token: Token) -> Reference:
        """Whoever flies an aircraft that the report gives to nobody ("a helicopter strafed the market")."""
        return self._descriptions.crew(parsed, token)

    def thing(self, parsed: ParsedBlock, token: Token) -> Reference:
        """What is hit and is no actor: an entity of kind `Object`."""
        return self._descriptions.thing(parsed, token)
