"""Building a graph: the same bytes twice, changes where reports changed, and nothing lost when it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hand_made import ACTOR, ENTITIES, NORLAND, REGISTER, SHELLING, TEXT, FakeExtractor, document, extraction

from kg import pipeline
from kg.errors import GraphError
from kg.graph import iris
from kg.model import Candidate, Document, Extraction, Identity, Link
from kg.pipeline import BuildOptions, BuildResult, Progress, build_documents
from kg.store import open_graph
from kg.store.embedded import EmbeddedStore
from kg.store.sparql import own_graphs


def documents(number: int) -> list[Document]:
    return [document(f"report-{index:03}.txt") for index in range(number)]


def build(given: Iterable[Document], store: object, **options: object) -> BuildResult:
    options = {"extractor": FakeExtractor(), "register": REGISTER} | options
    return build_documents(given, store, BuildOptions(**options))  # type: ignore[arg-type]


def test_a_build_stores_every_report_and_counts_what_it_did() -> None:
    store = EmbeddedStore()
    result = build(documents(3), store)
    assert (result.added, result.replaced, result.unchanged, result.skipped) == (3, 0, 0, [])
    assert (result.events, result.relations, result.mentions, result.actors, result.places) == (3, 3, 12, 15, 6)
    assert result.words == 3 * len(TEXT.split())
    assert (result.reports, result.quads) == (3, len(store))
    assert result.seconds > 0
    assert len(store.reports()) == 3


@pytest.mark.parametrize("name", ["graph.trig", "graph.ttl", "graph.nq.gz", "graph.jsonld"])
def test_two_builds_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    files = []
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        files.append(tmp_path / folder / name)
        with open_graph(files[-1], writable=True) as store:
            build(documents(3), store)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_one_batch_or_many_give_the_same_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    together, apart = EmbeddedStore(), EmbeddedStore()
    build(documents(5), together)
    monkeypatch.setattr(pipeline, "BATCH_DOCUMENTS", 1)
    build(documents(5), apart)
    assert set(together.quads()) == set(apart.quads())


def test_unchanged_reports_are_not_read_again(tmp_path: Path) -> None:
    for source in (tmp_path / "graph", tmp_path / "graph.trig"):
        with open_graph(source, writable=True) as store:
            build(documents(3), store)
            before = set(store.quads())
        extractor = FakeExtractor()
        with open_graph(source, writable=True) as store:
            result = build(documents(4), store, extractor=extractor)
            assert (result.added, result.unchanged) == (1, 3)
            assert extractor.seen == ["report-003.txt"]
            changed = {quad.subject.value for quad in before - set(store.quads())}
            assert changed == {iris.DERIVED_GRAPH}, "of what was there, only the digest of all reports may change"


@pytest.mark.parametrize(
    "change",
    [{"mentions": False}, {"force": True}, {"pipeline": "rules"}, {"register": (NORLAND,)}],
    ids=["mentions", "force", "pipeline", "register"],
)
def test_another_setting_reads_everything_again(change: dict[str, object]) -> None:
    store = EmbeddedStore()
    build(documents(2), store)
    assert build(documents(2), store, **change).replaced == 2


def test_another_version_of_the_extractor_reads_everything_again() -> None:
    class Newer(FakeExtractor):
        version = "2"

    store = EmbeddedStore()
    build(documents(2), store)
    assert build(documents(2), store, extractor=Newer()).replaced == 2


def test_a_corrected_report_replaces_its_old_version_and_only_that() -> None:
    store, fresh = EmbeddedStore(), EmbeddedStore()
    first, second = documents(2)
    build([first, second], store)
    corrected = replace(first, title="nothing", sha256="cd" * 32)
    result = build([corrected, second], store)
    assert (result.replaced, result.unchanged) == (1, 1)
    build([corrected, second], fresh)
    assert set(store.quads()) == set(fresh.quads())


def test_another_state_of_the_code_reads_everything_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store = EmbeddedStore()
    build(documents(1), store)
    monkeypatch.setattr(pipeline, "code_digest", lambda: "other patterns")
    assert build(documents(1), store).replaced == 1


def test_a_report_that_moves_to_another_folder_with_its_identity_is_unchanged() -> None:
    store = EmbeddedStore()
    (one,) = documents(1)
    build([one], store)
    assert build([replace(one, path="elsewhere/x.txt")], store).unchanged == 1


def test_a_removed_report_leaves_the_graph_as_if_it_had_never_been() -> None:
    store, fresh = EmbeddedStore(), EmbeddedStore()
    first, second = documents(2)
    build([first, replace(second, title="nothing", publisher=None)], store)
    assert pipeline.forget([first.id], store, REGISTER).forgotten == (first.id,)
    assert len(pipeline.forget([first.id], store, REGISTER).unknown) == 1
    build([replace(second, title="nothing", publisher=None)], fresh)
    assert set(store.quads()) == set(fresh.quads())


def test_what_people_added_survives_builds_and_removals() -> None:
    store = EmbeddedStore()
    store.update(f"INSERT DATA {{ GRAPH <{iris.CURATION_GRAPH}> {{ <{ACTOR}a> kg:sameActor <{ACTOR}b> }} }}")
    kept = set(store.quads(iris.CURATION_GRAPH))
    build(documents(2), store)
    build(documents(2), store, force=True)
    pipeline.forget(["report-000.txt"], store, REGISTER)
    assert set(store.quads(iris.CURATION_GRAPH)) == kept


def test_a_report_that_fails_is_skipped_with_its_reason_and_the_rest_is_stored() -> None:
    store = EmbeddedStore()
    given = [*documents(2), document("broken.txt"), document("last.txt")]
    result = build(given, store)
    assert result.added == 3
    (skipped,) = result.skipped
    assert skipped.where == "broken.txt"
    assert "RuntimeError: out of words" in skipped.reason
    assert {report.identifier for report in store.reports()} == {"report-000.txt", "report-001.txt", "last.txt"}


def test_a_report_whose_new_version_fails_keeps_its_old_one() -> None:
    class Breaking(FakeExtractor):
        def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
            for doc in documents:
                yield replace(extraction(doc), entities=ENTITIES[:1])

    store = EmbeddedStore()
    build(documents(1), store)
    before = set(store.quads())
    result = build(documents(1), store, extractor=Breaking(), force=True)
    assert [skipped.where for skipped in result.skipped] == ["report-000.txt"]
    assert "entity" in result.skipped[0].reason
    assert set(store.quads()) == before


def test_an_extractor_that_gives_nothing_for_a_report_is_noticed() -> None:
    class Silent(FakeExtractor):
        def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
            return iter(())

    result = build(documents(2), EmbeddedStore(), extractor=Silent())
    assert [skipped.reason for skipped in result.skipped] == ["the extractor gave nothing for it"] * 2


def test_what_cannot_be_read_is_skipped_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("")
    options = BuildOptions(register=REGISTER, extractor=FakeExtractor())
    result = pipeline.build([tmp_path], EmbeddedStore(), options=options)
    assert result.added == 1
    assert [Path(skipped.where).name for skipped in result.skipped] == ["empty.txt"]
    assert result.skipped[0].reason
    assert str(result.skipped[0]).endswith(".")


def test_a_failing_store_stops_the_build() -> None:
    class Full(EmbeddedStore):
        def replace_reports(self, reports: object, stored: object = None) -> None:
            raise GraphError("no space left", where="disk")

    with pytest.raises(GraphError, match="no space left"):
        build(documents(1), Full())


def test_a_store_that_was_opened_for_reading_is_refused_at_once(tmp_path: Path) -> None:
    open_graph(tmp_path / "graph", writable=True).close()
    extractor = FakeExtractor()
    with open_graph(tmp_path / "graph") as store, pytest.raises(GraphError, match="for reading"):
        build(documents(1), store, extractor=extractor)
    assert extractor.seen == []


def test_progress_is_told_for_every_input() -> None:
    """What is stored together is told when it lasts, what is skipped at once."""
    seen: list[Progress] = []
    store = EmbeddedStore()
    build(documents(1), store)
    build([*documents(2), document("broken.txt")], store, progress=seen.append)
    assert [(one.done, one.state) for one in seen] == [(1, "unchanged"), (2, "skipped"), (3, "stored")]
    assert seen[-1].words == len(TEXT.split())


class FakeLinker:
    """Links every place of the report to one entry."""

    version = "1"

    def link(self, extraction: Extraction, identities: Mapping[str, Identity]) -> dict[str, Link]:
        entry = Candidate("geonames", "170654", "Tal Amra", 0.9, 35.3, 40.1)
        return {one.key: Link(one.key, entry) for one in extraction.entities if one.type == "place"}


def test_links_come_with_their_report_and_go_with_the_last_one() -> None:
    store = EmbeddedStore()
    build(documents(2), store, linker=FakeLinker())
    linked = f'ASK {{ <{iris.ID}place/tal-amra-sy> kg:geonamesId "170654" }}'
    assert bool(store.query(linked))
    pipeline.forget(["report-000.txt"], store, REGISTER)
    assert bool(store.query(linked))
    pipeline.forget(["report-001.txt"], store, REGISTER)
    assert list(store.quads(iris.LINKS_GRAPH)) == []


def test_the_register_graph_holds_the_actors_that_reports_name() -> None:
    store = EmbeddedStore()
    build(documents(1), store)
    subjects = {quad.subject.value for quad in store.quads(iris.REGISTER_GRAPH)}
    assert subjects == {entry.iri for entry in REGISTER}


def test_derived_edges_follow_the_reports() -> None:
    class Attacking(FakeExtractor):
        def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
            for doc in documents:
                target = replace(SHELLING.claimants[0], entity="actor:norland")
                yield replace(extraction(doc), events=(replace(SHELLING, targets=(target,)),))

    store = EmbeddedStore()
    build(documents(1), store, extractor=Attacking())
    attacked = f"ASK {{ <{ACTOR}dawn-brigade> kg:attacked <{ACTOR}norland> }}"
    assert bool(store.query(attacked))
    pipeline.forget(["report-000.txt"], store, REGISTER)
    assert not bool(store.query(attacked))


def test_graphs_that_follow_from_the_reports_are_made_anew_only_when_something_changed() -> None:
    store = EmbeddedStore()
    build(documents(2), store)
    assert pipeline.refresh(store, REGISTER) is False
    assert pipeline.refresh(store, (NORLAND,)) is True
    store.remove_report(iris.report_iri("report-000.txt"))
    assert pipeline.refresh(store, (NORLAND,)) is True


SLOW_BUILD = """
import sys, time
sys.path.insert(0, sys.argv[2])
from hand_made import REGISTER, FakeExtractor, document
from kg.pipeline import BuildOptions, build_documents
from kg.store import open_graph
import kg.pipeline
kg.pipeline.BATCH_DOCUMENTS = 2
kg.pipeline.code_digest = lambda: "the same code"

