"""Taking decisions and undoing them, with effect at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.curate.curation import Curation, Patch
from kg.curate.decisions import Decision, LinkDecision, MergeDecision, Recorded, SplitDecision, StatementDecision
from kg.curate.links import automatic, named_in
from kg.curate.nquads import from_nquads, to_nquads
from kg.curate.record import decision_iri, decision_quads, read_decisions
from kg.curate.stored import about, links_of
from kg.errors import GraphError, InputError
from kg.graph import iris
from kg.graph.builds import STATE_REMOVAL
from kg.graph.derive import derived_quads
from kg.graph.links import linked_by
from kg.graph.terms import KG, SKOS, kg, node, text, value_of
from kg.names import fold
from kg.store.sparql import change, own_graphs, rows

if TYPE_CHECKING:
    from kg.store.protocol import Store

_CURATION = NamedNode(iris.CURATION_GRAPH)
_LABELS = f"""
SELECT DISTINCT ?g ?name WHERE {{
  GRAPH ?g {{ ?node <{SKOS}prefLabel>|<{SKOS}altLabel> ?name }}
  FILTER(STRSTARTS(STR(?g), "{iris.ID}report/"))
}}"""


def decisions(store: Store) -> list[Recorded]:
    """All decisions that a graph keeps, undone ones too, in the order in which they were taken.

    Raises DataError where one is not complete.
    """
    return read_decisions(store.quads(iris.CURATION_GRAPH))


def decide(store: Store, decision: Decision, *, by: str, at: datetime | None = None, note: str = "") -> Recorded:
    """Keeps a decision and makes it count in all reports of a graph; reports that are built later follow it, too.

    `by` is who decides, `at` when (with a time zone; now, if it is left out), `note` why. Of several decisions on the
    same thing the last one counts. Raises InputError where `by` is empty or the decision contradicts itself,
    GraphError where the graph was opened for reading.
    """
    _check(decision, by)
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    recorded = Recorded(decision_iri(decision, by.strip(), moment), decision, by.strip(), moment, note.strip())
    before = decisions(store)
    _write(store, recorded, [*(one for one in before if one.iri != recorded.iri), recorded])
    return recorded


def undo(store: Store, iri: str, *, by: str, at: datetime | None = None) -> Recorded:
    """Takes a decision back: it counts no more and stays in the history, marked with who took it back and when.

    `iri` is that of the decision. An earlier decision on the same thing counts again. Raises InputError where there is
    no such decision, or it was taken back before.
    """
    before = decisions(store)
    found = next((one for one in before if one.iri == iri), None)
    if found is None:
        raise InputError(f"there is no decision {iri}", remedy="`kg curate list` shows those that there are")
    if not found.stands:
        raise InputError(f"the decision was undone before, by {found.undone_by}", where=iri)
    if not by.strip():
        raise InputError("nobody is named who undoes it", remedy="Say who you are: --by NAME")
    recorded = replace(found, undone_at=(at or datetime.now(UTC)).astimezone(UTC), undone_by=by.strip())
    _write(store, recorded, [recorded if one.iri == iri else one for one in before])
    return recorded


def apply_again(store: Store) -> int:
    """Makes all decisions of a graph count in all of its reports, as after a change of the curation graph by hand.

    Gives the number of reports.
    """
    reports = [report.iri for report in store.reports()]
    curation = Curation(decisions(store))
    _update(store, curation, reports, [])
    return len(reports)


def _check(decision: Decision, by: str) -> None:
    if not by.strip():
        raise InputError("nobody is named who decides", remedy="Say who you are: --by NAME")
    match decision:
        case MergeDecision() if decision.into in decision.merged or not decision.merged:
            raise InputError(
                "a merge needs two nodes or more, each named once", where=decision.into, remedy="Name another one"
            )
        case SplitDecision() if decision.into == decision.actor:
            raise InputError("what is split off needs a name of its own", where=decision.actor)
        case LinkDecision() if decision.verdict == "reject" and decision.chosen is not None:
            raise InputError("a rejected link has no identifier", where=decision.name)
        case LinkDecision() if decision.verdict != "reject" and decision.chosen is None:
            raise InputError("there is no identifier to accept", where=decision.name, remedy="Choose one")
        case _:
            pass


def _write(store: Store, recorded: Recorded, all_of_them: Sequence[Recorded]) -> None:
    """Stores the decision and what follows from it: reports, links and register in one transaction, then edges."""
    if not store.writable:
        raise GraphError("the graph was opened for reading", where=store.source, remedy="Open it with writable=True")
    kept = [quad for quad in store.quads(iris.CURATION_GRAPH) if quad.subject == node(recorded.iri)]
    withheld = _withheld(kept)
    shared, taken = _shared_changes(store, recorded, withheld)
    new = decision_quads(recorded)
    if taken:
        new.append(Quad(node(recorded.iri), kg("withheld"), text(to_nquads(taken)), _CURATION))
    parts = [change(iris.CURATION_GRAPH, kept, new), *shared]
    _update(store, Curation(all_of_them), _affected(store, recorded.decision), [part for part in parts if part])


def _withheld(quads: Iterable[Quad]) -> list[Quad]:
    """What a decision took out of the graphs that reports share."""
    return [
        one
        for quad in quads
        if quad.predicate == kg("withheld")
        for one in from_nquads(value_of(quad.object))
    ]


def _shared_changes(store: Store, recorded: Recorded, withheld: Sequence[Quad]) -> tuple[list[str], list[Quad]]:
    """What a merge changes in the graphs of the register and of links: what it takes out, or puts back when undone."""
    if not isinstance(recorded.decision, MergeDecision):
        return [], []
    graphs = (iris.REGISTER_GRAPH, iris.LINKS_GRAPH)
    if not recorded.stands:
        back = [(graph, [quad for quad in withheld if quad.graph_name == NamedNode(graph)]) for graph in graphs]
        return [part for graph, quads in back if (part := change(graph, [], quads))], []
    gone: list[Quad] = list(withheld)
    parts: list[str] = []
    for graph in graphs:
        there = list(store.quads(graph))
        needed = {quad.object for quad in there if quad.graph_name == NamedNode(iris.REGISTER_GRAPH)}
        merged = {iri for iri in recorded.decision.merged if node(iri) not in needed}
        out = [
            quad for quad in there if linked_by(quad) in merged
        ]
        gone += out
        if part := change(graph, out, []):
            parts.append(part)
    return parts, gone


def _affected(store: Store, decision: Decision) -> list[str]:
    """The reports that a decision may be about, whether it stands or not, by IRI."""
    match decision:
        case StatementDecision():
            return [decision.report]
        case LinkDecision():
            wanted = fold(decision.name)
            found = [row["g"].value for row in rows(store.query(_LABELS)) if fold(row["name"].value) == wanted]
            nodes = [decision.node] if decision.node else []
        case MergeDecision():
            found, nodes = [], [*decision.merged, decision.into]
        case SplitDecision():
            found, nodes = [], [decision.actor, decision.into]
    graphs = {*found, *(graph for iri in nodes for graph in _graphs_with(store, iri))}
    reports = {graph.rpartition("/")[0] for graph in graphs if graph.startswith(iris.ID + "report/")}
    return sorted(reports.union(*(_patched_with(store, iri) for iri in nodes)))


def _graphs_with(store: Store, iri: str) -> Iterator[str]:
    query = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ {{ {node(iri)} ?p ?o }} UNION {{ ?s ?p {node(iri)} }} }} }}"
    for row in rows(store.query(query)):
        yield row["g"].value


def _patched_with(store: Store, iri: str) -> set[str]:
    """The reports in which decisions withheld a statement about a node."""
    query = (
        f"SELECT ?report WHERE {{ GRAPH <{iris.BUILDS_GRAPH}> {{ ?report <{KG}withheld> ?kept "
        f"FILTER(CONTAINS(?kept, {text(str(node(iri)))})) }} }}"
    )
    return {row["report"].value for row in rows(store.query(query))}


def _update(store: Store, curation: Curation, reports: Iterable[str], parts: list[str]) -> None:
    """Brings reports and their links to what `curation` makes of what kg read, then the derived edges."""
    old_links: dict[Quad, None] = {}
    new_links: dict[NamedNode, tuple[bool, list[Quad]]] = {}
    for report in reports:
        parts += _report_changes(store, curation, report, old_links, new_links)
    wanted = [quad for _, quads in new_links.values() for quad in quads]
    parts.append(change(iris.LINKS_GRAPH, old_links, wanted) or "")
    there = list(store.quads(iris.REGISTER_GRAPH))
    parts.append(change(iris.REGISTER_GRAPH, there, curation.register(there, wanted)) or "")
    store.update(" ;\n".join([*(part for part in parts if part), STATE_REMOVAL]))
    store.replace_graph(iris.DERIVED_GRAPH, derived_quads(store.query))
    store.flush()


def _report_changes(
    store: Store,
    curation: Curation,
    report: str,
    old_links: dict[Quad, None],
    new_links: dict[NamedNode, tuple[bool, list[Quad]]],
) -> list[str]:
    """Updates of one report's own graphs. Its links, before and after, go into the two collections.

    Of a place that several reports name, a link that was decided in one of them counts.
    """
    own = [quad for graph in own_graphs(report) for quad in store.quads(graph)]
    if not own:
        return []
    recorded = about(store, iris.BUILDS_GRAPH, [report])
    before = Patch.recorded(recorded)
    read = before.undone(own)
    links = links_of(store, {*named_in(read), *named_in(own)})
    old_links.update(dict.fromkeys(links))
    after = curation.applied(report, [*sorted(read, key=str), *automatic(links)])
    by_owner: dict[NamedNode, list[Quad]] = {}
    patch: list[Quad] = []
    kept: dict[str, list[Quad]] = {graph: [] for graph in own_graphs(report)}
    for quad in after:
        graph = value_of(quad.graph_name)
        if graph in kept:
            kept[graph].append(quad)
        elif graph == iris.LINKS_GRAPH:
            owner = node(linked_by(quad))
            by_owner.setdefault(owner, []).append(quad)
        else:
            patch.append(quad)
    for owner, quads in by_owner.items():
        decided = any(quad.predicate == kg("decision") for quad in quads)
        if decided or owner not in new_links:
            new_links[owner] = (decided, quads)
    changes = [change(graph, (one for one in own if one.graph_name == NamedNode(graph)), quads)
               for graph, quads in kept.items()]  # fmt: skip
    old_patch = [quad for quad in recorded if quad.predicate in (kg("withheld"), kg("amended"))]
    return [part for part in (*changes, change(iris.BUILDS_GRAPH, old_patch, patch)) if part]
