"""`kg queries`: the questions that can be asked by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.parameters import JsonOption, print_json

if TYPE_CHECKING:
    from kg.query import Parameter, Query


def command(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="One query: its parameters, and an example.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the questions that `kg query` answers by name, with their parameters."""
    from kg.query import catalogue, find

    wanted = [find(name)] if name else list(catalogue())
    if as_json:
        print_json([_as_record(query) for query in wanted])
        return
    for query in wanted:
        typer.echo(f"{query.name}: {query.title}")
        if name:
            typer.echo(f"\n{query.question}")
        for parameter in query.parameters:
            typer.echo(f"  --param {parameter.name}={_shown(parameter.example)}")
            typer.echo(f"      {_described(parameter)}")
        if not name:
            typer.echo()


def _shown(example: str) -> str:
    return f'"{example}"' if " " in example else example


def _described(parameter: Parameter) -> str:
    notes = ["required"] if parameter.required else []
    if parameter.default:
        notes.append(f"by default {' '.join(parameter.default)}")
    if parameter.multiple:
        notes.append("may be given several times")
    return " ".join(parameter.description.split()) + (f" ({', '.join(notes)})" if notes else "")


def _as_record(query: Query) -> dict:
    return {
        "name": query.name,
        "title": query.title,
        "question": query.question,
        "parameters": [
            {
                "name": one.name,
                "type": one.type,
                "description": one.description,
                "example": one.example,
                "required": one.required,
                "multiple": one.multiple,
                "default": list(one.default),
            }
            for one in query.parameters
        ],
    }
