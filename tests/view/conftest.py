"""Graphs from sentences of which a test says what they state, and a browser that may not leave the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from told_graphs import HOSTILE, KINDS, VALLEY, graph_of, many

from kg.store.embedded import EmbeddedStore


@pytest.fixture(scope="session")
def valley() -> EmbeddedStore:
    return graph_of([VALLEY], KINDS)


@pytest.fixture(scope="session")
def hostile() -> EmbeddedStore:
    return graph_of([HOSTILE])


@pytest.fixture(scope="session")
def large() -> EmbeddedStore:
    return graph_of([many(1200)], {f"Group{number}x": "StateForces" for number in range(900, 1200)})


@dataclass
class Opened:
    """A page in the browser, with what it asked for beyond its own file, and its errors and warnings."""

    page: Any
    requests: list[str]
    complaints: list[str]


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens the page of a graph in a browser whose every request but for the page itself is cut off."""
    from kg.view import write_network_page

    contexts: list[Any] = []
    numbers = count()

    def open_page(graph: Any, width: int = 1280, height: int = 800, scheme: str = "light", **options: Any) -> Opened:
        path = tmp_path / f"network{next(numbers)}.html"
        write_network_page(graph, path, **options)
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", offline=True
        )
        contexts.append(context)
        page = context.new_page()
        result = Opened(page, [], [])

        def route(asked: Any) -> None:
            if asked.request.url == path.as_uri():
                asked.continue_()
            else:
                result.requests.append(asked.request.url)
                asked.abort()

        page.route("**/*", route)
        page.on("console", lambda message: result.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: result.complaints.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", timeout=20_000)
        return result

    yield open_page
    for context in contexts:
        context.close()
