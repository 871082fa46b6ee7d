"""The words by which noun phrases refer (`data/references.toml`), and those of sources (`data/attribution.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.errors import DataError
from kg.extract.lexicon import DATA, read_toml


@dataclass(frozen=True, slots=True)
class Called:
    """Which actors a noun that points back can mean: those of `kinds`; where `armed`, first of all an armed group."""

    kinds: frozenset[str]
    armed: bool


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """The lexicon of references, all in lower case. The heads of its files tell what each list is for."""

    quantifiers: frozenset[str]
    ages: frozenset[str]
    definite: frozenset[str]
    among: frozenset[str]
    singular: frozenset[str]
    plural: frozenset[str]
    person: frozenset[str]
    first: frozenset[str]
    own: frozenset[str]
    reflexive_endings: tuple[str, ...]
    backing: frozenset[str]
    holding: frozenset[str]
    members: frozenset[str]
    sites: frozenset[str]
    many: frozenset[str]
    others: frozenset[str]
    only_last: frozenset[str]
    actors: frozenset[str]
    tell: frozenset[str]
    called: dict[str, Called]
    speech: frozenset[str]
    sources: frozenset[str]
    authored: frozenset[str]


@lru_cache(maxsize=1)
def load_reference_words() -> ReferenceWords:
    """The lexicon of references. Raises DataError where a table or a list of its files is missing."""
    data, attribution = read_toml("references.toml"), read_toml("attribution.toml")
    try:
        phrases, pronouns, owners, names = data["phrases"], data["pronouns"], data["owners"], data["names"]
        verbs, sources = attribution["verbs"], attribution["sources"]
        return ReferenceWords(
            quantifiers=frozenset(phrases["quantifiers"]),
            ages=frozenset(phrases["ages"]),
            definite=frozenset(phrases["definite"]),
            among=frozenset(phrases["among"]),
            singular=frozenset(pronouns["singular"]),
            plural=frozenset(pronouns["plural"]),
            person=frozenset(pronouns["person"]),
            first=frozenset(pronouns["first"]),
            own=frozenset(pronouns["own"]),
            reflexive_endings=tuple(pronouns["reflexive_endings"]),
            backing=frozenset(owners["backing"]),
            holding=frozenset(owners["holding"]),
            members=frozenset(owners["members"]),
            sites=frozenset(owners["sites"]),
            many=frozenset(owners["many"]),
            others=frozenset(owners["others"]),
            only_last=frozenset(names["only_last"]),
            actors=frozenset(names["actors"]),
            tell=frozenset(data["speech"]["tell"]),
            called={
                word: Called(frozenset(entry["kinds"]), entry.get("armed", False))
                for entry in data["called"]
                for word in entry["words"]
            },
            speech=frozenset([*verbs["say"], *verbs["deny"], *verbs["allege"], *verbs["urge"]]),
            sources=frozenset([*sources["persons"], *sources["transparent"]]),
            authored=frozenset(sources["authored"]),
        )
    except KeyError as e:
        what = f"{e} is missing from references.toml or attribution.toml"
        raise DataError(what, where=str(DATA), remedy="Install kg again") from e
