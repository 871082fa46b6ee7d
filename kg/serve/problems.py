"""Errors as answers: `application/problem+json` (RFC 9457), one line that says what is wrong and what to do."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.errors import GraphError, KgError, QueryError, UnknownName
from kg.serve.tasks import Forbidden, NotAcceptable, NotThere
from kg.serve.workers import Busy, ServeError

_STATUS = {Forbidden: 403, NotAcceptable: 406, NotThere: 404, UnknownName: 404}
log = logging.getLogger("kg.serve")


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that says what is wrong."""
    content = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def on_http_error(request: Request, error: Exception) -> Response:
    """The answer to what a route refused."""
    assert isinstance(error, HTTPException)
    return problem(error.status_code, error.detail, error.headers)


def on_kg_error(request: Request, error: Exception) -> Response:
    """The answer to an error of kg: the client's fault for queries, the server's for the graph."""
    assert isinstance(error, KgError)
    said = error.message if error.remedy is None else f"{error.message}. {error.remedy}"
    if isinstance(error, ServeError):
        return problem(error.status, said, {"retry-after": "5"} if isinstance(error, Busy) else None)
    if isinstance(error, QueryError):
        return problem(_STATUS.get(type(error), 400), said)
    if isinstance(error, GraphError):
        log.error("%s", error)
        return problem(503, said, {"retry-after": "5"})
    return problem(400, said)


def on_fault(request: Request, error: Exception) -> Response:
    """The answer to what should not happen; what it was stands in the server's log, not in the answer."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, "the server failed at this; its log says where")


HANDLERS = {HTTPException: on_http_error, KgError: on_kg_error, Exception: on_fault}
