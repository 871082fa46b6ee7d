"""Mends clauses whose verb a statistical parser took for a noun or a participle, as part of `parse_repair.py`.

- a past that is spelt as a noun, behind "whom" ("a man whom a sniper shot as he stood at his window");
- a past of a verb that nothing befalls, taken for a participle ("when an explosive device detonated next to them");
- a clause with "whom" hung on the body that people belong to ("five staff of an NGO whom gunmen had abducted");
- the second passive of a row that shares its auxiliary ("Three rebels were killed, six captured");
- an auxiliary far from its participle, taken for a verb of its own ("its forces had over the week destroyed radars");
- a name before a described noun, taken for its modifier ("the SDF and tribal gunmen").

The words are those of `data/parse.toml`.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.nouns import lemma, load_nouns
from kg.extract.parse_words import NOUN_TAGS, NOUNS, hang, make_root, passive, take_place, verbs, words

# So many words stand at most between "whom" and its verb.
_REACH = 6
_TIMES = ("when", "as", "after", "while", "where", "before")


def mend_verb(token: Token) -> bool:
    """Mend the clause that a token stands in, where it is one of those above; whether it was."""
    tag, dep = token.tag_, token.dep_
    if tag == "WP" and token.lower_ == "whom":
        return _past_behind_whom(token) or _people_of_a_body(token)
    if tag in ("VBN", "VBD") and dep == "acl" and token.lemma_ in verbs("happening"):
        return _happened(token)
    if tag == "VBN" and dep in ("ROOT", "ccomp") and token.i and token.nbor(-1).pos_ == "NUM":
        return _second_of_a_row(token)
    if tag in ("VBN", "VBD") and dep == "ccomp" and token.i > token.head.i:
        return _split_perfect(token)
    if tag == "JJ" and dep == "conj" and token.head.pos_ == "PROPN" and token.head.dep_ in ("nmod", "compound"):
        return _name_and_described(token)
    return False


def _past_behind_whom(whom: Token) -> bool:
    behind = whom.doc[whom.i + 1 : min(whom.i + _REACH, whom.sent.end)]
    verb = next((t for t in behind if t.tag_ in ("NN", "VBN") and t.lower_ in words("pasts")), None)
    if verb is None or verb.i < whom.i + 2 or verb.nbor(-1).tag_ not in NOUN_TAGS or not whom.i:
        return False
    between = verb.doc[whom.i + 1 : verb.i]
    if any(t.pos_ in ("VERB", "AUX") for t in between):
        return False
    meant = next((t for t in reversed(whom.doc[whom.sent.start : whom.i]) if t.pos_ in NOUNS), None)
    if meant is None:
        return False
    subject = verb.nbor(-1)
    for child in list(verb.children):
        hang(child, subject if child.i < subject.i else verb, child.dep_)
    hang(verb, meant, "relcl")
    hang(subject, verb, "nsubj")
    hang(whom, verb, "dobj")
    verb.tag_, verb.pos_ = "VBD", "VERB"
    verb.lemma_ = "shoot" if verb.lower_ == "shot" else verb.lower_
    return True


def _people_of_a_body(whom: Token) -> bool:
    verb = whom.head
    body = verb.head
    preposition = body.head
    if verb.dep_ != "relcl" or whom.dep_ != "dobj" or preposition.lower_ != "of" or body.dep_ != "pobj":
        return False
    people, nouns = preposition.head, load_nouns()
    if lemma(body) in nouns.civilians or body.tag_ in ("NNS", "NNPS") or people.tag_ not in ("NNS", "NN"):
        return False
    if lemma(people) not in nouns.civilians and nouns.groups.get(lemma(people)) is None:
        return False
    hang(verb, people, "relcl")
    return True


def _happened(verb: Token) -> bool:
    subject = verb.head
    if subject.pos_ not in NOUNS or any(c.dep_ in ("agent", "dobj") or c.lower_ == "by" for c in verb.children):
        return False
    above = subject.head
    if subject.dep_ == "advcl" and any(c.lower_ in _TIMES for c in subject.lefts):
        first = [c for c in subject.lefts if c.lower_ in _TIMES]
        take_place(verb, subject)
    elif subject.dep_ == "ROOT":
        first = [c for c in subject.children if c.i > verb.i]
        make_root(verb, subject)
    elif subject.dep_ in ("nsubj", "nsubjpass") and any(t.text in (":", ";") for t in verb.doc[verb.i : above.i]):
        first = []
        hang(verb, above, "ccomp")
    else:
        return False
    for child in first:
        hang(child, verb, child.dep_)
    hang(subject, verb, "nsubj")
    verb.tag_ = "VBD"
    return True


def _second_of_a_row(participle: Token) -> bool:
    number = next((c for c in participle.children if c.dep_ == "nsubj" and c.i == participle.i - 1), None)
    first = next((c for c in participle.lefts if c.dep_ == "ccomp" and passive(c)), None)
    if number is None or first is None or any(c.dep_ in ("dobj", "aux", "auxpass") for c in participle.children):
        return False
    number.dep_ = "nsubjpass"
    return True


def _split_perfect(participle: Token) -> bool:
    before = (c for c in participle.head.children if c.dep_ == "ccomp" and c.i < participle.i)
    had = next((c for c in before if c.lemma_ == "have"), None)
    if had is None or any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in participle.children):
        return False
    if any(c.dep_ in ("dobj", "attr", "xcomp", "acomp", "ccomp") for c in had.children):
        return False
    for child in list(had.children):
        hang(child, participle, child.dep_)
    hang(had, participle, "aux")
    participle.tag_ = "VBN"
    return True


def _name_and_described(adjective: Token) -> bool:
    """ "the SDF and tribal gunmen": the name stands for one side, the noun with its adjective for another."""
    name = adjective.head
    noun = name.head
    if noun.tag_ not in ("NNS", "NNPS") or not name.i or not name.i < adjective.i < noun.i:
        return False
    if name.nbor(-1).lower_ != "the" or adjective.i != name.i + 2 or adjective.nbor(-1).lower_ != "and":
        return False
    above, label = noun.head, noun.dep_
    if above.i == noun.i:
        make_root(name, noun)
    else:
        hang(name, above, label)
    for child in [c for c in noun.children if c.i < name.i]:
        hang(child, name, child.dep_)
    hang(noun, name, "conj")
    hang(adjective, noun, "amod")
    return True
