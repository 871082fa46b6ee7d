"""The embedded store: Oxigraph in a folder, or in memory where no folder is given.

Many may read, one may write: a second writer is refused while the first holds the folder. A report is written in
one transaction, alone or with others, so that a process that dies leaves whole reports only. Readers see the state at
their opening.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.errors import GraphError, QueryError
from kg.graph.terms import PREFIXES
from kg.store import sparql
from kg.store.additions import Additions, Shared, by_subject
from kg.store.keywords import keywords
from kg.store.protocol import QueryResult, StoredReport
from kg.store.report_quads import ReportQuads

_OPENINGS = 20
_DAMAGED_AFTER = 3
#: What the engine says of well-formed SPARQL that cannot be run: of graphs that are not there, or are, and functions.
_ABOUT_TEXT = re.compile(r"The graph .* (does not|already) exists?|The custom .* is not supported", re.DOTALL)
#: Quads after which the log of commits is put into files: some 13 MB, read in 0.3 s by who opens the store meanwhile.
_FLUSH_AFTER = 20_000
#: Quads that go into one transaction at most, unless one report has more.
_TOGETHER = 50_000
#: From so many quads on, files written beside the others and then taken in cost less than the log and its sorting.
_BULK_FROM = 6_000
#: The engine takes in a million quads of a bulk at one stroke, all or nothing; more go in one piece after the other.
_BULK_TO = 500_000
#: Files that the engine makes for a bulk; they are left where the process dies.
_OF_BULK = "bulk-"


class EmbeddedStore:
    """A `kg.store.protocol.Store` on disk (`path`) or in memory (`path=None`, always writable).

    A reader beside a busy writer is opened in so many `attempts` at most.
    Raises GraphError where a reader finds no store, the folder holds something else, another process writes to
    it, or its files are damaged.
    """

    #: Its engine can be told to join from left to right (see `kg.query.source.Queryable`).
    lateral = True

    def __init__(self, path: str | Path | None = None, *, writable: bool = False, attempts: int = _OPENINGS) -> None:
        self.source = "memory" if path is None else str(path)
        self.writable = writable or path is None
        self._store: pyoxigraph.Store | None = (
            pyoxigraph.Store() if path is None else _open(Path(path), writable=writable, attempts=attempts)
        )
        self._in_memory = path is None
        self._unflushed = 0

    @property
    def oxigraph(self) -> pyoxigraph.Store:
        """The engine itself, for bulk work and for oxrdflib. Raises GraphError after `close`."""
        if self._store is None:
            raise GraphError("the graph is closed", where=self.source, remedy="Open it again")
        return self._store

    def replace_report(self, report: str, quads: Iterable[Quad]) -> None:
        """See `Store.replace_report`."""
        self.replace_reports([(report, quads)])

    def replace_reports(
        self, reports: Iterable[tuple[str, Iterable[Quad]]], stored: Callable[[str], None] | None = None
    ) -> None:
        """See `Store.replace_reports`. What only adds goes in as quads, much faster than by SPARQL, and together."""
        self._check_writable()
        waiting = Additions()
        for report, quads in reports:
            said = ReportQuads.of(report, quads)
            shared = by_subject(said.shared)
            if len(waiting) + len(said) > _TOGETHER or not waiting.would_only_grow(report, shared):
                self._add(waiting, stored)
                waiting = Additions()
            if self._only_adds(report, shared):
                waiting.take(report, said, shared)
            else:
                self._add(waiting, stored)
                waiting = Additions()
                self._write(sparql.replacement(report, said))
                self._flush_now_and_then(len(said))
                if stored is not None:
                    stored(report)
        self._add(waiting, stored)

    def _add(self, waiting: Additions, stored: Callable[[str], None] | None) -> None:
        """Stores reports of which nothing is there yet, all of them or, where that fails, none."""
        lines = waiting.as_nquads()
        if _BULK_FROM <= len(waiting) <= _BULK_TO and not self._in_memory:
            if lines is None:
                self.bulk(waiting.quads)
            else:
                with _reported(self.source):
                    self.oxigraph.bulk_load(lines, RdfFormat.N_QUADS, lenient=True)
        elif len(waiting):
            if lines is None:
                self.extend(waiting.quads)
            else:
                self.extend_lines(lines)
            self._flush_now_and_then(len(waiting))
        if stored is not None:
            for report in waiting.reports:
                stored(report)

    def _flush_now_and_then(self, quads: int) -> None:
        """Keeps the log of commits short while a build goes on: who opens the store beside it reads all of the log."""
        self._unflushed += quads
        if self._unflushed >= _FLUSH_AFTER and not self._in_memory:
            with _reported(self.source):
                self.oxigraph.flush()
            self._unflushed = 0

    def _only_adds(self, report: str, shared: Shared) -> bool:
        """Whether the store says nothing yet that a report's quads would replace."""
        store = self.oxigraph
        with _reported(self.source):
            return not any(store.contains_named_graph(NamedNode(graph)) for graph in sparql.own_graphs(report)) and all(
                old in told
                for (graph, subject), told in shared.items()
                for old in store.quads_for_pattern(subject, None, None, graph)
            )

    def remove_report(self, report: str) -> bool:
        """See `Store.remove_report`."""
        there = any(self.oxigraph.contains_named_graph(NamedNode(graph)) for graph in sparql.own_graphs(report))
        self._write(sparql.removal(report))
        return there

    def replace_graph(self, graph: str, quads: Iterable[Quad]) -> bool:
        """See `Store.replace_graph`. Holds no more than the new quads; what only adds goes in as quads."""
        new = set(quads)
        for quad in new:
            sparql.check_graph(quad, graph)
        gone: list[Quad] = []
        for quad in self.quads(graph):
            if quad in new:
                new.remove(quad)
            else:
                gone.append(quad)
        if not gone and not new:
            return False
        self._check_writable()
        if gone or len(new) > _BULK_TO:
            self._write(sparql.change(graph, gone, new) or "")
        elif len(new) < _BULK_FROM or self._in_memory:
            self.extend(new)
        else:
            self.bulk(new)
        return True

    def query(self, query: str) -> QueryResult:
        """See `Store.query`."""
        store = self.oxigraph
        try:
            with _reported(self.source):
                union = "FROM" not in keywords(query).used
                return store.query(query, prefixes=PREFIXES, use_default_graph_as_union=union)
        except SyntaxError as error:
            raise QueryError(f"the query is not SPARQL: {error}") from error

    def update(self, update: str) -> None:
        """See `Store.update`."""
        try:
            self._write(update)
        except SyntaxError as error:
            raise QueryError(f"the update is not SPARQL: {error}") from error

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """See `Store.quads`."""
        name = None if graph is None else NamedNode(graph)
        with _reported(self.source):
            yield from self.oxigraph.quads_for_pattern(None, None, None, name)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Adds quads as they are, in one transaction."""
        self._check_writable()
        with _reported(self.source):
            self.oxigraph.extend(quads)

    def extend_lines(self, lines: bytes) -> None:
        """The same for quads that are at hand as N-Quads, of which nothing is checked."""
        self._check_writable()
        with _reported(self.source):
            self.oxigraph.load(lines, RdfFormat.N_QUADS, lenient=True)

    def bulk(self, quads: Iterable[Quad]) -> None:
        """Adds quads as fast as can be: up to a million in one transaction, more in one after the other."""
        self._check_writable()
        failed: list[GraphError] = []

        def passing() -> Iterator[Quad]:
            try:
                yield from quads
            except GraphError as error:
                # The engine would make an error of its own of it.
                failed.append(error)
                raise

        try:
            with _reported(self.source):
                self.oxigraph.bulk_extend(passing())
        except Exception:
            if failed:
                raise failed[0] from None
            raise

    def load(self, path: str, format_: pyoxigraph.RdfFormat, base: str | None, graph: Any = None) -> None:
        """Adds an RDF file, its triples to `graph`, in one transaction. Raises SyntaxError where it is malformed."""
        self._check_writable()
        with _reported(self.source):
            self.oxigraph.load(path=path, format=format_, base_iri=base, to_graph=graph)

    def reports(self) -> list[StoredReport]:
        """See `Store.reports`."""
        return sparql.stored_reports(self.query(sparql.REPORTS))

    def __len__(self) -> int:
        return len(self.oxigraph)

    def flush(self) -> None:
        """See `Store.flush`."""
        if self.writable and not self._in_memory:
            with _reported(self.source):
                self.oxigraph.flush()

    def close(self) -> None:
        """See `Store.close`."""
        if self._store is not None:
            self.flush()
            self._store = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, update: str) -> None:
        self._check_writable()
        with _reported(self.source):
            self.oxigraph.update(update, prefixes=PREFIXES)

    def _check_writable(self) -> None:
        if not self.writable:
            raise GraphError("the graph was opened for reading", where=self.source, remedy="Open it with writable=True")


def _open(path: Path, *, writable: bool, attempts: int) -> pyoxigraph.Store:
    """Opens the folder; RocksDB's own file `CURRENT` tells a store from any other folder."""
    if path.exists() and not path.is_dir():
        raise GraphError("not the folder of a store", where=str(path))
    is_store = (path / "CURRENT").is_file()
    if not is_store and path.is_dir() and any(path.iterdir()):
        raise GraphError(
            "the folder holds files, but no store", where=str(path), remedy="Name a new folder, or a store's own"
        )
    if not is_store and not writable:
        raise GraphError("there is no graph", where=str(path), remedy="Make one with `kg build`, or check the path")
    with _reported(str(path)):
        if not writable:
            return _open_to_read(path, attempts)
        path.parent.mkdir(parents=True, exist_ok=True)
        store = pyoxigraph.Store(str(path))
        # Nobody else can be writing now.
        for left in path.glob(f"{_OF_BULK}*"):
            left.unlink()
        return store


