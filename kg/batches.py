"""What is done to a batch of reports between reading and storing, in this process or on a worker.

A report is first extracted. Then its names get identities, which depend on all reports before it and are therefore
given in one place, in order (`kg.pipeline`). With them it is linked and written down as quads. Both steps of a report
depend on nothing else, so that they may run anywhere and again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, cast

from kg.errors import KgError
from kg.model import Document, Entity, Extraction, Identity, Link, Reading, RegisteredActor

if TYPE_CHECKING:
    from kg.extract.additions import Addition
    from kg.extract.extractor import PipelineName
    from kg.store.report_quads import ReportQuads

log = logging.getLogger("kg.batches")


class Extracting(Protocol):
    """The stage `extract`: one extraction per document, in their order. It may have a `version` (a string)."""

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """What each document says."""
        ...


class Linking(Protocol):
    """The stage `link`: the identifiers of a report's entities by their key. It may have a `version` (a string)."""

    def link(self, extraction: Extraction, identities: Mapping[str, Identity]) -> dict[str, Link]:
        """The link of every entity that was looked up."""
        ...


@dataclass(frozen=True, slots=True)
class SkippedReport:
    """A report, or a whole input, that is not in the graph: where it is, why, and what to do about it."""

    where: str
    reason: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}. {self.remedy}".rstrip(" .") + "."


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report that is ready for the store: its document, its quads, and how much was found in it."""

    document: Document
    quads: ReportQuads
    events: int
    relations: int
    mentions: int
    actors: int
    places: int


#: The identities of a report's entities by their key, or why they could not be given.
Identities = dict[str, Identity] | SkippedReport


class Resolving(Protocol):
    """Gives identities to the entities of a batch's reports; batches must come in the order of reading."""

    def __call__(self, batch: Sequence[tuple[Document, Sequence[Entity]]]) -> list[Identities]:
        """The identities of each report."""
        ...


@dataclass(frozen=True)
class Recipe:
    """How reports are read, as far as it concerns a single one. `extractor` and `linker` replace kg's own."""

    register: Sequence[RegisteredActor]
    pipeline: str = "full"
    model: str | None = None
    mentions: bool = True
    link: bool = False
    extractor: Extracting | None = None
    linker: Linking | None = None
    additions: Sequence[Addition] = ()


class BatchReader:
    """The two steps, by one recipe. The language pipeline and the gazetteers are loaded when first needed, once."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe

    @cached_property
    def extractor(self) -> Extracting:
        """The stage `extract`. Raises DataError where the model is not installed or lacks a component."""
        recipe = self.recipe
        return recipe.extractor or load_extractor(
            recipe.register, recipe.pipeline, recipe.model, recipe.additions
        )

    @cached_property
    def linker(self) -> Linking | None:
        """The stage `link`, if there is one. Raises DataError where a gazetteer cannot be built."""
        return self.recipe.linker or (load_linker() if self.recipe.link else None)

    def extract(self, documents: Sequence[Document]) -> list[Extraction | SkippedReport]:
        """What each document says; where the batch fails, the rest of it is tried one by one.

        Raises DataError where the extractor cannot be loaded.
        """
        extractor = self.extractor
        got: list[Extraction | SkippedReport] = []
        try:
            got.extend(extractor.extract(documents))
        except Exception:
            log.debug("a batch failed; going on one by one", exc_info=True)
        for document in documents[len(got) :]:
            try:
                got.append(next(iter(extractor.extract([document]))))
            except Exception as error:
                got.append(failure(document, error))
        return got

    def write(self, extraction: Extraction, identities: Identities) -> ReadReport | SkippedReport:
        """The report with its links and all its quads but the record of its build."""
        from kg.graph.links import link_quads
        from kg.graph.triples import report_lines
        from kg.store.report_quads import ReportQuads

        if isinstance(identities, SkippedReport):
            return identities
        try:
            links = self.linker.link(extraction, identities) if self.linker else {}
            reading = Reading(extraction, identities, links)
            quads = ReportQuads(report_lines(reading, self.recipe.mentions), link_quads(reading))
        except Exception as error:
            return failure(extraction.document, error)
        return ReadReport(
            extraction.document, quads, len(extraction.events), len(extraction.relations), len(extraction.mentions),
            sum(entity.type == "actor" for entity in extraction.entities),
            sum(entity.type == "place" for entity in extraction.entities),
        )  # fmt: skip

    def read(
        self, batches: Iterable[Sequence[Document]], resolve: Resolving
    ) -> Iterator[Iterator[ReadReport | SkippedReport]]:
        """Both steps in this process, with `resolve` between them; the reports of one batch after the other, in order.

        Each batch is to be gone through before the next one is asked for.
        """
        for batch in batches:
            extracted = self.extract(batch)
            done = [one for one in extracted if isinstance(one, Extraction)]
            yield self._written(extracted, resolve([(one.document, one.entities) for one in done]))

    def _written(
        self, extracted: Iterable[Extraction | SkippedReport], named: Iterable[Identities]
    ) -> Iterator[ReadReport | SkippedReport]:
        names = iter(named)
        for one in extracted:
            yield one if isinstance(one, SkippedReport) else self.write(one, next(names))


def failure(document: Document, error: Exception) -> SkippedReport:
    """What is told of a report that an error kept out."""
    log.debug("%s failed", document.id, exc_info=error)
    where = document.path or document.id
    if isinstance(error, StopIteration):
        return SkippedReport(where, "the extractor gave nothing for it")
    if isinstance(error, KgError):
        return SkippedReport(error.where or where, error.message, error.remedy or "")
    return SkippedReport(where, f"it could not be read ({type(error).__name__}: {error})", "Report this with the text")


def outline(document: Document, entities: Sequence[Entity]) -> Extraction:
    """An extraction of nothing but a document's entities: all that giving identities needs."""
    return Extraction(replace(document, text=""), (), tuple(entities), (), (), ())


def load_extractor(
    register: Sequence[RegisteredActor], pipeline: str, model: str | None, additions: Sequence[Addition] = ()
) -> Extracting:
    """The extractor of kg, with its own choice of a language model where `model` is None, and words of one's own.

    Raises DataError where the model is not installed or lacks a component.
    """
    from kg.extract import Extractor

    chosen = {} if model is None else {"model": model}
    return Extractor(register, pipeline=cast("PipelineName", pipeline), additions=additions, **chosen)


def load_linker() -> Linking:
    """The linker of kg, with the gazetteers at hand; the embedded one is built where it is not there yet.

    Raises DataError where it cannot be built.
    """
    from kg.link import Linker

    return Linker()
