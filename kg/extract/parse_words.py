"""What all mending of parses uses: words (`data/parse.toml`), and how a token is hung elsewhere."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Token

from kg.extract.lexicon import read_toml

NOUNS = ("NOUN", "PROPN")
NOUN_TAGS = ("NN", "NNS", "NNP", "NNPS")


@lru_cache(maxsize=16)
def verbs(kind: str) -> frozenset[str]:
    """A list of verbs of `parse.toml`, by its name."""
    return frozenset(read_toml("parse.toml")["verbs"][kind])


@lru_cache(maxsize=16)
def words(kind: str) -> frozenset[str]:
    """A list of other words of `parse.toml`, by its name."""
    return frozenset(read_toml("parse.toml")["words"][kind])


def passive(verb: Token) -> bool:
    """Whether a verb has the auxiliary of a passive."""
    return any(c.dep_ == "auxpass" for c in verb.children)


def make_root(token: Token, root: Token) -> None:
    """Let a token be the root of its sentence, above the one that was."""
    token.head = token
    token.dep_ = "ROOT"
    root.head = token


def take_place(token: Token, other: Token) -> None:
    """Let a token hang where another hangs."""
    label = other.dep_
    token.head = token if other.head.i == other.i else other.head
    token.dep_ = label


def coordinate(first: Token, noun: Token) -> None:
    """Hang the first of two coordinated nouns where the second hangs, and the second on it."""
    above, label = noun.head, noun.dep_
    if above.i == noun.i:
        make_root(first, noun)
    else:
        hang(first, above, label)
    hang(noun, first, "conj")


def before_verb(verb: Token) -> Token:
    """The token before a verb and its auxiliaries; the verb itself where it opens the text."""
    first = next((c.i for c in verb.lefts if c.dep_ in ("auxpass", "aux")), verb.i)
    return verb.doc[first - 1] if first else verb


def hang(token: Token, head: Token, label: str) -> None:
    """Hang a token on another, with a label."""
    token.head = head
    token.dep_ = label
