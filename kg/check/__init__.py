"""Whether a graph holds to the shapes in `ontology/shapes.ttl`: `kg check`."""

from kg.check.findings import Finding, Severity
from kg.check.graph import check_graph
from kg.check.shapes import shapes_of

__all__ = ["Finding", "Severity", "check_graph", "shapes_of"]
