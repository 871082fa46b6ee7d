"""People whom a verb tells to be some of those counted: "two nurses were among the dead", "seven of the victims were
children", "of the dead, eight were civilians and four belonged to the police".
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kg.extract.casualties import TollStatement, load_casualties
from kg.extract.nouns import lemma
from kg.extract.phrases import conjuncts, objects_of
from kg.extract.report import ParsedBlock, Report
from kg.model import Outcome, Toll

Statement = Callable[[ParsedBlock, Token, Outcome, Token], TollStatement | None]
# How far behind the opening "of" those may stand of whom some are told, in tokens.
_NEAR = 4
_TELLING = frozenset(["be", "belong", "come", "include"])


class ToldParts:
    """Puts the parts that verbs tell within their wholes. `statement` makes a toll of a noun phrase."""

    def __init__(self, report: Report, statement: Statement) -> None:
        self.report = report
        self.statement = statement

    def within(self, parsed: ParsedBlock, tokens: list[Token], statements: list[TollStatement]) -> list[TollStatement]:
        """The statements of a sentence, those within their wholes; parts of what was told before are `part`."""
        statements = _some_of_all(parsed, statements)
        statements = self._taken_out(parsed, tokens, statements)
        some = self._some(parsed, tokens)
        if some:
            known = {m.group.i for m in some}
            return [*(s for s in statements if s.group.i not in known), *some]
        return self._among(parsed, tokens, statements)

    # ------------------------------------------------------------ "Seven of the victims were children"
    def _some(self, parsed: ParsedBlock, tokens: list[Token]) -> list[TollStatement]:
        """Numbers of those of the dead or the wounded told before who were of some kind: parts of their number."""
        opening = self._all(tokens)
        made: list[TollStatement] = []
        for verb in (t for t in tokens if t.lemma_ in _TELLING and t.pos_ in ("VERB", "AUX")):
            for number in (c for c in verb.children if c.dep_ == "nsubj" and c.i in parsed.figure_at):
                named = next((o for o in _those_of(number) if _outcome(o) is not None), None)
                outcome = _outcome(named) if named is not None else opening
                told = [c for c in verb.children if c.dep_ in ("attr", "acomp")] or objects_of(verb, "to", "from")
                kind = next((k for k in told if k.pos_ in ("NOUN", "PROPN")), None)
                if outcome is None or kind is None or number.pos_ != "NUM":
                    continue
                words = " ".join(t.text for t in parsed.doc[kind.left_edge.i : kind.i + 1] if t.pos_ != "DET")
                span = self.report.token_span(parsed, number.i, kind.i + 1)
                toll = Toll(outcome, words, parsed.figure_at[number.i].figure, span)
                made.append(TollStatement(toll, verb, number, None, number.i, part=True))
        return made

    @staticmethod
    def _all(tokens: list[Token]) -> Outcome | None:
        """What became of those with whom a sentence opens ("Of the dead, …"), where it gives no number of them."""
        if tokens[0].lower_ != "of":
            return None
        behind = next((t for t in tokens[1 : 1 + _NEAR] if _outcome(t) is not None), None)
        if behind is None or any(t.pos_ == "NUM" for t in tokens[1 : 1 + _NEAR] if t.i < behind.i):
            return None
        return _outcome(behind)

    # ------------------------------------------------------------ "Of the 40 people killed, 26 were women"
    def _taken_out(
        self, parsed: ParsedBlock, tokens: list[Token], statements: list[TollStatement]
    ) -> list[TollStatement]:
        if tokens[0].lower_ != "of":
            return statements
        for statement in statements:
            inside = any(t.i == tokens[0].i for t in (statement.group.head, *statement.group.ancestors))
            if not inside or statement.start - tokens[0].i > _NEAR:
                continue
            for verb in (t for t in tokens if t.lemma_ == "be" and t.i > statement.group.i):
                number = next((c for c in verb.children if c.dep_ == "nsubj" and c.i in parsed.figure_at), None)
                kinds = [c for c in verb.children if c.dep_ == "attr" and c.pos_ in ("NOUN", "PROPN")]
                if number is None or not kinds:
                    continue
                words = parsed.doc[kinds[0].left_edge.i : max(k.i for k in conjuncts(kinds[0])) + 1].text
                span = self.report.token_span(parsed, number.i, conjuncts(kinds[0])[-1].i + 1)
                part = Toll(statement.toll.outcome, words, parsed.figure_at[number.i].figure, span)
                statement.toll = statement.toll.with_parts(part)
                return [s for s in statements if s is statement or s.group.i != number.i]
        return statements

    # ------------------------------------------------------------ "Two nurses were among the dead"
    def _among(self, parsed: ParsedBlock, tokens: list[Token], statements: list[TollStatement]) -> list[TollStatement]:
        """Those whom a sentence puts among the dead or wounded: within their number where it tells one."""
        for verb in (t for t in tokens if t.lemma_ in ("be", "include")):
            outcome, whole = self._those(parsed, verb, statements)
            if outcome is None:
                continue
            people = [t for c in verb.children if c.dep_ in ("nsubj", "attr", "dobj") for t in conjuncts(c)]
            people = [p for p in people if whole is None or p.i != whole.group.i]
            people = [p for p in people if p.pos_ != "PRON"]
            made = [m for p in people if (m := self.statement(parsed, p, outcome, verb)) is not None]
            made = [m for m in made if m.reference is not None and _outcome(m.group) is None]
            if not made:
                continue
            if whole is None:
                for part in made:
                    part.part = True
                known = {m.group.i for m in made}
                return [*(s for s in statements if s.group.i not in known), *made]
            whole.toll = whole.toll.with_parts(*(m.toll for m in made))
            known = {m.group.i for m in made}
            return [s for s in statements if s is whole or s.group.i not in known]
        return statements

    def _those(
        self, parsed: ParsedBlock, verb: Token, statements: list[TollStatement]
    ) -> tuple[Outcome | None, TollStatement | None]:
        """The outcome of those among whom somebody is, and the statement of their number where there is one."""
        named = objects_of(verb, "among") if verb.lemma_ == "be" else [c for c in verb.children if c.dep_ == "nsubj"]
        for token in named:
            whole = next((s for s in statements if s.group.i == token.i), None)
            if whole is not None:
                return whole.toll.outcome, whole
            outcome = _outcome(token)
            if outcome is not None:
                return outcome, None
        return None, None


def _those_of(number: Token) -> list[Token]:
    """Those of whom a number is: what "of" introduces, participles that stand for people among it."""
    return [c for p in number.children if p.dep_ == "prep" and p.lower_ == "of" for c in p.children]


def _some_of_all(parsed: ParsedBlock, statements: list[TollStatement]) -> list[TollStatement]:
    """ "Thirteen of the 27 people killed died in one house": the 13 are counted within the 27."""
    for some in statements:
        stated = parsed.figure_at.get(some.start)
        if stated is None or stated.out_of is None:
            continue
        for whole in statements:
            if whole is some or whole.toll.outcome != some.toll.outcome or whole.toll.figure != stated.out_of:
                continue
            whole.toll = whole.toll.with_parts(some.toll)
            return [s for s in statements if s is not some]
    return statements


def _outcome(token: Token) -> Outcome | None:
    """What became of those whom a noun names ("the dead", "the victims", "those killed")."""
    casualties = load_casualties()
    named = casualties.nouns.get(lemma(token)) or casualties.nouns.get(token.lower_)
    if named:
        return named[0]
    if token.lower_ in casualties.adjectives:
        return casualties.adjectives[token.lower_]
    for child in token.children:
        if child.dep_ in ("acl", "amod") and child.tag_ == "VBN":
            return casualties.verbs.get(child.lemma_.lower())
    return None
