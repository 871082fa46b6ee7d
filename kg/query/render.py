"""Answers as text: a table for the eye, CSV, TSV, JSON, SPARQL's own JSON, and RDF for triples.

table   for a terminal; IRIs by their name or with their prefix
csv     SPARQL 1.1 Query Results CSV, cells that a spreadsheet would take for formulas made harmless
tsv     SPARQL 1.1 Query Results TSV: terms in Turtle's syntax
json    a list of objects with plain values
srj     SPARQL 1.1 Query Results JSON
turtle, nt, jsonld   for CONSTRUCT and DESCRIBE
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import QueryError
from kg.graph.terms import PREFIXES, XSD
from kg.query.result import Result, Term, plain, read_result, shorten
from kg.query.source import Queryable

if TYPE_CHECKING:
    from rich.table import Table

RDF_FORMATS = {"turtle": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
ROW_FORMATS = ("table", "csv", "tsv", "json", "srj")
FORMATS = (*ROW_FORMATS, *RDF_FORMATS)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Names are looked up for so many IRIs at a time.
_BATCH = 500
#: With fewer characters to a column a table is hard to read.
_NARROWEST = 14


def render(result: Result, format_: str = "table", width: int | None = None) -> str:
    """An answer as text that ends with a line end; `width` in characters is for tables alone.

    Triples become rows of three columns in table, csv, tsv and json. Raises QueryError where there is no such format,
    rows are to be written as RDF, or triples as SPARQL's JSON.
    """
    if format_ not in FORMATS:
        raise QueryError(f"there is no format {format_!r}", remedy=f"There are {', '.join(FORMATS)}")
    if format_ in RDF_FORMATS:
        if result.triples is None:
            raise QueryError(
                f"a SELECT or ASK query has no answer in {format_}", remedy=f"Use one of {', '.join(ROW_FORMATS)}"
            )
        return _rdf(result.triples, RDF_FORMATS[format_])
    if result.triples is not None:
        if format_ == "srj":
            raise QueryError("SPARQL's JSON cannot hold triples", remedy=f"Use one of {', '.join(RDF_FORMATS)}")
        result = Result(
            ("subject", "predicate", "object"),
            [(one.subject, one.predicate, one.object) for one in result.triples],
            title=result.title,
            labels=result.labels,
        )
    match format_:
        case "csv":
            return _csv(result)
        case "tsv":
            return _tsv(result)
        case "json":
            return _json(result)
        case "srj":
            return _srj(result)
    return _text(result, width)


def with_labels(result: Result, graph: Queryable) -> Result:
    """The same answer with the names of the actors, places and reports in it, for `render` to show."""
    rows: Iterable[tuple[Term | None, ...]] = result.rows
    if result.triples is not None:
        rows = [(one.subject, one.predicate, one.object) for one in result.triples]
    iris = list(dict.fromkeys(str(term) for row in rows for term in row if isinstance(term, NamedNode)))
    labels: dict[str, str] = {}
    for first in range(0, len(iris), _BATCH):
        found = graph.query(
            f"SELECT ?node (MIN(?name) AS ?label) WHERE {{ VALUES ?node {{ {' '.join(iris[first : first + _BATCH])} }} "
            "{ ?node skos:prefLabel ?name } UNION { ?node dct:title ?name . ?node a kg:Report } } GROUP BY ?node"
        )
        for node, label in read_result(found).rows:
            if isinstance(node, NamedNode) and isinstance(label, Literal):
                labels[node.value] = label.value
    return Result(result.columns, result.rows, result.boolean, result.triples, result.title, labels)


def table(result: Result) -> Table:
    """The rows as a table of rich. Columns without any value are left out."""
    from rich.markup import escape
    from rich.table import Table

    grid = Table(title=escape(result.title) or None, title_justify="left")
    filled = [
        number for number in range(len(result.columns)) if any(show(row[number], result.labels) for row in result.rows)
    ]
    for number in filled or range(len(result.columns)):
        numeric = result.rows and all(_is_number(row[number]) for row in result.rows if row[number] is not None)
        grid.add_column(escape(result.columns[number]), justify="right" if numeric else "left", overflow="fold")
    for row in result.rows:
        grid.add_row(*(escape(show(row[number], result.labels)) for number in filled))
    return grid


def show(term: Term | None, labels: dict[str, str]) -> str:
    """A term for the eye: the name of an IRI, or the IRI with its prefix; a literal's words."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return labels.get(term.value) or shorten(term.value)
    return str(plain(term)) if not isinstance(term, Literal) else term.value


