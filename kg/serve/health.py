"""`/health`: whether the server can answer from its graph."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.serve import requests, tasks
from kg.serve.problems import problem
from kg.serve.workers import ServeError


def routes() -> list[BaseRoute]:
    """The address."""
    return [Route("/health", health, methods=["GET"])]


async def health(request: Request) -> Response:
    """200 with the number of statements, as a worker counts them now; 503 where the graph does not answer."""
    graph = requests.graph_of(request)
    try:
        statements = await graph.call(tasks.count)
    except ServeError as error:
        return problem(503, str(error))
    writable = request.app.state.settings.token is not None
    return JSONResponse({"status": "ok", "statements": statements, "writable": writable})
