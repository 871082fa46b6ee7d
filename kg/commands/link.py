"""`kg link`: identifiers for what a graph holds, without reading the reports again."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kg.commands.parameters import GraphOption, JsonOption, print_json


def command(
    graph: GraphOption,
    register: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Register of known actors, in place of kg's own.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Link the places and actors of a graph again, after the gazetteer has grown or people have decided.

    The reports are not read again. What people decided (kg links, kg curate) counts.
    """
    from kg.relinking import link_again
    from kg.store import open_to_change

    with open_to_change(graph) as store:
        done = link_again(store, register)
    if as_json:
        print_json({"graph": graph, **asdict(done)})
        return
    typer.echo(
        f"{done.reports:,} reports gone through: {done.linked:,} places and actors are linked, {done.unlinked:,} are "
        f"not; {done.changed:,} links changed"
    )
