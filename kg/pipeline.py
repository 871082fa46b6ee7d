"""Where the stages meet: read, extract, resolve, link, graph, store. The only module that knows them all.

`build` reads reports as a stream. Each is stored in one transaction as soon as it is done: a build that is stopped
leaves every finished report whole, and the next one goes on from there, because reports that did not change are
known by their fingerprint. A report that fails is skipped with its reason; the rest is stored.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, cast

from kg.errors import GraphError, KgError
from kg.fingerprint import code_digest, digest, kg_version
from kg.graph import iris
from kg.model import Document, Extraction, Identity, Link, Reading, RegisteredActor

if TYPE_CHECKING:
    from kg.extract.extractor import PipelineName
    from kg.read import Metadata, Skipped
    from kg.resolve import Resolver
    from kg.store.protocol import Store

log = logging.getLogger("kg.pipeline")

BATCH_DOCUMENTS = 32
BATCH_CHARACTERS = 400_000


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
class Progress:
    """How far a build is: `done` inputs so far, the last of them, and what became of it.

    `state` is stored, unchanged or skipped; `words` are those of all reports stored so far.
    """

    done: int
    document: str
    state: str
    words: int


@dataclass(slots=True)
class BuildResult:
    """What a build did. `added` + `replaced` reports were stored, `unchanged` ones left as they are.

    The counts from `events` on are those of the stored reports; `words` are blank-separated, `seconds` wall clock.
    `reports` and `quads` are what the graph holds now.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    skipped: list[SkippedReport] = field(default_factory=list)
    events: int = 0
    relations: int = 0
    mentions: int = 0
    actors: int = 0
    places: int = 0
    words: int = 0
    seconds: float = 0.0
    reports: int = 0
    quads: int = 0

    @property
    def stored(self) -> int:
        """Reports that this build wrote."""
        return self.added + self.replaced

    @property
    def counts(self) -> dict[str, int]:
        """The numbers by name, for a summary."""
        names = ("added", "replaced", "unchanged", "events", "relations", "mentions", "actors", "places")
        return {name: getattr(self, name) for name in names} | {
            "skipped": len(self.skipped), "reports": self.reports, "quads": self.quads
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How reports are read.

    `register` is a file in place of kg's own, or its entries; `pipeline` (rules or full) and `model` (a spaCy
    pipeline) go to the extractor, which `extractor` replaces. Without `mentions` a report has no graph of mentions.
    `link` asks for kg's own linker, which `linker` replaces; with neither nothing is linked. `force` reads unchanged
    reports again.
    """

    register: Path | Sequence[RegisteredActor] | None = None
    pipeline: str = "full"
    model: str | None = None
    mentions: bool = True
    force: bool = False
    progress: Callable[[Progress], None] | None = None
    extractor: Extracting | None = None
    linker: Linking | None = None
    link: bool = False


def build(
    paths: Sequence[str | Path],
    store: Store,
    *,
    metadata: Metadata | None = None,
    columns: tuple[tuple[str, str], ...] = (),
    stdin: BinaryIO | None = None,
    options: BuildOptions | None = None,
) -> BuildResult:
    """Reads the reports in files, folders, globs, feeds and standard input (`-`), and stores what they say.

    `store` must be writable (`kg.store.open_graph(target, writable=True)`). `metadata`, `columns` and `stdin` are
    those of `kg.read.read`.

    Raises GraphError where the store fails, DataError for a register or ontology that is not valid, InputError for
    metadata that is not; a report that cannot be read, extracted or written down is in `skipped` instead.
    """
    from kg.read import Metadata, read

    documents = read(paths, metadata or Metadata(), columns=columns, stdin=stdin)
    return build_documents(documents, store, options)


def build_documents(
    documents: Iterable[Document | Skipped], store: Store, options: BuildOptions | None = None
) -> BuildResult:
    """The same for documents that are at hand."""
    return _Build(store, options or BuildOptions()).all(documents)


def remove(document_id: str, store: Store, register: Path | Sequence[RegisteredActor] | None = None) -> bool:
    """Takes a report out by its document's id, and what rested on it alone; whether it was there."""
    there = store.remove_report(iris.report_iri(document_id))
    if there:
        refresh(store, registered(register))
    return there


