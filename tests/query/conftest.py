"""The graphs written by hand, and a short way to ask them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import Store
from written_graphs import breakdown, everything, figures, sources

from kg.query import run

__all__ = ["ask", "breakdown", "everything", "figures", "sources"]

Ask = Callable[..., list[dict]]


@pytest.fixture(scope="session")
def ask() -> Ask:
    """The rows of a query of the catalogue as dictionaries; parameters by name."""

    def rows(store: Store, name: str, /, **parameters: object) -> list[dict]:
        return run(store, name, parameters).records()

    return rows
