"""Which actors a page draws: all of them, or those with the most statements and the others folded by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.network import EdgeSource, tally
from kg.view.style import Style

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True)
class Selection:
    """What is drawn. Nodes and edges of `network` have the attributes of `kg.graph.network.network`.

    A node that stands for several actors has `members`, their names; an edge has `sources`, what it rests on.
    `folded` is the number of actors that no node of their own stands for, `hidden` that of the ties among those of
    one node.
    """

    network: networkx.MultiDiGraph
    folded: int = 0
    hidden: int = 0


def select(
    network: networkx.MultiDiGraph, sources: Mapping[str, tuple[EdgeSource, ...]] | None, style: Style, limit: int,
    keep: Collection[str] = (),
) -> Selection:  # fmt: skip
    """At most `limit` nodes: the actors with the most statements, and one node for each kind of all others.

    Actors of one number of statements come in the order of their names. `limit` is at least 1; where it is smaller
    than the kinds that must be folded, those nodes come on top of one actor. Those of `keep` are drawn in any case.
    `sources` say what edges rest on, by their IRIs; None where the edges of the network have their `sources` already.
    """
    drawn = network if sources is None else _with_sources(network, sources)
    if drawn.number_of_nodes() <= limit:
        return Selection(drawn)
    weight: Counter[str] = Counter()
    for node, attributes in drawn.nodes(data=True):
        weight[node] += attributes["events"]
    for subject, object_, attributes in drawn.edges(data=True):
        weight[subject] += attributes["events"]
        weight[object_] += attributes["events"]
    first = set(keep)
    ranked = sorted(drawn, key=lambda node: (node not in first, -weight[node], drawn.nodes[node]["label"], node))
    kept = set(ranked[: max(1, limit - len(style.kinds), len(first & set(ranked)))])
    folds = {node: style.kind(drawn.nodes[node]["kind"]).name for node in ranked if node not in kept}
    return _folded(drawn, kept, folds)


def _with_sources(
    network: networkx.MultiDiGraph, sources: Mapping[str, tuple[EdgeSource, ...]]
) -> networkx.MultiDiGraph:
    drawn = network.copy()
    for _, _, attributes in drawn.edges(data=True):
        attributes["sources"] = sources.get(attributes["iri"], ())
    return drawn


def _folded(network: networkx.MultiDiGraph, kept: set[str], folds: dict[str, str]) -> Selection:
    """The network in which one node stands for the actors of one kind of `folds`."""
    import networkx as nx

    folded = nx.MultiDiGraph()
    for node, attributes in network.nodes(data=True):
        if node in kept:
            folded.add_node(node, **attributes)
    members: dict[str, list[str]] = {}
    for node, kind in folds.items():
        members.setdefault(kind, []).append(network.nodes[node]["label"])
    for kind, labels in sorted(members.items()):
        folded.add_node(_fold(kind), label=kind, kind=kind, country=None, events=0, members=sorted(labels))
    merged: dict[tuple[str, str, str], dict[str, EdgeSource]] = {}
    hidden = 0
    for subject, object_, attributes in network.edges(data=True):
        start, end = (_fold(folds[node]) if node in folds else node for node in (subject, object_))
        if start == end:
            hidden += 1
            continue
        at = merged.setdefault((start, end, attributes["relation"]), {})
        at.update((one.iri, one) for one in attributes["sources"])
    for (subject, object_, relation), those in sorted(merged.items()):
        rests_on = tuple(those[iri] for iri in sorted(those))
        folded.add_edge(subject, object_, key=relation, relation=relation, sources=rests_on, **tally(rests_on))
    return Selection(folded, len(folds), hidden)


def _fold(kind: str) -> str:
    return f"others:{kind}"