def state_of(path: str | Path) -> tuple[tuple[str, int], ...]:
    """What tells two states of a store's folder apart: its log files and their sizes. Costs no opening.

    RocksDB writes each commit to a log before anything else, and each change of its files to the manifest.
    """
    logs: list[tuple[str, int]] = []
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name.endswith(".log") or entry.name.startswith(("MANIFEST-", "CURRENT")):
                try:
                    logs.append((entry.name, entry.stat().st_size))
                except FileNotFoundError:
                    continue
    return tuple(sorted(logs))


def _open_to_read(path: Path, attempts: int) -> pyoxigraph.Store:
    """Opens a store beside a process that may be writing to it.

    The engine reads the manifest first and then the logs. Where the writer changed its files between the two, what
    was opened might lack a log and be of two minds; it is opened again until nothing was changed meanwhile (the
    files themselves are never changed, and stay readable while they are open).
    """
    failed: Exception | None = None
    for attempt in range(attempts):
        before = files_of(path)
        try:
            store = pyoxigraph.Store.read_only(str(path))
        except (OSError, RuntimeError, ValueError) as error:
            # Files that went away meanwhile look like damage; so does damage, at every attempt.
            failed = error
            if attempt >= _DAMAGED_AFTER and files_of(path) == before:
                raise
        else:
            if files_of(path) == before:
                return store
        time.sleep(0.02 * attempt)
    raise failed or OSError("the store is changed faster than it can be opened")


