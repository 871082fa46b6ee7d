"""Who was killed, injured, abducted, detained, displaced or released, and how many, as a sentence states it."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.extract.amounts import ONE, ZERO, figure_of
from kg.extract.casualties import (
    TollStatement,
    event_nouns,
    is_hurt,
    load_casualties,
    overtaken,
    people_of,
    phrase_outcome,
)
from kg.extract.hospital import to_hospital
from kg.extract.left_tolls import LeftTolls
from kg.extract.lost_and_spared import LostAndSpared
from kg.extract.nouns import lemma
from kg.extract.phrases import conjuncts, governors, objects_of, patients, preposition_objects, verb_above
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock, Report
from kg.extract.rising_tolls import RisingTolls, toll_phrase
from kg.extract.toll_parts import TollParts
from kg.extract.victims import Victims
from kg.extract.wounded import WoundedTolls
from kg.model import Figure, Outcome, Toll


class TollReader:
    """Reads the tolls of one report's sentences."""

    def __init__(self, report: Report, referrer: Referrer) -> None:
        self.report = report
        self.referrer = referrer
        self.victims = Victims(report, referrer)
        self.rising = RisingTolls(report, referrer)
        self.left = LeftTolls(report, self.victims)
        self.wounded = WoundedTolls(self.victims)
        self.others = LostAndSpared(report, referrer, self.victims)
        self.parts = TollParts(report, referrer, self.victims.statement)

    def read(self, parsed: ParsedBlock, tokens: list[Token]) -> list[TollStatement]:
        """All tolls that a sentence states, parts within their wholes, in the order of the text."""
        found: dict[tuple[int, Outcome], TollStatement] = {}

        def add(statement: TollStatement | None) -> None:
            if statement is not None:
                found.setdefault((statement.group.i, statement.toll.outcome), statement)

        for token in tokens:
            word = token.lemma_.lower()
            if word == "leave" and token.pos_ == "VERB":
                for statement in self.left.read(parsed, token):
                    add(statement)
            outcome = load_casualties().verbs.get(word)
            if outcome == "injured" and any(c.lower_ in load_casualties().fatally for c in token.children):
                outcome = "killed"
            if outcome is not None and token.pos_ in ("VERB", "AUX", "ADJ") and token.dep_ != "amod":
                for statement in self._verb(parsed, token, outcome):
                    add(statement)
            elif (headline := load_casualties().headline_verbs.get(token.lower_)) and token.i + 1 in parsed.figure_at:
                add(self.victims.statement(parsed, token.doc[token.i + 1], headline, token))
            elif token.pos_ in ("VERB", "AUX") and (phrase := phrase_outcome(token)) is not None:
                for statement in self._verb(parsed, token, phrase):
                    add(statement)
            elif word in ("claim", "take", "cost", "lose") and token.pos_ == "VERB":
                for life in [o for o in patients(token) if lemma(o) == "life"]:
                    if figure_of(parsed, life)[0] is not None:
                        figure, start = figure_of(parsed, life)
                        span = self.report.token_span(parsed, start, life.i + 1)
                        add(TollStatement(Toll("killed", "people", figure or ONE, span), token, life, None, start))
                    for person in objects_of(life, "of"):
                        add(self.victims.statement(parsed, person, "killed", token))
                if word == "lose":
                    for person in patients(token):
                        add(self.others.lost(parsed, person, token))
            elif word in ("take", "hold") and token.pos_ == "VERB" and _next_words(token, ("hostage",), 8):
                for person in patients(token):
                    if lemma(person) != "hostage":
                        add(self.victims.statement(parsed, person, "abducted", token))
        for token in tokens:
            for statement in self.wounded.read(parsed, token):
                add(statement)
        for token in tokens:
            for statement in (
                *self._noun(parsed, token, found),
                *self._event_noun(parsed, token),
                *self.others.read(parsed, token),
            ):
                add(statement)
        for key, statement in list(found.items()):
            if overtaken(statement.group) or any(
                o is not statement
                and o.toll.outcome == statement.toll.outcome
                and o.toll.figure == statement.toll.figure
                and o.start <= statement.start <= o.group.i
                and o.group.i != statement.group.i
                and o.anchor.i != statement.anchor.i
                for o in found.values()
            ):
                del found[key]
        statements = sorted(found.values(), key=lambda s: s.start)
        return self.parts.within(parsed, tokens, statements)

    # ------------------------------------------------------------ forms
    def _verb(self, parsed: ParsedBlock, verb: Token, outcome: Outcome) -> list[TollStatement]:
        number = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
        if (
            verb.tag_ in ("VBN", "VBD")
            and number is not None
            and number.pos_ == "NUM"
            and number.i in parsed.figure_at
            and number.dep_ != "nummod"
        ):
            people = [number]
        elif verb.lemma_.lower() in load_casualties().befalling:
            people = [t for c in verb.children if c.dep_ == "nsubj" for t in conjuncts(c)]
        else:
            people = patients(verb) or objects_of(verb, "between")
            people = [t for p in people for t in _numbered(parsed, p)]
            if not people and verb.tag_ == "VBN":
                people = [
                    t
                    for t in verb.lefts
                    if t.pos_ in ("NUM", "NOUN") and t.dep_ in ("npadvmod", "dep", "nummod", "nsubj", "dobj")
                ]
        people = [*people, *_along_with(verb)]
        statements: list[TollStatement] = []
        for person in people:
            if person.tag_ in ("WDT", "WP", "PRP", "PRP$") or person.dep_ == "nummod" or person.i in parsed.time_tokens:
                continue
            if self._is_toll_subject(person) or (outcome == "displaced" and (is_hurt(person) or to_hospital(verb))):
                continue
            previous = statements[-1] if statements else None
            statement = self.victims.statement(parsed, person, outcome, verb)
            if statement is not None and _together(verb, outcome):
                statement.toll = replace(statement.toll, figure=Figure(None, statement.toll.figure.max))
            if statement is None and previous is not None:
                continue
            if statement is not None:
                statements.append(statement)
        return statements

    @staticmethod
    def _is_toll_subject(token: Token) -> bool:
        """A noun of number is no victim: "the number of people killed has risen"."""
        return lemma(token) in load_casualties().numbers | {"toll"}

    def _noun(
        self, parsed: ParsedBlock, token: Token, found: dict[tuple[int, Outcome], TollStatement]
    ) -> list[TollStatement]:
        word = lemma(token)
        casualties = load_casualties()
        stands = word in casualties.numbers or word == "toll" or toll_phrase(token) in casualties.tolls
        stands = stands or (token.lower_ == "that" and bool(people_of(token)))
        if stands and token.dep_ in (
            "nsubj",
            "nsubjpass",
            "dobj",
            "compound",
            "ROOT",
            "pobj",
            "conj",
        ):
            return self.rising.read(parsed, token)
        if word == "loss" and any(lemma(o) == "life" for o in objects_of(token, "of")):
            word = "loss of life"
        outcomes = casualties.nouns.get(word) or casualties.nouns.get(token.lower_)
        if token.lower_ in casualties.adjectives and _under_leave(token):
            return []
        if _known_before(parsed, token):
            return []
        told = token.lower_ in casualties.adjectives and (token.dep_ in ("acomp", "attr") or _is_finite(token))
        if outcomes and token.dep_ != "compound" and not told:
            figure, start = figure_of(parsed, token)
            if figure is None and token.dep_ == "pobj" and token.head.lower_ == "without":
                figure, start = ZERO, token.head.i
            if figure is None and token.dep_ == "pobj" and lemma(token.head.head) in casualties.spared["reports"]:
                none = next((c for c in token.head.head.children if c.lower_ == "no"), None)
                figure, start = (ZERO, none.i) if none is not None else (None, start)
            if figure is None or (outcomes == ("killed", "injured") and figure != ZERO):
                people = (
                    objects_of(token, "of", "to", "among") if word in ("death", "injury") and figure is None else []
                )
                made = [self.victims.statement(parsed, p, outcomes[0], token) for p in people]
                return [s for s in made if s is not None]
            if figure == ONE and any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in token.children):
                return []
            if any(s.toll.outcome in outcomes and start <= s.group.i <= token.i for s in found.values()):
                return []
            among = [t for t in objects_of(token, "among", "of", "to", "for") if t.pos_ != "PRON"]
            group = among[0] if among else token
            reference = self.referrer.refer(parsed, group) if among else None
            nobody_named = token.lower_ in casualties.adjectives or len(outcomes) == 1
            words = reference.words if reference is not None else "people" if nobody_named else token.text.lower()
            span = self.report.token_span(parsed, start, token.i + 1)
            key = reference.entity if reference is not None and reference.sort != "object" else None
            return [
                TollStatement(Toll(o, words, figure, span, key), verb_above(token), token, reference, start)
                for o in outcomes
            ]
        outcome = casualties.adjectives.get(token.lower_)
        if outcome is not None and _under_leave(token):
            return []
        subjects = [c for c in token.children if c.dep_ == "nsubj"]
        if outcome == "missing" and subjects:
            made = [self.victims.statement(parsed, c, outcome, token) for s in subjects for c in conjuncts(s)]
            return [s for s in made if s is not None]
        if any(c.dep_ in ("nsubj", "nsubjpass", "auxpass") for c in token.children):
            return []
        if (
            outcome is not None
            and (token.pos_ in ("ADJ", "VERB", "NOUN"))
            and token.dep_
            in (
                "amod",
                "acl",
                "ROOT",
                "attr",
                "acomp",
                "conj",
                "pobj",
                "dobj",
                "nsubj",
                "appos",
                "oprd",
                "ccomp",
                "advcl",
                "dep",
            )
        ):
            figure, start = figure_of(parsed, token)
            if any(s.toll.outcome == outcome and start <= s.group.i <= token.i for s in found.values()):
                return []
            if outcome == "displaced" and (
                _provided_for(token)
                or (token.dep_ == "amod" and any(s.group.i == token.head.i for s in found.values()))
            ):
                return []
            if figure is not None and token.i > start and (token.i, outcome) not in found and figure != ONE:
                span = self.report.token_span(parsed, start, token.i + 1)
                return [
                    TollStatement(
                        Toll(outcome, _prior_group(found, start), figure, span), verb_above(token), token, None, start
                    )
                ]
            if (
                token.dep_ in ("amod", "acl", "oprd", "acomp", "dep")
                and token.head.pos_ in ("NOUN", "NUM", "PROPN")
                and token.i > token.head.i
            ):
                statement = self.victims.statement(parsed, token.head, outcome, verb_above(token.head))
                return [statement] if statement is not None else []
            if token.dep_ in ("acomp", "attr") and token.head.lemma_ in ("be", "remain", "stay"):
                made = [
                    self.victims.statement(parsed, c, outcome, token.head)
                    for c in token.head.children
                    if c.dep_ == "nsubj"
                ]
                return [s for s in made if s is not None]
        return []

    def _event_noun(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """ "the killing of at least 57 civilians", "the arrest of a commander"."""
        outcome = event_nouns().get(token.lower_) or (event_nouns().get(lemma(token)) if token.pos_ == "NOUN" else None)
        if outcome is None or token.dep_ == "compound":
            return []
        made = [self.victims.statement(parsed, person, outcome, token) for person in objects_of(token, "of")]
        return [s for s in made if s is not None]


def _together(verb: Token, outcome: Outcome) -> bool:
    """Whether a number is one of the dead and the hurt together ("1,180 killed and wounded"): each are no more."""
    if verb.i + 2 >= len(verb.doc) or verb.nbor().lower_ not in ("and", "or"):
        return False
    other = load_casualties().verbs.get(verb.nbor(2).lemma_.lower()) or load_casualties().adjectives.get(
        verb.nbor(2).lower_
    )
    counted = verb.nbor(2).tag_ == "VBN" and not any(c.dep_ == "dobj" for c in verb.nbor(2).children)
    return counted and verb.tag_ == "VBN" and {outcome, other} == {"killed", "injured"}


def _numbered(parsed: ParsedBlock, person: Token) -> list[Token]:
    """The people of whom a total is told ("a total of 312 people were killed"), else the noun itself."""
    inner = objects_of(person, "of") if lemma(person) in load_casualties().numbers else []
    return inner if inner and figure_of(parsed, inner[0])[0] is not None else [person]


def _is_finite(token: Token) -> bool:
    """Whether a participle is the verb of a clause, and no noun for those whom it befell."""
    clausal = ("nsubj", "nsubjpass", "aux", "auxpass", "dobj")
    return token.pos_ == "VERB" and any(c.dep_ in clausal for c in token.children)


def _known_before(parsed: ParsedBlock, token: Token) -> bool:
    """Whether a noun names people told of before, of whom some are counted ("two more of the injured died")."""
    if token.dep_ != "pobj" or token.head.lower_ != "of" or token.nbor(-1).lower_ != "the":
        return False
    return any(i in parsed.figure_at for i in range(max(0, token.head.i - 2), token.head.i))


def _under_leave(token: Token) -> bool:
    return any(t.lemma_ == "leave" and t.i < token.i for t in [token, *governors(token)])


def _provided_for(token: Token) -> bool:
    """Whether people are only those whom something is meant for or stands among ("food for 3,000 displaced people")."""
    noun = token.head if token.dep_ == "amod" else token
    return noun.dep_ == "pobj" and noun.head.lower_ in ("for", "to", "among", "with", "between")


def _along_with(verb: Token) -> list[Token]:
    """ "was shot dead along with two of his guards": who shares the fate of the verb's object."""
    return [
        person
        for child in verb.children
        if child.lower_ in ("along", "together", "alongside")
        for with_ in (child, *child.children)
        for person in preposition_objects(with_)
    ]


def _next_words(token: Token, words: tuple[str, ...], window: int = 2) -> bool:
    return any(t.lower_ in words for t in token.doc[token.i + 1 : min(token.i + 1 + window, token.sent.end)])


def _prior_group(found: dict[tuple[int, Outcome], TollStatement], before: int) -> str:
    earlier = [s for s in found.values() if s.start < before]
    return max(earlier, key=lambda s: s.start).toll.group if earlier else "people"
