"""The SPARQL constraints of the shapes, each run once over the whole store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.check.findings import Finding, value_of
from kg.check.shapes import SparqlConstraint
from kg.errors import DataError

if TYPE_CHECKING:
    from pyoxigraph import Store

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_BELOW = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


def sparql_findings(store: Store, constraints: Iterable[SparqlConstraint]) -> Iterator[Finding]:
    """What the constraints find in a store whose default graph is the union of all, the ontology with it.

    Nodes that are of no target class of the constraint are left out, as SHACL wants it.
    Raises DataError where a constraint is no SPARQL SELECT of `?this`.
    """
    from pyoxigraph import QuerySolutions

    for constraint in constraints:
        targets = _Targets(store, constraint.classes)
        try:
            rows = store.query(constraint.query, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise DataError(f"the constraint {constraint.name} is not SPARQL: {error}",
                            where="ontology/shapes.ttl") from error  # fmt: skip
        names = {variable.value for variable in rows.variables} if isinstance(rows, QuerySolutions) else set()
        if not isinstance(rows, QuerySolutions) or "this" not in names:
            raise DataError(f"the constraint {constraint.name} does not SELECT $this", where="ontology/shapes.ttl")
        seen: set[Finding] = set()
        for row in rows:
            finding = Finding(
                severity=constraint.severity,
                message=constraint.message,
                node=value_of(row["this"]) or "",
                path=value_of(row["path"]) if "path" in names else None,
                value=value_of(row["value"]) if "value" in names else None,
                constraint=constraint.name,
            )
            if finding not in seen and finding.node in targets:
                seen.add(finding)
                yield finding


class _Targets:
    """Whether a node is of one of the classes or of a class below."""

    def __init__(self, store: Store, classes: Iterable[str]) -> None:
        self._store = store
        self._classes = self._below(classes)

    def _below(self, classes: Iterable[str]) -> frozenset[str]:
        from pyoxigraph import NamedNode

        found = set(classes)
        open_ = list(found)
        while open_:
            quads = self._store.quads_for_pattern(None, NamedNode(_BELOW), NamedNode(open_.pop()), None)
            new = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)} - found
            found |= new
            open_.extend(new)
        return frozenset(found)

    def __contains__(self, iri: str) -> bool:
        from pyoxigraph import NamedNode

        types = self._store.quads_for_pattern(NamedNode(iri), NamedNode(_TYPE), None, None)
        return any(value_of(quad.object) in self._classes for quad in types)
