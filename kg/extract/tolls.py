"""Who was killed, injured, abducted, detained, displaced or released, and how many, as a sentence states it."""

from __future__ import annotations

import re

from spacy.tokens import Span, Token

from kg.extract.amounts import ONE, ZERO, figure_of
from kg.extract.casualties import (
    TollStatement,
    event_nouns,
    load_casualties,
    load_plurals,
    overtaken,
    phrase_outcome,
)
from kg.extract.event_lexicon import load_events
from kg.extract.lexicon import read_toml
from kg.extract.nouns import lemma
from kg.extract.phrases import conjuncts, core, governors, is_passive, objects_of, patients, preposition_objects
from kg.extract.reference_values import Reference
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock, Report
from kg.extract.toll_parts import TollParts, is_inner, part_end
from kg.model import Figure, Outcome, Toll
from kg.model import Span as DocumentSpan

_NOBODY = {"nobody", "none"}


class TollReader:
    """Reads the tolls of one report's sentences."""

    def __init__(self, report: Report, referrer: Referrer) -> None:
        self.report = report
        self.referrer = referrer
        self.parts = TollParts(report, referrer, self.statement)

    def read(self, parsed: ParsedBlock, tokens: list[Token]) -> list[TollStatement]:
        """All tolls that a sentence states, parts within their wholes, in the order of the text."""
        found: dict[tuple[int, Outcome], TollStatement] = {}

        def add(statement: TollStatement | None) -> None:
            if statement is not None:
                found.setdefault((statement.group.i, statement.toll.outcome), statement)

        for token in tokens:
            word = token.lemma_.lower()
            if word == "leave" and token.pos_ == "VERB":
                for statement in self._left(parsed, token):
                    add(statement)
            outcome = load_casualties().verbs.get(word)
            if outcome is not None and token.pos_ in ("VERB", "AUX", "ADJ") and token.dep_ != "amod":
                for statement in self._verb(parsed, token, outcome):
                    add(statement)
            elif (headline := load_casualties().headline_verbs.get(token.lower_)) and token.i + 1 in parsed.figure_at:
                add(self.statement(parsed, token.doc[token.i + 1], headline, token))
            elif token.pos_ in ("VERB", "AUX") and (phrase := phrase_outcome(token)) is not None:
                for statement in self._verb(parsed, token, phrase):
                    add(statement)
            elif word in ("claim", "take", "cost", "lose") and token.pos_ == "VERB":
                for life in [o for o in patients(token) if lemma(o) == "life"]:
                    if figure_of(parsed, life)[0] is not None:
                        figure, start = figure_of(parsed, life)
                        span = self.report.token_span(parsed, start, life.i + 1)
                        add(TollStatement(Toll("killed", "people", figure or ONE, span), token, life, None, start))
                    for person in objects_of(life, "of"):
                        add(self.statement(parsed, person, "killed", token))
                if word == "lose":
                    for person in patients(token):
                        add(self._lost(parsed, person, token))
            elif word in ("take", "hold") and token.pos_ == "VERB" and _next_words(token, ("hostage",), 8):
                for person in patients(token):
                    if lemma(person) != "hostage":
                        add(self.statement(parsed, person, "abducted", token))
        for token in tokens:
            for statement in (
                *self._noun(parsed, token, found),
                *self._event_noun(parsed, token),
                *self._losses(parsed, token),
                *self._bodies(parsed, token),
                *self._spared(parsed, token),
            ):
                add(statement)
        for key, statement in list(found.items()):
            if overtaken(statement.group) or any(
                o is not statement
                and o.toll.outcome == statement.toll.outcome
                and o.toll.figure == statement.toll.figure
                and o.start <= statement.start <= o.group.i
                and o.group.i != statement.group.i
                and o.anchor.i != statement.anchor.i
                for o in found.values()
            ):
                del found[key]
        statements = sorted(found.values(), key=lambda s: s.start)
        return self.parts.within(parsed, tokens, statements)

    # ------------------------------------------------------------ forms
    def _verb(self, parsed: ParsedBlock, verb: Token, outcome: Outcome) -> list[TollStatement]:
        number = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
        if (
            verb.tag_ in ("VBN", "VBD")
            and number is not None
            and number.pos_ == "NUM"
            and number.i in parsed.figure_at
            and number.dep_ != "nummod"
        ):
            people = [number]
        elif verb.lemma_.lower() in load_casualties().befalling:
            people = [t for c in verb.children if c.dep_ == "nsubj" for t in conjuncts(c)]
        else:
            people = patients(verb) or objects_of(verb, "between")
            if not people and verb.tag_ == "VBN":
                people = [
                    t
                    for t in verb.lefts
                    if t.pos_ in ("NUM", "NOUN") and t.dep_ in ("npadvmod", "dep", "nummod", "nsubj", "dobj")
                ]
        people = [*people, *_along_with(verb)]
        statements: list[TollStatement] = []
        for person in people:
            if person.tag_ in ("WDT", "WP", "PRP", "PRP$") or person.dep_ == "nummod" or person.i in parsed.time_tokens:
                continue
            if self._is_toll_subject(person):
                continue
            previous = statements[-1] if statements else None
            statement = self.statement(parsed, person, outcome, verb)
            if statement is None and previous is not None:
                continue
            if statement is not None:
                statements.append(statement)
        return statements

    def _lost(self, parsed: ParsedBlock, person: Token, verb: Token) -> TollStatement | None:
        """ "The army lost five men": people whom a side lost are dead; what else it lost is no toll."""
        if figure_of(parsed, person)[0] is None:
            return None
        reference = self.referrer.refer(parsed, person)
        fought = reference is not None and reference.sort in ("actor", "combatants") and person.tag_ == "NNS"
        if not fought and lemma(person) not in self.referrer.nouns.of_members:
            return None
        return self.statement(parsed, person, "killed", verb)

    @staticmethod
    def _is_toll_subject(token: Token) -> bool:
        """A noun of number is no victim: "the number of people killed has risen"."""
        return lemma(token) in load_casualties().numbers | {"toll"}

    def _left(self, parsed: ParsedBlock, verb: Token) -> list[TollStatement]:
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
                    statement = self.statement(parsed, person, outcome, verb)
                    if statement is not None:
                        found.append(statement)
                pending = []
            elif outcome is None and token.pos_ in ("VERB", "AUX") and token.tag_ not in ("VBN", "VBG"):
                break
            elif load_casualties().parts.match(parsed.text, token.idx):
                skip_until = part_end(parsed, i + 1, end)
                i = skip_until
                continue
            elif token.lower_ == "with" and pending and _hurts(doc[i + 1 : min(i + 5, end)]):
                made = [self.statement(parsed, person, "injured", verb) for person in pending]
                found += [m for m in made if m is not None]
                break
            elif lemma(token) in load_casualties().nouns and figure_of(parsed, token)[0] is not None:
                break
            elif (
                token.pos_ in ("NOUN", "PROPN", "NUM", "PRON")
                and token.dep_ not in ("compound", "nummod", "poss")
                and not is_inner(token)
            ):
                if figure_of(parsed, token)[0] is not None or token.pos_ == "NUM":
                    pending.append(token)
            elif token.text in (".", ";"):
                break
            i += 1
        return found

    def _noun(
        self, parsed: ParsedBlock, token: Token, found: dict[tuple[int, Outcome], TollStatement]
    ) -> list[TollStatement]:
        word = lemma(token)
        casualties = load_casualties()
        if word in casualties.numbers | {"toll"} and token.dep_ in (
            "nsubj",
            "nsubjpass",
            "dobj",
            "compound",
            "ROOT",
            "pobj",
            "conj",
        ):
            return self._risen(parsed, token)
        outcomes = casualties.nouns.get(word) or casualties.nouns.get(token.lower_)
        if token.lower_ in casualties.adjectives and _under_leave(token):
            return []
        if outcomes and token.dep_ != "compound":
            figure, start = figure_of(parsed, token)
            if figure is None and token.dep_ == "pobj" and token.head.lower_ == "without":
                figure, start = ZERO, token.head.i
            if figure is None and token.dep_ == "pobj" and lemma(token.head.head) in casualties.spared["reports"]:
                none = next((c for c in token.head.head.children if c.lower_ == "no"), None)
                figure, start = (ZERO, none.i) if none is not None else (None, start)
            if figure is None or (outcomes == ("killed", "injured") and figure != ZERO):
                people = (
                    objects_of(token, "of", "to", "among") if word in ("death", "injury") and figure is None else []
                )
                made = [self.statement(parsed, p, outcomes[0], token) for p in people]
                return [s for s in made if s is not None]
            if any(s.toll.outcome in outcomes and start <= s.group.i <= token.i for s in found.values()):
                return []
            among = objects_of(token, "among", "of", "to", "for")
            group = among[0] if among else token
            reference = self.referrer.refer(parsed, group) if among else None
            words = reference.words if reference is not None else token.text.lower()
            span = self.report.token_span(parsed, start, token.i + 1)
            key = reference.entity if reference is not None and reference.sort != "object" else None
            return [
                TollStatement(Toll(o, words, figure, span, key), _verb_above(token), token, reference, start)
                for o in outcomes
            ]
        outcome = casualties.adjectives.get(token.lower_)
        if outcome is not None and _under_leave(token):
            return []
        subjects = [c for c in token.children if c.dep_ == "nsubj"]
        if outcome == "missing" and token.tag_ == "VBG" and subjects:
            made = [self.statement(parsed, c, outcome, token) for s in subjects for c in conjuncts(s)]
            return [s for s in made if s is not None]
        if any(c.dep_ in ("nsubj", "nsubjpass", "auxpass") for c in token.children):
            return []
        if (
            outcome is not None
            and (token.pos_ in ("ADJ", "VERB", "NOUN"))
            and token.dep_
            in (
                "amod",
                "acl",
                "ROOT",
                "attr",
                "acomp",
                "conj",
                "pobj",
                "dobj",
                "nsubj",
                "appos",
                "oprd",
                "ccomp",
                "advcl",
                "dep",
            )
        ):
            figure, start = figure_of(parsed, token)
            if any(s.toll.outcome == outcome and start <= s.group.i <= token.i for s in found.values()):
                return []
            if outcome == "displaced" and (
                _provided_for(token)
                or (token.dep_ == "amod" and any(s.group.i == token.head.i for s in found.values()))
            ):
                return []
            if figure is not None and token.i > start and (token.i, outcome) not in found and figure != ONE:
                span = self.report.token_span(parsed, start, token.i + 1)
                return [
                    TollStatement(
                        Toll(outcome, _prior_group(found, start), figure, span), _verb_above(token), token, None, start
                    )
                ]
            if (
                token.dep_ in ("amod", "acl", "oprd", "acomp", "dep")
                and token.head.pos_ in ("NOUN", "NUM", "PROPN")
                and token.i > token.head.i
            ):
                statement = self.statement(parsed, token.head, outcome, _verb_above(token.head))
                return [statement] if statement is not None else []
            if token.dep_ in ("acomp", "attr") and token.head.lemma_ in ("be", "remain", "stay"):
                made = [
                    self.statement(parsed, c, outcome, token.head) for c in token.head.children if c.dep_ == "nsubj"
                ]
                return [s for s in made if s is not None]
        return []

    def _risen(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """ "the number of people killed … has risen to 37", "bringing the death toll to four"."""
        casualties = load_casualties()
        phrase = f"{token.doc[token.i - 1].lower_} {lemma(token)}" if token.i else lemma(token)
        outcome = casualties.tolls.get(phrase) or casualties.tolls.get(lemma(token))
        group: Token | None = None
        verb = _verb_above(token)
        anchor = verb
        if lemma(token) in casualties.numbers:
            for inner in objects_of(token, "of"):
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

    def incidents(self, parsed: ParsedBlock) -> tuple[Figure | None, DocumentSpan | None]:
        """What the number of incidents that a block tells has come to ("the number of incidents rises to 131")."""
        for token in parsed.doc:
            counted = objects_of(token, "of") if lemma(token) in load_casualties().numbers else []
            if counted and self.referrer.refer(parsed, counted[0]) is None:
                number = self._number_after(parsed, token, _verb_above(token))
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

    def _event_noun(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """ "the killing of at least 57 civilians", "the arrest of a commander"."""
        outcome = event_nouns().get(token.lower_) or (event_nouns().get(lemma(token)) if token.pos_ == "NOUN" else None)
        if outcome is None or token.dep_ == "compound":
            return []
        made = [self.statement(parsed, person, outcome, token) for person in objects_of(token, "of")]
        return [s for s in made if s is not None]

    def _losses(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """ "Enemy losses were up to 65 servicemen"."""
        losses = read_toml("casualties.toml")["losses"]
        if (
            lemma(token) not in losses["nouns"]
            or token.dep_ not in ("nsubj", "nsubjpass")
            or token.head.lemma_.lower() not in losses["verbs"]
        ):
            return []
        verb = token.head
        people: list[Token] = []
        for other in token.sent:
            if (
                other.i > verb.i
                and other.pos_ in ("NOUN", "PROPN")
                and other.dep_ != "compound"
                and figure_of(parsed, other)[0] is not None
            ):
                people.append(other)
        made = [self.statement(parsed, p, "killed", verb) for p in people]
        return [s for s in made if s is not None and s.reference is not None]

    def _bodies(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """ "Nine bodies were brought to the morgue": people killed, where a verb tells of their finding."""
        bodies = load_casualties().bodies
        if lemma(token) not in bodies["nouns"]:
            return []
        figure, start = figure_of(parsed, token)
        verb = _verb_above(token)
        if figure is None or figure == ONE or verb.lemma_.lower() not in bodies["verbs"] or objects_of(token, "of"):
            return []
        span = self.report.token_span(parsed, start, token.i + 1)
        return [TollStatement(Toll("killed", "people", figure, span), verb, token, None, start)]

    def _spared(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """ "The staff escaped unharmed", "no passengers were harmed": nobody of them killed, and nobody injured."""
        spared = load_casualties().spared
        outcomes: tuple[Outcome, ...] = ("killed", "injured")
        if token.lower_ in spared["adjectives"]:
            verb = token if token.pos_ == "VERB" else _verb_above(token)
            if verb is not token and verb.lemma_.lower() not in spared["states"]:
                return []
            people = [t for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") for t in conjuncts(c)]
        elif token.pos_ == "VERB" and token.lemma_.lower() in spared["verbs"] and is_passive(token):
            verb, people = token, [p for p in patients(token) if self.nobody(parsed, p)]
        else:
            return []
        made: list[TollStatement] = []
        for person in people:
            span = self.report.token_span(parsed, person.left_edge.i, person.i + 1)
            inner = objects_of(person, "of")
            reference = self.referrer.refer(parsed, inner[0] if inner else person)
            words = "people" if person.lower_ in _NOBODY and not inner else self._group_words(parsed, person)
            made += [TollStatement(Toll(o, words, ZERO, span), verb, person, reference, person.i) for o in outcomes]
        return made

    @staticmethod
    def nobody(parsed: ParsedBlock, person: Token) -> bool:
        """Whether a noun phrase denies that there was anybody ("no one", "no civilians", "none of the pupils")."""
        if person.lower_ in _NOBODY or (person.lower_ == "one" and person.i and person.nbor(-1).lower_ == "no"):
            return True
        return figure_of(parsed, person)[0] == ZERO

    # ------------------------------------------------------------ one toll
    def statement(self, parsed: ParsedBlock, person: Token, outcome: Outcome, anchor: Token) -> TollStatement | None:
        """The toll that a noun phrase states, None where it has no number and is not one person."""
        if person.lower_ in _NOBODY or (
            person.lower_ == "one" and person.i and parsed.doc[person.i - 1].lower_ == "no"
        ):
            if outcome not in ("killed", "injured"):
                return None
            span = self.report.token_span(parsed, person.i, person.i + 1)
            return TollStatement(Toll(outcome, "people", ZERO, span), anchor, person, None, person.i)
        figure, start = figure_of(parsed, person)
        reference = self.referrer.refer(parsed, person)
        if person.pos_ == "NOUN" and any(self.referrer.nouns.is_thing(person, s) for s in _NO_PEOPLE):
            return None
        if person.pos_ == "NUM" and any(self.referrer.nouns.is_thing(o, "munition") for o in objects_of(person, "of")):
            return None
        if person.pos_ == "NOUN" and reference is not None and reference.sort == "object":
            return None
        nouns = self.referrer.nouns
        amount = lemma(person) in nouns.of_amount or reference is None
        if amount and lemma(person) not in nouns.of_members and any(
            any(nouns.is_thing(o, s) for s in _NO_PEOPLE)
            or ((held := self.referrer.refer(parsed, o)) is not None and held.sort == "object")
            for o in objects_of(person, "of")
        ):
            return None
        if person.pos_ in ("NOUN", "PROPN") and reference is None and figure is None:
            return None
        if person.pos_ == "NOUN" and reference is None and load_events().noun_sense(person) is not None:
            return None
        if figure is None:
            figure = self._single(person, reference)
            if figure is None:
                return None
        words = self._group_words(parsed, person)
        end = max(person.i + 1, start + 1)
        span = self.report.token_span(parsed, min(start, person.i), end)
        key = reference.entity if reference is not None and reference.sort != "object" else None
        return TollStatement(Toll(outcome, words, figure, span, key), anchor, person, reference, min(start, person.i))

    @staticmethod
    def _single(person: Token, reference: Reference | None) -> Figure | None:
        """One, for a named person or a definite singular ("the driver"); None for a plural without a number."""
        if person.tag_ not in ("NN", "NNP") or lemma(person) in (
            "people",
            "police",
            "personnel",
            "staff",
            "crew",
            "family",
        ):
            return None
        if reference is None:
            return None
        if reference.sort == "person" or (reference.sort in ("civilians", "combatants") and person.tag_ == "NN"):
            return ONE
        return (
            ONE
            if person.tag_ == "NN"
            and lemma(person)
            in ("commander", "leader", "soldier", "fighter", "member", "militant", "officer", "policeman", "gunman")
            else None
        )

    def _group_words(self, parsed: ParsedBlock, person: Token) -> str:
        """The group as worded: the noun with what belongs to it, without article and number."""
        doc = parsed.doc
        if person.pos_ == "NUM":
            inner = objects_of(person, "of")
            named = inner and inner[0].pos_ in ("NOUN", "PROPN")
            return self._group_words(parsed, inner[0]) if named else "people"
        nouns = self.referrer.nouns
        if lemma(person) in nouns.of_amount - nouns.of_members or person.lower_ in load_plurals():
            inner = objects_of(person, "of")
            return self._group_words(parsed, inner[0]) if inner else "people"
        reference = self.referrer.refer(parsed, person)
        start = core(person).start
        while start < person.i and (
            doc[start].pos_ in ("DET", "NUM", "ADP", "ADV", "PUNCT", "PRON") or doc[start].i in parsed.figure_at
        ):
            start += 1
        end = person.i + 1
        for child in person.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "from") and child.i < person.i + 6:
                end = max(end, min(child.right_edge.i + 1, child.i + 12))
        text = doc[start:end].text
        cut = re.split(r"[,;:(]| who | which | that | when | while | in (?=[A-Z])", text, maxsplit=1)[0]
        return cut.strip() or (reference.words if reference is not None else person.text)


_COUNTABLE = frozenset(["cardinal"])
_PERIODS = frozenset(["month", "year", "between", "week"])
# How far behind "toll" its number may stand, with "of" before it ("a toll of at least 30").
_TOLL_OF = 5
_NO_PEOPLE = ("munition", "weapon", "explosive", "vehicle", "aircraft", "facility", "livestock")


def _over_a_period(parsed: ParsedBlock, token: Token, number: Token) -> bool:
    """Whether a number of people is one over a period, of which no single act is told ("killed since January")."""
    behind = parsed.doc[min(token.i, number.i) : token.sent.end]
    return any(t.lower_ == "since" or (t.i in parsed.time_tokens and t.lower_ in _PERIODS) for t in behind)


def _raised_to(parsed: ParsedBlock, token: Token, verb: Token) -> Token | None:
    """The number between a verb and a noun of number: "bringing to 56 the number of homicides"."""
    for number in parsed.doc[verb.i + 1 : token.i]:
        if number.i not in parsed.figure_at or parsed.figure_at[number.i].kind not in _COUNTABLE:
            continue
        start = parsed.figure_at[number.i].span.start
        if parsed.text[:start].endswith("to ") and token.i - number.i <= 3:
            return number
    return None


def _under_leave(token: Token) -> bool:
    return any(t.lemma_ == "leave" and t.i < token.i for t in [token, *governors(token)])


def _provided_for(token: Token) -> bool:
    """Whether people are only those whom something is meant for or stands among ("food for 3,000 displaced people")."""
    noun = token.head if token.dep_ == "amod" else token
    return noun.dep_ == "pobj" and noun.head.lower_ in ("for", "to", "among", "with", "between")


def _hurts(words: Span) -> bool:
    """Whether the words behind "with" are injuries ("with serious burns")."""
    noun = next((t for t in words if t.pos_ == "NOUN"), None)
    return noun is not None and lemma(noun) in read_toml("casualties.toml")["hurts"]["nouns"]


def _along_with(verb: Token) -> list[Token]:
    """ "was shot dead along with two of his guards": who shares the fate of the verb's object."""
    return [
        person
        for child in verb.children
        if child.lower_ in ("along", "together", "alongside")
        for with_ in (child, *child.children)
        for person in preposition_objects(with_)
    ]


def _next_words(token: Token, words: tuple[str, ...], window: int = 2) -> bool:
    return any(t.lower_ in words for t in token.doc[token.i + 1 : min(token.i + 1 + window, token.sent.end)])


def _verb_above(token: Token) -> Token:
    """The verb that a noun hangs on, or the root of its sentence."""
    while token.head.i != token.i and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token


def _prior_group(found: dict[tuple[int, Outcome], TollStatement], before: int) -> str:
    earlier = [s for s in found.values() if s.start < before]
    return max(earlier, key=lambda s: s.start).toll.group if earlier else "people"
