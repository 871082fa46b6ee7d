"""The kinds of decisions, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kg.model import Candidate, EntityType

LinkVerdict = Literal["accept", "reject", "choose"]
StatementVerdict = Literal["accept", "reject"]
LinkRelation = Literal["exact", "close", "within", "near"]


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """Which entry of a gazetteer a name means in reports on some countries.

    `chosen` is that entry, None where the name means none of those weighed (`reject`). `countries` (ISO 3166-1) are
    those of the reports for which this holds; without any, it holds for all. `node` is the IRI that it was taken on:
    there it holds whatever the name.
    """

    name: str
    type: EntityType
    verdict: LinkVerdict
    chosen: Candidate | None
    relation: LinkRelation = "exact"
    radius_km: float | None = None
    countries: tuple[str, ...] = ()
    node: str | None = None


@dataclass(frozen=True, slots=True)
class MergeDecision:
    """The nodes `merged` (IRIs) are the node `into`, whose preferred name is `name`."""

    merged: tuple[str, ...]
    into: str
    name: str


@dataclass(frozen=True, slots=True)
class SplitDecision:
    """What `names` mean by `actor` (an IRI) is another one, the node `into` with the name `name`.

    Without names it is all that the reports mean by it. `reports` (IRIs) are those for which this holds; without any,
    it holds for all.
    """

    actor: str
    into: str
    name: str
    names: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementDecision:
    """An event or relation (`statement`, an IRI) of a report is right as it was read, or does not count.

    `type` is the local name of its class or predicate, `words` the text that states it: where the report is read
    again and the offsets have moved, it is known by these.
    """

    statement: str
    verdict: StatementVerdict
    report: str
    type: str
    words: str


Decision = LinkDecision | MergeDecision | SplitDecision | StatementDecision


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision as it is kept: its IRI, who took it and when (with time zone), and why, if that was said.

    One that was undone stays, with when and by whom.
    """

    iri: str
    decision: Decision
    by: str
    at: datetime
    note: str = ""
    undone_at: datetime | None = None
    undone_by: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it was not undone."""
        return self.undone_at is None
