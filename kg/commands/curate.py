"""`kg curate`: what people decide about actors, events and relations, and the history of all decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands.parameters import (
    ByOption,
    GraphOption,
    NoteOption,
    OutputOption,
    one_node,
    table_width,
    who,
    write_out,
)

if TYPE_CHECKING:
    from kg.curate import Decision, Recorded
    from kg.store.protocol import Store

app = typer.Typer(
    help="Merge and split actors, accept and reject events and relations, list and undo decisions.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
ActorArgument = Annotated[list[str], typer.Argument(metavar="NAME|IRI…", help="Actors, or places.")]
StatementArgument = Annotated[str, typer.Argument(metavar="IRI", help="An event or relation.")]


@app.command()
def merge(graph: GraphOption, nodes: ActorArgument, by: ByOption = None, note: NoteOption = "") -> None:
    """Make several actors (or places) one: the first."""
    from kg import curate

    _decide(graph, lambda store: curate.merge(store, [one_node(store, node) for node in nodes]), by, note)


@app.command()
def split(
    graph: GraphOption,
    actor: Annotated[str, typer.Argument(metavar="NAME|IRI", help="The actor.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the actor that is split off.")],
    names: Annotated[
        list[str] | None, typer.Option("--words", metavar="NAME", help="Names that mean it; again for several.")
    ] = None,
    reports: Annotated[
        list[str] | None, typer.Option("--report", metavar="ID", help="Only in this report; again for several.")
    ] = None,
    by: ByOption = None,
    note: NoteOption = "",
) -> None:
    """Make what some names, or some reports, mean by an actor another actor."""
    from kg import curate

    _decide(
        graph,
        lambda store: curate.split(store, one_node(store, actor), name, names=names or (), reports=reports or ()),
        by,
        note,
    )


@app.command()
def accept(graph: GraphOption, statement: StatementArgument, by: ByOption = None, note: NoteOption = "") -> None:
    """Say that an event or relation is right."""
    from kg import curate

    _decide(graph, lambda store: curate.accept_statement(store, statement), by, note)


@app.command()
def reject(graph: GraphOption, statement: StatementArgument, by: ByOption = None, note: NoteOption = "") -> None:
    """Take an event or relation out of all answers."""
    from kg import curate

    _decide(graph, lambda store: curate.reject_statement(store, statement), by, note)


@app.command()
def undo(
    graph: GraphOption,
    decision: Annotated[str, typer.Argument(metavar="IRI", help="The decision, as `kg curate list` shows it.")],
    by: ByOption = None,
) -> None:
    """Take a decision back. It stays in the history."""
    from kg.curate import undo as take_back
    from kg.store import open_to_change

    with open_to_change(graph) as store:
        typer.echo(f"undone: {take_back(store, decision, by=who(by)).iri}")


@app.command()
def again(graph: GraphOption) -> None:
    """Make all decisions count in all reports, after the curation graph was changed by hand."""
    from kg.curate import apply_again
    from kg.store import open_to_change

    with open_to_change(graph) as store:
        typer.echo(f"{apply_again(store):,} reports gone through")


@app.command("list")
def show(
    graph: GraphOption,
    standing: Annotated[bool, typer.Option("--standing", help="Without those that were undone.")] = False,
    to_format: Annotated[str, typer.Option("--format", "-f", metavar="NAME", help="table, csv, tsv, json.")] = "table",
    output: OutputOption = None,
) -> None:
    """List what was decided, by whom and when, and what was undone."""
    from pyoxigraph import NamedNode

    from kg.curate import decisions
    from kg.graph.terms import text
    from kg.query import Result, render
    from kg.store import open_graph

    with open_graph(graph) as store:
        found = [one for one in decisions(store) if one.stands or not standing]
    rows: list[tuple[Any, ...]] = [
        (
            text(one.at.isoformat(timespec="seconds")),
            text(one.by),
            text(_told(one)),
            text(one.note),
            text(f"by {one.undone_by}, {one.undone_at:%Y-%m-%d}") if one.undone_at else None,
            NamedNode(one.iri),
        )
        for one in found
    ]
    result = Result(("at", "by", "decided", "note", "undone", "decision"), rows, title="Decisions")
    write_out(render(result, to_format, table_width(output)), output)


def _told(recorded: Recorded) -> str:
    """A decision in words."""
    from kg.curate import LinkDecision, MergeDecision, SplitDecision
    from kg.curate.review import describe
    from kg.graph.vocabulary import shorten

    match recorded.decision:
        case LinkDecision() as link:
            where = f" in reports on {', '.join(link.countries)}" if link.countries else ""
            return f"{link.verdict} {link.name}{where}: {describe(link.chosen) if link.chosen else 'none'}"
        case MergeDecision() as merged:
            return f"merge {', '.join(map(shorten, merged.merged))} into {shorten(merged.into)} ({merged.name})"
        case SplitDecision() as parted:
            words = f" as {', '.join(parted.names)}" if parted.names else ""
            where = f" in {', '.join(map(shorten, parted.reports))}" if parted.reports else ""
            return f"split {parted.name} off {shorten(parted.actor)}{words}{where}"
        case statement:
            return f"{statement.verdict} {statement.type}: {statement.words}"


def _decide(graph: str, make: Callable[[Store], Decision], by: str | None, note: str) -> None:
    from kg.curate import decide
    from kg.store import open_to_change

    with open_to_change(graph) as store:
        typer.echo(f"decided: {decide(store, make(store), by=who(by), note=note).iri}")
