"""Reports read by many processes, on this machine or on others: a dask cluster that does the steps of `kg.batches`.

Each worker loads the language pipeline once. Documents are sent as a stream, with few batches under way, and come back
as N-Quads, one shard a report; all that depends on order (who is who, what is stored) stays with the process that
builds. So the graph is the same, to the byte, as that of one process. What a worker had in hand when it ended is done
again by another; a report that ends every worker that reads it is skipped, and the rest goes on.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg.batches import BatchReader, Identities, ReadReport, Recipe, Resolving, SkippedReport
from kg.errors import DataError, InputError, KgError
from kg.fingerprint import code_digest
from kg.model import Document, Entity, Extraction
from kg.store.report_quads import ReportQuads, as_nquads, from_nquads

try:
    import dask.config
    import distributed
    from distributed.diagnostics.plugin import WorkerPlugin
except ImportError as missing:
    raise InputError(
        "more than one process needs dask, which is not installed",
        where="--workers, --cluster",
        remedy="Run pip install 'conflict-kg[cluster]'",
    ) from missing

if TYPE_CHECKING:
    from distributed import Client, Future

PLUGIN = "kg-reader"
#: Batches under way for each worker: one in hand and one to go on with.
BATCHES_A_WORKER = 2
#: Seconds to wait for the first worker, and for one to come back when all have gone.
PATIENCE = 60.0
#: How often a batch may end its worker before its reports are tried one by one, and a report before it is skipped.
DEATHS = 1

#: How dask is to behave. As it comes, it looks after itself in ways that take a tenth of a build's processor time: it
#: samples what workers do a hundred times a second, times event loops fifty times, looks at memory ten times, and lets
#: workers give memory back to the system after each task, only to ask for it again. A batch is written down where it
#: was extracted: to send it elsewhere costs more than it evens out.
_SETTINGS = {
    "distributed.scheduler.allowed-failures": DEATHS,
    "distributed.scheduler.work-stealing": False,
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None,
    "distributed.admin.tick.interval": "2s",
    "distributed.admin.system-monitor.interval": "5s",
    "logging.distributed": "critical",
}

Extracted = list[Extraction | SkippedReport]
#: What a report came to, and its quads as N-Quads: those of its own graphs, and those of graphs that reports share.
Shard = tuple[ReadReport, bytes, bytes] | SkippedReport


class _Reader(WorkerPlugin):
    """What a worker keeps between tasks: the reader, loaded at its first batch, for one thread at a time."""

    name = PLUGIN

    def __init__(self, recipe: Recipe, code: str, linked_with: str | None) -> None:
        self._recipe = recipe
        self._code = code
        self._linked_with = linked_with

    def setup(self, worker: Any) -> None:
        self.lock = threading.Lock()
        self.batches = BatchReader(self._recipe)
        self._checked = False

    def ready(self) -> BatchReader:
        """The reader. Raises DataError where this worker would read otherwise than the process that builds."""
        if not self._checked:
            linker = self.batches.linker
            if code_digest() != self._code:
                raise DataError("a worker runs another version of kg", remedy="Install the same on all machines")
            if getattr(linker, "version", None) != self._linked_with:
                raise DataError("a worker has other gazetteers", remedy="Add the same on all machines")
            self._checked = True
        return self.batches


def _reader() -> _Reader:
    return distributed.get_worker().plugins[PLUGIN]  # pyright: ignore[reportReturnType]


def _extract(documents: Sequence[Document]) -> Extracted:
    reader = _reader()
    with reader.lock:
        return reader.ready().extract(documents)


def _entities(extracted: Extracted) -> list[tuple[Entity, ...] | SkippedReport]:
    return [one if isinstance(one, SkippedReport) else one.entities for one in extracted]


def _write(extracted: Extracted, identities: Sequence[Identities]) -> list[Shard]:
    reader = _reader()
    named = iter(identities)
    with reader.lock:
        batches = reader.ready()
        written = [one if isinstance(one, SkippedReport) else batches.write(one, next(named)) for one in extracted]
    return [one if isinstance(one, SkippedReport) else _shard(one) for one in written]


def _shard(report: ReadReport) -> Shard:
    """The report to be sent: its document stays behind, and its quads go as text."""
    stays = replace(report, document=replace(report.document, text=""), quads=ReportQuads())
    return stays, report.quads.own_lines, as_nquads(report.quads.shared)


@dataclass(slots=True)
class _Batch:
    """A batch under way. `extracted` stays on its worker; `result` is the outline at first, then the shards."""

    documents: list[Document]
    extracted: Any
    result: Any
    identities: list[Identities] = field(default_factory=list)


class Cluster:
    """Workers that read by one recipe: `workers` processes on this machine, or those of the scheduler at `address`.

    A context manager. `lost` counts the workers that went away. Raises InputError where dask is missing or the
    scheduler cannot be reached, DataError where workers cannot read as this process would.
    """

    def __init__(self, recipe: Recipe, address: str | None = None, workers: int = 2) -> None:
        self.lost = 0
        self._recipe = recipe
        self._address = address
        self._workers = workers
        self._seen: set[str] = set()

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            opened.enter_context(_quietly())
            try:
                scheduler = self._address or opened.enter_context(
                    distributed.LocalCluster(
                        n_workers=self._workers, threads_per_worker=1, processes=True, host="127.0.0.1",
                        dashboard_address="127.0.0.1:0",
                    )
                )
                self._client: Client = opened.enter_context(
                    distributed.Client(scheduler, timeout=PATIENCE, direct_to_workers=self._address is None)
                )
                self._client.wait_for_workers(1, timeout=PATIENCE)
            except (OSError, ValueError, TimeoutError) as error:
                raise InputError(
                    f"no cluster can be reached ({error})",
                    where=self._address or "--workers",
                    remedy="Check the scheduler's address, and that it has workers",
                ) from error
            linker = BatchReader(self._recipe).linker
            self._client.register_plugin(_Reader(self._recipe, code_digest(), getattr(linker, "version", None)))
            self._opened = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def read(
        self, batches: Iterable[list[Document]], resolve: Resolving
    ) -> Iterator[Iterator[ReadReport | SkippedReport]]:
        """What `BatchReader.read` gives, in the same order."""
        source = iter(batches)
        named: deque[_Batch] = deque()
        unnamed: deque[_Batch] = deque()
        more = True
        while True:
            most = BATCHES_A_WORKER * self._count()
            while more and len(named) + len(unnamed) < most:
                documents = next(source, None)
                more = documents is not None
                if documents is not None:
                    unnamed.append(self._extract(documents))
            if not named and not unnamed:
                return
            self._wait([queue[0].result for queue in (named, unnamed) if queue])
            if named and named[0].result.done():
                yield self._written(named.popleft())
            elif unnamed and unnamed[0].result.done():
                named.append(self._name(unnamed.popleft(), resolve))

    def _extract(self, documents: list[Document]) -> _Batch:
        extracted = self._client.submit(_extract, documents, pure=False)
        return _Batch(documents, extracted, self._client.submit(_entities, extracted, pure=False))

    def _name(self, batch: _Batch, resolve: Resolving) -> _Batch:
        """Gives identities to a batch that is extracted, and lets it be written down."""
        try:
            entities = self._gathered(batch.result)
        except distributed.KilledWorker:
            batch.extracted = [self._alone(document) for document in batch.documents]
            entities = _entities(batch.extracted)
        told = zip(batch.documents, entities, strict=True)
        batch.identities = resolve([(d, one) for d, one in told if not isinstance(one, SkippedReport)])
        batch.result = self._client.submit(_write, batch.extracted, batch.identities, pure=False, priority=1)
        return batch

    def _written(self, batch: _Batch) -> Iterator[ReadReport | SkippedReport]:
        try:
            shards: list[Shard] = self._gathered(batch.result)
        except distributed.KilledWorker:
            shards = self._written_alone(batch)
        for document, shard in zip(batch.documents, shards, strict=True):
            if isinstance(shard, SkippedReport):
                yield shard
            else:
                report, own, shared = shard
                yield replace(report, document=document, quads=ReportQuads(own, list(from_nquads(shared))))

    def _alone(self, document: Document) -> Extraction | SkippedReport:
        """The extraction of a report whose batch ended its worker."""
        try:
            return self._gathered(self._client.submit(_extract, [document], pure=False))[0]
        except distributed.KilledWorker:
            return _deadly(document)

    def _written_alone(self, batch: _Batch) -> list[Shard]:
        named = iter(batch.identities)
        shards: list[Shard] = []
        for document in batch.documents:
            extraction = self._alone(document)
            if isinstance(extraction, SkippedReport):
                shards.append(extraction)
                continue
            try:
                shards += self._gathered(self._client.submit(_write, [extraction], [next(named)], pure=False))
            except distributed.KilledWorker:
                shards.append(_deadly(document))
        return shards

    def _gathered(self, future: Future) -> Any:
        self._wait([future])
        try:
            return future.result()
        except (distributed.KilledWorker, KgError):
            raise
        except Exception as error:
            raise DataError(
                f"the cluster failed ({type(error).__name__}: {error})",
                where=self._address or "--workers",
                remedy="What was finished is stored; the same command goes on from there",
            ) from error

    def _wait(self, futures: list[Future]) -> None:
        """Until one of them is done. Raises DataError where there has been no worker for `PATIENCE` seconds."""
        while True:
            try:
                distributed.wait(futures, timeout=PATIENCE, return_when="FIRST_COMPLETED")
                return
            except TimeoutError:
                if not self._count():
                    raise DataError(
                        "no worker is left",
                        where=self._address or "--workers",
                        remedy="What was finished is stored; the same command goes on from there",
                    ) from None

    def _count(self) -> int:
        """The workers that are there; those that went since the last look are counted as lost."""
        there = set(self._client.scheduler_info(n_workers=-1)["workers"])
        self.lost += len(self._seen - there)
        self._seen = there
        return max(len(there), 1) if there or self._address is None else 0


@contextmanager
def _quietly() -> Iterator[None]:
    """Keeps dask's notes of what it does to itself: what matters of them is told as kg tells it."""
    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with dask.config.set(_SETTINGS):
            yield
    finally:
        logger.setLevel(level)


def _deadly(document: Document) -> SkippedReport:
    return SkippedReport(
        document.path or document.id,
        "each worker process that read it was ended",
        "Give workers more memory, or read it alone, with one process, to see why",
    )
