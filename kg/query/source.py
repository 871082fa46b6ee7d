"""What can be queried: anything with `query(sparql)` whose default graph is the union of its named graphs."""

from __future__ import annotations

from typing import Any, Protocol, cast, runtime_checkable

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store

from kg.errors import GraphError
from kg.graph.terms import PREFIXES

#: What a query gives: rows, a truth value, or triples.
QueryResult = QuerySolutions | QueryBoolean | QueryTriples

#: The graph that statements of no named graph are put in, so that `GRAPH ?g` finds them.
UNNAMED = NamedNode("https://w3id.org/conflict-kg/id/graph/unnamed")


@runtime_checkable
class Queryable(Protocol):
    """A source of answers. Its default graph is the union of its named graphs, each statement in a named one.

    One that has an attribute `lateral` which is true understands `LATERAL` (SEP 6 of the SPARQL community group).
    `kg.store.Store` is one; `as_queryable` makes one of a pyoxigraph Store or an rdflib Graph or Dataset.
    """

    def query(self, sparql: str, /) -> QueryResult:
        """Runs SELECT, ASK, CONSTRUCT or DESCRIBE; the usual prefixes (`kg.graph.terms.PREFIXES`) are declared.

        Raises SyntaxError or kg.errors.QueryError where the query is malformed, GraphError where the source fails.
        """
        ...


class UnionStore:
    """A pyoxigraph Store, queried with the union of its graphs as the default graph."""

    lateral = True

    def __init__(self, store: Store) -> None:
        self._store = store

    def query(self, sparql: str, /) -> QueryResult:
        """Runs a query. Raises SyntaxError where it is malformed, GraphError where the store cannot be read."""
        try:
            return self._store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)
        except OSError as error:
            raise GraphError(f"the store cannot be read: {error}") from error


def as_queryable(source: Any) -> Queryable:
    """A `Queryable` of `source`: a kg store, a pyoxigraph Store, or an rdflib Graph or Dataset.

    A pyoxigraph Store is queried where it is. An rdflib graph is copied, its statements of no named graph
    into one (`UNNAMED`). Raises TypeError for anything else.
    """
    if isinstance(source, Store):
        if next(source.quads_for_pattern(None, None, None, _default_graph()), None) is None:
            return UnionStore(source)
        return UnionStore(_all_named(source))
    if type(source).__module__.split(".")[0] == "rdflib" or hasattr(source, "namespace_manager"):
        return UnionStore(_from_rdflib(source))
    if isinstance(source, Queryable):
        return source
    raise TypeError(f"{type(source).__name__} is no graph or store that can be queried")


def _default_graph() -> Any:
    from pyoxigraph import DefaultGraph

    return DefaultGraph()


def _all_named(source: Store) -> Store:
    default = _default_graph()
    copy = Store()
    copy.bulk_extend(
        Quad(quad.subject, quad.predicate, quad.object, UNNAMED) if quad.graph_name == default else quad
        for quad in source
    )
    return copy


def _from_rdflib(graph: Any) -> Store:
    """A copy of an rdflib graph; the reader of N-Quads is the only thing that both libraries agree on."""
    store = Store()
    if hasattr(graph, "quads"):
        data = cast("str | bytes", graph.serialize(format="nquads"))
        store.load(data.encode() if isinstance(data, str) else data, format=RdfFormat.N_QUADS)
        return _all_named(store)
    data = cast("str | bytes", graph.serialize(format="nt"))
    store.load(data.encode() if isinstance(data, str) else data, format=RdfFormat.N_TRIPLES, to_graph=UNNAMED)
    return store
