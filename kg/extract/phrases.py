"""Noun phrases and clauses in a dependency parse (ClearNLP labels, as spaCy's English pipelines give them)."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

_CORE_LEFT = {"compound", "amod", "nmod", "poss", "nummod", "quantmod", "det", "advmod", "case", "punct", "predet"}
# No noun has more words before it than this, whatever the parser makes of a text that is none.
_WIDEST = 60
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_NOUNS = ("NOUN", "PROPN", "PRON")
_PREPOSITION_TAGS = ("prep", "agent", "dative")


def conjuncts(token: Token) -> list[Token]:
    """The token and all that is coordinated with it, in order."""
    found = {token.i: token}
    todo = [token]
    while todo:
        for child in todo.pop().children:
            if child.dep_ == "conj" and child.i not in found:
                found[child.i] = child
                todo.append(child)
    return [found[i] for i in sorted(found)]


def core(token: Token) -> Span:
    """A noun with what stands before it (articles, numbers, adjectives, compounds), nothing behind it."""
    start = token.i
    for left in token.lefts:
        if left.dep_ in _CORE_LEFT and left.i < start:
            start = min(start, left.left_edge.i)
    start = max(start, token.i - _WIDEST)
    while start < token.i and token.doc[start].is_punct and token.doc[start].text != '"':
        start += 1
    return token.doc[start : token.i + 1]


def subject(verb: Token) -> Token | None:
    """The subject of a verb: its own, or that of the verb it is coordinated with or dependent on."""
    seen: set[int] = set()
    current = verb
    while current.i not in seen:
        seen.add(current.i)
        own = [child for child in current.children if child.dep_ in _SUBJECTS]
        if own:  # the nearer of two behind "according to the governor, Ali Musa, the gunmen fled"
            told = any(child.lower_ == "according" and child.i < own[0].i for child in current.children)
            return next((child for child in reversed(own) if child.i < current.i), own[0]) if told else own[0]
        before = _clause_subject(current)
        if before is not None:
            return before
        if current.dep_ == "acl" and current.tag_ == "VB":
            return _who_attempts(current.head)
        if current.dep_ in ("conj", "xcomp", "advcl", "pcomp") or (
            current.dep_ in ("ccomp", "dep") and current.tag_ in ("VBG", "VB")
        ):
            head = current.head
            if current.dep_ == "pcomp" and head.lower_ == "by" and is_passive(head.head):
                return None
            if current.dep_ == "pcomp" and (accused := accused_by(head)) is not None:
                return accused
            if current.dep_ == "advcl" and any(
                c.dep_ == "mark" and c.lower_ in _FINITE_MARKS for c in current.children
            ):
                return None
            if current.dep_ == "pcomp":
                head = head.head
            if head.pos_ not in ("VERB", "AUX"):
                return None
            if current.dep_ == "xcomp" and head.lemma_ not in _SUBJECT_CONTROL:
                told = next((c for c in head.children if c.dep_ in ("dobj", "dative") and c.i < current.i), None)
                if told is not None and any(c.dep_ == "aux" and c.lower_ == "to" for c in current.children):
                    return told
            current = head
        else:
            return None
    return None


def accused_by(preposition: Token) -> Token | None:
    """Who is said to have done what "of" or "for" introduces ("accused the army of shelling it", "jailed for looting"),
    whether the parser hangs the preposition on the verb or on him.
    """
    above = preposition.head
    noun = above
    while noun.dep_ in ("appos", "conj", "nmod") and noun.pos_ in _NOUNS:
        noun = noun.head
    if above.pos_ in _NOUNS and noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_ in _OBJECT_CONTROL:
        return noun
    if above.lemma_ not in _OBJECT_CONTROL:
        return None
    if above.dep_ == "acl":
        return above.head
    return next(iter(patients(above)), None)


def _who_attempts(noun: Token) -> Token | None:
    """Whose attempt it is: "an attempt by the rebels to infiltrate", "the rebels' attempt to …"."""
    by = next((c for c in noun.children if c.dep_ in ("prep", "agent") and c.lower_ == "by"), None)
    if by is not None:
        return next((c for c in by.children if c.dep_ == "pobj"), None)
    return next((c for c in noun.children if c.dep_ == "poss"), None)


def _clause_subject(verb: Token) -> Token | None:
    """What stands between "before" and a finite verb, where the parser took it for the object of a preposition.

    In "he had warned, well before the movement declared itself a state" it makes "declared" a second verb of "he".
    """
    if verb.dep_ != "conj" or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    last = verb.i - 1
    while last > verb.sent.start and verb.doc[last].is_quote:
        last -= 1
    noun = verb.doc[last]
    while noun.i > verb.sent.start and noun.dep_ != "ROOT":
        marker = noun.head
        if noun.dep_ == "pobj" and marker.lower_ in _CLAUSE_PREPOSITIONS:
            reaches = all(t.is_quote for t in verb.doc[noun.right_edge.i + 1 : verb.i])
            return noun if verb.head.i < marker.i and reaches else None
        noun = marker
    return None


_CLAUSE_PREPOSITIONS = {"before", "after", "until", "since"}
# "He threatened the town to shell it": with these, who acts is the subject, whatever object stands between.
_SUBJECT_CONTROL = {"promise", "threaten", "vow", "use", "take", "need", "send"}
_OBJECT_CONTROL = {
    "accuse", "blame", "suspect", "charge", "stop", "prevent", "condemn", "criticise", "criticize", "sentence",
    "convict", "jail", "imprison", "arrest", "detain", "prosecute", "try", "indict", "punish", "denounce",
}  # fmt: skip
_FINITE_MARKS = {"that", "because", "although", "while", "when", "after", "before", "as", "if", "since", "until"}


def is_definite(token: Token) -> bool:
    """Whether "the", "this" or "those" stands before a noun, or before the one it is coordinated with."""
    while (
        token.dep_ == "conj"
        and not any(c.dep_ in ("det", "poss") for c in token.children)
        and token.head.pos_ == "NOUN"
    ):
        token = token.head
    return any(
        (c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those", "both", "each", "such"))
        for c in token.children
    )


def is_gerund_noun(token: Token) -> bool:
    """A verb form that stands as a noun: "Shelling of the town killed three"."""
    return (
        token.tag_ == "VBG"
        and (
            (
                token.dep_ in ("csubj", "nsubj", "nsubjpass", "pobj", "ROOT", "dobj")
                and any(
                    c.dep_ == "prep" and c.lower_ in ("of", "between", "in", "with", "against") for c in token.children
                )
            )
            or (
                token.dep_ in ("pcomp", "pobj")
                and (token.head.lower_ in ("by", "in", "during") or _named_by_of(token))
                and all(c.dep_ in ("prep", "punct") for c in token.rights)
            )
            or (
                token.dep_ in ("csubj", "nsubj", "nsubjpass")
                and token.i < token.head.i
                and not any(c.dep_ in ("xcomp", "ccomp", "advmod", "prt") for c in token.children)
            )
            or any(c.dep_ == "prep" and c.lower_ == "between" for c in token.children)
        )
        and not any(c.dep_ in ("nsubj", "aux", "dobj") for c in token.children)
    )


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: by its auxiliary or subject, as a bare participle, or through a conjunct."""
    for child in verb.children:
        if child.dep_ in ("auxpass", "nsubjpass"):
            return True
        if child.dep_ == "nsubj":
            return False
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl", "amod", "advcl", "ROOT", "ccomp", "conj", "dep", "pcomp"):
        if any(c.dep_ == "aux" and (c.lemma_ == "have" or c.lower_ == "having") for c in verb.children):
            return False
        if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
            if any(c.dep_ == "dobj" for c in verb.children):
                return False
            return is_passive(verb.head) or not any(c.dep_ in ("nsubj",) for c in verb.head.children)
        return not any(c.dep_ == "dobj" for c in verb.children)
    return False


