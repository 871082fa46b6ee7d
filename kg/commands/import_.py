"""`kg import`: a graph from a dump."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    dump: Annotated[
        Path, typer.Argument(metavar="FILE", help="A dump of a graph: .nq, .trig, .jsonld, .ttl, .nt (.gz, .zst).")
    ],
    store: Annotated[
        str,
        typer.Option("--store", metavar="DIR|URL|FILE", help="A new store's folder, an empty server, or a new file."),
    ],
) -> None:
    """Make a store of a dump that `kg export --format nquads` wrote, or of any RDF file."""
    from kg.store.dumps import load

    quads = load(dump, store)
    typer.echo(f"Graph      {store}: {quads:,} statements of {dump}")
