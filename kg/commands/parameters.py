"""Options that several commands take, and what they have in common in printing."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from kg.store.protocol import Store

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
ByOption = Annotated[
    str | None, typer.Option(envvar="KG_USER", metavar="NAME", help="Who decides; else the name of the login.")
]
NoteOption = Annotated[str, typer.Option(metavar="TEXT", help="Why.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


_WITHOUT_TERMINAL = 160
_UNBOUNDED = 100_000


def table_width(output: Path | None) -> int:
    """Characters in a line of a table: those of the terminal (or of COLUMNS); in a file as many as it takes."""
    return shutil.get_terminal_size((_WITHOUT_TERMINAL, 24)).columns if output is None else _UNBOUNDED


def who(by: str | None) -> str:
    """Who decides: the name that was given, else that of the login."""
    if by:
        return by
    import getpass

    return getpass.getuser()


def one_node(store: Store, word: str) -> str:
    """The one node of a name or IRI. Raises InputError where the name is that of several, QueryError where of none."""
    from kg.errors import InputError
    from kg.query.run import named

    found = [one.value for one in named("node", word, store)]
    if len(found) > 1:
        raise InputError(f"{word!r} is the name of {len(found)} nodes", remedy=f"Give the IRI: {', '.join(found)}")
    return found[0]


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


RegisterOption = Annotated[
    list[Path] | None,
    typer.Option("--register", metavar="FILE|DIR", help="Actors of your own, beside kg's own register; repeatable."),
]
ReplaceRegisterOption = Annotated[
    bool, typer.Option("--replace-register", help="Take the register that is given in place of kg's own.")
]
LexiconOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--lexicon", metavar="FILE|DIR", help="Words of your own (events.toml, nouns.toml, …), beside kg's; repeatable."
    ),
]
