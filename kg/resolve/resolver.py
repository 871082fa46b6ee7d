"""The stage `resolve`: which actor or place each entity of a report is, across reports.

Rules, in this order:

1. An actor whose mention named an entry of the register is that entry; so is one whose name the register knows
   beyond doubt, or, with a name of several meanings, through its country or what else the report names.
2. A named actor that the register lacks is known by its folded name, and by a long form that a report gives for
   its acronym ("Fajr Brigade (FB)"): wherever "FB" stands alone it is that brigade, as long as no other report
   gives the acronym to another.
3. A named place is known by its folded name and its country, where the report tells one.
4. Descriptions ("unidentified gunmen", "a village east of the river") are nobody outside their report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.countries import load_countries
from kg.graph import iris
from kg.model import PUBLISHER_KEY, Document, Entity, Extraction, Identity, RegisteredActor
from kg.names import fold, is_acronym
from kg.register import RegisterIndex
from kg.resolve.spelling import place_key

PERSON = "Person"


class Resolver:
    """Gives identities to the entities of one report after another.

    It remembers the names that it gave, so that an actor keeps one preferred name, and the acronyms that reports
    explained. `known` are identities of earlier builds (from `iris.ID` + `actor/` or `place/`), to go on from.
    """

    def __init__(self, register: Iterable[RegisteredActor] = (), known: Iterable[Identity] = ()) -> None:
        self._register = RegisterIndex(register)
        self._names: dict[str, str] = {}
        self._long_forms: dict[str, set[str]] = {}
        for identity in known:
            if identity.iri not in self._register.by_iri:
                self._names.setdefault(identity.iri, identity.name)
                if identity.iri.startswith(iris.ID + "actor/"):
                    self._remember_acronyms(identity.name, identity.names)

    @property
    def register(self) -> Mapping[str, RegisteredActor]:
        """The register's entries by IRI."""
        return self._register.by_iri

    def learn(self, extraction: Extraction) -> None:
        """Takes note of the acronyms that a report explains, for reports that use them unexplained.

        `resolve` does so itself; call it for a whole batch before, so that the order within it does not count.
        """
        for entity in extraction.entities:
            if entity.type == "actor" and entity.named and not self._registered(entity, ()):
                self._remember_acronyms(_long_form(entity), entity.names)

    def resolve(self, extraction: Extraction) -> dict[str, Identity]:
        """The identity of every entity by its key, and of the publisher under `PUBLISHER_KEY` if there is one."""
        self.learn(extraction)
        report = iris.report_iri(extraction.document.id)
        by_key = {entity.key: entity for entity in extraction.entities}
        registered = self._registered_actors(extraction)
        taken: dict[str, str] = {}
        identities: dict[str, Identity] = {}
        for entity in extraction.entities:
            entry = registered.get(entity.key)
            if entry is not None:
                identities[entity.key] = _registered_identity(entity, entry)
            elif entity.register_id is not None and entity.type == "actor":
                identities[entity.key] = self._named(entity, entity.register_id, entity.name)
            elif not entity.named:
                identities[entity.key] = _description(entity, report, taken)
            elif entity.type == "actor":
                name = self._expanded(_long_form(entity))
                identities[entity.key] = self._named(entity, iris.actor_iri(name), name)
            else:
                identities[entity.key] = self._place(entity, by_key)
        publisher = self._publisher(extraction.document, identities)
        if publisher is not None:
            identities[PUBLISHER_KEY] = publisher
        return identities

    def _registered_actors(self, extraction: Extraction) -> dict[str, RegisteredActor]:
        """The register's entries of a report's actors: first what is beyond doubt, which then supports the rest."""
        actors = [entity for entity in extraction.entities if entity.type == "actor"]
        found = {entity.key: entry for entity in actors if (entry := self._registered(entity, ()))}
        present = {entry.iri for entry in found.values()}
        for entity in actors:
            if entity.key not in found and (entry := self._registered(entity, present)):
                found[entity.key] = entry
        return found

    def _registered(self, entity: Entity, present: Iterable[str]) -> RegisteredActor | None:
        if entity.register_id is not None:
            return self._register.by_iri.get(entity.register_id)
        if not entity.named:
            return None
        countries = (entity.country,) if entity.country else ()
        for name in dict.fromkeys((entity.name, *entity.names)):
            entry = self._register.find(name, countries, present)
            if entry is not None and (entry.kind == PERSON) == (entity.kind == PERSON):
                return entry
        return None

    def _remember_acronyms(self, name: str, names: Iterable[str]) -> None:
        if is_acronym(name):
            return
        for other in names:
            if is_acronym(other):
                self._long_forms.setdefault(fold(other), set()).add(name)

    def _expanded(self, name: str) -> str:
        """The long form of an acronym, if all reports agree on one."""
        if not is_acronym(name):
            return name
        forms = {fold(form): form for form in sorted(self._long_forms.get(fold(name), ()))}
        return next(iter(forms.values())) if len(forms) == 1 else name

    def _named(self, entity: Entity, iri: str, name: str) -> Identity:
        preferred = self._names.setdefault(iri, name)
        return Identity(iri, preferred, entity.kind, _others(preferred, (name, entity.name, *entity.names)))

    def _place(self, entity: Entity, by_key: Mapping[str, Entity]) -> Identity:
        country = _country_of(entity, by_key)
        if entity.kind == "Country":
            countries = load_countries()
            known = countries.by_code(country) if country else countries.by_name(entity.name)
            iri = iris.place_iri(known.name if known else entity.name)
            return self._named(entity, iri, known.name if known else entity.name)
        return self._named(entity, iris.place_iri(place_key(entity.name) or entity.name, country), entity.name)

    def _publisher(self, document: Document, identities: Mapping[str, Identity]) -> Identity | None:
        stated = (document.publisher or "").strip()
        if not stated:
            return None
        present = {identity.iri for identity in identities.values() if identity.registered}
        entry = self._register.find(stated, (), present)
        if entry is not None:
            return Identity(entry.iri, entry.name, entry.kind, _others(entry.name, (stated,)), entry)
        name = self._expanded(stated)
        iri = iris.actor_iri(name)
        same = next((identity for identity in identities.values() if identity.iri == iri), None)
        preferred = self._names.setdefault(iri, name)
        return Identity(iri, preferred, same.kind if same else "Organisation", _others(preferred, (stated,)))


