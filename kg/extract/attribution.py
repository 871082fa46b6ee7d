"""Who says so, and whether it is said to have happened: claimants and modality of what a clause states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from kg.extract.hospital import wounded_words
from kg.extract.lexicon import read_toml
from kg.extract.phrases import agents, governors, is_passive, objects_of, subject
from kg.extract.reference_values import Reference
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock
from kg.model import Modality


@dataclass(frozen=True, slots=True)
class _Lexicon:
    say: frozenset[str]
    document: frozenset[str]
    deny: frozenset[str]
    allege: frozenset[str]
    urge: frozenset[str]
    plan: frozenset[str]
    modals: frozenset[str]
    alleged: frozenset[str]
    alleged_adjectives: frozenset[str]
    planned_adjectives: frozenset[str]
    dispatch: frozenset[str]
    failed: frozenset[str]
    plots: frozenset[str]
    conditional: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    data = read_toml("attribution.toml")
    verbs, modality = data["verbs"], data["modality"]
    return _Lexicon(
        frozenset(verbs["say"]),
        frozenset(verbs["document"]),
        frozenset(verbs["deny"]),
        frozenset(verbs["allege"]),
        frozenset(verbs["urge"]),
        frozenset(verbs["plan"]),
        frozenset(modality["planned_modals"]),
        frozenset(modality["alleged_adverbs"]),
        frozenset(modality["alleged_adjectives"]),
        frozenset(modality["planned_adjectives"]),
        frozenset(modality["dispatch"]),
        frozenset(modality["failed"]),
        frozenset(modality["plots"]),
        frozenset(modality["conditional"]),
    )


# Behind these stands when somebody said so, not what he said.
_TIMES = frozenset(["after", "before", "since", "while"])
# What these have for their object is wished for, not told.
_ASKING = frozenset(["demand", "request", "urge", "advocate"])


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so (nobody but the publisher where empty), and the modality that this gives."""

    claimants: tuple[Reference, ...]
    modality: Modality
    hypothetical: bool = False


