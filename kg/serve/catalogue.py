"""The questions of the catalogue as a small REST API, described by OpenAPI.

    GET /api/queries                        which questions there are, with their parameters
    GET /api/queries/at-place?place=Homs    the answer: JSON, CSV, TSV or SPARQL's JSON, as the header Accept wants
    GET /api/queries/at-place/sparql        the question's SPARQL
    GET /api/openapi.json                   the description of all this (OpenAPI 3.1)
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.errors import QueryError
from kg.query import Parameter, Query, catalogue, find
from kg.serve import requests, tasks
from kg.serve.answers import answered
from kg.serve.negotiation import choose
from kg.serve.openapi import LIMIT, description

#: Formats of `kg.query.render` and their media types, the preferred first.
FORMATS = {
    "json": ("application/json",),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "srj": ("application/sparql-results+json",),
}


def routes() -> list[BaseRoute]:
    """The addresses of the API."""
    return [
        Route("/api/queries", listed, methods=["GET"]),
        Route("/api/queries/{name}", answer, methods=["GET"]),
        Route("/api/queries/{name}/sparql", text, methods=["GET"]),
        Route("/api/openapi.json", openapi, methods=["GET"]),
    ]


async def listed(request: Request) -> Response:
    """The questions."""
    return JSONResponse([_described(query) for query in catalogue()])


async def answer(request: Request) -> Response:
    """The answer to a question; the header `X-Total-Rows` tells how many rows there are where `limit` cut them."""
    query = _query(request)
    values: dict[str, list[str]] = {}
    limit: int | None = None
    for name, value in requests.query_fields(request):
        if name == LIMIT:
            limit = _limit(value)
        else:
            query.parameter(name)
            values.setdefault(name, []).append(value)
    accept = request.headers.get("accept", "")
    chosen = choose(accept, FORMATS)
    if chosen is None:
        raise HTTPException(406, f"none of these formats: {accept}")
    work = requests.graph_of(request).stream(tasks.answer, query.name, values, chosen.format, limit)
    given = await requests.unless_gone(request, work)
    return answered(given, chosen.content_type, {"vary": "Accept", "x-total-rows": str(given.result)})


async def text(request: Request) -> Response:
    """The SPARQL of a question, as its file has it."""
    return Response(_query(request).text, headers={"content-type": "application/sparql-query"})


async def openapi(request: Request) -> Response:
    """The description of the API."""
    return JSONResponse(description(catalogue(), FORMATS))


def _query(request: Request) -> Query:
    """The question that the address names. Raises HTTPException 404 where there is none."""
    try:
        return find(request.path_params["name"])
    except QueryError as error:
        raise HTTPException(404, str(error)) from error


def _limit(value: str) -> int:
    """Raises HTTPException 400 where it is no number of rows."""
    if not (value.isascii() and value.isdecimal() and len(value) < 10 and int(value) >= 1):
        raise HTTPException(400, f"{LIMIT} takes a whole number of rows, from 1")
    return int(value)


def _described(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "question": query.question,
        "parameters": [_parameter(one) for one in query.parameters],
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    fields = ("name", "type", "description", "example", "required", "multiple")
    described = {field: getattr(one, field) for field in fields}
    for field in ("default", "choices"):
        if getattr(one, field):
            described[field] = list(getattr(one, field))
    for field in ("minimum", "maximum"):
        if getattr(one, field) is not None:
            described[field] = getattr(one, field)
    return described
