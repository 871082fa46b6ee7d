"""The network of a choice: who stands with and against whom, where each is drawn, who is central."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.graph.network import EdgeSource, tally
from kg.view.explorer.snapshot import Snapshot
from kg.view.layout import Point, positions
from kg.view.selection import Selection, select
from kg.view.statements import Statement
from kg.view.style import style

if TYPE_CHECKING:
    import networkx

MOST_DRAWN = 2000
#: Up to so many actors the shortest ways between all pairs are walked, from there on from so many of them.
_PIVOTS = 60
_SEED = 7
_ASPECT = 1.2  # width by height of the room that the page has for the network on a desk


def network_of(
    snapshot: Snapshot, events: Mapping[str, Statement], kinds: Collection[str] = ()
) -> networkx.MultiDiGraph:
    """Actors who take part in the given statements, and the ties that rest on them.

    Attributes are those of `kg.graph.network.network`; edges have `sources` too. With `kinds` (names of styles) only
    these are in it.
    """
    import networkx as nx

    looks = style()
    taking = Counter(iri for one in events.values() if one.ends is None for iri in snapshot.parties(one))
    ends: set[str] = set()
    ties: list[tuple[str, tuple[EdgeSource, ...]]] = []
    for iri in sorted({edge for one in events for edge in snapshot.edges_of.get(one, ())}):
        edge = snapshot.edges.get(iri)
        if edge and edge.subject in snapshot.actors and edge.object in snapshot.actors:
            ties.append((iri, tuple(one for one in snapshot.sources[iri] if one.iri in events)))
            ends |= {edge.subject, edge.object}
    graph = nx.MultiDiGraph()
    for iri in sorted((ends | taking.keys()) & snapshot.actors.keys()):
        actor = snapshot.actors[iri]
        if not kinds or looks.kind(actor.kind).name in kinds:
            graph.add_node(iri, label=actor.name, kind=actor.kind, country=actor.country, events=taking[iri])
    for iri, sources in ties:
        edge = snapshot.edges[iri]
        if edge.subject in graph and edge.object in graph:
            graph.add_edge(
                edge.subject,
                edge.object,
                key=edge.relation,
                relation=edge.relation,
                iri=iri,
                sources=sources,
                **tally(sources),
            )
    return graph


def home(snapshot: Snapshot, events: Mapping[str, Statement], limit: int) -> dict[str, Point]:
    """Where the actors with the most statements stand, whatever is chosen later: a filter must not move them."""
    known = network_of(snapshot, events)
    drawn = select(known, None, style(), limit).network
    return positions(drawn, _ASPECT)


def drawn_network(network: networkx.MultiDiGraph, limit: int, keep: Collection[str]) -> Selection:
    """The actors that are drawn one by one, and the others folded by kind (`kg.view.selection`).

    Raises QueryError where `limit` is not between 1 and `MOST_DRAWN`.
    """
    if not 1 <= limit <= MOST_DRAWN:
        raise QueryError(f"{limit} actors cannot be drawn", remedy=f"Draw from 1 to {MOST_DRAWN}")
    near = {other for one in keep if one in network for other in (*network.predecessors(one), *network.successors(one))}
    return select(network, None, style(), limit, {*keep, *near} & set(network))


def network_view(selection: Selection, at: Mapping[str, Point], within: Collection[str]) -> dict[str, Any]:
    """What the page draws: `nodes` with place and size, `edges` with relation and weight, and what is folded.

    `frame` is the room that the actors `within` take, those drawn when all is chosen: left, right, top, bottom.
    """
    looks = style()
    known = selection.network
    where = _placed(known, at)
    nodes = [
        {
            "id": iri,
            "name": one["label"],
            "kind": looks.kind(one["kind"]).name,
            "country": one["country"],
            "events": one["events"],
            "members": len(one.get("members", ())),
            "x": where[iri][0],
            "y": where[iri][1],
        }
        for iri, one in known.nodes(data=True)
    ]
    edges = [
        {
            "from": subject,
            "to": object_,
            **{name: one[name] for name in ("relation", "events", "first", "last", "toll")},
        }
        for subject, object_, one in known.edges(data=True)
    ]
    framed = [at[iri] for iri in within if iri in at] or [(0.0, 0.0)]
    xs, ys = [x for x, _ in framed], [y for _, y in framed]
    frame = [min(xs), max(xs), min(ys), max(ys)]
    return {"nodes": nodes, "edges": edges, "frame": frame, "folded": selection.folded, "hidden": selection.hidden}


def measures(network: networkx.MultiDiGraph, most: int = 15) -> dict[str, Any]:
    """Communities (Louvain, by number of statements) and central actors (degree, betweenness after Brandes).

    `communities` are lists of IRIs, the largest first; `central` the `most` actors of the highest betweenness, with
    `degree` (ties to others) and `betweenness` (0 to 1; estimated from some actors where there are many).
    """
    import networkx as nx

    plain = _undirected(network)
    if not plain.number_of_edges():
        return {"communities": [], "central": [], "estimated": False}
    found = nx.community.louvain_communities(plain, weight="weight", seed=_SEED)
    communities = sorted((sorted(one) for one in found if len(one) > 1), key=lambda one: (-len(one), one))
    estimated = plain.number_of_nodes() > _PIVOTS
    between = nx.betweenness_centrality(plain, k=_PIVOTS if estimated else None, seed=_SEED)
    ranked = sorted(plain, key=lambda iri: (-between[iri], -plain.degree(iri), iri))[:most]
    central = [
        {
            "id": iri,
            "name": network.nodes[iri]["label"],
            "degree": plain.degree(iri),
            "betweenness": round(between[iri], 4),
        }
        for iri in ranked
        if plain.degree(iri)
    ]
    return {"communities": communities, "central": central, "estimated": estimated}


def shortest_path(network: networkx.MultiDiGraph, start: str, end: str) -> list[str]:
    """The actors on a shortest way from one to the other over ties in any direction; empty where there is none.

    Raises QueryError where one of the two is not in the network.
    """
    import networkx as nx

    for one in (start, end):
        if one not in network:
            raise QueryError(f"{one!r} is no actor of this choice", remedy="Choose another, or take filters away")
    try:
        return nx.shortest_path(_undirected(network), start, end)
    except nx.NetworkXNoPath:
        return []


def _undirected(network: networkx.MultiDiGraph) -> networkx.Graph:
    import networkx as nx

    plain = nx.Graph()
    plain.add_nodes_from(sorted(network))
    for subject, object_, one in network.edges(data=True):
        if subject != object_:
            weight = plain[subject][object_]["weight"] if plain.has_edge(subject, object_) else 0
            plain.add_edge(subject, object_, weight=weight + one["events"])
    return plain


def _placed(known: networkx.MultiDiGraph, at: Mapping[str, Point]) -> dict[str, Point]:
    """The given places; who has none stands beside those it is tied to, or else around all."""
    placed = {iri: at[iri] for iri in known if iri in at}
    radius = max((math.hypot(*point) for point in placed.values()), default=0.0) + 160.0
    others = [iri for iri in known if iri not in placed]
    for index, iri in enumerate(others):
        beside = [placed[one] for one in {*known.predecessors(iri), *known.successors(iri)} if one in at]
        angle = index * math.pi * (3 - math.sqrt(5))  # the golden angle: no two come to stand on one another
        if beside:
            x, y = (sum(axis) / len(beside) for axis in zip(*beside, strict=True))
            reach = 60.0 + 4.0 * math.sqrt(index)
        else:
            x, y, reach = 0.0, 0.0, radius + 8.0 * math.sqrt(index)
        placed[iri] = round(x + reach * math.cos(angle), 1), round(y + reach * math.sin(angle), 1)
    return placed
