"""Direct edges between actors, made by the CONSTRUCT queries in `queries/derive/`, one file a rule.

The queries need the ontology in the graph (classes, symmetric properties). Each gives `kg:Edge` nodes with
`kg:derivedFrom`, and the direct statements. To derive one more edge, add a file; no code knows their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, QueryTriples, Triple

from kg.errors import DataError
from kg.graph import iris
from kg.resources import resource_dir


def derivation_queries(folder: Path | None = None) -> dict[str, str]:
    """The queries by name, in alphabetical order. Raises DataError where there are none."""
    where = folder or resource_dir("queries") / "derive"
    queries = {path.stem: path.read_text(encoding="utf-8") for path in sorted(where.glob("*.rq"))}
    if not queries:
        raise DataError("there are no derivation queries", where=str(where), remedy="Install kg again")
    return queries


def derived_quads(query: Callable[[str], object], folder: Path | None = None) -> set[Quad]:
    """What the queries construct from a graph, in `iris.DERIVED_GRAPH`.

    `query` runs SPARQL on it (a store's method). Raises DataError where a query is no CONSTRUCT or makes blank
    nodes.
    """
    graph = NamedNode(iris.DERIVED_GRAPH)
    quads: set[Quad] = set()
    for name, text in derivation_queries(folder).items():
        triples = query(text)
        if not isinstance(triples, QueryTriples):
            raise DataError("a derivation query must be a CONSTRUCT", where=f"{name}.rq")
        quads.update(_quads(triples, graph, name))
    return quads


def _quads(triples: Iterable[Triple], graph: NamedNode, name: str) -> Iterable[Quad]:
    for triple in triples:
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
            raise DataError("a derivation query must not make blank nodes", where=f"{name}.rq")
        yield Quad(triple.subject, triple.predicate, triple.object, graph)
