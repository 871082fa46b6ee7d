"""`kg view`: the network of actors as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.commands.parameters import GraphOption


def command(
    graph: GraphOption,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page.")] = Path("network.html"),
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="The page's title.")] = None,
) -> None:
    """Draw the network of actors as one HTML page that opens without a network."""
    from kg.store import open_graph
    from kg.view import write_network_page

    with open_graph(graph) as store:
        write_network_page(store, output, title=title)
    typer.echo(f"{output}")
