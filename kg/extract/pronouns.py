"""Whom pronouns mean: "it" and "they" what the text named before, "we" who speaks."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.antecedents import Antecedents, Seen
from kg.extract.grounding import Grounding
from kg.extract.named_references import NamedReferences
from kg.extract.noun_phrases import name_before
from kg.extract.nouns import load_nouns
from kg.extract.phrases import conjuncts, direct_objects, governors, is_passive, objects_of, subject
from kg.extract.reference_values import Reference, Refers
from kg.extract.reference_words import load_reference_words
from kg.extract.report import ParsedBlock

_NO_TOKENS: frozenset[int] = frozenset()
# Sorts of thing (`data/nouns.toml`) that act and that no pronoun for people means.
_ACTING_THINGS = frozenset({"drone", "aircraft", "munition", "ied"})
# One man, whom "it" does not mean.
_MEN = frozenset({"soldier", "officer", "policeman", "gunman", "militant", "fighter", "rebel", "guard", "ranger"})
# Over how many blocks a pronoun points back.
_REACH = 2


class Pronouns:
    """Refers the pronouns of one report."""

    def __init__(
        self, grounding: Grounding, antecedents: Antecedents, names: NamedReferences, phrases: Refers
    ) -> None:
        self.grounding = grounding
        self.report = grounding.report
        self.nouns = load_nouns()
        self.words = load_reference_words()
        self._antecedents = antecedents
        self._names = names
        self._phrases = phrases

    def pronoun(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        """What a pronoun refers to; None for one that points to nobody ("who", "this")."""
        word, words = token.lower_, self.words
        span = self.report.token_span(parsed, token.i, token.i + 1)
        if word in words.first:
            key = self.first_person(parsed, token)
            return Reference(key, "actor", token.text, span, token.i, True) if key else None
        if word not in words.singular and word not in words.plural and word not in words.person:
            return None
        found = self._antecedent(parsed, token, word)
        if found is None:
            return None
        return Reference(found.entity, found.sort, token.text, span, token.i, found.named)

    def of_relative(self, parsed: ParsedBlock, whose: Token) -> Reference | None:
        """Whom "whose" means: the noun that its clause hangs on ("the militia, whose men raided the camp")."""
        verb = next((g for g in governors(whose) if g.dep_ in ("relcl", "acl")), None)
        found = self._phrases.refer(parsed, verb.head) if verb is not None else None
        return found if found is not None and found.sort != "object" else None

    def first_person(self, parsed: ParsedBlock, token: Token) -> str | None:
        """The key of the actor that "we" or "our" means: who is quoted, or else the publisher."""
        for inner in objects_of(token, "at", "in", "of"):
            if (found := self._phrases.refer(parsed, inner)) and found.sort == "actor":
                return found.entity
        if any(t.text == '"' and t.i < token.i for t in token.sent):
            root = token.sent.root
            speaker = next((c for c in root.children if c.dep_ == "nsubj" and c.pos_ != "PRON"), None)
            if speaker is not None and root.pos_ == "VERB":
                found = self._phrases.speaker(parsed, speaker)
                return found.entity if found is not None else None
        return self.report.publisher

    def _antecedent(self, parsed: ParsedBlock, token: Token, word: str) -> Reference | None:
        """What a pronoun of the third person points back to: first in its own clause, then before it in the text."""
        own = self._own_subject(token)
        if own and (found := self._object_before(parsed, token, word, own)) is not None:
            return found
        if token.dep_ == "nsubjpass" and word in self.words.plural:
            found = self._object_before(parsed, token, word, own)
            if found is not None and found.sort == "civilians":
                return found  # "released the pupils, a week after they were taken from their school"
        if token.dep_ == "poss" and token.head.dep_ == "conj":
            found = self._phrases.refer(parsed, token.head.head)
            if found is not None and found.sort in ("actor", "combatants") and self._agrees(word, found):
                return found
        return self._subject_above(parsed, token, word, own) or self._in_text_before(parsed, token, word, own)

    def _subject_above(
        self, parsed: ParsedBlock, token: Token, word: str, own: frozenset[int]
    ) -> Reference | None:
        """The subject of a verb that the pronoun stands below, or whom that subject speaks for."""
        above = list(governors(token))
        heads = [g.i for g in above]
        for governor in above:
            if governor.pos_ not in ("VERB", "AUX"):
                continue
            for child in governor.children:
                if (
                    child.dep_ in ("nsubj", "nsubjpass")
                    and child.i < token.i
                    and child.i not in heads
                    and child.i not in own
                    and self.nouns.sorts(child).isdisjoint(_ACTING_THINGS)
                    and child.tag_ not in ("WDT", "WP")
                ):
                    found = self._phrases.refer(parsed, child)
                    if found is not None and found.sort == "person" and word not in self.words.person:
                        found = self._spoken_for(parsed, child) or found
                    if found is not None and self._agrees(word, found):
                        return found
        return None

    def _in_text_before(
        self, parsed: ParsedBlock, token: Token, word: str, own: frozenset[int]
    ) -> Reference | None:
        """What was referred to before and agrees: in the sentence first, then subjects, then anything near."""
        seen = [s for s in self._antecedents.before(parsed, _REACH) if self._agrees(word, s.reference)]
        seen = [s for s in seen if s.block != parsed.index or s.token not in own]
        if word == "them" and token.dep_ == "pobj" and token.head.lower_ == "of":
            near = [s for s in seen if parsed.index - s.block <= 1]
            found = next((s for s in near if s.befallen), None) or next((s for s in near if not s.subject), None)
            return found.reference if found is not None else None
        if word in self.words.plural and token.dep_ in ("nsubj", "nsubjpass", "poss"):
            seen.sort(key=lambda s: s.reference.sort == "civilians")
        if token.dep_ == "nsubj" and token.head.lemma_.lower() not in self.words.speech:
            seen.sort(key=lambda s: s.tells)
        sentence = token.sent.start

        def is_here(s: Seen) -> bool:
            return s.block == parsed.index and s.sentence == sentence

        before = [s for s in seen if is_here(s) and s.token < token.i]
        found = next((s for s in before if s.subject), None)
        if found is None and word in self.words.singular:
            found = next((s for s in before if s.reference.sort == "actor"), None)
        if found is None:
            found = next((s for s in seen if s.subject and not is_here(s)), None)
        if found is None:
            found = next((s for s in seen if parsed.index - s.block <= 1), None)
        return found.reference if found is not None else None

    def _spoken_for(self, parsed: ParsedBlock, person: Token) -> Reference | None:
        """Whose spokesman or leader a person is said to be ("M23 spokesman Willy Ngoma", "a commander of the SDF")."""
        owner = name_before(parsed, person)
        if owner is not None and owner.sort in ("actor", "organisation", "group"):
            return self._names.named(parsed, parsed.doc[owner.end - 1], owner)
        return next((r for t in objects_of(person, "of") if (r := self._phrases.refer(parsed, t)) is not None), None)

    def _own_subject(self, token: Token) -> frozenset[int]:
        """The subject of the verb whose object a pronoun is, with all coordinated with it: he is never "him"."""
        if token.dep_ not in ("dobj", "pobj", "dative") or token.lower_.endswith(self.words.reflexive_endings):
            return _NO_TOKENS
        verb = next((g for g in governors(token) if g.pos_ in ("VERB", "AUX")), None)
        found = subject(verb) if verb is not None and not is_passive(verb) else None
        return frozenset(t.i for t in conjuncts(found)) if found is not None else _NO_TOKENS

    def _object_before(
        self, parsed: ParsedBlock, token: Token, word: str, own: frozenset[int]
    ) -> Reference | None:
        """The object of the verb that a pronoun's verb is coordinated with ("rounded up the men and shot them")."""
        verb = next((g for g in governors(token) if g.pos_ in ("VERB", "AUX")), None)
        while verb is not None and verb.dep_ in ("conj", "advcl") and verb.head.i < verb.i and verb.head.pos_ == "VERB":
            verb = verb.head
            for noun in direct_objects(verb):
                found = self._phrases.refer(parsed, noun) if noun.i not in own else None
                if found is not None and self._agrees(word, found):
                    return found
        return None

    def _agrees(self, word: str, reference: Reference) -> bool:
        """Whether a pronoun can stand for that, by number and for one man or more."""
        if reference.sort == "object":
            return False
        kind = self.grounding.kind(reference)
        if word in self.words.person:
            last = reference.words.lower().replace("-", " ").split()[-1:]
            return kind == "Person" or bool(last and last[0] in self.nouns.ranks)
        if word in self.words.singular:
            last = reference.words.lower().split()[-1:]
            if last and last[0] in _MEN:
                return False
            return reference.sort in ("actor", "combatants") and kind not in (
                "Person",
                "CivilianGroup",
                "CombatantGroup",
            )
        return kind != "Person" or reference.sort in ("civilians", "combatants")
