"""What workers do: functions that get the open store first, run with limits in a process of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, BinaryIO, cast

from pyoxigraph import DefaultGraph, NamedNode, QueryResultsFormat, QueryTriples, RdfFormat

from kg.errors import QueryError
from kg.graph.terms import PREFIXES
from kg.query import render, run
from kg.store.embedded import EmbeddedStore, is_about_text
from kg.store.keywords import keywords

#: How deep brackets may nest; far below what overflows the engine's stack.
DEEPEST = 250


class NotAcceptable(QueryError):
    """The client takes none of the formats that there are for this kind of answer."""


class NotThere(QueryError):
    """There is no such graph, query or thing."""


class Forbidden(QueryError):
    """It would make the server call another one."""


def count(store: EmbeddedStore) -> int:
    """The number of quads."""
    return len(store)


def dump(store: EmbeddedStore, output: BinaryIO, named: bool, graph: str | None, format_: str) -> None:
    """Writes a graph (`graph`, None: the default one) or, where none is `named`, all of them.

    Raises NotThere where there is no such graph, QueryError where its name is no IRI.
    """
    syntax = getattr(RdfFormat, format_)
    if not named:
        store.oxigraph.dump(output, syntax)
        return
    name = DefaultGraph() if graph is None else graph_node(graph)
    if isinstance(name, NamedNode) and not store.oxigraph.contains_named_graph(name):
        raise NotThere(f"there is no graph <{graph}>")
    store.oxigraph.dump(output, syntax, from_graph=name)


def evaluate(
    store: EmbeddedStore,
    output: BinaryIO,
    query: str,
    default_graphs: tuple[str, ...],
    named_graphs: tuple[str, ...],
    results_format: str | None,
    triples_format: str | None,
    outward: bool,
) -> bool:
    """Runs a query and writes its answer; whether that is triples.

    Without graphs of the protocol the query's own clauses FROM count, and without those the union of all graphs. Raises
    QueryError where it is malformed or may not be run, NotAcceptable where the format for its answer is None.
    """
    found = check(query, outward=outward)
    try:
        answer = store.oxigraph.query(
            query,
            prefixes=PREFIXES,
            use_default_graph_as_union=not (default_graphs or named_graphs or "FROM" in found),
            **_dataset(default_graphs, named_graphs),
        )
    except SyntaxError as error:
        raise QueryError(f"the query is malformed: {error}") from error
    except RuntimeError as error:
        if not is_about_text(error):
            raise
        raise QueryError(f"the query cannot be run: {error}") from error
    is_triples = isinstance(answer, QueryTriples)
    chosen = triples_format if is_triples else results_format
    if chosen is None:
        raise NotAcceptable(f"there is no such format for {'triples' if is_triples else 'the rows of a query'}")
    formats = RdfFormat if is_triples else QueryResultsFormat
    try:
        cast(Any, answer).serialize(output, format=getattr(formats, chosen))
    except RuntimeError as error:
        if not is_about_text(error):
            raise
        raise QueryError(f"the query cannot be run: {error}") from error
    return is_triples


def answer(
    store: EmbeddedStore, output: BinaryIO, name: str, values: dict[str, list[str]], format_: str, limit: int | None
) -> int:
    """Answers a question of the catalogue, at most `limit` rows; the number of all rows.

    Raises QueryError where a value is not what its parameter takes.
    """
    result = run(store, name, values)
    rows = len(result.rows)
    if limit is not None:
        result = replace(result, rows=result.rows[:limit])
    output.write(render(result, format_).encode("utf-8", "replace"))
    return rows


def check(text: str, *, outward: bool) -> frozenset[str]:
    """The keywords of a query or update that may be run. Raises QueryError, Forbidden."""
    found = keywords(text)
    if found.depth > DEEPEST:
        raise QueryError(f"its brackets nest {found.depth} deep; {DEEPEST} is the most")
    if not outward:
        for keyword in ("SERVICE", "LOAD"):
            if found.may_hold(keyword):
                raise Forbidden(f"{keyword} is not allowed: this server calls no others")
    return found.used


def _dataset(default_graphs: tuple[str, ...], named_graphs: tuple[str, ...]) -> dict[str, Any]:
    """The data set that the protocol asks for. Raises QueryError where a graph is no IRI."""
    if not (default_graphs or named_graphs):
        return {}
    return {"default_graph": list(map(graph_node, default_graphs)), "named_graphs": list(map(graph_node, named_graphs))}


def graph_node(iri: str) -> NamedNode:
    """The graph of an IRI. Raises QueryError where it is none."""
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"a graph is named by no IRI: {error}") from error
