"""Events while a report is being read, before totals, parts and restatements are sorted out."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extract.attribution import Attribution
from kg.extract.reference_values import Reference
from kg.extract.triggers import Trigger
from kg.model import Event, Figure, Participant, PlaceRef, Span, TimeRef, Toll, Weapon

VIOLENT = frozenset(
    [
        "Attack",
        "Airstrike",
        "DroneStrike",
        "Shelling",
        "RocketAttack",
        "MortarAttack",
        "MissileAttack",
        "Bombing",
        "CarBombing",
        "SuicideBombing",
        "IEDAttack",
        "LandmineExplosion",
        "GrenadeAttack",
        "SuicideAttack",
        "ArmedAttack",
        "Ambush",
        "Shooting",
        "SniperAttack",
        "Storming",
        "ComplexAttack",
        "Arson",
        "ChemicalAttack",
        "NavalAttack",
        "Explosion",
        "ArmedClash",
        "ViolenceAgainstCivilians",
        "Killing",
        "Assassination",
        "Execution",
        "Massacre",
        "Torture",
        "SexualViolence",
        "Looting",
        "ForcedDisplacement",
        "Abduction",
        "HostageTaking",
        "Detention",
        "Arrest",
        "Death",
        "MilitaryOperation",
        "SecurityOperation",
        "Sweep",
        "Raid",
        "Offensive",
        "Incursion",
        "Siege",
        "Interception",
    ]
)
STATEMENTS = frozenset(
    [
        "Statement",
        "Appeal",
        "Demand",
        "Warning",
        "Threat",
        "Accusation",
        "Denial",
        "Condemnation",
        "ClaimOfResponsibility",
        "Announcement",
        "Declaration",
    ]
)
# People are taken, not killed.
TAKINGS = frozenset(["Abduction", "HostageTaking", "Detention", "Arrest"])
# Types so wide that a part of a breakdown takes the type of its total instead.
WIDE = frozenset(["Attack", "MilitaryOperation", "SecurityOperation", "ArmedAttack", "Killing", "Death", "Explosion"])
OUTCOME_TYPES = frozenset(["Killing", "Death", "Massacre", "Execution", "Assassination"])


@dataclass(slots=True, eq=False)
class Draft:
    """An event with all that was found for it so far. `block` and `sentence` order drafts in the report."""

    type: str
    trigger: Trigger
    block: int
    sentence: int
    trigger_span: Span
    span: Span
    agents: list[Participant] = field(default_factory=list)
    targets: list[Participant] = field(default_factory=list)
    weapons: list[Weapon] = field(default_factory=list)
    place: PlaceRef | None = None
    time: TimeRef | None = None
    count: Figure | None = None
    count_span: Span | None = None
    tolls: list[Toll] = field(default_factory=list)
    attribution: Attribution = field(default_factory=lambda: Attribution((), "asserted"))
    claimants: list[Participant] = field(default_factory=list)
    part_of: Draft | None = None
    evidence: list[Span] = field(default_factory=list)
    kind: str = "paragraph"
    confidence: float = 0.85
    place_inherited: bool = False
    time_inherited: bool = False

    @property
    def key(self) -> str:
        """Made from the trigger's offsets and the type: unique, and the same in every run."""
        return f"{self.trigger_span.start}-{self.trigger_span.end}-{self.type}"

    @property
    def violent(self) -> bool:
        """Whether it is an act of force, which has a place, a time and mostly victims."""
        return self.type in VIOLENT

    @property
    def is_several(self) -> bool:
        """Whether it stands for more than one incident."""
        return self.count is not None and (self.count.min or 0) > 1

    @property
    def counts_several(self) -> bool:
        """Whether the text counts more than one incident in it."""
        return self.is_several and self.count_span is not None

    def add_agents(self, references: list[Reference]) -> None:
        """Add agents that are not there yet."""
        _add(self.agents, references)

    def add_targets(self, references: list[Reference]) -> None:
        """Add targets that are neither there yet nor agents."""
        _add(self.targets, [r for r in references if all(r.entity != a.entity for a in self.agents)])

    def entities(self) -> set[str]:
        """Keys of all participants."""
        return {p.entity for p in (*self.agents, *self.targets)}

    def cover(self, span: Span, block: int) -> None:
        """Widen the stating text to another span of the same block, or note the span as further evidence."""
        if block == self.block and abs(span.start - self.span.end) < 400 and abs(self.span.start - span.end) < 400:
            self.span = Span(min(self.span.start, span.start), max(self.span.end, span.end))
        else:
            self.evidence.append(span)

    def build(self, publisher: str | None) -> Event:
        """The finished event."""
        claimants = tuple(c for c in self.claimants if c.entity != publisher)
        return Event(
            key=self.key,
            type=self.type,
            span=self.span,
            trigger=self.trigger_span,
            agents=tuple(self.agents),
            targets=tuple(self.targets),
            weapons=tuple(self.weapons),
            place=self.place,
            time=self.time,
            count=self.count,
            count_span=self.count_span,
            tolls=tuple(self.tolls),
            modality=self.attribution.modality,
            claimants=claimants,
            part_of=self.part_of.key if self.part_of is not None else None,
            evidence=tuple(sorted(set(self.evidence))),
            confidence=round(self.confidence, 3),
        )


def _add(participants: list[Participant], references: list[Reference]) -> None:
    for reference in references:
        if all(p.entity != reference.entity for p in participants):
            participants.append(reference.participant())
