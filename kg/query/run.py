"""Running a query: which one, with which parameters, on what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import QueryError, UnknownName
from kg.graph.terms import KG, PREFIXES
from kg.query import places
from kg.query.catalogue import Query, find, load, parse
from kg.query.parameters import NAMED, Parameter, string
from kg.query.result import Result, plain, read_result
from kg.query.source import Queryable, as_queryable

# Where a query asks for a join from its left side to its right one, an engine that knows the word is told to.
_LATERAL = re.compile(r"#> LATERAL\b")
_SYNTAX = re.compile(r"error at (\d+):(\d+)(?:-\S*)?: (.*)", re.DOTALL)

# Who bears a name: exactly so written (an index look-up), else with any case (a scan of all names).
_EXACT = """
SELECT DISTINCT ?node WHERE {{
  VALUES ?name {{ {name} }}
  {{ ?node skos:prefLabel ?name }} UNION {{ ?node skos:altLabel ?name }}
  {kind}
}}"""
_FOLDED = """
SELECT DISTINCT ?node ?name WHERE {{
  {{ ?node skos:prefLabel ?name }} UNION {{ ?node skos:altLabel ?name }}
  {kind}
}}"""
_KIND = {
    "actor": "FILTER NOT EXISTS { ?node a kg:Place }",
    "place": "FILTER EXISTS { ?node a kg:Place }",
    "node": "FILTER NOT EXISTS { ?node a kg:Candidate }",
}


def prepare(query: str | Path | Query, folder: Path | None = None) -> Query:
    """The query that is meant: one of the catalogue by its name, a file, or SPARQL itself.

    Raises QueryError where there is no such query or file, DataError where a header is malformed.
    """
    if isinstance(query, Query):
        return query
    if isinstance(query, Path):
        return load(query)
    if re.search(r"[\s{]", query.strip()):
        return parse(query)
    if query.endswith((".rq", ".sparql")) or "/" in query:
        return load(Path(query))
    return find(query, folder)


def run(
    source: Any,
    query: str | Path | Query,
    parameters: Mapping[str, Any] | None = None,
    *,
    folder: Path | None = None,
) -> Result:
    """Asks `source` (a kg store, a pyoxigraph Store, an rdflib Graph or Dataset) a query.

    `query` is a name of the catalogue, a path, SPARQL text or a `Query`; `parameters` are values by name. Raises
    QueryError where the query or a parameter is unknown, missing or malformed, or names something that the graph
    does not hold; GraphError where the source fails.
    """
    asked = prepare(query, folder)
    graph = as_queryable(source)
    text = bind(asked, parameters or {}, graph)
    return read_result(ask(graph, text, where=str(asked.path) if asked.path else None), asked.title)


def ask(graph: Queryable, text: str, where: str | None = None) -> Any:
    """The raw answer of pyoxigraph. Raises QueryError with line and column where the query is malformed."""
    try:
        return graph.query(text)
    except SyntaxError as error:
        raise _malformed(str(error), where) from error
    except QueryError as error:
        try:
            Store().query(text, prefixes=PREFIXES)
        except SyntaxError as syntax:
            raise _malformed(str(syntax), where) from error
        except RuntimeError:  # well-formed, and what `error` says
            pass
        raise


def _malformed(message: str, where: str | None) -> QueryError:
    match = _SYNTAX.match(message)
    if not match:
        return QueryError(f"the query is malformed: {message}", where=where)
    line, column, rest = match.groups()
    expected = re.findall(r'"((?:[^"\\]|\\.)+)"|\b([A-Z]{3,})\b', rest.partition("expected")[2])
    words = [quoted or keyword for quoted, keyword in expected][:8]
    remedy = f"Expected there: {', '.join(words)}" if words else None
    return QueryError(f"the query is malformed at line {line}, column {column}", where=where, remedy=remedy)


def bind(query: Query, values: Mapping[str, Any], graph: Queryable) -> str:
    """The query's text with values in the place of its parameters.

    Raises QueryError where a parameter is unknown, missing or of the wrong type, or a name is not in the graph.
    """
    given: dict[str, Any] = {}
    for name, value in values.items():
        query.parameter(name)
        if value is not None:
            given[name] = value
    blocks: dict[str, str] = {}
    for one in query.parameters:
        if one.name in given:
            words = one.words(given[one.name])
        elif one.required:
            raise QueryError(
                f"the query {query.name!r} needs the parameter {one.name!r}", remedy=f"For example {one.example!r}"
            )
        elif one.default:
            words = one.default
        else:
            continue
        blocks[one.name] = f"VALUES ?{one.name} {{ {' '.join(map(str, _terms(one, words, graph)))} }}"
    text = _LATERAL.sub("LATERAL", query.text) if getattr(graph, "lateral", False) else query.text
    if not blocks:
        return text
    names = "|".join(map(re.escape, blocks))
    return re.sub(rf"VALUES\s*\?({names})\s*\{{[^}}]*\}}", lambda match: blocks[match[1]], text)


def _terms(parameter: Parameter, words: tuple[str, ...], graph: Queryable) -> list[Any]:
    terms: list[Any] = []
    for term in parameter.terms(words):
        if isinstance(term, str):
            terms.extend(_bearers(parameter, term, graph))
        elif parameter.type == "place":
            terms.extend(places.identified(term.value) or [term])
        else:
            terms.append(term)
    if parameter.type == "class":
        for term in terms:
            _check_class(parameter, term, graph)
    return list(dict.fromkeys(terms))


def _bearers(parameter: Parameter, name: str, graph: Queryable) -> list[Any]:
    """The nodes of a name, or of a place also what holds it elsewhere (see `kg.query.places`).

    Raises QueryError where there is none, with the nearest names that there are.
    """
    assert parameter.type in NAMED
    kind = _KIND[parameter.type]
    rows = read_result(ask(graph, _EXACT.format(name=string(name), kind=kind))).rows
    if rows:
        return sorted({row[0] for row in rows if isinstance(row[0], NamedNode)}, key=str)
    if parameter.type == "place" and (elsewhere := places.identified(name)):
        return elsewhere
    folded = name.casefold()
    known: dict[str, set[NamedNode]] = {}
    spelled: dict[str, str] = {}
    for node, label in read_result(ask(graph, _FOLDED.format(kind=kind))).rows:
        if isinstance(node, NamedNode) and isinstance(label, Literal):
            known.setdefault(label.value.casefold(), set()).add(node)
            spelled.setdefault(label.value.casefold(), label.value)
    if folded in known:
        return sorted(known[folded], key=str)
    if parameter.type == "place" and (elsewhere := places.country_named(name) or places.looked_up(name, graph)):
        return elsewhere
    close = get_close_matches(folded, known, n=3, cutoff=0.6)
    within = [one for one in known if folded in one][: 3 - len(close)]
    near = [repr(spelled[one]) for one in dict.fromkeys([*close, *within])]
    what = {"actor": "actor", "place": "place", "node": "node"}[parameter.type]
    listed = "external-ids" if parameter.type == "place" else "actors"
    remedy = f"Did you mean {' or '.join(near)}?" if near else f"Ask the query {listed!r} for the names that there are"
    raise UnknownName(f"the graph holds no {what} with the name {name!r}", remedy=remedy)


def named(kind: OneOf["actor", "place", "node"], word: str, graph: Queryable) -> list[NamedNode]:
    """The nodes that a name or an IRI stands for, as in a parameter of this type.

    Raises QueryError where the graph names none so, with the nearest names that there are.
    """
    parameter = Parameter(kind, kind, "", "")
    return _terms(parameter, (word,), graph)


def _check_class(parameter: Parameter, term: NamedNode, graph: Queryable) -> None:
    """Raises QueryError where the graph's ontology has no such class. A graph without an ontology knows no classes."""
    if read_result(ask(graph, f"ASK {{ {term} a owl:Class }}")).boolean:
        return
    rows = read_result(ask(graph, "SELECT DISTINCT ?class WHERE { ?class a owl:Class }")).rows
    names = [str(plain(row[0])).removeprefix(KG) for row in rows]
    if not names:
        return
    local = term.value.removeprefix(KG)
    folded = {name.casefold(): name for name in names}
    close = [folded[one] for one in get_close_matches(local.casefold(), folded, n=3, cutoff=0.6)]
    remedy = f"Did you mean {' or '.join(map(repr, close))}?" if close else f"For example {parameter.example!r}"
    raise UnknownName(f"the ontology has no class {local!r}", remedy=remedy)