def told(progress):
    print(progress.document, flush=True)
    time.sleep(0.02)

documents = [document(f"report-{index:03}.txt") for index in range(1000)]
with open_graph(sys.argv[1], writable=True) as store:
    build_documents(documents, store, BuildOptions(register=REGISTER, extractor=FakeExtractor(), progress=told))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("after", [1, 7])
def test_a_killed_build_leaves_whole_reports_and_the_next_one_goes_on(
    tmp_path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "code_digest", lambda: "the same code")
    target = tmp_path / "graph"
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_BUILD, str(target), str(Path(__file__).parent)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(after)]
    time.sleep(0.015)
    os.kill(process.pid, signal.SIGKILL)
    told += process.stdout.read().split()
    process.wait()
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL

    with open_graph(target) as store:
        stored = {report.identifier for report in store.reports()}
        assert set(told) <= stored, "a report that was told to be stored must be there"
        assert len(stored) < 1000
        whole = EmbeddedStore()
        build([document(name) for name in sorted(stored)], whole)
        for name in stored:
            for graph in (iris.report_graph(iris.report_iri(name)), iris.mentions_graph(iris.report_iri(name))):
                assert set(store.quads(graph)) == set(whole.quads(graph)), "no half report"

    extractor = FakeExtractor()
    with open_graph(target, writable=True) as store:
        result = build(documents(len(stored) + 2), store, extractor=extractor)
        assert (result.unchanged, result.added) == (len(stored), 2)
        fresh = EmbeddedStore()
        build(documents(len(stored) + 2), fresh)
        assert set(store.quads()) == set(fresh.quads())


def test_an_interrupted_build_of_a_file_keeps_the_finished_reports(tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_graph(tmp_path / "graph.trig", writable=True) as store:
        build(documents(5), store, progress=stop)
    with open_graph(tmp_path / "graph.trig") as store:
        stored = [report.identifier for report in store.reports()]
        assert stored[:2] == ["report-000.txt", "report-001.txt"]
        whole = EmbeddedStore()
        build(documents(len(stored)), whole)
        own = [graph for name in stored for graph in own_graphs(iris.report_iri(name))]
        assert all(set(store.quads(graph)) == set(whole.quads(graph)) for graph in own)
