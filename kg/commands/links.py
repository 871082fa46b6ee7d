"""`kg links`: the links of places and actors, to look at and to decide on."""

from __future__ import annotations

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
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.curate.review import LinkReview
    from kg.store.protocol import Store

_COLUMNS = ("name", "doubt", "context", "chosen", "score", "candidates", "decided", "entity")


def command(
    graph: GraphOption,
    entity: Annotated[
        str | None, typer.Argument(metavar="NAME|IRI", help="Only this place or actor; needed to decide on its link.")
    ] = None,
    review: Annotated[bool, typer.Option("--review", help="Only the doubtful ones, with the words around.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="The link is right.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="It is none of the entries that were weighed.")] = False,
    choose: Annotated[
        str | None, typer.Option(metavar="ID", help="It is this entry: a GeoNames id, a Wikidata item, a p-code.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last decision on it back.")] = False,
    by: ByOption = None,
    note: NoteOption = "",
    least_score: Annotated[
        float, typer.Option(min=0, max=1, metavar="SCORE", help="Under this score a link is doubtful.")
    ] = 0.6,
    least_lead: Annotated[
        float, typer.Option(min=0, max=1, metavar="SCORE", help="So is one whose runner-up is less than this behind.")
    ] = 0.3,
    to_format: Annotated[str, typer.Option("--format", "-f", metavar="NAME", help="table, csv, tsv, json.")] = "table",
    output: OutputOption = None,
) -> None:
    """Show the links of places and actors, and accept, reject or choose them.

    A decision holds for the same name in reports on the same country, also in later builds, until it is undone.
    """
    asked = [name for name, given in (("--accept", accept), ("--reject", reject), ("--choose", choose is not None),
                                      ("--undo", undo)) if given]  # fmt: skip
    if len(asked) > 1:
        raise typer.BadParameter(f"{' and '.join(asked)} exclude each other")
    if asked and entity is None:
        raise typer.BadParameter(f"{asked[0]} needs the name or IRI of a place or actor")
    if asked and entity is not None:
        _decide(graph, entity, asked[0], choose, who(by), note)
        return
    from kg.curate.review import review_links
    from kg.query import render
    from kg.store import open_graph

    with open_graph(graph) as store:
        found = review_links(store, doubtful=review, least_score=least_score, least_lead=least_lead)
        if entity is not None:
            wanted = set(_nodes(store, entity))
            found = [one for one in found if one.entity in wanted]
    write_out(render(_as_result(found, review), to_format, table_width(output)), output)


def _decide(graph: str, entity: str, how: str, identifier: str | None, by: str, note: str) -> None:
    from kg.curate import accept_link, choose_link, decide, decisions, reject_link, undo
    from kg.curate.decisions import LinkDecision
    from kg.link.lookup import find_entry
    from kg.store import open_to_change

    with open_to_change(graph) as store:
        node = _shown_as(store, entity)
        if how == "--undo":
            mine = [one for one in decisions(store) if one.stands and isinstance(one.decision, LinkDecision)]
            last = next((one for one in reversed(mine) if _is_on(one.decision, node)), None)
            if last is None:
                raise InputError("no decision on its link stands", where=entity)
            done = undo(store, last.iri, by=by)
            typer.echo(f"undone: {done.iri}")
            return
        match how:
            case "--accept":
                decision = accept_link(store, node)
            case "--reject":
                decision = reject_link(store, node)
            case _:
                decision = choose_link(store, node, identifier or "", find_entry)
        typer.echo(f"decided: {decide(store, decision, by=by, note=note).iri}")


def _shown_as(store: Store, entity: str) -> str:
    """The node of a name or IRI; where it is a name of several (a capital is one of its government's), the one that
    the table of links shows under it. Raises InputError where that leaves several.
    """
    from kg.curate.review import review_links

    found = set(_nodes(store, entity))
    if len(found) > 1:
        shown = [one.entity for one in review_links(store) if one.entity in found and one.name == entity]
        if len(shown) == 1:
            return shown[0]
    return one_node(store, entity)


def _is_on(decision: object, node: str) -> bool:
    return getattr(decision, "node", None) == node


def _nodes(store: Store, entity: str) -> list[str]:
    from kg.query.run import named

    return [one.value for one in named("node", entity, store)]


def _as_result(found: list[LinkReview], with_context: bool) -> Any:
    from pyoxigraph import NamedNode

    from kg.curate.review import describe, described
    from kg.graph.terms import decimal, text
    from kg.query import Result

    columns = tuple(name for name in _COLUMNS if with_context or name != "context")
    rows = []
    for one in found:
        chosen = one.link.chosen
        cells = {
            "name": text(one.name),
            "doubt": text(one.doubt),
            "context": text(one.context),
            "chosen": text(f"{one.link.relation}: {describe(chosen)}") if chosen else None,
            "score": decimal(chosen.score) if chosen else None,
            "candidates": text(described(one.candidates)),
            "decided": NamedNode(one.decision) if one.decision else None,
            "entity": NamedNode(one.entity),
        }
        rows.append(tuple(cells[name] for name in columns))
    return Result(columns, rows, title="Links")
