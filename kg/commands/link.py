"""`kg link`: identifiers for what a graph holds, without reading the reports again."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.parameters import GraphOption, JsonOption, RegisterOption, ReplaceRegisterOption, print_json

if TYPE_CHECKING:
    from kg.model import EntityType


def command(
    graph: GraphOption,
    register: RegisterOption = None,
    replace_register: ReplaceRegisterOption = False,
    service: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Look what is without a link up in this reconciliation service, too."),
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="place=TYPE", help="The service's type for places; actor=TYPE for actors."),
    ] = None,
    per_second: Annotated[
        float, typer.Option(min=0.01, metavar="NUMBER", help="Ask the service at most so often a second.")
    ] = 5.0,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Ask the service again what it was asked before.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Link the places and actors of a graph again, after the gazetteer has grown or people have decided.

    The reports are not read again. What people decided (kg links, kg curate) counts. Nothing is asked over the network
    but a service that is named.
    """
    from kg.pipeline import registered
    from kg.relinking import link_again
    from kg.store import open_to_change

    kinds = _kinds(types or [])
    with ExitStack() as stack:
        store = stack.enter_context(open_to_change(graph))
        client = None
        if service is not None:
            from kg.link.cache import cache_dir
            from kg.reconcile.client import ReconciliationClient

            cache = None if no_cache else cache_dir() / "reconciliation.sqlite"
            client = stack.enter_context(ReconciliationClient(service, cache=cache, per_second=per_second))
        done = link_again(store, registered(register, replace=replace_register), service=client, types=kinds)
    if as_json:
        print_json({"graph": graph, **asdict(done)})
        return
    typer.echo(
        f"{done.reports:,} reports gone through: {done.linked:,} places and actors are linked, {done.unlinked:,} are "
        f"not; {done.changed:,} links changed"
    )


def _kinds(pairs: list[str]) -> dict[EntityType, str]:
    """`["actor=Q43229"]` as `{"actor": "Q43229"}`."""
    kinds: dict[EntityType, str] = {}
    for pair in pairs:
        kind, _, name = pair.partition("=")
        if kind not in ("place", "actor") or not name:
            raise typer.BadParameter(f"{pair!r} is not place=TYPE or actor=TYPE")
        kinds[kind] = name
    return kinds
