"""The entities of one report: its actors and places, each with the words used for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import Entity, EntityType, RegisteredActor
from kg.names import slug


@dataclass(slots=True)
class EntityBuilder:
    """An entity while the report is being read."""

    key: str
    type: EntityType
    name: str
    kind: str
    named: bool
    register: RegisteredActor | None = None
    country: str | None = None
    within: str | None = None
    anchor: str | None = None
    relation: str | None = None
    distance_km: float | None = None
    direction: str | None = None
    names: dict[str, int] = field(default_factory=dict)

    def seen_as(self, words: str) -> None:
        """Count a use of words for this entity."""
        self.names[words] = self.names.get(words, 0) + 1

    def build(self) -> Entity:
        """The finished entity, its names in order of use and then of their first occurrence."""
        order = sorted(self.names, key=lambda n: -self.names[n])
        return Entity(
            key=self.key,
            type=self.type,
            name=self.name,
            kind=self.kind,
            names=tuple(order),
            register_id=self.register.iri if self.register else None,
            named=self.named,
            country=self.country,
            within=self.within,
            anchor=self.anchor,
            relation=self.relation,
            distance_km=self.distance_km,
            direction=self.direction,
        )


class EntityTable:
    """All entities of a report by key."""

    def __init__(self) -> None:
        self.builders: dict[str, EntityBuilder] = {}

    def __getitem__(self, key: str) -> EntityBuilder:
        return self.builders[key]

    def actor(
        self, name: str, kind: str, *, named: bool, register: RegisteredActor | None = None, country: str | None = None
    ) -> EntityBuilder:
        """The actor of that name or register entry; made where the report has not named it before."""
        key = "actor:" + (register.iri.rsplit("/", 1)[-1] if register else (slug(name) or "unnamed"))
        builder = self.builders.get(key)
        if builder is None:
            builder = EntityBuilder(key, "actor", name, kind, named, register, country)
            self.builders[key] = builder
        return builder

    def place(self, name: str, kind: str, *, named: bool = True, country: str | None = None) -> EntityBuilder:
        """The place of that name; made where the report has not named it before."""
        key = "place:" + (slug(name) or "unnamed")
        builder = self.builders.get(key)
        if builder is None:
            builder = EntityBuilder(key, "place", name, kind, named, None, country)
            self.builders[key] = builder
        return builder
