"""The shapes, read from `shapes.ttl`: SPARQL constraints apart from the rest.

pySHACL runs a SPARQL constraint once a node, which takes minutes for the evidence of a thousand reports. So they are
taken out of the shapes that it gets, and each runs once over the whole store instead (`kg.check.constraints`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.check.findings import Severity
from kg.errors import DataError
from kg.resources import resource_dir

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_SEVERITIES: dict[str, Severity] = {"Violation": "violation", "Warning": "warning", "Info": "info"}


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A `sh:SPARQLConstraint`: a SELECT of `$this` and, where they help, `?path` and `?value`, one row a fault.

    `classes` are the target classes of the shapes that have it (IRIs); the severity is that of the shapes.
    """

    name: str
    message: str
    severity: Severity
    query: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """`core` is for a SHACL processor, `sparql` for the store."""

    core: Graph
    sparql: tuple[SparqlConstraint, ...]


def severity_of(node: Node | None) -> Severity:
    """The severity that a `sh:severity` names; violation where there is none or it is not one of SHACL's."""
    return _SEVERITIES.get(str(node).rpartition("#")[2], "violation")


def read_shapes(path: Path) -> Shapes:
    """Reads a file of shapes. Raises DataError where it is missing, is no Turtle, or has a constraint without query."""
    from rdflib import SH, Graph

    try:
        graph = Graph().parse(path, format="turtle")
    except FileNotFoundError:
        own = path == resource_dir("ontology") / "shapes.ttl"
        remedy = "Install kg again" if own else "Give the path of a Turtle file"
        raise DataError("the shapes are missing", where=str(path), remedy=remedy) from None
    except SyntaxError as error:
        raise DataError(f"not valid Turtle: {error}", where=str(path)) from None
    held = sorted(set(graph.objects(None, SH.sparql)), key=str)
    constraints = tuple(_constraint(graph, node, path) for node in held)
    graph.remove((None, SH.sparql, None))
    for node in held:
        graph.remove((node, None, None))
    return Shapes(graph, constraints)


def _constraint(graph: Graph, node: Node, path: Path) -> SparqlConstraint:
    from rdflib import SH

    query = graph.value(node, SH.select)
    if query is None:
        raise DataError(f"the SPARQL constraint {node} has no sh:select", where=str(path))
    prefixes = [
        f"PREFIX {graph.value(one, SH.prefix)}: <{graph.value(one, SH.namespace)}>"
        for holder in graph.objects(node, SH.prefixes)
        for one in graph.objects(holder, SH.declare)
    ]
    owners = list(graph.subjects(SH.sparql, node))
    classes = sorted({str(target) for owner in owners for target in graph.objects(owner, SH.targetClass)})
    return SparqlConstraint(
        name=str(node).rpartition("#")[2],
        message=str(graph.value(node, SH.message) or node),
        severity=severity_of(next((level for one in owners for level in graph.objects(one, SH.severity)), None)),
        query="\n".join([*sorted(prefixes), str(query).replace("$this", "?this")]),
        classes=tuple(classes),
    )


@lru_cache(maxsize=1)
def shapes() -> Shapes:
    """kg's own shapes, read once."""
    return read_shapes(resource_dir("ontology") / "shapes.ttl")


def shapes_of(paths: Sequence[Path], *, replace: bool = False) -> Shapes:
    """kg's own shapes with those of the files given, or with `replace` these alone.

    Raises DataError as `read_shapes` does.
    """
    several = [*([] if replace else [shapes()]), *map(read_shapes, paths)]
    whole = several[0].core
    for more in several[1:]:
        whole = whole + more.core
    return Shapes(whole, tuple(constraint for one in several for constraint in one.sparql))
