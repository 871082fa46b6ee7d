"""Figures that disagree, as the query `discrepancies` finds them, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.query import run
from kg.view.explorer.evidence import statement_card
from kg.view.explorer.snapshot import Snapshot
from kg.view.statements import Statement


def find_discrepancies(snapshot: Snapshot) -> list[dict[str, Any]]:
    """All rows of the query `discrepancies`; it takes longer than a reader's click, so keep them."""
    return run(snapshot.graph, "discrepancies").records()


def discrepancies_view(
    snapshot: Snapshot, found: list[dict[str, Any]], events: Mapping[str, Statement]
) -> list[dict[str, Any]]:
    """The disagreements between chosen statements: each with `kind`, `measure`, both figures and both statements.

    A total is compared with its parts only where all of them are chosen: with a part left out, their sum says nothing.
    """
    shown: list[dict[str, Any]] = []
    for row in found:
        event, other = events.get(row["event"]), events.get(row["other"])
        if event is None or other is None:
            continue
        parts = snapshot.parts_of.get(event.iri, []) if row["kind"] == "total and parts" else []
        if any(iri not in events for iri in parts if _is_counted(snapshot, iri)):
            continue
        shown.append({
            "kind": row["kind"],
            "measure": row["measure"],
            "low": row["low"],
            "high": row["high"],
            "otherLow": row["otherLow"],
            "otherHigh": row["otherHigh"],
            "event": statement_card(snapshot, event),
            "others": [statement_card(snapshot, events[iri]) for iri in parts if iri in events]
            or ([] if other is event else [statement_card(snapshot, other)]),
        })  # fmt: skip
    return shown


def _is_counted(snapshot: Snapshot, iri: str) -> bool:
    return snapshot.statements[iri].modality in ("asserted", "alleged")