def _named_by_of(gerund: Token) -> bool:
    """Whether "of" makes a noun of a gerund ("after shelling of the market", "in two days of fighting")."""
    if gerund.head.lower_ == "of":
        return gerund.head.head.lemma_ in _SPANS
    return any(c.lower_ == "of" for c in gerund.children)


_SPANS = ("day", "week", "month", "hour", "night", "year", "spell", "bout", "round", "wave")


def direct_objects(verb: Token) -> list[Token]:
    """Direct objects with all coordinated with them."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ in ("dobj", "dative", "oprd") and (child.pos_ not in ("ADP", "ADJ") or objects_of(child, "of")):
            found.extend(conjuncts(child))
    return found


def patients(verb: Token) -> list[Token]:
    """Whom the verb happens to: its objects, or the subject of a passive, or the noun a participle hangs on."""
    if is_passive(verb):
        own = next((c for c in verb.children if c.dep_ == "nsubjpass" and c.tag_ not in ("WDT", "WP")), None)
        if own is not None:
            return conjuncts(own)
        if verb.dep_ in ("acl", "amod") and verb.head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
            return conjuncts(verb.head) if verb.dep_ == "acl" and verb.head.dep_ != "conj" else [verb.head]
        if verb.dep_ == "relcl" and not any(
            c.dep_ == "nsubjpass" and c.tag_ not in ("WDT", "WP") for c in verb.children
        ):
            return [verb.head]
        found = subject(verb)
        return conjuncts(found) if found is not None else []
    objects = direct_objects(verb)
    relatives = [o for o in objects if o.tag_ in ("WDT", "WP")]
    if relatives and verb.dep_ == "relcl":
        return [verb.head]
    if (
        not objects
        and verb.dep_ == "relcl"
        and any(c.dep_ == "nsubj" and c.tag_ not in ("WDT", "WP") for c in verb.children)
    ):
        return [verb.head]
    return objects


def agents(verb: Token) -> list[Token]:
    """Who does it: the subject of an active verb, or what "by" names with a passive one."""
    if is_passive(verb):
        return objects_of(verb, "by")
    found = subject(verb)
    if found is None:
        if verb.dep_ in ("relcl", "acl") and verb.tag_ != "VBN":
            return conjuncts(verb.head)
        return []
    if found.tag_ in ("WDT", "WP"):
        owner = found.head if found.head.dep_ == "relcl" else verb
        while owner.dep_ == "conj":
            owner = owner.head
        return [owner.head] if owner.dep_ == "relcl" else []
    return conjuncts(found)


def prepositions(token: Token) -> Iterator[Token]:
    """The prepositions that hang on a token, those inside another preposition ("out of") too."""
    for child in token.children:
        if child.dep_ in _PREPOSITION_TAGS and child.pos_ in ("ADP", "SCONJ", "ADV", "VERB", "PART"):
            yield child
            for inner in child.children:
                if inner.dep_ == "prep" and child.lower_ != "according":
                    yield inner
        elif child.dep_ == "prt":
            yield from (c for c in child.children if c.dep_ in _PREPOSITION_TAGS)


def objects_of(token: Token, *words: str) -> list[Token]:
    """The nouns that the given prepositions introduce at a token, with all coordinated with them."""
    found: list[Token] = []
    for preposition in prepositions(token):
        if preposition.lower_ in words:
            found.extend(preposition_objects(preposition))
    return found


def preposition_objects(preposition: Token) -> list[Token]:
    """The objects of a preposition, with all coordinated with them."""
    found: list[Token] = []
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp") and child.pos_ not in ("VERB", "AUX"):
            found.extend(conjuncts(child))
        elif child.dep_ == "pcomp" and child.tag_ == "VBG":
            found.extend(t for c in child.children if c.dep_ == "nsubj" for t in conjuncts(c))
    return found


def clause(verb: Token) -> set[int]:
    """Token indices of a clause: its subtree without clauses that depend on it by a conjunction of their own."""
    inside: set[int] = set()
    todo = [verb]
    while todo:
        token = todo.pop()
        inside.add(token.i)
        for child in token.children:
            if child.dep_ in ("ccomp", "parataxis") or (child.dep_ == "conj" and child.pos_ == "VERB"):
                continue
            if child.dep_ == "advcl" and any(c.dep_ in ("mark", "advmod") for c in child.children if c.i < child.i):
                continue
            todo.append(child)
    return inside


def governors(token: Token) -> Iterator[Token]:
    """The heads above a token up to the root of its sentence."""
    while token.head.i != token.i:
        token = token.head
        yield token


def verb_above(token: Token) -> Token:
    """The verb that a noun hangs on, or the root of its sentence."""
    while token.head.i != token.i and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token
