"""Entries of gazetteers by their identifiers, and by their names alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.link.gazetteer import Gazetteer, Gazetteers, Place
from kg.model import Candidate


def entry_of(place: Place, score: float, features: Sequence[tuple[str, float]] = ()) -> Candidate:
    """A place of a gazetteer as an entry for a link."""
    return Candidate(
        source=place.source,
        id=place.code,
        name=place.name,
        score=round(score, 4),
        lat=place.lat,
        lon=place.lon,
        feature_class=place.class_,
        feature_code=place.feature,
        country=place.country,
        admin=place.chain,
        wikidata=place.wikidata,
        iso3166=place.iso,
        pcode=place.pcode,
        features=tuple(features),
    )


def find_entry(identifier: str, gazetteers: Sequence[Gazetteer] | None = None) -> Candidate | None:
    """The entry of a GeoNames id, Wikidata item, p-code or id of a list in the gazetteers at hand, the more trusted
    first; None where none has it.
    """
    if gazetteers is None:
        from kg.link.cache import open_gazetteers

        gazetteers = open_gazetteers()
    for gazetteer in gazetteers:
        place = gazetteer.identified(identifier)
        if place is not None:
            return entry_of(place, 1.0)
    return None


def find_place(
    name: str, countries: Mapping[str, float] | None = None, gazetteers: Sequence[Gazetteer] | None = None
) -> list[Candidate]:
    """What a name alone may mean, with its spellings and words such as "governorate", the likeliest first.

    `countries` are weights of countries (ISO 3166-1) that speak for places in them.
    """
    from kg.link.toponyms import Toponym, ToponymResolver

    if gazetteers is None:
        from kg.link.cache import open_gazetteers

        gazetteers = open_gazetteers()
    (resolved,) = ToponymResolver(Gazetteers(gazetteers)).resolve([Toponym(name)], name, countries or {})
    return [entry_of(option.place, option.score(), sorted(option.features.items())) for option in resolved.options]
