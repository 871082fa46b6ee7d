"""Where graphs are kept: a folder (embedded Oxigraph), a file, or a SPARQL server, behind one protocol.

`open_graph` decides by what it is given. Nothing heavy is imported until a graph is opened.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import GraphError

if TYPE_CHECKING:
    from kg.store.protocol import Store

__all__ = ["open_graph", "open_to_change"]

#: What the name of an RDF file ends in (with or without `.gz`, `.zst`), as `kg.store.files` reads and writes it.
FILE_SUFFIXES = (".trig", ".ttl", ".nq", ".nt", ".jsonld")


def open_graph(source: str | Path, writable: bool = False) -> Store:
    """Opens a graph by its kind: an `http(s)://` endpoint, an RDF file by its suffix, else a store's folder.

    Readers (`writable=False`) need it to exist; writers get a new one where there is none. Of an endpoint, give the
    query address (`http://host:7878/query`) or the server's root; writers send it what the
    variable KG_WRITE_TOKEN holds.
    Raises GraphError where it is missing, unreadable, corrupt, no graph at all, or (writers) open in another process.
    """
    name = str(source)
    if re.match(r"https?://", name, re.IGNORECASE):
        from kg.store.remote import RemoteStore

        return RemoteStore(name, writable=writable, token=os.environ.get("KG_WRITE_TOKEN") if writable else None)
    path = Path(source)
    if is_rdf_file(path) and not path.is_dir():
        from kg.store.files import FileStore

        return FileStore(path, writable=writable)
    if path.is_file():
        raise GraphError(
            "not a graph that kg can open",
            where=name,
            remedy=f"Give a store's folder, an endpoint, or a file that ends in {', '.join(FILE_SUFFIXES)} (.gz, .zst)",
        )
    from kg.store.embedded import EmbeddedStore

    return EmbeddedStore(path, writable=writable)


def open_to_change(source: str | Path) -> Store:
    """Opens a graph that is there for changes to it. Raises GraphError where it is missing, or is a file of triples,
    which cannot be changed graph by graph.
    """
    if is_rdf_file(source) and not Path(source).is_dir():
        from kg.store.files import keeps_graphs

        if not keeps_graphs(source):
            raise GraphError(
                "a file of triples knows no named graphs, and cannot be changed by parts",
                where=str(source),
                remedy="Build the graph as .trig, .nq, .jsonld or in a store's folder",
            )
    with open_graph(source):
        pass
    return open_graph(source, writable=True)


def is_rdf_file(path: str | Path) -> bool:
    """Whether a path is named like an RDF file that kg reads and writes (`graph.trig`, `graph.nq.gz`)."""
    from kg.store.compression import uncompressed_name

    return uncompressed_name(path).endswith(FILE_SUFFIXES)
