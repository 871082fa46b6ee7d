"""The explorer: one page at `/explorer/`, its bundled files, and the answers that it asks for.

The page is built from `explorer/` (see its README) and stands ready in `kg/serve/assets/`. Its answers come from a
worker of their own, which keeps what it has read, so that heavy queries neither wait for it nor make it wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import KgError
from kg.serve import exploring, requests, reviewing
from kg.serve.access import require_writer
from kg.serve.settings import Settings
from kg.serve.worker import Task
from kg.serve.workers import Served, Workers

ASSETS = Path(__file__).resolve().parent / "assets"
#: What the page shows may be so many seconds older than what others wrote: reading a large graph takes its time.
REFRESH = 10.0
#: So many seconds the page waits for its worker, which runs only functions of kg: a graph of a million triples takes
#: far longer to read than a query of a stranger may take.
PATIENCE = 600.0

_LARGEST = 64 * 1024

log = logging.getLogger("kg.serve")


def routes() -> list[BaseRoute]:
    """The addresses of the page, of its files and of its answers."""
    return [
        Route("/", _to_explorer, methods=["GET"]),
        Route("/explorer", _to_explorer, methods=["GET"]),
        Route("/explorer/", page, methods=["GET"]),
        Mount("/explorer/assets", _Assets(directory=ASSETS)),
        Route("/explorer/api/decisions", _decisions, methods=["GET"]),
        Route("/explorer/api/links", _links, methods=["GET"]),
        Route("/explorer/api/decide", _decide, methods=["POST"]),
        Route("/explorer/api/undo", _undo, methods=["POST"]),
        Route("/explorer/api/{name}", answer, methods=["GET"]),
    ]


@asynccontextmanager
async def exploring_worker(app: Starlette, graph: Served, settings: Settings) -> AsyncIterator[None]:
    """The worker that answers the page, in `app.state.explorer` for as long as the context lasts."""
    workers = Workers(replace(settings, workers=1))
    app.state.explorer = workers
    await workers.start(at_once=settings.read_ahead)
    first = asyncio.create_task(_read_ahead(workers, graph)) if settings.read_ahead else None
    try:
        yield
    finally:
        if first is not None:
            first.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await first
        await workers.stop()


async def _read_ahead(workers: Workers, graph: Served) -> None:
    try:
        await workers.run(_task(graph, exploring.read), timeout=PATIENCE)
    except KgError as error:
        log.warning("the explorer could not read the graph: %s", error)


async def page(request: Request) -> Response:
    """The page; all that it shows, it asks for."""
    return FileResponse(ASSETS / "index.html", headers={"cache-control": "no-cache"})


async def answer(request: Request) -> Response:
    """One of the answers of `kg.view.explorer.Explorer`, to the parameters of the address, as JSON."""
    values = dict(requests.query_fields(request))
    name = request.path_params["name"]
    more = {"writable": request.app.state.settings.token is not None} if name == "start" else {}
    return _as_json(await ask(request, exploring.answer, name, values, more))


async def _decisions(request: Request) -> Response:
    return _as_json(await ask(request, reviewing.decided))


async def _links(request: Request) -> Response:
    return _as_json(await ask(request, reviewing.links))


async def _decide(request: Request) -> Response:
    return await _change(request, reviewing.take)


async def _undo(request: Request) -> Response:
    return await _change(request, reviewing.take_back)


async def _change(request: Request, function: Any) -> Response:
    """A change of the graph by one who may write. Raises HTTPException where he may not, or sends no JSON object."""
    require_writer(request)
    if requests.media_type(request) != "application/json":
        raise HTTPException(415, "a decision comes as application/json")
    try:
        asked = json.loads(requests.text(await requests.body(request, _LARGEST)))
    except ValueError as error:
        raise HTTPException(400, f"the request is no JSON: {error}") from error
    if not isinstance(asked, dict):
        raise HTTPException(400, "the request is no JSON object")
    return _as_json(await requests.graph_of(request).change(function, asked))


def _as_json(content: bytes) -> Response:
    return Response(content, media_type="application/json")


async def ask(request: Request, function: Any, *arguments: str | Mapping[str, Any]) -> Any:
    """`function(store, *arguments)` in the explorer's worker. Raises what the function raises, and ServeError."""
    workers: Workers = request.app.state.explorer
    given = await workers.run(_task(requests.graph_of(request), function, *arguments), timeout=PATIENCE)
    given.output.close()
    return given.result


def _task(graph: Served, function: Any, *arguments: Any) -> Task:
    return Task(function, arguments, graph.path, False, graph.epoch, REFRESH)


async def _to_explorer(request: Request) -> Response:
    return RedirectResponse("/explorer/", 307)


class _Assets(StaticFiles):
    """The page's files. Parts bear a hash of their content in their names and stay; the others are asked for again."""

    def file_response(self, full_path: Any, *arguments: Any, **named: Any) -> Response:
        """See StaticFiles."""
        response = super().file_response(full_path, *arguments, **named)
        lasting = Path(full_path).name.startswith("part-")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response
