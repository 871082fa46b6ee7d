"""Where the stages meet: read, extract, resolve, link, graph, store. The only module that knows them all.

`build` reads reports as a stream, and stores each batch of them as soon as it is read, each report whole: a build that
is stopped leaves every finished report, and the next one goes on from there, because reports that did not change are
known by their fingerprint. A report that fails is skipped with its reason; the rest is stored.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.batches import (
    BatchReader,
    Extracting,
    Identities,
    Linking,
    ReadReport,
    Recipe,
    SkippedReport,
    failure,
    outline,
)  # fmt: skip
from kg.errors import DataError, GraphError, InputError
from kg.fingerprint import code_digest, digest, kg_version
from kg.graph import iris
from kg.model import Document, Entity, RegisteredActor

if TYPE_CHECKING:
    from kg.extract.additions import Addition
    from kg.read import Metadata, Skipped
    from kg.resolve import Resolver
    from kg.store.protocol import Store
    from kg.store.report_quads import ReportQuads

BATCH_DOCUMENTS = 32
BATCH_CHARACTERS = 400_000


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
    `reports` and `quads` are what the graph holds now. `lost_workers` are worker processes that ended while they
    read; what they had in hand was read again.
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
    lost_workers: int = 0

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


#: A register: files and folders, or entries; None is kg's own.
Registers = str | Path | Sequence[str | Path | RegisteredActor] | None


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How reports are read.

    `register` are files or folders with entries beside those of kg's own register, which they take the place of with
    `replace_register`, or the entries of a whole register. `lexicon` are files or folders with words and patterns
    beside kg's own (`kg.extract.additions`). `pipeline` (rules or full) and `model` (a spaCy pipeline) go to the
    extractor, which `extractor` replaces. Without `mentions` a report has no graph of mentions.
    `link` asks for kg's own linker, which `linker` replaces; with neither nothing is linked. `force` reads unchanged
    reports again. `workers` processes on this machine read, or those of the dask cluster whose scheduler has the
    address `cluster`; 1 is this process itself. The graph is the same.
    """

    register: Registers = None
    pipeline: str = "full"
    model: str | None = None
    mentions: bool = True
    force: bool = False
    progress: Callable[[Progress], None] | None = None
    extractor: Extracting | None = None
    linker: Linking | None = None
    link: bool = False
    workers: int = 1
    cluster: str | None = None
    replace_register: bool = False
    lexicon: Sequence[str | Path] = ()


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


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What `forget` did: the ids of the reports that are out, what was not there, and what the graph holds now."""

    forgotten: tuple[str, ...]
    unknown: tuple[GraphError, ...]
    reports: int
    quads: int


def forget(
    names: Sequence[str],
    store: Store,
    register: Registers = None,
    linker: Linking | None = None,
) -> Forgotten:
    """Takes reports out, by their document's id or their IRI, and what rested on them alone.

    A place or actor that other reports name as well, and whose link came from a report that goes, is linked anew from
    those; `linker` is the one that made the links, kg's own unless given. Each report goes in one transaction; what
    follows from the reports is brought up to date at the end, or by the next build where this is stopped. Raises
    GraphError where the store fails, DataError where a gazetteer cannot be used.
    """
    from kg.relinking import link_from_others, links_told_by

    there = {report.iri: report.identifier for report in store.reports()}
    leaving: list[str] = []
    gone: list[str] = []
    unknown: list[GraphError] = []
    for name in dict.fromkeys(names):
        iri = name if name in there else iris.report_iri(name)
        if iri in there:
            leaving.append(iri)
            gone.append(there.pop(iri))
        else:
            unknown.append(_no_report(name, list(there.values())))
    if gone:
        entries = registered(register)
        untold = links_told_by(leaving, store, entries, linker)
        for iri in leaving:
            store.remove_report(iri)
        link_from_others(untold, store, entries, linker)
        refresh(store, entries)
    return Forgotten(tuple(gone), tuple(unknown), len(there), len(store))


def _no_report(name: str, known: list[str]) -> GraphError:
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1) or [one for one in known if one.endswith(name)][:1]
    remedy = f"Did you mean {close[0]!r}?" if close else "`kg status --json` lists them"
    return GraphError(f"the graph holds no report {name!r}", remedy=remedy)


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
        sorted(recorded(store).items()), code_digest(), derivation_queries(), _told(register)
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


def _told(register: Iterable[RegisteredActor]) -> list[str]:
    """All that a register says, many times as fast as `asdict` says it."""
    return [repr(entry) for entry in register]


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
        if options.workers < 1:
            raise InputError(f"{options.workers} workers cannot read", where="--workers", remedy="Give 1 or more")
        self.register = registered(options.register, replace=options.replace_register)
        additions = own_words(options.lexicon)
        self.reader = BatchReader(
            Recipe(
                self.register, options.pipeline, options.model, options.mentions,
                options.link, options.extractor, options.linker, additions,
            )
        )  # fmt: skip
        self.result = BuildResult()
        self.done = 0
        self.ontology_version = ontology().version
        self.fingerprints: dict[Document, str] = {}
        self.waiting: defaultdict[str, deque[ReadReport]] = defaultdict(deque)
        stages = [getattr(stage, "version", type(stage).__name__) for stage in (options.extractor, self.reader.linker)]
        self.settings = digest(
            code_digest(), _told(self.register), options.pipeline, options.model, options.mentions,
            stages, [asdict(one) for one in additions],
        )  # fmt: skip

    def all(self, documents: Iterable[Document | Skipped]) -> BuildResult:
        """Everything, in batches; then the graphs that follow from the reports."""
        from kg.curate import Curation
        from kg.graph.register import ontology_quads
        from kg.store.sparql import number_of_reports

        began = time.perf_counter()
        self.store.replace_graph(iris.ONTOLOGY_GRAPH, ontology_quads())
        self.recorded = recorded(self.store)
        self.curation = Curation.of(self.store)
        self.resolver: Resolver | None = None
        for batch in self._read(_batches(self._changed(documents))):
            self.store.replace_reports(self._ready(batch), self._stored)
        refresh(self.store, self.register)
        self.result.reports = number_of_reports(self.store.query)
        self.result.quads = len(self.store)
        self.result.seconds = time.perf_counter() - began
        return self.result

    def _changed(self, documents: Iterable[Document | Skipped]) -> Iterator[Document]:
        """The documents that have to be read; the rest is counted."""
        for found in documents:
            if not isinstance(found, Document):
                self._skip(SkippedReport(found.where, found.reason, found.remedy))
                continue
            report = iris.report_iri(found.id)
            fingerprint = self._fingerprint(found)
            if self.recorded.get(report) == fingerprint and not self.options.force:
                self.result.unchanged += 1
                self._report(found.id, "unchanged")
            else:
                self.fingerprints[found] = fingerprint
                yield found

    def _fingerprint(self, document: Document) -> str:
        return digest(asdict(replace(document, path=None)), self.settings)

    def _read(self, batches: Iterator[list[Document]]) -> Iterator[Iterator[ReadReport | SkippedReport]]:
        """The reports of each batch in their order, read here or by workers."""
        if self.options.cluster is None and self.options.workers == 1:
            yield from self.reader.read(batches, self._identities)
            return
        from kg.cluster import Cluster

        with Cluster(self.reader.recipe, self.options.cluster, self.options.workers) as cluster:
            yield from cluster.read(batches, self._identities)
            self.result.lost_workers = cluster.lost

    def _identities(self, batch: Sequence[tuple[Document, Sequence[Entity]]]) -> list[Identities]:
        """Who is who in a batch's reports, after what all reports before them say, and the batch itself."""
        from kg.graph.named import named_identities
        from kg.resolve import Resolver

        resolver = self.resolver = self.resolver or Resolver(self.register, named_identities(self.store.query))
        outlines = [outline(document, entities) for document, entities in batch]
        for one in outlines:
            resolver.learn(one)
        found: list[Identities] = []
        for one in outlines:
            try:
                found.append(resolver.resolve(one))
            except Exception as error:
                found.append(failure(one.document, error))
        return found

    def _ready(self, batch: Iterable[ReadReport | SkippedReport]) -> Iterator[tuple[str, ReportQuads]]:
        """The reports of a batch with all that is to be stored of each; those that cannot be are counted as skipped."""
        from kg.graph.builds import BuildRecord, build_quads
        from kg.store.report_quads import ReportQuads

        for read in batch:
            if isinstance(read, SkippedReport):
                self._skip(read)
                continue
            document = read.document
            report = iris.report_iri(document.id)
            record = BuildRecord(
                report=report,
                fingerprint=self.fingerprints.pop(document, None) or self._fingerprint(document),
                sha256=document.sha256,
                pipeline_version=f"{kg_version()} {self.options.pipeline}",
                ontology_version=self.ontology_version,
            )
            try:
                quads = ReportQuads(read.quads.own, [*read.quads.shared, *build_quads(record)])
                if self.curation.standing:
                    quads = ReportQuads.of(report, self.curation.applied(report, quads))
            except Exception as error:
                self._skip(failure(document, error))
                continue
            self.waiting[report].append(replace(read, quads=ReportQuads()))
            yield report, quads

    def _stored(self, report: str) -> None:
        """Counts a report that is in the store for good."""
        read = self.waiting[report].popleft()
        if not self.waiting[report]:
            del self.waiting[report]
        if report in self.recorded:
            self.result.replaced += 1
        else:
            self.result.added += 1
        for name in ("events", "relations", "mentions", "actors", "places"):
            setattr(self.result, name, getattr(self.result, name) + getattr(read, name))
        self.result.words += len(read.document.text.split())
        self._report(read.document.id, "stored")

    def _skip(self, skipped: SkippedReport) -> None:
        """Counts a report as skipped; what it held before stays in the store."""
        self.result.skipped.append(skipped)
        self._report(skipped.where, "skipped")

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


