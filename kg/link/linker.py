"""The stage `link`: identifiers and coordinates for the places and actors of a report."""

from __future__ import annotations

import logging
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from kg.fingerprint import digest
from kg.link.choices import Option
from kg.link.gazetteer import Gazetteer, Gazetteers
from kg.link.home import country_of_address
from kg.link.lookup import entry_of
from kg.link.ranking import BY_SOUND, load_weights
from kg.link.toponyms import Resolved, Toponym, ToponymResolver
from kg.model import PUBLISHER_KEY, Candidate, Entity, Extraction, Identity, Link

log = logging.getLogger("kg.link")

RUNNERS_UP = 4
_LEAST_RADIUS = 5.0
_AROUND_KM = 15.0
_LEAST_SUPPORT = 0.35
Relation = Literal["exact", "close", "within", "near"]


class Linker:
    """Links places to a gazetteer and actors to Wikidata by the register.

    `gazetteers` are open indexes, the more trusted first; without any, those of the user and the embedded one, which
    is built at its first use (a minute or two). `version` changes with what they hold and how they are weighed.
    """

    def __init__(self, gazetteers: Sequence[Gazetteer] | None = None) -> None:
        if gazetteers is None:
            from kg.link.cache import open_gazetteers

            gazetteers = open_gazetteers()
        self.version = digest([sorted(gazetteer.about.items()) for gazetteer in gazetteers])[:16]
        self._resolver = ToponymResolver(Gazetteers(gazetteers))

    def link(self, extraction: Extraction, identities: Mapping[str, Identity]) -> dict[str, Link]:
        """The link of every named place, of places described by another one, and of registered actors, by key.

        A place that no candidate passes the threshold for has a link without a choice: it is up for review.
        """
        links = _actors(identities)
        named = [one for one in extraction.entities if one.type == "place" and one.named]
        resolved = self._resolver.resolve(
            _toponyms(named, extraction),
            extraction.document.text,
            _hints(extraction, identities),
            extraction.document.url or "",
        )
        for entity, one in zip(named, resolved, strict=True):
            links[entity.key] = _place_link(entity, one)
        for entity in extraction.entities:
            if entity.type == "place":
                told = _told(entity, links)
                if told is not None:
                    links[entity.key] = told
        return links


def _actors(identities: Mapping[str, Identity]) -> dict[str, Link]:
    """The register's Wikidata items."""
    links: dict[str, Link] = {}
    for key, identity in identities.items():
        entry = identity.registered
        if entry is not None and entry.wikidata:
            chosen = Candidate("wikidata", entry.wikidata, entry.name, 1.0, features=(("register", 1.0),))
            links[key] = Link(key, chosen)
    return links


def _toponyms(entities: Sequence[Entity], extraction: Extraction) -> list[Toponym]:
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for mention in extraction.mentions:
        if mention.entity is not None:
            spans[mention.entity].append((mention.span.start, mention.span.end))
    for event in extraction.events:
        if event.place is not None:
            spans[event.place.entity].append((event.place.span.start, event.place.span.end))
    number = {entity.key: here for here, entity in enumerate(entities)}
    return [
        Toponym(
            entity.name,
            tuple(dict.fromkeys(spans[entity.key])),
            entity.kind,
            entity.country,
            number.get(entity.within or ""),
        )
        for entity in entities
    ]


def _hints(extraction: Extraction, identities: Mapping[str, Identity]) -> dict[str, float]:
    """Countries that the report's actors and publisher speak for."""
    weights = load_weights().hints
    hints: dict[str, float] = {}
    for key, identity in identities.items():
        country = identity.registered.country if identity.registered else None
        if country:
            weight = weights["publisher" if key == PUBLISHER_KEY else "actor"]
            hints[country] = min(1.0, hints.get(country, 0.0) + weight)
    country = country_of_address(extraction.document.url or "")
    if country:
        hints[country] = hints.get(country, 0.0) + weights["publisher"]
    return hints


def _place_link(entity: Entity, resolved: Resolved) -> Link:
    """The best option where it passes the threshold, the next ones beside it."""
    candidates = tuple(_candidate(option) for option in resolved.options[: RUNNERS_UP + 1])
    best = resolved.best
    relation: Relation = resolved.reading.relation
    if best is None or candidates[0].score < _threshold(best) or _unsupported(best, relation):
        return Link(entity.key, None, alternatives=candidates)
    if relation == "exact" and (best.features["name"] <= BY_SOUND or _of_another_kind(best, resolved)):
        relation = "close"
    radius = best.place.radius
    if relation == "near":
        radius = resolved.reading.radius_km or _AROUND_KM
    return Link(entity.key, candidates[0], relation, radius, candidates[1:])


def _threshold(option: Option) -> float:
    """The least score of a link: more for a place that merely sounds like the name."""
    weights = load_weights()
    return weights.threshold_by_sound if option.features["name"] <= BY_SOUND else weights.threshold


def _unsupported(option: Option, relation: Relation) -> bool:
    """Whether nothing in the report speaks for where a place is that merely sounds like the name, or that something
    unknown is named after.
    """
    told = ("country", "near", "qualifier", "inside", "told")
    support = max(option.features.get(name, 0.0) for name in told)
    return support < _LEAST_SUPPORT and (option.features["name"] <= BY_SOUND or relation == "near")


def _of_another_kind(option: Option, resolved: Resolved) -> bool:
    """Whether the words ask for another kind of place ("Kaluga region", and the gazetteer has the town only)."""
    return bool(resolved.reading.groups) and option.features.get("type", 0.0) < 0


def _candidate(option: Option) -> Candidate:
    told = tuple(sorted((name, round(value, 4)) for name, value in option.features.items() if value))
    return entry_of(option.place, option.score(), told)


def _told(entity: Entity, links: Mapping[str, Link]) -> Link | None:
    """The link by the place that the text says an entity lies near or in, where it has none of its own.

    A place at a distance from another one is linked to that one, with a radius that holds it: never to a point that
    nobody named.
    """
    own = links.get(entity.key)
    if (own is not None and own.chosen is not None) or (entity.named and entity.name.islower()):
        return None
    for key, relation in ((entity.anchor, "near"), (entity.within, "within")):
        outer = links.get(key or "")
        if outer is None or outer.chosen is None:
            continue
        reach = outer.radius_km or _LEAST_RADIUS
        alternatives = own.alternatives if own is not None else ()
        if relation == "near":
            radius = reach + (entity.distance_km if entity.distance_km is not None else _AROUND_KM)
            return Link(entity.key, outer.chosen, "near", round(radius, 1), alternatives)
        return Link(entity.key, outer.chosen, "within", math.ceil(reach), alternatives)
    return None
