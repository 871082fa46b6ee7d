"""Words that say what became of people, and how many (`data/casualties.toml`), with what a sentence states of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from kg.extract.lexicon import read_toml
from kg.extract.nouns import lemma
from kg.extract.phrases import governors, objects_of
from kg.extract.reference_values import Reference
from kg.model import Outcome, Toll

_OUTCOMES: tuple[Outcome, ...] = ("killed", "injured", "displaced", "abducted", "detained", "released", "missing")


@dataclass(frozen=True, slots=True)
class Casualties:
    """The lexicon: outcomes by lemma of a verb, adjective or noun, and what introduces parts."""

    verbs: dict[str, Outcome]
    adjectives: dict[str, Outcome]
    nouns: dict[str, tuple[Outcome, ...]]
    tolls: dict[str, Outcome]
    numbers: frozenset[str]
    headline_verbs: dict[str, Outcome]
    befalling: frozenset[str]
    spared: dict[str, frozenset[str]]
    bodies: dict[str, frozenset[str]]
    fatally: frozenset[str]
    breakdowns: frozenset[str]
    parts: re.Pattern[str]
    losses: dict[str, frozenset[str]]
    counting: frozenset[str]


@lru_cache(maxsize=1)
def load_casualties() -> Casualties:
    """The lexicon of casualties, read once."""
    data = read_toml("casualties.toml")
    nouns: dict[str, tuple[Outcome, ...]] = dict.fromkeys(data["nouns"]["killed"], ("killed",))
    nouns.update(dict.fromkeys(data["nouns"]["injured"], ("injured",)))
    nouns.update(dict.fromkeys(data["nouns"]["both"], ("killed", "injured")))
    tolls: dict[str, Outcome] = {}
    for outcome in ("killed", "injured"):
        tolls.update(dict.fromkeys(data["tolls"][outcome], outcome))
    return Casualties(
        {w: o for o in _OUTCOMES for w in data["verbs"].get(o, ())},
        {w: o for o in _OUTCOMES for w in data["adjectives"].get(o, ())},
        nouns,
        tolls,
        frozenset(data["tolls"]["number"]),
        {w: o for o in _OUTCOMES for w in data["headlines"].get(o, ())},
        frozenset(data["befalls"]["verbs"]),
        {name: frozenset(words) for name, words in data["spared"].items()},
        {name: frozenset(words) for name, words in data["bodies"].items()},
        frozenset(data["befalls"]["fatally"]),
        frozenset(data["breakdowns"]["opening"]),
        re.compile(r"\b(?:" + "|".join(re.escape(m) for m in data["parts"]["markers"]) + r")\b", re.IGNORECASE),
        {name: frozenset(words) for name, words in data["losses"].items()},
        frozenset(data["others"]["verbs"]),
    )


@dataclass(slots=True)
class TollStatement:
    """A toll with the token that states it (`anchor`, mostly a verb) and what its group refers to.

    `revised` is a count that takes the place of an earlier one, `part` one of those whom the report counted before,
    `total` a count over a period, of no single act.
    """

    toll: Toll
    anchor: Token
    group: Token
    reference: Reference | None
    start: int
    revised: bool = False
    part: bool = False
    total: bool = False


def phrase_outcome(verb: Token) -> Outcome | None:
    """The outcome of a verb with a particle or fixed phrase ("carried off", "lost their lives")."""
    phrases = _phrases().get(verb.lemma_.lower())
    if phrases is None:
        return None
    behind = f" {verb.doc[verb.i + 1 : min(verb.i + 14, verb.sent.end)].text.lower()} "
    behind = behind.replace(",", " ,").replace(".", " .")
    return next((outcome for particle, outcome in phrases if not particle or f" {particle} " in behind), None)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[str, Outcome]]]:
    """Particles and phrases behind verbs, with their outcomes, by the verb's lemma."""
    stated = read_toml("casualties.toml")["phrases"]
    found: dict[str, list[tuple[str, Outcome]]] = {}
    for outcome in _OUTCOMES:
        for word, particle in stated.get(outcome, ()):
            found.setdefault(word, []).append((particle, outcome))
    return found


def people_of(number: Token) -> list[Token]:
    """Those of whom a number is told: nouns behind "of", and participles that stand for people ("of the wounded")."""
    behind = [c for p in number.children if p.dep_ == "prep" and p.lower_ == "of" for c in p.children]
    return objects_of(number, "of") or [c for c in behind if c.tag_ == "VBN" and c.i <= number.i + 3]


def is_hurt(person: Token) -> bool:
    """Whether a noun phrase says that those whom it names are wounded: who is evacuated so has not fled."""
    casualties = load_casualties()
    named = casualties.nouns.get(lemma(person)) or casualties.nouns.get(person.lower_) or ()
    if "injured" in named or casualties.adjectives.get(person.lower_) == "injured":
        return True
    return any(casualties.adjectives.get(c.lower_) == "injured" for c in person.lefts)


def overtaken(token: Token) -> bool:
    """Whether a figure belongs to an earlier count that the report itself corrects: one that it calls earlier, or a
    first one of which it speaks as past ("initial reports had spoken of 14 dead").
    """
    earlier = read_toml("casualties.toml")["earlier"]
    for governor in [token, *governors(token)]:
        called = _called(governor, earlier)
        if governor.pos_ == "VERB":
            past = any(c.dep_ == "aux" and c.lower_ == "had" for c in governor.children)
            told = [w for c in governor.children if c.dep_ == "nsubj" for w in _called(c, earlier)]
            return any(past or w in earlier["corrected"] for w in told)
        if any(w in earlier["corrected"] for w in called):
            return True
    return False


def _called(noun: Token, earlier: dict[str, list[str]]) -> list[str]:
    """The adjectives of a noun for a count that call it an earlier or first one."""
    if lemma(noun) not in earlier["nouns"]:
        return []
    return [c.lower_ for c in noun.children if c.dep_ == "amod" and c.lower_ in earlier["adjectives"]]


@lru_cache(maxsize=1)
def event_nouns() -> dict[str, Outcome]:
    """Single nouns of `events.toml` that say what happened to their objects."""
    return {
        word: entry["outcome"]
        for entry in read_toml("events.toml")["noun"]
        if "outcome" in entry
        for word in entry["lemmas"]
        if " " not in word
    }


@lru_cache(maxsize=1)
def load_plurals() -> frozenset[str]:
    """Plurals of numbers, which count what stands behind "of" ("dozens of people")."""
    return frozenset(read_toml("figures.toml")["words"]["PLURAL"]["entries"])


def cause_of(label: str | None) -> str | None:
    """The type of event that a label names instead of a place ("Landmines and UXO:")."""
    if label is None:
        return None
    words = f" {label.lower().strip('*_ ')}"
    found = [(words.find(f" {k}"), t) for k, t in read_toml("casualties.toml")["labels"].items() if f" {k}" in words]
    return min(found)[1] if found else None


def is_caption(label: str | None) -> bool:
    """Whether a label names neither a place nor a cause ("In total:")."""
    return (label or "").strip("*_ ").lower() in read_toml("casualties.toml")["captions"]["words"]
