"""From what a report says to RDF: IRIs made from content, one named graph per report.

Nothing is imported here, so that other rooms can have `kg.graph.iris` and `kg.graph.vocabulary` without the
RDF libraries.
"""