def refresh(store: Store, register: Sequence[RegisteredActor]) -> bool:
    """Brings the graphs that follow from the reports up to date: register, links, and derived edges.

    Does nothing where neither reports nor register nor rules changed since the last time; whether it did something.
    """
    from kg.curate import Curation
    from kg.graph.builds import STATE, state_update
    from kg.graph.derive import derivation_queries, derived_quads
    from kg.graph.links import current_links
    from kg.graph.named import named_identities
    from kg.graph.register import register_quads
    from kg.store.sparql import rows

    entries = {entry.iri: entry for entry in register}
    state = digest(
        sorted(recorded(store).items()), code_digest(), derivation_queries(), [asdict(entry) for entry in register]
    )
    changed = [row["state"].value for row in rows(store.query(STATE))] != [state]
    if changed:
        named = {identity.iri for identity in named_identities(store.query)}
        links = current_links(store.quads(iris.LINKS_GRAPH), named)
        curation = Curation.of(store)
        store.replace_graph(iris.REGISTER_GRAPH, curation.register(register_quads(entries, named), links))
        store.replace_graph(iris.LINKS_GRAPH, links)
        store.replace_graph(iris.DERIVED_GRAPH, derived_quads(store.query))
        store.update(state_update(state))
    store.flush()
    return changed


def recorded(store: Store) -> dict[str, str]:
    """The fingerprint of each report that the store holds, by the report's IRI."""
    from kg.graph.builds import RECORDED
    from kg.store.sparql import rows

    return {row["report"].value: row["fingerprint"].value for row in rows(store.query(RECORDED))}


