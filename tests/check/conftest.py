"""The conforming graph, and a way to break it."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.check.shapes import shapes
from kg.graph.vocabulary import BASE, PREFIXES

HERE = Path(__file__).parent
_FAULTS = tomllib.loads((HERE / "faults.toml").read_text(encoding="utf-8"))
_HEAD = f"BASE <{BASE}>\n" + "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in PREFIXES.items())


@dataclass(frozen=True)
class Fault:
    story: str
    expect: list[str]
    delete: list[str] = field(default_factory=list)
    insert: str = ""

    def apply(self, store: ox.Store) -> None:
        """Breaks the graph; a pattern that deletes nothing is a mistake in the case itself."""
        for pattern in self.delete:
            before = len(store)
            store.update(f"{_HEAD}DELETE WHERE {{ GRAPH ?g {{ {_with_nodes(pattern)} }} }}")
            assert len(store) < before, pattern
        if self.insert:
            store.update(f"{_HEAD}INSERT DATA {{ GRAPH <report/example/graph> {{ {_with_nodes(self.insert)} }} }}")


def _with_nodes(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: f"<{_FAULTS['nodes'][name[1]]}>", text)


def load_faults() -> list[Fault]:
    return [Fault(**fault) for fault in _FAULTS["fault"]]


def load_conforming() -> ox.Store:
    store = ox.Store()
    store.load(path=HERE / "conforming.trig", format=ox.RdfFormat.TRIG)
    return store


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`fault` stands for each fault, `sparql_fault` for those that a SPARQL constraint finds."""
    faults = load_faults()
    by_sparql = {constraint.message for constraint in shapes().sparql}
    chosen = {"fault": faults, "sparql_fault": [one for one in faults if by_sparql & set(one.expect)]}
    for name in chosen.keys() & set(metafunc.fixturenames):
        metafunc.parametrize(name, chosen[name], ids=[fault.story for fault in chosen[name]])


@pytest.fixture
def store() -> ox.Store:
    return load_conforming()


@pytest.fixture
def faults() -> list[Fault]:
    return load_faults()
