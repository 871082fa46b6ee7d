"""Answers to reconciliation queries, from the gazetteers and the register. No HTTP here.

Identifiers are `geonames:173336` (a gazetteer's name and its id of a place) and `actor:islamic-state` (the last step
of a register entry's IRI). Types are classes of the ontology: `Place`, `Actor`, and what is below them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kg.countries import load_countries
from kg.graph import iris
from kg.graph.ontology import ontology
from kg.graph.terms import GEONAMES, WIKIDATA
from kg.graph.vocabulary import KG
from kg.link.choices import Option
from kg.link.gazetteer import Gazetteer, Gazetteers, Place
from kg.link.toponyms import Toponym, ToponymResolver
from kg.link.typewords import load_features
from kg.model import RegisteredActor
from kg.names import fold
from kg.register import RegisterIndex

VERSIONS = ("0.2",)
IDENTIFIER_SPACE = iris.ID
#: At most so many candidates are given for a query.
MOST = 50
_USUAL = 10
#: From this score on the first candidate is a match, if the next one is clearly behind it.
_CERTAIN, _LEAD = 85.0, 20.0
#: Names of actors that are less alike than this are other names; a short name must be more alike.
_ALIKE, _ALIKE_SHORT, _SHORT = 75.0, 90.0, 6
_PREFIX_PLACES = 1_000_000

#: What can be asked of an entity, and used to tell namesakes apart: identifier, name, and what it is.
PROPERTIES = {
    "country": "country, as ISO 3166-1 code",
    "within": "division or country that it lies in",
    "kind": "class in the ontology of kg",
    "lat": "latitude in degrees",
    "lon": "longitude in degrees",
    "geonames": "GeoNames id",
    "wikidata": "Wikidata item",
    "iso3166": "ISO 3166 code",
    "pcode": "p-code",
    "featureCode": "feature code of GeoNames",
    "names": "other names",
}
#: Those that a query may be narrowed by.
MATCHED = ("country", "within")


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: a name, and what is known of it. `types` are classes of the ontology, of which it is in any;
    without them places and actors are looked for.
    """

    name: str
    types: tuple[str, ...] = ()
    limit: int = _USUAL
    properties: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate. `score` is from 0 to 100, `certain` says that it needs no second look."""

    id: str
    name: str
    description: str
    score: float
    certain: bool
    types: tuple[str, ...]
    features: tuple[tuple[str, float], ...] = ()


class Reconciler:
    """Finds entities for names. Not safe for several threads at once."""

    def __init__(self, gazetteers: Sequence[Gazetteer], register: Iterable[RegisteredActor]) -> None:
        self._gazetteers = tuple(gazetteers)
        self._resolver = ToponymResolver(Gazetteers(gazetteers)) if gazetteers else None
        self._register = RegisterIndex(register)
        self._names = [(fold(name), actor) for actor in self._register.actors for name in actor.names]

    @property
    def knows_places(self) -> bool:
        """Whether a gazetteer is at hand."""
        return self._resolver is not None

    def match(self, query: Query) -> list[Match]:
        """Candidates for a query, best first."""
        limit = max(1, min(query.limit, MOST))
        found: list[Match] = []
        kinds = set(query.types)
        if not kinds or kinds & set(places()):
            found += self._places(query)
        if kinds & set(actors()) or (not kinds and "within" not in query.properties):
            found += self._actors(query, limit)
        found.sort(key=lambda one: (-one.score, one.id))
        return _with_certainty(found)[:limit]

    def _places(self, query: Query) -> list[Match]:
        if self._resolver is None or not query.name.strip():
            return []
        toponyms, hints = [Toponym(query.name.strip(), country=_country(query))], {}
        for outer in query.properties.get("within", ())[:1]:
            toponyms = [Toponym(query.name.strip(), country=_country(query), within=1), Toponym(outer)]
        resolved = self._resolver.resolve(toponyms, query.name, hints)[0]
        wanted = set(query.types) - {"Place"}
        return [
            _of_option(option)
            for option in resolved.options
            if not wanted & set(places()) or kind_of(option.place) in wanted
        ]

    def _actors(self, query: Query, limit: int) -> list[Match]:
        from rapidfuzz import fuzz, process

        key = fold(query.name)
        if not key:
            return []
        wanted = set(query.types) & set(actors()) - {"Actor"}
        country = _country(query)
        best: dict[str, tuple[float, RegisteredActor]] = {}
        for actor in self._register.candidates(query.name):
            best[actor.iri] = (100.0 if self._register.named(query.name) is actor else 90.0, actor)
        names = [name for name, _ in self._names]
        least = _ALIKE_SHORT if len(key) < _SHORT else _ALIKE
        for _, alike, at in process.extract(key, names, scorer=fuzz.ratio, limit=5 * limit, score_cutoff=least):
            actor = self._names[at][1]
            if actor.iri not in best:
                best[actor.iri] = (0.8 * alike**2 / 100, actor)
        found = []
        for score, actor in best.values():
            if wanted and not wanted & {actor.kind, *ontology().above(actor.kind)}:
                continue
            agrees = 0.0 if country is None or actor.country is None else 1.0 if actor.country == country else -1.0
            features = (("name", round(score / 100, 4)), ("country", agrees))
            found.append(_of_actor(actor, max(0.0, score + min(0.0, 30 * agrees)), features))
        return found

    def find(self, identifier: str) -> Place | RegisteredActor | None:
        """The entity of an identifier of this service; None where there is none."""
        scheme, _, code = identifier.partition(":")
        if scheme == "actor":
            return self._register.by_iri.get(f"{iris.ID}actor/{code}")
        for gazetteer in self._gazetteers:
            place = gazetteer.identified(code)
            if place is not None and (place.source == scheme or (scheme == "wikidata" and place.wikidata == code)):
                return place
        return None

    def describe(self, identifier: str) -> Match | None:
        """An entity as a certain candidate of its own identifier; None where there is none."""
        found = self.find(identifier)
        if found is None:
            return None
        if isinstance(found, RegisteredActor):
            return _of_actor(found, 100.0, ())
        return _of_place(found, 100.0, ())

    def values(self, identifier: str, property_: str) -> list[str | float]:
        """What is known of a property of an entity; empty where nothing is, or there is no such entity."""
        found = self.find(identifier)
        if found is None:
            return []
        known: dict[str, Any]
        if isinstance(found, RegisteredActor):
            known = {"country": found.country, "kind": found.kind, "wikidata": found.wikidata, "names": found.names[1:]}
        else:
            known = {
                "country": found.country, "kind": kind_of(found), "lat": found.lat, "lon": found.lon,
                "geonames": found.code if found.source == "geonames" else None, "wikidata": found.wikidata,
                "iso3166": found.iso, "pcode": found.pcode, "featureCode": found.feature,
                "within": [one.name for one in self._outer(found)],
            }  # fmt: skip
        value = known.get(property_)
        if value is None:
            return []
        return list(value) if isinstance(value, list | tuple) else [value]

    def _outer(self, place: Place) -> list[Place]:
        found = (gazetteer.identified(code) for code in place.chain for gazetteer in self._gazetteers[-1:])
        return [one for one in found if one is not None]

    def suggest(self, prefix: str, limit: int = _USUAL) -> list[Match]:
        """Entities whose name begins with some letters, the best known first; then what sounds like them."""
        wanted = max(1, min(limit, MOST))
        key = fold(prefix)
        if not key:
            return []
        found = {
            actor.iri: _of_actor(actor, 100.0, ()) for name, actor in self._names if name.startswith(key)
        }
        matches = sorted(found.values(), key=lambda one: (len(one.name), one.id))[: max(1, wanted // 2)]
        for gazetteer in self._gazetteers:
            if gazetteer.size() <= _PREFIX_PLACES:
                matches += [_of_place(place, 100.0, ()) for place in gazetteer.beginning(prefix, wanted)]
        if not matches:
            matches = self.match(Query(prefix, limit=wanted))
        return list({one.id: one for one in matches}.values())[:wanted]


def address_of(identifier: str) -> str | None:
    """Where an entity of this service is described: in GeoNames, in Wikidata, or its IRI; None for others."""
    scheme, _, code = identifier.partition(":")
    starts = {"geonames": GEONAMES, "wikidata": WIKIDATA, "actor": f"{iris.ID}actor/"}
    if not code or scheme not in starts:
        return None
    return iris.web_iri(f"{starts[scheme]}{code}{'/' if scheme == 'geonames' else ''}")


@lru_cache(maxsize=1)
def places() -> tuple[str, ...]:
    """The classes of places."""
    return ("Place", *ontology().below("Place"))


@lru_cache(maxsize=1)
def actors() -> tuple[str, ...]:
    """The classes of actors."""
    return ("Actor", *ontology().below("Actor"))


def type_named(iri_or_name: str) -> str:
    """The local name of a class that a query gives by its name or its IRI."""
    return iri_or_name.removeprefix(KG.base).removeprefix("kg:")


def kind_of(place: Place) -> str:
    """The class of the ontology that the feature of a gazetteer's place falls under; `Place` where none is nearer."""
    if place.is_country:
        return "CountryPlace"
    features = load_features()
    for kind in places()[1:]:
        name = "Country" if kind == "CountryPlace" else kind
        groups = features.of_kind(name)
        if groups and features.fits(groups, place.class_, place.feature) == 1:
            return kind
    return {"A": "District", "P": "Settlement"}.get(place.class_ or "", "Place")


