"""What stands behind a verb and around it, where a parse alone does not tell whose it is."""

from __future__ import annotations

import re
from itertools import takewhile

from spacy.tokens import Token

from kg.extract.phrases import direct_objects, is_passive, objects_of, preposition_objects
from kg.extract.report import ParsedBlock


def follows(parsed: ParsedBlock, token: Token, particle: str, states: frozenset[str]) -> bool:
    """Whether a particle of one word or more stands close behind a verb or hangs on it; one of `states` ("ablaze") may
    stand further behind it, with the object between.
    """
    if " " in particle:
        behind = _behind(token)
        return particle in behind and re.search(rf"\b{re.escape(particle)}\b", behind) is not None
    if particle in states:
        reach = token.doc[token.i + 1 : min(token.i + 10, token.sent.end)]
        return any(t.lower_ == particle and t.head.pos_ != "AUX" for t in takewhile(lambda t: t.pos_ != "VERB", reach))
    for child in token.children:
        if child.lower_ == particle and child.i > token.i:
            return child.pos_ != "ADP" or not any(c.i in parsed.time_tokens for c in child.children)
        for inner in child.children:
            if inner.lower_ == particle and not _of_a_number(inner) and (
                (inner.dep_ in ("prep", "advmod", "amod", "acomp") and inner.i <= token.i + 2) or child.dep_ == "prep"
            ):
                return True
    following = token.doc[token.i + 1 : token.i + 2]
    return bool(len(following)) and following[0].lower_ == particle and not _of_a_number(following[0])


def _behind(token: Token) -> str:
    """The words behind a verb, written small. Kept with the document: many senses of a verb ask for them."""
    known: dict[int, str] = token.doc.user_data.setdefault("kg_behind", {})
    i = token.i
    if i not in known:
        known[i] = token.doc[i + 1 : min(i + 19, token.sent.end)].text.lower()
    return known[i]


def _of_a_number(particle: Token) -> bool:
    """Whether "at" or "up" bounds a number ("shot at least four protesters") and is no particle of the verb."""
    return particle.dep_ == "advmod" and particle.i + 1 < len(particle.doc) and particle.nbor(1).tag_ in ("RBS", "JJS")


def near_objects(token: Token) -> list[Token]:
    """Nouns right behind a verb that the parser may have hung elsewhere ("taken hostage", "lay siege")."""
    found = [
        c
        for c in token.children
        if c.dep_ in ("dobj", "oprd", "attr", "npadvmod", "dep", "advmod", "acomp") and c.i > token.i
    ]
    following = token.doc[token.i + 1 : min(token.i + 3, token.sent.end)]
    return found + [t for t in following if t.pos_ in ("NOUN", "ADJ", "PROPN") and t not in found]


def shared_objects(verb: Token, results: frozenset[str]) -> list[Token]:
    """The objects of the verb that an active verb without any is coordinated with ("killed, tortured and abducted
    dozens of civilians"), unless that one is of `results` and tells what the first led to ("shot and killed him").
    """
    if is_passive(verb):
        return []
    later = [verb]
    while True:
        above = later[-1]
        following = next((c for c in above.children if c.dep_ == "conj" and 0 < c.i - above.i <= 3), None)
        if following is None:
            following = above.head if above.dep_ == "conj" and 0 < above.head.i - above.i <= 3 else None
        if following is None or following.pos_ != "VERB" or following in later:
            return []
        if following.lemma_ in results:
            return []
        if any(c.dep_ in ("nsubj", "nsubjpass") and c.i > above.i for c in following.children):
            return []
        between = verb.doc[above.i + 1 : following.i]
        if any(t.lower_ not in (",", "and") for t in between):
            return []
        later.append(following)
        if found := direct_objects(following):
            return found


def stranded(verb: Token, words: tuple[str, ...]) -> bool:
    """Whether a preposition of a passive verb has lost its object to the subject ("a convoy was shot at")."""
    return any(
        c.dep_ in ("prep", "prt") and c.i == verb.i + 1 and c.lower_ in words and not any(True for _ in c.children)
        for c in verb.children
    )


def is_progressive(verb: Token) -> bool:
    """Whether a verb is a progressive ("were holding")."""
    return verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children)


def is_object_relative(verb: Token) -> bool:
    """Whether the noun that a relative clause hangs on is its object ("an ambush that rebels set")."""
    return any(c.dep_ == "nsubj" and c.tag_ not in ("WDT", "WP") for c in verb.children) and not is_passive(verb)


def companions(subjects: list[Token], jointly: frozenset[str], joining: frozenset[str]) -> list[Token]:
    """Those with whom the subject acts: "the army, together with the Joint Force, …", "troops, in conjunction with
    local hunters, …", "soldiers accompanied by gendarmes"; nouns of `jointly`, participles of `joining`.
    """
    found: list[Token] = []
    for token in subjects:
        for child in token.children:
            if child.dep_ == "acl" and child.tag_ == "VBN" and child.lemma_ in joining:
                found += objects_of(child, "by")
            if child.dep_ == "prep" and child.lower_ == "in":
                found += [t for o in preposition_objects(child) if o.lower_ in jointly for t in objects_of(o, "with")]
            if child.dep_ == "prep" and (
                child.lower_ == "alongside"
                or (child.lower_ == "with" and child.i and child.nbor(-1).lower_ in ("together", "along"))
            ):
                found += objects_of(token, child.lower_)
    return found


def users_of(weapon: Token) -> list[Token]:
    """Who used a weapon, as the words behind it tell: "a mine laid by the rebels", "rockets fired by the army"."""
    return [a for c in weapon.children if c.dep_ == "acl" and c.tag_ == "VBN" for a in objects_of(c, "by")]


def aimed_at(weapon: Token) -> list[Token]:
    """What a weapon was launched at, as the words behind it tell ("rockets launched at a base fell on empty land")."""
    return [
        t
        for c in weapon.children
        if c.dep_ == "acl" and c.tag_ == "VBN"
        for t in objects_of(c, "at", "towards", "toward", "against")
    ]
