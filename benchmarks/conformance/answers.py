"""Answers of SPARQL tests: read from a file or a server, and compared up to the names of blank nodes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.query import Result
from rdflib.term import Node

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_ROW = URIRef("urn:row")
ORDER = URIRef("urn:order")
_FORMATS = {".srx": "xml", ".srj": "json"}
_GRAPHS = {".ttl": "turtle", ".rdf": "xml", ".nt": "nt"}
_FLOATS = (XSD.double, XSD.float)


def expected(file: Path) -> Graph | bool:
    """The answer in a file: a result set as a graph (see `rows`), a graph itself, or true or false."""
    if file.suffix in _FORMATS:
        return of_result(file.read_bytes(), _FORMATS[file.suffix])
    graph = Graph().parse(file, format=_GRAPHS[file.suffix], publicID=file.as_uri())
    stated = graph.value(None, RDF.type, RS.ResultSet)
    if stated is None:
        return as_values(graph)
    truth = graph.value(stated, RS.boolean)
    if truth is not None:
        return str(truth) == "true"
    found: list[tuple[int, dict[str, Node]]] = []
    for solution in graph.objects(stated, RS.solution):
        index = graph.value(solution, RS["index"])
        row = {
            str(graph.value(one, RS.variable)): graph.value(one, RS.value) or BNode()
            for one in graph.objects(solution, RS.binding)
        }
        found.append((int(str(index)) if index is not None else 0, row))
    ordered = any(number for number, _ in found)
    return rows((row for _, row in sorted(found, key=lambda one: one[0])), ordered=ordered)


def of_result(data: bytes, format_: str, *, ordered: bool = False) -> Graph | bool:
    """The answer in SPARQL's XML or JSON: its rows as a graph, or true or false."""
    result = Result.parse(io.BytesIO(data), format=format_)
    if result.type == "ASK":
        return bool(result.askAnswer)
    return rows(({str(name): value for name, value in row.items()} for row in result.bindings), ordered=ordered)


def rows(solutions: Iterable[Mapping[str, Node]], *, ordered: bool = False) -> Graph:
    """Solutions as a graph, a node for each, so that isomorphic graphs are equal answers; numbered where `ordered`."""
    graph = Graph()
    for number, solution in enumerate(solutions):
        row = BNode()
        graph.add((_ROW, _ROW, row))
        if ordered:
            graph.add((row, ORDER, Literal(number)))
        for name, value in solution.items():
            graph.add((row, URIRef(f"urn:variable:{name}"), _as_value(value)))
    return graph


def distinct(graph: Graph) -> Graph:
    """Of equal rows without blank nodes only one."""
    found = {frozenset(graph.predicate_objects(row)) for row in graph.objects(_ROW, _ROW)}
    return rows({str(name).removeprefix("urn:variable:"): value for name, value in row} for row in found)


def of_csv(text: str) -> Graph:
    """Comma-separated values as rows; the names of blank nodes are theirs."""
    found = csv.reader(io.StringIO(text))
    names = next(found)
    return rows({name: _cell(value) for name, value in zip(names, row, strict=True)} for row in found)


def of_tsv(text: str) -> Graph:
    """Tab-separated terms as rows."""
    names, *found = [line.split("\t") for line in text.splitlines()]
    return rows(
        {name.lstrip("?"): _term(value) for name, value in zip(names, row, strict=True) if value} for row in found
    )


def as_values(graph: Graph) -> Graph:
    """A graph with numbers by value: 2.0 and 2.00 are one decimal."""
    other = Graph()
    for subject, predicate, value in graph:
        other.add((subject, predicate, _as_value(value)))
    return other


def equal(one: Graph | bool, other: Graph | bool) -> bool:
    """Whether two answers are the same."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return len(one) == len(other) and isomorphic(one, other)


def _cell(value: str) -> Node:
    if value.startswith("_:"):
        return BNode(value[2:])
    try:
        return Literal(str(Decimal(value).normalize()))
    except InvalidOperation:
        return Literal(value)


def _term(value: str) -> Node:
    """A term as Turtle writes it, numbers included."""
    if value.startswith("_:"):
        return BNode(value[2:])
    found = Graph().parse(data=f"<urn:s> <urn:p> {value} .", format="turtle")
    return next(iter(found.objects()))


def _as_value(node: Node) -> Node:
    """A number in one way of writing it."""
    if isinstance(node, Literal) and node.datatype is not None:
        try:
            if node.datatype == XSD.decimal:
                return Literal(format(Decimal(str(node)).normalize(), "f"), datatype=XSD.decimal)
            if node.datatype in _FLOATS:
                return Literal(repr(float(str(node))), datatype=node.datatype)
        except (InvalidOperation, ValueError):
            return node
    if isinstance(node, Literal) and node.datatype == XSD.string:
        return Literal(str(node))
    return node
