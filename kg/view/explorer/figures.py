"""Tolls of chosen events with bounds, no part ever counted beside its total.

The rules are those of the query `tolls` (`queries/tolls.rq`, which says why): here they run over what is already in
memory, so that a choice is answered at once. A test holds the two against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.view.explorer.choice import COUNTED
from kg.view.explorer.snapshot import Snapshot, TollFigure
from kg.view.statements import Statement

OUTCOMES = ("Killed", "Injured", "Abducted", "Detained", "Displaced", "Released", "Missing")
_CIVILIANS = "https://w3id.org/conflict-kg/ontology#CivilianGroup"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What tolls come to: least, most (None where some toll is open), and the events that state them."""

    low: int
    high: int | None
    events: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"low": self.low, "high": self.high, "events": len(self.events)}


def tolls_of(snapshot: Snapshot, events: Mapping[str, Statement]) -> dict[str, Bounds]:
    """By outcome, the tolls of the given events: incidents only, not statistics over a period."""
    stated: dict[str, list[tuple[Statement, TollFigure]]] = defaultdict(list)
    for event, toll in counting(snapshot, events):
        if not event.cumulative:
            stated[toll.outcome].append((event, toll))
    return {outcome: _bounds(stated[outcome]) for outcome in OUTCOMES if outcome in stated}


def statistics_of(snapshot: Snapshot, events: Mapping[str, Statement]) -> list[tuple[Statement, TollFigure]]:
    """The cumulative figures ("since January, 400 were killed"): each stands alone and is added to nothing."""
    return [(event, toll) for event, toll in counting(snapshot, events) if event.cumulative]


def counting(snapshot: Snapshot, events: Mapping[str, Statement]) -> Iterator[tuple[Statement, TollFigure]]:
    """The tolls that count among the given events: not those within a toll or a total that counts as well."""
    for iri, event in events.items():
        tolls = snapshot.tolls.get(iri)
        if not tolls or event.modality not in COUNTED:
            continue
        totals = [events[one] for one in _totals(event, snapshot) if one in events]
        for toll in tolls:
            if not any(_holds(total, event, toll, snapshot) for total in totals):
                yield event, toll


def _totals(event: Statement, snapshot: Snapshot) -> Collection[str]:
    found: dict[str, None] = {}
    above = event.total
    while above and above not in found:
        found[above] = None
        known = snapshot.statements.get(above)
        above = known.total if known else None
    return found


def _holds(total: Statement, event: Statement, toll: TollFigure, snapshot: Snapshot) -> bool:
    """Whether a toll of the total contains this one."""
    if total.modality not in COUNTED or total.cumulative != event.cumulative:
        return False
    wholes = (one for top in snapshot.tolls.get(total.iri, ()) for one in top.all())
    return any(one.outcome == toll.outcome and not _of_others(one, toll) for one in wholes)


def _of_others(one: TollFigure, other: TollFigure) -> bool:
    """Whether one is about civilians and the other about somebody else."""
    return any((kind == _CIVILIANS) != (mate == _CIVILIANS) for kind in one.kinds for mate in other.kinds)


def _bounds(stated: Iterable[tuple[Statement, TollFigure]]) -> Bounds:
    """Adds up incidents; each is from the lowest to the highest of what the reports that tell of it, and in each report
    those who say so, add up to.
    """
    incidents: dict[str, dict[str, list[TollFigure]]] = defaultdict(lambda: defaultdict(list))
    events: dict[str, None] = {}
    for event, toll in stated:
        sayers = " ".join(sorted({iri for iri, _ in event.claimants}))
        incidents[_incident(event)][f"{event.report} {sayers}"].append(toll)
        events[event.iri] = None
    low = high = 0
    is_open = False
    for told in incidents.values():
        sums = [(sum(map(_least, tolls)), sum(one.high or 0 for one in tolls)) for tolls in told.values()]
        low += min(least for least, _ in sums)
        high += max(most for _, most in sums)
        is_open = is_open or any(one.high is None for tolls in told.values() for one in tolls)
    return Bounds(low, None if is_open else high, tuple(events))


def _least(toll: TollFigure) -> int:
    """A plural without a number is at least one."""
    return toll.low if toll.low is not None else int(toll.high is None)


def _incident(event: Statement) -> str:
    """What several reports tell of alike is one incident: class, place, date and agents."""
    agents = "; ".join(sorted({name for _, name in event.agents}))
    if agents and event.where and event.first and event.last:
        return f"{event.predicate} {event.where} {event.time} {agents}"
    return event.iri
