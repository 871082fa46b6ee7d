"""On a graph of 100,000 triples each answer must leave a page time to draw itself within 200 ms."""

from __future__ import annotations

import time

import pytest
from invented_world import invented

from kg.graph import iris
from kg.view.explorer import Explorer

GROUP = iris.actor_iri("Group 0")
ASKED = [
    ("view", {"since": "2024-03-01", "until": "2024-08-31"}),
    ("view", {"view": "map", "types": "Attack"}),
    ("view", {"view": "timeline", "kinds": "RebelGroup"}),
    ("view", {"without": iris.report_iri("world/report-3.txt")}),
    ("view", {"limit": "1000"}),
    ("evidence", {"of": "figure", "outcome": "Killed"}),
    ("evidence", {"of": "actor", "node": GROUP}),
    ("path", {"from": GROUP, "to": iris.actor_iri("Group 7")}),
    ("search", {"q": "group 12"}),
    ("search", {"q": "shelled"}),
    ("sources", {}),
    ("report", {"node": iris.report_iri("world/report-3.txt")}),
]


@pytest.fixture(scope="module")
def large() -> Explorer:
    graph = invented(105, actors=600)
    assert len(graph) > 100_000
    explorer = Explorer(graph)
    explorer.answer("view", {})
    return explorer


@pytest.mark.slow
@pytest.mark.parametrize(("name", "values"), ASKED, ids=lambda value: str(value))
def test_an_answer_takes_less_than_a_tenth_of_a_second_of_processor_time(
    large: Explorer, name: str, values: dict[str, str]
) -> None:
    """The best of three: the first pays for imports."""
    times = []
    for offset in range(3):
        asked = values | ({"until": f"2024-11-{offset + 10}"} if name == "view" and "until" not in values else {})
        started = time.process_time()
        large.answer(name, asked)
        times.append(time.process_time() - started)
    assert min(times) < 0.1
