"""The SPARQL 1.1 Protocol at `/sparql` (and, as other servers have it, `/query`).

Clauses in comments are those of https://www.w3.org/TR/sparql11-protocol/.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.serve import requests, tasks
from kg.serve.answers import answered
from kg.serve.negotiation import RESULTS, TRIPLES, choose
from kg.serve.settings import Settings

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"


def routes() -> list[BaseRoute]:
    """The addresses of the protocol."""
    return [
        Route("/sparql", query, methods=["GET", "POST"]),
        Route("/query", query, methods=["GET", "POST"]),
    ]


@dataclass(frozen=True, slots=True)
class Operation:
    """A query as a request holds it, with the graphs that the protocol names."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


async def query(request: Request) -> Response:
    """2.1: a query, by GET, as a form, or directly."""
    settings: Settings = request.app.state.settings
    operation = await _operation(request, settings.query_limit)
    return await ask(request, operation)


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


async def _operation(request: Request, limit: int) -> Operation:
    """2.1.1 to 2.1.3. Raises HTTPException 400 or 415 where the request is none of them."""
    given = requests.query_fields(request)
    if request.method in ("GET", "HEAD"):
        texts = [value for name, value in given if name == "query"]
    else:
        kind = requests.media_type(request)
        data = requests.text(await requests.body(request, limit))
        if kind == _FORM:
            given = requests.fields(data)
            texts = [value for name, value in given if name == "query"]
        elif kind == _QUERY:
            texts = [data]
        else:
            raise HTTPException(415, f"a query comes as {_FORM} or {_QUERY}")
    if len(texts) != 1:
        raise HTTPException(400, f"there has to be one parameter query, not {len(texts)}")
    if len(texts[0]) > limit:
        raise HTTPException(413, f"a query has {limit:,} characters at most")
    return Operation(texts[0], _all(given, "default-graph-uri"), _all(given, "named-graph-uri"))


def _all(given: list[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in given if name == wanted)
