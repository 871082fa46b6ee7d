"""Rejected events and relations count no more, anywhere; undone, all is as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from curate.conftest import build
from hand_made import ACTOR, BACKING, SHELLING, TEXT, document
from pyoxigraph import Quad

from kg.check.graph import check_graph
from kg.curate import accept_statement, choose_link, decide, decisions, merge, reject_statement, undo
from kg.errors import GraphError, InputError
from kg.export.events import event_records
from kg.export.relations import relation_records
from kg.graph import iris
from kg.graph.network import edges
from kg.query import run
from kg.store import open_graph
from kg.store.embedded import EmbeddedStore
from kg.store.protocol import Store

ONE = iris.report_iri("one.txt")
EVENT = iris.event_iri(ONE, SHELLING.trigger, SHELLING.type)
RELATION = iris.relation_iri(ONE, BACKING.span, "backedBy", BACKING.object_span, BACKING.subject_span)
FIXED = (iris.CURATION_GRAPH, iris.BUILDS_GRAPH)


def counted(store: Store) -> set[Quad]:
    """What counts: all but the decisions and the record of builds."""
    return {quad for quad in store.quads() if quad.graph_name.value not in FIXED}  # pyright: ignore[reportAttributeAccessIssue]


def test_a_rejected_event_is_in_no_answer_export_or_edge(store: Store) -> None:
    shelled = {"who-attacked-whom": {}, "at-place": {"place": "Tal Amra"}, "timeline": {"actor": "Dawn Brigade"}}
    before = {name: len(run(store, name, given).rows) for name, given in shelled.items()}
    decide(store, reject_statement(store, EVENT), by="Ana")
    after = {name: len(run(store, name, given).rows) for name, given in shelled.items()}
    assert before == dict.fromkeys(shelled, 2)
    assert after == dict.fromkeys(shelled, 1)
    assert [one["document"] for one in event_records(store)] == ["two.txt"]
    assert not any(EVENT in str(quad.subject) or EVENT in str(quad.object) for quad in counted(store))


def test_a_rejected_relation_leaves_its_edge_to_the_other_reports(store: Store) -> None:
    def backing() -> list[int]:
        return [one.events for one in edges(store.query) if one.relation == "backedBy"]

    assert backing() == [2]
    first = decide(store, reject_statement(store, RELATION), by="Ana")
    assert backing() == [1]
    other = RELATION.replace(ONE, iris.report_iri("two.txt"))
    decide(store, reject_statement(store, other), by="Ana")
    assert backing() == []
    assert {RELATION, other}.isdisjoint(one["iri"] for one in relation_records(store))
    undo(store, first.iri, by="Ana")
    assert backing() == [1]


def test_undone_all_is_as_it_was_and_the_history_tells(store: Store) -> None:
    before = counted(store)
    at = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    taken = decide(store, reject_statement(store, EVENT), by="Ana", at=at, note="a drill")
    assert counted(store) != before
    undo(store, taken.iri, by="Ben")
    assert counted(store) == before
    (kept,) = decisions(store)
    assert (kept.by, kept.at, kept.note, kept.undone_by, kept.stands) == ("Ana", at, "a drill", "Ben", False)
    assert kept.decision == taken.decision


def test_decisions_survive_builds_and_the_undo_needs_no_report(
    store: Store, rebuilt: Callable[..., Store]
) -> None:
    taken = decide(store, reject_statement(store, EVENT), by="Ana")
    after = counted(store)
    build(store, document("one.txt"), document("two.txt"), force=True)
    assert counted(store) == after
    undo(store, taken.iri, by="Ana")
    assert counted(store) == counted(rebuilt())


def test_a_build_and_a_decision_come_to_the_same_in_either_order(store: Store) -> None:
    other = iris.event_iri(iris.report_iri("three.txt"), SHELLING.trigger, SHELLING.type)
    known = reject_statement(store, EVENT)
    decision = replace(known, statement=other, report=iris.report_iri("three.txt"))
    decide(store, decision, by="Ana")
    build(store, document("three.txt"))
    assert sorted(one["document"] for one in event_records(store)) == ["one.txt", "two.txt"]


def test_a_rejected_event_is_known_by_its_words_where_the_text_moved(store: Store) -> None:
    class Moved:
        """The same text behind another line."""

        version = "1"

        def extract(self, documents):
            from curate.conftest import Saying

            for doc in documents:
                (said,) = Saying().extract([replace(doc, text=TEXT)])
                yield _moved(said, doc, len(doc.text) - len(TEXT))

    decide(store, reject_statement(store, EVENT), by="Ana")
    build(store, document("one.txt", "Update.\n" + TEXT), extractor=Moved())
    assert [one["document"] for one in event_records(store)] == ["two.txt"]


def _moved(value, doc, by: int):
    """An extraction with all its spans moved by some characters."""
    from dataclasses import fields, is_dataclass

    from kg.model import Document, Span

    if isinstance(value, Document):
        return doc
    if isinstance(value, Span):
        return Span(value.start + by, value.end + by)
    if isinstance(value, tuple):
        return tuple(_moved(one, doc, by) for one in value)
    if is_dataclass(value):
        return replace(value, **{one.name: _moved(getattr(value, one.name), doc, by) for one in fields(value)})  # pyright: ignore[reportArgumentType]
    return value


def test_the_last_decision_counts_and_undoing_it_brings_the_one_before_back(store: Store) -> None:
    before = counted(store)
    accepted, rejected = accept_statement(store, EVENT), reject_statement(store, EVENT)
    decide(store, rejected, by="Ana")
    later = decide(store, accepted, by="Ben")
    assert counted(store) == before
    undo(store, later.iri, by="Ben")
    assert [one["document"] for one in event_records(store)] == ["two.txt"]


def test_parts_of_a_rejected_total_count_by_themselves(store: Store) -> None:
    part = EVENT + "x"
    store.update(f"INSERT DATA {{ GRAPH <{ONE}/graph> {{ <{part}> kg:partOf <{EVENT}> }} }}")
    taken = decide(store, reject_statement(store, EVENT), by="Ana")
    assert not any(part in str(quad) for quad in counted(store))
    undo(store, taken.iri, by="Ana")
    assert sum(part in str(quad) for quad in counted(store)) == 1


def test_a_graph_with_decisions_keeps_to_the_shapes(store: EmbeddedStore) -> None:
    before = check_graph(store.oxigraph)
    decide(store, reject_statement(store, EVENT), by="Ana")
    decide(store, merge(store, [ACTOR + "dawn-brigade"], into=ACTOR + "norland"), by="Ana")
    decide(store, choose_link(store, iris.ID + "place/tal-amra-sy", "22"), by="Ana")
    assert {str(one) for one in check_graph(store.oxigraph)} <= {str(one) for one in before}


def test_what_cannot_be_decided_is_said(store: Store) -> None:
    with pytest.raises(InputError, match="no event or relation"):
        reject_statement(store, ACTOR + "dawn-brigade")
    with pytest.raises(InputError, match="nobody is named"):
        decide(store, reject_statement(store, EVENT), by=" ")
    with pytest.raises(InputError, match="no decision"):
        undo(store, iris.ID + "decision/none", by="Ana")
    taken = decide(store, reject_statement(store, EVENT), by="Ana")
    undo(store, taken.iri, by="Ana")
    with pytest.raises(InputError, match="undone before, by Ana"):
        undo(store, taken.iri, by="Ana")


@pytest.mark.parametrize("kind", ["graph.trig", "graph", "server"])
def test_every_store_keeps_decisions(
    kind: str, tmp_path, request: pytest.FixtureRequest, rebuilt: Callable[..., Store]
) -> None:
    source = request.getfixturevalue("empty_server") if kind == "server" else tmp_path / kind
    with open_graph(source, writable=True) as store:
        build(store, document("one.txt"), document("two.txt"))
        taken = decide(store, reject_statement(store, EVENT), by="Ana")
    with open_graph(source) as store:
        assert [one["document"] for one in event_records(store)] == ["two.txt"]
        with pytest.raises(GraphError, match="opened for reading"):
            undo(store, taken.iri, by="Ana")
    with open_graph(source, writable=True) as store:
        undo(store, taken.iri, by="Ana")
        assert counted(store) == counted(rebuilt())
