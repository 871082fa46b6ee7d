"""Where the hurt are treated: whether a verb takes people there, or tells that they are there or being treated
(`data/casualties.toml`, `[wounded]`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from spacy.tokens import Token

from kg.extract.lexicon import read_toml
from kg.extract.nouns import lemma, phrases_at
from kg.extract.phrases import agents, direct_objects, is_passive, patients

# How many words behind a verb the place may stand to which it takes people.
_REACH = 16
_ANOTHER_CLAUSE = frozenset(["after", "before", "while", "when", ";", "where"])
_INSIDE = ("DET", "ADJ", "NOUN", "PROPN", "PART", "NUM")


@lru_cache(maxsize=1)
def wounded_words() -> Mapping[str, frozenset[str]]:
    """The words for wounds and for the treatment of the hurt, by their names in the lexicon."""
    return {name: frozenset(listed) for name, listed in read_toml("casualties.toml")["wounded"].items()}


def patients_of(verb: Token) -> list[Token]:
    """Whom a verb takes to hospital, or tells to be in one or to be treated; empty where it tells nothing like it."""
    words = wounded_words()
    word = verb.lemma_.lower()
    passive = is_passive(verb)
    if word in words["taking"] and to_hospital(verb):
        return patients(verb) if passive or _helped(verb) or word in words["sending"] else []
    if passive:
        return patients(verb) if word in words["treating"] and word != "leave" else []
    if word in words["lying"] and to_hospital(verb):
        return agents(verb)
    if word in words["undergoing"] and any(
        lemma(o) in words["treatments"] for c in verb.children if c.dep_ in ("dobj", "prep") for o in (c, *c.children)
    ):
        return agents(verb)
    return []


def to_hospital(verb: Token) -> bool:
    """Whether the words behind a verb name a place where the hurt are treated, as where it takes somebody or he is."""
    words = wounded_words()
    for token in verb.doc[verb.i + 1 : min(verb.i + 1 + _REACH, verb.sent.end)]:
        if token.lower_ in _ANOTHER_CLAUSE:
            return False
        if lemma(token) in words["hospitals"] or phrases_at(token)[0] in words["hospitals"]:
            before = reversed(verb.doc[verb.i : token.i])
            into = next((t for t in before if t.pos_ not in _INSIDE or t.lower_ == "to"), verb)
            return into.lower_ in words["into"]
    return False


def _helped(verb: Token) -> bool:
    """Whether those who take people to hospital are there to help ("ambulances took 14 to hospital")."""
    return bool(direct_objects(verb)) and any(lemma(t) in wounded_words()["helpers"] for t in agents(verb))
