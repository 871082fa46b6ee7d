"""Reading requests: bodies within a limit, forms, text, and the client's patience."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from kg.serve.workers import Served

T = TypeVar("T")
_FIELDS = 1000


def graph_of(request: Request) -> Served:
    """The graph that the server serves."""
    return request.app.state.graph


async def body(request: Request, limit: int) -> bytes:
    """The body. Raises HTTPException 413 where it is larger than `limit` bytes."""
    data = bytearray()
    async for piece in pieces(request, limit):
        data += piece
    return bytes(data)


async def pieces(request: Request, limit: int) -> AsyncIterator[bytes]:
    """The body as it comes in. Raises HTTPException 413 where it is, or says it is, larger than `limit` bytes."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > limit:
        raise HTTPException(413, f"the request is larger than {limit:,} bytes")
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit:
            raise HTTPException(413, f"the request is larger than {limit:,} bytes")
        yield piece


def text(data: bytes) -> str:
    """UTF-8. Raises HTTPException 400 with the place where it is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the request is not UTF-8 at byte {error.start}") from error


def fields(encoded: str) -> list[tuple[str, str]]:
    """The names and values of a form or of an address's query. Raises HTTPException 400."""
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as error:
        raise HTTPException(400, "a parameter is not UTF-8") from error
    except ValueError as error:
        raise HTTPException(400, f"there are more than {_FIELDS} parameters") from error


def query_fields(request: Request) -> list[tuple[str, str]]:
    """The parameters of the address."""
    return fields(request.scope["query_string"].decode("latin-1"))


def media_type(request: Request) -> str:
    """The header Content-Type without its parameters, in lower case.

    Raises HTTPException 415 where it names an encoding of text other than UTF-8.
    """
    kind, *parameters = request.headers.get("content-type", "").split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(' "').lower() not in ("utf-8", "utf8", "us-ascii"):
            raise HTTPException(415, "text has to be UTF-8")
    return kind.strip().lower()


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Does the work; cancels it where the client goes away meanwhile. The body must have been read.

    Raises ClientDisconnect then, what the work raises else.
    """
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        gone.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait((task,))


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
