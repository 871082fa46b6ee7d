"""Questions to the graph: the catalogue of `queries/*.rq`, free SPARQL, and how answers are shown.

    from kg.query import catalogue, run
    run(store, "who-attacked-whom", {"agent": "Islamic State"}).rows

Every query stands in a file of its own, is plain SPARQL 1.1 over the union of all named graphs, and says in its
header what it asks and which parameters it takes.
"""

from __future__ import annotations

from kg.query.catalogue import Query, catalogue, find, load
from kg.query.parameters import Parameter
from kg.query.render import render, with_labels
from kg.query.result import Result
from kg.query.run import prepare, run
from kg.query.source import Queryable, as_queryable

__all__ = [
    "Parameter",
    "Query",
    "Queryable",
    "Result",
    "as_queryable",
    "catalogue",
    "find",
    "load",
    "prepare",
    "render",
    "run",
    "with_labels",
]
