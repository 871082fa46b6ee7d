"""The people that a noun phrase counts, and how many: what every reading of tolls comes down to."""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg.extract.amounts import ONE, ZERO, figure_of
from kg.extract.casualties import TollStatement, load_plurals
from kg.extract.event_lexicon import load_events
from kg.extract.nouns import lemma
from kg.extract.phrases import core, objects_of
from kg.extract.reference_values import Reference
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock, Report
from kg.model import Figure, Outcome, Toll

NOBODY = frozenset(["nobody", "none"])
_NO_PEOPLE = ("munition", "weapon", "explosive", "vehicle", "aircraft", "facility", "livestock")


class Victims:
    """Makes tolls of the noun phrases of one report."""

    def __init__(self, report: Report, referrer: Referrer) -> None:
        self.report = report
        self.referrer = referrer

    def statement(self, parsed: ParsedBlock, person: Token, outcome: Outcome, anchor: Token) -> TollStatement | None:
        """The toll that a noun phrase states, None where it has no number and is not one person."""
        if _is_nobody(person):
            if outcome not in ("killed", "injured"):
                return None
            span = self.report.token_span(parsed, person.i, person.i + 1)
            return TollStatement(Toll(outcome, "people", ZERO, span), anchor, person, None, person.i)
        if person.i and person.nbor(-1).lower_ == "how":  # "without saying how many had died"
            return None
        figure, start = figure_of(parsed, person)
        reference = self.referrer.refer(parsed, person)
        if person.pos_ == "NOUN" and any(self.referrer.nouns.is_thing(person, s) for s in _NO_PEOPLE):
            return None
        if person.pos_ == "NUM" and any(self.referrer.nouns.is_thing(o, "munition") for o in objects_of(person, "of")):
            return None
        if person.pos_ == "NOUN" and reference is not None and reference.sort == "object":
            return None
        nouns = self.referrer.nouns
        amount = lemma(person) in nouns.of_amount or reference is None
        if (
            amount
            and lemma(person) not in nouns.of_members
            and any(
                any(nouns.is_thing(o, s) for s in _NO_PEOPLE)
                or ((held := self.referrer.refer(parsed, o)) is not None and held.sort == "object")
                for o in objects_of(person, "of")
            )
        ):
            return None
        owned = any(c.tag_ == "PRP$" for c in person.lefts) and self.referrer.nouns.names_people(person)
        if person.pos_ in ("NOUN", "PROPN") and reference is None and figure is None and not owned:
            return None
        if person.pos_ == "NOUN" and reference is None and load_events().noun_sense(person) is not None:
            return None
        if figure is None:
            figure = self._single(person, reference) or (ONE if owned and person.tag_ == "NN" else None)
            if figure is None:
                return None
        words = self.words(parsed, person)
        end = max(person.i + 1, start + 1)
        span = self.report.token_span(parsed, min(start, person.i), end)
        key = reference.entity if reference is not None and reference.sort != "object" else None
        return TollStatement(Toll(outcome, words, figure, span, key), anchor, person, reference, min(start, person.i))

    @staticmethod
    def nobody(parsed: ParsedBlock, person: Token) -> bool:
        """Whether a noun phrase denies that there was anybody ("no one", "no civilians", "none of the pupils")."""
        return _is_nobody(person) or figure_of(parsed, person)[0] == ZERO

    @staticmethod
    def _single(person: Token, reference: Reference | None) -> Figure | None:
        """One, for a named person or a definite singular ("the driver"); None for a plural without a number."""
        if person.tag_ not in ("NN", "NNP") or lemma(person) in (
            "people",
            "police",
            "personnel",
            "staff",
            "crew",
            "family",
        ):
            return None
        if reference is None:
            return None
        if reference.sort == "person" or (reference.sort in ("civilians", "combatants") and person.tag_ == "NN"):
            return ONE
        return (
            ONE
            if person.tag_ == "NN"
            and lemma(person)
            in ("commander", "leader", "soldier", "fighter", "member", "militant", "officer", "policeman", "gunman")
            else None
        )

    def words(self, parsed: ParsedBlock, person: Token) -> str:
        """The group as worded: the noun with what belongs to it, without article and number."""
        doc = parsed.doc
        if person.pos_ == "NUM":
            inner = objects_of(person, "of")
            named = inner and inner[0].pos_ in ("NOUN", "PROPN")
            return self.words(parsed, inner[0]) if named else "people"
        nouns = self.referrer.nouns
        if lemma(person) in nouns.of_amount - nouns.of_members or person.lower_ in load_plurals():
            inner = objects_of(person, "of")
            return self.words(parsed, inner[0]) if inner else "people"
        reference = self.referrer.refer(parsed, person)
        start = core(person).start
        aged = next((f for f in parsed.figures if f.kind == "age" and f.span.start < person.idx < f.span.end), None)
        if aged is not None:  # "a 15-year-old"
            return aged.text
        while start < person.i and (
            doc[start].pos_ in ("DET", "NUM", "ADP", "ADV", "PUNCT", "PRON") or doc[start].i in parsed.figure_at
        ):
            start += 1
        end = person.i + 1
        for child in person.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "from") and child.i < person.i + 6:
                end = max(end, min(child.right_edge.i + 1, child.i + 12))
        text = doc[start:end].text
        cut = re.split(r"[,;:(]| who | which | that | when | while | in (?=[A-Z])", text, maxsplit=1)[0]
        return cut.strip() or (reference.words if reference is not None else person.text)


def _is_nobody(person: Token) -> bool:
    """Whether a word is "nobody", "none" or the end of "no one"."""
    return person.lower_ in NOBODY or (person.lower_ == "one" and person.i > 0 and person.nbor(-1).lower_ == "no")
