"""What a worker gave, as the answer to a client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from kg.serve.workers import Answer

_PIECE = 256 * 1024


def answered(answer: Answer, content_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """The output of a worker, sent at the client's pace."""
    if answer.size <= _PIECE:
        with answer.output as output:
            content = output.read()
        return Response(content, headers={**(headers or {}), "content-type": content_type})
    return StreamingResponse(
        _pieces(answer),
        headers={**(headers or {}), "content-type": content_type, "content-length": str(answer.size)},
        background=BackgroundTask(answer.output.close),
    )


def _pieces(answer: Answer) -> Iterator[bytes]:
    with answer.output as output:
        while piece := output.read(_PIECE):
            yield piece
