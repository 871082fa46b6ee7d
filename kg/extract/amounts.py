"""How many: the figure that a noun phrase bears."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.extract.figures import FigureExpression
from kg.extract.nouns import lemma, load_nouns
from kg.extract.phrases import core, objects_of
from kg.extract.report import ParsedBlock
from kg.model import Figure

ONE = Figure(1, 1)
ZERO = Figure(0, 0)
# What stands behind "twice" or "three times" where it compares ("three times as many").
_COMPARING = frozenset(["as", "more", "higher", "larger", "greater", "the", "that", "its", "their"])
_PLURAL_TAGS = frozenset(["NNS", "NNPS"])
_PLURAL_PRONOUNS = frozenset(["them", "those", "they"])
_SINGLES = frozenset(["a", "an", "one", "another"])


def figure_of(parsed: ParsedBlock, token: Token) -> tuple[Figure | None, int]:
    """The figure of the noun phrase with that head, and the index of its first token.

    An article before a singular noun is 1, "no" is 0; None where the phrase has no figure of its own (a plural
    without a number, a definite noun).
    """
    whole = core(token)
    stated = _expression(parsed, _own_number(parsed, token) or whole.start, token.i + 1)
    if stated is None and token.i in parsed.figure_at and token.pos_ == "NUM":
        stated = parsed.figure_at[token.i]
    if stated is None:
        for inner in objects_of(token, "of"):
            if token.pos_ == "NUM" or lemma(token) in load_nouns().of_amount:
                stated = _expression(parsed, core(inner).start, inner.i + 1)
                if stated is not None:
                    break
    if stated is None or stated.kind == "determiner":
        headed = _headed_by(parsed, token)
        if headed is not None:
            return headed, whole.start
        number = load_nouns().of_number.get(lemma(token))
        if stated is not None and number is not None and stated.figure == ONE:  # "a Rohingya couple"
            return Figure(number, number), min(whole.start, _first_token(parsed, stated, whole.start))
    if stated is not None:
        start = min(whole.start, _first_token(parsed, stated, whole.start))
        return stated.figure, start
    for i in range(whole.start, token.i + 1):
        word = parsed.doc[i]
        if word.lower_ in ("no", "none", "zero") and word.head.i == token.i:
            return ZERO, i
    for noun in (token, token.head if token.dep_ == "conj" else token):
        if any(c.dep_ in ("preconj", "det", "cc:preconj") and c.lower_ == "neither" for c in noun.children):
            return ZERO, whole.start
    if token.tag_ in ("NN", "NNP") or token.lower_ == "another":
        for i in range(whole.start, token.i + 1):
            if parsed.doc[i].lower_ in _SINGLES and (parsed.doc[i].head.i == token.i or i == token.i):
                number = load_nouns().of_number.get(lemma(token), 1)
                return Figure(number, number), i
    return None, whole.start


def _own_number(parsed: ParsedBlock, token: Token) -> int | None:
    """Where a noun's own number stands, which the parser coordinates with another one's before it ("children under 18
    and 61 women"); None where it does not.
    """
    number = parsed.doc[token.i - 1] if token.i > 1 else token
    if number.pos_ != "NUM" or number.dep_ != "conj" or number.head.pos_ != "NUM" or number.i not in parsed.figure_at:
        return None
    return number.i if parsed.figure_at.get(number.head.i) is not parsed.figure_at[number.i] else None


def frequency(parsed: ParsedBlock, verb: Token) -> Figure | None:
    """How often something was done: "twice", "15 times"; None where the clause does not tell, or compares."""
    for child in verb.children:
        if child.dep_ not in ("npadvmod", "advmod", "dobj", "dep"):
            continue
        if child.i + 1 < len(parsed.doc) and parsed.doc[child.i + 1].lower_ in _COMPARING:
            continue
        for i in range(child.left_edge.i, child.i + 1):
            found = parsed.figure_at.get(i)
            if found is not None and found.kind == "frequency":
                return found.figure
    return None


def number_of(parsed: ParsedBlock, things: Iterable[Token]) -> Figure | None:
    """How many things there are of all kinds together; None where that is not told of one of them."""
    low, high, approximate = 0, 0, False
    for thing in things:
        figure, _ = figure_of(parsed, thing)
        if figure is None and not any(
            one.tag_ in _PLURAL_TAGS or one.lower_ in _PLURAL_PRONOUNS for one in (thing, *objects_of(thing, "of"))
        ):
            figure = ONE
        if figure is None or figure.min is None:
            return None
        low += figure.min
        high = None if high is None or figure.max is None else high + figure.max
        approximate = approximate or figure.approximate
    return Figure(low, high, approximate) if low else None


def _headed_by(parsed: ParsedBlock, token: Token) -> Figure | None:
    """How many a family or crew is of ("a family of six")."""
    if lemma(token) not in load_nouns().counted_within:
        return None
    for inner in objects_of(token, "of"):
        if inner.pos_ == "NUM" and (stated := parsed.figure_at.get(inner.i)) is not None and stated.counts:
            return stated.figure
    return None


def _expression(parsed: ParsedBlock, start: int, end: int) -> FigureExpression | None:
    """A number of things (no ordinal, date, measure or sum of money) among tokens `start` to `end`."""
    best = None
    for i in range(max(0, start - 3), end):
        expression = parsed.figure_at.get(i)
        if expression is None or not expression.counts:
            continue
        if i < start and expression.span.end + 1 < parsed.doc[start].idx:
            continue
        if expression.kind == "determiner" and best is not None:
            continue
        if best is None or best.kind == "determiner":
            best = expression
    if best is not None and best.kind == "determiner" and parsed.doc[end - 1].tag_ in ("NNS", "NNPS"):
        return None
    return best


def _first_token(parsed: ParsedBlock, expression: FigureExpression, near: int) -> int:
    i = min(near, len(parsed.doc) - 1)
    while i > 0 and parsed.doc[i].idx > expression.span.start:
        i -= 1
    return i
