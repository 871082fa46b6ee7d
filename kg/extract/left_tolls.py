"""People whom an act left dead, wounded or homeless ("left 15 combatants, three soldiers and one civilian dead")."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.extract.amounts import figure_of
from kg.extract.casualties import TollStatement, load_casualties
from kg.extract.hospital import wounded_words
from kg.extract.nouns import lemma
from kg.extract.report import ParsedBlock, Report
from kg.extract.toll_parts import is_inner, part_end
from kg.extract.victims import Victims
from kg.model import Toll


class LeftTolls:
    """Reads what the acts of one report left behind."""

    def __init__(self, report: Report, victims: Victims) -> None:
        self.report = report
        self.victims = victims

    def read(self, parsed: ParsedBlock, verb: Token) -> list[TollStatement]:
        """ "left 15 combatants, three soldiers and one civilian dead and two wounded"."""
        doc = parsed.doc
        end = verb.sent.end
        pending: list[Token] = []
        found: list[TollStatement] = []
        i = verb.i + 1
        skip_until = 0
        while i < end:
            token = doc[i]
            outcome = load_casualties().adjectives.get(token.lower_)
            number = (
                next((c for c in token.children if c.dep_ == "nummod" and c.i in parsed.figure_at), None)
                if outcome is not None
                else None
            )
            if outcome is not None and number is not None:
                words = doc[number.i + 1 : token.i].text or "people"
                span = self.report.token_span(parsed, number.i, token.i + 1)
                found.append(
                    TollStatement(
                        Toll(outcome, words, parsed.figure_at[number.i].figure, span), verb, token, None, number.i
                    )
                )
            if outcome is not None and (pending or token.i in parsed.figure_at):
                for person in pending:
                    statement = self.victims.statement(parsed, person, outcome, verb)
                    if statement is not None:
                        found.append(statement)
                pending = []
            elif token.lower_ == "included":
                pass
            elif outcome is None and token.pos_ in ("VERB", "AUX") and token.tag_ not in ("VBN", "VBG"):
                break
            elif load_casualties().parts.match(parsed.text, token.idx):
                skip_until = part_end(parsed, i + 1, end)
                i = skip_until
                continue
            elif token.lower_ == "with" and pending and _hurts(doc[i + 1 : min(i + 5, end)]):
                made = [self.victims.statement(parsed, person, "injured", verb) for person in pending]
                found += [m for m in made if m is not None]
                break
            elif lemma(token) in load_casualties().nouns and figure_of(parsed, token)[0] is not None:
                break
            elif (
                token.pos_ in ("NOUN", "PROPN", "NUM", "PRON")
                and token.dep_ not in ("compound", "nummod", "poss")
                and not is_inner(token)
            ):
                within = i + 1 < end and doc[i + 1].lower_ == "included"
                if not within and (figure_of(parsed, token)[0] is not None or token.pos_ == "NUM"):
                    pending.append(token)
            elif token.text in (".", ";"):
                break
            i += 1
        return found


def _hurts(words: Span) -> bool:
    """Whether the words behind "with" are injuries ("with serious burns")."""
    noun = next((t for t in words if t.pos_ == "NOUN"), None)
    return noun is not None and lemma(noun) in wounded_words()["wounds"]
