"""Families of classes that the reading of events treats alike (`data/families.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.errors import DataError
from kg.extract.lexicon import DATA, read_toml


@dataclass(frozen=True, slots=True)
class EventFamilies:
    """Types of events; the fields are those described in `families.toml`."""

    mutual: frozenset[str]
    out_of: frozenset[str]
    taking: frozenset[str]
    bombing: frozenset[str]
    held: frozenset[str]
    assaults: frozenset[str]
    overrunning: frozenset[str]
    begun: frozenset[str]
    gone_on: frozenset[str]
    from_attackers: frozenset[str]
    against_munitions: frozenset[str]
    physical: frozenset[str]
    staged: frozenset[str]
    attacks: frozenset[str]
    costly: frozenset[str]
    of_places: frozenset[str]
    explosive: frozenset[str]
    circumstances: frozenset[str]
    bloodless: frozenset[str]
    against_things: frozenset[str]
    of_people: frozenset[str]
    summed: frozenset[str]
    related: tuple[frozenset[str], ...]

    def akin(self, one: str, other: str) -> bool:
        """Whether two types can name one event at different widths."""
        return any(one in family and other in family for family in self.related)


@dataclass(frozen=True, slots=True)
class ActorFamilies:
    """Kinds of actors; the fields are those described in `families.toml`."""

    armed: frozenset[str]
    insurgent: frozenset[str]
    anonymous: frozenset[str]
    unidentified: frozenset[str]
    forces: frozenset[str]
    bystanders: frozenset[str]
    victims: frozenset[str]


@dataclass(frozen=True, slots=True)
class ThingFamilies:
    """Sorts of things; the fields are those described in `families.toml`."""

    munitions: frozenset[str]
    used: frozenset[str]
    intercepted: frozenset[str]
    devices: frozenset[str]
    targets: frozenset[str]
    entered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Families:
    """All families; `scenes` are kinds of places that are attacked on, not attacked."""

    events: EventFamilies
    actors: ActorFamilies
    things: ThingFamilies
    scenes: frozenset[str]


@lru_cache(maxsize=1)
def load_families() -> Families:
    """The families of classes. Raises DataError where one is missing or unknown."""
    data = read_toml("families.toml")
    try:
        related = tuple(frozenset(family["types"]) for family in data["related"])
        return Families(
            EventFamilies(**_sets(data["events"]), related=related),
            ActorFamilies(**_sets(data["actors"])),
            ThingFamilies(**_sets(data["things"])),
            frozenset(data["places"]["scenes"]),
        )
    except (KeyError, TypeError) as e:
        where = str(DATA / "families.toml")
        raise DataError(f"a family is not as the header says: {e}", where=where, remedy="Install kg again") from e


def _sets(table: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(classes) for name, classes in table.items()}
