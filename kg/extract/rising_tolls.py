"""Nouns of number that stand for a toll, and what it has come to: "the death toll rose to 37", "bringing the number of
wounded to four".
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg.extract.amounts import ONE
from kg.extract.casualties import TollStatement, event_nouns, load_casualties, people_of
from kg.extract.nouns import lemma
from kg.extract.phrases import verb_above
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock, Report
from kg.model import Figure, Span, Toll

_COUNTABLE = frozenset(["cardinal"])
_PERIODS = frozenset(["month", "year", "between", "week"])
# How far behind "toll" its number may stand, with "of" before it ("a toll of at least 30").
_TOLL_OF = 5


class RisingTolls:
    """Reads the numbers of one report that stand for a toll."""

    def __init__(self, report: Report, referrer: Referrer) -> None:
        self.report = report
        self.referrer = referrer

    def read(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """ "the number of people killed … has risen to 37", "bringing the death toll to four"."""
        casualties = load_casualties()
        outcome = casualties.tolls.get(toll_phrase(token)) or casualties.tolls.get(lemma(token))
        group: Token | None = None
        verb = verb_above(token)
        anchor = verb
        if lemma(token) in casualties.numbers or token.lower_ == "that":
            for inner in people_of(token):
                word = casualties.nouns.get(lemma(inner)) or casualties.nouns.get(inner.lower_)
                if word or inner.lower_ in casualties.adjectives:
                    outcome = word[0] if word else casualties.adjectives[inner.lower_]
                elif inner.lower_ in event_nouns() or lemma(inner) in event_nouns():
                    outcome = event_nouns().get(lemma(inner)) or event_nouns()[inner.lower_]
                else:
                    group = inner
                for child in inner.children:
                    if child.dep_ in ("acl", "relcl") and child.lemma_.lower() in casualties.verbs:
                        outcome, anchor = casualties.verbs[child.lemma_.lower()], child
        if outcome is None:
            return []
        number = self._number_after(parsed, token, verb)
        if number is None:
            return []
        stated = parsed.figure_at[number.i]
        reference = self.referrer.refer(parsed, group) if group is not None else None
        words = reference.words if reference is not None and reference.sort != "object" else "people"
        key = reference.entity if reference is not None and reference.sort != "object" else None
        span = self.report.span(parsed, stated.span.start, stated.span.end)
        toll = Toll(outcome, words, stated.figure, span, key)
        over_time = lemma(token) in casualties.numbers and _over_a_period(parsed, token, number)
        return [TollStatement(toll, anchor, number, reference, number.i, not over_time, total=over_time)]

    def incidents(self, parsed: ParsedBlock) -> tuple[Figure | None, Span | None]:
        """What the number of incidents that a block tells has come to ("the number of incidents rises to 131")."""
        for token in parsed.doc:
            counted = people_of(token) if lemma(token) in load_casualties().numbers else []
            if counted and self.referrer.refer(parsed, counted[0]) is None:
                number = self._number_after(parsed, token, verb_above(token))
                if number is not None:
                    span = parsed.figure_at[number.i].span
                    return parsed.figure_at[number.i].figure, self.report.span(parsed, span.start, span.end)
        return None, None

    def _number_after(self, parsed: ParsedBlock, token: Token, verb: Token) -> Token | None:
        """The number that a toll has risen to, or stands at: behind "to" or "at", else the last one in the clause."""
        doc = parsed.doc
        nouns = load_casualties().numbers | {"toll"}
        raised = _raised_to(parsed, token, verb)
        if raised is not None:
            return raised
        other = next((i for i in range(token.i + 1, token.sent.end) if lemma(doc[i]) in nouns), token.sent.end)
        numbers = [doc[i] for i in range(token.i + 1, other) if i in parsed.figure_at]
        for number in numbers:
            figure = parsed.figure_at[number.i]
            before = parsed.text[max(0, figure.span.start - 14) : figure.span.start].lower()
            if figure.kind not in _COUNTABLE:
                continue
            if re.search(r"\b(?:to|at|was|is|reached|:)\s*$", before):
                return number
            if before.endswith("of ") and number.i - token.i <= _TOLL_OF and figure.figure != ONE:
                return number
        if verb.lemma_ in ("reach", "exceed", "surpass", "hit", "top", "pass"):
            return next((n for n in numbers if n.i > verb.i and parsed.figure_at[n.i].kind in _COUNTABLE), None)
        return None


def toll_phrase(token: Token) -> str:
    """A noun with the word before it ("death toll", "the dead")."""
    return f"{token.doc[token.i - 1].lower_} {lemma(token)}" if token.i else lemma(token)


def _over_a_period(parsed: ParsedBlock, token: Token, number: Token) -> bool:
    """Whether a number of people is one over a period, of which no single act is told ("killed since January")."""
    behind = parsed.doc[min(token.i, number.i) : token.sent.end]
    return any(t.lower_ == "since" or (t.i in parsed.time_tokens and t.lower_ in _PERIODS) for t in behind)


def _raised_to(parsed: ParsedBlock, token: Token, verb: Token) -> Token | None:
    """The number between a verb and a noun of number: "bringing to 56 the number of dead", "put at three the toll"."""
    for number in parsed.doc[verb.i + 1 : token.i]:
        if number.i not in parsed.figure_at or parsed.figure_at[number.i].kind not in _COUNTABLE:
            continue
        start = parsed.figure_at[number.i].span.start
        if parsed.text[max(0, start - 4) : start].endswith((" to ", " at ")) and token.i - number.i <= 3:
            return number
    return None
