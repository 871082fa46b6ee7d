"""The SPARQL that all stores have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyoxigraph import Quad, QuerySolutions

from kg.errors import QueryError
from kg.graph import iris
from kg.graph.terms import DCT, KG, PREFIXES, SCHEMA
from kg.store.protocol import QueryResult, StoredReport

REPORTS = f"""
SELECT ?report ?identifier (SAMPLE(?t) AS ?title) (SAMPLE(?p) AS ?publisher) (SAMPLE(?d) AS ?published) WHERE {{
  ?report a <{KG}Report> ; <{DCT}identifier> ?identifier .
  OPTIONAL {{ ?report <{DCT}title> ?t }}
  OPTIONAL {{ ?report <{DCT}publisher> ?p }}
  OPTIONAL {{ ?report <{SCHEMA}datePublished> ?d }}
}} GROUP BY ?report ?identifier ORDER BY STR(?report)
"""


_NUMBER = f"SELECT (COUNT(DISTINCT ?report) AS ?number) WHERE {{ ?report a <{KG}Report> ; <{DCT}identifier> ?any }}"


def number_of_reports(query: Callable[[str], QueryResult]) -> int:
    """How many reports a store holds, of which `query` is the method: many times as fast as telling them."""
    (row,) = rows(query(_NUMBER))
    return int(row["number"].value)


def stored_reports(result: QueryResult) -> list[StoredReport]:
    """The rows of `REPORTS`."""
    reports = []
    for row in rows(result):
        title, publisher, published = (row[name].value if row[name] is not None else None for name in _OPTIONAL)
        reports.append(StoredReport(row["report"].value, row["identifier"].value, title, publisher, published))
    return reports


_OPTIONAL = ("title", "publisher", "published")


def rows(result: QueryResult) -> QuerySolutions:
    """The result as rows. Raises QueryError where the query was no SELECT."""
    if not isinstance(result, QuerySolutions):
        raise QueryError("the query gives no rows", remedy="Use SELECT")
    return result


def own_graphs(report: str) -> tuple[str, str]:
    """The named graphs that belong to one report alone."""
    return iris.report_graph(report), iris.mentions_graph(report)


def replacement(report: str, quads: Iterable[Quad]) -> str:
    """One SPARQL update that does what `Store.replace_report` says."""
    own = own_graphs(report)
    groups = by_graph(quads)
    parts = [f"DROP SILENT GRAPH <{graph}>" for graph in own]
    for graph, statements in groups.items():
        if graph not in own:
            subjects = " ".join(dict.fromkeys(str(quad.subject) for quad in statements))
            parts.append(
                f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} "
                f"WHERE {{ VALUES ?s {{ {subjects} }} GRAPH <{graph}> {{ ?s ?p ?o }} }}"
            )
    parts.extend(_data("INSERT", graph, statements) for graph, statements in groups.items())
    return " ;\n".join(parts)


def removal(report: str) -> str:
    """One SPARQL update that does what `Store.remove_report` says."""
    parts = [f"DROP SILENT GRAPH <{graph}>" for graph in own_graphs(report)]
    parts.extend(
        f"DELETE WHERE {{ GRAPH <{iris.BUILDS_GRAPH}> {{ <{subject}> ?p ?o }} }}"
        for subject in (report, iris.build_iri(report))
    )
    parts.append(
        f"DELETE {{ GRAPH <{iris.LINKS_GRAPH}> {{ ?s ?p ?o }} }} WHERE {{ "
        f'GRAPH <{iris.LINKS_GRAPH}> {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{report}/")) }} }}'
    )
    return " ;\n".join(parts)


def _data(verb: str, graph: str, quads: Iterable[Quad]) -> str:
    """INSERT DATA or DELETE DATA of quads that all belong to `graph`."""
    return f"{verb} DATA {{ GRAPH <{graph}> {{\n" + "".join(f"{quad.triple} .\n" for quad in quads) + "} }"


def insertion(quads: Iterable[Quad]) -> str:
    """One SPARQL update that adds quads. Raises ValueError for the default graph."""
    return " ;\n".join(_data("INSERT", graph, statements) for graph, statements in by_graph(quads).items())


def by_graph(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    """Quads by the IRI of their graph. Raises ValueError for the default graph, which kg does not write."""
    groups: dict[str, list[Quad]] = {}
    for quad in quads:
        name = getattr(quad.graph_name, "value", None)
        if name is None:
            raise in_no_graph(quad)
        groups.setdefault(name, []).append(quad)
    return groups


def in_no_graph(quad: Quad) -> ValueError:
    """What is to be raised for a quad of the default graph, which kg does not write."""
    return ValueError(f"{quad} belongs to no named graph")


def change(graph: str, old: Iterable[Quad], new: Iterable[Quad]) -> str | None:
    """One SPARQL update, sorted, by which the quads `old` of a graph become `new`; None where they are the same.

    Raises ValueError where a new quad belongs to another graph.
    """
    wanted, there = set(new), set(old)
    for quad in wanted:
        check_graph(quad, graph)
    sides = (("DELETE", there - wanted), ("INSERT", wanted - there))
    return " ;\n".join(_data(verb, graph, sorted(quads, key=str)) for verb, quads in sides if quads) or None


def check_graph(quad: Quad, graph: str) -> None:
    """Raises ValueError where a quad belongs to another graph."""
    if getattr(quad.graph_name, "value", None) != graph:
        raise ValueError(f"{quad} belongs to another graph than {graph}")


def declared(sparql: str) -> str:
    """The query with a declaration for each usual prefix that it uses."""
    used = [f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if f"{name}:" in sparql]
    return "".join(used) + sparql
