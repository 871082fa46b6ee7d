"""Mends sentences that count those who came to harm, as part of the component of `parse_repair.py`.

- a participle in brackets, taken for the verb of the noun before them ("caused 48 casualties (12 dead, 36 wounded)");
- a number before a passive taken for a second object ("killed three policemen and another nine were hurt");
- a second verb of harm taken for a second object ("killed two and injured 14");
- what did the harm, hung on those counted between commas ("18 people were hurt, two of them children, by a bomb");
- the clause of its time, hung on them ("six were wounded, two of them gravely, when a mine exploded");
- the clause before a semicolon, hung on the one behind it ("four were killed and a car was set on fire …; two died");
- a subject behind a colon, taken for what a preposition before it introduces ("rose by a third: 171 were murdered");
- who says it, taken for more of those counted ("killed at least 15 people, residents and a rebel group said");
- the verb before a colon taken for a description of its subject ("A mine laid on a road exploded: four died").

The words are those of `data/parse.toml`.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.parse_words import NOUN_TAGS, NOUNS, before_verb, hang, passive, verbs

# How far behind "(" a participle may stand that belongs to what stands in brackets.
_BRACKETED = 10
_COUNTED = ("NUM", *NOUNS)


def mend_harm(token: Token) -> bool:
    """Mend the sentence that a token stands in, where it is one of those above; whether it was."""
    tag, dep = token.tag_, token.dep_
    if tag in ("VBD", "VBN"):
        if dep == "ROOT":
            return _clause_before_a_colon(token) or _speakers_behind_the_counted(token)
        if tag == "VBD" and dep == "advcl" and token.head.dep_ == "relcl" and _of_whom(token.head):
            return _clause_behind_a_part(token)
        if any(c.text == ";" for c in token.lefts) and _clause_before_a_semicolon(token):
            return True
        if dep == "relcl" and token.head.pos_ == "NUM":
            return _clause_behind_a_part(token)
        if dep == "conj" and token.head.pos_ in _COUNTED and token.lemma_ in verbs("befalling"):
            return _second_harm(token)
        if dep in ("ccomp", "conj", "relcl", "acl", "advcl") and _in_brackets(token):
            return True
        if tag == "VBN" and dep == "conj" and token.i > 1 and passive(token):
            return _number_of_a_passive(token) or _subject_behind_a_colon(token)
        return False
    if dep == "prep" and token.lower_ == "by" and token.i and token.nbor(-1).text == ",":
        return _doer_behind_a_part(token)
    return False


def _in_brackets(participle: Token) -> bool:
    doc = participle.doc
    before = range(participle.i - 1, max(participle.sent.start, participle.i - _BRACKETED), -1)
    opening = next((i for i in before if doc[i].text in ("(", ")")), None)
    if opening is None or doc[opening].text == ")":
        return False
    closing = next((t for t in doc[participle.i + 1 : participle.sent.end] if t.text == ")"), None)
    noun = next((c for c in participle.lefts if c.i < opening and c.dep_ in ("nsubj", "nsubjpass")), None)
    above = participle.head
    if closing is None or noun is None or above.pos_ not in ("VERB", "AUX") or above.i > noun.i:
        return False
    hang(noun, above, "dobj")
    hang(participle, noun, "acl")
    for child in [c for c in participle.rights if c.i > closing.i]:
        hang(child, above, child.dep_)
    return True


def _clause_before_a_colon(verb: Token) -> bool:
    colon = next((c.i for c in verb.lefts if c.text in (":", ";")), None)
    subjects = [c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")]
    if colon is None or len(subjects) < 2 or not subjects[0].i < colon < subjects[-1].i:
        return False
    harming = subjects[0]
    between = [t for t in harming.subtree if harming.i < t.i < colon]
    told = [t for t in between if t.tag_ in ("VBD", "VBN") and t.dep_ in ("acl", "relcl")]
    if not told or any(c.dep_ in ("agent", "nsubj", "nsubjpass") for c in told[-1].children):
        return False
    before = told[-1]
    befallen = before.lemma_ in verbs("befalling") and not any(c.dep_ == "dobj" for c in before.children)
    hang(before, verb, "ccomp")
    hang(harming, before, "nsubjpass" if befallen else "nsubj")
    before.tag_, before.pos_ = ("VBN" if befallen else "VBD"), "VERB"
    return True


def _clause_before_a_semicolon(verb: Token) -> bool:
    first = verb.head
    mark = next(c.i for c in verb.lefts if c.text == ";")
    clause = next((c for c in verb.lefts if c.dep_ == "ccomp" and c.i < mark), None)
    if clause is None or verb.dep_ != "conj" or first.i > clause.i or first.pos_ != "VERB":
        return False
    hang(clause, first, "conj")
    return True


def _number_of_a_passive(verb: Token) -> bool:
    doc, number = verb.doc, before_verb(verb)
    if number.text == ",":  # "and 11, two in critical condition, were evacuated"
        opening = next((i for i in range(number.i - 1, verb.sent.start, -1) if doc[i].text == ","), number.i + 1)
        number = doc[opening - 1]
    while number.dep_ in ("pobj", "prep") and number.head.i < number.i:  # "two of the attackers"
        number = number.head
    if number.dep_ not in ("conj", "appos") or number.tag_ not in ("CD", *NOUN_TAGS) or number.head.i > number.i:
        return False
    apart = number.dep_ == "conj" or any(t.text == ";" for t in doc[number.head.i : number.i])
    if not apart or number.head.dep_ not in ("dobj", "pobj", "nsubj", "nsubjpass"):
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return False
    if number.pos_ != "NUM" and not any(c.dep_ == "nummod" for c in number.children):
        return False
    hang(number, verb, "nsubjpass")
    return True


def _subject_behind_a_colon(verb: Token) -> bool:
    doc = verb.doc
    subject = before_verb(verb)
    while subject.dep_ == "conj" and subject.pos_ in NOUNS and subject.head.i < subject.i:
        subject = subject.head
    colon = next((c.i for c in subject.lefts if c.text == ":"), None)
    if colon is None or subject.dep_ != "pobj" or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return False
    before = doc[colon - 1]
    for child in [c for c in subject.lefts if c.i < colon and c.i != before.i]:
        hang(child, before, child.dep_)
    hang(before, subject.head, "pobj")
    hang(subject, verb, "nsubjpass")
    return True


def _speakers_behind_the_counted(saying: Token) -> bool:
    if saying.lemma_ not in verbs("saying"):
        return False
    subject = next((c for c in saying.lefts if c.dep_ == "nsubj"), None)
    verb = next((c for c in subject.subtree if c.dep_ == "acl" and c.tag_ in ("VBN", "VBD")), None) if subject else None
    counted = next((c for c in verb.rights if c.dep_ == "dobj"), None) if verb is not None else None
    speaker = next((c for c in counted.rights if c.dep_ == "conj"), None) if counted is not None else None
    if subject is None or verb is None or speaker is None or verb.lemma_ not in verbs("harming"):
        return False
    if verb.doc[speaker.left_edge.i - 1].text != "," or speaker.right_edge.i != saying.i - 1:
        return False
    hang(speaker, saying, "nsubj")
    hang(verb, saying, "ccomp")
    hang(subject, verb, "nsubj")
    verb.tag_ = "VBD"
    return True


def _second_harm(verb: Token) -> bool:
    first = verb.head
    above = first.head
    if first.dep_ != "dobj" or above.lemma_ not in verbs("harming") or verb.i + 1 >= len(verb.doc):
        return False
    harmed = next((c for c in first.children if c.dep_ == "conj" and c.i > verb.i and c.pos_ in _COUNTED), None)
    harmed = harmed or next((c for c in verb.rights if c.dep_ in ("dobj", "conj") and c.pos_ in _COUNTED), None)
    if harmed is None or harmed.left_edge.i > verb.i + 3:
        return False
    hang(verb, above, "conj")
    hang(harmed, verb, "dobj")
    verb.tag_, verb.pos_ = "VBD", "VERB"
    return True


def _doer_behind_a_part(preposition: Token) -> bool:
    verb = _harm_before(preposition.head)
    if verb is None:
        return False
    hang(preposition, verb, "agent")
    return True


def _of_whom(verb: Token) -> bool:
    """Whether a relative clause tells of some of those counted ("eight hurt, one of whom is in a coma, when …")."""
    return any(t.lower_ == "whom" and t.head.lower_ == "of" for t in verb.lefts for t in t.subtree)


def _clause_behind_a_part(clause: Token) -> bool:
    opening = next((c for c in clause.children if c.lower_ in ("when", "as", "after") and c.i < clause.i), None)
    counted = clause.head.head if clause.head.dep_ == "relcl" else clause.head
    harmed = passive(counted) or (counted.dep_ == "conj" and passive(counted.head))
    verb = counted if harmed and counted.lemma_ in verbs("harming") else _harm_before(counted)
    if opening is None or verb is None or clause.doc[opening.i - 1].text != ",":
        return False
    hang(clause, verb, "advcl")
    return True


def _harm_before(counted: Token) -> Token | None:
    """The passive of harm before some of those whom it befell ("18 people were hurt, two of them children, …")."""
    verb = counted
    while verb.pos_ in _COUNTED and verb.head.i != verb.i:
        verb = verb.head
    harms = counted.pos_ in _COUNTED and verb.lemma_ in verbs("harming") and passive(verb)
    return verb if harms and verb.i < counted.i else None
