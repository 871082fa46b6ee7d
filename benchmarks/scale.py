"""What grows: processes, the store, graphs of 10^4 to 10^7 statements, and the memory of long builds."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import RdfFormat

from benchmarks.made_up import graph, reports
from benchmarks.rows import ROOT, Row, Size
from kg.model import Document
from kg.store.report_quads import ReportQuads

QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("actors", {}),
    ("who-attacked-whom", {}),
    ("relations", {}),
    ("tolls", {}),
    ("discrepancies", {}),
    ("claims-by-source", {}),
    ("at-place", {"place": "Place 3"}),
    ("timeline", {"actor": "Actor 3"}),
    ("external-ids", {}),
    ("evidence", {"node": "Actor 10"}),
    ("neighbours", {"actor": "Actor 10"}),
    ("violations", {}),
)


@dataclass(frozen=True, slots=True)
class _Rare:
    """What is in a role (`kg:agent` …) in the fewest events, but in three: its answer stays as the graph grows."""

    role: str

    def found(self, store: pyoxigraph.Store) -> str:
        from kg.graph.terms import PREFIXES

        rare = store.query(
            f"SELECT ?one WHERE {{ GRAPH ?g {{ ?event kg:{self.role} ?one }} }} GROUP BY ?one "
            "HAVING (COUNT(DISTINCT ?event) >= 3) ORDER BY COUNT(DISTINCT ?event) ?one LIMIT 1",
            prefixes=PREFIXES,
        )
        return next(iter(rare))[0].value  # pyright: ignore[reportArgumentType, reportCallIssue, reportIndexIssue]


#: Each question that can be asked of one thing, or of a part of the graph.
OF_ONE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("actors", {"name": "Actor 19"}),
    ("actors", {"kind": "CivilianGroup"}),
    ("who-attacked-whom", {"agent": _Rare("agent")}),
    ("who-attacked-whom", {"target": _Rare("target")}),
    ("who-attacked-whom", {"since": "2024-03-03", "until": "2024-03-03"}),
    ("relations", {"actor": _Rare("agent")}),
    ("tolls", {"perpetrator": _Rare("agent")}),
    ("tolls", {"place": _Rare("place")}),
    ("tolls", {"perpetrator": _Rare("agent"), "place": "Place 0"}),
    ("tolls", {"since": "2024-03-03", "until": "2024-03-03"}),
    ("claims-by-source", {"source": _Rare("claimedBy")}),
    ("claims-by-source", {"source": _Rare("claimedBy"), "alone": True}),
    ("at-place", {"place": _Rare("place")}),
    ("timeline", {"actor": _Rare("agent")}),
    ("external-ids", {"node": _Rare("place")}),
    ("evidence", {"node": _Rare("agent")}),
    ("evidence", {"node": _Rare("agent"), "object": _Rare("target")}),
    ("neighbours", {"actor": _Rare("agent")}),
    ("violations", {"perpetrator": _Rare("agent")}),
)
#: Seconds that rdflib may take for one answer.
PATIENCE = 60
#: How often a question is asked for its best time, and the seconds after which it is not asked again.
ROUNDS, ENOUGH = 3, 30.0


def _seconds(run: Callable[[], Any]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def _best_in_turn(*runs: Callable[[], Any]) -> tuple[float, ...]:
    """Seconds of the processor of the quickest of `ROUNDS` runs of each: what else the machine does adds, and never
    takes, and the first run finds nothing in memory. What takes longer than `ENOUGH` is run once.
    """
    best = [float("inf")] * len(runs)
    spent = 0.0
    for _ in range(ROUNDS):
        now = [_seconds(run) for run in runs]
        best = [min(pair) for pair in zip(best, now, strict=True)]
        spent += sum(now)
        if spent > ENOUGH:
            break
    return tuple(best)


@dataclass(frozen=True, slots=True)
class _Cost:
    """Seconds of a build: by the clock, and of processors, those of its workers included."""

    clock: float
    processors: float


def processes(size: Size) -> list[Row]:
    """`kg build` over made-up reports, by one process and by two, each from its own start: the better of two runs.

    What a build of two batches takes (starting workers, each of which loads the pipeline) is taken off: the rate is
    that of a long one. By the clock, other work on the machine counts; processor time tells what two cores could give.
    """
    from kg.pipeline import BATCH_DOCUMENTS

    best: dict[tuple[int, int], _Cost] = {}
    with tempfile.TemporaryDirectory() as folder:
        start = 2 * BATCH_DOCUMENTS
        feeds = [_feed(Path(folder), number) for number in (start, start + size.reports)]
        for _ in range(2):
            for workers in (1, 2):
                for index, feed in enumerate(feeds):
                    cost, before = _cost(feed, Path(folder), workers), best.get((workers, index))
                    best[workers, index] = cost if before is None else _Cost(
                        min(cost.clock, before.clock), min(cost.processors, before.processors)
                    )  # fmt: skip
    alone, together = (
        _Cost((many.clock - few.clock) / size.reports, (many.processors - few.processors) / size.reports)
        for few, many in ((best[workers, 0], best[workers, 1]) for workers in (1, 2))
    )
    at_most = 2 * alone.processors / together.processors
    return [
        Row("reports of 120 words a second, one process", 1 / alone.clock, "reports/s"),
        Row("reports of 120 words a second, two processes (--workers 2)", 1 / together.clock, "reports/s"),
        Row("two processes against one", alone.clock / together.clock, "times"),
        Row("processor time of a report, one process", 1000 * alone.processors, "ms"),
        Row("processor time of a report, two that read and one that stores", 1000 * together.processors, "ms"),
        Row("two processes against one, were two cores theirs alone", at_most, "times"),
        Row("load of the machine meanwhile, its cores", os.getloadavg()[0] / (os.cpu_count() or 1), "of 1"),
    ]


def _feed(folder: Path, number: int) -> Path:
    path = folder / f"{number}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for one in reports(number):
            record = {"id": one.id, "text": one.text, "publisher": one.publisher, "date": one.published}
            file.write(json.dumps(record) + "\n")
    return path


def _cost(feed: Path, folder: Path, workers: int) -> _Cost:
    target = folder / f"{feed.stem}-{workers}.nq"
    target.unlink(missing_ok=True)
    arguments = ["build", str(feed), "-o", str(target), "--pipeline", "rules", "--no-links", "--workers", str(workers)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg.cli", *arguments], check=True, capture_output=True, cwd=ROOT)
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return _Cost(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def into_store(size: Size) -> list[Row]:
    """What `kg build` stores of made-up reports, as it stores it, against a bulk load of the same quads, and rdflib.

    A build hands the reports of a batch on together, of which the store takes some into one transaction; how fast
    single reports are is told too.
    """
    import rdflib

    from kg.pipeline import BATCH_DOCUMENTS
    from kg.store.embedded import EmbeddedStore

    told = _told(size.stored)
    quads = [quad for _, said in told for quad in said]
    data = pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b""

    def by_kg(together: int, on_disk: bool = True) -> None:
        with (
            tempfile.TemporaryDirectory() as folder,
            EmbeddedStore(Path(folder) / "store" if on_disk else None, writable=True) as store,
        ):
            for start in range(0, len(told), together):
                store.replace_reports(told[start : start + together])

    def bulk(load: Callable[[pyoxigraph.Store], None]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = pyoxigraph.Store(folder + "/store")
            load(store)
            store.flush()

    ways: dict[str, Callable[[], object]] = {
        "kg, in a build's batches of reports, on disk": lambda: by_kg(BATCH_DOCUMENTS),
        "kg, report by report, on disk": lambda: by_kg(1),
        "kg, in memory": lambda: by_kg(BATCH_DOCUMENTS, on_disk=False),
        "raw pyoxigraph, bulk load of the same quads, on disk": lambda: bulk(lambda store: store.bulk_extend(quads)),
        "raw pyoxigraph, bulk load of the same as N-Quads, on disk": lambda: bulk(
            lambda store: store.bulk_load(data, RdfFormat.N_QUADS)
        ),
        "rdflib, in memory, from N-Quads": lambda: rdflib.Dataset().parse(data=data, format="nquads"),
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(size.rounds):
        for name, way in ways.items():
            best[name] = min(best[name], _seconds(way))
    rates = {name: len(quads) / seconds for name, seconds in best.items()}
    ours, single, in_memory, raw, _, other = rates.values()
    return [
        Row("statements stored", len(quads), "statements"),
        Row("statements of a report, on average", len(quads) / len(told), "statements"),
        *(Row(name, rate, "statements/s") for name, rate in rates.items()),
        Row("kg on disk as a share of the bulk load of quads", ours / raw, ""),
        Row("kg, report by report, as a share of it", single / raw, ""),
        Row("kg on disk against rdflib in memory", ours / other, "times"),
        Row("kg in memory against rdflib in memory", in_memory / other, "times"),
    ]


def _told(statements: int) -> list[tuple[str, ReportQuads]]:
    """The reports of a build, each with all that is stored of it, until there are so many statements."""
    from kg.pipeline import BuildOptions, build_documents
    from kg.store.embedded import EmbeddedStore

    told: list[tuple[str, ReportQuads]] = []

    class Noting(EmbeddedStore):
        def replace_reports(
            self, reports: Iterable[tuple[str, Iterable[pyoxigraph.Quad]]], stored: Callable[[str], None] | None = None
        ) -> None:
            some = [(report, ReportQuads.of(report, said)) for report, said in reports]
            told.extend(some)
            super().replace_reports(some, stored)

    def enough() -> Iterator[Document]:
        for one in reports(statements):
            if sum(len(said) for _, said in told) >= statements:
                return
            yield one

    build_documents(enough(), Noting(), BuildOptions(pipeline="rules"))
    return told


def questions(size: Size) -> list[Row]:
    """Each question of the catalogue on growing graphs: against the engine alone, rdflib, and its own answer."""
    rows: list[Row] = []
    before: dict[str, tuple[float, int]] = {}
    for power in range(4, size.powers + 1):
        with tempfile.TemporaryDirectory() as folder:
            store = pyoxigraph.Store(folder + "/store")
            from kg.graph.register import ontology_quads

            store.bulk_extend(chain(ontology_quads(), graph(10**power)))
            store.optimize()
            rows.append(Row(f"10^{power}: statements", len(store), "statements"))
            rare = {role: _Rare(role).found(store) for role in ("agent", "target", "place", "claimedBy")}
            for name, parameters in (*QUESTIONS, *OF_ONE):
                label = name if (name, parameters) in QUESTIONS else f"{name} by {' and '.join(parameters)}"
                asked = {key: rare[one.role] if isinstance(one, _Rare) else one for key, one in parameters.items()}
                rows += _question(store, power, label, name, asked, before)
            if 10**power <= size.in_rdflib:
                rows += _by_rdflib(store, power)
            del store
    return rows


def _question(
    store: pyoxigraph.Store,
    power: int,
    label: str,
    name: str,
    parameters: dict[str, Any],
    before: dict[str, tuple[float, int]],
) -> Iterator[Row]:
    """A question's time, against the engine alone, and its growth from the graph of a tenth of the size: how many times
    as long it takes, over how many times as many rows it gives (1 where it grows as its answer does).
    """
    from kg.graph.terms import PREFIXES
    from kg.query import run
    from kg.query.run import bind, prepare
    from kg.query.source import as_queryable

    sparql = bind(prepare(name), parameters, as_queryable(store))
    answers: list[Any] = []

    def raw() -> None:
        result = store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)
        answers[:] = [tuple(row) for row in result]  # pyright: ignore[reportArgumentType, reportGeneralTypeIssues]

    ours, engine = _best_in_turn(lambda: run(store, name, parameters), raw)
    number = len(answers)
    yield Row(f"10^{power}, {label}: time of an answer of {number:,} rows", ours, "s")
    yield Row(f"10^{power}, {label}: against the engine alone", ours / max(engine, 1e-4), "times")
    if label in before:
        earlier, rows = before[label]
        growth = ours / earlier / max(1.0, max(number, 1) / max(rows, 1))
        yield Row(f"10^{power}, {label}: its growth from 10^{power - 1} over its answer's", growth, "times")
    before[label] = ours, number


def _by_rdflib(store: pyoxigraph.Store, power: int) -> Iterator[Row]:
    import signal

    import rdflib

    from kg.graph.terms import PREFIXES
    from kg.query.run import bind, prepare
    from kg.query.source import as_queryable

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=store.dump(format=RdfFormat.N_QUADS), format="nquads")

    def stop(*_: object) -> None:
        raise TimeoutError

    previous = signal.signal(signal.SIGALRM, stop)
    for name, parameters in QUESTIONS:
        sparql = bind(prepare(name), parameters, as_queryable(store)).replace("LATERAL", "#> LATERAL")
        began = time.process_time()
        signal.alarm(PATIENCE)
        try:
            list(dataset.query(sparql, initNs=PREFIXES))
            said = f"10^{power}, {name}: rdflib"
        except TimeoutError:
            said = f"10^{power}, {name}: rdflib, stopped after"
        except Exception as error:
            said = f"10^{power}, {name}: rdflib, failed ({type(error).__name__}) after"
        finally:
            signal.alarm(0)
        yield Row(said, time.process_time() - began, "s")
    signal.signal(signal.SIGALRM, previous)


_MEASURED = """
import sys, tempfile
from pathlib import Path
from benchmarks.made_up import reports
from benchmarks.rows import peak_megabytes
from kg.pipeline import BuildOptions, build_documents
from kg.store import open_graph
with tempfile.TemporaryDirectory() as folder, open_graph(Path(folder) / "store", writable=True) as store:
    done = build_documents(reports(int(sys.argv[1]), sentences=3), store, BuildOptions(pipeline="rules"))
assert done.stored == int(sys.argv[1]), done.skipped[:3]
print(peak_megabytes(), done.seconds)
"""


def memory(size: Size) -> list[Row]:
    """The most memory that a build into a store on disk takes, each in a process of its own."""
    rows: list[Row] = []
    peaks: list[float] = []
    for number in size.builds:
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, str(number)], check=True, capture_output=True, text=True, cwd=ROOT
        )
        peak, seconds = map(float, done.stdout.split())
        peaks.append(peak)
        rows.append(Row(f"peak memory of a build of {number:,} reports", peak, "MB"))
        rows.append(Row(f"its time ({number:,} reports of 45 words)", seconds, "s"))
    rows.append(Row(f"growth from {size.builds[0]:,} to {size.builds[-1]:,} reports", peaks[-1] / peaks[0], "times"))
    return rows
