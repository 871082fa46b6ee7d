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
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="NUMBER", help="Draw so many actors one by one, the others by kind.")
    ] = None,
) -> None:
    """Draw the network of actors as one HTML page that opens without a network."""
    from kg.store import open_graph
    from kg.view import DEFAULT_LIMIT, write_network_page

    with open_graph(graph) as store:
        page = write_network_page(store, output, title=title, limit=limit or DEFAULT_LIMIT)
    counts = page.counts
    typer.echo(
        f"{counts['actors']:,} actors, {counts['ties']:,} ties, {counts['statements']:,} statements of "
        f"{counts['reports']:,} reports" + (", the less connected actors by kind" if page.aggregated else ""),
        err=True,
    )
    typer.echo(str(page.path))
