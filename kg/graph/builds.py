"""How a report's graphs were made: what a later build compares to know that nothing changed."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.graph import iris
from kg.graph.terms import DCT, KG, PROV, TYPE, kg, node, text

_GENERATED = NamedNode(PROV + "generated")
_GENERATED_BY = NamedNode(PROV + "wasGeneratedBy")
_ACTIVITY = NamedNode(PROV + "Activity")
_IDENTIFIER = NamedNode(DCT + "identifier")


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """From what the graphs of the report with IRI `report` were made.

    `sha256` is that of the input, `fingerprint` stands for everything that could change the graphs: the document
    with its metadata, the pipeline and its data, the register, the ontology and the settings.
    """

    report: str
    fingerprint: str
    sha256: str
    pipeline_version: str
    ontology_version: str


def build_quads(record: BuildRecord) -> list[Quad]:
    """The record as RDF, in `iris.BUILDS_GRAPH`."""
    graph = NamedNode(iris.BUILDS_GRAPH)
    report, build = node(record.report), node(iris.build_iri(record.report))
    statements = [
        (report, kg("pipelineVersion"), text(record.pipeline_version)),
        (report, kg("ontologyVersion"), text(record.ontology_version)),
        (report, _GENERATED_BY, build),
        (build, TYPE, _ACTIVITY),
        (build, _IDENTIFIER, text(record.fingerprint)),
        (build, _GENERATED, node(iris.report_graph(record.report))),
    ]
    if record.sha256:
        statements.append((report, kg("sha256"), text(record.sha256)))
    return [Quad(subject, predicate, object_, graph) for subject, predicate, object_ in statements]


#: SELECT of ?report and ?fingerprint of every build that the graph records.
RECORDED = f"""
SELECT ?report ?fingerprint WHERE {{
  GRAPH <{iris.BUILDS_GRAPH}> {{
    ?report <{_GENERATED_BY.value}> ?build . ?build <{_IDENTIFIER.value}> ?fingerprint .
  }}
}}
"""

#: SELECT of ?report with the ?pipeline and ?ontology that it was read with, and the ?sha256 of its input.
MADE = f"""
SELECT ?report ?pipeline ?ontology ?sha256 WHERE {{
  GRAPH <{iris.BUILDS_GRAPH}> {{
    ?report <{_GENERATED_BY.value}> ?build .
    OPTIONAL {{ ?report <{KG}pipelineVersion> ?pipeline }}
    OPTIONAL {{ ?report <{KG}ontologyVersion> ?ontology }}
    OPTIONAL {{ ?report <{KG}sha256> ?sha256 }}
  }}
}}
"""

#: SELECT of ?state: the digest that `state_update` recorded last.
STATE = f"""
SELECT ?state WHERE {{
  GRAPH <{iris.BUILDS_GRAPH}> {{ <{iris.DERIVED_GRAPH}> <{_IDENTIFIER.value}> ?state }}
}}
"""

#: SPARQL that takes that digest out, so that the next build makes these graphs again.
STATE_REMOVAL = (
    f"DELETE WHERE {{ GRAPH <{iris.BUILDS_GRAPH}> {{ <{iris.DERIVED_GRAPH}> <{_IDENTIFIER.value}> ?any }} }}"
)


def state_update(state: str) -> str:
    """SPARQL that records from which state of the reports the graphs that follow from them were made."""
    statement = f"<{iris.DERIVED_GRAPH}> <{_IDENTIFIER.value}>"
    return (
        f"{STATE_REMOVAL} ;\n"
        f"INSERT DATA {{ GRAPH <{iris.BUILDS_GRAPH}> {{ {statement} {text(state)} }} }}"
    )
