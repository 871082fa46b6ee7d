"""Extractors for the whole run: the language model is loaded once."""

from __future__ import annotations

import pytest
from told import Teller

from kg.extract import Extractor
from kg.register import load_register


@pytest.fixture(scope="session")
def rules() -> Extractor:
    return Extractor(load_register(), "rules")


@pytest.fixture(scope="session")
def full() -> Extractor:
    return Extractor(load_register(), "full")


@pytest.fixture(scope="session")
def tell(full: Extractor) -> Teller:
    """What a text tells, read as users read it unless they ask for something else."""
    return Teller(full)
