"""Expressions of time in a report, with what they mean on the calendar as EDTF.

`find_times` needs no parser: a grammar (`data/dates.toml`) finds the words, `calendar_points` sets them
in relation to the day of publication. Without that day nothing is invented: "in August" is `XXXX-08`, "on
Saturday" is found and has no date.

Conventions: `since X` runs from X to the day of publication and counts as cumulative; `by`, `until` and
`before X` are `../X`, `after X` is `X/..`; the ends of intervals are the words' own (a day, a month);
"early", "mid" and "late" give the month or year with `~`, narrowed in `earliest` and `latest`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from kg.extract.calendar_points import Prefer, edtf_bounds, read_published
from kg.extract.cascade import Hit
from kg.extract.time_readings import TimeGrammar
from kg.extract.time_relations import RELATIONS, Context, resolve_relative
from kg.extract.time_values import Delta, Meaning, TimeExpression
from kg.model import Span

__all__ = ["Delta", "TimeExpression", "edtf_bounds", "find_times", "reread", "resolve_relative"]


@lru_cache(maxsize=1)
def _grammar() -> TimeGrammar:
    return TimeGrammar()


def find_times(
    text: str, published: str | None, *, offset: int = 0, prefer: Prefer | None = None
) -> list[TimeExpression]:
    """Every expression of time in `text`, in order, without overlaps.

    `published` is the publication date in EDTF (day, month or year) or None. `offset` is added to all
    spans. `prefer` says whether a date that could lie on either side of publication lies before or
    after it; None lets the words around each date decide ("is due to leave by December 31").
    Raises InputError where `published` is no EDTF.
    """
    grammar = _grammar()
    tokens = grammar.tokenise(text)
    context = Context(read_published(published), prefer, tokens, offset, grammar)
    folded = tokens
    for level in ("atom", "qualified"):
        folded = grammar.fold(folded, grammar.find(level, folded), lambda atom: atom.form)
    found = []
    for hit in grammar.find("phrase", folded):
        expression = _express(hit, context)
        if expression is not None:
            found.append(expression)
    return found


def reread(expression: TimeExpression, published: str | None, prefer: Prefer) -> TimeExpression:
    """The same words resolved with another preference: for a date in a sentence that turns out to be a plan."""
    again = find_times(expression.text, published, offset=expression.span.start, prefer=prefer)
    whole = [found for found in again if found.span == expression.span]
    return replace(whole[0], attributive=expression.attributive) if whole else expression


def _express(hit: Hit, context: Context) -> TimeExpression | None:
    meaning: Meaning = hit.value
    if meaning.relation == "nothing":
        return None
    folded = hit.tokens
    start, end = folded.starts[hit.first], folded.ends[hit.last - 1]
    core_at = hit.groups.get("core", -1)
    core_at = hit.groups.get("first", -1) if core_at < 0 else core_at
    core_start = folded.starts[core_at]
    core_end = folded.ends[core_at] if "core" in hit.groups and meaning.second is None else end
    grammar = _grammar()
    after = folded.letters[hit.last] if hit.last < len(folded.letters) else ""
    if meaning.relation == "after" and meaning.atom.overnight:  # "after overnight fighting"
        meaning, start = replace(meaning, relation="at"), core_start
    if meaning.relation == "attributive" or (meaning.relation == "at" and after == grammar.letter("POSSESSIVE")):
        start = core_start  # "in Saturday's attack": the preposition belongs to the attack
    attributive = (
        meaning.relation == "attributive"
        or after == grammar.letter("POSSESSIVE")
        or (after in (grammar.other, grammar.letter("COUNTED")) and not meaning.preposition and _before_noun(hit))
    )
    blank = TimeExpression(
        Span(context.offset + start, context.offset + end),
        context.tokens.text[start:end],
        Span(context.offset + core_start, context.offset + core_end),
        "date",
        "unknown",
        attributive=attributive,
        daypart=meaning.atom.daypart,
    )
    return RELATIONS[meaning.relation](blank, meaning, context)


def _before_noun(hit: Hit) -> bool:
    """Whether the date stands between an article and a noun: "the March 2019 truce", "a three-day siege"."""
    folded, before = hit.tokens, hit.first - 1
    if "-" in folded.text[folded.starts[hit.first] : folded.ends[hit.last - 1]]:
        return True
    return before >= 0 and folded.letters[before] in (_grammar().letter("THE"), _grammar().letter("ARTICLE"))
