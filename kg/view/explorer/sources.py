"""Who says so: the publishers with their reports, and those whom reports quote."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from kg.view.explorer.evidence import report_line
from kg.view.explorer.snapshot import Snapshot
from kg.view.statements import Statement


def sources_view(snapshot: Snapshot, events: Mapping[str, Statement]) -> dict[str, Any]:
    """`publishers` with their `reports`, and `voices`, who are quoted; with the number of chosen statements of each.

    `alone` is how many of them rest on that voice or publisher alone. `events` should be chosen with no source left
    out, so that the switch shows what it would bring back.
    """
    of_report = Counter(one.report for one in events.values())
    shelves: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri, report in snapshot.reports.items():
        shelves[report.publisher_iri or "", report.publisher or ""].append(iri)
    publishers = [
        {
            "id": publisher or None,
            "name": name or "Unknown publisher",
            "statements": sum(of_report[iri] for iri in reports),
            "reports": [
                report_line(snapshot, iri) | {"statements": of_report[iri]}
                for iri in sorted(reports, key=lambda iri: (snapshot.reports[iri].published or "", iri), reverse=True)
            ],
        }
        for (publisher, name), reports in shelves.items()
    ]
    said, alone = Counter[str](), Counter[str]()
    for one in events.values():
        if one.attributed:
            those = {iri for iri, _ in one.claimants}
            said.update(those)
            alone.update(those if len(those) == 1 else ())
    voices = [{"id": iri, "name": snapshot.name(iri), "statements": said[iri], "alone": alone[iri]} for iri in said]
    return {
        "publishers": sorted(publishers, key=lambda one: (-one["statements"], one["name"])),
        "voices": sorted(voices, key=lambda one: (-one["statements"], one["name"], one["id"])),
    }
