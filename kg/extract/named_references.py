"""What names refer to: actors of the register, countries and their governments, persons, organisations nobody knows."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.antecedents import Antecedents
from kg.extract.grounding import Grounding
from kg.extract.naming import Name
from kg.extract.noun_phrases import content_start, content_words, plain
from kg.extract.nouns import lemma, load_nouns
from kg.extract.phrases import core
from kg.extract.reference_values import Reference, Refers
from kg.extract.reference_words import load_reference_words
from kg.extract.report import ParsedBlock
from kg.model import Span


class NamedReferences:
    """Refers the names of one report, each with the noun that is its head."""

    def __init__(self, grounding: Grounding, antecedents: Antecedents, phrases: Refers) -> None:
        self.grounding = grounding
        self.report = grounding.report
        self.nouns = load_nouns()
        self._antecedents = antecedents
        self._phrases = phrases
        self._persons: dict[str, str] = {}

    def named(self, parsed: ParsedBlock, token: Token, name: Name) -> Reference | None:
        """What a name with that head refers to; None for mere places."""
        span = self.report.token_span(parsed, name.start, name.end)
        words = plain(name.surface)
        if name.sort in ("actor", "country"):
            entry = self.report.entry(name)
            if entry is not None:
                if entry.kind == "Person":
                    first, words = _with_title(token)
                    span = self.report.token_span(parsed, first, name.end)
                return self.grounding.registered(entry, words, span, token.i)
            if name.sort == "actor":
                return self._phrases.describe(parsed, token) or self._ambiguous(name, words, span, token)
        if name.sort in ("country", "capital") and name.country is not None:
            if _is_location(token) and name.sort == "capital" and token.dep_ != "nsubj":
                return None
            return self.grounding.country(name, words, span, token.i)
        if name.sort == "seat" and name.country is not None:
            organ = self.report.register.organ(name.country.alpha2, "government")
            if organ is not None:
                return self.grounding.registered(organ, words, span, token.i)
            return self.grounding.country(name, words, span, token.i)
        if name.sort == "demonym":
            country = name.country.alpha2 if name.country else None
            builder = self.report.entities.actor(words, "CivilianGroup", named=False, country=country)
            return self.grounding.seen(builder.key, "civilians", words, span, token.i, False)
        if name.sort == "person":
            return self._person(parsed, token, name, words)
        if name.sort == "place":
            acts = token.dep_ in ("nsubj", "nsubjpass", "dobj", "poss", "conj") and not _is_location(token)
            return self._organisation(parsed, words, span, token, place=True) if acts else None
        if name.sort == "group":
            builder = self.report.entities.actor(words, "Organisation", named=True)
            return self.grounding.seen(builder.key, "actor", words, span, token.i, True)
        if self._generic_head(token) and not token.text[:1].isupper():
            return self._phrases.describe(parsed, token)
        return self._organisation(parsed, words, span, token)

    def state_named(self, parsed: ParsedBlock, token: Token, name: Name) -> Reference | None:
        """The actor that a country's name or demonym before an event noun means ("Russian airstrikes")."""
        span = self.report.token_span(parsed, name.start, name.end)
        words = plain(name.surface)
        organ = self.grounding.organ(self.grounding.country_code(name), token.head)
        if organ is not None:
            return self.grounding.registered(organ, words, span, token.i)
        return self.grounding.country(name, words, span, token.i)

    def _person(self, parsed: ParsedBlock, token: Token, name: Name, words: str) -> Reference:
        """A person: of one surname, the one whom the report named first."""
        first, surface = _with_title(token)
        span = self.report.token_span(parsed, min(first, name.start), name.end)
        surname = words.split()[-1].lower()
        entities = self.report.entities
        known = self._persons.get(surname)
        builder = entities[known] if known else entities.actor(words, "Person", named=True)
        builder.seen_as(words)
        self._persons.setdefault(surname, builder.key)
        return Reference(builder.key, "person", surface, span, token.i, True)

    def _ambiguous(self, name: Name, words: str, span: Span, token: Token) -> Reference | None:
        """A name that the register has, and that nothing in the report tells to be the one that it has."""
        if name.surface.islower() or _is_location(token):
            return None
        kinds = {entry.kind for entry in name.entries}
        kind = kinds.pop() if len(kinds) == 1 else "Organisation"
        builder = self.report.entities.actor(words, kind, named=True)
        return self.grounding.seen(builder.key, "actor", words, span, token.i, True)

    def _organisation(
        self, parsed: ParsedBlock, words: str, span: Span, token: Token, *, place: bool = False
    ) -> Reference:
        """Whom the report named in full before, or the register has, or else an actor, or a place that is hit."""
        if (whole := self._antecedents.cut_short(parsed, words, token)) is not None:
            return Reference(whole, "actor", words, span, token.i, True)
        name = self.report.aliases.get(words, words)
        entry = self.grounding.find(name) or self.grounding.find(words)
        if entry is not None:
            return self.grounding.registered(entry, words, span, token.i)
        kind = "Object" if place and name == words else self._kind_of_name(name, token)
        builder = self.report.entities.actor(name, kind, named=True)
        return self.grounding.seen(builder.key, "object" if place else "actor", words, span, token.i, True)

    def _kind_of_name(self, words: str, token: Token) -> str:
        """The class of the ontology that a name's words tell, or what stands beside it ("X, a militia")."""
        groups = self.nouns.groups
        parts = words.lower().split()
        for i in range(len(parts)):
            tail = " ".join(parts[i:])
            for form in (tail, tail.rstrip("s")):
                if form in groups:
                    return groups[form]
        only_last = load_reference_words().only_last
        for part in reversed(parts):
            for form in (part, part.rstrip("s")):
                if form in groups and form not in only_last:
                    return groups[form]
        apposition = next((c for c in token.children if c.dep_ == "appos"), None)
        if apposition is not None and (kind := self.nouns.longest(apposition, groups)):
            return kind
        return "StateForces" if not self.nouns.units.isdisjoint(parts) else "Organisation"

    def _generic_head(self, token: Token) -> bool:
        word = lemma(token)
        return word in self.nouns.groups or word in self.nouns.civilians or word in self.nouns.of_owner


def _with_title(token: Token) -> tuple[int, str]:
    """A person's name with the title before it: its first token, and its words."""
    start = core(token).start
    return content_start(start, token), content_words(start, token)


def _is_location(token: Token) -> bool:
    """Whether a name stands where a place does: behind a preposition that no actor stands behind."""
    head = token
    while head.dep_ in ("conj", "appos"):
        head = head.head
    return head.dep_ == "pobj" and head.head.lower_ not in load_reference_words().actors
