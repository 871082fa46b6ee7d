"""People who are told to be hurt without a verb of hurting: "was rushed to hospital with burns", "left 12 nursing
injuries", "fourteen, including a child, sustained gunshot wounds" (`data/casualties.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from spacy.tokens import Token

from kg.extract.casualties import TollStatement, load_casualties
from kg.extract.lexicon import read_toml
from kg.extract.nouns import lemma, phrases_at
from kg.extract.phrases import agents, conjuncts, is_definite, is_passive, objects_of, patients, subject, verb_above
from kg.extract.report import ParsedBlock
from kg.extract.results import dies
from kg.extract.victims import Victims

# How many words may stand between wounds and what says who bears them ("with serious gunshot and shrapnel wounds").
_WORDS = 8
# How far before a verb of bearing wounds its people may stand, in tokens.
_REACH = 16
_THEM = frozenset(["them", "whom", "these", "those"])


class WoundedTolls:
    """Reads the people of one report who are told to be hurt by what they suffered or where they were taken."""

    def __init__(self, victims: Victims) -> None:
        self.victims = victims

    def read(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """The tolls that a noun of wounds, or a verb that takes people to hospital, states."""
        if token.pos_ in ("NOUN", "PROPN"):
            return self._bearers(parsed, token) if lemma(token) in _words()["wounds"] else []
        if token.pos_ not in ("VERB", "AUX"):
            return []
        taken = token.lemma_.lower() in _words()["taking"]
        lies = token.lemma_.lower() in _words()["lying"] and not is_passive(token)
        if (taken or lies) and _to_hospital(token):
            people = agents(token) if lies else patients(token) if is_passive(token) or _helped(token) else []
            return self._hurt(parsed, people, token)
        return []

    def _bearers(self, parsed: ParsedBlock, wound: Token) -> list[TollStatement]:
        marker = _marker(wound)
        if marker is None:
            return []
        words = _words()
        if marker.lower_ not in words["markers"]:
            verb = marker if marker.pos_ in ("VERB", "AUX") else verb_above(marker)
            people = [t for c in marker.children if c.dep_ in ("nsubj", "nsubjpass") for t in conjuncts(c)]
            own = marker.pos_ == "VERB" and marker.dep_ not in ("amod", "acl")
            inherited = [t for s in [subject(marker)] if s is not None for t in conjuncts(s)] if own else []
            return (
                self._hurt(parsed, people, verb)
                or self._hurt(parsed, inherited, verb)
                or self._before(parsed, marker, verb)
            )
        beside = marker.nbor(-1) if marker.i > wound.sent.start else marker
        if beside.i in parsed.figure_at or beside.pos_ in ("NOUN", "NUM"):
            made = self._hurt(parsed, [beside], verb_above(beside))
            if made:
                return made
        verb = verb_above(marker)
        if load_casualties().adjectives.get(beside.lower_) == "killed":
            return []
        if dies(verb) or load_casualties().verbs.get(verb.lemma_.lower()) == "killed":
            return []
        if is_passive(verb) or verb.lemma_.lower() in words["treating"]:
            return self._hurt(parsed, patients(verb), verb)
        return self._hurt(parsed, agents(verb), verb) if verb.lemma_.lower() in words["escaping"] else []

    def _before(self, parsed: ParsedBlock, marker: Token, verb: Token) -> list[TollStatement]:
        """Those whom the words before a verb of bearing wounds count, whatever the parser hangs it on: the nearest
        number, over those who are only counted within it ("fourteen people, including three children, sustained …").
        """
        doc, i = marker.doc, marker.i - 1
        first = max(marker.sent.start, marker.i - _REACH)
        if doc[i].text == ",":
            opening = next((j for j in range(i - 1, first, -1) if doc[j].text == ","), None)
            i = opening - 1 if opening is not None else i - 1
        while i >= first and doc[i].pos_ not in ("VERB", "AUX") and doc[i].text not in (";", ":", "."):
            if i in parsed.figure_at and parsed.figure_at[i].counts:
                number = doc[i]
                head = number.head if number.dep_ == "nummod" and i < number.head.i < marker.i else number
                return self._hurt(parsed, [head], verb)
            i -= 1
        return []

    def _hurt(self, parsed: ParsedBlock, people: list[Token], anchor: Token) -> list[TollStatement]:
        """Tolls of those of some people who are counted; some of people told of before are a part."""
        remains = load_casualties().bodies["nouns"]
        hurt = load_casualties().nouns
        made: list[TollStatement] = []
        for person in people:
            if person.pos_ in ("PRON", "VERB") or lemma(person) in remains or lemma(person) in _words()["wounds"]:
                continue
            inner = objects_of(person, "of", "from", "among")
            again = [
                t for t in inner if t.lower_ in _THEM or lemma(t) in hurt or t.lower_ in load_casualties().adjectives
            ]
            if not again and (is_definite(person) and person.tag_ in ("NNS", "VBN", "NNPS")):
                continue
            statement = self.victims.statement(parsed, person, "injured", anchor)
            if statement is not None:
                statement.part = bool(again)
                made.append(statement)
        return made


def _marker(wound: Token) -> Token | None:
    """What says who bears wounds: a preposition ("with", "for") or a verb ("sustained", "nursing") before them."""
    words = _words()
    doc = wound.doc
    for i in range(wound.i - 1, max(wound.sent.start - 1, wound.i - _WORDS), -1):
        token = doc[i]
        if token.lower_ in words["markers"] and i > wound.sent.start:
            bearing = doc[i - 1]
            return bearing if token.lower_ == "from" and bearing.lemma_.lower() in words["bearing"] else token
        if token.lemma_.lower() in words["bearing"] or token.lower_ in words["bearing"]:
            return token
        if token.pos_ in ("VERB", "AUX", "ADP", "PRON", "SCONJ") and token.tag_ not in ("VBN", "PRP$"):
            return None
        if token.text in (".", ";", ":"):
            return None
    return None


def _to_hospital(verb: Token) -> bool:
    """Whether a verb takes somebody to where the hurt are treated, within its clause."""
    words = _words()
    for token in verb.doc[verb.i + 1 : min(verb.i + 1 + 2 * _WORDS, verb.sent.end)]:
        if token.text == ";" or token.lower_ in ("after", "before", "while", "when"):
            return False
        if lemma(token) in words["hospitals"] or phrases_at(token)[0] in words["hospitals"]:
            before = reversed(verb.doc[verb.i : token.i])
            return (
                next(
                    (
                        t
                        for t in before
                        if t.pos_ not in ("DET", "ADJ", "NOUN", "PROPN", "PART", "NUM") or t.lower_ == "to"
                    ),
                    verb,
                ).lower_
                in words["into"]
            )
    return False


def _helped(verb: Token) -> bool:
    """Whether those who take people to hospital are there to help ("ambulances took 14 to hospital")."""
    return any(lemma(t) in _words()["helpers"] for t in agents(verb))


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(listed) for name, listed in read_toml("casualties.toml")["wounded"].items()}
