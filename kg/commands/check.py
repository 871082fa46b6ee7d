"""`kg check`: whether a graph is sound."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.parameters import GraphOption, JsonOption, print_json

if TYPE_CHECKING:
    from pyoxigraph import Store as MemoryStore

    from kg.store.protocol import Store

EXIT_VIOLATIONS = 1


def command(
    graph: GraphOption,
    shapes: Annotated[
        list[Path] | None,
        typer.Option("--shapes", metavar="FILE", help="Shapes (SHACL, Turtle) of your own, beside kg's; repeatable."),
    ] = None,
    replace_shapes: Annotated[
        bool, typer.Option("--replace-shapes", help="Check against the shapes that are given alone, not against kg's.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as violations.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check a graph against the shapes, kg's and your own, and its figures against each other.

    Ends with exit code 1 where it finds violations.
    """
    from kg.check import check_graph, shapes_of
    from kg.store import open_graph

    if replace_shapes and not shapes:
        raise typer.BadParameter("--replace-shapes needs --shapes")
    against = shapes_of(shapes or (), replace=replace_shapes)
    with open_graph(graph) as store:
        findings = check_graph(_copied(store), against=against)
    counts = Counter(finding.severity for finding in findings)
    if as_json:
        print_json({"graph": graph, "counts": dict(counts), "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            typer.echo(str(finding))
        told = ", ".join(
            f"{counts[one]} {one}{'s' if counts[one] != 1 else ''}" for one in ("violation", "warning", "info")
        )
        typer.echo(told if findings else "all is well")
    if counts["violation"] or (strict and counts["warning"]):
        raise typer.Exit(EXIT_VIOLATIONS)


def _copied(store: Store) -> MemoryStore:
    """The graph in memory, which a check of all of it needs wherever it is kept."""
    from pyoxigraph import Store as MemoryStore

    copy = MemoryStore()
    copy.bulk_extend(store.quads())
    return copy
