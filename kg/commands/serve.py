"""`kg serve`: the graph over HTTP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

_TOKEN = "KG_WRITE_TOKEN"


def command(
    store: Annotated[str | None, typer.Option("--store", metavar="DIR", help="The store's folder.")] = None,
    graph: Annotated[
        str | None, typer.Option("--graph", "-g", metavar="FILE", help="An RDF file, to be served read-only.")
    ] = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen at; the default is this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="NUMBER", help="Port to listen at.")] = 7878,
    write_token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Who sends what is in this file may write (or set KG_WRITE_TOKEN)."),
    ] = None,
    cors: Annotated[
        list[str] | None, typer.Option(metavar="ORIGIN", help="Pages of this origin may read; again for several.")
    ] = None,
    server_name: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A host name by which the server is asked, behind a proxy.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="NUMBER", help="Processes that answer; the default is one a core.")
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="The longest that a query may take.")] = 30,
    allow_outward: Annotated[
        bool, typer.Option("--allow-outward", help="Let queries call other servers: SERVICE and LOAD.")
    ] = False,
) -> None:
    """Serve a graph over HTTP: SPARQL, the query catalogue, health. Read-only unless a write token is given."""
    if (store is None) == (graph is None):
        raise typer.BadParameter("say what to serve: either --store DIR or --graph FILE")
    from kg.serve.access import asked_by
    from kg.serve.app import create_app
    from kg.serve.server import serve
    from kg.serve.settings import Settings

    given: dict[str, Any] = {} if workers is None else {"workers": workers}
    settings = Settings(
        timeout=timeout,
        token=_token(write_token_file),
        cors=tuple(cors or ()),
        hosts=asked_by(server_name or (), host),
        outward=allow_outward,
        **given,
    )
    app = create_app(store or graph or "", settings)
    typer.echo(f"Serving {store or graph} at http://{host}:{port}/sparql", err=True)
    serve(app, host, port)


def _token(file: Path | None) -> str | None:
    """The token of a file, or of the environment. Raises KgError where the file cannot be read."""
    if file is None:
        return os.environ.get(_TOKEN) or None
    from kg.errors import InputError

    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the write token cannot be read ({error})", where=str(file)) from error
