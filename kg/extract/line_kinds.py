"""Lines of a list that count acts of one kind: "Shootings: 19 (eight killed, five injured)", "Arson: 11"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.casualties import cause_of, load_casualties
from kg.extract.figures import FigureExpression
from kg.extract.nouns import lemma, load_nouns
from kg.extract.phrases import conjuncts
from kg.extract.report import ParsedBlock, Report, token_range
from kg.extract.trigger_finder import TriggerFinder
from kg.model import Outcome, Toll

# Behind the number of a line: what ends the count, or goes on to speak of those acts.
_BEHIND = frozenset(["(", ",", ";", ".", "-", "–", "—", "of", "with", "in", "which", "killing", "leaving"])
# What becomes of those whom the acts of a line befall.
_OUTCOMES: dict[str, Outcome] = {
    "Killing": "killed",
    "Assassination": "killed",
    "Execution": "killed",
    "Massacre": "killed",
    "Abduction": "abducted",
    "HostageTaking": "abducted",
    "Arrest": "detained",
    "Detention": "detained",
    "Displacement": "displaced",
    "ForcedDisplacement": "displaced",
}


def kind_of_line(parsed: ParsedBlock, triggers: TriggerFinder) -> str | None:
    """The type of the acts that a line's label names ("Grenade attacks:"); None where it names none."""
    label = parsed.label_block
    if label is None:
        return cause_of(parsed.label)
    root = next((t for t in label.doc if t.head.i == t.i and not t.is_punct), None)
    heads = conjuncts(root) if root is not None else []
    named = next((kind for t in heads if t.pos_ != "ADJ" and (kind := triggers.event_noun(t)) is not None), None)
    return named or cause_of(parsed.label)


def counts_acts(parsed: ParsedBlock, opening: FigureExpression, triggers: TriggerFinder) -> bool:
    """Whether the number that opens a line counts the acts that its label names, not people killed or hurt by them."""
    covered = token_range(parsed, opening.span)
    doc, at = parsed.doc, covered[-1] + 1
    if at >= len(doc) or doc[at].lower_ in _BEHIND or doc[at].is_space:
        return True
    while at < len(doc) and doc[at].pos_ == "ADJ" and not _tells_a_toll(doc[at]):
        at += 1
    return at < len(doc) and triggers.event_noun(doc[at]) is not None and lemma(doc[at]) not in load_casualties().nouns


def _tells_a_toll(token: Token) -> bool:
    return token.lower_ in load_casualties().adjectives


def bare_tolls(report: Report, parsed: ParsedBlock, start: int, kind: str) -> list[Toll]:
    """Tolls that are no more than a number before a word for what became of people ("4 dead, 31 injured"), or before
    people of whom the kind of the line tells what became of them ("Killings: 19 (31 people)").

    They are read from the order of the words: there is nothing that a parser could hold on to.
    """
    lexicon = load_casualties()
    found: list[Toll] = []
    for expression in parsed.figures:
        covered = token_range(parsed, expression.span)
        if not expression.counts or not len(covered) or covered[0] < start or covered[-1] + 1 >= len(parsed.doc):
            continue
        word = parsed.doc[covered[-1] + 1]
        outcome = lexicon.adjectives.get(word.lower_) or next(iter(lexicon.nouns.get(lemma(word), ())), None)
        group = "people"
        if outcome is None and kind in _OUTCOMES and (load_nouns().longest(word, load_nouns().civilians)):
            outcome, group = _OUTCOMES[kind], word.text
        if outcome is not None:
            span = report.span(parsed, expression.span.start, expression.span.end)
            found.append(Toll(outcome, group, expression.figure, span))
    return found
