"""People who are counted within a number: "including two officers", "of whom three were children", "among the dead"."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.extract.amounts import ONE
from kg.extract.casualties import TollStatement, load_casualties
from kg.extract.lexicon import read_toml
from kg.extract.nouns import lemma, load_nouns
from kg.extract.places import STRONG
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock, Report
from kg.extract.told_parts import Statement, ToldParts
from kg.model import Figure, Outcome, Toll

_OF_THEM = ("of whom", "of them", "of which", "of those")
# What sets a list of parts off from the number before it and is a mark, no word.
_MARKS = re.compile(r": | [-–—] ")
# How far before or behind "of them" the number of the part may stand, in tokens.
_NEAR = 4
# How far behind a number those stand that share it out among places, in tokens.
_SHARED = 24


class TollParts:
    """Puts the parts that a sentence tells within their wholes. `statement` makes a toll of a noun phrase."""

    def __init__(self, report: Report, referrer: Referrer, statement: Statement) -> None:
        self.report = report
        self.referrer = referrer
        self.statement = statement
        self.told = ToldParts(report, statement)

    def within(self, parsed: ParsedBlock, tokens: list[Token], statements: list[TollStatement]) -> list[TollStatement]:
        """The statements of a sentence, parts within their wholes; parts of what was told before are `part`."""
        if not tokens:
            return statements
        statements = self._introduced(parsed, tokens, statements)
        statements = self._included(parsed, tokens, statements)
        statements = self._shared_out(parsed, tokens, statements)
        return self.told.within(parsed, tokens, statements)

    # ------------------------------------------------------------ behind a marker
    def _introduced(
        self, parsed: ParsedBlock, tokens: list[Token], statements: list[TollStatement]
    ) -> list[TollStatement]:
        """Put what "including", "among them", a colon or a dash introduces within the number before it."""
        doc = parsed.doc
        first, last = tokens[0], tokens[-1]
        text_end = last.idx + len(last)
        starts = [(m.start(), m.end()) for m in load_casualties().parts.finditer(parsed.text, first.idx, text_end)]
        mark = _MARKS.search(parsed.text, first.idx, text_end)
        if mark is not None:
            starts.append((mark.start(), mark.end() - 1))
        listed = False
        for begin, marker_end in sorted(starts):
            before = [s for s in statements if doc[s.start].idx < begin]
            if not before:
                continue
            whole = before[-1]
            at = next((t.i for t in tokens if t.idx >= marker_end), None)
            if at is None:
                continue
            if doc[at].lemma_ == "be" and at < last.i:
                at += 1
            is_mark = mark is not None and begin == mark.start()
            end = self._end(parsed, at, last.i + 1, whole, statements)
            inner = [(b, e) for b, e in starts if b > begin]
            within = set[int]()
            if is_mark and inner and (rest := self._listed(parsed, at, last.i + 1, whole, statements)) > end:
                end = rest
                for b, e in inner:
                    behind = next((t.i for t in tokens if t.idx >= e), end)
                    first_inner = next((t.i for t in tokens if t.idx >= b), end)
                    within |= set(range(first_inner, self._end(parsed, behind, end, whole, statements)))
            else:
                end = min([end, *(t.i for t in tokens for b, _ in inner if t.idx >= b)])
            if parsed.text[begin:marker_end].lower() in _OF_THEM:
                parts = self._of_them(parsed, at, whole)
            else:
                heads = [
                    doc[i]
                    for i in range(at, end)
                    if i not in within
                    and doc[i].pos_ in ("NOUN", "PROPN", "NUM")
                    and doc[i].dep_ not in ("compound", "nummod", "poss")
                    and not is_inner(doc[i])
                    and not _speaks(doc[i])
                ]
                parts = [p for h in heads if (p := self._part(parsed, h, whole)) is not None]
            if not parts or (is_mark and not _fits_within(parts, whole.toll.figure)):
                continue
            here = self.report.token_span(parsed, at, at + 1).start
            known = whole.toll.including
            latest = next((o for o in reversed(known) if o.span.end <= here), None) if listed else None
            if latest is not None:
                nested = latest.with_parts(*parts)
                whole.toll = replace(whole.toll, including=tuple(nested if o is latest else o for o in known))
            else:
                whole.toll = whole.toll.with_parts(*parts)
            listed = listed or is_mark
            inside = range(at, end)
            statements = [
                s for s in statements if s is whole or s.start not in inside or s.toll.outcome != whole.toll.outcome
            ]
        return statements

    def _end(
        self, parsed: ParsedBlock, at: int, end: int, whole: TollStatement, statements: list[TollStatement]
    ) -> int:
        """Where the parts that begin at a token end."""
        return self._closed(parsed, at, part_end(parsed, at, end), whole, statements)

    def _listed(
        self, parsed: ParsedBlock, at: int, end: int, whole: TollStatement, statements: list[TollStatement]
    ) -> int:
        """Where a list behind a mark ends whose items semicolons divide ("41 civilians, among them 9 children; 271
        fighters").
        """
        last = self._end(parsed, at, end, whole, statements)
        while last + 1 < end and (
            parsed.doc[last].text == ";" or load_casualties().parts.match(parsed.text, parsed.doc[last].idx)
        ):
            last = self._end(parsed, last + 1, end, whole, statements)
        return last

    def _closed(
        self, parsed: ParsedBlock, at: int, end: int, whole: TollStatement, statements: list[TollStatement]
    ) -> int:
        """Where a list of parts ends before people of another fate or beside the whole: "12 dead, among them a child,
        and 30 wounded", "23 soldiers, among them a lieutenant, and about 60 attackers".
        """
        doc = parsed.doc
        others = [s.start for s in statements if s.toll.outcome != whole.toll.outcome and at < s.start < end]
        end = min([end, *others])
        commas = [i for i in range(at, end - 1) if doc[i].text == "," and doc[i + 1].lower_ == "and"]
        for i in commas:
            behind = next((j for j in range(i + 2, min(i + _NEAR + 2, end)) if j in parsed.figure_at), None)
            listed = any(doc[j].text == "," or doc[j].lower_ == "and" for j in range(at, i))
            figure = parsed.figure_at[behind].figure if behind is not None else None
            most = whole.toll.figure.max if whole.toll.figure.max is not None else whole.toll.figure.min
            more = figure is not None and most is not None and (figure.min or 0) > most
            if figure is not None and (more or not listed):
                return i
        return end

    def _part(self, parsed: ParsedBlock, head: Token, whole: TollStatement) -> Toll | None:
        made = self.statement(parsed, head, whole.toll.outcome, whole.anchor)
        if made is None:
            return None
        nouns = self.referrer.nouns
        known = made.reference is not None or lemma(head) in nouns.of_members | load_nouns().ranks
        one = (
            made.toll.figure == ONE and head.tag_ == "NN" and not nouns.sorts(head) and head.i not in parsed.time_tokens
        )
        return made.toll if known or one else None

    def _of_them(self, parsed: ParsedBlock, at: int, whole: TollStatement) -> list[Toll]:
        """ "three of them children", "of whom 34 were civilians", "one of them critically": one part, or none."""
        doc = parsed.doc
        behind = at < len(doc) and at in parsed.figure_at
        before = range(at - 1, max(0, at - _NEAR) - 1, -1)
        number = at if behind else next((i for i in before if i in parsed.figure_at), None)
        if number is None or doc[number].i in range(whole.start, whole.group.i + 1):
            return []
        stated = parsed.figure_at[number]
        if stated.figure.min is None and stated.figure.max is None:
            return []
        rest = doc[at + 1 if behind else at : at + 1 + _NEAR * 2]
        group: Token | None = None
        for token in rest:
            if token.pos_ == "ADP" and token.lower_ in (*STRONG, "by", "with", "from"):
                break
            if token.pos_ == "VERB" and group is None:
                if load_casualties().verbs.get(token.lemma_.lower()) not in (None, whole.toll.outcome):
                    return []
                break
            if token.pos_ in ("NOUN", "PROPN") and token.dep_ not in ("compound", "npadvmod"):
                group = token
                break
            if token.text in (",", ";", ".", ":"):
                break
        if group is None:
            if stated.vague and rest and rest[0].pos_ in ("ADV", "PUNCT"):  # "several of them critically" counts none
                return []
            if rest and rest[0].pos_ not in ("ADV", "PUNCT", "ADJ") and not _same_fate(rest, whole.toll.outcome):
                return []
            words, key = whole.toll.group, whole.toll.entity
        else:
            reference = self.referrer.refer(parsed, group)
            words = reference.words if reference is not None else group.text
            key = reference.entity if reference is not None and reference.sort != "object" else None
        last = group.i if group is not None else max(number, at - 1)
        span = self.report.token_span(parsed, min(number, last), max(number, last) + 1)
        first = Toll(whole.toll.outcome, words, stated.figure, span, key)
        return [first, *self._and_others(parsed, group, whole, stated.figure)]

    def _and_others(self, parsed: ParsedBlock, group: Token | None, whole: TollStatement, first: Figure) -> list[Toll]:
        """ "Of whom 190 were civilians, 84 jihadists and 38 soldiers": the other kinds counted within a number,
        as far as they are no more than it.
        """
        doc, found = parsed.doc, list[Toll]()
        most = whole.toll.figure.max if whole.toll.figure.max is not None else whole.toll.figure.min
        told = first.min or 0
        at = group.i + 1 if group is not None else len(doc)
        while at + 2 < len(doc) and doc[at].lower_ in (",", "and", ";"):
            number = at + 1 + (doc[at + 1].lower_ == "and")
            if number not in parsed.figure_at or not parsed.figure_at[number].counts:
                break
            behind = doc[number + 1 : min(number + 1 + _NEAR, len(doc))]
            noun = next((t for t in behind if t.pos_ in ("NOUN", "PROPN") and t.dep_ != "compound"), None)
            part = self._part(parsed, noun, whole) if noun is not None else None
            if noun is None or part is None or (most is not None and told + (part.figure.min or 0) > most):
                break
            told += part.figure.min or 0
            found.append(part)
            at = noun.i + 1
            while at < len(doc) and doc[at].lower_ == "of" and doc[at].head.i == noun.i:
                at = doc[at].right_edge.i + 1
        return found

    # ------------------------------------------------------------ "26 people, 14 soldiers included"
    def _included(
        self, parsed: ParsedBlock, tokens: list[Token], statements: list[TollStatement]
    ) -> list[TollStatement]:
        for token in tokens:
            if token.lower_ != "included" or token.i < _NEAR or token.nbor(-1).pos_ != "NOUN":
                continue
            noun = token.nbor(-1)
            whole = next((s for s in reversed(statements) if s.start < noun.left_edge.i and s.group.i < noun.i), None)
            part = self._part(parsed, noun, whole) if whole is not None else None
            if whole is None or part is None:
                continue
            whole.toll = whole.toll.with_parts(part)
            statements = [s for s in statements if s.group.i != noun.i]
        return statements

    # ------------------------------------------------------------ "98 militants, 81 in the north and 17 in the south"
    def _shared_out(
        self, parsed: ParsedBlock, tokens: list[Token], statements: list[TollStatement]
    ) -> list[TollStatement]:
        """Put bare numbers behind a toll that come to it, each with a place of its own, within it."""
        doc, last = parsed.doc, tokens[-1].i
        for whole in list(statements):
            most = whole.toll.figure.max
            if most is None or most < 2 or whole.toll.including:
                continue
            parts: list[tuple[int, Toll]] = []
            for i in range(whole.group.i + 1, min(whole.group.i + _SHARED, last)):
                stated = parsed.figure_at.get(i)
                if stated is None or not stated.counts or parsed.figure_at.get(i - 1) is stated:
                    continue
                behind = i + 1
                if doc[behind].lower_ == "of" and behind + 2 <= last:  # "529 of them in Iraq"
                    behind += 2
                if doc[behind].pos_ != "ADP" or doc[behind].lower_ not in (*STRONG, "from", "on"):
                    continue
                span = self.report.token_span(parsed, i, i + 1)
                parts.append((i, Toll(whole.toll.outcome, whole.toll.group, stated.figure, span, whole.toll.entity)))
            if len(parts) < 2 or sum(p.figure.min or 0 for _, p in parts) != most:
                continue
            whole.toll = replace(whole.toll, including=tuple(p for _, p in parts))
            inside = {i for i, _ in parts}
            statements = [s for s in statements if s is whole or s.group.i not in inside]
        return statements


def is_inner(token: Token) -> bool:
    """Whether a noun stands within another phrase ("members of the NDF": the NDF), and is not counted in its turn
    ("96 children under the age of 18 and 61 women").
    """
    if token.i > 1 and token.doc[token.i - 1].pos_ == "NUM" and token.doc[token.i - 2].lower_ in (",", "and"):
        return False
    while (
        token.dep_ in ("conj", "appos")
        and token.head.i != token.i
        and not any(c.dep_ == "nummod" for c in token.children)
    ):
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ in ("of", "in", "from", "at", "near", "on", "to", "with", "by")


def part_end(parsed: ParsedBlock, start: int, end: int) -> int:
    """Where a list of parts ends: at the next clause, at a full stop, at an outcome's adjective."""
    for i in range(start, end):
        token = parsed.doc[i]
        if token.text in (";", ".", ":", "-", "–", "—") and (
            token.text != "-" or (token.dep_ == "punct" and token.whitespace_ and parsed.doc[i - 1].whitespace_)
        ):
            return i
        if token.pos_ in ("SCONJ",) or token.lower_ in ("while", "when", "after", "as", "who", "which"):
            return i
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("amod", "acl", "compound"):
            return i
        if (token.lower_ in load_casualties().adjectives and token.dep_ != "amod") or token.lower_ == "dead":
            return i
    return end


def _same_fate(words: Span, outcome: Outcome) -> bool:
    """Whether the verb behind "of whom seven" says again what became of all ("… had to be hospitalised")."""
    verbs = load_casualties().verbs
    told = (verbs.get(t.lemma_.lower()) for t in words if t.pos_ == "VERB")
    return next((o for o in told if o is not None), None) == outcome


def _speaks(token: Token) -> bool:
    """Whether a noun is who says it ("including nine children, the mayor said")."""
    return token.dep_ == "nsubj" and token.head.lemma_ in read_toml("parse.toml")["verbs"]["saying"]


def _fits_within(parts: list[Toll], whole: Figure) -> bool:
    total = sum(p.figure.min or 0 for p in parts)
    most = whole.max if whole.max is not None else total if whole.min is not None else None
    return most is not None and total <= most and len(parts) > 1
