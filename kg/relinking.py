"""Linking what a graph holds again, without reading the reports: after the gazetteer or the register has changed.

Like `kg.pipeline`, this is a place where stages meet: reports are read back from the graph, linked, and written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.errors import GraphError
from kg.graph import iris
from kg.graph.terms import value_of
from kg.model import EntityType, Link, Reading, RegisteredActor

if TYPE_CHECKING:
    from kg.batches import Linking
    from kg.curate import Curation
    from kg.pipeline import Registers
    from kg.reconcile.client import ReconciliationClient
    from kg.store.protocol import Store


@dataclass(frozen=True, slots=True)
class Relinked:
    """What linking again did: reports that were gone through, places and actors with a link now, those without, and
    how many have another entry than before.
    """

    reports: int
    linked: int
    unlinked: int
    changed: int


def link_again(
    store: Store,
    register: Registers = None,
    linker: Linking | None = None,
    progress: Callable[[int], None] | None = None,
    service: ReconciliationClient | None = None,
    types: Mapping[EntityType, str] | None = None,
) -> Relinked:
    """Links all places and actors of a graph again and applies the decisions that people took on links.

    `register` and `linker` are as in `kg.pipeline.BuildOptions`; `progress` is told how many reports are done. What is
    then without a link is looked for in `service`, under its own `types` for places and actors; what it finds is a
    close match, or a candidate for review. Raises GraphError where the graph was opened for reading or holds no texts,
    DataError where a gazetteer cannot be used, InputError where the service fails; the graph is then left as it was.
    """
    from kg.batches import load_linker
    from kg.curate import Curation, decisions
    from kg.graph.links import linked_by, read_links
    from kg.pipeline import registered

    if not store.writable:
        raise GraphError("the graph was opened for reading", where=store.source, remedy="Open it with writable=True")
    entries = {entry.iri: entry for entry in registered(register)}
    linker = linker or load_linker()
    curation = Curation(decisions(store))
    old = list(store.quads(iris.LINKS_GRAPH))
    best: dict[str, tuple[tuple[bool, float], list[Quad]]] = {}
    reports = store.reports()
    for number, report in enumerate(reports, 1):
        groups: dict[str, list[Quad]] = {}
        for quad in _linked(store, report.iri, entries, linker, curation):
            groups.setdefault(linked_by(quad), []).append(quad)
        links = read_links(quad for quads in groups.values() for quad in quads)
        for owner, quads in groups.items():
            rank = _rank(links.get(owner), quads)
            if owner not in best or rank > best[owner][0]:
                best[owner] = (rank, quads)
        if progress:
            progress(number)
    new = [quad for _, quads in best.values() for quad in quads]
    if service is not None:
        new = _with_service(store, new, service, types)
    store.replace_graph(iris.LINKS_GRAPH, new)
    there = list(store.quads(iris.REGISTER_GRAPH))
    store.replace_graph(iris.REGISTER_GRAPH, curation.register(there, new))
    store.flush()
    before, after = _chosen(read_links(old)), _chosen(read_links(new))
    changed = sum(before.get(iri) != after.get(iri) for iri in before.keys() | after.keys())
    return Relinked(len(reports), len(after), len(best) - len(after), changed)


def links_told_by(
    reports: Sequence[str], store: Store, register: Sequence[RegisteredActor], linker: Linking | None = None
) -> set[str]:
    """The places and actors (IRIs) whose links in the graph are those that one of these reports gives.

    Links that another linker made, or a service, or that people decided on, are none of them.
    """
    from kg.batches import load_linker
    from kg.curate import Curation, decisions

    stored = _about(store.quads(iris.LINKS_GRAPH))
    if not stored:
        return set()
    linker = linker or load_linker()
    entries, curation = {entry.iri: entry for entry in register}, Curation(decisions(store))
    return {
        owner
        for report in reports
        for owner, said in _about(_linked(store, report, entries, linker, curation)).items()
        if stored.get(owner) == said
    }


def link_from_others(
    owners: Iterable[str], store: Store, register: Sequence[RegisteredActor], linker: Linking | None = None
) -> None:
    """Gives places and actors (IRIs) the link of the first report that names them; none where no report does."""
    from kg.batches import load_linker
    from kg.curate import Curation, decisions
    from kg.graph.links import linked_by
    from kg.store.sparql import rows

    gone = set(owners)
    if not gone:
        return
    by_report: dict[str, set[str]] = {}
    for owner in sorted(gone):
        for row in rows(store.query(_FIRST.replace("OWNER", str(NamedNode(owner))))):
            by_report.setdefault(row["report"].value, set()).add(owner)
    linker = linker or load_linker()
    entries, curation = {entry.iri: entry for entry in register}, Curation(decisions(store))
    new = [quad for quad in store.quads(iris.LINKS_GRAPH) if linked_by(quad) not in gone]
    for report, named in by_report.items():
        new += [quad for quad in _linked(store, report, entries, linker, curation) if linked_by(quad) in named]
    store.replace_graph(iris.LINKS_GRAPH, new)


#: The first report in whose own graph a place or actor has a name.
_FIRST = """
SELECT ?report WHERE {
  GRAPH ?g { ?report a kg:Report . OWNER skos:prefLabel ?label }
} ORDER BY STR(?report) LIMIT 1"""


def _about(quads: Iterable[Quad]) -> dict[str, set[Quad]]:
    """What quads of links say of each place or actor itself."""
    from kg.graph.links import linked_by

    said: dict[str, set[Quad]] = {}
    for quad in quads:
        if linked_by(quad) == value_of(quad.subject):
            said.setdefault(value_of(quad.subject), set()).add(quad)
    return said


def _linked(
    store: Store, report: str, register: dict[str, RegisteredActor], linker: Linking, curation: Curation
) -> list[Quad]:
    """The quads of the links of one report, after decisions."""
    from kg.graph.links import link_quads
    from kg.graph.rereading import read_back

    read = curation.read_of(store, report)
    extraction, identities = read_back(report, read, register)
    links = link_quads(Reading(extraction, identities, linker.link(extraction, identities)))
    graph = NamedNode(iris.LINKS_GRAPH)
    return [quad for quad in curation.applied(report, [*read, *links]) if quad.graph_name == graph]


def _with_service(
    store: Store, quads: list[Quad], service: ReconciliationClient, types: Mapping[EntityType, str] | None
) -> list[Quad]:
    """Quads of links with what a service finds for the named places and actors that have none."""
    from kg.curate.review import unlinked
    from kg.graph.links import linked_by, quads_of_link
    from kg.graph.terms import node
    from kg.link.cache import gazetteers_at_hand
    from kg.link.lookup import find_entry
    from kg.reconcile.graph import Unlinked, reconciled

    wanted = [Unlinked(one.entity, one.name, one.type, one.link) for one in unlinked(store, quads)]
    gazetteers = gazetteers_at_hand()
    found = reconciled(wanted, service, types, lambda identifier: find_entry(identifier, gazetteers))
    kept = [quad for quad in quads if linked_by(quad) not in found]
    return kept + [quad for iri, link in found.items() for quad in quads_of_link(node(iri), link)]


def _rank(link: Link | None, quads: list[Quad]) -> tuple[bool, float]:
    """Of the links that several reports have for one place, one that people decided on counts, then the surest."""
    from kg.graph.terms import kg

    decided = any(quad.predicate == kg("decision") for quad in quads)
    return decided, link.chosen.score if link is not None and link.chosen is not None else -1.0


def _chosen(links: dict[str, Link]) -> dict[str, tuple[str, str]]:
    return {iri: (link.chosen.source, link.chosen.id) for iri, link in links.items() if link.chosen is not None}
