"""Values that the stages hand to one another. Frozen, typed, and free of any library's own types.

All offsets are characters of `Document.text`, the text as it was given; `end` is exclusive.
Dates are EDTF (ISO 8601-2). Distances are km. Nothing here imports another module of kg.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

MentionType = Literal[
    "Organisation", "Person", "Location", "Nationality", "Temporal", "Quantity", "Weapon", "MilitaryPlatform"
]
Modality = Literal["asserted", "denied", "planned", "alleged"]
#: The key under which a reading's identities hold the publisher of the document itself.
PUBLISHER_KEY = "publisher"

Outcome = Literal["killed", "injured", "abducted", "detained", "displaced", "released", "missing"]
MentionRelationType = Literal["FightingAgainst", "AlliesOf", "BelongsTo", "InChargeOf", "CoLocated", "IsSynonymOf"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` (inclusive) to `end` (exclusive) of a document's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether every character of `other` lies in this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One report.

    `id` is the document's own identity: its id in the input where it has one, else its address,
    else its path as given. `text` is what all offsets refer to: for plain text and Markdown the
    decoded file as it is (line ends kept), for HTML and PDF the text that was taken from it.
    `published` is EDTF (`2024-03-08`), `path` where it was read, `sha256` of the bytes read.
    """

    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    path: str | None = None
    media_type: str = "text/plain"
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as stated: exactly 21 is (21, 21), "at least 21" (21, None), "up to 5" (None, 5),
    "dozens" (24, None). Both None where the text has a plural and no number.
    """

    min: int | None
    max: int | None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class TimeRef:
    """When: `edtf` is `2024-03-08`, `XXXX-08`, `2024-01-01/2024-03-08`, `../2024-03-08`.

    `earliest` and `latest` are ISO dates (`2024-03-01`) or None where the year is open or an end
    is. `cumulative` marks the scope of a statistic ("since the start of 2024").
    """

    edtf: str
    earliest: str | None
    latest: str | None
    span: Span
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name or describe something. `entity` is the key of the `Entity` they refer to."""

    span: Span
    text: str
    type: MentionType
    entity: str | None = None
    confidence: float = 1.0


EntityType = Literal["actor", "place"]


@dataclass(frozen=True, slots=True)
class Entity:
    """One actor or place of one document: the cluster of its mentions.

    `key` is unique within the document and made from content (`actor:isis`, `place:homs-desert`).
    `kind` is the local name of a class of the ontology (`NonStateArmedGroup`, `Country`, `Region`).
    `register_id` is the IRI of the register's entry that a mention named, if any. `named` is
    false for descriptions ("unidentified gunmen"), which are no identity outside their document.
    `names` are the words used for it in this document, most telling first.
    `country` is the ISO 3166-1 alpha-2 code where the text tells it.
    For a place `within` is the key of the place that the text says it lies in; `relation`,
    `distance_km` and `direction` say how it lies to `anchor` ("10 km east of X", "near Y").
    """

    key: str
    type: EntityType
    name: str
    kind: str
    names: tuple[str, ...] = ()
    register_id: str | None = None
    named: bool = True
    country: str | None = None
    within: str | None = None
    anchor: str | None = None
    relation: str | None = None
    distance_km: float | None = None
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """An entity in a role: `surface` are the words of the text, `entity` the key of the `Entity`."""

    entity: str
    surface: str
    span: Span


@dataclass(frozen=True, slots=True)
class Toll:
    """How many of which group, with what outcome. `including` are parts counted within it."""

    outcome: Outcome
    group: str
    figure: Figure
    span: Span
    entity: str | None = None
    including: tuple[Toll, ...] = ()

    def with_parts(self, *parts: Toll) -> Toll:
        """The same toll with more counted within it."""
        return replace(self, including=(*self.including, *parts))


@dataclass(frozen=True, slots=True)
class Weapon:
    """Words that name a weapon or platform."""

    surface: str
    span: Span


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """Where: key of a place entity, with the words that say so."""

    entity: str
    surface: str
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a report states to have happened, to be planned, denied or alleged.

    `key` is unique within the document. `type` is the local name of a class of the ontology.
    `span` is the stating text; `evidence` are further spans that state parts of it (a toll in the
    next sentence). `count` is the number of such incidents, with its own `count_span`.
    `claimants` say so; empty where the publisher does. `part_of` is the key of a total.
    """

    key: str
    type: str
    span: Span
    trigger: Span
    agents: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    place: PlaceRef | None = None
    time: TimeRef | None = None
    count: Figure | None = None
    count_span: Span | None = None
    tolls: tuple[Toll, ...] = ()
    modality: Modality = "asserted"
    claimants: tuple[Participant, ...] = ()
    part_of: str | None = None
    evidence: tuple[Span, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Relation:
    """How two actors stand to each other, as the text says: `subject` `predicate` `object`.

    `predicate` is a local name of the ontology: alliedWith, backedBy, backs, affiliatedWith,
    memberOf, partOf, leads, fights, proxyOf, sameAs, hostileTo, locatedIn. For `sameAs` both keys
    may be the same entity; `subject_surface` and `object_surface` then hold the two names.
    """

    key: str
    subject: str
    predicate: str
    object: str
    span: Span
    subject_surface: str
    object_surface: str
    subject_span: Span
    object_span: Span
    time: TimeRef | None = None
    modality: Modality = "asserted"
    claimants: tuple[Participant, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class MentionRelation:
    """A relation between two mentions that no event or actor relation already states."""

    type: MentionRelationType
    source: Span
    target: Span


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document says."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    mention_relations: tuple[MentionRelation, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisteredActor:
    """An entry of the actor register (`ontology/register/`).

    `names` holds every name, acronym and transliteration, the preferred one first; `ambiguous`
    those of them that count only where the report's country or another name supports them
    ("SDF", "the Coalition", "regime forces"). `country` is an ISO 3166-1 alpha-2 code.
    `branch` says what a state's organ is (`forces`, `land`, `air`, `naval`, `police`, `government` …,
    see `kg/data/branches.toml`), so that "Russian warplanes" leads to the air force of RU.
    """

    iri: str
    name: str
    kind: str
    names: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    country: str | None = None
    parent: str | None = None
    backers: tuple[str, ...] = ()
    wikidata: str | None = None
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What an entity is across documents: the result of resolving."""

    iri: str
    name: str
    kind: str
    names: tuple[str, ...] = ()
    registered: RegisteredActor | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A gazetteer's entry for a place or actor, with the features that made its score (0 to 1)."""

    source: str
    id: str
    name: str
    score: float
    lat: float | None = None
    lon: float | None = None
    feature_class: str | None = None
    feature_code: str | None = None
    country: str | None = None
    admin: tuple[str, ...] = ()
    wikidata: str | None = None
    iso3166: str | None = None
    pcode: str | None = None
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """The identifiers chosen for one entity, with the runners-up.

    `relation` is `exact`, `close`, `within` or `near`; `radius_km` the uncertainty of the point.
    `chosen` is None where no candidate passed the threshold: the link is up for review.
    """

    entity: str
    chosen: Candidate | None
    relation: Literal["exact", "close", "within", "near"] = "exact"
    radius_km: float | None = None
    alternatives: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One document all the way through extract, resolve and link: what the graph is made from."""

    extraction: Extraction
    identities: dict[str, Identity] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
