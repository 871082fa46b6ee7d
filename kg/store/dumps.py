"""A whole store from a dump: N-Quads or another RDF file, perhaps compressed, read as a stream."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.errors import GraphError
from kg.graph import iris
from kg.store import open_graph, sparql
from kg.store.compression import reading
from kg.store.embedded import EmbeddedStore
from kg.store.files import FORMATS, suffix_of

_UPDATE = 5_000


def load(dump: str | Path, target: str | Path) -> int:
    """Makes a graph of a dump: a store's folder, a file or a server's; the number of its quads.

    Statements of no named graph go into `iris.UNNAMED_GRAPH`. A folder appears when all is read, and not at all where
    that fails. Raises GraphError where the dump cannot be read, with the place, or the target holds something already.
    """
    name = str(target)
    if name.lower().startswith(("http://", "https://")) or Path(target).suffix:
        return _into_store(Path(dump), name)
    return _into_folder(Path(dump), Path(target))


def _into_folder(dump: Path, target: Path) -> int:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise _not_empty(str(target))
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with EmbeddedStore(partial, writable=True) as store:
            store.bulk(_read(dump))
            quads = len(store)
        if target.is_dir():
            target.rmdir()
        partial.rename(target)
        return quads
    except OSError as error:
        raise GraphError(f"the store cannot be written ({error.strerror or error})", where=str(target)) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _into_store(dump: Path, target: str) -> int:
    with open_graph(target, writable=True) as store:
        if len(store):
            raise _not_empty(target)
        statements = _read(dump)
        while piece := list(islice(statements, _UPDATE)):
            store.update(sparql.insertion(piece))
        return len(store)


def _not_empty(target: str) -> GraphError:
    return GraphError("there is something already", where=target, remedy="Name a new store, or empty this one first")


def _read(dump: Path) -> Iterator[Quad]:
    """The statements of a dump. Raises GraphError with the place where it cannot be read."""
    suffix = suffix_of(dump)
    try:
        with dump.open("rb") as file, reading(file, dump) as stream:
            yield from _named(pyoxigraph.parse(stream, FORMATS[suffix]))
    except SyntaxError as error:
        place = f"line {error.lineno}: " if error.lineno else ""
        raise GraphError(f"{place}not readable as {suffix[1:]} ({error.msg})", where=str(dump)) from error
    except (OSError, EOFError, ValueError) as error:
        raise GraphError(f"the dump cannot be read ({error})", where=str(dump)) from error


def _named(quads: Iterable[Quad]) -> Iterator[Quad]:
    unnamed = NamedNode(iris.UNNAMED_GRAPH)
    for quad in quads:
        if quad.graph_name == DefaultGraph():
            yield Quad(quad.subject, quad.predicate, quad.object, unnamed)
        else:
            yield quad
