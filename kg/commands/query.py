"""`kg query`: ask a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.parameters import GraphOption, OutputOption, table_width, write_out
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.query import Result


def command(
    graph: GraphOption,
    question: Annotated[
        str | None, typer.Argument(metavar="NAME|FILE.rq", help="A query of the catalogue (see kg queries), or a file.")
    ] = None,
    expression: Annotated[
        str | None, typer.Option("--expression", "-e", metavar="SPARQL", help="The query itself.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; again for several values."),
    ] = None,
    to_format: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", metavar="NAME", help="table, csv, tsv, json, srj; turtle, nt, jsonld for triples."
        ),
    ] = None,
    columns: Annotated[
        str | None, typer.Option(metavar="A,B,…", help="Only these columns of the answer, in this order.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="NUMBER", help="Show at most so many rows.")] = None,
    output: OutputOption = None,
) -> None:
    """Ask a graph a question of the catalogue, of a file, or in SPARQL."""
    if (question is None) == (expression is None):
        raise typer.BadParameter("give either the name of a query (see kg queries), a file, or -e 'SELECT …'")
    from dataclasses import replace

    from kg.query import prepare, render, run, with_labels
    from kg.query.catalogue import parse
    from kg.store import open_graph

    asked = parse(expression) if expression is not None else prepare(question or "")
    with open_graph(graph) as store:
        result = run(store, asked, parameters(param or []))
        if columns is not None:
            result = _only(result, [name.strip() for name in columns.split(",")])
        more = len(result.rows) - limit if limit is not None else 0
        if more > 0:
            result = replace(result, rows=result.rows[:limit])
        chosen = to_format or ("table" if result.triples is None else "turtle")
        if chosen == "table":
            result = with_labels(result, store)
    write_out(render(result, chosen, table_width(output)), output)
    if more > 0:
        typer.echo(f"{more} more rows: raise --limit to see them", err=True)


def _only(result: Result, columns: list[str]) -> Result:
    """The answer with these columns alone. Raises QueryError where it has no such column."""
    from dataclasses import replace

    unknown = [name for name in columns if name not in result.columns]
    if unknown:
        raise QueryError(f"the answer has no column {unknown[0]!r}", remedy=f"It has {', '.join(result.columns)}")
    places = [result.columns.index(name) for name in columns]
    rows = [tuple(row[place] for place in places) for row in result.rows]
    return replace(result, columns=tuple(columns), rows=rows)


def parameters(pairs: list[str]) -> dict[str, str | list[str]]:
    """`["agent=A", "agent=B", "limit=3"]` as `{"agent": ["A", "B"], "limit": "3"}`. Raises QueryError."""
    values: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise QueryError(f"the parameter {pair!r} has no value", remedy="Write --param name=value")
        values.setdefault(name.strip(), []).append(value)
    return {name: given[0] if len(given) == 1 else given for name, given in values.items()}