class Attributor:
    """Finds claimants and modality for the clauses of one report."""

    def __init__(self, referrer: Referrer) -> None:
        self.referrer = referrer

    def of(self, parsed: ParsedBlock, token: Token, carrier: Token | None, noun: bool) -> Attribution:
        """The attribution of an event stated by `token`, which `carrier` (a light verb) may carry."""
        lexicon = _lexicon()
        claimants: list[Reference] = []
        modality: Modality = "asserted"
        hypothetical = denied = crossed = False
        verb = carrier if carrier is not None else token
        if self._alleged_by_words(token) or (carrier is not None and self._alleged_by_words(carrier)):
            modality = "alleged"
        above = (
            next((g for g in governors(token) if g.pos_ in ("VERB", "AUX")), None) if noun and carrier is None else None
        )
        if (
            self._planned(verb)
            or (above is not None and self._planned(above))
            or (noun and self._planned_noun(token, carrier))
        ):
            modality = "planned"
        if modality == "asserted" and (_negated(verb) or _negated_noun(token)):
            modality = "denied"
        current = token
        seen = {current.i}
        while True:
            head = current.head
            if head.i in seen:
                break
            seen.add(head.i)
            crossed = crossed or (current.dep_ == "relcl" and not noun)
            word = head.lemma_.lower()
            if noun and current.dep_ == "dobj" and word in _ASKING and token.lemma_ not in ("attack", "operation"):
                hypothetical = True
            # "blamed Israel, whose jets bombed …"
            of_him = crossed and current.dep_ == "dobj" and word in lexicon.allege
            if head.pos_ in ("VERB", "AUX") and not of_him and self._reports(current, head, word):
                speakers = self._speakers(parsed, head)
                teller = subject(head) if not is_passive(head) else None
                if teller is not None and (_nobody(teller) or _negated_noun(teller)):
                    hypothetical = True  # "No group has said that it was behind the blast"
                if word in lexicon.urge and current.dep_ in ("xcomp", "ccomp") and not noun:
                    hypothetical = True
                if word in lexicon.deny and not _negated(head):
                    modality, denied = "denied", True
                elif word in lexicon.allege:
                    modality = "alleged" if modality == "asserted" else modality
                elif (
                    word in lexicon.plan
                    and current.dep_ in ("xcomp", "ccomp", "dobj", "pobj", "prep", "pcomp")
                    and not (current.dep_ == "ccomp" and current.i < head.i)
                    and _governed(token, current)
                    and modality == "asserted"
                ) and (
                    word not in ("order", "agree", "decide", "warn", "expect", "propose")
                    or current.dep_ == "xcomp"
                    or self._planned(current)
                ):
                    modality = "planned"
                if (word in lexicon.say | lexicon.deny | lexicon.allege and not claimants) or (
                    word in lexicon.document and noun and not claimants
                ):
                    claimants = speakers
                if (
                    word in lexicon.say
                    and current.dep_ in ("ccomp", "parataxis")
                    and head.dep_ in ("advcl", "conj")
                    and claimants
                ):
                    break
            elif head.pos_ in ("VERB", "AUX") and current.dep_ in ("advcl",) and self._conditional(current):
                hypothetical = True
            if (
                noun
                and head.pos_ == "NOUN"
                and head.lemma_.lower() in ("claim", "allegation", "report", "denial")
                and current.dep_ in ("prep", "acl", "pobj")
            ) and head.lemma_.lower() in ("claim", "allegation"):
                modality = "alleged" if modality == "asserted" else modality
            current = head
        if not claimants:
            claimants = self._according(parsed, token)
        if not claimants:
            claimants = self._parenthetical(parsed, token)
        if self._conditional(verb) or (
            verb.dep_ not in ("relcl", "pcomp")
            and any(c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in ("who", "what") for c in verb.children)
        ):
            hypothetical = True
        found = subject(verb)
        if modality == "denied" and not denied and (not claimants or (found is not None and _nobody(found))):
            hypothetical = True
        if denied and _any(verb, token):
            hypothetical = True  # "denied that any ship had been hit"
        if verb.dep_ == "xcomp" and any(c.lower_ == "yet" for c in verb.head.children if c.i < verb.i):
            hypothetical = True  # "had yet to bring relief"
        if not noun and found is not None and is_passive(verb) and _none_of_them(found):
            hypothetical = True
        return Attribution(tuple(claimants), modality, hypothetical)

    # ------------------------------------------------------------ claimants
    @staticmethod
    def _reports(current: Token, head: Token, word: str) -> bool:
        """Whether `current` is what `head` reports, rather than the reporting itself."""
        lexicon = _lexicon()
        if word in wounded_words()["treating"] and any(c.dep_ == "nummod" for c in current.children):
            return False  # "the hospital admitted 11 men" says nothing
        if word in lexicon.urge and current.dep_ in ("ccomp", "xcomp"):
            return True
        if current.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _TIMES for c in current.children):
            return False
        if word in lexicon.deny | lexicon.allege | lexicon.plan:
            return current.dep_ in ("ccomp", "xcomp", "dobj", "pcomp", "prep", "advcl", "nsubjpass")
        if word in lexicon.say | lexicon.document:
            return current.dep_ in (
                "ccomp",
                "parataxis",
                "dobj",
                "dep",
                "nsubjpass",
                "xcomp",
                "advcl",
                "conj",
            ) and not (current.dep_ == "conj" and current.i > head.i)
        return False

    def _speakers(self, parsed: ParsedBlock, verb: Token) -> list[Reference]:
        tokens = agents(verb)
        if not tokens and is_passive(verb):
            return []
        if not tokens and (before := _noun_before(verb)) is not None:
            tokens = [before]
            if before.dep_ == "conj" and before.head.pos_ in ("NOUN", "PROPN") and verb.i - before.head.i < 6:
                tokens.insert(0, before.head)
        found = {r.entity: r for t in tokens if (r := self.referrer.speaker(parsed, t)) is not None}
        return [r for r in found.values() if r.sort != "object"]

    def _according(self, parsed: ParsedBlock, token: Token) -> list[Reference]:
        """ "according to SOHR sources": for the whole sentence, in its middle for what stands before it."""
        for other in token.sent:
            word = other.lower_
            if word in ("according", "citing", "quoting") and _behind_its_clause(other, token):
                continue
            if word == "according" and other.i + 1 < len(parsed.doc) and parsed.doc[other.i + 1].lower_ == "to":
                inner = objects_of(parsed.doc[other.i], "to") or [
                    t for c in parsed.doc[other.i + 1].children if c.dep_ == "pobj" for t in [c]
                ]
                return [r for t in inner if (r := self.referrer.speaker(parsed, t)) is not None and r.sort != "object"]
            if word in ("citing", "quoting") and other.pos_ == "VERB":
                inner = [c for c in other.children if c.dep_ == "dobj"]
                return [r for r in self.referrer.all(parsed, inner) if r.sort != "object"]
        return []

    def _parenthetical(self, parsed: ParsedBlock, token: Token) -> list[Reference]:
        """ "…, Somali police said.": a reporting verb at the end that the parser made the root or a parataxis."""
        root = token.sent.root
        if root.lemma_.lower() in _lexicon().say and root.i > token.i and root.i >= token.sent.end - 12:
            for child in root.children:
                if child.dep_ in ("ccomp", "parataxis") and child.left_edge.i <= token.i <= child.right_edge.i:
                    return self._speakers(parsed, root)
        for other in token.sent:
            if other.dep_ == "parataxis" and other.lemma_.lower() in _lexicon().say:
                return self._speakers(parsed, other)
        return []

    # ------------------------------------------------------------ modality
    @staticmethod
    def _alleged_by_words(token: Token) -> bool:
        lexicon = _lexicon()
        return any(
            (c.dep_ == "advmod" and c.lower_ in lexicon.alleged)
            or (c.dep_ == "amod" and c.lower_ in lexicon.alleged_adjectives)
            or (c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ in lexicon.allege)
            for c in token.children
        )

    @staticmethod
    def _planned(verb: Token) -> bool:
        lexicon = _lexicon()
        auxiliaries = [c for c in verb.children if c.dep_ == "aux"]
        perfect = any(c.lemma_ == "have" for c in auxiliaries)
        if any(c.lower_ in lexicon.modals | {"'ll"} for c in auxiliaries) and not perfect:
            return True
        if verb.lemma_ == "be" and any(
            c.dep_ == "xcomp" and any(a.dep_ == "aux" and a.lower_ == "to" for a in c.children) for c in verb.children
        ):
            return True
        if verb.dep_ == "xcomp" and verb.head.lemma_ == "be" and any(c.lower_ == "to" for c in auxiliaries):
            return True
        head = verb.head
        if verb.dep_ in ("advcl", "xcomp") and verb.tag_ == "VB" and head.lemma_ in lexicon.dispatch:
            return True
        if verb.dep_ == "acl" and verb.tag_ == "VB":  # "foiled an attempt to …", "a plot to …", "a failed bid to …"
            undone = head.dep_ in ("dobj", "nsubjpass") and head.head.lemma_.lower() in lexicon.failed
            described = any(c.dep_ == "amod" and c.lemma_.lower() in lexicon.failed for c in head.children)
            return undone or described or head.lemma_.lower() in lexicon.plots
        if verb.dep_ == "xcomp" and head.lemma_.lower() in lexicon.plan | {"due", "set", "ready", "scheduled"} | {"go"}:
            return True
        return verb.dep_ == "xcomp" and head.lower_ in (
            "due",
            "set",
            "expected",
            "ready",
            "scheduled",
            "poised",
            "prepared",
        )

    @staticmethod
    def _planned_noun(token: Token, carrier: Token | None) -> bool:
        lexicon = _lexicon()
        ahead = lexicon.planned_adjectives - {"further"}
        if any(c.dep_ == "amod" and c.lower_ in ahead for c in token.children) and not _done(token, carrier):
            return True
        if carrier is not None and carrier.lemma_.lower() in (
            "plan",
            "prepare",
            "threaten",
            "schedule",
            "expect",
            "foil",
            "thwart",
            "prevent",
            "avert",
        ):
            return True
        head = token.head
        return token.dep_ in ("dobj", "nsubjpass", "pobj") and head.lemma_.lower() in lexicon.failed - {"fail", "stop"}

    @staticmethod
    def _conditional(verb: Token) -> bool:
        return any(c.dep_ in ("mark", "advmod") and c.lower_ in _lexicon().conditional for c in verb.children)


