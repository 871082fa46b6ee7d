"""What a count of victims is to the counts told before of the same act: the first, the same again, people beside those
counted, a revision, or the figure of another source.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum, auto
from functools import lru_cache

from spacy.tokens import Token

from kg.extract.drafts import Draft
from kg.extract.families import load_families
from kg.extract.lexicon import read_toml
from kg.extract.nouns import lemma
from kg.extract.report import ParsedBlock, Report
from kg.model import Toll

# How many tokens before its group the word that adds people to others may stand ("a further eight people").
_BEFORE = 3


class Standing(Enum):
    """What a count is to those told of an act before."""

    FIRST = auto()
    AGAIN = auto()
    BESIDE = auto()
    REVISED = auto()
    RIVAL = auto()
    UNCLEAR = auto()


def standing(
    report: Report, parsed: ParsedBlock, act: Draft, toll: Toll, group: Token, start: int, sources: Collection[str]
) -> Standing:
    """What a toll, whose group's head and first token are given, is to the tolls of `act`.

    `sources` are the keys of those who say so, empty where nobody is named. A revision is told by a time before which
    the toll had come so far ("by noon the governor put the toll at six").
    """
    told = [t for t in act.tolls if t.outcome == toll.outcome]
    if not told:
        return Standing.FIRST
    if adds(parsed, group, start):
        return Standing.BESIDE
    if any(t.figure == toll.figure for t in told):
        return Standing.AGAIN
    if all(_others(report, t, toll) for t in told):
        return Standing.BESIDE
    if _by_now(group) and (toll.figure.min or 0) >= max(t.figure.min or 0 for t in told):
        return Standing.REVISED
    if sources and set(sources) != {c.entity for c in act.claimants}:
        return Standing.RIVAL
    return Standing.UNCLEAR


def adds(parsed: ParsedBlock, group: Token, start: int) -> bool:
    """Whether words count people beside others counted before ("another six", "nine more", "a further ten")."""
    adding = _words("adding")
    first = max(group.sent.start, min(start, group.i) - _BEFORE)
    near = parsed.doc[first : min(group.i + 3, group.sent.end)]
    return any(t.lower_ in adding and (abs(t.i - start) <= _BEFORE or t.head.i == group.i) for t in near)


def _others(report: Report, one: Toll, other: Toll) -> bool:
    """Whether two tolls count people of different sides or standing: soldiers and insurgents, civilians and gunmen."""
    if one.entity is None or other.entity is None or one.entity == other.entity:
        return False
    kinds = {report.entities[one.entity].kind, report.entities[other.entity].kind}
    return len(kinds) > 1 and not kinds <= load_families().actors.victims - {"CombatantGroup"}


def _by_now(token: Token) -> bool:
    """Whether a sentence opens with the time by which its count was reached, or says that it is a later one."""
    opening = [t.lower_ for t in token.doc[token.sent.start : token.sent.start + 4]]
    return opening[0] == "by" or not _words("later").isdisjoint(opening)


@lru_cache(maxsize=2)
def _words(name: str) -> frozenset[str]:
    return frozenset(read_toml("casualties.toml")["recounts"][name])


def of_deliberate_killing(verb: Token) -> bool:
    """Whether a verb of killing tells of a deed by itself, not only of what an attack came to ("were executed")."""
    return lemma(verb) in _words("deliberate") or verb.lemma_.lower() in _words("deliberate")


def of_wounds(verb: Token) -> bool:
    """Whether somebody died of what an act told before had done ("died of her wounds", "succumbed in hospital")."""
    return any(lemma(t) in _words("late") for t in verb.doc[verb.i + 1 : verb.sent.end])