def registered(given: Registers, *, replace: bool = False) -> Sequence[RegisteredActor]:
    """The entries of a register: kg's own with those of the files and folders given, or in their place; or those given.

    Raises DataError where it is not valid.
    """
    from kg.register import load_register

    if given is None:
        return load_register()
    several = [given] if isinstance(given, str | Path) else list(given)
    paths = [Path(one) for one in several if isinstance(one, str | Path)]
    if not paths:
        return [one for one in several if not isinstance(one, str | Path)]
    return load_register(paths[0], paths[1:]) if replace else load_register(extend=paths)


def own_words(paths: Sequence[str | Path]) -> tuple[Addition, ...]:
    """Words and patterns of one's own, from files and folders. Raises DataError where one is not as it should be."""
    if not paths:
        return ()
    from kg.extract import lexicon
    from kg.graph.ontology import event_classes

    found = lexicon.own_words(paths)
    for addition in found:
        entries = [entry for sort in ("verb", "noun") for entry in addition.data.get(sort, ())]
        for entry in entries if addition.lexicon == "events" else ():
            if entry["type"] not in event_classes():
                raise DataError(
                    f"{entry['type']!r} is no class of events", where=addition.source,
                    remedy="Take one of docs/data-model.md, and tell it apart by a property of your own",
                )  # fmt: skip
    return found
