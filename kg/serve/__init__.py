"""The graph over HTTP: SPARQL 1.1 Protocol, Graph Store Protocol, the query catalogue, health and metrics.

    from kg.serve.app import create_app
    app = create_app("graph", Settings())          # an ASGI app

Every query runs in a worker process that can be killed (`kg.serve.workers`), so that no query can take the server
with it. Modules that answer addresses have a function `routes` that `kg.serve.app` lists.
"""
