"""The SPARQL 1.1 Protocol at `/sparql` (and, as other servers have it, `/query` and `/update`).

Clauses in comments are those of https://www.w3.org/TR/sparql11-protocol/.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.serve import requests, tasks, writing
from kg.serve.access import require_writer
from kg.serve.answers import answered
from kg.serve.negotiation import RESULTS, TRIPLES, choose
from kg.serve.settings import Settings

_FORM = "application/x-www-form-urlencoded"
_DIRECT = {"query": "application/sparql-query", "update": "application/sparql-update"}
#: What the protocol calls the graphs of a query's and of an update's data set.
_GRAPHS = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}


def routes() -> list[BaseRoute]:
    """The addresses of the protocol: one for both operations, and one for each as other servers have them."""
    return [
        Route("/sparql", both, methods=["GET", "POST"]),
        Route("/query", query, methods=["GET", "POST"]),
        Route("/update", update, methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or update (`kind`) as a request holds it, with the graphs that the protocol names."""

    kind: str
    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


async def both(request: Request) -> Response:
    """A query or an update, whichever the request holds."""
    operation = await _operation(request, ("query", "update"))
    return await (ask if operation.kind == "query" else change)(request, operation)


async def query(request: Request) -> Response:
    """2.1: a query, by GET, as a form, or directly."""
    return await ask(request, await _operation(request, ("query",)))


async def update(request: Request) -> Response:
    """2.2: an update, as a form or directly."""
    require_writer(request)
    return await change(request, await _operation(request, ("update",)))


async def change(request: Request, operation: Operation) -> Response:
    """Carries an update out. It is not stopped where the client goes away."""
    require_writer(request)
    settings: Settings = request.app.state.settings
    await requests.graph_of(request).change(
        writing.update, operation.text, operation.default_graphs, operation.named_graphs, settings.outward
    )
    return Response(status_code=204)


async def ask(request: Request, operation: Operation) -> Response:
    """Runs a query and answers in the format that the client wants."""
    settings: Settings = request.app.state.settings
    accept = request.headers.get("accept", "")
    results, triples = choose(accept, RESULTS), choose(accept, TRIPLES)
    if results is None and triples is None:
        raise HTTPException(406, f"none of these formats: {accept}")
    work = requests.graph_of(request).stream(
        tasks.evaluate,
        operation.text,
        operation.default_graphs,
        operation.named_graphs,
        results.format if results else None,
        triples.format if triples else None,
        settings.outward,
        heavy=True,
    )
    answer = await requests.unless_gone(request, work)
    chosen = triples if answer.result else results
    assert chosen is not None
    return answered(answer, chosen.content_type, {"vary": "Accept"})


async def _operation(request: Request, kinds: tuple[str, ...]) -> Operation:
    """2.1.1 to 2.1.3, 2.2.1 and 2.2.2. Raises HTTPException 400, 413 or 415 where the request is none of them."""
    settings: Settings = request.app.state.settings
    limit = settings.body_limit if "update" in kinds and settings.token is not None else settings.query_limit
    given = requests.query_fields(request)
    if request.method in ("GET", "HEAD"):
        kinds = ("query",)
        found = [(name, value) for name, value in given if name in kinds]
    else:
        sent = requests.media_type(request)
        direct = [kind for kind in kinds if _DIRECT[kind] == sent]
        if sent != _FORM and not direct:
            raise HTTPException(415, f"send {' or '.join((_FORM, *(_DIRECT[kind] for kind in kinds)))}")
        data = requests.text(await requests.body(request, limit))
        if direct:
            found = [(direct[0], data)]
        else:
            given = requests.fields(data)
            found = [(name, value) for name, value in given if name in kinds]
    if len(found) != 1:
        raise HTTPException(400, f"there has to be one parameter {' or '.join(kinds)}, not {len(found)}")
    kind, text = found[0]
    if kind == "query" and len(text) > settings.query_limit:
        raise HTTPException(413, f"a query has {settings.query_limit:,} characters at most")
    default, named = _GRAPHS[kind]
    return Operation(
        kind,
        text,
        tuple(value for name, value in given if name == default),
        tuple(value for name, value in given if name == named),
    )
