"""Decisions made ready from what a graph holds: nodes are checked, and what must be remembered is filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from kg.curate.decisions import (
    LinkDecision,
    LinkRelation,
    MergeDecision,
    SplitDecision,
    StatementDecision,
    StatementVerdict,
)
from kg.curate.links import automatic, context_of, named_in
from kg.curate.statements import stated
from kg.curate.stored import links_of
from kg.errors import InputError
from kg.graph import iris
from kg.graph.links import read_links
from kg.graph.terms import KG, SKOS, node
from kg.model import Candidate, EntityType, Link
from kg.store.sparql import own_graphs, rows

if TYPE_CHECKING:
    from kg.store.protocol import Store

#: What finds the entry of an identifier that was not among a link's candidates.
FindEntry = Callable[[str], Candidate | None]


def accept_statement(store: Store, statement: str) -> StatementDecision:
    """An event or relation (IRI) is right. Raises InputError where the graph holds none of this IRI."""
    return _statement(store, statement, "accept")


def reject_statement(store: Store, statement: str) -> StatementDecision:
    """An event or relation (IRI) does not count. Raises InputError where the graph holds none of this IRI."""
    return _statement(store, statement, "reject")


def _statement(store: Store, statement: str, verdict: StatementVerdict) -> StatementDecision:
    report = next((one.iri for one in store.reports() if statement.startswith(one.iri + "/")), None)
    if report is not None:
        found = stated(store.quads(iris.report_graph(report))).get(statement)
        if found is not None:
            return StatementDecision(statement, verdict, report, *found)
    raise InputError(
        "the graph holds no event or relation of this IRI",
        where=statement,
        remedy="One that is rejected is brought back by undoing that decision",
    )


def merge(store: Store, nodes: Sequence[str], into: str | None = None) -> MergeDecision:
    """Several actors, or several places (IRIs), are one: `into`, else the first.

    Raises InputError where there are fewer than two, the graph does not name one, or actors and places are mixed.
    """
    target = into or (nodes[0] if nodes else "")
    merged = tuple(dict.fromkeys(iri for iri in nodes if iri != target))
    if not merged:
        raise InputError("a merge needs two nodes or more", where=target or None)
    kinds = {iri: _is_place(store, iri) for iri in (target, *merged)}
    if len(set(kinds.values())) > 1:
        raise InputError("an actor and a place cannot be one", where=", ".join(kinds))
    return MergeDecision(merged, target, preferred_name(store, target))


def split(
    store: Store, actor: str, name: str, *, names: Iterable[str] = (), reports: Iterable[str] = ()
) -> SplitDecision:
    """What `names` (without any: all names) mean by an actor (IRI) in `reports` (IRIs or ids; without any: in all) is
    another actor, of the name `name`.

    Raises InputError where the graph does not name the actor, holds no such report, or nothing would be left to tell
    the two apart.
    """
    _is_place(store, actor)
    known = {one.iri: one.iri for one in store.reports()} | {one.identifier: one.iri for one in store.reports()}
    wanted = []
    for report in reports:
        if report not in known:
            raise InputError(f"the graph holds no report {report!r}")
        wanted.append(known[report])
    into = iris.actor_iri(name)
    if not name.strip() or into == actor:
        raise InputError("what is split off needs a name of its own", where=actor, remedy="Give another name")
    return SplitDecision(actor, into, name.strip(), tuple(sorted(set(names))), tuple(sorted(set(wanted))))


def accept_link(store: Store, entity: str) -> LinkDecision:
    """The link of a place or actor (IRI) is right. Raises InputError where it has none."""
    link, name, countries = _linked(store, entity)
    if link is None or link.chosen is None:
        raise InputError("it has no link to accept", where=entity, remedy="Choose an identifier")
    return LinkDecision(
        name, _type(store, entity), "accept", link.chosen, link.relation, link.radius_km, countries, entity
    )


def reject_link(store: Store, entity: str) -> LinkDecision:
    """A place or actor (IRI) is none of the entries that were weighed for it."""
    _, name, countries = _linked(store, entity)
    return LinkDecision(name, _type(store, entity), "reject", None, countries=countries, node=entity)


def choose_link(
    store: Store, entity: str, identifier: str, find: FindEntry | None = None, relation: LinkRelation = "exact"
) -> LinkDecision:
    """A place or actor (IRI) is the entry `identifier`: a GeoNames id or address, a Wikidata Q number or address, or
    the id of a gazetteer's own.

    It is looked for among the candidates, then by `find`. Raises InputError where neither has it.
    """
    link, name, countries = _linked(store, entity)
    wanted = bare_identifier(identifier)
    weighed = [] if link is None else [*([link.chosen] if link.chosen else []), *link.alternatives]
    entry = next((one for one in weighed if wanted in (one.id, one.wikidata, one.iso3166, one.pcode)), None)
    if entry is None and find is not None:
        entry = find(wanted)
    if entry is None:
        raise InputError(
            f"no candidate and no place of a gazetteer has the identifier {identifier!r}",
            where=entity,
            remedy="Add it by `kg gazetteer add`, or give one of the candidates",
        )
    return LinkDecision(name, _type(store, entity), "choose", entry, relation, None, countries, entity)


def bare_identifier(identifier: str) -> str:
    """An identifier without the address that it may be given as."""
    bare = identifier.strip().strip("<>").rstrip("/")
    return bare.rpartition("/")[2].removeprefix("geonames:").removeprefix("wd:").removeprefix("wikidata:")


def preferred_name(store: Store, entity: str) -> str:
    """The name that most reports prefer for a node, then the first in the alphabet. Raises InputError for none."""
    query = (
        f"SELECT ?name (COUNT(?g) AS ?n) WHERE {{ GRAPH ?g {{ {node(entity)} <{SKOS}prefLabel> ?name }} }} "
        "GROUP BY ?name"
    )
    found = [(-int(row["n"].value), row["name"].value) for row in rows(store.query(query))]
    if not found:
        raise InputError("the graph names no actor or place of this IRI", where=entity)
    return min(found)[1]


def _is_place(store: Store, entity: str) -> bool:
    preferred_name(store, entity)
    query = f"SELECT ?g WHERE {{ GRAPH ?g {{ {node(entity)} a <{KG}Place> }} }} LIMIT 1"
    return next(iter(rows(store.query(query))), None) is not None


def _type(store: Store, entity: str) -> EntityType:
    return "place" if _is_place(store, entity) else "actor"


def _linked(store: Store, entity: str) -> tuple[Link | None, str, tuple[str, ...]]:
    """The link of a node, its name, and the countries that the reports that name it are about."""
    name = preferred_name(store, entity)
    link = read_links(links_of(store, [entity])).get(entity)
    query = (
        f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ {node(entity)} <{SKOS}prefLabel> ?name }} "
        f'FILTER(STRSTARTS(STR(?g), "{iris.ID}report/")) }}'
    )
    countries: set[str] = set()
    for row in rows(store.query(query)):
        report = row["g"].value.rpartition("/")[0]
        named = named_in(quad for graph in own_graphs(report) for quad in store.quads(graph))
        links = read_links(automatic(links_of(store, named)))
        countries.update(context_of(named[entity], named, links))
    return link, name, tuple(sorted(countries))
