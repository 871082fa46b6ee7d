"""Which actors and places the reports in a graph name, and how."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import QuerySolutions

from kg.graph import iris
from kg.graph.terms import KG, SKOS
from kg.model import Identity

_IN_REPORT = f'FILTER(STRSTARTS(STR(?g), "{iris.ID}report/"))'

#: SELECT of ?node with its preferred ?name, another ?other name, or true for ?place, as reports give them. One branch
#: each, so that names that many reports give are not multiplied by each other.
NAMED = f"""
SELECT DISTINCT ?node ?name ?other ?place WHERE {{
  {{
    SELECT DISTINCT ?node ?name WHERE {{ GRAPH ?g {{ ?node <{SKOS}prefLabel> ?name }} {_IN_REPORT} }}
  }} UNION {{
    SELECT DISTINCT ?node ?other WHERE {{ GRAPH ?g {{ ?node <{SKOS}altLabel> ?other }} {_IN_REPORT} }}
  }} UNION {{
    SELECT DISTINCT ?node (true AS ?place) WHERE {{ GRAPH ?g {{ ?node a <{KG}Place> }} {_IN_REPORT} }}
  }}
}}
"""


def named_identities(query: Callable[[str], object]) -> list[Identity]:
    """All actors and places that reports name, sorted by IRI; `query` runs SPARQL (a store's method).

    Their kind is `Place` or `Actor`; their name the first in the alphabet where reports differ.
    """
    names: dict[str, set[str]] = {}
    others: dict[str, set[str]] = {}
    places: set[str] = set()
    result = query(NAMED)
    assert isinstance(result, QuerySolutions)
    for row in result:
        iri = row["node"].value
        if row["place"] is not None:
            places.add(iri)
        elif row["name"] is not None:
            names.setdefault(iri, set()).add(row["name"].value)
        else:
            others.setdefault(iri, set()).add(row["other"].value)
    return [
        Identity(iri, min(names[iri]), "Place" if iri in places else "Actor", tuple(sorted(others.get(iri, ()))))
        for iri in sorted(names)
    ]
