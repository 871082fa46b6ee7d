"""The ASGI app: which module answers which addresses, and what all of them share.

To add addresses, write a module with a function `routes() -> list[BaseRoute]` and name it in `_routes`. In a handler,
`kg.serve.requests.graph_of(request)` is the graph (`Served`: `call` and `stream` run a function in a worker, with the
open store as its first argument), `kg.serve.access.require_writer(request)` lets those pass who may write, and any
`KgError` or `HTTPException` becomes an answer that says what is wrong (`kg.serve.problems`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from kg.serve import explorer
from kg.serve.access import Guard
from kg.serve.metrics import Measured, Metrics
from kg.serve.problems import HANDLERS
from kg.serve.settings import Settings
from kg.serve.source import served


def create_app(source: str | Path, settings: Settings | None = None, more: Sequence[BaseRoute] = ()) -> Starlette:
    """The app that serves a store's folder or an RDF file, with `more` routes beside kg's own.

    The store is opened, and an RDF file read, when the app starts (ASGI's lifespan).
    Raises KgError where the source is no graph, or an RDF file is to be written to.
    """
    chosen = settings or Settings()
    graph = served(source, chosen)
    measures = Metrics()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with graph as app.state.graph, explorer.exploring_worker(app, app.state.graph, chosen):
            yield

    app = Starlette(
        routes=[*_routes(), *more],
        middleware=[Middleware(Measured, metrics=measures), Middleware(Guard, settings=chosen)],
        exception_handlers=dict(HANDLERS),
        lifespan=lifespan,
    )
    app.state.settings = chosen
    app.state.metrics = measures
    return app


def _routes() -> list[BaseRoute]:
    """All addresses of kg, module by module."""
    from kg.serve import catalogue, graphstore, health, metrics, reconciliation, sparql

    return [
        *sparql.routes(), *graphstore.routes(), *catalogue.routes(), *reconciliation.routes(), *health.routes(),
        *metrics.routes(), *explorer.routes(),
    ]  # fmt: skip
