"""Changes of the store: functions that run in the one worker that writes, each one transaction.

The store is opened for each change and closed after it, so that `kg build` and a server can take turns. What is read
(an update, an RDF file) is read here, where it can harm nobody else.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, RdfFormat, Triple

from kg.errors import QueryError
from kg.serve.negotiation import QUADS
from kg.serve.tasks import check, graph_node
from kg.store.embedded import EmbeddedStore
from kg.store.keywords import with_using


def update(path: str, text: str, graphs: tuple[str, ...], named: tuple[str, ...], outward: bool) -> None:
    """Runs SPARQL 1.1 Update. Raises QueryError where it is malformed or may not be run, GraphError of the store."""
    check(text, outward=outward)
    for graph in (*graphs, *named):
        graph_node(graph)
    text = with_using(text, graphs, named)
    with EmbeddedStore(path, writable=True) as store:
        store.update(text)


def put(path: str, graph: str | None, file: str, format_: str, base: str) -> bool:
    """Makes an RDF file the whole content of a graph (None: the default graph); whether the graph was there before.

    Raises QueryError where the file is no RDF of its format, or names graphs itself.
    """
    triples = _triples(file, format_, base)
    where = "DEFAULT" if graph is None else f"GRAPH {graph_node(graph)}"
    data = "".join(f"{triple} .\n" for triple in triples)
    block = data if graph is None else f"GRAPH {graph_node(graph)} {{\n{data}}}"
    with EmbeddedStore(path, writable=True) as store:
        there = exists(store, graph)
        create = "" if graph is None else f" ; CREATE SILENT {where}"
        store.update(f"DROP SILENT {where}{create} ; INSERT DATA {{ {block} }}")
        return there


def post(path: str, graph: str | None, file: str, format_: str, base: str) -> bool:
    """Adds an RDF file to a graph; whether the graph was there before. Raises QueryError as `put` does."""
    _triples(file, format_, base)
    with EmbeddedStore(path, writable=True) as store:
        there = exists(store, graph)
        name = DefaultGraph() if graph is None else graph_node(graph)
        store.load(file, getattr(RdfFormat, format_), base, name)
        return there


def add(path: str, file: str, format_: str, base: str) -> None:
    """Adds a file of quads to the graphs that it names. Raises QueryError where it is no RDF of its format."""
    with EmbeddedStore(path, writable=True) as store:
        try:
            store.load(file, getattr(RdfFormat, format_), base)
        except SyntaxError as error:
            raise QueryError(f"the data is malformed: {error}") from error


def delete(path: str, graph: str | None) -> bool:
    """Takes a graph out; whether it was there."""
    with EmbeddedStore(path, writable=True) as store:
        there = exists(store, graph)
        store.update("DROP DEFAULT" if graph is None else f"DROP SILENT GRAPH {graph_node(graph)}")
        return there


def exists(store: EmbeddedStore, graph: str | None) -> bool:
    """Whether the store has such a graph; the default graph is always there."""
    return graph is None or store.oxigraph.contains_named_graph(graph_node(graph))


def _triples(file: str, format_: str, base: str) -> list[Triple]:
    """What an RDF file says, read to its end before anything is changed."""
    if format_ in QUADS and format_ != "JSON_LD":
        raise QueryError("the data names graphs itself, and so does the request")
    try:
        quads = list(pyoxigraph.parse(path=Path(file), format=getattr(RdfFormat, format_), base_iri=base))
    except SyntaxError as error:
        raise QueryError(f"the data is malformed: {error}") from error
    if any(quad.graph_name != DefaultGraph() for quad in quads):
        raise QueryError("the data names graphs itself, and so does the request")
    return [quad.triple for quad in quads]

