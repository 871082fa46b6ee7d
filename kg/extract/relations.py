"""How actors stand to one another, as a report says it (`data/relations.toml`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from spacy.tokens import Token

from kg.extract.aliases import Alias
from kg.extract.drafts import Draft
from kg.extract.lexicon import read_toml
from kg.extract.nouns import compound_words, lemma, phrases_at
from kg.extract.phrases import (
    agents,
    core,
    direct_objects,
    governors,
    objects_of,
    patients,
    preposition_objects,
    prepositions,
    subject,
)
from kg.extract.reference_values import Reference
from kg.extract.report import ParsedBlock, Report
from kg.extract.sentences import SentenceReader
from kg.model import Participant, Relation, Span, TimeRef
from kg.names import fold

# Who is no side of a war, though he may stand in one.
# An office stands so many words before the name of who holds it.
_OFFICE = 10
# The title of an office behind a name has so many words at the most.
_TITLE = 5
_LEANINGS = ("alliedWith", "affiliatedWith")
_NO_SIDES = frozenset(["Object", "Person", "CivilianGroup", "CivilianPopulation", "Monitor", "MediaOrganisation"])


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, Any]:
    return read_toml("relations.toml")


class RelationReader:
    """Reads the relations of one report."""

    def __init__(self, report: Report, reader: SentenceReader) -> None:
        self.report = report
        self.reader = reader
        self.referrer = reader.referrer
        self.found: dict[str, Relation] = {}
        self._stated: Counter[tuple[Span, str]] = Counter()
        self._first: dict[str, tuple[str, Span]] = {}
        self._spelled: dict[str, set[str]] = {}

    def read(self, aliases: list[Alias], drafts: Sequence[Draft]) -> tuple[Relation, ...]:
        """All relations, in the order of the text."""
        for alias in aliases:
            self._alias(alias)
        for draft in drafts:
            self._clash(draft)
        for parsed in self.report.blocks:
            for token in parsed.doc:
                if token.pos_ in ("NOUN", "PROPN"):
                    self._before_noun(parsed, token)
                    self._behind_noun(parsed, token)
                    self._title(parsed, token)
                    if lemma(token) in _lexicon()["joint"]["wars"]:
                        self._between(parsed, token)
                elif token.pos_ == "VERB":
                    self._verb(parsed, token)
                elif token.pos_ == "AUX" and token.lemma_ == "be":
                    self._being(parsed, token)
                if token.lower_ in _lexicon()["joint"]["heads"]:
                    self._joined(parsed, token)
            self._known_as(parsed)
        self._names_used()
        return tuple(sorted(self.found.values(), key=lambda r: (r.span, r.predicate, r.subject, r.object)))

    # ------------------------------------------------------------ forms
    def _alias(self, alias: Alias) -> None:
        entry = self.report.register.find(
            alias.long, self.report.country_ranking[:3], self.report.present
        ) or self.report.register.find(alias.short, self.report.country_ranking[:3], self.report.present)
        builder = (
            self.report.entities.actor(entry.name, entry.kind, named=True, register=entry, country=entry.country)
            if entry
            else self.report.entities.actor(alias.long, "Organisation", named=True)
        )
        builder.named = True
        builder.seen_as(alias.long)
        builder.seen_as(alias.short)
        span = Span(alias.long_span.start, alias.short_span.end)
        self._add(builder.key, "sameAs", builder.key, span, alias.long, alias.short, alias.long_span, alias.short_span)

    def _clash(self, draft: Draft) -> None:
        """Two named sides of an armed clash fight each other."""
        if draft.type != "ArmedClash" or draft.attribution.modality != "asserted":
            return
        entities = self.report.entities
        sides = [p for p in (*draft.agents, *draft.targets) if entities[p.entity].named]
        if len(sides) != 2 or any(entities[p.entity].kind in _NO_SIDES for p in sides):
            return
        one, other = sides
        span = Span(min(one.span.start, other.span.start), max(one.span.end, other.span.end))
        self._add(
            one.entity,
            "fights",
            other.entity,
            span,
            one.surface,
            other.surface,
            one.span,
            other.span,
            claimants=tuple(draft.claimants),
            time=draft.time,
        )

    def _known_as(self, parsed: ParsedBlock) -> None:
        """ "an African Union force known as ATMIS"."""
        doc = parsed.doc
        lowered = parsed.text.lower().replace("(", " ")
        for words in _lexicon()["aliases"]["words"]:
            if words in ("or", "formerly", "called"):
                continue
            at = lowered.find(f" {words} ")
            while at >= 0:
                target = doc.char_span(at + len(words) + 2, at + len(words) + 3, alignment_mode="expand")
                ends = len(lowered[:at].rstrip())
                before = doc.char_span(ends - 1, ends, alignment_mode="expand") if ends else None
                if target is not None and before is not None:
                    self._pair(parsed, before[0], target[0])
                at = lowered.find(f" {words} ", at + 1)

    def _pair(self, parsed: ParsedBlock, before: Token, behind: Token) -> None:
        left = before
        while left.text in (",", "(", '"') and left.i > 0:
            left = parsed.doc[left.i - 1]
        name = parsed.name_at.get(behind.i)
        head = parsed.doc[name.end - 1] if name is not None else behind
        one, other = self.referrer.refer(parsed, left), self.referrer.refer(parsed, head)
        if one is None or other is None:
            return
        people = one.sort == "person" and one.named and other.sort in ("person", "actor") and head.pos_ == "PROPN"
        if not people and (other.sort != "actor" or one.sort not in ("actor", "combatants")):
            return
        key = one.entity if people else other.entity
        self._add(
            key, "sameAs", key, Span(one.span.start, other.span.end), one.words, other.words, one.span, other.span
        )

    def _before_noun(self, parsed: ParsedBlock, token: Token) -> None:
        """ "Iranian-backed militias", "pro-government militia", "their proxy militias"."""
        lexicon = _lexicon()
        whole = core(token)
        doc = parsed.doc
        for i in range(whole.start, token.i):
            word = doc[i].lower_
            if word in lexicon["compounds"] and i >= 2 and doc[i - 1].text == "-":
                name = parsed.name_at.get(i - 2)
                head = doc[name.end - 1] if name is not None else doc[i - 2]
                inner = self._within_name(parsed, i - 2) if name is not None and name.end > i else None
                other = inner or (
                    self.referrer.state_named(parsed, head, name)
                    if name is not None and name.sort in ("demonym", "country", "capital")
                    else self.referrer.refer(parsed, head)
                )
                self._relate(parsed, token, lexicon["compounds"][word], other)
            prefix = word.split("-", 1)
            if prefix[0] in lexicon["prefixes"]:
                rest = (
                    prefix[1]
                    if len(prefix) > 1
                    else doc[i + 2].lower_
                    if i + 2 < token.i and doc[i + 1].text == "-"
                    else ""
                )
                if rest in ("government", "regime", "junta", "state"):
                    organ = (
                        self.report.register.organ(self.report.country_ranking[0], "government")
                        if self.report.country_ranking
                        else None
                    )
                    if organ is not None:
                        builder = self.report.entities.actor(
                            organ.name, organ.kind, named=True, register=organ, country=organ.country
                        )
                        span = self.report.token_span(parsed, i, min(i + 3, token.i))
                        builder.seen_as(rest)
                        self._relate(
                            parsed,
                            token,
                            lexicon["prefixes"][prefix[0]],
                            Reference(builder.key, "actor", rest, span, i, True),
                        )
        word = lemma(token)
        proxy = word in ("ally", "proxy", "partner")
        if proxy or (word in ("militia", "militiaman") and "proxy" in compound_words(token)):
            owner = next((c for c in token.children if c.dep_ == "poss"), None)
            known = owner is not None and (owner.pos_ != "PRON" or not proxy or _named_beside(token) is not None)
            if owner is not None and known:
                self._relate(parsed, token, "alliedWith", self.referrer.refer(parsed, owner))

    def _within_name(self, parsed: ParsedBlock, at: int) -> Reference | None:
        """The state whose demonym is a part of a name ("Iranian-backed militias", which the register knows whole)."""
        found = self.report.countries.by_demonym(parsed.doc[at].text)
        country = found[0] if found else self.report.countries.by_name(parsed.doc[at].text)
        entry = self.report.register.named(country.name if country is not None else parsed.doc[at].text)
        if entry is None:
            return None
        words = parsed.doc[at].text
        builder = self.report.entities.actor(entry.name, entry.kind, named=True, register=entry, country=entry.country)
        builder.seen_as(words)
        return Reference(builder.key, "actor", words, self.report.token_span(parsed, at, at + 1), at, True)

    def _behind_noun(self, parsed: ParsedBlock, token: Token) -> None:
        """ "formations linked to the SDF", "a group with ties to al-Qaeda", "the wing of Hamas"."""
        lexicon = _lexicon()
        for child in token.children:
            if child.dep_ in ("acl", "relcl", "amod") and child.i > token.i:
                for preposition in child.children:
                    if preposition.dep_ in ("prep", "agent"):
                        predicate = lexicon["participles"].get(
                            f"{child.lemma_.lower()} {preposition.lower_}"
                        ) or lexicon["adjectives"].get(f"{child.lower_} {preposition.lower_}")
                        if predicate:
                            for other in objects_of(child, preposition.lower_):
                                self._relate(parsed, token, predicate, self.referrer.refer(parsed, other))
            if child.dep_ == "prep" and child.lower_ == "with":
                for noun in objects_of(token, "with"):
                    self._noun_of(parsed, token, noun)
            if child.dep_ == "appos":
                self._noun_of(parsed, token, child)
                self._possessed(parsed, token, child)
        predicate = lexicon["nouns"].get(f"{lemma(token)} of")
        if predicate in ("partOf", "affiliatedWith") and lemma(token) not in ("unit", "part"):
            self._part_of_owner(parsed, token, predicate)
        self._possessed(parsed, next((c for c in token.children if c.dep_ == "appos"), token), token)

    def _part_of_owner(self, parsed: ParsedBlock, token: Token, predicate: str) -> None:
        """ "A faction of the SLM ambushed police": an actor of its own, though nobody names it."""
        if token.dep_ not in ("nsubj", "nsubjpass", "pobj"):
            return
        for other in objects_of(token, "of"):
            owner = self.referrer.refer(parsed, other)
            if owner is None or owner.sort != "actor" or not owner.named:
                continue
            if parsed.name_at.get(token.i) is not None:
                self._relate(parsed, token, predicate, owner)
                continue
            words = parsed.doc[token.i : other.i + 1].text
            kind = self.report.entities[owner.entity].kind
            builder = self.report.entities.actor(words, kind, named=False)
            span = self.report.token_span(parsed, token.i, token.i + 1)
            one = Reference(builder.key, "actor", token.text, span, token.i, False)
            self._relate_references(parsed, token, one, predicate, owner)

    def _possessed(self, parsed: ParsedBlock, token: Token, noun: Token) -> None:
        """ "Hamas's armed wing, the Qassam Brigades", "Naim Qassem, Hezbollah's deputy leader", "its Radwan unit"."""
        lexicon = _lexicon()["possessed"]
        predicate = next((lexicon[p] for p in phrases_at(noun) if p in lexicon), None)
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        if predicate is None or owner is None or (owner.pos_ == "PRON" and token.i == noun.i):
            return
        named = (name := parsed.name_at.get(noun.i)) is not None and name.start > owner.i
        one = self.referrer.refer(parsed, token) if token.i != noun.i or named else self._unit(parsed, owner, noun)
        other = self.referrer.refer(parsed, owner)
        if one is None or not one.named or (one.sort == "person") != (predicate in ("leads", "memberOf")):
            return
        self._relate_references(parsed, token, one, predicate, other)

    def _unit(self, parsed: ParsedBlock, owner: Token, noun: Token) -> Reference | None:
        """A named part of a possessor ("Hezbollah's Radwan unit"), an actor of its own in what is said of the two."""
        first = next((t for t in parsed.doc[owner.i + 1 : noun.i] if t.pos_ == "PROPN" and t.text[:1].isupper()), None)
        kind = self.referrer.nouns.longest(noun, self.referrer.nouns.groups)
        if first is None or kind is None:
            return None
        words = parsed.doc[first.i : noun.i + 1].text
        builder = self.report.entities.actor(words, kind, named=True)
        builder.seen_as(words)
        return Reference(builder.key, "actor", words, self.report.token_span(parsed, first.i, noun.i + 1), noun.i, True)

    def _noun_of(self, parsed: ParsedBlock, token: Token, noun: Token) -> None:
        for preposition in noun.children:
            if preposition.dep_ == "prep":
                keys = (f"{phrase} {preposition.lower_}" for phrase in phrases_at(noun))
                predicate = next((p for key in keys if (p := _lexicon()["nouns"].get(key))), None)
                if predicate == "leads" and any(c.lower_ in ("deputy", "vice") for c in noun.lefts):
                    predicate = "memberOf"
                if predicate:
                    for other in objects_of(noun, preposition.lower_):
                        held = objects_of(other, "of") if lemma(other) == "staff" else [other]  # "chief of staff of"
                        for owner in held:
                            self._relate(parsed, token, predicate, self.referrer.refer(parsed, owner))

    def _title(self, parsed: ParsedBlock, token: Token) -> None:
        """ "President Volodymyr Zelenskyy", "Somali Health Minister Ali Haji Adam"."""
        reference = self.referrer.refer(parsed, token)
        if reference is None or reference.sort != "person" or not reference.named:
            return
        whole = core(token)
        before = f" {parsed.doc[whole.start : token.i].text.lower()} "
        titles = _lexicon()["titles"]
        held = [(len(t), p) for p in ("memberOf", "leads") for t in titles[p] if f" {t} " in before]
        if self._office(parsed, token) or not held:
            return
        predicate = max(held)[1]
        ranking = self.report.country_ranking
        name = next(
            (n for i in range(whole.start, token.i) if (n := parsed.name_at.get(i)) is not None and n.country), None
        )
        code = name.country.alpha2 if name is not None and name.country else ranking[0] if ranking else None
        if code is None:
            return
        organ = self.report.register.organ(code, "government")
        if organ is None:
            return
        builder = self.report.entities.actor(organ.name, organ.kind, named=True, register=organ, country=organ.country)
        span = self.report.token_span(parsed, whole.start, token.i + 1)
        self._add(reference.entity, predicate, builder.key, span, reference.words, organ.name, reference.span, span)

    def _office(self, parsed: ParsedBlock, token: Token) -> bool:
        """ "Hamas leader Yahya Sinwar", "Army chief Abdel Fattah al-Burhan"; whether such an office was found."""
        reference = self.referrer.refer(parsed, token)
        if reference is None or reference.sort != "person" or not reference.named:
            return False
        found = False
        doc, possessed = parsed.doc, _lexicon()["possessed"]
        for i in range(core(token).start + 1, token.i):
            predicate = possessed.get(doc[i].lower_)
            name = parsed.name_at.get(i - 1)
            state = name is not None and name.sort in ("country", "demonym", "capital")
            if predicate not in ("leads", "memberOf") or state:
                continue
            owner = self.referrer.refer(parsed, doc[i - 1])
            if owner is not None and owner.sort in ("actor", "combatants") and owner.entity != reference.entity:
                self._relate_references(parsed, token, reference, predicate, owner)
                found = True
        if token.dep_ == "appos" and token.head.pos_ in ("NOUN", "PROPN"):
            self._noun_of(parsed, token, token.head)
        return found or self._office_before(parsed, token, reference) or self._office_behind(parsed, token, reference)

    def _office_behind(self, parsed: ParsedBlock, token: Token, person: Reference) -> bool:
        """ "Khaing Thukha, a spokesman for the Arakan Army,": an office behind the comma behind a name, likewise."""
        doc = parsed.doc
        if token.i + 2 >= len(doc) or doc[token.i + 1].text != ",":
            return False
        for i in range(token.i + 2, min(token.i + 2 + _TITLE, len(doc) - 1)):
            predicate = _lexicon()["nouns"].get(f"{lemma(doc[i])} {doc[i + 1].lower_}")
            if predicate in ("leads", "memberOf"):
                for other in objects_of(doc[i], doc[i + 1].lower_):
                    self._relate_references(parsed, token, person, predicate, self.referrer.refer(parsed, other))
                return True
            if doc[i].pos_ not in ("DET", "ADJ", "NOUN", "PROPN"):
                return False
        return False

    def _office_before(self, parsed: ParsedBlock, token: Token, person: Reference) -> bool:
        """ "The head of the Kivu Security Tracker, Pierre Boisselet,": an office before the comma before a name,
        whatever the parser hangs the two on.
        """
        doc, comma = parsed.doc, core(token).start - 1
        if comma < 2 or doc[comma].text != "," or token.i + 1 >= len(doc) or doc[token.i + 1].text != ",":
            return False
        for i in range(comma - 1, max(doc[comma].sent.start, comma - _OFFICE) - 1, -1):
            predicate = _lexicon()["nouns"].get(f"{lemma(doc[i])} {doc[i + 1].lower_}")
            if predicate in ("leads", "memberOf"):
                others = (self.referrer.refer(parsed, t) for t in objects_of(doc[i], doc[i + 1].lower_))
                for other in others:
                    self._relate_references(parsed, token, person, predicate, other)
                return True
        predicate = _lexicon()["possessed"].get(doc[comma - 1].lower_)
        if predicate not in ("leads", "memberOf") or doc[comma - 2].pos_ not in ("NOUN", "PROPN"):
            return False
        self._relate_references(parsed, token, person, predicate, self.referrer.refer(parsed, doc[comma - 2]))
        return True

    def _verb(self, parsed: ParsedBlock, verb: Token) -> None:
        """ "Iran backs the group", "the government, which is backed by an African Union force"."""
        lexicon = _lexicon()
        word = verb.lemma_.lower()
        if verb.dep_ == "relcl" and any(c.dep_ == "nsubjpass" for c in verb.children):
            for preposition in verb.children:
                if preposition.dep_ in ("agent", "prep"):
                    predicate = lexicon["participles"].get(f"{word} {preposition.lower_}")
                    if predicate:
                        for other in objects_of(verb, preposition.lower_):
                            self._relate(parsed, verb.head, predicate, self.referrer.refer(parsed, other))
            return
        self._participle(parsed, verb)
        found = subject(verb)
        if found is None:
            return
        doers = _relative_subjects(verb) if found.tag_ in ("WDT", "WP") else [found]
        if word in lexicon["verbs"] and found.dep_ == "nsubj":
            for one in doers if found.tag_ in ("WDT", "WP") else agents(verb):
                for other in patients(verb) or _whom(verb):
                    self._relate(parsed, one, lexicon["verbs"][word], self.referrer.refer(parsed, other))
        if any(c.lower_ in ("away", "off", "out") for c in verb.children):
            return
        passive = found.dep_ == "nsubjpass" or (verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in verb.children))
        for preposition in prepositions(verb):
            key = f"{word} {preposition.lower_}"
            predicate = lexicon["verbs"].get(key) or (lexicon["participles"].get(key) if passive else None)
            if predicate:
                for one in doers:
                    for other in preposition_objects(preposition):
                        self._relate(parsed, one, predicate, self.referrer.refer(parsed, other))
        for thing in direct_objects(verb):
            for preposition in (*prepositions(thing), *prepositions(verb)):
                predicate = lexicon["verbs"].get(f"{word} {lemma(thing)} {preposition.lower_}")
                if predicate:
                    for one in doers:
                        for other in preposition_objects(preposition):
                            self._relate(parsed, one, predicate, self.referrer.refer(parsed, other))

    def _participle(self, parsed: ParsedBlock, verb: Token) -> None:
        """ "the army, backed by local militias,": a participle behind a comma speaks of the noun before it."""
        doc = parsed.doc
        if verb.tag_ != "VBN" or verb.i < 2 or doc[verb.i - 1].text != "," or verb.dep_ == "acl":
            return
        for preposition in prepositions(verb):
            predicate = _lexicon()["participles"].get(f"{verb.lemma_.lower()} {preposition.lower_}")
            if predicate:
                for other in preposition_objects(preposition):
                    self._relate(parsed, doc[verb.i - 2], predicate, self.referrer.refer(parsed, other))

    def _being(self, parsed: ParsedBlock, verb: Token) -> None:
        """ "The Kashmir Tigers are a front of JeM"."""
        found = subject(verb)
        for child in verb.children:
            if child.dep_ == "attr" and child.pos_ in ("NOUN", "PROPN") and found is not None:
                self._noun_of(parsed, found, child)

    def _joined(self, parsed: ParsedBlock, token: Token) -> None:
        """ "the army, together with the Joint Force", "volunteers alongside soldiers": they act as allies."""
        marker = f"{token.lower_} {token.nbor(1).lower_}" if token.i + 1 < len(parsed.doc) else token.lower_
        words = _lexicon()["joint"]["words"]
        if marker not in words and token.lower_ not in words:
            return
        verb = next((g for g in governors(token) if g.pos_ == "VERB"), None)
        behind = token.i + (2 if marker in words else 1)
        other = next((t for t in parsed.doc[behind : behind + 6] if t.dep_ == "pobj"), None)
        if verb is None or other is None:
            return
        one = next(iter(agents(verb)), None)
        reference = self.referrer.refer(parsed, other)
        if one is not None and reference is not None and reference.sort == "actor":
            self._relate(parsed, one, "alliedWith", reference)

    def _between(self, parsed: ParsedBlock, noun: Token) -> None:
        """ "the war between the army and the RSF"."""
        sides = [r for t in objects_of(noun, "between") if (r := self.referrer.refer(parsed, t)) is not None]
        if len(sides) == 2 and all(r.sort == "actor" and r.named for r in sides):
            if any(self.report.entities[r.entity].kind in _NO_SIDES for r in sides):
                return
            self._relate_references(parsed, noun, sides[0], "fights", sides[1])

    def _names_used(self) -> None:
        """A second name of an entry of the register is, in this report, another name of the same actor."""
        for parsed in self.report.blocks:
            for name in parsed.names:
                if name.sort != "actor":
                    continue
                entry = self.report.entry(name)
                if entry is None or entry.kind in ("CivilianGroup", "Country", "Person"):
                    continue
                key = "actor:" + entry.iri.rsplit("/", 1)[-1]
                if key not in self.report.entities.builders:
                    continue
                span = self.report.token_span(parsed, name.start, name.end)
                first = self._first.setdefault(key, (name.surface, span))
                known = self._spelled.setdefault(key, {fold(first[0])})
                if fold(name.surface) not in known and name.surface[:1].isupper() and not name.ambiguous:
                    known.add(fold(name.surface))
                    self._add(key, "sameAs", key, span, name.surface, first[0], span, first[1])

    # ------------------------------------------------------------ one relation
    def _relate(self, parsed: ParsedBlock, token: Token, predicate: str, other: Reference | None) -> None:
        bearer = token
        if token.dep_ == "appos" and token.head.pos_ == "PROPN" and token.pos_ == "NOUN":
            bearer = token.head
        elif token.pos_ == "NOUN" and (named := _named_beside(token)) is not None:
            bearer = named
        one = self.referrer.refer(parsed, bearer)
        if one is None or one.sort == "object":
            one = self.referrer.refer(parsed, token)
        self._relate_references(parsed, token, one, predicate, other)

    def _relate_references(
        self, parsed: ParsedBlock, token: Token, one: Reference | None, predicate: str, other: Reference | None
    ) -> None:
        if (
            one is None
            or other is None
            or one.sort not in ("actor", "person", "combatants", *(("civilians",) if predicate in _LEANINGS else ()))
            or other.sort not in ("actor", "combatants", "person")
        ):
            return
        if predicate.startswith("inverse:"):
            one, other, predicate = other, one, predicate.removeprefix("inverse:")
        subject_key, object_key = one.entity, other.entity
        if subject_key == object_key:
            return
        span = Span(min(one.span.start, other.span.start), max(one.span.end, other.span.end))
        attribution = self.reader.attributor.of(parsed, token, None, True)
        claimants = tuple(c.participant() for c in attribution.claimants if c.entity not in (subject_key, object_key))
        self._add(
            subject_key, predicate, object_key, span, one.words, other.words, one.span, other.span, claimants=claimants
        )

    def _add(
        self,
        subject_key: str,
        predicate: str,
        object_key: str,
        span: Span,
        subject_words: str,
        object_words: str,
        subject_span: Span,
        object_span: Span,
        *,
        claimants: tuple[Participant, ...] = (),
        time: TimeRef | None = None,
    ) -> None:
        identity = f"{subject_key}|{predicate}|{object_key}" + (
            f"|{fold(subject_words)}|{fold(object_words)}" if predicate == "sameAs" else ""
        )
        if identity in self.found:
            return
        key = f"{span.start}-{span.end}-{predicate}-{self._stated[span, predicate]}"
        self._stated[span, predicate] += 1
        self.found[identity] = Relation(
            key,
            subject_key,
            predicate,
            object_key,
            span,
            subject_words,
            object_words,
            subject_span,
            object_span,
            time,
            "asserted",
            claimants,
            0.85,
        )


def _named_beside(noun: Token) -> Token | None:
    """The name of "allies" or "partners" ("its allies, the Wazalendo", "its partners from Africa Corps")."""
    if lemma(noun) not in ("ally", "partner", "proxy"):
        return None
    named = [c for c in noun.children if c.dep_ == "appos"] or objects_of(noun, "from", "of")
    return named[0] if named else None


def _relative_subjects(verb: Token) -> list[Token]:
    """Whom "which" stands for, also within what somebody says of him ("Rwanda, which experts say backs the M23")."""
    found = agents(verb)
    if found:
        return found
    above = verb.head
    return [above.head] if verb.dep_ == "ccomp" and above.dep_ == "relcl" else []


def _whom(verb: Token) -> list[Token]:
    """ "Haftar, whom Egypt and Russia support"."""
    relative = any(c.tag_ in ("WP", "WDT") and c.dep_ in ("dobj", "dative", "mark", "pobj") for c in verb.children)
    return [verb.head] if relative and verb.dep_ == "relcl" else []


def relations_of(
    report: Report, reader: SentenceReader, aliases: list[Alias], drafts: Sequence[Draft]
) -> tuple[Relation, ...]:
    """The relations that a report states between its actors, those of two sides that clash among them."""
    return RelationReader(report, reader).read(aliases, drafts)
