"""Numbers that a sentence gives to one name after the other: "A came first with 20 incidents, followed by B with 15".

The names are those of places, of those who did it, or of kinds of acts; the numbers count what a total told before
counts. All is read from the order of the words: what the parser makes of such rows is of no use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from kg.extract.casualties import load_casualties
from kg.extract.figures import FigureExpression
from kg.extract.lexicon import read_toml
from kg.extract.naming import Name
from kg.extract.nouns import lemma
from kg.extract.places import Locator
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock, Report, token_range
from kg.extract.trigger_finder import TriggerFinder
from kg.model import PlaceRef

# How many words may stand between a name and the "with" or "for" of its number ("came first with").
_TO_LEADER = 7
# Parts of speech that the tagger gives to names which it does not know.
_OPEN = frozenset(["NOUN", "VERB", "ADJ", "ADV", "X"])


@dataclass(slots=True)
class Ranked:
    """A number with whom or what it is of; `start` and `end` are token indices, `sure` that words tie the two."""

    figure: FigureExpression
    start: int
    end: int
    sure: bool
    noun: Token | None = None
    place: PlaceRef | None = None
    actor: Token | None = None
    type: str | None = None


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in read_toml("casualties.toml")["rankings"].items()}


class Rankings:
    """Finds the rows of names and numbers in the sentences of one report."""

    def __init__(self, report: Report, referrer: Referrer, locator: Locator, triggers: TriggerFinder) -> None:
        self.report = report
        self.referrer = referrer
        self.locator = locator
        self.triggers = triggers

    def row(self, parsed: ParsedBlock, tokens: Sequence[Token]) -> list[Ranked]:
        """The names of a sentence with their numbers: two or more, or one that the words tie to a part ("accounted
        for 12 of them"); nothing where there are none.
        """
        first, last = tokens[0].i, tokens[-1].i
        if not any(first <= i <= last for i in parsed.figure_at):
            return []
        found: list[Ranked] = []
        at = first
        for token in tokens:
            expression = parsed.figure_at.get(token.i)
            if expression is None or token.i < at or not expression.counts or expression.zero:
                continue
            covered = token_range(parsed, expression.span)
            if covered[0] != token.i or expression.kind == "determiner":
                continue
            ranked = self._ranked(parsed, expression, covered, found, first, last + 1)
            if ranked is not None:
                found.append(ranked)
                at = ranked.end
        if len(found) > 1 or (found and self._is_share(parsed, found[0])):
            if any(r.place is not None for r in found):
                self._all_places(parsed, found)
            return found
        return []

    def _all_places(self, parsed: ParsedBlock, found: list[Ranked]) -> None:
        """In a row of places, what is taken for the name of a people is a place, too ("Artibonite")."""
        for ranked in found:
            name = parsed.name_at.get(ranked.actor.i) if ranked.actor is not None else None
            if name is not None and name.sort == "group" and not name.entries:
                span = self.report.token_span(parsed, name.start, name.end)
                ranked.actor, ranked.place = None, self.locator.place_words(name.surface, span)

    def _ranked(
        self,
        parsed: ParsedBlock,
        expression: FigureExpression,
        covered: range,
        before: list[Ranked],
        first: int,
        end: int,
    ) -> Ranked | None:
        doc, number = parsed.doc, covered[0]
        if number - 1 <= first and not (number - 1 == first and _is_name(doc[first])):
            return None
        tie = doc[number - 1]
        name, sure = tie, True
        noun, behind = self._noun(parsed, covered[-1] + 1, end)
        if tie.text == "(":
            if behind >= end or doc[behind].text not in (")", ","):
                return None
            name, behind = doc[number - 2], behind + 1
        elif tie.lower_ in _words()["ties"]:
            name = self._leader(parsed, doc[number - 2], first, before)
        elif tie.lemma_.lower() in _words()["verbs"] and tie.pos_ in ("VERB", "AUX"):
            name = doc[number - 2]
        elif not before or not (before[-1].sure and behind_row(parsed, before[-1], number)):
            return None
        else:
            name = doc[number - 2] if tie.text == "," else tie
        ranked = Ranked(expression, name.i, max(behind, covered[-1] + 1), sure, noun)
        if not self._names(parsed, ranked, name):
            return None
        # Whoever records or reports acts is not the one who did them.
        saw = tie.lemma_.lower() in _words()["verbs"]
        known = parsed.name_at.get(name.i)
        return None if saw and (ranked.actor or (known is not None and known.sort == "country")) else ranked

    def _leader(self, parsed: ParsedBlock, near: Token, first: int, before: list[Ranked]) -> Token:
        """The name that "with" or "for" ties to its number: right before it, or, for the first of a row, the last one
        before ("X topped the list with").
        """
        stop = max(first, before[-1].end if before else first, near.i - _TO_LEADER)
        for i in range(near.i, stop - 1, -1):
            token = parsed.doc[i]
            number = parsed.figure_at.get(token.i)
            if (number is not None and number.counts) or (before and token.i < near.i):
                break
            if _is_name(token):
                return token
        return near

    def _noun(self, parsed: ParsedBlock, at: int, end: int) -> tuple[Token | None, int]:
        """The noun that a number counts, and where the words behind it begin."""
        doc, noun = parsed.doc, None
        if at + 1 < end and doc[at].lower_ == "of" and doc[at + 1].lower_ in ("them", "these", "those", "the", "all"):
            at += 2
        while at < end and doc[at].pos_ in ("ADJ", "NOUN") and at not in parsed.time_tokens:
            noun = doc[at] if doc[at].pos_ == "NOUN" else noun
            at += 1
        return noun, at

    def _names(self, parsed: ParsedBlock, ranked: Ranked, token: Token) -> bool:
        """Find out what the word before a number names; False where it is no name."""
        if token.i in parsed.time_tokens or token.i in parsed.figure_at:
            return False
        name = parsed.name_at.get(token.i)
        if name is not None and name.sort in ("actor", "group"):
            ranked.actor = token
            return True
        if token.pos_ != "ADJ" and (kind := self.triggers.event_noun(token)) is not None:
            ranked.type = kind
            return True
        if not _is_name(token) or (name is not None and name.sort == "person" and self._is_full_name(token, name)):
            return False
        located = self.locator.locate(parsed, token, expected=True)
        if located is not None and located.named:
            ranked.place = located.ref
        elif name is None:
            ranked.place = self.locator.place_words(token.text, self.report.token_span(parsed, token.i, token.i + 1))
        return ranked.place is not None

    def _is_full_name(self, token: Token, name: Name) -> bool:
        """Whether what is taken for a person has more names than one ("Amina Yusuf (34)"), and is no "Chin State"."""
        return name.end - name.start > 1 and self.locator.nouns.places.get(lemma(token)) is None

    def _is_share(self, parsed: ParsedBlock, ranked: Ranked) -> bool:
        """Whether the words before a number say that it is a part of something ("accounted for 60")."""
        covered = token_range(parsed, ranked.figure.span)
        before = {parsed.doc[i].lemma_.lower() for i in range(ranked.start, covered[0])}
        return not before.isdisjoint(_words()["shares"])


def _is_name(token: Token) -> bool:
    """Whether a word is written as a name, whatever the tagger takes it for (at the opening of a sentence, a verb)."""
    return token.pos_ == "PROPN" or (token.text[:1].isupper() and token.is_alpha and token.pos_ in _OPEN)


def behind_row(parsed: ParsedBlock, last: Ranked, number: int) -> bool:
    """Whether a number stands so close behind the last one of a row that it can go on with it ("A saw 21, B 18")."""
    between = parsed.doc[last.end : number]
    words = [t for t in between if not _is_name(t) and t.pos_ != "DET" and t.text not in (",", ";", "and")]
    return not words and len(between) <= _TO_LEADER


def counts_people(ranked: Sequence[Ranked]) -> bool:
    """Whether a noun tells that a row counts people."""
    return any(r.noun is not None and lemma(r.noun) in load_casualties().nouns for r in ranked)
