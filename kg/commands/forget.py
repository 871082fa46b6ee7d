"""`kg forget`: take reports out of a graph."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.commands.parameters import GraphOption, RegisterOption, ReplaceRegisterOption


def command(
    reports: Annotated[
        list[str], typer.Argument(metavar="REPORT…", help="Reports by their id (as kg status --json gives it) or IRI.")
    ],
    graph: GraphOption,
    register: RegisterOption = None,
    replace_register: ReplaceRegisterOption = False,
) -> None:
    """Take reports out of a graph, with everything that rests on them alone: links, derived edges, register entries.

    What people added by hand stays.
    """
    from kg.pipeline import forget, registered
    from kg.store import open_graph

    # A writer would make a graph where there is none.
    open_graph(graph).close()
    with open_graph(graph, writable=True) as store:
        result = forget(reports, store, registered(register, replace=replace_register))
    for identifier in result.forgotten:
        typer.echo(f"forgotten: {identifier}")
    for error in result.unknown:
        typer.echo(f"error: {error}", err=True)
    typer.echo(f"Graph      {graph}: {result.reports:,} reports, {result.quads:,} statements")
    if result.unknown:
        raise typer.Exit(2)
