"""Any server that speaks SPARQL 1.1: queries, updates and the Graph Store Protocol over HTTP.

The server must show the union of its named graphs as its default graph, as kg's own queries expect. Oxigraph does
so on demand (kg asks for it with every query); others have a setting (Fuseki's `tdb2:unionDefaultGraph`, on by
default in Virtuoso, GraphDB and Blazegraph).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Self

import httpx
import pyoxigraph
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, RdfFormat

from kg.errors import GraphError, QueryError
from kg.store import sparql
from kg.store.keywords import keywords
from kg.store.protocol import QueryResult, StoredReport

_RESULTS = "application/sparql-results+json, application/n-triples;q=0.9"
_SEEN_AS_UNION = "ASK { FILTER(EXISTS { ?s ?p ?o } || NOT EXISTS { GRAPH ?g { ?s ?p ?o } }) }"
_ENDING = re.compile(r"/(query|sparql|update|store|data)/?$")


class RemoteStore:
    """A `kg.store.protocol.Store` behind an endpoint.

    `address` is the query endpoint (`…/query`, `…/sparql`) or the server's root; update and graph store are looked for
    beside it (`…/update`, `…/store`) unless given. `token` is sent with updates, to servers that ask for one
    (`kg serve` does). `transport` is for tests.
    Raises GraphError where the server cannot be reached, is no SPARQL endpoint, or has another default graph.
    """

    def __init__(
        self,
        address: str,
        *,
        writable: bool = False,
        update: str | None = None,
        graph_store: str | None = None,
        token: str | None = None,
        timeout: float = 300.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.source = address
        self.writable = writable
        root = _ENDING.sub("", address.rstrip("/"))
        self._query_address = address if _ENDING.search(address) else f"{root}/query"
        self._update_address = update or f"{root}/update"
        self._graph_store = graph_store or f"{root}/store"
        self._updating = {"content-type": "application/sparql-update"}
        if token:
            self._updating["authorization"] = f"Bearer {token}"
        self._client: httpx.Client | None = httpx.Client(
            timeout=httpx.Timeout(timeout, connect=10.0), transport=transport, follow_redirects=True
        )
        try:
            if not bool(self.query(_SEEN_AS_UNION)):
                raise GraphError(
                    "the server's default graph is not the union of its named graphs",
                    where=address,
                    remedy="Turn its union default graph on",
                )
        except (GraphError, QueryError):
            self.close()
            raise

    def replace_report(self, report: str, quads: Iterable[Quad]) -> None:
        """See `Store.replace_report`. One update request: the server carries it out whole or not at all."""
        self.update(sparql.replacement(report, quads))

    def replace_reports(
        self, reports: Iterable[tuple[str, Iterable[Quad]]], stored: Callable[[str], None] | None = None
    ) -> None:
        """See `Store.replace_reports`. One request a report."""
        for report, quads in reports:
            self.replace_report(report, quads)
            if stored is not None:
                stored(report)

    def remove_report(self, report: str) -> bool:
        """See `Store.remove_report`."""
        there = any(
            bool(self.query(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")) for graph in sparql.own_graphs(report)
        )
        self.update(sparql.removal(report))
        return there

    def replace_graph(self, graph: str, quads: Iterable[Quad]) -> bool:
        """See `Store.replace_graph`."""
        change = sparql.change(graph, self.quads(graph), quads)
        if change is not None:
            self.update(change)
        return change is not None

    def query(self, query: str) -> QueryResult:
        """See `Store.query`."""
        response = self._send(
            lambda client: client.post(
                self._query_address,
                content=sparql.declared(query).encode(),
                params={} if "FROM" in keywords(query).used else {"union-default-graph": ""},
                headers={"content-type": "application/sparql-query", "accept": _RESULTS},
            ),
            malformed="the query",
        )
        kind = response.headers.get("content-type", "").split(";")[0].strip()
        try:
            if kind == "application/n-triples":
                return _triples(response.content)
            return pyoxigraph.parse_query_results(response.content, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._no_endpoint(f"answers with {kind or 'something'} that is no result of a query") from error

    def update(self, update: str) -> None:
        """See `Store.update`."""
        if not self.writable:
            raise GraphError("the graph was opened for reading", where=self.source, remedy="Open it with writable=True")
        self._send(
            lambda client: client.post(
                self._update_address,
                content=sparql.declared(update).encode(),
                headers=self._updating,
            ),
            malformed="the update",
        )

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """See `Store.quads`. One graph comes by the Graph Store Protocol, all of them graph by graph."""
        if graph is not None:
            yield from self._graph(graph)
            return
        names = [row["g"].value for row in sparql.rows(self.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"))]
        for name in sorted(names):
            yield from self._graph(name)

    def _graph(self, graph: str) -> Iterator[Quad]:
        name = NamedNode(graph)
        response = self._send(
            lambda client: client.get(
                self._graph_store, params={"graph": graph}, headers={"accept": "application/n-triples"}
            ),
            missing_is_empty=True,
        )
        if response.status_code == httpx.codes.NOT_FOUND:
            return
        for quad in pyoxigraph.parse(response.content, RdfFormat.N_TRIPLES):
            yield Quad(quad.subject, quad.predicate, quad.object, name)

    def reports(self) -> list[StoredReport]:
        """See `Store.reports`."""
        return sparql.stored_reports(self.query(sparql.REPORTS))

    def __len__(self) -> int:
        found = sparql.rows(self.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"))
        return int(next(found)["n"].value)

    def flush(self) -> None:
        """Nothing to do: the server answers when it has written."""

    def close(self) -> None:
        """See `Store.close`."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(
        self,
        request: Callable[[httpx.Client], httpx.Response],
        *,
        malformed: str | None = None,
        missing_is_empty: bool = False,
    ) -> httpx.Response:
        """Sends a request. Raises QueryError where the server refuses what it says (`malformed`), else GraphError."""
        if self._client is None:
            raise GraphError("the graph is closed", where=self.source, remedy="Open it again")
        try:
            response = request(self._client)
        except httpx.TimeoutException as error:
            raise GraphError("the server does not answer in time", where=self.source) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise GraphError(
                f"the server cannot be reached ({error})",
                where=self.source,
                remedy="Check that it runs at this address",
            ) from error
        if response.is_success or (missing_is_empty and response.status_code == httpx.codes.NOT_FOUND):
            return response
        if response.status_code == httpx.codes.UNAUTHORIZED:
            raise GraphError(
                "the server answers 401 Unauthorized", where=self.source,
                remedy="Set KG_WRITE_TOKEN to the token that it was started with",
            )  # fmt: skip
        if malformed and response.status_code == httpx.codes.BAD_REQUEST:
            raise QueryError(f"the server refuses {malformed}: {response.text.strip()[:500]}", where=self.source)
        raise self._no_endpoint(f"answers {response.status_code} {response.reason_phrase}")

    def _no_endpoint(self, said: str) -> GraphError:
        return GraphError(
            f"the server {said}",
            where=self.source,
            remedy="Give the address of its SPARQL query endpoint, and check that it lets you in",
        )


def _triples(data: bytes) -> pyoxigraph.QueryTriples:
    """Triples that a server constructed, as the embedded engine would give them."""
    store = pyoxigraph.Store()
    store.load(data, RdfFormat.N_TRIPLES)
    result = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(result, pyoxigraph.QueryTriples)
    return result
