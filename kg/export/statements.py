"""The graph's statements, sorted, for the formats that write them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from pyoxigraph import Quad, QuerySolutions, RdfFormat, Triple, serialize

from kg.errors import QueryError
from kg.graph.terms import PREFIXES
from kg.query.source import Queryable

_ALL = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
_ONE = "SELECT (<{graph}> AS ?g) ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"


def quads(graph: Queryable) -> list[Quad]:
    """All statements of all named graphs, sorted by graph, subject, predicate and object."""
    return sorted(_read(graph), key=lambda quad: (str(quad.graph_name), *_key(quad)))


def quads_by_graph(graph: Queryable) -> Iterator[list[Quad]]:
    """The same, one named graph after the other, so that no more than one has to be held at a time."""
    answer = graph.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert isinstance(answer, QuerySolutions)
    for name in sorted((solution[0] for solution in answer), key=str):
        yield sorted(_read(graph, name.value), key=_key)


def triples(graph: Queryable) -> list[Triple]:
    """All statements of all graphs, each once, sorted."""
    return sorted({quad.triple for quad in _read(graph)}, key=_key)


def _read(graph: Queryable, name: str | None = None) -> Iterator[Quad]:
    answer = graph.query(_ALL if name is None else _ONE.format(graph=name))
    if not isinstance(answer, QuerySolutions):
        raise QueryError("the source gives no rows for a SELECT query")
    for solution in answer:
        graph_name, subject, predicate, object_ = solution
        yield Quad(subject, predicate, object_, graph_name)


def _key(statement: Any) -> tuple[str, str, str]:
    return str(statement.subject), str(statement.predicate), str(statement.object)


def write_all(statements: list[Any], out: BinaryIO, syntax: RdfFormat) -> int:
    """Writes statements in a syntax of RDF; gives their number."""
    serialize(statements, out, syntax, prefixes=PREFIXES)
    return len(statements)
