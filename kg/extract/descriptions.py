"""What descriptions refer to: "Russian fighter jets", "members of X", "its positions", "the army", "armed men"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.antecedents import Antecedents
from kg.extract.grounding import STATE_KINDS, Grounding
from kg.extract.named_references import NamedReferences
from kg.extract.naming import Name
from kg.extract.noun_phrases import is_countable, is_definite, name_before, possessor, with_compounds
from kg.extract.nouns import lemma, load_nouns
from kg.extract.phrases import core, objects_of, preposition_objects, prepositions
from kg.extract.pronouns import Pronouns
from kg.extract.reference_values import Reference, Refers, Sort
from kg.extract.reference_words import load_reference_words
from kg.extract.report import ParsedBlock
from kg.model import Span


class Descriptions:
    """Refers the common nouns of one report, with what they belong to."""

    def __init__(
        self,
        grounding: Grounding,
        antecedents: Antecedents,
        names: NamedReferences,
        pronouns: Pronouns,
        phrases: Refers,
    ) -> None:
        self.grounding = grounding
        self.report = grounding.report
        self.nouns = load_nouns()
        self.words = load_reference_words()
        self._antecedents = antecedents
        self._names = names
        self._pronouns = pronouns
        self._phrases = phrases

    def describe(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        """What a noun with its owner and adjectives refers to; None for numbers alone and abstract nouns."""
        word = lemma(token)
        nouns = self.nouns
        if word in nouns.ranks:
            for child in token.children:
                named = parsed.name_at.get(child.i) if child.dep_ == "appos" else None
                if named is not None and named.sort == "person":
                    return self._names.named(parsed, child, named)
        owner = name_before(parsed, token)
        groups = nouns.group(token)
        civilians = nouns.longest(token, nouns.civilians)
        inner = objects_of(token, "of")
        amount = word in nouns.of_amount and not (civilians and (word == "member" or not inner))
        if inner and (token.pos_ == "NUM" or amount):
            return self._phrases.refer(parsed, inner[0])
        if token.pos_ == "NUM":
            return None
        if owner is not None and (found := self._of_name(parsed, token, owner, groups, civilians)):
            return found
        if (groups or word in nouns.of_members or word in nouns.of_owner) and not (civilians and not groups):
            found = self._of_another(parsed, token)
            if found is not None:
                return found
        if (found := self._of_possessor(parsed, token, groups)) is not None:
            return found
        if groups or civilians:
            return self._group(parsed, token, groups, civilians)
        if word in nouns.of_owner or nouns.sorts(token):
            return self.thing(parsed, token)
        if word in nouns.ranks and token.tag_ in ("NN", "NNP") and (is_definite(token) or token.text[:1].isupper()):
            return self._person(parsed, token)
        for child in token.children:
            if child.dep_ == "appos" and (kind := nouns.longest(child, nouns.groups)) is not None:
                return self._people(parsed, token, kind, None)
        if token.pos_ == "PROPN" and any(c.dep_ == "compound" and nouns.is_thing(c, "vessel") for c in token.lefts):
            return self.thing(parsed, token)  # "the tanker Sounion"
        if (word in nouns.ranks and token.tag_ == "NNS") or (nouns.names_people(token) and is_countable(token)):
            return self._people(parsed, token, None, "CivilianGroup")
        return None

    def of_each_country(self, parsed: ParsedBlock, token: Token) -> list[Reference]:
        """The organs of two countries or more that stand before a noun ("Thai and Cambodian soldiers"), else none."""
        before = range(core(token).start, token.i)
        owners = [n for i in before if (n := parsed.name_at.get(i)) is not None and n.sort in ("country", "demonym")]
        if len(owners) < 2 or not any(parsed.doc[i].dep_ == "cc" for i in before):
            return []
        groups = self.nouns.group(token)
        return [r for owner in owners if (r := self._of_country(parsed, token, owner, groups)) is not None]

    def crew(self, parsed: ParsedBlock, token: Token) -> Reference:
        """Whoever flies an aircraft that the report gives to nobody ("a helicopter strafed the market")."""
        return self._people(parsed, token, "CombatantGroup", None)

    def thing(self, parsed: ParsedBlock, token: Token) -> Reference:
        """What is hit and is no actor: an entity of kind `Object`."""
        span, words = self.grounding.extent(parsed, token)
        name = next((c for c in token.rights if c.dep_ == "appos" and c.left_edge.i == token.i + 1), None)
        if name is not None and name.pos_ == "PROPN":  # "the tanker Delta Harrier"
            words = f"{words} {parsed.doc[token.i + 1 : name.i + 1].text}"
            span = Span(span.start, self.report.token_span(parsed, name.i, name.i + 1).end)
        builder = self.report.entities.actor(words, "Object", named=False)
        return self.grounding.seen(builder.key, "object", words, span, token.i, False)

    # ------------------------------------------------------------ by whose it is
    def _of_name(
        self, parsed: ParsedBlock, token: Token, owner: Name, groups: str | None, civilians: str | None
    ) -> Reference | None:
        """A noun that a name stands before: "Russian fighter jets", "ISIS hideouts", "Ukraine's air force"."""
        if owner.sort in ("country", "demonym", "capital"):
            return None if civilians and not groups else self._of_country(parsed, token, owner, groups)
        if owner.sort not in ("actor", "organisation", "group"):
            return None
        word = lemma(token)
        if self._is_one_of_rank(token):
            return self._person(parsed, token)
        if civilians and not groups and word not in self.nouns.of_members:
            return None
        if word in self.nouns.of_members or word in self.nouns.of_owner or groups:
            found = self._names.named(parsed, parsed.doc[owner.end - 1], owner)
            if found is not None:
                return self.grounding.organ_of(parsed, token, found) or self._called(parsed, token, found)
        return None

    def _of_country(self, parsed: ParsedBlock, token: Token, owner: Name, groups: str | None) -> Reference | None:
        """An organ of a country, which the register may have, or what stands for the country ("Russian positions")."""
        if any(t.lower_ in self.words.backing for t in parsed.doc[owner.end : token.i + 1]):
            return None
        span, words = self.grounding.extent(parsed, token)
        word = lemma(token)
        member = word in self.nouns.of_members or self.nouns.is_thing(token, "designation")
        country = self.grounding.country_code(owner)
        organ = self.grounding.organ(country, token)
        if organ is not None and (groups in STATE_KINDS or member or word in self.nouns.of_owner):
            return self.grounding.registered(organ, words, span, token.i)
        if owner.country is None or not (groups in STATE_KINDS or word in self.words.sites or member):
            return None
        if groups in STATE_KINDS:
            name = f"{owner.country.adjectives[0]} {with_compounds(token)}"
            builder = self.report.entities.actor(name, groups, named=True, country=country)
            builder.country = country
            return self.grounding.seen(builder.key, "actor", words, span, token.i, True)
        if groups is None or groups == "CombatantGroup":
            return self.grounding.country(owner, words, span, token.i)
        return None

    def _of_another(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        """ "members of X", "positions of X", "sites held by X": X, or a group described by what it is."""
        word = lemma(token)
        for preposition in prepositions(token):
            if preposition.lower_ not in self.words.members:
                continue
            for inner in preposition_objects(preposition)[:1]:
                found = self._phrases.refer(parsed, inner)
                if found is None or found.sort == "object":
                    continue
                if found.sort == "civilians" and word not in self.nouns.of_amount:
                    continue
                if self._is_one_of_rank(token):
                    return self._person(parsed, token)
                if (organ := self.grounding.organ_of(parsed, token, found)) is not None:
                    return organ
                if preposition.lower_ == "from" and self.grounding.kind(found) == "Country":
                    continue
                return Reference(found.entity, found.sort, found.words, found.span, token.i, found.named)
        if word in self.nouns.of_owner and word not in self.nouns.of_members:
            for child in token.children:
                if child.dep_ == "acl" and child.lower_ in self.words.holding:
                    for inner in objects_of(child, "by", "to"):
                        if found := self._phrases.refer(parsed, inner):
                            return found
        return None

    def _of_possessor(self, parsed: ParsedBlock, token: Token, groups: str | None) -> Reference | None:
        """ "our forces", "the army's positions", "their fighters": those whose they are."""
        owner = possessor(token)
        if owner is None:
            return None
        word = lemma(token)
        if owner.lower_ in self.words.own and (groups or word in self.words.sources):
            own = self._pronouns.first_person(parsed, owner)
            if own is not None and (groups not in STATE_KINDS or self.report.entities[own].kind in STATE_KINDS):
                span, words = self.grounding.extent(parsed, token)
                return Reference(own, "actor", words, span, token.i, True)
        his_men = word == "man" and token.tag_ == "NNS"
        if word not in self.nouns.of_members and word not in self.nouns.of_owner and not his_men:
            return None
        relative = owner.tag_ == "WP$"
        found = self._pronouns.of_relative(parsed, owner) if relative else self._phrases.refer(parsed, owner)
        if found is None or found.sort not in ("actor", "combatants") or word in self.words.others:
            return None
        if groups not in ("ProxyMilitia", "Coalition") and self.grounding.kind(found) != "Country":
            return self._called(parsed, token, found)
        return self.grounding.organ_of(parsed, token, found)

    def _called(self, parsed: ParsedBlock, token: Token, owner: Reference) -> Reference:
        """The owner, by the words for what is his."""
        span, words = self.grounding.extent(parsed, token)
        return Reference(owner.entity, owner.sort, words, span, token.i, owner.named)

    def _is_one_of_rank(self, token: Token) -> bool:
        """Whether a noun stands for one man of rank ("the group's commander"), not for any of many."""
        word = lemma(token)
        return word in self.nouns.ranks and token.tag_ in ("NN", "NNP") and word not in self.words.many

    # ------------------------------------------------------------ by what it is
    def _group(self, parsed: ParsedBlock, token: Token, groups: str | None, civilians: str | None) -> Reference:
        """A group told before, a state's own, or one that nobody named."""
        if back := self._antecedents.pointed_at(parsed, token, lemma(token)):
            return back
        if groups in STATE_KINDS and is_definite(token) and (entry := self.grounding.local_organ(token)):
            span, words = self.grounding.extent(parsed, token)
            return self.grounding.registered(entry, words, span, token.i)
        return self._people(parsed, token, groups, civilians)

    def _people(self, parsed: ParsedBlock, token: Token, groups: str | None, civilians: str | None) -> Reference:
        """A group, or people, that nobody named: of the class `groups` where they act together, else `civilians`."""
        span, words = self.grounding.extent(parsed, token)
        entry = self.grounding.find(words)
        if entry is not None:
            return self.grounding.registered(entry, words, span, token.i)
        capital = groups is not None and any(t.pos_ == "PROPN" and t.text[:1].isupper() for t in core(token))
        sort: Sort = "civilians" if civilians and not groups else "actor" if capital else "combatants"
        builder = self.report.entities.actor(
            words, groups or civilians or "Organisation", named=capital, country=self._country_before(parsed, token)
        )
        return self.grounding.seen(builder.key, sort, words, span, token.i, capital)

    def _person(self, parsed: ParsedBlock, token: Token) -> Reference:
        """One man whom nobody named ("the governor")."""
        span, words = self.grounding.extent(parsed, token)
        country = self._country_before(parsed, token)
        builder = self.report.entities.actor(words, "Person", named=False, country=country)
        return self.grounding.seen(builder.key, "person", words, span, token.i, False)

    def _country_before(self, parsed: ParsedBlock, token: Token) -> str | None:
        owner = name_before(parsed, token)
        return owner.country.alpha2 if owner and owner.country else None
