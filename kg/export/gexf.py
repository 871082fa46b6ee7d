"""The network of actors as GEXF 1.2, for Gephi."""

from __future__ import annotations

import re
from typing import BinaryIO

from kg.export.network import actor_network
from kg.query.source import Queryable

#: networkx stamps the day of writing into the file; two exports of one graph are to be the same bytes.
_STAMP = re.compile(rb' lastmodifieddate="[^"]*"')


def write(graph: Queryable, out: BinaryIO) -> int:
    """Writes the network; gives the number of its actors. Raises GraphError where the graph cannot be read."""
    import io

    import networkx

    found = actor_network(graph)
    buffer = io.BytesIO()
    networkx.write_gexf(found, buffer, encoding="utf-8", prettyprint=True, version="1.2draft")
    out.write(_STAMP.sub(b"", buffer.getvalue()))
    return found.number_of_nodes()
