"""Figures in a report: how many, with what bounds, and whether they count things at all.

`find_figures` needs no parser: a grammar (`data/figures.toml`) finds numbers in digits and words and what
bounds them, and tells counts from what only looks like them (dates, ages, distances, sums of money,
names such as "Resolution 2254" or "T-72").

Conventions: "at least 21" is (21, None), "more than 30" (31, None), "up to 5" (None, 5), "fewer than 10"
(None, 9); "about 63" is (63, 63) and approximate. A vague plural has the bound that it must have: two of its
unit ("dozens" 24, "several" 2), and no upper one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from kg.extract.dates import find_times
from kg.extract.figure_readings import FigureGrammar
from kg.extract.figure_values import FigureExpression, FigureKind, Number
from kg.model import Span

__all__ = ["FigureExpression", "FigureKind", "find_figures", "parse_number"]

_OUT_OF = re.compile(r"\s+(?:out\s+)?of(?:\s+(?:the|its|their|his|her|our|these|those|all))*\s*", re.IGNORECASE)


@lru_cache(maxsize=1)
def _grammar() -> FigureGrammar:
    return FigureGrammar()


def find_figures(text: str, *, offset: int = 0, times: Iterable[Span] | None = None) -> list[FigureExpression]:
    """Every figure in `text`, in order, without overlaps.

    `offset` is added to all spans. `times` are the spans (with `offset`) of the expressions of time, if
    `find_times` was called before; None has it called here. A figure within one is of kind `time`.
    """
    grammar = _grammar()
    spans = [found.span for found in find_times(text, None, offset=offset)] if times is None else sorted(times)
    tokens = grammar.tokenise(text)
    folded = grammar.fold(tokens, grammar.find("number", tokens), lambda number: number.form)
    found: list[FigureExpression] = []
    at = 0
    for hit in grammar.find("figure", folded):
        expression: FigureExpression = hit.value
        if offset:
            expression = replace(expression, span=_moved(expression.span, offset), core=_moved(expression.core, offset))
        while at < len(spans) and spans[at].end <= expression.core.start:
            at += 1
        if at < len(spans) and spans[at].overlaps(expression.core):
            if expression.kind == "determiner":
                continue
            expression = _without_modifiers(replace(expression, kind="time"), spans[at], text, offset)
        found.append(expression)
    return _parts_of_wholes(found, text, offset)


def _without_modifiers(expression: FigureExpression, time: Span, text: str, offset: int) -> FigureExpression:
    """A figure in an expression of time keeps to it: nothing before or after belongs to the figure."""
    start, end = max(expression.span.start, time.start), min(expression.span.end, time.end)
    start, end = min(start, expression.core.start), max(end, expression.core.end)
    return replace(expression, span=Span(start, end), text=text[start - offset : end - offset])


def _moved(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)


def _parts_of_wholes(found: list[FigureExpression], text: str, offset: int) -> list[FigureExpression]:
    """Give "72" of "72 of the 76" its whole."""
    for index in range(len(found) - 1):
        part, whole = found[index], found[index + 1]
        if part.kind == "cardinal" == whole.kind and not part.vague:
            gap = text[part.span.end - offset : whole.core.start - offset]
            if len(gap) < 24 and _OUT_OF.fullmatch(gap):
                found[index] = replace(part, out_of=whole.figure)
    return found


def parse_number(surface: str) -> int | None:
    """The integer that `surface` writes in digits or in English words, None where it is none.

    Reads "1,994", "1 994", "2.5 million", "twenty-one", "a hundred and five", "two dozen".
    """
    grammar = _grammar()
    tokens = grammar.tokenise(surface)
    hits = grammar.find("number", tokens)
    if len(hits) != 1 or hits[0].first != 0 or hits[0].last != len(tokens.letters):
        return None
    number: Number = hits[0].value
    exact = number.figure.min is not None and number.figure.min == number.figure.max
    return number.figure.min if exact and number.kind in ("cardinal", "determiner", "year") else None
