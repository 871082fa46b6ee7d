"""`kg export`: records, tables, networks and RDF from a graph."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from kg.commands.parameters import GraphOption, OutputOption


def command(
    graph: GraphOption,
    to_format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help="events, mentions, relations, csv, graphml, gexf, jsonld, turtle, nquads.",
        ),
    ] = "events",
    output: OutputOption = None,
) -> None:
    """Write a graph, or what is in it, in a format for other programs; compressed for FILE.gz or FILE.zst."""
    from kg.export import export, find_format
    from kg.store import open_graph

    wanted = find_format(to_format)
    with open_graph(graph) as store, _opened(output) as out:
        count = export(store, wanted.name, out)
    if output is not None:
        typer.echo(f"{count:,} {wanted.counts} written to {output}", err=True)


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file, compressed as its name says, that takes its place only once it is whole."""
    if output is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        return
    from kg.errors import GraphError
    from kg.store.compression import writing

    partial = output.with_name(output.name + ".part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file, writing(file, output) as out:
            yield out
        partial.replace(output)
    except (OSError, KeyboardInterrupt) as error:
        if partial.is_file():
            partial.unlink()
        if not isinstance(error, OSError):
            raise
        reason = error.strerror or str(error)
        raise GraphError(f"cannot be written ({reason})", where=str(output), remedy="Choose another place") from error
