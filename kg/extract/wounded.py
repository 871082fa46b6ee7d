"""People who are told to be hurt without a verb of hurting: "was rushed to hospital with burns", "left 12 nursing
injuries", "fourteen, including a child, sustained gunshot wounds", "was hit in the thigh" (`data/casualties.toml`).
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.casualties import TollStatement, is_hurt, load_casualties, people_of
from kg.extract.hospital import patients_of, to_hospital, wounded_words
from kg.extract.nouns import lemma
from kg.extract.phrases import agents, conjuncts, is_definite, is_passive, objects_of, patients, subject, verb_above
from kg.extract.report import ParsedBlock
from kg.extract.results import dies
from kg.extract.victims import Victims

# How many words may stand between wounds and what says who bears them ("with serious gunshot and shrapnel wounds").
_WORDS = 8
# How far before a verb of bearing wounds its people may stand, in tokens.
_REACH = 16
# How many tokens behind a verb of striking "dead" may stand ("shot three guards dead").
_DEAD = 5
_THEM = frozenset(["them", "whom", "these", "those"])


class WoundedTolls:
    """Reads the people of one report who are told to be hurt by what they suffered or where they were taken."""

    def __init__(self, victims: Victims) -> None:
        self.victims = victims

    def read(self, parsed: ParsedBlock, token: Token) -> list[TollStatement]:
        """The tolls that a noun of wounds or of the body, or a verb of taking to hospital, states."""
        words = wounded_words()
        if token.pos_ in ("NOUN", "PROPN"):
            if lemma(token) in words["wounds"]:
                return self._bearers(parsed, token)
            if lemma(token) in words["body"] and token.dep_ == "pobj" and token.head.lower_ == "in":
                return self._struck(parsed, verb_above(token.head))
            if lemma(token) in words["bullets"] and token.dep_ == "pobj" and token.head.lower_ == "by":
                verb = token.head.head
                finite = any(c.dep_ == "auxpass" for c in verb.children) or verb.dep_ == "conj"
                return self._struck(parsed, verb) if finite and is_passive(verb) else []
            return []
        if token.pos_ not in ("VERB", "AUX"):
            return []
        people = patients_of(token)
        made = self._hurt(parsed, people, token)
        if is_passive(token) and token.lemma_.lower() in words["treating"] and not to_hospital(token):
            return [m for m in made if m.part or is_hurt(m.group)]  # others are treated for whatever ails them
        return made

    def _struck(self, parsed: ParsedBlock, verb: Token) -> list[TollStatement]:
        """Whom a verb of striking hit in some part of the body, or who took a bullet there; nobody who was killed."""
        words = wounded_words()
        word = verb.lemma_.lower()
        dead = any(t.lower_ == "dead" for t in verb.doc[verb.i + 1 : verb.i + 1 + _DEAD])
        if dead or any(dies(v) for v in conjuncts(verb)):
            return []
        if word == "take" and any(lemma(o) in words["bullets"] for o in patients(verb)):
            return self._hurt(parsed, agents(verb), verb)
        return self._hurt(parsed, patients(verb), verb) if word in words["striking"] else []

    def _bearers(self, parsed: ParsedBlock, wound: Token) -> list[TollStatement]:
        marker = _marker(wound)
        if marker is None:
            return []
        words = wounded_words()
        if marker.lower_ not in words["markers"]:
            verb = marker if marker.pos_ in ("VERB", "AUX") else verb_above(marker)
            own = [t for c in marker.children if c.dep_ in ("nsubj", "nsubjpass") for t in conjuncts(c)]
            told = subject(marker) if marker.pos_ == "VERB" and marker.dep_ not in ("amod", "acl") else None
            inherited = conjuncts(told) if told is not None else []
            made = self._hurt(parsed, own, verb) or self._hurt(parsed, inherited, verb)
            return made or self._before(parsed, marker, verb)
        beside = marker.nbor(-1) if marker.i > wound.sent.start else marker
        if beside.i in parsed.figure_at or beside.pos_ in ("NOUN", "NUM"):
            made = self._hurt(parsed, [beside], verb_above(beside))
            if made:
                return made
        verb = verb_above(marker)
        if load_casualties().adjectives.get(beside.lower_) == "killed" or dies(verb):
            return []
        if load_casualties().verbs.get(verb.lemma_.lower()) == "killed":
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
        casualties = load_casualties()
        apart = casualties.bodies["nouns"] | wounded_words()["wounds"]
        made: list[TollStatement] = []
        for person in people:
            if person.pos_ in ("PRON", "VERB") or lemma(person) in apart:
                continue
            inner = [*people_of(person), *objects_of(person, "from", "among")]
            known = _THEM | casualties.adjectives.keys() | casualties.nouns.keys()
            again = any(t.lower_ in known or lemma(t) in known for t in inner)
            if not again and is_definite(person) and person.tag_ in ("NNS", "VBN", "NNPS"):
                continue
            statement = self.victims.statement(parsed, person, "injured", anchor)
            if statement is not None:
                statement.part = again
                if is_hurt(person) and not any(c.dep_ == "amod" for c in person.lefts):  # "the 50 casualties"
                    statement.reference = None
                made.append(statement)
        return made


def _marker(wound: Token) -> Token | None:
    """What says who bears wounds: a preposition ("with", "for") or a verb ("sustained", "nursing") before them."""
    words = wounded_words()
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
