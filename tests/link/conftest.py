"""A gazetteer of a few places for the tests of rules, and the embedded one, built once a machine, for the whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.link.gazetteer import Gazetteer, Gazetteers
from kg.link.index import write_index
from kg.link.record import Record
from kg.link.toponyms import ToponymResolver


@pytest.fixture(scope="session")
def make_gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Gazetteer]:
    def make(*records: Record) -> Gazetteer:
        path = tmp_path_factory.mktemp("gazetteer") / "index.sqlite"
        write_index(path, records, {"version": "test"})
        return Gazetteer(path)

    return make


@pytest.fixture(scope="session")
def embedded() -> Gazetteer:
    from kg.link.cache import embedded_path

    return Gazetteer(embedded_path())


@pytest.fixture(scope="session")
def resolver(embedded: Gazetteer) -> ToponymResolver:
    return ToponymResolver(Gazetteers([embedded]))


@pytest.fixture(scope="session")
def news() -> Path:
    return Path(__file__).parent / "data" / "news.xml"
