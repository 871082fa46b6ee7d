"""The build that `kg evaluate` measures: one document at a time, in a graph of its own, in memory.

Records and statements are read off the graph, as a user's are. Beside `kg.pipeline`, this is the only module that
knows several stages.
"""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.evaluate import Build, Built, EvaluationReport, FoundFigure, FoundRelation, Statements, evaluate_directory
from kg.model import Document

if TYPE_CHECKING:
    from kg.pipeline import BuildOptions
    from kg.store.protocol import Store

_QUERIES = Path(__file__).parent / "evaluate" / "queries"


def evaluate(directory: Path, options: BuildOptions) -> EvaluationReport:
    """Builds every report of a folder of gold with these options and scores it.

    Raises InputError where the folder holds no gold or one of its reports cannot be built.
    """
    return evaluate_directory(directory, build=builder(options))


def builder(options: BuildOptions) -> Build:
    """What `kg.evaluate` calls for each document. The pipeline and the register are loaded once, with the first."""
    load = cache(lambda: _loaded(options))

    def build(document: Document) -> Built:
        return _built(document, load())

    return build


def _loaded(options: BuildOptions) -> BuildOptions:
    from kg.pipeline import own_words, registered

    register = registered(options.register, replace=options.replace_register)
    extractor = options.extractor
    if extractor is None:
        from kg.batches import load_extractor

        extractor = load_extractor(register, options.pipeline, options.model, own_words(options.lexicon))
    return replace(options, register=register, replace_register=False, lexicon=(), extractor=extractor, mentions=True)


def _built(document: Document, options: BuildOptions) -> Built:
    from kg.pipeline import build_documents
    from kg.store.embedded import EmbeddedStore

    with EmbeddedStore() as store:
        result = build_documents([document], store, options)
        if result.skipped:
            skipped = result.skipped[0]
            raise InputError(skipped.reason, where=skipped.where, remedy=skipped.remedy)
        return Built(
            events=_records(store, "events"),
            mentions=_records(store, "mentions"),
            relations=_records(store, "relations"),
            statements=_statements(store),
        )


def _records(store: Store, kind: str) -> list[Mapping[str, Any]]:
    from kg.export import export

    out = io.BytesIO()
    export(store, kind, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _statements(store: Store) -> Statements:
    from kg.query.result import plain

    relations: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in _rows(store, "relations"):
        subjects, objects = relations[str(row["node"]), str(plain(row["predicate"])).rpartition("#")[2]]
        subjects.add(row["subject"].value)
        objects.add(row["object"].value)
    return Statements(
        actors=_names(store, "actors"),
        places=_names(store, "places"),
        relations=tuple(
            FoundRelation(tuple(sorted(subjects)), predicate, tuple(sorted(objects)))
            for (_, predicate), (subjects, objects) in relations.items()
        ),
        figures=tuple(
            FoundFigure(str(plain(row["kind"])).rpartition("#")[2], int(row["stated"].value), int(row["total"].value))
            for row in _rows(store, "figures")
        ),
    )


def _names(store: Store, kind: str) -> tuple[tuple[str, ...], ...]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, kind):
        found[str(row["node"])].add(row["name"].value)
    return tuple(tuple(sorted(names)) for names in found.values())


def _rows(store: Store, name: str) -> list[dict[str, Any]]:
    from kg.store.sparql import rows

    return list(rows(store.query((_QUERIES / f"{name}.rq").read_text(encoding="utf-8"))))
