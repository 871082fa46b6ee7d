"""Checks a graph: SHACL over the union of its named graphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.check.constraints import sparql_findings
from kg.check.findings import Finding, Locator
from kg.check.shapes import Shapes, severity_of, shapes
from kg.errors import DataError
from kg.resources import resource_dir

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store
    from rdflib import Graph
    from rdflib.term import Node

_RANK = {"violation": 0, "warning": 1, "info": 2}


def check_graph(store: Store, *, against: Shapes | None = None) -> list[Finding]:
    """What is wrong with the graph in a store, worst first, then by report and place in it; empty where all is well.

    The shapes are kg's own unless `against` gives others. The store is only read. A store without the ontology graph
    is checked as if it had it. Raises DataError where the shapes themselves are broken.
    """
    rules = against or shapes()
    whole = _with_ontology(store)
    locate = Locator(store).passage
    findings = []
    for finding in (*_core_findings(whole, rules), *sparql_findings(whole, rules.sparql)):
        place = locate(finding.node)
        findings.append(replace(finding, report=place.report, start=place.start, end=place.end, text=place.text))
    return sorted(findings, key=_order)


def _order(finding: Finding) -> tuple[int, str, int, str, str, str]:
    return (
        _RANK[finding.severity],
        finding.report or "",
        -1 if finding.start is None else finding.start,
        finding.node,
        finding.message,
        finding.value or "",
    )


@lru_cache(maxsize=1)
def _ontology_quads() -> tuple[Quad, ...]:
    import pyoxigraph as ox

    from kg.graph.vocabulary import ONTOLOGY_GRAPH

    path = resource_dir("ontology") / "conflict.ttl"
    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    return tuple(
        ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    )


def _with_ontology(store: Store) -> Store:
    """The store itself where it holds an ontology, else a copy in memory that does."""
    import pyoxigraph as ox

    from kg.graph.vocabulary import ONTOLOGY_GRAPH

    if next(store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH)), None) is not None:
        return store
    copy = ox.Store()
    copy.bulk_extend(store)
    copy.bulk_extend(_ontology_quads())
    return copy


def _core_findings(store: Store, rules: Shapes) -> Iterator[Finding]:
    """What pySHACL finds: all constraints but those in SPARQL."""
    from pyshacl import validate
    from rdflib import RDF, SH, Graph

    _, results, told = validate(_as_rdflib(store), shacl_graph=rules.core, inplace=True, do_owl_imports=False)
    if not isinstance(results, Graph):
        raise DataError(f"the shapes cannot be run: {told}", where="ontology/shapes.ttl")
    for result in set(results.subjects(RDF.type, SH.ValidationResult)):
        shape_path, value = results.value(result, SH.resultPath), results.value(result, SH.value)
        component = str(results.value(result, SH.sourceConstraintComponent)).rpartition("#")[2]
        yield Finding(
            severity=severity_of(results.value(result, SH.resultSeverity)),
            message=str(results.value(result, SH.resultMessage)),
            node=str(results.value(result, SH.focusNode)),
            path=_path(results, shape_path),
            value=None if value is None else str(value),
            constraint=component.removesuffix("ConstraintComponent"),
        )


def _path(graph: Graph, path: Node | None) -> str | None:
    """A SHACL path in SPARQL's notation: an IRI, `^IRI`, or `PATH|PATH`."""
    from rdflib import SH, URIRef
    from rdflib.collection import Collection

    if path is None or isinstance(path, URIRef):
        return None if path is None else str(path)
    inverse = graph.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{_path(graph, inverse)}"
    choice = graph.value(path, SH.alternativePath)
    if choice is not None:
        return "|".join(_path(graph, one) or "" for one in Collection(graph, choice))
    return str(path)


def _as_rdflib(store: Store) -> Graph:
    """The union of the store's graphs in memory, where pySHACL reads it faster than through an adapter.

    Of the ontology only its tree comes along, not its documentation.
    """
    import pyoxigraph as ox
    from rdflib import BNode, Graph, Literal, URIRef

    from kg.graph.vocabulary import ONTOLOGY_GRAPH, RDF, RDFS, XSD

    tree = {ox.NamedNode(iri) for iri in (RDF.type, RDFS.subClassOf, RDFS.subPropertyOf)}
    ontology = ox.NamedNode(ONTOLOGY_GRAPH)
    nodes: dict[str, URIRef] = {}

    def term(value: object) -> Node:
        if isinstance(value, ox.NamedNode):
            iri = value.value
            return nodes.get(iri) or nodes.setdefault(iri, URIRef(iri))
        if isinstance(value, ox.Literal):
            if value.language:
                return Literal(value.value, lang=value.language)
            datatype = value.datatype.value
            return Literal(value.value, datatype=None if datatype == XSD.string else datatype, normalize=False)
        return BNode(str(value))

    graph = Graph(bind_namespaces="none")
    for quad in store:
        if quad.graph_name != ontology or quad.predicate in tree:
            graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph
