"""`kg build`: reports to a graph."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands.parameters import JsonOption, LexiconOption, RegisterOption, ReplaceRegisterOption, print_json

if TYPE_CHECKING:
    from kg.pipeline import BuildResult, Progress


class Pipeline(StrEnum):
    """Ways to find mentions and events."""

    rules = "rules"
    full = "full"


def command(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Files, folders, patterns in quotes, or - for standard input.")
    ],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The graph's file: .trig, .nq, .jsonld, .ttl, .nt."),
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", metavar="DIR|URL", help="A store's folder, or a SPARQL 1.1 endpoint.")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Date of publication, such as 2024-03-08; the year settles the rest."),
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published the reports.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Address of the report (of one only).")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Title of the report.")] = None,
    identity: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Identity of the report (of one only).")
    ] = None,
    field: Annotated[
        list[str] | None, typer.Option(metavar="NAME=COLUMN", help="Where feeds and tables keep text, title, url, …")
    ] = None,
    max_characters: Annotated[
        int, typer.Option(min=1, metavar="NUMBER", help="Longer texts are no single report and skipped.")
    ] = 1_000_000,
    register: RegisterOption = None,
    replace_register: ReplaceRegisterOption = False,
    lexicon: LexiconOption = None,
    pipeline: Annotated[
        Pipeline,
        typer.Option(metavar="rules|full", help="full: with the trained mention component; rules: without it, faster."),
    ] = Pipeline.full,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="spaCy pipeline, by name or folder.")] = None,
    no_mentions: Annotated[bool, typer.Option("--no-mentions", help="Leave the graphs of mentions out.")] = False,
    no_links: Annotated[bool, typer.Option("--no-links", help="Give places and actors no identifiers.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Read reports again that have not changed.")] = False,
    workers: Annotated[int, typer.Option(min=1, metavar="NUMBER", help="Processes that read, on this machine.")] = 1,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Scheduler of a dask cluster whose workers read.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read reports and write what they say, and who says so, to a graph.

    Reports that have not changed are left as they are; a new version takes the old one's place.
    """
    if (output is None) == (store is None):
        raise typer.BadParameter("say where the graph goes: either -o FILE or --store DIR|URL")
    # One thread a process: matrices are small here, and threads that wait for each other cost more than they give.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if cluster is not None and workers > 1:
        raise typer.BadParameter("say who reads: either --workers NUMBER or --cluster ADDRESS")
    from kg.pipeline import BuildOptions, build_documents
    from kg.read import Metadata, parse_columns, read
    from kg.store import FILE_SUFFIXES, is_rdf_file, open_graph

    if output is not None and not is_rdf_file(output):
        raise typer.BadParameter(f"{output} is no RDF file: end it in {', '.join(FILE_SUFFIXES)}, or give --store DIR")
    documents = read(
        paths,
        Metadata(title, publisher, published, url, identity),
        columns=parse_columns(field or []),
        max_characters=max_characters,
    )
    target = output or store or ""
    with _stoppable(), open_graph(target, writable=True) as graph, _progress(shown=not as_json) as progress:
        options = BuildOptions(
            register=register,
            replace_register=replace_register,
            lexicon=lexicon or (),
            pipeline=pipeline.value,
            model=model,
            mentions=not no_mentions,
            force=force,
            link=not no_links,
            progress=progress,
            workers=workers,
            cluster=cluster,
        )
        result = build_documents(documents, graph, options)
    for skipped in result.skipped:
        typer.echo(f"skipped: {skipped}", err=True)
    if result.lost_workers:
        typer.echo(f"{result.lost_workers} worker processes ended; what they had in hand was read again", err=True)
    if as_json:
        print_json(_as_record(result, target))
    else:
        _print_summary(result, target)
    if result.skipped:
        raise typer.Exit(2)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Says, when the user stops the build, that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        typer.echo("interrupted: what was finished is stored; the same command goes on from there", err=True)
        raise typer.Exit(130) from interrupt


def _progress(*, shown: bool) -> AbstractContextManager[Callable[[Progress], None] | None]:
    """What shows how far a build is, on a terminal; nothing elsewhere."""
    if not (shown and sys.stderr.isatty()):
        return nullcontext()
    from kg.commands.progress import BuildProgress

    return BuildProgress()


def _rate(result: BuildResult) -> int:
    return round(result.words / result.seconds) if result.seconds else 0


def _as_record(result: BuildResult, target: str) -> dict[str, Any]:
    return {
        "graph": target,
        **{name: value for name, value in result.counts.items() if name != "skipped"},
        "words": result.words,
        "seconds": round(result.seconds, 3),
        "words_per_second": _rate(result),
        "skipped": [{"where": s.where, "reason": s.reason, "remedy": s.remedy} for s in result.skipped],
    }


def _print_summary(result: BuildResult, target: str) -> None:
    parts = [
        f"{count} {name}"
        for name, count in (
            ("new", result.added),
            ("replaced", result.replaced),
            ("unchanged", result.unchanged),
            ("skipped", len(result.skipped)),
        )
        if count
    ]
    total = result.stored + result.unchanged + len(result.skipped)
    typer.echo(f"Reports    {total:,} ({', '.join(parts) or 'none'})")
    if result.stored:
        typer.echo(
            f"Found      {result.events:,} events, {result.relations:,} relations, {result.mentions:,} mentions, "
            f"{result.actors:,} actors, {result.places:,} places"
        )
        typer.echo(
            f"Speed      {result.words:,} words in {result.seconds:.1f} s, {_rate(result):,} words/s with loading"
        )
    typer.echo(f"Graph      {target}: {result.reports:,} reports, {result.quads:,} statements")