class _Build:
    """One build: what it was asked for, and its result so far."""

    def __init__(self, store: Store, options: BuildOptions) -> None:
        from kg.graph.ontology import ontology

        if not store.writable:
            raise GraphError(
                "the graph was opened for reading", where=store.source, remedy="Open it with writable=True"
            )
        self.store = store
        self.options = options
        self.register = registered(options.register)
        self.extractor = options.extractor
        self.linker = options.linker or (load_linker() if options.link else None)
        self.result = BuildResult()
        self.done = 0
        self.ontology_version = ontology().version
        stages = [getattr(stage, "version", type(stage).__name__) for stage in (options.extractor, self.linker)]
        self.settings = digest(
            code_digest(), [asdict(entry) for entry in self.register], options.pipeline, options.model,
            options.mentions, stages,
        )  # fmt: skip

    def all(self, documents: Iterable[Document | Skipped]) -> BuildResult:
        """Everything, in batches; then the graphs that follow from the reports."""
        from kg.curate import Curation
        from kg.graph.named import named_identities
        from kg.graph.register import ontology_quads
        from kg.resolve import Resolver

        began = time.perf_counter()
        self.store.replace_graph(iris.ONTOLOGY_GRAPH, ontology_quads())
        self.recorded = recorded(self.store)
        self.curation = Curation.of(self.store)
        resolver: Resolver | None = None
        for batch in _batches(self._changed(documents)):
            resolver = resolver or Resolver(self.register, named_identities(self.store.query))
            self._batch(batch, resolver)
        refresh(self.store, self.register)
        self.result.reports = len(self.store.reports())
        self.result.quads = len(self.store)
        self.result.seconds = time.perf_counter() - began
        return self.result

    def _changed(self, documents: Iterable[Document | Skipped]) -> Iterator[Document]:
        """The documents that have to be read; the rest is counted."""
        for found in documents:
            if not isinstance(found, Document):
                self._skip(found.where, found.reason, found.remedy)
                continue
            same = self.recorded.get(iris.report_iri(found.id)) == self._fingerprint(found)
            if same and not self.options.force:
                self.result.unchanged += 1
                self._report(found.id, "unchanged")
            else:
                yield found

    def _fingerprint(self, document: Document) -> str:
        return digest(asdict(replace(document, path=None)), self.settings)

    def _batch(self, documents: list[Document], resolver: Resolver) -> None:
        extractions = list(self._extract(documents))
        for extraction in extractions:
            resolver.learn(extraction)
        for extraction in extractions:
            quads = self._quads(extraction, resolver)
            if quads is not None:
                self._store(extraction, quads)

    def _extract(self, documents: list[Document]) -> Iterator[Extraction]:
        """The extractions of a batch; where one fails, the rest is tried one by one."""
        if self.extractor is None:
            self.extractor = load_extractor(self.register, self.options.pipeline, self.options.model)
        got: list[Extraction] = []
        try:
            got.extend(self.extractor.extract(documents))
        except Exception:
            log.debug("a batch failed; going on one by one", exc_info=True)
        yield from got
        for document in documents[len(got) :]:
            try:
                yield next(iter(self.extractor.extract([document])))
            except Exception as error:
                self._failed(document, error)

    def _quads(self, extraction: Extraction, resolver: Resolver) -> list[Any] | None:
        """All that goes into the store for one report; None where it fails."""
        from kg.graph.builds import BuildRecord, build_quads
        from kg.graph.links import link_quads
        from kg.graph.triples import report_quads

        document, linker = extraction.document, self.linker
        try:
            identities = resolver.resolve(extraction)
            links = linker.link(extraction, identities) if linker else {}
            reading = Reading(extraction, identities, links)
            record = BuildRecord(
                report=iris.report_iri(document.id),
                fingerprint=self._fingerprint(document),
                sha256=document.sha256,
                pipeline_version=f"{kg_version()} {self.options.pipeline}",
                ontology_version=self.ontology_version,
            )
            read = chain(report_quads(reading, self.options.mentions), link_quads(reading), build_quads(record))
            return self.curation.applied(record.report, read)
        except Exception as error:
            self._failed(document, error)
            return None

    def _store(self, extraction: Extraction, quads: list[Any]) -> None:
        document = extraction.document
        report = iris.report_iri(document.id)
        self.store.replace_report(report, quads)
        if report in self.recorded:
            self.result.replaced += 1
        else:
            self.result.added += 1
        self.result.events += len(extraction.events)
        self.result.relations += len(extraction.relations)
        self.result.mentions += len(extraction.mentions)
        self.result.actors += sum(entity.type == "actor" for entity in extraction.entities)
        self.result.places += sum(entity.type == "place" for entity in extraction.entities)
        self.result.words += len(document.text.split())
        self._report(document.id, "stored")

    def _failed(self, document: Document, error: Exception) -> None:
        """Counts a report as skipped; what it held before stays in the store."""
        log.debug("%s failed", document.id, exc_info=error)
        where = document.path or document.id
        if isinstance(error, StopIteration):
            self._skip(where, "the extractor gave nothing for it", "")
        elif isinstance(error, KgError):
            self._skip(error.where or where, error.message, error.remedy or "")
        else:
            self._skip(where, f"it could not be read ({type(error).__name__}: {error})", "Report this with the text")

    def _skip(self, where: str, reason: str, remedy: str) -> None:
        self.result.skipped.append(SkippedReport(where, reason, remedy))
        self._report(where, "skipped")

    def _report(self, document: str, state: str) -> None:
        self.done += 1
        if self.options.progress is not None:
            self.options.progress(Progress(self.done, document, state, self.result.words))


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    characters = 0
    for document in documents:
        batch.append(document)
        characters += len(document.text)
        if len(batch) >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def registered(given: Path | Sequence[RegisteredActor] | None) -> Sequence[RegisteredActor]:
    """The entries of a register: those of a file, those given, or kg's own. Raises DataError where it is not valid."""
    if given is None or isinstance(given, str | Path):
        from kg.register import load_register

        return load_register(Path(given) if given is not None else None)
    return given


def load_extractor(register: Sequence[RegisteredActor], pipeline: str, model: str | None) -> Extracting:
    """The extractor of kg, with its own choice of a language model where `model` is None.

    Raises DataError where the model is not installed or lacks a component.
    """
    from kg.extract import Extractor

    return Extractor(register, pipeline=cast("PipelineName", pipeline), **({} if model is None else {"model": model}))


def load_linker() -> Linking:
    """The linker of kg, with the gazetteers at hand; the embedded one is built where it is not there yet.

    Raises DataError where it cannot be built.
    """
    from kg.link import Linker

    return Linker()
