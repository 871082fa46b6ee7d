"""How a report's graphs were made: what a later build compares to know that nothing changed."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.graph import iris
from kg.graph.terms import DCT, PROV, TYPE, kg, node, text


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """From what a report's graphs were made.

    `sha256` is that of the input, `fingerprint` stands for everything that could change the graphs: the document
    with its metadata, the pipeline and its data, the register, the ontology and the settings.
    """

    report: str
    fingerprint: str
    sha256: str
    pipeline: str
    pipeline_version: str
    ontology_version: str


def build_quads(record: BuildRecord) -> list[Quad]:
    """The record as RDF, in `iris.BUILDS_GRAPH`."""
    graph = NamedNode(iris.BUILDS_GRAPH)
    subject = node(iris.build_iri(record.report))
    statements = [
        (TYPE, kg("Build")),
        (TYPE, NamedNode(PROV + "Activity")),
        (kg("inReport"), node(record.report)),
        (NamedNode(PROV + "generated"), node(iris.report_graph(record.report))),
        (NamedNode(DCT + "identifier"), text(record.fingerprint)),
        (kg("sha256"), text(record.sha256)),
        (kg("pipeline"), text(record.pipeline)),
        (kg("pipelineVersion"), text(record.pipeline_version)),
        (kg("ontologyVersion"), text(record.ontology_version)),
    ]
    return [Quad(subject, predicate, object_, graph) for predicate, object_ in statements]


#: SELECT of ?report and ?fingerprint of every build that the graph records.
RECORDED = f"""
SELECT ?report ?fingerprint WHERE {{
  GRAPH <{iris.BUILDS_GRAPH}> {{
    ?build <{kg("inReport").value}> ?report ; <{DCT}identifier> ?fingerprint .
  }}
}}
"""
