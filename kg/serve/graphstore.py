"""The SPARQL 1.1 Graph Store HTTP Protocol at `/store`: `?graph=IRI`, `?default`, or the whole data set.

Clauses in comments are those of https://www.w3.org/TR/sparql11-http-rdf-update/. The graph is always named by a
parameter (4.2). As an extension, GET and POST without one give and take the whole data set, as quads.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.graph import iris
from kg.serve import requests, tasks, writing
from kg.serve.access import require_writer
from kg.serve.answers import answered
from kg.serve.negotiation import QUADS, TRIPLES, choose, format_of
from kg.serve.settings import Settings


def routes() -> list[BaseRoute]:
    """The address of the graph store."""
    return [Route("/store", graph_store, methods=["GET", "HEAD", "PUT", "POST", "DELETE"])]


async def graph_store(request: Request) -> Response:
    """One of the protocol's operations."""
    match request.method:
        case "GET" | "HEAD":
            return await _get(request)
        case "PUT":
            return await _put(request)
        case "POST":
            return await _post(request)
        case _:
            return await _delete(request)


def _graph(request: Request) -> tuple[bool, str | None]:
    """4.2: whether the request names a graph, and which (None: the default one). Raises HTTPException 400."""
    given = requests.query_fields(request)
    graphs = [value for name, value in given if name == "graph"]
    default = any(name == "default" for name, _ in given)
    if len(graphs) + default > 1:
        raise HTTPException(400, "name one graph: ?graph=IRI or ?default")
    if graphs and not graphs[0]:
        raise HTTPException(400, "the parameter graph is empty")
    return bool(graphs) or default, graphs[0] if graphs else None


async def _get(request: Request) -> Response:
    """5.2, 5.6: a graph's triples, or all quads."""
    named, graph = _graph(request)
    accept = request.headers.get("accept", "")
    offered = {name: kinds for name, kinds in TRIPLES.items() if name not in ("TRIG", "N_QUADS")} if named else QUADS
    chosen = choose(accept, offered)
    if chosen is None:
        raise HTTPException(406, f"none of these formats: {accept}")
    work = requests.graph_of(request).stream(tasks.dump, named, graph, chosen.format, heavy=True)
    return answered(await requests.unless_gone(request, work), chosen.content_type, {"vary": "Accept"})


async def _put(request: Request) -> Response:
    """5.3: the body in the place of the graph. 201 where there was none."""
    require_writer(request)
    named, graph = _graph(request)
    if not named:
        raise HTTPException(400, "name the graph to replace: ?graph=IRI or ?default")
    async with _received(request) as data:
        there = await requests.graph_of(request).change(writing.put, graph, data.path, data.format, data.base(graph))
    return Response(status_code=204 if there else 201)


async def _post(request: Request) -> Response:
    """5.5: the body added to the graph; without one, quads to the graphs that they name, triples to a new one."""
    require_writer(request)
    named, graph = _graph(request)
    store = requests.graph_of(request)
    async with _received(request) as data:
        if not named and data.format in QUADS:
            await store.change(writing.add, data.path, data.format, data.base(None))
            return Response(status_code=204)
        headers = {}
        if not named:
            graph = f"{iris.ID}graph/posted-{data.digest[:24]}"
            headers["location"] = graph
        there = await store.change(writing.post, graph, data.path, data.format, data.base(graph))
    return Response(status_code=204 if there else 201, headers=headers)


async def _delete(request: Request) -> Response:
    """5.4: the graph is taken out. 404 where there is none."""
    require_writer(request)
    named, graph = _graph(request)
    if not named:
        raise HTTPException(400, "name the graph to delete: ?graph=IRI or ?default")
    if not await requests.graph_of(request).change(writing.delete, graph):
        raise HTTPException(404, f"there is no graph <{graph}>")
    return Response(status_code=204)


@dataclass(frozen=True, slots=True)
class _Data:
    """A body of RDF, kept in a file; `digest` is its SHA-256."""

    path: str
    format: str
    digest: str
    address: str

    def base(self, graph: str | None) -> str:
        """What relative IRIs are resolved against: the graph's own IRI."""
        return graph or self.address


@asynccontextmanager
async def _received(request: Request) -> AsyncIterator[_Data]:
    """The body in a file, for as long as the context lasts. Raises HTTPException 413 and 415."""
    settings: Settings = request.app.state.settings
    kind = requests.media_type(request)
    format_ = format_of(kind, TRIPLES)
    if format_ is None:
        raise HTTPException(415, f"{kind or 'a body of no kind'} is no RDF that kg reads")
    with tempfile.NamedTemporaryFile(prefix="kg-body-") as file:
        digest = hashlib.sha256()
        async for piece in requests.pieces(request, settings.body_limit):
            digest.update(piece)
            file.write(piece)
        file.flush()
        yield _Data(file.name, format_, digest.hexdigest(), str(request.url.replace(query="")))