def _noun_before(verb: Token) -> Token | None:
    """The noun right before a reporting verb, for a subject that the parser has hung elsewhere."""
    i = verb.i - 1
    while i > verb.sent.start and verb.doc[i].is_punct:
        i -= 1
    return verb.doc[i] if i >= verb.sent.start and verb.doc[i].pos_ in ("NOUN", "PROPN") else None


def _governed(token: Token, current: Token) -> bool:
    """Whether what governs `current` governs the event noun or verb below it: "threatened a wave of attacks", but not
    "sought revenge for the arrest".
    """
    if token.i == current.i or token.pos_ not in ("NOUN", "PROPN"):
        return True
    if current.lower_ == "for" and any(c.dep_ == "dobj" for c in current.head.children):
        return False
    between = (g for g in token.ancestors if current.is_ancestor(g))
    return all(g.lower_ == "of" for g in between if g.dep_ == "prep")


def _done(token: Token, carrier: Token | None) -> bool:
    """Whether the words around an event noun say that it took place ("in a planned operation conducted on Sunday")."""
    if any(c.dep_ == "acl" and c.tag_ == "VBN" for c in token.children):
        return True
    where = token.head if token.dep_ == "pobj" and token.head.lower_ in ("in", "during", "by") else None
    verb = carrier if carrier is not None else where.head if where is not None else None
    return verb is not None and verb.tag_ in ("VBD", "VBN") and verb.lemma_ not in _lexicon().plan | _lexicon().failed


