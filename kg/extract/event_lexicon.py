"""Words that state an event: verbs in their senses and nouns in their uses (`data/events.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.tokens import Token

from kg.errors import DataError
from kg.extract.lexicon import DATA, read_toml
from kg.extract.nouns import lemma, phrases_at
from kg.extract.phrases import objects_of
from kg.model import Outcome


@dataclass(frozen=True, slots=True)
class VerbSense:
    """One sense of a verb; the fields are those described in `events.toml`."""

    type: str
    particle: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object_lemma: tuple[str, ...] = ()
    prep_object: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    outcome: Outcome | None = None
    agent: str = "subject"
    count: str | None = None
    unless: tuple[str, ...] = ()
    passive_only_for: tuple[str, ...] = ()
    sides: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class NounSense:
    """One sense of a noun; the fields are those described in `events.toml`."""

    type: str
    of: str = "none"
    target: tuple[str, ...] = ("on", "against", "at", "targeting")
    outcome: Outcome | None = None
    place_of: bool = False
    documented_only: bool = False
    agent_only: bool = False


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """Senses by lemma, the verbs that carry event nouns or state results, and the words around events; tables of
    words are those of `events.toml`, by their names there.
    """

    verbs: dict[str, tuple[VerbSense, ...]]
    nouns: dict[str, tuple[tuple[str, NounSense], ...]]
    light: dict[str, frozenset[str]]
    result: dict[str, frozenset[str]]
    forms: dict[str, str]
    invariant: frozenset[str]
    forces: frozenset[str]
    conflict: dict[str, frozenset[str]]
    figurative: frozenset[str]
    compounds: frozenset[str]
    beside: dict[str, frozenset[str]]
    pointing: dict[str, frozenset[str]]
    attackers: dict[str, frozenset[str]]
    unknown: re.Pattern[str]

    @property
    def harming(self) -> frozenset[str]:
        """Verbs that say of people that they were killed or injured."""
        return self.result["killed"] | self.result["injured"]

    def word(self, verb: Token) -> str:
        """The lemma of a verb, mended where the lemmatizer gets it wrong."""
        return self.forms.get(verb.lower_, verb.lemma_.lower())

    def senses(self, verb: Token) -> tuple[VerbSense, ...]:
        """The senses of a verb, the narrower before the wider; none where the lexicon lacks it."""
        return self.verbs.get(self.word(verb), ())

    def noun_sense(self, token: Token) -> tuple[str, NounSense] | None:
        """The longest entry that ends in a noun, with its compounds or what "of" introduces, and its sense."""
        senses = self.nouns.get(lemma(token))
        if not senses:
            return None
        phrase = phrases_at(token)[0]
        for words, sense in senses:
            if " of " in words:
                inner = words.split(" of ", 1)[1]
                if any(lemma(o) == inner for o in objects_of(token, "of")):
                    return words, sense
            elif phrase == words or phrase.endswith(" " + words):
                return words, sense
        return None


@lru_cache(maxsize=1)
def load_events() -> EventLexicon:
    """The lexicon of events. Raises DataError where an entry has an unknown key."""
    data = read_toml("events.toml")
    verbs: dict[str, list[VerbSense]] = {}
    nouns: dict[str, list[tuple[str, NounSense]]] = {}
    try:
        for entry in data["verb"]:
            sense = VerbSense(**_frozen(entry))
            for word in entry["lemmas"]:
                verbs.setdefault(word, []).append(sense)
        for entry in data["noun"]:
            noun = NounSense(**_frozen(entry))
            for words in entry["lemmas"]:
                head = words.split(" of ", 1)[0].split()[-1]
                nouns.setdefault(head, []).append((words, noun))
        for senses in nouns.values():
            senses.sort(key=lambda s: -len(s[0]))
        return EventLexicon(
            verbs={k: tuple(v) for k, v in verbs.items()},
            nouns={k: tuple(v) for k, v in nouns.items()},
            light=_sets(data["light"]),
            result=_sets(data["result"]),
            forms=data["forms"],
            invariant=frozenset(data["invariant"]["verbs"]),
            forces=frozenset(data["forces"]["nouns"]),
            conflict=_sets(data["conflict"]),
            figurative=frozenset(data["figurative"]["of"]),
            compounds=frozenset(data["figurative"]["compounds"]),
            beside=_sets(data["beside"]),
            pointing=_sets(data["pointing"]),
            attackers=_sets(data["attackers"]),
            unknown=_any_of(data["attackers"]["unknown"]),
        )
    except (KeyError, TypeError) as e:
        raise DataError(
            f"an entry is not as its header says: {e}", where=str(DATA / "events.toml"), remedy="Mend it"
        ) from e


def _frozen(entry: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items() if k != "lemmas"}


def _sets(table: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    return {k: frozenset(v) for k, v in table.items()}


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
