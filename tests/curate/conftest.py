"""Graphs of hand-made reports, with links made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pytest
from hand_made import REGISTER, FakeExtractor, document

from kg.model import Candidate, Document, Extraction, Identity, Link
from kg.pipeline import BuildOptions, BuildResult, build_documents
from kg.store.embedded import EmbeddedStore
from kg.store.protocol import Store

HERE = Candidate(
    "geonames", "11", "Tal Amra", 0.7, 35.0, 38.0, "P", "PPL", "SY", ("9", "8"), features=(("known", 0.2),)
)
THERE = Candidate("geonames", "22", "Tall Amrah", 0.2, 33.5, 44.0, "P", "PPL", "IQ")


class HandLinker:
    """Links Tal Amra to one of two places, and what lies near it to the same."""

    version = "1"

    def link(self, extraction: Extraction, identities: Mapping[str, Identity]) -> dict[str, Link]:
        links = {}
        for entity in extraction.entities:
            if entity.key == "place:tal-amra":
                links[entity.key] = Link(entity.key, HERE, "exact", 5.0, (THERE,))
            elif entity.key == "place:east":
                links[entity.key] = Link(entity.key, HERE, "near", 10.0)
        return links


class Saying(FakeExtractor):
    """Says what `FakeExtractor` says, of a document with the title "abroad" with another country for its places."""

    def extract(self, documents: Iterable[Document]):
        for said in super().extract(documents):
            if said.document.title == "abroad":
                moved = tuple(replace(one, country="LB") if one.country else one for one in said.entities)
                said = replace(said, entities=moved)
            yield said


def build(store: Store, *documents: Document, **options: object) -> BuildResult:
    given: dict = {"extractor": Saying(), "register": REGISTER, "linker": HandLinker()} | options
    return build_documents(documents, store, BuildOptions(**given))


@pytest.fixture
def store() -> Store:
    store = EmbeddedStore()
    build(store, document("one.txt"), document("two.txt"))
    return store


@pytest.fixture
def rebuilt() -> Callable[..., EmbeddedStore]:
    """A graph of the same reports that nobody decided anything about."""

    def make(*documents: Document) -> EmbeddedStore:
        store = EmbeddedStore()
        build(store, *(documents or (document("one.txt"), document("two.txt"))))
        return store

    return make
