"""Options that several commands take, and what they have in common in printing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

GraphOption = Annotated[
    str,
    typer.Option(
        "--graph",
        "-g",
        envvar="KG_GRAPH",
        metavar="FILE|DIR|URL",
        help="The graph: an RDF file, a store's folder, or a SPARQL endpoint.",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of standard output."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def print_json(value: Any) -> None:
    """One JSON value on standard output, on one line, keys in their order."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def write_out(text: str | bytes, output: Path | None) -> None:
    """Text to a file, made with its folder, or to standard output; UTF-8, line ends as they are."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    from kg.errors import GraphError

    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise GraphError(f"cannot be written ({reason})", where=str(output), remedy="Choose another place") from error
