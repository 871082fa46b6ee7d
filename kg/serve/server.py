"""Running the app under uvicorn."""

from __future__ import annotations

import uvicorn
from starlette.applications import Starlette

from kg.serve.connections import BACKLOG, Connections
from kg.serve.settings import Settings

#: Open files besides connections: pipes of workers, spooled answers, files of the store.
_OTHER_FILES = 500


def config(app: Starlette, host: str, port: int) -> uvicorn.Config:
    """How uvicorn serves the app."""
    settings: Settings = app.state.settings
    connections = Connections(settings.connections, settings.patience)
    return uvicorn.Config(
        app, host=host, port=port, log_level="warning", server_header=False, ws="none", lifespan="on",
        http=connections.protocol(),  # pyright: ignore[reportArgumentType]
        timeout_keep_alive=15, timeout_graceful_shutdown=10, backlog=BACKLOG,
    )  # fmt: skip


def serve(app: Starlette, host: str, port: int) -> None:
    """Serves until the process is told to stop (SIGINT, SIGTERM); requests at hand are answered first."""
    _allow_files(2 * app.state.settings.connections + BACKLOG + _OTHER_FILES)
    uvicorn.Server(config(app, host, port)).run()


def _allow_files(wanted: int) -> None:
    """Lets the process have so many files open, as far as the system permits."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
