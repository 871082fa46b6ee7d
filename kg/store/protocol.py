"""What a store is to the rest of kg: few methods, the same for a file, a folder and a server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples

#: What a query gives: rows, a truth value, or triples.
QueryResult = QuerySolutions | QueryBoolean | QueryTriples


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report in a store: its IRI, the document's id, its title, publisher's IRI and date of publication."""

    iri: str
    identifier: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None


class Store(Protocol):
    """A set of named graphs. Queries see the union of all graphs as the default graph.

    Every method raises GraphError where the store cannot be read or written; queries that are malformed raise
    QueryError. `source` is what `open_graph` was given; `writable` is false for readers, whose
    writing methods raise GraphError.
    """

    source: str
    writable: bool

    def replace_report(self, report: str, quads: Iterable[Quad]) -> None:
        """Puts all that one report says in the place of what was there, in one transaction.

        The report's own graphs (`REPORT/graph`, `REPORT/mentions`) are replaced as a whole. In graphs that reports
        share (links, builds, register), what was said about each subject that `quads` speak of is replaced.
        """
        ...

    def replace_reports(
        self, reports: Iterable[tuple[str, Iterable[Quad]]], stored: Callable[[str], None] | None = None
    ) -> None:
        """Does that for several reports in their order, each with its quads.

        Each is there whole or not at all, at any time; some may come in one transaction. `stored` is told the IRI of
        each as soon as it will last.
        """
        ...

    def remove_report(self, report: str) -> bool:
        """Takes a report's graphs and the record of its build out, in one transaction; whether there were any."""
        ...

    def replace_graph(self, graph: str, quads: Iterable[Quad]) -> bool:
        """Makes `quads` the whole content of one named graph, in one transaction; whether that changed anything.

        Raises ValueError where a quad belongs to another graph.
        """
        ...

    def query(self, query: str) -> QueryResult:
        """Runs SELECT, ASK, CONSTRUCT or DESCRIBE; the prefixes of `kg.graph.terms.PREFIXES` are declared."""
        ...

    def update(self, update: str) -> None:
        """Runs SPARQL 1.1 Update as one transaction."""
        ...

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads, or those of one named graph."""
        ...

    def reports(self) -> list[StoredReport]:
        """The reports, sorted by IRI."""
        ...

    def __len__(self) -> int:
        """The number of quads."""
        ...

    def flush(self) -> None:
        """Makes sure that all that was written is on disk."""
        ...

    def close(self) -> None:
        """Writes what is to be written and lets go of files and connections. Harmless when called twice."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
