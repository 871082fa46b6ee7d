"""Deaths that no verb of killing tells, and people who are told to be unhurt: "enemy losses were up to 65", "nine
bodies were found", "the staff escaped unharmed".
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.amounts import ONE, ZERO, figure_of
from kg.extract.casualties import TollStatement, load_casualties
from kg.extract.nouns import lemma
from kg.extract.phrases import conjuncts, is_passive, objects_of, patients, verb_above
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock, Report
from kg.extract.victims import NOBODY, Victims
from kg.model import Outcome, Toll


class LostAndSpared:
    """Reads the losses, the bodies and the unhurt of one report."""

    def __init__(self, report: Report, referrer: Referrer, victims: Victims) -> None:
        self.report = report
        self.referrer = referrer
        self.victims = victims

    def read(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """The tolls that a noun of losses or bodies, or a word for the unhurt, states."""
        return [*self._losses(parsed, token), *self._bodies(parsed, token), *self._spared(parsed, token)]

    def lost(self, parsed: ParsedBlock, person: Token, verb: Token) -> TollStatement | None:
        """ "The army lost five men": people whom a side lost are dead; what else it lost is no toll."""
        if figure_of(parsed, person)[0] is None:
            return None
        reference = self.referrer.refer(parsed, person)
        fought = reference is not None and reference.sort in ("actor", "combatants") and person.tag_ == "NNS"
        if not fought and lemma(person) not in self.referrer.nouns.of_members:
            return None
        return self.victims.statement(parsed, person, "killed", verb)

    def _losses(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """ "Enemy losses were up to 65 servicemen"."""
        losses = load_casualties().losses
        if (
            lemma(token) not in losses["nouns"]
            or token.dep_ not in ("nsubj", "nsubjpass")
            or token.head.lemma_.lower() not in losses["verbs"]
        ):
            return []
        verb = token.head
        people: list[Token] = []
        for other in token.sent:
            if (
                other.i > verb.i
                and other.pos_ in ("NOUN", "PROPN")
                and other.dep_ != "compound"
                and figure_of(parsed, other)[0] is not None
            ):
                people.append(other)
        made = [self.victims.statement(parsed, p, "killed", verb) for p in people]
        return [s for s in made if s is not None and s.reference is not None]

    def _bodies(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """ "Nine bodies were brought to the morgue": people killed, where a verb tells of their finding."""
        bodies = load_casualties().bodies
        if lemma(token) not in bodies["nouns"]:
            return []
        figure, start = figure_of(parsed, token)
        verb = verb_above(token)
        if figure is None or figure == ONE or verb.lemma_.lower() not in bodies["verbs"] or objects_of(token, "of"):
            return []
        span = self.report.token_span(parsed, start, token.i + 1)
        return [TollStatement(Toll("killed", "people", figure, span), verb, token, None, start)]

    def _spared(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """ "The staff escaped unharmed", "no passengers were harmed": nobody of them killed, and nobody injured."""
        spared = load_casualties().spared
        outcomes: tuple[Outcome, ...] = ("killed", "injured")
        if token.lower_ in spared["adjectives"]:
            verb = token if token.pos_ == "VERB" else verb_above(token)
            if verb is not token and verb.lemma_.lower() not in spared["states"]:
                return []
            people = [t for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") for t in conjuncts(c)]
        elif token.pos_ == "VERB" and token.lemma_.lower() in spared["verbs"] and is_passive(token):
            verb, people = token, [p for p in patients(token) if self.victims.nobody(parsed, p)]
        else:
            return []
        made: list[TollStatement] = []
        for person in people:
            span = self.report.token_span(parsed, person.left_edge.i, person.i + 1)
            inner = objects_of(person, "of")
            reference = self.referrer.refer(parsed, inner[0] if inner else person)
            words = "people" if person.lower_ in NOBODY and not inner else self.victims.words(parsed, person)
            made += [TollStatement(Toll(o, words, ZERO, span), verb, person, reference, person.i) for o in outcomes]
        return made
