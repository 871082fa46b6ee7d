"""Mends errors that a statistical parser makes again and again in reports, as a spaCy component behind the lemmatizer.

Constructions recognised by their tags and labels, and by a few verbs (`data/parse.toml`):

- a finite verb taken for an adjective of its object ("The RSF lobbed mortars", "The army and the RSF fought battles");
- a passive participle taken for the complement of "be" ("Eleven women were gang-raped by men in uniform");
- a passive that is left without "were" taken for an active ("Six civilians killed and 19 injured in Sittwe");
- the second half of a passive whose "were" is left out ("20 were killed and 50 others injured in an attack");
- a verb hung on the last noun of a long subject ("An airstrike on a school sheltering people in Rafah killed 27");
- a noun in "-ing" taken for a clause of the word before it ("Pakistani shelling killed 16");
- the second of two objects coordinated with the verb ("kidnapped a priest and his driver");
- the first of two actors taken for a modifier of the second ("Kurdish-led SDF and Turkish-backed factions", "the army
  and M23 rebels");
- a subject behind a date taken for what "on" introduces ("On 12 May fighters clashed");
- the second of two participles of harm taken for an adjective ("killing nine people and burning granaries");
- a participle of harm behind a comma hung on those who say so, or on the last noun ("…, police said, killing two");
- the second of two adjectives taken for a verb ("abducted 130 sick and wounded men");
- what becomes of an object taken for its adjective, or for the object ("shot dead 31 rebels", "set a van ablaze").

Clauses tied to the wrong verb are mended in `clause_repair.py`, those that lack theirs in `verb_repair.py`, counts of
the harmed in `harm_repair.py`. The labels are those of ClearNLP, as spaCy's English pipelines give them.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.clause_repair import mend_clause
from kg.extract.harm_repair import mend_harm
from kg.extract.parse_words import NOUN_TAGS, NOUNS, coordinate, hang, make_root, passive, take_place, verbs, words
from kg.extract.verb_repair import mend_verb

FACTORY = "kg_parse_repair"


@Language.component(
    FACTORY, assigns=["token.head", "token.dep", "token.tag", "token.lemma"], requires=["token.dep", "token.tag"]
)
def repair(doc: Doc) -> Doc:
    """Mend the parse of a document in place."""
    for token in doc:
        tag, dep = token.tag_, token.dep_
        if tag in ("VBD", "VBN") and token.lemma_ in verbs("befalling"):
            _harmed_without_be(token)
        if token.lower_ in ("old", "olds") and _aged(token):
            continue
        if mend_harm(token) or mend_clause(token):
            continue
        if mend_verb(token):
            mend_harm(token)
            continue
        if tag in ("VBD", "VBN") and dep == "amod":
            _verb_before_its_object(token)
        elif tag == "VBN" and dep == "acomp" and token.head.lemma_ == "be":
            _participle_behind_be(token)
        elif tag == "VBN" and dep == "acl":
            if any(c.dep_ == "dobj" for c in token.children) and token.lemma_ in verbs("transitive"):
                _verb_of_a_long_subject(token)
            else:
                _gapped_passive(token)
        elif tag == "VBN" and dep == "conj" and token.i and token.nbor(-1).text == "-":
            _first_of_two(token)
        elif tag == "VBD" and dep == "ROOT" and token.lower_ in words("supposed"):
            _supposed(token)
        elif tag == "VBD" and dep == "conj" and token.head.dep_ == "acl" and token.head.tag_ == "VBN":
            _coordinated_actives(token)
        elif tag in ("VBN", "VBD") and dep == "conj":
            if not _second_adjective(token):
                _gapped_subject(token)
        elif tag in NOUN_TAGS and dep in ("nmod", "compound") and token.lower_ in words("acting"):
            _actor_before_another(token)
        elif tag == "NNP" and dep in ("nmod", "compound") and any(c.lower_ == "in" for c in token.rights):
            _name_before_its_province(token)
        elif tag in ("NN", "NNS") and dep == "conj":
            _second_object(token)
        elif tag == "VBD" and dep == "acl":
            _verb_of_a_long_subject(token)
        elif tag == "VBG" and dep == "pcomp" and token.head.dep_ == "agent":
            _actor_behind_by(token)
        elif tag == "VBG" and dep == "amod" and token.i and token.nbor(-1).lower_ == "and":
            _second_participle(token)
        elif tag == "VBN" and dep in ("nsubj", "nsubjpass") and token.lemma_ in verbs("transitive"):
            _gapped_behind_a_number(token)
        elif tag in NOUN_TAGS and dep == "pobj" and token.head.lower_ == "on":
            _subject_behind_a_date(token)
        elif tag in NOUN_TAGS and dep in ("nsubj", "nsubjpass") and token.i > 1:
            _date_before_a_subject(token)
        elif tag == "VBG" and token.i and token.nbor(-1).text == "," and token.lemma_ in verbs("harming"):
            _harm_behind_a_comma(token)
        elif tag == "VBG" and dep in ("acl", "advmod"):
            _noun_behind_its_modifier(token)
        elif token.lower_ in words("resulting"):
            _result_of_a_verb(token)
    return doc


def _aged(word: Token) -> bool:
    """ "Killed a 15-year-old": an age that stands for whoever is of that age. Whether it does."""
    if (
        not word.i
        or word.nbor(-1).text != "-"
        or word.dep_ not in ("dobj", "nsubj", "nsubjpass", "pobj", "conj", "ROOT")
    ):
        return False
    if word.i + 1 < len(word.doc) and word.nbor().pos_ in NOUNS:
        return False
    for age in [c for c in word.lefts if c.dep_ == "npadvmod"]:
        age.dep_ = "compound"
    word.tag_, word.pos_, word.lemma_ = ("NN" if word.lower_ == "old" else "NNS"), "NOUN", "old"
    return True


def _harmed_without_be(verb: Token) -> None:
    """ "Six civilians killed and 19 injured in Sittwe": verbs that always have an object, here left without "were"."""
    children = list(verb.children)
    if any(c.dep_ in ("dobj", "aux", "auxpass", "nsubjpass", "ccomp", "prt", "oprd", "dative") for c in children):
        return
    if any(c.dep_ == "dobj" for other in children if other.dep_ == "conj" for c in other.children):
        return
    subjects = [c for c in children if c.dep_ == "nsubj"]
    if not subjects or subjects[-1].pos_ not in NOUNS or _number_follows(verb):
        return
    harmed = subjects[-1]
    first = next((c for c in harmed.rights if c.dep_ == "acl" and c.lemma_ in verbs("befalling")), None)
    number = next((c for c in harmed.rights if c.dep_ == "conj" and c.pos_ == "NUM" and c.i == verb.i - 1), None)
    harmed.dep_ = "nsubjpass"
    if first is None or number is None:
        return
    take_place(first, verb)
    for child in children:
        if child.i < harmed.i:
            hang(child, first, child.dep_)
    for child in harmed.rights:
        if child.lower_ == "and":
            hang(child, first, "cc")
    hang(harmed, first, "nsubjpass")
    hang(verb, first, "conj")
    hang(number, verb, "nsubjpass")


def _number_follows(verb: Token) -> bool:
    """Whether what stands right behind a verb is how many it befell ("killed between four and six people")."""
    behind = [token.lower_ for token in verb.doc[verb.i + 1 : verb.i + 3]]
    return not words("bounding").isdisjoint((" ".join(behind), *behind[:1]))


def _verb_before_its_object(verb: Token) -> None:
    noun = verb.head
    if noun.i < verb.i or noun.pos_ not in ("NOUN", "PROPN") or not verb.i or verb.is_sent_start:
        return
    before = verb.nbor(-1)
    if before.pos_ not in ("NOUN", "PROPN") or before.sent.start != verb.sent.start:
        return
    if noun.dep_ == "appos" and noun.head.i == before.i:  # "A fighter jet bombed Homs, residents said"
        if before.dep_ == "ROOT":
            make_root(verb, before)
        else:
            hang(verb, before.head, "ccomp" if before.dep_ in ("nsubj", "nsubjpass") else before.dep_)
        hang(before, verb, "nsubj")
        hang(noun, verb, "dobj")
        return
    if noun.dep_ == "ROOT":
        subject, above = before, None
    elif noun.dep_ == "conj" and noun.head.dep_ == "ROOT" and noun.head.i < before.i and noun.head.pos_ in NOUNS:
        subject, above = noun.head, before
    else:
        return
    left = [t for t in noun.children if t.i < verb.i]
    right = [t for t in noun.children if t.i > noun.i and t.dep_ in ("punct", "advcl", "cc", "conj", "prep")]
    make_root(verb, subject if above is not None else noun)
    hang(noun, verb, "dobj")
    hang(subject, verb, "nsubj")
    for child in left:
        if child.i != subject.i:
            hang(child, above or subject, child.dep_)
    if above is not None:
        hang(above, subject, "conj")
    for child in right:
        if child.dep_ != "conj" or child.pos_ in ("VERB", "AUX"):
            hang(child, verb, child.dep_)


def _participle_behind_be(verb: Token) -> None:
    be = verb.head
    subject = next((c for c in be.children if c.dep_ == "nsubj"), None)
    if subject is None or not any(c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by") for c in verb.children):
        return
    children = [c for c in be.children if c.i != verb.i]
    take_place(verb, be)
    hang(be, verb, "auxpass")
    for child in children:
        hang(child, verb, "nsubjpass" if child.i == subject.i else child.dep_)


def _gapped_passive(verb: Token) -> None:
    noun = verb.head
    first = noun.head
    if noun.dep_ != "conj" or first.tag_ != "VBN" or verb.i < noun.i or verb.lemma_ in verbs("intransitive"):
        return
    if not passive(first):
        return
    a_number = noun.lemma_ == "number"  # "were killed and an unknown number wounded"
    if not a_number and any(c.i < noun.i and c.dep_ == "det" and c.lower_ != "the" for c in noun.children):
        return
    hang(verb, first, "conj")
    hang(noun, verb, "nsubjpass")


def _gapped_subject(verb: Token) -> None:
    """ "Two were killed and three injured": the parser takes those who were injured for those who injure."""
    if not passive(verb.head) or verb.lemma_ in verbs("intransitive"):
        return
    if any(c.dep_ in ("aux", "auxpass", "dobj", "ccomp") for c in verb.children):
        return
    if verb.tag_ == "VBD" and verb.lemma_ not in verbs("transitive"):
        return
    for child in verb.children:
        if child.dep_ == "nsubj":
            child.dep_ = "nsubjpass"


def _second_adjective(participle: Token) -> bool:
    """ "130 sick and wounded men": two words that describe them, not one and a verb. Whether it is so."""
    first = participle.head
    noun = next((c for c in participle.rights if c.dep_ == "dobj" and c.i == participle.i + 1), None)
    if first.pos_ != "ADJ" or noun is None or first.i + 2 != participle.i or participle.nbor(-1).lower_ != "and":
        return False
    hang(noun, first.head, "dobj")
    for child in [c for c in first.lefts if c.pos_ == "NUM"]:
        hang(child, noun, "nummod")
    for child in [c for c in participle.rights if c.i > noun.i]:
        hang(child, noun.head if child.dep_ == "prep" else noun, child.dep_)
    hang(first, noun, "amod")
    hang(participle, first, "conj")
    participle.tag_ = "VBN"
    return True


def _gapped_behind_a_number(verb: Token) -> None:
    """ "Two were killed and three wounded when …, a source said": not the wounded say so."""
    number = next((c for c in verb.lefts if c.pos_ in ("NUM", "NOUN")), None)
    if number is None or verb.left_edge.i == 0:
        return
    link = verb.doc[verb.left_edge.i - 1]
    first = link.head
    if link.lower_ != "and" or first.tag_ != "VBN" or not passive(first) or first.i > link.i:
        return
    hang(verb, first, "conj")
    number.dep_ = "nsubjpass"


def _second_object(noun: Token) -> None:
    """ "kidnapped a priest and his driver in Djibo": a noun is coordinated with a noun, not with the verb before it."""
    verb = noun.head
    if verb.pos_ != "VERB" or verb.i > noun.i or any(c.dep_ in ("nsubj", "nsubjpass", "cop") for c in noun.children):
        return
    first = noun.left_edge.i - 1
    if first <= verb.i or noun.doc[first].lower_ not in ("and", "or"):
        return
    before = noun.doc[first - 1]
    while before.dep_ in ("pobj", "prep") and before.head.i > verb.i:
        before = before.head
    if before.dep_ == "dobj" and before.head.i == verb.i:
        hang(noun, before, "conj")
        hang(noun.doc[first], before, "cc")


def _result_of_a_verb(word: Token) -> None:
    """What becomes of an object ("shot dead 31 rebels", "set free two officers", "set a van ablaze") is taken for a
    modifier of the object, or for the object itself.
    """
    if not word.i or word.is_sent_start:
        return
    before = word.nbor(-1)
    if word.dep_ in ("amod", "compound", "nmod") and before.lemma_ in verbs("causing") and before.pos_ == "VERB":
        hang(word, before, "acomp")
    elif word.dep_ in ("dobj", "nsubjpass") and before.dep_ in ("compound", "nmod", "amod") and before.head.i == word.i:
        verb, label = word.head, word.dep_
        counted = before.i > word.sent.start and before.nbor(-1).tag_ in ("CD", "DT")
        if verb.lemma_ not in verbs("causing") or (before.dep_ == "amod" and not (before.tag_ == "JJ" and counted)):
            return
        if before.dep_ == "amod":  # "left one civilian dead"
            before.tag_, before.pos_ = "NN", "NOUN"
        for child in [c for c in word.children if c.i != before.i]:
            hang(child, before, child.dep_)
        hang(before, verb, label)
        hang(word, verb, "acomp")


def _supposed(participle: Token) -> None:
    """ "Gunmen believed to be bandits stormed the town": what the sentence tells is what the gunmen did."""
    subject = next((c for c in participle.children if c.dep_ == "nsubj" and c.pos_ in NOUNS), None)
    being = next((c for c in participle.children if c.dep_ == "xcomp" and c.lemma_ in ("be", "have", "belong")), None)
    if subject is None or being is None or being.i > participle.i + 2:
        return
    behind = (t for t in participle.doc[being.i + 1 : participle.sent.end] if t.pos_ == "VERB")
    verb = next((t for t in behind if t.tag_ == "VBD" or (t.tag_ == "VBN" and passive(t))), None)
    if verb is None or any(c.lower_ in ("who", "that", "which") for c in verb.children):
        return
    for child in [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i > being.i]:
        hang(child, being, "attr")
    apart = [c for c in participle.children if c.i < subject.left_edge.i or c.i > verb.i or c.lower_ == "."]
    make_root(verb, participle)
    hang(subject, verb, "nsubjpass" if passive(verb) else "nsubj")
    hang(participle, subject, "acl")
    participle.tag_ = "VBN"
    for child in apart:
        if child.i not in (subject.i, being.i, verb.i):
            hang(child, verb, child.dep_)


def _coordinated_actives(verb: Token) -> None:
    """ "Separatists killed, tortured and abducted dozens of people": the first verbs are no participles of the noun."""
    noun = verb.head.head
    participles = [c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.i < verb.i]
    if noun.pos_ not in NOUNS or not any(c.dep_ == "dobj" for c in verb.children):
        return
    if any(c.dep_ in ("dobj", "agent", "prep") for p in participles for c in p.children):
        return
    hang(verb, noun, "acl")
    _verb_of_a_long_subject(verb)
    if verb.dep_ == "acl":
        return
    for participle in participles:
        hang(participle, verb, "conj")
        participle.tag_ = "VBD"


def _actor_before_another(first: Token) -> None:
    """ "The army and M23 rebels", "police and gang members": only the second of two goes with the noun behind."""
    noun = first.head
    second, link = noun.nbor(-1), first.nbor(1)
    if link.lower_ != "and" or second.i != first.i + 2 or second.head.i not in (first.i, noun.i) or noun.tag_ != "NNS":
        return
    if second.pos_ != "PROPN" and first.lower_ in words("single"):
        return
    coordinate(first, noun)
    for child in [c for c in noun.lefts if c.i < first.i and c.dep_ in ("det", "amod", "nummod", "poss")]:
        hang(child, first, child.dep_)
    hang(second, noun, "compound")


def _first_of_two(participle: Token) -> None:
    """ "Kurdish-led SDF and Turkish-backed factions": two actors, not one that both words before its noun describe."""
    first = participle.head
    noun = first.head
    if first.dep_ not in ("nmod", "compound", "amod") or noun.pos_ not in NOUNS or first.pos_ not in NOUNS:
        return
    if not first.i < participle.i < noun.i:
        return
    coordinate(first, noun)
    hang(participle, noun, "amod")
    behind = [c for c in noun.children if c.i > noun.i and c.dep_ == "punct"]
    for child in [c for c in noun.children if c.i < first.i and c not in behind]:
        hang(child, first, child.dep_)


def _name_before_its_province(name: Token) -> None:
    """ "the town of Pibor in Jonglei state": the noun behind "in" is the province's, and no head of the town's name."""
    noun, preposition = name.head, name.nbor(1)
    last = noun.i - 1
    if noun.i < preposition.i + 2 or noun.doc[last].pos_ != "PROPN" or preposition.head.i != name.i:
        return
    inside = [t for t in preposition.children if t.dep_ == "pobj"]
    if [t.i for t in inside] != [last]:
        return
    take_place(name, noun)
    hang(noun, preposition, "pobj")
    hang(inside[0], noun, "compound")


def _verb_of_a_long_subject(verb: Token) -> None:
    """ "An airstrike on a school sheltering people in Rafah killed 27, medics said": the last noun before a finite verb
    is not its subject, the first one is, which the parser has left without a verb or made a second subject of "said".
    """
    if not any(c.dep_ == "dobj" for c in verb.children):
        return
    top = verb.head
    while top.dep_ in ("pobj", "dobj", "prep", "acl", "conj", "appos", "amod", "compound") and top.head.i < top.i:
        top = top.head
    if _is_apposition_to_a_place(verb, top):
        noun = verb.head
        hang(verb, top.head, "ccomp")
        hang(noun, verb, "nsubj")
        hang(top, verb, "prep")
        return
    if top.pos_ not in NOUNS or top.i >= verb.i:
        return
    above = top.head
    if top.dep_ in ("nsubj", "nsubjpass") and above.i > verb.i:
        if not any(c.dep_ == "nsubj" and c.i > verb.i for c in above.children):
            return
        hang(verb, above, "ccomp")
    elif top.dep_ == "ROOT":
        others = [c for c in top.children if c.i > verb.i]
        make_root(verb, top)
        for child in others:
            hang(child, verb, child.dep_)
    else:
        return
    hang(top, verb, "nsubj")
    verb.tag_ = "VBD"


def _is_apposition_to_a_place(verb: Token, top: Token) -> bool:
    """Whether the subject of a verb was taken for another name of the place before it ("At El Obeid, a strike on the
    prison killed 20, medics said").
    """
    said = top.head
    if top.dep_ != "prep" or verb.head.dep_ != "appos" or said.i < verb.i or said.pos_ != "VERB":
        return False
    return any(c.dep_ == "nsubj" and c.i > verb.i for c in said.children)


def _second_participle(participle: Token) -> None:
    """ "…, killing nine people and burning granaries": the second participle does something, it describes nothing."""
    noun = participle.head
    first = noun.head
    verb = first.head
    if noun.dep_ != "conj" or first.dep_ != "dobj" or verb.tag_ != "VBG" or participle.lemma_ not in verbs("harming"):
        return
    hang(participle, verb, "conj")
    hang(noun, participle, "dobj")
    hang(participle.nbor(-1), verb, "cc")


def _subject_behind_a_date(noun: Token) -> None:
    """ "On 12 May fighters clashed": the noun behind a date is the subject, not what "on" introduces."""
    preposition = noun.head
    verb = preposition.head
    if verb.pos_ != "VERB" or verb.i < noun.i or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return
    date = next((c for c in noun.lefts if c.dep_ in ("nmod", "compound") and c.lower_ in words("dates")), None)
    if date is None:
        return
    last = date
    while last.i + 1 < noun.i and last.nbor(1).text.isdigit() and len(last.nbor(1)) == 4:
        last = last.nbor(1)
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    for child in [c for c in noun.lefts if c.i <= last.i and c.i != date.i]:
        hang(child, date, "nummod")
    hang(date, preposition, "pobj")
    hang(noun, verb, "nsubjpass" if passive else "nsubj")


def _date_before_a_subject(noun: Token) -> None:
    """ "On 4 June soldiers were ambushed": the month is what "on" introduces, it describes no soldiers."""
    date = next((c for c in noun.lefts if c.dep_ in ("compound", "nmod") and c.lower_ in words("dates")), None)
    if date is None or not date.i:
        return
    day = date.nbor(-1)
    preposition = day.nbor(-1) if day.text.isdigit() and day.i else day
    if preposition.lower_ != "on" or noun.sent.start > preposition.i or preposition.i in (date.i, noun.i):
        return
    hang(date, preposition, "pobj")
    if day.i != preposition.i:
        hang(day, date, "nummod")


def _actor_behind_by(participle: Token) -> None:
    """ "blown up by retreating Russian troops": the troops stand behind "by", and the participle describes them."""
    noun = next((c for c in participle.children if c.dep_ == "dobj"), None)
    if noun is None or any(c.dep_ in ("det", "poss", "nummod") for c in noun.children):
        return
    by = participle.head
    hang(noun, by, "pobj")
    hang(participle, noun, "amod")
    for child in [c for c in participle.children if c.i > noun.i]:
        hang(child, noun if child.dep_ in ("cc", "conj") else by.head, child.dep_)


def _harm_behind_a_comma(participle: Token) -> None:
    """ "A drone hit a school, police said, killing two"; "…, the only one still open in the city, killing two": what
    killed them is the act of the clause, neither those who say so nor the last noun before the comma.
    """
    head = participle.head
    while head.head.i != head.i and not any(c.dep_ in ("nsubj", "nsubjpass") for c in head.children):
        head = head.head
    if head.lemma_ in verbs("saying"):
        told = next((c for c in head.children if c.dep_ == "ccomp" and c.i < head.i), None)
        if told is None:
            return
        head = told
    if head.pos_ in ("VERB", "AUX") and head.i < participle.i and head.i != participle.head.i:
        hang(participle, head, "advcl")


def _noun_behind_its_modifier(noun: Token) -> None:
    """ "Pakistani shelling killed 16": the noun in "-ing" is the subject, the word before it says whose."""
    if not noun.i or noun.is_sent_start or any(c.dep_ in ("dobj", "nsubj") for c in noun.children):
        return
    before = noun.nbor(-1)
    if before.dep_ != "nsubj" or before.pos_ not in ("ADJ", "NOUN", "PROPN") or before.tag_ == "NNS":
        return
    verb = before.head
    if verb.i < noun.i or noun.head.i not in (before.i, verb.i) or any(c.i != noun.i for c in before.children):
        return
    hang(noun, verb, "nsubj")
    hang(before, noun, "compound")
    noun.tag_, noun.pos_, noun.lemma_ = "NN", "NOUN", noun.lower_
