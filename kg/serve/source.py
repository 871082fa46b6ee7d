"""What is served: a store's folder where it is, or an RDF file by way of a store made of it for the time of serving."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from kg.errors import GraphError
from kg.serve.settings import Settings
from kg.serve.workers import Served, Workers
from kg.store import is_rdf_file
from kg.store.embedded import EmbeddedStore


def served(source: str | Path, settings: Settings) -> AbstractAsyncContextManager[Served]:
    """The graph of a source, for as long as the context lasts.

    Raises GraphError at once where there is no such graph, or where a token is given for an RDF file, which cannot be
    changed while it is served.
    """
    path = Path(source)
    if not is_rdf_file(path) or path.is_dir():
        EmbeddedStore(path).close()
        return _folder(path, settings)
    if settings.token is not None:
        raise GraphError(
            "an RDF file cannot be written to while it is served", where=str(source), remedy="Serve a store's folder"
        )
    if not path.is_file():
        raise GraphError("there is no such file", where=str(source), remedy="Make it with `kg build`")
    return _file(path, settings)


@asynccontextmanager
async def _folder(path: Path, settings: Settings) -> AsyncIterator[Served]:
    workers = Workers(settings)
    await workers.start()
    try:
        yield Served(str(path), workers, settings)
    finally:
        await workers.stop()


@asynccontextmanager
async def _file(path: Path, settings: Settings) -> AsyncIterator[Served]:
    from kg.store.files import read_file

    with tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
        with EmbeddedStore(Path(folder) / "graph", writable=True) as store:
            store.oxigraph.bulk_extend(read_file(path))
        async with _folder(Path(folder) / "graph", settings) as graph:
            yield graph