def files_of(path: Path) -> list[tuple[str, int]]:
    """What stays the same while a writer adds commits alone: the manifest with its size, and the names of the logs.

    The manifest grows with each change of files.
    """
    return [(name, 0 if name.endswith(".log") else size) for name, size in state_of(path)]


def is_about_text(error: Exception) -> bool:
    """Whether an error of the engine is about the SPARQL that it was given, not about the store."""
    return isinstance(error, RuntimeError) and _ABOUT_TEXT.match(str(error)) is not None


@contextmanager
def _reported(source: str) -> Iterator[None]:
    """Turns the engine's errors into GraphError, or QueryError. Malformed SPARQL (SyntaxError) passes."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        said = str(error)
        if is_about_text(error):
            raise QueryError(f"this SPARQL cannot be run: {said}") from error
        if "lock" in said.lower():
            raise GraphError(
                "another process is writing to this graph", where=source, remedy="Wait until it has ended, then retry"
            ) from error
        if isinstance(error, PermissionError) or "permission denied" in said.lower():
            raise GraphError("no permission to open the graph", where=source) from error
        if getattr(error, "errno", None) == errno.ENOSPC or os.strerror(errno.ENOSPC) in said:
            raise GraphError(
                os.strerror(errno.ENOSPC), where=source,
                remedy="What was stored is whole; free some room, then run the same command again to go on",
            ) from error  # fmt: skip
        raise GraphError(
            f"the store cannot be used ({said})", where=source, remedy="Build it again, or restore it from a copy"
        ) from error
