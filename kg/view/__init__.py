"""Pictures of a graph.

    from kg.view import write_network_page
    write_network_page(store, "network.html")

What a page shows comes from the graph by SPARQL: the network of `kg.graph.network`, and the statements behind it by
`kg/view/queries/*.rq`. Templates, style and program of the page stand in `kg/view/assets/`.
"""

from __future__ import annotations

from kg.view.page import DEFAULT_LIMIT, NetworkPage, write_network_page

__all__ = ["DEFAULT_LIMIT", "NetworkPage", "write_network_page"]
