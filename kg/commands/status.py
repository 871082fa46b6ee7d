"""`kg status`: what a graph holds, and which reports should be read again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands.parameters import GraphOption, JsonOption, print_json

if TYPE_CHECKING:
    from kg.status import Status

_SHOWN = 20


def command(
    graph: GraphOption,
    every: Annotated[bool, typer.Option("--all", help="List all reports that should be read again.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell what a graph holds, with which versions its reports were read, and which of them to read again."""
    from kg.status import status
    from kg.store import open_graph

    with open_graph(graph) as store:
        found = status(store)
    if as_json:
        print_json(_as_record(found))
    else:
        _print(found, None if every else _SHOWN)


def _as_record(found: Status) -> dict[str, Any]:
    return {
        "graph": found.source,
        "reports": len(found.reports),
        "statements": found.quads,
        "written": found.written.isoformat(timespec="seconds") if found.written else None,
        "version": found.version,
        "ontology": found.ontology,
        "outdated": len(found.outdated),
        "each": [
            {
                "id": report.identifier,
                "iri": report.iri,
                "title": report.title,
                "published": report.published,
                "pipeline": report.pipeline,
                "ontology": report.ontology,
                "sha256": report.sha256,
                "outdated": report.outdated,
            }
            for report in found.reports
        ],
    }


def _print(found: Status, most: int | None) -> None:
    typer.echo(f"Graph      {found.source}: {len(found.reports):,} reports, {found.quads:,} statements")
    if found.written:
        typer.echo(f"Written    {found.written.astimezone():%Y-%m-%d %H:%M:%S %z}")
    typer.echo(f"Installed  kg {found.version}, ontology {found.ontology}")
    read = Counter((report.pipeline or "unknown", report.ontology or "unknown") for report in found.reports)
    for (pipeline, ontology), number in sorted(read.items()):
        typer.echo(f"Read with  kg {pipeline}, ontology {ontology}: {number:,} reports")
    outdated = found.outdated
    typer.echo(f"To be read again: {f'{len(outdated):,} reports' if outdated else 'none'}")
    for report in outdated[:most]:
        typer.echo(f"  {report.identifier}")
    if most is not None and len(outdated) > most:
        typer.echo(f"  … and {len(outdated) - most:,} more: --all lists them")
