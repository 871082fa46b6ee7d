"""A report read back from its graphs: as much of it as linking needs, without reading the text again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import cast

from pyoxigraph import Quad

from kg.errors import GraphError
from kg.graph import iris
from kg.graph.terms import DCT, KG, OA, SCHEMA, SKOS, TYPE, value_of
from kg.model import PUBLISHER_KEY, Document, Entity, EntityType, Extraction, Identity, Mention, RegisteredActor, Span

_Said = Mapping[str, Mapping[str, list[str]]]
_NAMED = (iris.ID + "actor/", iris.ID + "place/")


def read_back(
    report: str, quads: Iterable[Quad], register: Mapping[str, RegisteredActor]
) -> tuple[Extraction, dict[str, Identity]]:
    """The places and actors of a report with where they are mentioned, and their identities, by their IRIs as keys.

    `quads` are those of the report's own graphs, `register` the entries of the register by IRI. Events and relations
    are not read. Raises GraphError where the quads hold no report.
    """
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        said[value_of(quad.subject)][quad.predicate.value].append(value_of(quad.object))
    document = _document(report, said)
    mentions = _mentions(said)
    surfaces: dict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        if mention.entity is not None:
            surfaces[mention.entity].append(document.text[mention.span.start : mention.span.end])
    entities = tuple(
        _entity(iri, said[iri], document.text, surfaces[iri], said)
        for iri in sorted(said)
        if SKOS + "prefLabel" in said[iri] and TYPE.value in said[iri]
    )
    identities = {
        one.key: Identity(one.key, said[one.key][SKOS + "prefLabel"][0], one.kind, one.names, register.get(one.key))
        for one in entities
    }
    publisher = _first(said[report], DCT + "publisher")
    if publisher is not None and publisher in identities:
        identities[PUBLISHER_KEY] = identities[publisher]
    return Extraction(document, mentions, entities), identities


def _first(about: Mapping[str, list[str]], predicate: str) -> str | None:
    found = about.get(predicate)
    return min(found) if found else None


def _document(report: str, said: _Said) -> Document:
    about = said[report]
    identifier, text = _first(about, DCT + "identifier"), _first(about, KG + "text")
    if identifier is None or text is None:
        raise GraphError("the graph holds no text of the report", where=report, remedy="Build it again")
    publisher = _first(about, DCT + "publisher")
    return Document(
        identifier,
        text,
        _first(about, DCT + "title"),
        _first(said[publisher], SKOS + "prefLabel") if publisher else None,
        _first(about, SCHEMA + "datePublished"),
        _first(about, SCHEMA + "url"),
    )


def _mentions(said: _Said) -> tuple[Mention, ...]:
    """Where something is mentioned: by the graph of mentions, and where events say that they took place."""
    spans = {
        iri: Span(int(about[OA + "start"][0]), int(about[OA + "end"][0]))
        for iri, about in said.items()
        if OA + "start" in about and OA + "end" in about
    }
    found: dict[tuple[Span, str], Mention] = {}
    for about in list(said.values()):
        for entity in about.get(KG + "refersTo", ()):
            for evidence in about.get(KG + "evidence", ()):
                if evidence in spans:
                    span = spans[evidence]
                    found.setdefault((span, entity), Mention(span, "", "Location", entity))
        for entity in about.get(KG + "place", ()):
            for evidence in about.get(KG + "placeEvidence", ()):
                if evidence in spans:
                    span = spans[evidence]
                    found.setdefault((span, entity), Mention(span, "", "Location", entity))
    return tuple(found[key] for key in sorted(found))


def _entity(
    iri: str, about: Mapping[str, list[str]], text: str, surfaces: list[str], said: _Said
) -> Entity:
    types = [one.removeprefix(KG) for one in about[TYPE.value] if one.startswith(KG)]
    is_place = "Place" in types
    kinds = sorted(one for one in types if one != "Place") or ["Place"]
    kind = "Country" if is_place and kinds[0] == "CountryPlace" else kinds[0]
    labels = [*about[SKOS + "prefLabel"], *sorted(about.get(SKOS + "altLabel", ()))]
    distance = _first(about, KG + "distanceKm")
    within, anchor = (_first(about, KG + name) for name in ("within", "anchor"))
    return Entity(
        key=iri,
        type=cast("EntityType", "place" if is_place else "actor"),
        name=_name(labels, text, surfaces),
        kind=kind,
        names=tuple(labels),
        named=iri.startswith(_NAMED),
        country=_first(about, KG + ("countryCode" if is_place else "country")),
        within=within if within in said else None,
        anchor=anchor if anchor in said else None,
        relation=_first(about, KG + "placeRelation"),
        distance_km=float(distance) if distance is not None else None,
        direction=_first(about, KG + "direction"),
    )


def _name(labels: list[str], text: str, surfaces: list[str]) -> str:
    """The label that the report itself uses: the one that most mentions are, then the longest that its text has."""

    def weight(label: str) -> tuple[int, int, bool]:
        return surfaces.count(label), len(label) if label in text else 0, label == labels[0]

    return max(labels, key=weight)
