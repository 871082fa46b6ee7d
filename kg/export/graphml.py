"""The network of actors as GraphML, for Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

from typing import BinaryIO

from kg.export.network import actor_network
from kg.query.source import Queryable


def write(graph: Queryable, out: BinaryIO) -> int:
    """Writes the network; gives the number of its actors. Raises GraphError where the graph cannot be read."""
    import networkx

    found = actor_network(graph)
    networkx.write_graphml_xml(found, out, encoding="utf-8", prettyprint=True, named_key_ids=True,
                               edge_id_from_attribute="iri")  # fmt: skip
    return found.number_of_nodes()
