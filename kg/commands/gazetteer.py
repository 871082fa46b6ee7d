"""`kg gazetteer`: the places that names are linked to, and more of them from files of the user."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.parameters import JsonOption, print_json

if TYPE_CHECKING:
    from kg.link.additions import Added

app = typer.Typer(help="Build, show and extend the gazetteer of places.", no_args_is_help=True, rich_markup_mode=None)
add = typer.Typer(help="Add places from a file.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(add, name="add")

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The file; .zip, .gz and .bz2 are unpacked.")]


@app.command()
def build() -> None:
    """Build the embedded gazetteer where it is not there yet, and say where it lies."""
    from kg.link.cache import embedded_path

    with _progress() as progress:
        path = embedded_path(progress)
    typer.echo(str(path))


@app.command()
def show(as_json: JsonOption = False) -> None:
    """Say which gazetteers there are, and how many places each has."""
    from kg.link.cache import open_gazetteers

    rows = []
    for gazetteer in open_gazetteers():
        with gazetteer:
            rows.append({"file": str(gazetteer.path), "places": gazetteer.size(), "about": gazetteer.about})
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['places']:>12,}  {row['file']}")


@add.command()
def geonames(file: FileArgument, as_json: JsonOption = False) -> None:
    """Add a dump of GeoNames: places (SY.zip, allCountries.zip) or, after those, names (alternateNamesV2.zip)."""
    from kg.link.additions import add_geonames

    with _progress() as progress:
        _print(add_geonames(file, progress), as_json)


@add.command()
def csv(
    file: FileArgument,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=COLUMN,…",
            help="Where the table keeps name, names, lat, lon, country, id, pcode, geonames, wikidata, iso3166, "
            "feature, population; else in the columns that are called so.",
        ),
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Name of the list; else that of the file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Add a table of places: p-codes, or a list of one's own."""
    from kg.link.additions import add_table

    pairs = [one.partition("=") for some in columns or () for one in some.split(",")]
    given = {field.strip(): column.strip() for field, _, column in pairs}
    with _progress() as progress:
        _print(add_table(file, given, source or file.name.partition(".")[0], progress), as_json)


@add.command()
def wikidata(file: FileArgument, as_json: JsonOption = False) -> None:
    """Add the places of a subset of Wikidata: entities in JSON, one a line, or N-Triples."""
    from kg.link.additions import add_wikidata

    with _progress() as progress:
        _print(add_wikidata(file, progress), as_json)


def _print(added: Added, as_json: bool) -> None:
    if as_json:
        print_json({"places": added.places, "names": added.names, "file": str(added.path)})
    else:
        typer.echo(f"Added {added.places:,} places, {added.names:,} names to {added.path}")


@contextmanager
def _progress() -> Iterator[Callable[[int], None] | None]:
    """Shows how many places are done, on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,} places"), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("places", total=None)
        yield lambda done: bar.update(task, completed=done)