def _is_number(term: Term | None) -> bool:
    return isinstance(term, Literal) and isinstance(plain(term), int | float) and not isinstance(plain(term), bool)


def _text(result: Result, width: int | None) -> str:
    if result.boolean is not None:
        return "yes\n" if result.boolean else "no\n"
    from rich.console import Console

    console = Console(file=io.StringIO(), width=width or 120, color_system=None)
    count = f"{len(result.rows)} {'row' if len(result.rows) == 1 else 'rows'}"
    with console.capture() as captured:
        if result.rows:
            grid = table(result)
            if len(grid.columns) * _NARROWEST > console.width:
                return f"{_records(result)}{count}\n"
            console.print(grid)
        console.print(count, highlight=False)
    return captured.get()


def _records(result: Result) -> str:
    """Each row as a block of lines, a line for each cell that holds something: for rows too wide for a table."""
    longest = max(map(len, result.columns))
    blocks = [f"{result.title}\n\n"] if result.title else []
    for row in result.rows:
        cells = zip(result.columns, (show(term, result.labels) for term in row), strict=True)
        blocks += [f"{name.ljust(longest)}  {' '.join(words.split())}\n" for name, words in cells if words.strip()]
        blocks.append("\n")
    return "".join(blocks)


def _csv(result: Result) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if result.boolean is not None:
        writer.writerow(["boolean"])
        writer.writerow(["true" if result.boolean else "false"])
        return out.getvalue()
    writer.writerow(result.columns)
    for row in result.rows:
        writer.writerow([_cell(term) for term in row])
    return out.getvalue()


def _cell(term: Term | None) -> str:
    """A cell of CSV: the value without type or language. Numbers keep their sign."""
    if term is None:
        return ""
    words = f"_:{term.value}" if isinstance(term, BlankNode) else str(term) if isinstance(term, Triple) else term.value
    return "'" + words if words.startswith(_FORMULA) and not _is_number(term) else words


def _tsv(result: Result) -> str:
    if result.boolean is not None:
        return f"?boolean\n{'true' if result.boolean else 'false'}\n"
    lines = ["\t".join("?" + column for column in result.columns)]
    lines += ["\t".join("" if term is None else _turtle(term) for term in row) for row in result.rows]
    return "\n".join(lines) + "\n"


def _turtle(term: Term) -> str:
    """A term in Turtle's syntax on one line: integers as they are, tabs and line ends of a string escaped."""
    if isinstance(term, Literal) and term.datatype.value == XSD + "integer":
        return term.value
    return str(term).replace("\t", "\\t")


def _json(result: Result) -> str:
    value: Any = result.boolean if result.boolean is not None else result.records()
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _srj(result: Result) -> str:
    if result.boolean is not None:
        return json.dumps({"head": {}, "boolean": result.boolean}) + "\n"
    bindings = [
        {column: _binding(term) for column, term in zip(result.columns, row, strict=True) if term is not None}
        for row in result.rows
    ]
    answer = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _binding(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _binding(part) for name, part in parts.items()}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == XSD + "string":
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _rdf(triples: list[Triple], syntax: RdfFormat) -> str:
    used = {
        prefix: base
        for prefix, base in PREFIXES.items()
        if any(base in str(one) for one in triples)
    }  # fmt: skip
    written = serialize(sorted(triples, key=str), format=syntax, prefixes=used)
    return (written or b"").decode("utf-8").rstrip("\n") + "\n"
