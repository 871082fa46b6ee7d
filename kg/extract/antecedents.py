"""What was referred to before, in the order of the text, and the nouns that point back to it ("the group")."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Token

from kg.extract.grounding import ARMED_KINDS, STATE_KINDS, Grounding
from kg.extract.noun_phrases import is_definite
from kg.extract.nouns import load_nouns
from kg.extract.reference_values import Reference
from kg.extract.reference_words import load_reference_words
from kg.extract.report import ParsedBlock

# How many references are kept, and over how many blocks a noun points back: one that repeats a name's end farther.
_KEPT = 300
_NOUN_REACH = 4
_NAME_REACH = 6


@dataclass(slots=True)
class Seen:
    """A reference in the order of the text, for what points back to it.

    `subject`: it is a subject, or owns; `tells`: it only says what others do; `befallen`: something is done to it.
    """

    block: int
    token: int
    sentence: int
    subject: bool
    reference: Reference
    tells: bool = False
    befallen: bool = False


class Antecedents:
    """The references of one report so far."""

    def __init__(self, grounding: Grounding) -> None:
        self.grounding = grounding
        self._anaphors = load_nouns().anaphors["groups"]
        self._groups = load_nouns().groups
        self._words = load_reference_words()
        self._seen: deque[Seen] = deque(maxlen=_KEPT)

    def add(self, parsed: ParsedBlock, token: Token, reference: Reference) -> None:
        """Take in the next one, the noun of which is `token`."""
        acts = token.dep_ in ("nsubj", "nsubjpass", "poss")
        tells = self._only_tells(token, reference)
        befallen = token.dep_ in ("nsubjpass", "dobj")
        self._seen.append(Seen(parsed.index, token.i, token.sent.start, acts, reference, tells, befallen))

    def before(self, parsed: ParsedBlock, blocks: int) -> Iterator[Seen]:
        """What was referred to in a block and so many before it, the last first."""
        return takewhile(lambda seen: parsed.index - seen.block <= blocks, reversed(self._seen))

    def _only_tells(self, token: Token, reference: Reference) -> bool:
        """Whether it is the subject of a verb of saying, and nobody who fights or rules."""
        if token.dep_ != "nsubj" or reference.sort != "actor" or token.head.lemma_.lower() not in self._words.speech:
            return False
        return self.grounding.kind(reference) not in STATE_KINDS | ARMED_KINDS

    def pointed_at(self, parsed: ParsedBlock, token: Token, word: str) -> Reference | None:
        """ "the group", "this organisation", "the attackers": the last actor named that can be meant by the noun
        `token`, the lemma of which is `word`; None where it does not point back.
        """
        if word not in self._anaphors or not is_definite(token):
            return None
        if any(c.dep_ in ("compound", "nummod") or (c.dep_ == "amod" and c.text[:1].isupper()) for c in token.children):
            return None
        if any(
            c.dep_ in ("prep", "relcl", "acl") and parsed.doc[c.left_edge.i - 1].text != ","
            for c in token.children
            if c.i > token.i
        ):
            return None
        called = self._words.called.get(word)
        for armed in (True, False) if called is not None and called.armed else (False,):
            for seen in self.before(parsed, _NOUN_REACH):
                builder = self.grounding.report.entities[seen.reference.entity]
                if seen.subject and seen.block == parsed.index and seen.sentence == token.sent.start:
                    continue
                if armed and builder.kind not in ARMED_KINDS:
                    continue
                if self._of_a_speaker(seen):
                    continue
                if builder.named and self._can_be(word, builder.kind):
                    span, words = self.grounding.extent(parsed, token)
                    return Reference(builder.key, "actor", words, span, token.i, True)
        return None

    def _can_be(self, word: str, kind: str) -> bool:
        """Whether an actor of that kind can be called by that word."""
        called = self._words.called.get(word)
        if called is None:
            return kind in ARMED_KINDS
        return kind in called.kinds or (called.armed and kind in ARMED_KINDS)

    def _of_a_speaker(self, seen: Seen) -> bool:
        """Whether an actor was named only to tell who speaks ("said a member of the Joint Task Force")."""
        token = self.grounding.report.blocks[seen.block].doc[seen.token]
        within = False
        while token.dep_ in ("pobj", "prep", "appos", "nmod", "conj", "poss") and token.head.i != token.i:
            within = within or token.dep_ in ("pobj", "appos", "poss")
            token = token.head
        return within and token.dep_ == "nsubj" and token.head.lemma_ in self._words.tell

    def cut_short(self, parsed: ParsedBlock, words: str, token: Token) -> str | None:
        """The key of the actor named in full before, whose last word is repeated ("the Council"), if there is one."""
        if " " in words or not is_definite(token) or words.lower() not in self._groups:
            return None
        for seen in self.before(parsed, _NAME_REACH):
            builder = self.grounding.report.entities[seen.reference.entity]
            if builder.named and any(n.endswith(f" {words}") for n in (builder.name, *builder.names)):
                return builder.key
        return None
