"""Mends clauses that a statistical parser ties to the wrong verb, as part of the component of `parse_repair.py`.

- a participle that describes a subject, taken for its verb ("Rockets fired by the rebels hit a market");
- a noun taken for the subject of the noun that it stands before ("the army's ground push stalled");
- a noun in "-ing" taken for the auxiliary of the participle behind it ("Shelling blamed on the army killed two");
- a subject behind "in which" taken for what "in" introduces ("fighting in which 80 militants were killed");
- what somebody is accused of, taken for an adjective of its object ("accused of forcibly recruiting children");
- a participle before the object of an act of force, taken for a second verb ("struck fleeing elements");
- a verb taken for an adjective of its object ("and six sustained injuries", "attacked a market, looted shops and burned
  huts");
- a verb of saying at the end, taken for a plural ("…, the UN's humanitarian office estimates");
- an object behind an aside, hung on the subject ("killed, according to the police, nine people");
- what is said in a statement, hung on the statement ("said in a post on Sunday that six soldiers had died");
- who says it at the end, taken for a part of what is said ("…, residents and a local militia said on Monday").

The words are those of `data/parse.toml`.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.parse_words import NOUN_TAGS, NOUNS, hang, make_root, passive, take_place, verbs, words

# How many tokens an object stands behind its subject, at the least, with an aside between; how many an aside may have.
_ASIDE, _LONGEST_ASIDE = 6, 15
_BARE = ("aux", "auxpass", "neg")
_LOOSE = ("ROOT", "advcl", "acl", "relcl", "conj", "dep", "parataxis")


def mend_clause(token: Token) -> bool:
    """Mend the clause that a token stands in, where it is one of those above; whether it was."""
    tag, dep = token.tag_, token.dep_
    if tag == "VBD" and dep in _LOOSE and token.lemma_ in verbs("saying") and _speakers_at_the_end(token):
        return True
    if dep == "acl" and tag in ("VBD", "VBN", "VBZ", "VBP") and _said_in_words(token):
        return True
    if dep == "appos" and tag in NOUN_TAGS and token.i > token.head.i + _ASIDE and _object_behind_an_aside(token):
        return True
    if tag in ("VBN", "VBD") and dep in ("ROOT", "ccomp") and token.i and token.nbor(-1).pos_ in NOUNS:
        return _described_subject(token)
    if tag == "NN" and dep == "nsubj" and token.head.tag_ in NOUN_TAGS and token.head.i == token.i + 1:
        for child in list(token.lefts):
            hang(child, token.head, child.dep_)
        hang(token, token.head, "compound")
        return True
    if tag == "VBG" and dep in ("auxpass", "amod", "compound") and token.head.tag_ == "VBN":
        return _noun_before_a_participle(token)
    if tag == "VBG" and dep == "amod":
        return _accused_of(token)
    if tag == "VBG" and dep == "xcomp" and token.i == token.head.i + 1 and token.head.lemma_ in verbs("striking"):
        return _described_object(token)
    if dep == "pobj" and tag in NOUN_TAGS and token.i > token.head.i + 1 and token.head.nbor(1).lower_ == "which":
        return _behind_which(token)
    if dep == "amod" and token.lower_ in words("bearing"):
        return _bears_a_wound(token)
    if tag == "VBN" and dep == "amod" and token.lemma_ in verbs("ravaging") and token.i and token.nbor(-1).text == ",":
        return _second_of_three(token)
    if tag == "NNS" and token.lower_ in words("telling") and dep != "nsubj":
        return _teller_at_the_end(token)
    return False


def _described_subject(participle: Token) -> bool:
    subject = next((c for c in participle.children if c.dep_ in ("nsubj", "nsubjpass") and c.pos_ in NOUNS), None)
    if subject is None or subject.i != participle.i - 1 or any(c.dep_ in _BARE for c in participle.children):
        return False
    told_by = any(c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ in ("by", "from")) for c in participle.children)
    bare = participle.lemma_ in verbs("describing") and not any(
        c.dep_ in ("dobj", "ccomp") for c in participle.children
    )
    if not (bare or (told_by and participle.tag_ == "VBN")):
        return False
    finite = next(
        (
            c
            for c in participle.children
            if c.i > participle.i + 2
            and c.dep_ in ("conj", "ccomp", "dep", "advcl")
            and c.tag_ in ("VBD", "VBN", "VBZ", "VBP")
        ),
        None,
    )
    if finite is None or any(c.dep_ in ("nsubj", "nsubjpass", "mark", *_BARE) for c in finite.children):
        return False
    if any(c.dep_ == "cc" and c.i < finite.i for c in participle.children):
        return False
    apart = [c for c in participle.children if c.i < subject.left_edge.i or c.i > finite.i]
    if participle.dep_ == "ROOT":
        make_root(finite, participle)
    else:
        take_place(finite, participle)
    hang(subject, finite, "nsubj")
    hang(participle, subject, "acl")
    participle.tag_, finite.tag_ = "VBN", "VBD" if finite.tag_ == "VBN" else finite.tag_
    for child in apart:
        hang(child, finite, child.dep_)
    return True


def _object_behind_an_aside(noun: Token) -> bool:
    doc, start = noun.doc, noun.left_edge.i
    before = range(start - 2, max(noun.sent.start, start - _LONGEST_ASIDE), -1)
    aside = next((i for i in before if doc[i].text == ","), None)
    if doc[start - 1].text != "," or aside is None or doc[aside + 1].lower_ not in words("aside"):
        return False
    verb = doc[aside - 1]
    if verb.tag_ not in ("VBD", "VBN", "VBZ") or any(c.dep_ in ("dobj", "nsubjpass") for c in verb.children):
        return False
    hang(noun, verb, "dobj")
    return True


def _said_in_words(verb: Token) -> bool:
    that = next((c for c in verb.lefts if c.dep_ == "mark" and c.lower_ == "that"), None)
    preposition = verb.head.head
    if that is None or verb.head.dep_ != "pobj" or preposition.dep_ != "prep":
        return False
    above = preposition.head
    while above.dep_ == "pobj" and above.head.dep_ == "prep":  # "in a post on Telegram that …"
        above = above.head.head
    if above.lemma_ not in verbs("saying") or above.i > verb.i:
        return False
    hang(verb, above, "ccomp")
    return True


def _noun_before_a_participle(noun: Token) -> bool:
    participle = noun.head
    if participle.i != noun.i + 1 or participle.dep_ not in ("csubj", "nsubj", "csubjpass", "nsubjpass", "prep", "dep"):
        return False
    verb = participle.head.head if participle.head.is_punct else participle.head
    if verb.i < participle.i or verb.pos_ != "VERB":
        return False
    for other in [c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")]:
        other.dep_ = "npadvmod"  # "Further north, …"
    hang(noun, verb, "nsubj")
    for child in [c for c in participle.lefts if c.i != noun.i]:
        hang(child, noun, child.dep_)
    hang(participle, noun, "acl")
    noun.tag_, noun.pos_, noun.lemma_ = "NN", "NOUN", noun.lower_
    return True


def _behind_which(noun: Token) -> bool:
    preposition = noun.head
    verb = preposition.head
    if verb.dep_ != "relcl" or verb.i < noun.i or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return False
    hang(noun, verb, "nsubjpass" if passive(verb) else "nsubj")
    return True


def _accused_of(gerund: Token) -> bool:
    noun = gerund.head
    preposition = noun.head
    if noun.pos_ not in NOUNS or noun.dep_ != "pobj" or preposition.lower_ not in ("of", "for") or noun.i < gerund.i:
        return False
    verb = preposition.head
    if verb.lemma_ not in verbs("accusing") and verb.head.lemma_ not in verbs("accusing"):
        return False
    if any(c.dep_ in ("det", "poss") and c.i < gerund.i for c in noun.children):
        return False
    for child in [c for c in noun.lefts if c.i < gerund.i]:
        hang(child, gerund, child.dep_)
    hang(gerund, preposition, "pcomp")
    hang(noun, gerund, "dobj")
    return True


def _described_object(participle: Token) -> bool:
    noun = next((c for c in participle.rights if c.dep_ == "dobj" and c.i == participle.i + 1), None)
    if noun is None:
        return False
    verb = participle.head
    for child in [c for c in participle.rights if c.i > noun.i]:
        hang(child, verb, child.dep_)
    hang(noun, verb, "dobj")
    hang(participle, noun, "amod")
    return True


def _bears_a_wound(verb: Token) -> bool:
    noun = verb.head
    numbers = [*noun.lefts, *(c for c in verb.lefts if c.pos_ == "NUM")]
    number = next((c for c in numbers if c.dep_ in ("nummod", "npadvmod") and c.i == verb.i - 1), None)
    above = noun.head
    while above.pos_ in NOUNS and above.head.i != above.i:
        above = above.head
    if noun.i < verb.i or number is None or above.pos_ != "VERB" or above.i > verb.i:
        return False
    hang(verb, above, "conj")
    hang(number, verb, "nsubj")
    hang(noun, verb, "dobj")
    for clause in [c for c in noun.rights if c.dep_ == "relcl" and any(w.lower_ == "when" for w in c.lefts)]:
        hang(clause, verb, "advcl")
    verb.tag_, verb.pos_, verb.lemma_ = "VBD", "VERB", "suffer" if verb.lower_ == "suffered" else "sustain"
    return True


def _second_of_three(verb: Token) -> bool:
    noun = verb.head
    first = noun.head
    while first.pos_ in NOUNS or first.dep_ in ("prep", "pobj"):
        if first.head.i == first.i:
            return False
        first = first.head
    third = next((c for c in first.children if c.dep_ == "conj" and c.tag_ == "VBD" and c.i > noun.i), None)
    if noun.dep_ not in ("conj", "appos") or first.pos_ != "VERB" or first.i > verb.i or third is None:
        return False
    if any(c.dep_ in ("det", "poss", "nummod") and c.i < verb.i for c in noun.children):
        return False
    hang(verb, first, "conj")
    hang(noun, verb, "dobj")
    verb.tag_ = "VBD"
    return True


def _teller_at_the_end(verb: Token) -> bool:
    behind = verb.doc[verb.i + 1 : verb.sent.end]
    subject = verb.nbor(-1) if verb.i else verb
    if any(not t.is_punct and not t.is_space for t in behind) or subject.tag_ not in NOUN_TAGS:
        return False
    root = verb.sent.root
    comma = next((t for t in reversed(verb.doc[max(verb.sent.start, verb.i - 12) : verb.i]) if t.text == ","), None)
    if comma is None or root.i > comma.i or root.pos_ not in ("VERB", "AUX"):
        return False
    before = [c for c in verb.lefts if c.i != subject.i]
    for child in list(verb.children):
        hang(child, subject if child in before else verb, child.dep_)
    final = [c for c in root.children if c.i > verb.i]
    make_root(verb, root)
    root.dep_ = "ccomp"
    hang(subject, verb, "nsubj")
    for child in final:
        hang(child, verb, child.dep_)
    verb.tag_, verb.pos_, verb.lemma_ = "VBZ", "VERB", verb.lower_.removesuffix("s")
    return True


def _speakers_at_the_end(verb: Token) -> bool:
    doc, root, sentence = verb.doc, verb.sent.root, verb.sent
    if root.i == verb.i:
        root = next((c for c in verb.lefts if c.dep_ == "ccomp"), verb)
    if root.i >= verb.i or root.pos_ not in ("VERB", "AUX") or any(c.dep_ in ("nsubj", "expl") for c in verb.children):
        return False
    if verb.i - 1 <= sentence.start or any(
        t.pos_ in ("VERB", "AUX", "SCONJ") or t.lower_ == "that" for t in doc[verb.i + 1 : sentence.end]
    ):
        return False
    end = verb.i - 1 if doc[verb.i - 1].text == "," else verb.i
    start = _behind_comma(verb, end)
    if end < verb.i and start is not None:  # "…, the governor, Vadym Filashkin, reported"
        start = _behind_comma(verb, start - 1)
    if start is None or root.i >= start:
        return False
    subject = next((t for t in doc[start:end] if t.pos_ in NOUNS and not start <= t.head.i < end), None)
    if subject is None:
        return False
    if verb.dep_ != "ROOT":
        make_root(verb, root)
        root.dep_ = "ccomp"
    hang(subject, verb, "nsubj")
    for other in doc[start:end]:
        if other.i != subject.i and other.pos_ in NOUNS and not start <= other.head.i < end:
            hang(other, subject, "appos")
    return True


def _behind_comma(verb: Token, end: int) -> int | None:
    """Where the nouns before `end` begin behind a comma; None where other words than nouns and theirs stand there."""
    for i in range(end - 1, max(verb.sent.start, end - 14), -1):
        token = verb.doc[i]
        if token.text == ",":
            return i + 1 if i + 1 < end else None
        if token.pos_ in ("VERB", "AUX", "SCONJ") or (token.pos_ == "ADP" and token.lower_ not in ("of", "for", "in")):
            return None
    return None
