"""Reading by many processes: real workers on this machine, the same bytes as by one, also where workers are killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

import distributed
import pytest
from hand_made import REGISTER, FakeExtractor, document
from typer.testing import CliRunner

from kg import pipeline
from kg.cli import app
from kg.model import Document, Extraction
from kg.pipeline import BuildOptions, BuildResult, Progress, build, build_documents
from kg.store import open_graph

ROOT = Path(__file__).resolve().parents[1]


class Deadly(FakeExtractor):
    """Ends its own process at documents whose id holds "deadly", as a fault in compiled code would."""

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        for one in documents:
            if "deadly" in one.id:
                os.kill(os.getpid(), signal.SIGKILL)
            yield from super().extract([one])


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster with two worker processes that was started by somebody else."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH_DOCUMENTS", 2)


def built(path: Path, documents: list[Document], **options: object) -> tuple[bytes, BuildResult]:
    options = {"extractor": FakeExtractor(), "register": REGISTER} | options
    with open_graph(path, writable=True) as store:
        result = build_documents(documents, store, BuildOptions(**options))  # type: ignore[arg-type]
    return path.read_bytes(), result


@pytest.mark.usefixtures("small_batches")
def test_a_cluster_gives_the_bytes_of_one_process(tmp_path: Path, scheduler: str) -> None:
    documents = [document(f"report-{number:02}.txt") for number in range(17)]
    alone, _ = built(tmp_path / "alone.nq", documents)
    together, result = built(tmp_path / "together.nq", documents, cluster=scheduler)
    assert together == alone
    assert (result.added, result.lost_workers, result.skipped) == (17, 0, [])


@pytest.mark.usefixtures("small_batches")
def test_a_report_that_fails_is_skipped_as_by_one_process(tmp_path: Path, scheduler: str) -> None:
    documents = [document(f"{'broken' if number == 5 else 'report'}-{number:02}.txt") for number in range(9)]
    alone, one = built(tmp_path / "alone.nq", documents)
    together, many = built(tmp_path / "together.nq", documents, cluster=scheduler)
    assert together == alone
    assert many.skipped == one.skipped
    assert [skipped.where for skipped in many.skipped] == ["broken-05.txt"]


@pytest.mark.usefixtures("small_batches")
def test_a_report_that_ends_every_worker_is_skipped_and_the_rest_goes_on(tmp_path: Path) -> None:
    documents = [document(f"{'deadly' if number == 3 else 'report'}-{number:02}.txt") for number in range(8)]
    kept = [one for one in documents if "deadly" not in one.id]
    alone, _ = built(tmp_path / "alone.nq", kept)
    together, result = built(tmp_path / "together.nq", documents, workers=2, extractor=Deadly())
    assert [(skipped.where, skipped.reason) for skipped in result.skipped] == [
        ("deadly-03.txt", "each worker process that read it was ended")
    ]
    assert result.added == 7
    assert result.lost_workers > 0
    assert without_fingerprints(together) == without_fingerprints(alone)


def without_fingerprints(graph: bytes) -> list[bytes]:
    """The lines of a graph but those that tell by which extractor it was made."""
    return [line for line in graph.splitlines() if b"/dc/terms/identifier" not in line]


@pytest.mark.usefixtures("small_batches")
def test_a_worker_killed_in_the_middle_costs_nothing(tmp_path: Path, scheduler: str) -> None:
    """The real reading of real texts; the worker gets SIGKILL as soon as the first report is stored."""
    texts = sorted((ROOT / "tests" / "gold" / "dev").glob("*.txt"))[:14]
    with distributed.Client(scheduler) as client:
        victim = next(iter(client.run(os.getpid).values()))
    killed: list[int] = []

    def kill(_: Progress) -> None:
        if not killed:
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

    graphs, results = [], []
    for name, options in (
        ("alone", BuildOptions(pipeline="rules")),
        ("together", BuildOptions(pipeline="rules", cluster=scheduler, progress=kill)),
    ):
        path = tmp_path / f"{name}.nq"
        with open_graph(path, writable=True) as store:
            results.append(build(texts, store, options=options))
        graphs.append(path.read_bytes())
    assert killed
    assert graphs[0] == graphs[1]
    assert results[1].added == len(texts)
    assert results[1].lost_workers >= 1


def test_the_command_reads_by_workers_of_its_own(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Gunmen killed {number + 3} soldiers in Aleppo on 3 May 2024.")
    arguments = ["build", str(tmp_path), "--pipeline", "rules", "--no-links", "-o"]
    graphs = []
    for name, more in (("alone", []), ("together", ["--workers", "2"])):
        path = tmp_path / f"{name}.nq"
        result = CliRunner().invoke(app, [*arguments, str(path), *more])
        assert result.exit_code == 0, result.output
        graphs.append(path.read_bytes())
    assert graphs[0] == graphs[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--cluster", "tcp://127.0.0.1:9"], "no cluster can be reached"),
        (["--cluster", "tcp://127.0.0.1:9", "--workers", "2"], "either --workers"),
        (["--workers", "0"], "--workers"),
    ],
)
def test_what_is_wrong_with_a_cluster_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    import kg.cluster

    monkeypatch.setattr(kg.cluster, "PATIENCE", 1.0)
    (tmp_path / "a.txt").write_text("Nothing happened.")
    result = CliRunner().invoke(app, ["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "g.nq"), *options])
    assert result.exit_code == 2
    assert said in result.output
