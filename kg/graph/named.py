"""Which actors and places the reports in a graph name, and how."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import QuerySolutions

from kg.graph import iris
from kg.graph.terms import KG, SKOS
from kg.model import Identity

#: SELECT of ?node, whether it is a ?place, its preferred ?name and ?other names, as reports give them.
NAMED = f"""
SELECT ?node ?place ?name ?other WHERE {{
  GRAPH ?graph {{
    ?node <{SKOS}prefLabel> ?name .
    BIND(EXISTS {{ ?node a <{KG}Place> }} AS ?place)
    OPTIONAL {{ ?node <{SKOS}altLabel> ?other }}
  }}
  FILTER(STRSTARTS(STR(?graph), "{iris.ID}report/"))
}}
"""


def named_identities(query: Callable[[str], object]) -> list[Identity]:
    """All actors and places that reports name, sorted by IRI; `query` runs SPARQL (a store's method).

    Their kind is `Place` or `Actor`; their name the first in the alphabet where reports differ.
    """
    names: dict[str, set[str]] = {}
    others: dict[str, set[str]] = {}
    kinds: dict[str, str] = {}
    result = query(NAMED)
    assert isinstance(result, QuerySolutions)
    for row in result:
        iri = row["node"].value
        names.setdefault(iri, set()).add(row["name"].value)
        kinds[iri] = "Place" if row["place"].value == "true" else "Actor"
        if row["other"] is not None:
            others.setdefault(iri, set()).add(row["other"].value)
    return [Identity(iri, min(names[iri]), kinds[iri], tuple(sorted(others.get(iri, ())))) for iri in sorted(names)]
