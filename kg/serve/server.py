"""Running the app under uvicorn."""

from __future__ import annotations

import uvicorn
from starlette.types import ASGIApp


def config(app: ASGIApp, host: str, port: int) -> uvicorn.Config:
    """How uvicorn serves the app."""
    return uvicorn.Config(
        app, host=host, port=port, log_level="warning", server_header=False, http="h11", ws="none", lifespan="on",
        timeout_keep_alive=15, timeout_graceful_shutdown=10,
    )  # fmt: skip


def serve(app: ASGIApp, host: str, port: int) -> None:
    """Serves until the process is told to stop (SIGINT, SIGTERM); requests at hand are answered first."""
    uvicorn.Server(config(app, host, port)).run()
