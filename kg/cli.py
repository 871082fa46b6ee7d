"""The command `kg`: its commands, its exit codes, and how errors reach the user.

Exit codes: 0 all went well; 1 the checks of `kg check` found violations, or the program failed; 2 input, options or
graph are wrong, or a part of the input was skipped; 130 interrupted.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg.commands import (
    backup,
    build,
    check,
    curate,
    evaluate,
    export,
    forget,
    gazetteer,
    import_,
    link,
    links,
    queries,
    query,
    serve,
    status,
    view,
)
from kg.errors import KgError

EXIT_FAILED = 1
EXIT_WRONG_INPUT = 2
EXIT_INTERRUPTED = 130


class Commands(TyperGroup):
    """The group of commands; turns exceptions into messages on standard error and exit codes."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Raises typer.Exit with the exit code where it fails."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(EXIT_WRONG_INPUT) from error
        except KeyboardInterrupt as interrupt:
            typer.echo("interrupted", err=True)
            raise typer.Exit(EXIT_INTERRUPTED) from interrupt
        except BrokenPipeError as error:
            discard_output()
            raise typer.Exit(0) from error
        except Exception as error:
            if ctx.params.get("debug") or _is_shown_by_typer(error):
                raise
            typer.echo(f"error: {type(error).__name__}: {error}", err=True)
            typer.echo("This is a fault of kg. Run `kg --debug …` again to see where it happened.", err=True)
            raise typer.Exit(EXIT_FAILED) from error


def _is_shown_by_typer(error: Exception) -> bool:
    """Whether it is an exit or a usage error, which typer itself shows (its exceptions share no public base)."""
    return hasattr(error, "exit_code") or isinstance(error, typer.Abort)


def discard_output() -> None:
    """Send what is still to be written nowhere, after the reader of a pipe has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    name="kg",
    cls=Commands,
    help="Read conflict reports and ask who did what to whom, where, when, how many died, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    build, query, queries, export, link, links, view, check, evaluate, serve, status, forget, backup, import_,
):  # fmt: skip
    app.command(name=module.__name__.rpartition(".")[2].rstrip("_"))(module.command)
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(curate.app, name="curate")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"kg {version('conflict-kg')}")
        raise typer.Exit()


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an unexpected error happened.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell more of what is done.")] = False,
) -> None:
    """Options of all commands."""
    level = logging.INFO if verbose or debug else logging.WARNING
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s", stream=sys.stderr)
    logging.getLogger("kg").setLevel(level)


def main() -> None:
    """Entry point of the command `kg`."""
    try:
        app()
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            discard_output()


if __name__ == "__main__":
    main()
