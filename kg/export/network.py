"""The network of actors for programs that draw and measure networks.

Nodes are actors, edges the derived edges between them. Attributes that are not known are left out, since neither
format has an empty value; characters that XML 1.0 cannot hold become U+FFFD.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.graph.network import network
from kg.query.source import Queryable

if TYPE_CHECKING:
    import networkx

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def actor_network(graph: Queryable) -> networkx.MultiDiGraph:
    """The network with `label`, `kind`, `country`, `events` on nodes, `relation`, `events`, `toll`, `first`, `last`,
    `weight` (the number of events) and `iri` on edges.
    """
    import networkx

    known = network(graph.query)
    written = networkx.MultiDiGraph()
    for node, attributes in known.nodes(data=True):
        written.add_node(_valid(node), **_filled(attributes))
    for source, target, attributes in known.edges(data=True):
        filled = _filled(attributes)
        written.add_edge(_valid(source), _valid(target), weight=float(filled.get("events", 1)), **filled)
    return written


def _filled(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: _valid(value) for name, value in attributes.items() if value is not None}


def _valid(value: Any) -> Any:
    return _NOT_IN_XML.sub("\ufffd", value) if isinstance(value, str) else value