def _behind_its_clause(source: Token, token: Token) -> bool:
    """Whether an act stands behind the clause that a source in the middle of a sentence ends ("…, according to the
    police, and on 12 May rebels abducted 18 farmers").
    """
    if token.i < source.i or source.i - source.sent.start < 3:
        return False
    link = next((t for t in source.doc[source.i + 2 : token.i] if t.lower_ in ("and", "but", "while", ";")), None)
    if link is None or source.nbor(-1).lower_ in ("and", "but", "that", ";"):
        return False
    return link.nbor(-1).text == "," or link.nbor(1).lower_ == "that" or link.text == ";"


def _nobody(noun: Token) -> bool:
    """Whether a subject is "nobody", "no one" or "none"."""
    one = noun.lower_ == "one" and any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)
    return one or noun.lower_ in ("nobody", "none", "noone")


def _none_of_them(noun: Token) -> bool:
    """Whether it befell nobody ("no civilians were harmed")."""
    return noun.dep_ == "nsubjpass" and any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)


def _negated(verb: Token) -> bool:
    if any(c.dep_ == "neg" or (c.dep_ == "advmod" and c.lower_ == "never") for c in verb.children):
        return True
    found = subject(verb)
    if found is not None and _nobody(found):
        return True
    return (
        found is not None
        and any(c.dep_ == "det" and c.lower_ == "no" for c in found.children)
        and found.lemma_.lower()
        in (
            "group",
            "side",
            "party",
            "organisation",
            "organization",
            "attack",
            "strike",
        )
    )


def _any(*words: Token) -> bool:
    """Whether a clause tells of "any" of whom or of what it may befall: of none that somebody knows."""
    near = [t for word in words for t in (word, *word.children)]
    return any(c.lower_ == "any" for t in near for c in (t, *t.children) if c.dep_ in ("det", "nsubj", "nsubjpass"))


def _negated_noun(token: Token) -> bool:
    return token.pos_ == "NOUN" and any(c.dep_ == "det" and c.lower_ == "no" for c in token.children)
