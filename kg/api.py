"""What Python users call: `kg.build(paths)` and `kg.open(source)` give a `Graph` to ask, draw and export.

import kg
graph = kg.build("reports/")
graph.query("who-attacked-whom", agent="Islamic State")
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg.errors import GraphError

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

    from kg.batches import Extracting, Linking
    from kg.pipeline import BuildResult, Progress, Registers
    from kg.read import Metadata
    from kg.store.protocol import Store


def build(
    paths: str | Path | Sequence[str | Path],
    output: str | Path | None = None,
    *,
    metadata: Metadata | None = None,
    columns: tuple[tuple[str, str], ...] = (),
    register: Registers = None,
    pipeline: str = "full",
    model: str | None = None,
    mentions: bool = True,
    force: bool = False,
    progress: Callable[[Progress], None] | None = None,
    extractor: Extracting | None = None,
    linker: Linking | None = None,
    link: bool = True,
    workers: int = 1,
    cluster: str | None = None,
    replace_register: bool = False,
    lexicon: Sequence[str | Path] = (),
) -> Graph:
    """Reads reports and gives the graph of what they say, in memory or kept in `output` (folder, file, endpoint).

    Parameters are those of `kg.pipeline.build` and `kg.pipeline.BuildOptions`. What was skipped stands in the graph's
    `result`. An `output` that exists is added to; unchanged reports in it are left as they are.
    Raises InputError where there is nothing at `paths` to read at all, and what `kg.pipeline.build` raises.
    """
    from kg import pipeline as stages
    from kg.store import open_graph
    from kg.store.embedded import EmbeddedStore

    options = stages.BuildOptions(
        register, pipeline, model, mentions, force, progress, extractor, linker, link, workers, cluster,
        replace_register, lexicon,
    )
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    store: Store = EmbeddedStore() if output is None else open_graph(output, writable=True)
    try:
        result = stages.build(given, store, metadata=metadata, columns=columns, options=options)
    except BaseException:
        store.close()
        raise
    return Graph(store, result)


def open_source(source: str | Path, *, writable: bool = False) -> Graph:
    """Opens a graph: a store's folder, an RDF file, or a SPARQL endpoint. Public as `kg.open`.

    Raises GraphError where it is missing, unreadable or no graph.
    """
    from kg.store import open_graph

    return Graph(open_graph(source, writable=writable))


class Graph:
    """What reports say, ready to be asked. A context manager; `close` lets go of the store.

    `result` is what the build did, None for a graph that was opened; `store` the store beneath.
    """

    def __init__(self, store: Store, result: BuildResult | None = None) -> None:
        self.store = store
        self.result = result

    def query(self, query: str | Path, **parameters: Any) -> pandas.DataFrame | bool | rdflib.Graph:
        """Asks a question: a query of the catalogue by its name, a file (`.rq`), or SPARQL.

        A SELECT gives a data frame, an ASK a bool, a CONSTRUCT or DESCRIBE an rdflib Graph. Raises QueryError where
        the query or a parameter is unknown, missing or malformed.
        """
        from kg.query import run

        answer = run(self.store, query, parameters)
        if answer.boolean is not None:
            return answer.boolean
        if answer.triples is not None:
            return _rdflib_graph(answer.triples)
        import pandas

        return pandas.DataFrame(answer.records(), columns=pandas.Index(answer.columns))

    def events(self) -> pandas.DataFrame:
        """The event records, one row an event, in the order of reports and texts (fields as `kg export` gives them)."""
        import pandas

        from kg.export.events import event_records

        return pandas.DataFrame(list(event_records(self.store)))

    def to_networkx(self) -> networkx.MultiDiGraph:
        """The actors as a network: see `kg.graph.network.network`."""
        from kg.graph.network import network

        return network(self.store.query)

    def to_rdflib(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset on the Oxigraph engine; its default graph is the union of all graphs.

        An embedded graph is not copied: the Dataset sees and, where the graph is writable, changes it. A remote one
        is copied whole.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        from kg.graph.terms import PREFIXES
        from kg.store.embedded import EmbeddedStore

        engine = self.store.oxigraph if isinstance(self.store, EmbeddedStore) else self._copy().oxigraph
        dataset = rdflib.Dataset(store=OxigraphStore(store=engine), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri, replace=True)
        return dataset

    def _copy(self) -> Any:
        from kg.store.embedded import EmbeddedStore

        copy = EmbeddedStore()
        copy.oxigraph.bulk_extend(self.store.quads())
        return copy

    def save(self, path: str | Path) -> Path:
        """Writes the graph to an RDF file of the kind that its suffix says (`.trig`, `.ttl`, `.nq.gz` …).

        Raises GraphError where the suffix is unknown or the file cannot be written. `.ttl` and `.nt` lose the names of
        the graphs.
        """
        from kg.store.files import write_file

        write_file(path, self.store.quads())
        return Path(path)

    def close(self) -> None:
        """Writes what is to be written and closes the store. Harmless when called twice."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self.store)

    def __repr__(self) -> str:
        return f"<kg.Graph {self.store.source}: {len(self.store.reports())} reports, {len(self)} quads>"

    def _repr_html_(self) -> str:
        """For notebooks: how much there is, and the actors with the most events."""
        from kg.graph.network import most_active, summary

        try:
            counts, actors = summary(self.store.query), most_active(self.store.query)
        except GraphError as error:
            return f"<p>{html.escape(str(error))}</p>"
        head = _table(("", "number"), [(name, f"{number:,}") for name, number in counts.items()])
        body = _table(("actor", "kind", "events"), [(one.name, one.kind, f"{one.events:,}") for one in actors])
        source = html.escape(self.store.source)
        return f"<div><p><strong>Conflict graph</strong> {source}</p>{head}{body if actors else ''}</div>"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _rdflib_graph(triples: Sequence[Any]) -> rdflib.Graph:
    import rdflib
    from pyoxigraph import RdfFormat, serialize

    from kg.graph.terms import PREFIXES

    graph = rdflib.Graph()
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri, replace=True)
    return graph