def _long_form(entity: Entity) -> str:
    """The entity's name, or where that is an acronym, the first of its names that is none."""
    if not is_acronym(entity.name):
        return entity.name
    initials = [name for name in entity.names if not is_acronym(name) and " " in name]
    return initials[0] if initials else entity.name


def _registered_identity(entity: Entity, entry: RegisteredActor) -> Identity:
    return Identity(entry.iri, entry.name, entry.kind, _others(entry.name, (entity.name, *entity.names)), entry)


def _description(entity: Entity, report: str, taken: dict[str, str]) -> Identity:
    make = iris.actor_iri if entity.type == "actor" else lambda name, within: iris.place_iri(name, None, within)
    iri = make(entity.name, report)
    if taken.setdefault(iri, entity.key) != entity.key:
        iri = f"{iri}-{iris.digest(entity.key, 8)}"
    return Identity(iri, entity.name, entity.kind, _others(entity.name, entity.names))


def _country_of(entity: Entity, by_key: Mapping[str, Entity]) -> str | None:
    """The entity's country, or that of the nearest place that it is told to lie in."""
    seen: set[str] = set()
    here: Entity | None = entity
    while here is not None and here.key not in seen:
        if here.country:
            return here.country
        seen.add(here.key)
        here = by_key.get(here.within) if here.within else None
    return None


def _others(preferred: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name and name != preferred)
