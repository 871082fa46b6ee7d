"""Sentences in the many ways in which reports tell of violence, and the event that each states (a table in TOML)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from told import PUBLISHED

from kg.extract import Extractor
from kg.model import Document, Event, Extraction

SENTENCES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "stated_sentences.toml").read_text(encoding="utf-8")
)["stated"]
OUTCOMES = ("killed", "injured", "abducted", "detained", "displaced", "released")


@pytest.fixture(scope="session")
def extractions(full: Extractor) -> list[Extraction]:
    """All sentences, each a report of its own, read in one batch."""
    documents = [Document(id=str(i), text=s["sentence"], published=PUBLISHED) for i, s in enumerate(SENTENCES)]
    return list(full.extract(documents))


def states(event: Event, wanted: Mapping[str, Any]) -> bool:
    """Whether an event is of the type that is wanted, with the participants and tolls that are."""
    tolls = {(toll.outcome, toll.figure.min) for toll in event.tolls}
    return (
        event.type == wanted["type"]
        and wanted.get("agent") in (None, *(p.surface for p in event.agents))
        and wanted.get("target") in (None, *(p.surface for p in event.targets))
        and wanted.get("modality") in (None, event.modality)
        and wanted.get("claimant") in (None, *(p.surface for p in event.claimants))
        and ("count" not in wanted or (event.count is not None and event.count.min == wanted["count"]))
        and all((outcome, wanted[outcome]) in tolls for outcome in OUTCOMES if outcome in wanted)
    )


@pytest.mark.parametrize("at", range(len(SENTENCES)), ids=lambda at: SENTENCES[at]["sentence"][:60])
def test_a_sentence_states_its_event(extractions: list[Extraction], at: int) -> None:
    events = extractions[at].events
    assert any(states(event, SENTENCES[at]) for event in events), [event.type for event in events]
