"""Small graphs written by hand (`tests/query/data`), each with the ontology, as fixtures."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg.graph.iris import ONTOLOGY_GRAPH
from kg.resources import resource_dir

DATA = Path(__file__).parent / "query" / "data"


def load(*names: str) -> Store:
    store = Store()
    for name in names:
        store.load(path=str(DATA / f"{name}.trig"))
    store.load(path=str(resource_dir("ontology") / "conflict.ttl"), to_graph=NamedNode(ONTOLOGY_GRAPH))
    return store


@pytest.fixture(scope="session")
def breakdown() -> Store:
    """One report: a total of nine raids and 21 dead, its parts, a statistic, a denied and a planned event."""
    return load("breakdown")


@pytest.fixture(scope="session")
def sources() -> Store:
    """Three reports on one shelling with three figures, relations, an appeal, links, register, derived edges."""
    return load("sources")


@pytest.fixture(scope="session")
def figures() -> Store:
    """A total that its parts exceed, open bounds, names like formulas."""
    return load("figures")


@pytest.fixture(scope="session")
def everything() -> Store:
    return load("breakdown", "sources", "figures")
