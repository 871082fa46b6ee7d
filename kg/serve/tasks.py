"""What workers do: functions that get the open store first, run with limits in a process of their own."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat

from kg.errors import QueryError
from kg.graph.terms import PREFIXES
from kg.store.embedded import EmbeddedStore
from kg.store.keywords import keywords

#: How deep brackets may nest; far below what overflows the engine's stack.
DEEPEST = 250


class NotAcceptable(QueryError):
    """The client takes none of the formats that there are for this kind of answer."""


class Forbidden(QueryError):
    """It would make the server call another one."""


def count(store: EmbeddedStore) -> int:
    """The number of quads."""
    return len(store)


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
    # Where there is no other error, triples and results differ in nothing but their format.
    is_triples = isinstance(answer, QueryTriples)
    chosen = triples_format if is_triples else results_format
    if chosen is None:
        raise NotAcceptable(f"there is no such format for {'triples' if is_triples else 'the rows of a query'}")
    formats = RdfFormat if is_triples else QueryResultsFormat
    cast(Any, answer).serialize(output, format=getattr(formats, chosen))
    return is_triples


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
    try:
        return {
            "default_graph": [NamedNode(iri) for iri in default_graphs],
            "named_graphs": [NamedNode(iri) for iri in named_graphs],
        }
    except ValueError as error:
        raise QueryError(f"a graph is named by no IRI: {error}") from error
