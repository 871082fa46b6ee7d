"""What a graph holds, and how it came to be: reports, versions, and what an update of kg should read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.fingerprint import kg_version
from kg.graph.builds import MADE
from kg.graph.ontology import ontology
from kg.store.protocol import Store
from kg.store.sparql import rows


@dataclass(frozen=True, slots=True)
class ReportStatus:
    """A report: its identity, and with which versions of kg (and mode: rules or full) and ontology it was read.

    `outdated` where those are not the versions at hand.
    """

    iri: str
    identifier: str
    title: str | None
    published: str | None
    pipeline: str | None
    ontology: str | None
    sha256: str | None
    outdated: bool


@dataclass(frozen=True, slots=True)
class Status:
    """A graph: `quads` is the number of statements, `written` when its files were last written to (None: not known).

    `version` and `ontology` are those of the kg that looks, to be compared with those of the reports.
    """

    source: str
    quads: int
    written: datetime | None
    version: str
    ontology: str
    reports: tuple[ReportStatus, ...]

    @property
    def outdated(self) -> list[ReportStatus]:
        """The reports that should be read again."""
        return [report for report in self.reports if report.outdated]


def status(store: Store) -> Status:
    """The status of a graph. Raises GraphError where it cannot be read."""
    version, terms = kg_version(), ontology().version
    made: dict[str, dict[str, str]] = {}
    for row in rows(store.query(MADE)):
        names = ("pipeline", "ontology", "sha256")
        made[row["report"].value] = {name: row[name].value for name in names if row[name] is not None}
    reports = []
    for report in store.reports():
        how = made.get(report.iri, {})
        same = how.get("pipeline", "").split(" ")[0] == version and how.get("ontology") == terms
        reports.append(
            ReportStatus(
                report.iri, report.identifier, report.title, report.published,
                how.get("pipeline"), how.get("ontology"), how.get("sha256"), not same,
            )
        )  # fmt: skip
    return Status(store.source, len(store), _written(store.source), version, terms, tuple(reports))


def _written(source: str) -> datetime | None:
    """When the files of a graph were last written to; None for a server."""
    path = Path(source)
    if path.is_dir():
        times = [one.stat().st_mtime for one in path.iterdir() if one.suffix in (".log", ".sst") and one.stat().st_size]
    else:
        times = [path.stat().st_mtime] if path.is_file() else []
    return datetime.fromtimestamp(max(times), UTC) if times else None
