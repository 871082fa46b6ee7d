"""What several exports need of the graph: rows of `queries/*.rq`, names, positions.

Everything is fetched in a few queries over the whole graph and joined in dictionaries; nothing is asked per event.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import QuerySolutions

from kg.errors import QueryError
from kg.graph.terms import GEO, KG
from kg.query.result import plain
from kg.query.source import Queryable

_QUERIES = Path(__file__).parent / "queries"
_POSITION = {GEO + "lat": "lat", GEO + "long": "lon", KG + "geonamesId": "geonames", KG + "wikidataId": "wikidata"}


class Mention(NamedTuple):
    """Words that name or describe something; `entity` is what they refer to, empty where that is nobody."""

    document: str
    start: int
    end: int
    type: str
    text: str
    entity: str
    iri: str


@lru_cache(maxsize=64)
def _text(name: str) -> str:
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def rows(graph: Queryable, name: str) -> Iterator[tuple[Any, ...]]:
    """The rows of the query `queries/NAME.rq` as plain values; None where a cell is empty."""
    answer = graph.query(_text(name))
    if not isinstance(answer, QuerySolutions):
        raise QueryError("an export's query gives no rows", where=f"kg/export/queries/{name}.rq")
    for solution in answer:
        yield tuple(map(plain, solution))


def local(iri: str | None) -> str | None:
    """The local name of a term of the ontology; other IRIs as they are."""
    return iri.removeprefix(KG) if iri else None


def names(graph: Queryable) -> dict[str, str]:
    """The preferred name of everything that has one.

    What people set by hand comes before the register, the register before the reports; among reports the name
    that most of them use, then the first in the alphabet.
    """
    best: dict[str, tuple[int, int, str]] = {}
    for node, label, rank, times in rows(graph, "name"):
        key = (rank, -times, label)
        if node not in best or key < best[node]:
            best[node] = key
    return {node: key[2] for node, key in best.items()}


def positions(graph: Queryable) -> dict[str, dict[str, Any]]:
    """`lat`, `lon` (degrees, WGS 84), `geonames` and `wikidata` (identifiers as strings) of what has them.

    Where a node has several, the least is taken, so that the export is the same every time.
    """
    found: dict[str, dict[str, Any]] = {}
    for node, property_, value in rows(graph, "position"):
        field = _POSITION[property_]
        value = float(value) if field in ("lat", "lon") else str(value)
        place = found.setdefault(node, {})
        if field not in place or value < place[field]:
            place[field] = value
    return found


def supertypes(graph: Queryable) -> dict[str, list[str]]:
    """For each class of the ontology the local names of the classes above it, nearest first, then by the alphabet."""
    above: dict[str, set[str]] = {}
    for class_, parent in rows(graph, "class"):
        if class_.startswith(KG) and parent.startswith(KG):
            above.setdefault(class_.removeprefix(KG), set()).add(parent.removeprefix(KG))
    order: dict[str, list[str]] = {}
    for class_ in above:
        seen: dict[str, None] = {}
        level = above[class_]
        while level:
            fresh = sorted(one for one in level if one not in seen and one != class_)
            seen.update(dict.fromkeys(fresh))
            level = {parent for one in fresh for parent in above.get(one, ())}
        order[class_] = list(seen)
    return order


def spans(graph: Queryable) -> dict[str, tuple[int, int, str]]:
    """Start, end and words of every selector."""
    return {span: (start, end, text) for span, start, end, text in rows(graph, "span")}


def documents(graph: Queryable) -> dict[str, str]:
    """The document's own id of every report."""
    return dict(rows(graph, "document"))


def mentions(graph: Queryable) -> list[Mention]:
    """The mentions of all reports, in no order; those without a report or a selector are left out."""
    known, where = documents(graph), spans(graph)
    found = {
        Mention(known[report], *where[span][:2], type_, where[span][2], entity or "", mention)
        for mention, type_, span, report, entity in rows(graph, "mention")
        if report in known and span in where
    }
    return list(found)
