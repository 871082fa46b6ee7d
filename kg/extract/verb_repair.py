"""Mends clauses whose verb a statistical parser took for a noun or a participle, as part of `parse_repair.py`.

- a past that is spelt as a noun, behind "whom" ("a man whom a sniper shot as he stood at his window");
- the like with a subject and an object of its own ("police on Saturday shot dead three militants");
- a noun before a participle, taken for its auxiliary ("when a pressure IED planted by rebels exploded");
- what a participle tells of a subject behind "as", taken for the clause ("as a van escorting workers drove past");
- a clause of time behind who says so, hung on the saying ("one was killed, it added, when a mine exploded");
- an object before who says it, taken for the speaker ("killed 30 people, the mayor, Jean Pierre, told reporters");
- a past of a verb that nothing befalls, taken for a participle ("when an explosive device detonated next to them");
- "in what" somebody calls an act, hung on an object ("killed 14 soldiers in what the ministry called an ambush");
- a clause with "whom" hung on the body that people belong to ("five staff of an NGO whom gunmen had abducted");
- the second passive of a row that shares its auxiliary ("Three rebels were killed, six captured");
- an auxiliary far from its participle, taken for a verb of its own ("its forces had over the week destroyed radars");
- a name before a described noun, taken for its modifier ("the SDF and tribal gunmen").

The words are those of `data/parse.toml`.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.nouns import lemma, load_nouns
from kg.extract.parse_words import NOUN_TAGS, NOUNS, coordinate, hang, make_root, passive, take_place, verbs, words

# So many words stand at most between "whom" and its verb.
_REACH = 6
_TIMES = ("when", "as", "after", "while", "where", "before")
_OPENING = ("when", "as", "after")


def mend_verb(token: Token) -> bool:
    """Mend the clause that a token stands in, where it is one of those above; whether it was."""
    tag, dep = token.tag_, token.dep_
    if tag == "WP" and token.lower_ == "whom":
        return _past_behind_whom(token) or _people_of_a_body(token)
    if tag == "WP" and token.lower_ == "what":
        return _in_what_is_called(token)
    if tag == "NN" and token.lower_ in words("pasts"):
        return _past_with_a_subject(token)
    if tag in NOUN_TAGS and dep == "auxpass":
        return _device_before_its_participle(token)
    if tag in ("VBD", "VBN") and dep == "advcl" and token.head.lemma_ in verbs("saying"):
        return _time_of_what_is_said(token)
    if tag == "VBD" and dep == "advcl" and token.lemma_ not in verbs("saying"):
        return _verb_behind_as(token)
    if tag == "VBD" and token.lemma_ in verbs("saying") and dep in ("ROOT", "conj"):
        return _speaker_behind_an_object(token)
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
    _is_past(verb)
    return True


def _is_past(token: Token) -> None:
    """Let a word that is spelt as a noun be a past."""
    token.tag_, token.pos_ = "VBD", "VERB"
    token.lemma_ = "shoot" if token.lower_ == "shot" else token.lower_


def _past_with_a_subject(noun: Token) -> bool:
    subject = next((c for c in noun.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or not any(c.dep_ in ("dobj", "oprd", "acomp") for c in noun.rights):
        return False
    _is_past(noun)
    return True


def _device_before_its_participle(noun: Token) -> bool:
    participle = noun.head
    before = participle.head
    if participle.dep_ != "acl" or before.i != noun.i - 1 or before.pos_ not in NOUNS or noun.lower_ == "be":
        return False
    children = list(before.children)
    take_place(noun, before)
    for child in children:
        hang(child, noun, child.dep_)
    hang(before, noun, "compound")
    return True


def _time_of_what_is_said(verb: Token) -> bool:
    said = verb.head
    told = next((c for c in said.lefts if c.dep_ == "ccomp"), None)
    if told is None or verb.i < said.i:
        return False
    behind_saying = said.nbor(1).text == "," and any(
        c.lower_ in _TIMES and c.dep_ in ("mark", "advmod") for c in verb.lefts
    )
    opening = next((c for c in verb.lefts if c.lower_ in _OPENING), None)  # "the army added on Monday, when …"
    behind_comma = opening is not None and opening.i > said.i and opening.nbor(-1).text == ","
    if not (behind_saying or behind_comma):
        return False
    hang(verb, told, "advcl")
    return True


def _verb_behind_as(verb: Token) -> bool:
    if any(c.dep_ in ("nsubj", "nsubjpass", "mark", "auxpass") for c in verb.children):
        return False
    for as_ in (c for c in verb.head.children if c.dep_ == "prep" and c.lower_ in _TIMES and c.i < verb.i):
        _participle_of_a_subject(as_)
        participle = next((c for c in as_.children if c.dep_ == "pcomp" and c.tag_ == "VBG"), None)
        subject = next((c for c in participle.lefts if c.dep_ == "nsubj"), None) if participle is not None else None
        if participle is None or subject is None or subject.i != participle.i - 1:
            continue
        hang(subject, verb, "nsubj")
        hang(participle, subject, "acl")
        hang(as_, verb, "mark")
        return True
    return False


def _participle_of_a_subject(as_: Token) -> None:
    """Let "a van escorting workers" behind "as" be a noun and its participle, not the workers described by both."""
    noun = next((c for c in as_.children if c.dep_ == "pobj"), None)
    before = noun.lefts if noun is not None else ()
    participle = next((c for c in before if c.dep_ == "amod" and c.tag_ == "VBG"), None)
    if noun is None or participle is None or participle.nbor(-1).pos_ not in NOUNS:
        return
    subject = participle.nbor(-1)
    for child in [c for c in noun.lefts if c.i < participle.i and c.i != subject.i]:
        hang(child, subject, child.dep_)
    hang(participle, as_, "pcomp")
    hang(subject, participle, "nsubj")
    hang(noun, participle, "dobj")


def _speaker_behind_an_object(verb: Token) -> bool:
    noun = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.pos_ in NOUNS), None)
    if noun is None or noun.left_edge.i <= verb.sent.start:
        return False
    act = verb.doc[noun.left_edge.i - 1]
    if act.tag_ != "VBD" or act.pos_ != "VERB" or any(c.dep_ in ("dobj", "ccomp") for c in act.children):
        return False
    speaker = next((c for c in noun.rights if c.dep_ == "appos" and c.i < verb.i), None)
    if speaker is None or verb.doc[speaker.left_edge.i - 1].text != "," or verb.nbor(-1).text != ",":
        return False
    root = verb.sent.root
    if root.i != verb.i:
        make_root(verb, root)
        root.dep_ = "ccomp"
    elif act.head.i == verb.i:
        act.dep_ = "ccomp"
    hang(noun, act, "dobj")
    hang(speaker, verb, "nsubj")
    return True


def _in_what_is_called(what: Token) -> bool:
    called = what.head
    preposition = called.head
    noun = preposition.head
    if called.dep_ != "pcomp" or preposition.lower_ != "in" or noun.dep_ not in ("dobj", "pobj"):
        return False
    while noun.dep_ in ("pobj", "prep") and noun.head.i < noun.i:
        noun = noun.head
    if noun.dep_ != "dobj" or noun.head.pos_ != "VERB":
        return False
    hang(preposition, noun.head, "prep")
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
    if verb.dep_ == "advcl":
        _time_of_what_is_said(verb)
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
    before = [c for c in noun.children if c.i < name.i]
    coordinate(name, noun)
    for child in before:
        hang(child, name, child.dep_)
    hang(adjective, noun, "amod")
    return True