def _country(query: Query) -> str | None:
    """The country that a query tells, by code or name."""
    for value in query.properties.get("country", ()):
        country = load_countries().by_code(value) or load_countries().by_name(value)
        if country is not None:
            return country.alpha2
    return None


def _of_option(option: Option) -> Match:
    features = tuple(sorted((name, round(value, 4)) for name, value in option.features.items()))
    return _of_place(option.place, 100 * option.score(), features)


def _of_place(place: Place, score: float, features: tuple[tuple[str, float], ...]) -> Match:
    kind = kind_of(place)
    country = load_countries().by_code(place.country or "")
    where = country.name if country and kind != "CountryPlace" else ""
    told = [ontology().term(kind).label, where, place.feature or ""]
    identifier = f"{place.source}:{place.code}"
    return Match(
        identifier, place.name, ", ".join(one for one in told if one), round(score, 2), False, (kind,), features
    )


def _of_actor(actor: RegisteredActor, score: float, features: tuple[tuple[str, float], ...]) -> Match:
    country = load_countries().by_code(actor.country or "")
    told = [ontology().term(actor.kind).label, country.name if country and actor.kind != "Country" else ""]
    identifier = "actor:" + actor.iri.removeprefix(iris.ID + "actor/")
    return Match(
        identifier, actor.name, ", ".join(one for one in told if one), round(score, 2), False, (actor.kind,), features
    )


def _with_certainty(found: list[Match]) -> list[Match]:
    """The same with the first one marked where it needs no second look."""
    if not found:
        return found
    first = found[0]
    behind = found[1].score if len(found) > 1 else 0.0
    exact = dict(first.features).get("name", 0.0) >= 0.95
    if first.score < _CERTAIN or first.score - behind < _LEAD or not exact:
        return found
    return [
        Match(first.id, first.name, first.description, first.score, True, first.types, first.features), *found[1:]
    ]


