"""From a noun phrase to what it refers to: an actor, a person, a place, a thing, a number of people.

"21 members of regime forces" refers to regime forces, "Russian fighter jets" to Russia's air force,
"ISIS hideouts" to ISIS, "its fighters" to whoever "it" is, "a power station" to a thing.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from spacy.tokens import Token

from kg.extract.lexicon import read_toml
from kg.extract.naming import Name
from kg.extract.nouns import Nouns, lemma, load_nouns
from kg.extract.phrases import (
    conjuncts,
    core,
    direct_objects,
    governors,
    is_passive,
    objects_of,
    preposition_objects,
    prepositions,
    subject,
)
from kg.extract.report import ParsedBlock, Report
from kg.model import Participant, RegisteredActor, Span

Sort = Literal["actor", "person", "civilians", "combatants", "object"]

_QUANTIFIERS = {
    "other",
    "others",
    "several",
    "many",
    "few",
    "more",
    "some",
    "additional",
    "further",
    "remaining",
    "another",
    "least",
    "various",
    "numerous",
    "most",
    "all",
    "both",
    "each",
    "every",
    "such",
    "same",
    "certain",
    "any",
    "no",
    "at",
    "about",
    "around",
    "nearly",
    "almost",
    "over",
    "dozen",
    "two",
    "than",
    "up",
    "to",
    "only",
    "first",
    "second",
    "third",
    "last",
    "one",
    "following",
    "said",
    "whole",
    "entire",
    "so",
    "called",
    "-",
    "total",
    "new",
    "the",
}
_SINGULAR = {"it", "its", "itself"}
_PLURAL = {"they", "their", "them", "themselves", "theirs"}
_PERSON = {"he", "him", "his", "she", "her", "hers", "himself", "herself"}
_GROUP_WORDS = {"group", "organisation", "organization", "movement", "outfit", "faction", "militia"}
_PLACED = ("country", "capital", "seat", "demonym", "actor")
_FIRST = {"we", "our", "us", "ours", "i", "my", "me"}
_NO_TOKENS: frozenset[int] = frozenset()
_STATE_KINDS = {"StateForces", "Police", "IntelligenceService", "Government", "Country"}
_ARMED_KINDS = {"NonStateArmedGroup", "ProxyMilitia", "JihadistGroup", "RebelGroup", "UnidentifiedArmedGroup"}


@dataclass(frozen=True, slots=True)
class Reference:
    """What a noun phrase refers to. `entity` is the key of an actor of the report's `EntityTable`;
    `words` the phrase without articles and numbers; `head` the index of its noun.
    """

    entity: str
    sort: Sort
    words: str
    span: Span
    head: int
    named: bool

    def participant(self) -> Participant:
        """The same as a participant in an event."""
        return Participant(self.entity, self.words, self.span)


@dataclass(slots=True)
class _Seen:
    """A reference in the order of the text, for what points back to it.

    `subject`: it is a subject, or owns; `tells`: it only says what others do.
    """

    block: int
    token: int
    sentence: int
    subject: bool
    reference: Reference
    tells: bool = False


class Referrer:
    """Finds what the noun phrases of one report refer to, in the order of the text."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.nouns: Nouns = load_nouns()
        self._cache: dict[tuple[int, int], Reference | None] = {}
        self._history: deque[_Seen] = deque(maxlen=300)
        self._surnames: dict[str, str] = {}

    # ------------------------------------------------------------ in the order of the text
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
                acts = token.dep_ in ("nsubj", "nsubjpass", "poss")
                tells = self._only_tells(token, reference)
                self._history.append(_Seen(parsed.index, token.i, token.sent.start, acts, reference, tells))

    def _only_tells(self, token: Token, reference: Reference) -> bool:
        """Whether it is the subject of a verb of saying, and nobody who fights or rules."""
        if token.dep_ != "nsubj" or reference.sort != "actor" or token.head.lemma_.lower() not in _speech():
            return False
        return self.report.entities[reference.entity].kind not in _STATE_KINDS | _ARMED_KINDS

    def refer(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        """What the noun phrase with that head refers to; None for times, numbers alone and abstract nouns."""
        at = (parsed.index, token.i)
        if at not in self._cache:
            self._cache[at] = None
            self._cache[at] = self._refer(parsed, token)
        return self._cache[at]

    def speaker(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        """Who speaks: like `refer`, and whatever noun stands for a source ("security and local sources")."""
        found = self.refer(parsed, token)
        if found is not None and found.sort != "object":
            return found
        if token.pos_ == "NUM" or token.lower_ in ("one", "another", "some"):
            inner = objects_of(token, "of")
            return self.speaker(parsed, inner[0]) if inner else None
        if token.pos_ not in ("NOUN", "PROPN") or lemma(token) not in _sources():
            return found
        if lemma(token) in (
            "report",
            "statement",
            "tally",
            "count",
            "figure",
            "data",
            "database",
            "account",
            "letter",
            "message",
            "video",
            "post",
        ):
            inner = objects_of(token, "by", "from", "of")
            if inner and (author := self.speaker(parsed, inner[0])) is not None:
                return author
        whole = core(token)
        start = whole.start
        while start < token.i and parsed.doc[start].pos_ in ("DET", "NUM", "PRON"):
            start += 1
        end = token.i + 1
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of" and child.i == token.i + 1:
                end = min(child.right_edge.i + 1, token.i + 8)
        words = parsed.doc[start:end].text
        builder = self.report.entities.actor(words, "Person", named=False)
        span = self.report.token_span(parsed, start, end)
        return self._seen(builder.key, "person", words, span, token.i, False)

    def state_named(self, parsed: ParsedBlock, token: Token, name: Name) -> Reference | None:
        """The actor that a country's name or demonym before an event noun means ("Russian airstrikes")."""
        span = self.report.token_span(parsed, name.start, name.end)
        words = _plain(name.surface)
        country = next(
            (c for c in self.report.country_ranking if any(c == o.alpha2 for o in name.countries)),
            name.country.alpha2 if name.country else None,
        )
        organ = self._organ(country, token.head)
        if organ is not None:
            return self._registered(organ, words, span, token.i)
        return self._country(name, words, span, token.i)

    def all(self, parsed: ParsedBlock, tokens: list[Token]) -> list[Reference]:
        """The references of several heads, each entity once."""
        found: dict[str, Reference] = {}
        for token in tokens:
            reference = self.refer(parsed, token)
            if reference is not None:
                found.setdefault(reference.entity, reference)
        return list(found.values())

    # ------------------------------------------------------------ kinds of phrases
    def _refer(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        if token.i in parsed.time_tokens:
            return None
        if token.pos_ == "PRON" and not (token.lower_ in self.nouns.of_amount and objects_of(token, "of")):
            return self._pronoun(parsed, token)
        name = parsed.name_at.get(token.i)
        if name is not None and name.sort == "actor" and (name.surface.islower() or name.entries[0].name.islower()):
            category = name.entries[0].name.islower()
            if category or self._owner_name(parsed, token) is not None or _possessor(token) is not None:
                return self._nominal(parsed, token)
        if name is not None and not (name.sort not in _PLACED and self.nouns.is_thing(token, "designation")):
            return self._named(parsed, token, name)
        return self._nominal(parsed, token)

    def _named(self, parsed: ParsedBlock, token: Token, name: Name) -> Reference | None:
        start = name.start
        span = self.report.token_span(parsed, name.start, name.end)
        words = _plain(name.surface)
        entities = self.report.entities
        if name.sort == "actor" or name.sort == "country":
            entry = self.report.entry(name)
            if entry is not None:
                if entry.kind == "Person":
                    whole = core(token)
                    words = _words(whole.start, token)
                    span = self.report.token_span(parsed, _content_start(whole.start, token), name.end)
                elif entry.kind == "Country" and (organ := self._of_its(parsed, token, name)):
                    return organ
                return self._registered(entry, words, span, token.i)
            if name.sort == "actor":
                return self._nominal(parsed, token) or self._ambiguous(name, words, span, token)
        if name.sort in ("country", "capital") and name.country is not None:
            if self._is_location(token) and name.sort == "capital" and token.dep_ != "nsubj":
                return None
            return self._country(name, words, span, token.i)
        if name.sort == "seat" and name.country is not None:
            organ = self.report.register.organ(name.country.alpha2, "government")
            if organ is not None:
                return self._registered(organ, words, span, token.i)
            return self._country(name, words, span, token.i)
        if name.sort == "demonym":
            builder = entities.actor(words, "CivilianGroup", named=False, country=name.country and name.country.alpha2)
            return self._seen(builder.key, "civilians", words, span, token.i, False)
        if name.sort == "person":
            whole = core(token)
            first = _content_start(whole.start, token)
            surface = _words(whole.start, token)
            key = self._person_key(words)
            builder = entities.builders.get(key) or entities.actor(words, "Person", named=True)
            builder.seen_as(words)
            self._surnames.setdefault(words.split()[-1].lower(), builder.key)
            return Reference(
                builder.key,
                "person",
                surface,
                self.report.token_span(parsed, min(first, start), name.end),
                token.i,
                True,
            )
        if name.sort == "place":
            return None if self._is_location(token) else self._organisation(parsed, words, span, token, place=True)
        if name.sort == "group":
            builder = entities.actor(words, "Organisation", named=True)
            return self._seen(builder.key, "actor", words, span, token.i, True)
        if self._generic_head(token) and not token.text[:1].isupper():
            return self._nominal(parsed, token)
        return self._organisation(parsed, words, span, token)

    def _ambiguous(self, name: Name, words: str, span: Span, token: Token) -> Reference | None:
        """A name that the register has, and that nothing in the report tells to be the one that it has."""
        if name.surface.islower() or self._is_location(token):
            return None
        kinds = {entry.kind for entry in name.entries}
        kind = kinds.pop() if len(kinds) == 1 else "Organisation"
        builder = self.report.entities.actor(words, kind, named=True)
        return self._seen(builder.key, "actor", words, span, token.i, True)

    def _of_its(self, parsed: ParsedBlock, token: Token, name: Name) -> Reference | None:
        """A country's name that only modifies the noun it stands before is not what the noun refers to."""
        return self._nominal(parsed, token) if token.i >= name.end else None

    def _cut_short(self, parsed: ParsedBlock, words: str, token: Token) -> str | None:
        """The actor named in full before, whose last word "the Council" repeats; None where there is none."""
        if " " in words or not _definite(token) or words.lower() not in self.nouns.groups:
            return None
        for seen in reversed(self._history):
            if parsed.index - seen.block > 6:
                return None
            builder = self.report.entities[seen.reference.entity]
            if builder.named and any(n.endswith(f" {words}") for n in (builder.name, *builder.names)):
                return builder.key
        return None

    def _organisation(
        self, parsed: ParsedBlock, words: str, span: Span, token: Token, *, place: bool = False
    ) -> Reference | None:
        if place and token.dep_ in ("nsubj", "nsubjpass", "dobj", "poss", "conj"):
            kind = "Object"
        elif place:
            return None
        else:
            kind = self._kind_of_name(words, token)
        if (whole := self._cut_short(parsed, words, token)) is not None:
            return Reference(whole, "actor", words, span, token.i, True)
        name = self.report.aliases.get(words, words)
        register, ranking = self.report.register, self.report.country_ranking[:3]
        entry = register.find(name, ranking, self.report.present) or register.find(words, ranking, self.report.present)
        if entry is not None:
            return self._registered(entry, words, span, token.i)
        builder = self.report.entities.actor(
            name, kind if name == words else self._kind_of_name(name, token), named=True
        )
        return self._seen(builder.key, "object" if kind == "Object" else "actor", words, span, token.i, True)

    def _kind_of_name(self, words: str, token: Token) -> str:
        parts = words.lower().split()
        for i in range(len(parts)):
            tail = " ".join(parts[i:])
            for form in (tail, tail.rstrip("s")):
                if form in self.nouns.groups:
                    return self.nouns.groups[form]
        for part in reversed(parts):
            for form in (part, part.rstrip("s")):
                if form in self.nouns.groups and form not in ("company", "state", "guard", "member", "side"):
                    return self.nouns.groups[form]
        apposition = next((c for c in token.children if c.dep_ == "appos"), None)
        if apposition is not None and (kind := self.nouns.longest(apposition, self.nouns.groups)):
            return kind
        return "Organisation"

    def _nominal(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        word = lemma(token)
        nouns = self.nouns
        if word in nouns.ranks:
            for child in token.children:
                named = parsed.name_at.get(child.i) if child.dep_ == "appos" else None
                if named is not None and named.sort == "person":
                    return self._named(parsed, child, named)
        owner = self._owner_name(parsed, token)
        groups = nouns.group(token)
        civilians = nouns.longest(token, nouns.civilians)
        amount = word in nouns.of_amount and not (
            civilians and (word == "member" or not objects_of(token, "of"))
        )
        if token.pos_ == "NUM" or amount:
            inner = objects_of(token, "of")
            if inner:
                return self.refer(parsed, inner[0])
            if token.pos_ == "NUM":
                return None
        if owner is not None and (found := self._owned(parsed, token, owner, word, groups, civilians)):
            return found
        if (groups or word in nouns.of_members or word in nouns.of_owner) and not (civilians and not groups):
            found = self._linked(parsed, token, word)
            if found is not None:
                return found
        if (
            (possessor := _possessor(token)) is not None
            and possessor.lower_ in ("our", "my")
            and (groups or word in _sources())
        ):
            own = self._first_person(parsed, possessor)
            if own is not None and (groups not in _STATE_KINDS or self.report.entities[own].kind in _STATE_KINDS):
                span, words = self._extent(parsed, token)
                return Reference(own, "actor", words, span, token.i, True)
        if (possessor := _possessor(token)) is not None and (word in nouns.of_members or word in nouns.of_owner):
            found = self.refer(parsed, possessor)
            if found is not None and found.sort in ("actor", "combatants") and word not in ("ally", "allies"):
                if not (
                    groups in ("ProxyMilitia", "Coalition") or self.report.entities[found.entity].kind == "Country"
                ):
                    span, words = self._extent(parsed, token)
                    return Reference(found.entity, found.sort, words, span, token.i, found.named)
                if self.report.entities[found.entity].kind == "Country" and (
                    organ := self._organ(self.report.entities[found.entity].country, token)
                ):
                    span, words = self._extent(parsed, token)
                    return self._registered(organ, words, span, token.i)
        if groups or civilians:
            if back := self._points_back(parsed, token, word, groups):
                return back
            if groups in _STATE_KINDS and _definite(token) and (entry := self._local_organ(token)):
                span, words = self._extent(parsed, token)
                return self._registered(entry, words, span, token.i)
            return self._described(parsed, token, groups, civilians)
        if word in nouns.of_owner or nouns.sorts(token):
            return self.thing(parsed, token)
        if word in nouns.ranks and token.tag_ in ("NN", "NNP") and (_definite(token) or token.text[:1].isupper()):
            return self._described(parsed, token, None, None, person=True)
        for child in token.children:
            if child.dep_ == "appos" and (kind := nouns.longest(child, nouns.groups)) is not None:
                return self._described(parsed, token, kind, None)
        if (word in nouns.ranks and token.tag_ == "NNS") or (nouns.names_people(token) and _countable(token)):
            return self._described(parsed, token, None, "CivilianGroup")
        return None

    def _owned(
        self, parsed: ParsedBlock, token: Token, owner: Name, word: str, groups: str | None, civilians: str | None
    ) -> Reference | None:
        """A noun that a name stands before: "Russian fighter jets", "ISIS hideouts", "Ukraine's air force"."""
        span, words = self._extent(parsed, token)
        member = word in self.nouns.of_members or self.nouns.is_thing(token, "designation")
        if owner.sort in ("country", "demonym", "capital"):
            country = owner.country.alpha2 if owner.country else None
            if len(owner.countries) > 1:
                country = next(
                    (c for c in self.report.country_ranking if any(c == o.alpha2 for o in owner.countries)), country
                )
            if civilians and not groups:
                return None
            behind = parsed.doc[owner.end : token.i + 1]
            backed = any(t.lower_ in _BACKED for t in behind)
            if backed:
                return None
            organ = self._organ(country, token)
            if organ is not None and (
                groups in _STATE_KINDS or member or word in self.nouns.of_owner
            ):
                return self._registered(organ, words, span, token.i)
            if owner.country is not None and (
                groups in _STATE_KINDS
                or word in ("side", "position", "target", "site")
                or member
            ):
                if groups in ("StateForces", "Police", "Government", "IntelligenceService"):
                    plain = f"{owner.country.adjectives[0]} {_tail(token)}"
                    builder = self.report.entities.actor(plain, groups, named=True, country=country)
                    builder.country = country
                    return self._seen(builder.key, "actor", words, span, token.i, True)
                if groups is None or groups == "CombatantGroup":
                    return self._country(owner, words, span, token.i)
            return None
        if owner.sort in ("actor", "organisation", "group"):
            if (
                word in self.nouns.ranks
                and token.tag_ in ("NN", "NNP")
                and word not in ("member", "soldier", "officer")
            ):
                return self._described(parsed, token, None, None, person=True)
            if civilians and not groups and word not in self.nouns.of_members:
                return None
            if word in self.nouns.of_members or word in self.nouns.of_owner or groups:
                reference = self._named(parsed, parsed.doc[owner.end - 1], owner)
                if reference is not None:
                    if self.report.entities[reference.entity].kind == "Country":
                        organ = self._organ(self.report.entities[reference.entity].country, token)
                        if organ is not None:
                            return self._registered(organ, words, span, token.i)
                    return Reference(reference.entity, reference.sort, words, span, token.i, reference.named)
        return None

    def _linked(self, parsed: ParsedBlock, token: Token, word: str) -> Reference | None:
        """ "members of X", "positions of X", "fighters loyal to X": X, or a group described by what it is."""
        for preposition in prepositions(token):
            if preposition.lower_ not in ("of", "from", "within"):
                continue
            for inner in preposition_objects(preposition)[:1]:
                found = self.refer(parsed, inner)
                if found is None or found.sort == "object":
                    continue
                if found.sort == "civilians" and word not in self.nouns.of_amount:
                    continue
                if (
                    word in self.nouns.ranks
                    and token.tag_ in ("NN", "NNP")
                    and word not in ("member", "soldier", "officer")
                ):
                    return self._described(parsed, token, None, None, person=True)
                builder = self.report.entities[found.entity]
                if builder.kind == "Country" and (organ := self._organ(builder.country, token)):
                    span, words = self._extent(parsed, token)
                    return self._registered(organ, words, span, token.i)
                if preposition.lower_ == "from" and builder.kind == "Country":
                    continue
                return Reference(found.entity, found.sort, found.words, found.span, token.i, found.named)
        if word in self.nouns.of_owner and word not in self.nouns.of_members:
            for child in token.children:
                if child.dep_ == "acl" and child.lower_ in (
                    "held",
                    "controlled",
                    "run",
                    "used",
                    "belonging",
                    "owned",
                    "manned",
                ):
                    for inner in objects_of(child, "by", "to"):
                        if found := self.refer(parsed, inner):
                            return found
        return None

    def _described(
        self, parsed: ParsedBlock, token: Token, groups: str | None, civilians: str | None, *, person: bool = False
    ) -> Reference:
        """A group, or people, that nobody named."""
        span, words = self._extent(parsed, token)
        owner = self._owner_name(parsed, token)
        country = owner.country.alpha2 if owner and owner.country else None
        kind = "Person" if person else groups or civilians or "Organisation"
        entry = (
            self.report.register.find(words, self.report.country_ranking[:3], self.report.present)
            if not person
            else None
        )
        if entry is not None:
            return self._registered(entry, words, span, token.i)
        capital = any(t.pos_ == "PROPN" and t.text[:1].isupper() for t in core(token)) and groups is not None
        builder = self.report.entities.actor(words, kind, named=capital, country=country)
        sort: Sort = (
            "person"
            if person
            else "civilians"
            if civilians and not groups
            else "combatants"
            if not capital
            else "actor"
        )
        return self._seen(builder.key, sort, words, span, token.i, capital)

    def crew(self, parsed: ParsedBlock, token: Token) -> Reference:
        """Whoever flies an aircraft that the report gives to nobody ("a helicopter strafed the market")."""
        return self._described(parsed, token, "CombatantGroup", None)

    def thing(self, parsed: ParsedBlock, token: Token) -> Reference:
        """What is hit and is no actor: an entity of kind `Object`."""
        span, words = self._extent(parsed, token)
        builder = self.report.entities.actor(words, "Object", named=False)
        return self._seen(builder.key, "object", words, span, token.i, False)

    # ------------------------------------------------------------ what points back
    def _pronoun(self, parsed: ParsedBlock, token: Token) -> Reference | None:
        word = token.lower_
        span = self.report.token_span(parsed, token.i, token.i + 1)
        if word in _FIRST:
            key = self._first_person(parsed, token)
            return Reference(key, "actor", token.text, span, token.i, True) if key else None
        if word not in _SINGULAR | _PLURAL | _PERSON:
            return None
        found = self._antecedent(parsed, token, word)
        if found is None:
            return None
        return Reference(found.entity, found.sort, token.text, span, token.i, found.named)

    def _first_person(self, parsed: ParsedBlock, token: Token) -> str | None:
        for inner in objects_of(token, "at", "in", "of"):
            if (found := self.refer(parsed, inner)) and found.sort == "actor":
                return found.entity
        if any(t.text == '"' and t.i < token.i for t in token.sent):
            root = token.sent.root
            speaker = next((c for c in root.children if c.dep_ == "nsubj" and c.pos_ != "PRON"), None)
            if speaker is not None and root.pos_ == "VERB":
                found = self.speaker(parsed, speaker)
                return found.entity if found is not None else None
        return self.report.publisher

    def _antecedent(self, parsed: ParsedBlock, token: Token, word: str) -> Reference | None:
        heads = [g.i for g in governors(token)]
        own = self._own_subject(token)
        if own and (found := self._object_before(parsed, token, word, own)) is not None:
            return found
        if token.dep_ == "poss" and token.head.dep_ == "conj":
            found = self.refer(parsed, token.head.head)
            if found is not None and found.sort in ("actor", "combatants") and self._agrees(word, found):
                return found
        for governor in governors(token):
            if governor.pos_ not in ("VERB", "AUX"):
                continue
            for child in governor.children:
                if (
                    child.dep_ in ("nsubj", "nsubjpass")
                    and child.i < token.i
                    and child.i not in heads
                    and child.i not in own
                    and self.nouns.sorts(child).isdisjoint(("drone", "aircraft", "munition", "ied"))
                    and child.tag_ not in ("WDT", "WP")
                ):
                    found = self.refer(parsed, child)
                    if found is not None and found.sort == "person" and word not in _PERSON:
                        found = self._spoken_for(parsed, child) or found
                    if found is not None and self._agrees(word, found):
                        return found
        near = takewhile(lambda s: parsed.index - s.block <= 2, reversed(self._history))
        subjects = [s for s in near if self._agrees(word, s.reference)]
        subjects = [s for s in subjects if s.block != parsed.index or s.token not in own]
        if word == "them" and token.dep_ == "pobj" and token.head.lower_ == "of":
            counted = [s for s in subjects if not s.subject and parsed.index - s.block <= 1]
            return counted[0].reference if counted else None
        if word in _PLURAL and token.dep_ in ("nsubj", "nsubjpass", "poss"):
            subjects.sort(key=lambda s: s.reference.sort == "civilians")
        if token.dep_ == "nsubj" and token.head.lemma_.lower() not in _speech():
            subjects.sort(key=lambda s: s.tells)
        here = token.sent.start
        for seen in subjects:
            if seen.block == parsed.index and seen.sentence == here and seen.token < token.i and seen.subject:
                return seen.reference
        if word in _SINGULAR:
            for seen in subjects:
                if (
                    seen.block == parsed.index
                    and seen.sentence == here
                    and seen.token < token.i
                    and seen.reference.sort == "actor"
                ):
                    return seen.reference
        for seen in subjects:
            if seen.subject and (seen.block, seen.sentence) != (parsed.index, here) and parsed.index - seen.block <= 2:
                return seen.reference
        for seen in subjects:
            if parsed.index - seen.block <= 1:
                return seen.reference
        return None

    def _spoken_for(self, parsed: ParsedBlock, person: Token) -> Reference | None:
        """Whose spokesman or leader a person is said to be ("M23 spokesman Willy Ngoma", "a commander of the SDF")."""
        owner = self._owner_name(parsed, person)
        if owner is not None and owner.sort in ("actor", "organisation", "group"):
            return self._named(parsed, parsed.doc[owner.end - 1], owner)
        return next((r for t in objects_of(person, "of") if (r := self.refer(parsed, t)) is not None), None)

    @staticmethod
    def _own_subject(token: Token) -> frozenset[int]:
        """The subject of the verb whose object a pronoun is, with all coordinated with it: he is never "him"."""
        if token.dep_ not in ("dobj", "pobj", "dative") or token.lower_.endswith(("self", "selves")):
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
                found = self.refer(parsed, noun) if noun.i not in own else None
                if found is not None and self._agrees(word, found):
                    return found
        return None

    def _agrees(self, word: str, reference: Reference) -> bool:
        kind = self.report.entities[reference.entity].kind
        if reference.sort == "object":
            return False
        if word in _PERSON:
            last = reference.words.lower().replace("-", " ").split()[-1:]
            return kind == "Person" or bool(last and last[0] in self.nouns.ranks)
        if word in _SINGULAR:
            return reference.sort in ("actor", "combatants") and kind not in (
                "Person",
                "CivilianGroup",
                "CombatantGroup",
            )
        return kind != "Person" or reference.sort in ("civilians", "combatants")

    def _points_back(self, parsed: ParsedBlock, token: Token, word: str, groups: str | None) -> Reference | None:
        """ "the group", "this organisation", "the attackers": the last actor named that can be meant."""
        if word not in self.nouns.anaphors["groups"] or not _definite(token):
            return None
        if any(c.dep_ in ("compound", "nummod") or (c.dep_ == "amod" and c.text[:1].isupper()) for c in token.children):
            return None
        if any(
            c.dep_ in ("prep", "relcl", "acl") and parsed.doc[c.left_edge.i - 1].text != ","
            for c in token.children
            if c.i > token.i
        ):
            return None
        for armed in (True, False):
            for seen in reversed(self._history):
                if parsed.index - seen.block > 4:
                    break
                builder = self.report.entities[seen.reference.entity]
                if seen.subject and seen.block == parsed.index and seen.sentence == token.sent.start:
                    continue
                if armed and word in _GROUP_WORDS and builder.kind not in _ARMED_KINDS:
                    continue
                if self._of_a_speaker(seen):
                    continue
                if builder.named and _can_be(word, groups, builder.kind):
                    span, words = self._extent(parsed, token)
                    return Reference(builder.key, "actor", words, span, token.i, True)
        return None

    def _of_a_speaker(self, seen: _Seen) -> bool:
        """Whether an actor was named only to tell who speaks ("said a member of the Joint Task Force")."""
        doc = self.report.blocks[seen.block].doc
        token = doc[seen.token]
        within = False
        while token.dep_ in ("pobj", "prep", "appos", "nmod", "conj", "poss") and token.head.i != token.i:
            within = within or token.dep_ in ("pobj", "appos", "poss")
            token = token.head
        return within and token.dep_ == "nsubj" and token.head.lemma_ in ("say", "tell", "add", "write")

    # ------------------------------------------------------------ parts
    def _registered(self, entry: RegisteredActor, words: str, span: Span, head: int) -> Reference:
        named = entry.kind not in ("CivilianGroup", "CombatantGroup")
        builder = self.report.entities.actor(entry.name, entry.kind, named=True, register=entry, country=entry.country)
        builder.seen_as(words)
        sort: Sort = "person" if entry.kind == "Person" else "actor" if named else "civilians"
        return Reference(builder.key, sort, words, span, head, named)

    def _country(self, name: Name, words: str, span: Span, head: int) -> Reference | None:
        if name.country is None:
            return None
        entry = self.report.register.named(name.country.name)
        if entry is not None:
            return self._registered(entry, words, span, head)
        builder = self.report.entities.actor(name.country.name, "Country", named=True, country=name.country.alpha2)
        return self._seen(builder.key, "actor", words, span, head, True)

    def _organ(self, country: str | None, token: Token) -> RegisteredActor | None:
        if country is None:
            return None
        words = [token.text]
        i = token.i - 1
        while i >= 0 and token.doc[i].dep_ in ("compound", "amod", "nmod") and len(words) < 4:
            words.insert(0, token.doc[i].text)
            i -= 1
        for k in range(len(words)):
            if found := self.report.register.organ(country, " ".join(words[k:])):
                return found
        return None

    def _local_organ(self, token: Token) -> RegisteredActor | None:
        """ "the army" in a report on one country."""
        publisher = self.report.entities[self.report.publisher] if self.report.publisher else None
        if publisher is not None and publisher.country and publisher.kind in _STATE_KINDS:
            return self._organ(publisher.country, token)
        ranking = self.report.country_ranking
        return self._organ(ranking[0], token) if ranking else None

    def _owner_name(self, parsed: ParsedBlock, token: Token) -> Name | None:
        """The name among what stands before a noun."""
        for i in range(core(token).start, token.i):
            name = parsed.name_at.get(i)
            if (
                name is not None
                and name.end <= token.i
                and not name.surface.islower()
                and token.doc[name.start : token.i + 1].text.lower() not in self.nouns.sorts_of
            ):
                return name
        return None

    def _seen(self, key: str, sort: Sort, words: str, span: Span, head: int, named: bool) -> Reference:
        self.report.entities[key].seen_as(words)
        return Reference(key, sort, words, span, head, named)

    def _extent(self, parsed: ParsedBlock, token: Token) -> tuple[Span, str]:
        start = _content_start(core(token).start, token)
        return self.report.token_span(parsed, start, token.i + 1), _words(start, token)

    def _person_key(self, words: str) -> str:
        """The key of a person of that surname, if the report named him in full before."""
        return self._surnames.get(words.split()[-1].lower(), "")

    def _generic_head(self, token: Token) -> bool:
        word = lemma(token)
        return word in self.nouns.groups or word in self.nouns.civilians or word in self.nouns.of_owner

    @staticmethod
    def _is_location(token: Token) -> bool:
        head = token
        while head.dep_ in ("conj", "appos"):
            head = head.head
        return head.dep_ == "pobj" and head.head.lower_ not in (
            "by",
            "with",
            "between",
            "to",
            "against",
            "of",
            "on",
            "upon",
            "from",
        )


_BACKED = {
    "backed",
    "aligned",
    "supported",
    "linked",
    "affiliated",
    "led",
    "allied",
    "sponsored",
    "funded",
    "trained",
    "loyal",
    "controlled",
    "born",
    "held",
    "occupied",
    "brokered",
    "mediated",
    "run",
    "speaking",
    "made",
}


@lru_cache(maxsize=1)
def _sources() -> frozenset[str]:
    sources = read_toml("attribution.toml")["sources"]
    return frozenset([*sources["persons"], *sources["transparent"]])


@lru_cache(maxsize=1)
def _speech() -> frozenset[str]:
    verbs = read_toml("attribution.toml")["verbs"]
    return frozenset([*verbs["say"], *verbs["deny"], *verbs["allege"], *verbs["urge"]])


def _possessor(token: Token) -> Token | None:
    return next((c for c in token.children if c.dep_ == "poss"), None)


def _definite(token: Token) -> bool:
    return any(
        c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "these", "those", "both")
        for c in token.children
    )


def _countable(token: Token) -> bool:
    """Whether a noun stands for one or several of its kind: a plural, or one with an article or a number."""
    return token.tag_ == "NNS" or any(c.dep_ in ("det", "nummod") for c in token.children)


def _can_be(word: str, groups: str | None, kind: str) -> bool:
    """Whether an actor of that kind can be called by that word."""
    if word in ("group", "organisation", "organization", "movement", "outfit", "faction", "militia"):
        return kind in _ARMED_KINDS or kind in ("Organisation", "PoliticalParty", "Coalition", "Monitor")
    if word in ("coalition", "alliance"):
        return kind == "Coalition"
    if word in ("ministry", "government", "authority", "regime", "junta"):
        return kind == "Government"
    if word in ("army", "force", "paramilitary"):
        return kind in ("StateForces", "Peacekeepers", "ProxyMilitia")
    if word in ("mission",):
        return kind == "Peacekeepers"
    if word in ("observatory", "monitor"):
        return kind == "Monitor"
    if word in ("court", "tribunal"):
        return kind == "Court"
    if word in ("council", "agency", "company", "party"):
        return kind in (
            "InternationalOrganisation",
            "AdministrativeAuthority",
            "HumanitarianOrganisation",
            "Company",
            "PoliticalParty",
            "Organisation",
        )
    if word in ("side",):
        return False
    return kind in _ARMED_KINDS


def _content_start(start: int, token: Token) -> int:
    """The first token of a phrase that is no article, number, possessive or quantifier."""
    doc = token.doc
    i = start
    while i < token.i:
        other = doc[i]
        if other.pos_ == "NUM" and doc[i + 1].text == "-" and doc[i + 2].lower_ not in ("year", "month", "week"):
            break
        skip = (
            other.pos_ in ("DET", "NUM", "PUNCT", "PRON", "ADP", "ADV", "SPACE", "CCONJ", "SCONJ", "PART")
            or other.tag_ in ("PRP$", "POS", "CD")
            or (other.lower_ in _QUANTIFIERS and (not other.text[:1].isupper() or other.is_sent_start))
        )
        if not skip and other.dep_ == "poss" and other.head.i == token.i:
            break
        if not skip:
            break
        if other.text == "-" and i > start:
            pass
        i += 1
    while i + 2 < token.i and doc[i].lower_ in ("year", "month", "week") and doc[i + 1].text == "-":
        i += 3
    if i > start and doc[i - 1].text == "-" and i - 2 >= start and doc[i - 2].pos_ in ("PROPN", "ADJ", "NOUN"):
        i -= 2
    return i


def _words(start: int, token: Token) -> str:
    return token.doc[_content_start(start, token) : token.i + 1].text.replace("\n", " ")


def _tail(token: Token) -> str:
    """The noun with its lower-case compounds ("air force")."""
    i = token.i
    while i > 0 and token.doc[i - 1].dep_ == "compound" and token.doc[i - 1].text.islower():
        i -= 1
    return token.doc[i : token.i + 1].text


def _plain(words: str) -> str:
    """Words without an article in front or a possessive behind."""
    return re.sub(r"^(?:the|The)\s+|\s*'s?$", "", words.replace("\n", " "))
