"""What a page says of its actors and ties: the statements behind them, as values that JSON can hold.

Actors, ties, statements and reports are lists that point at one another by position.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kg.graph.network import EdgeSource
from kg.graph.ontology import edge_predicates
from kg.query.source import Queryable
from kg.view.selection import Selection
from kg.view.statements import Party, Statement, names, reports, statements
from kg.view.style import Style, term_label

_UNCONFIRMED = ("denied", "planned")


def page_content(graph: Queryable, selection: Selection, looks: Style) -> dict[str, Any]:
    """`nodes`, `edges`, `statements`, `reports`, and the styles in use: `kinds` and `relations`.

    Statements are those that an edge rests on or a drawn actor takes part in; of them, an actor lists all, denied
    and planned ones too, and an edge tells those apart that it does not rest on.
    """
    known = selection.network
    number = {node: index for index, node in enumerate(known)}
    all_statements = statements(graph)
    involved = _involved(all_statements, number)
    ground = {one.iri: one for *_, attributes in known.edges(data=True) for one in attributes["sources"]}
    used = [iri for iri in all_statements if iri in ground or iri in involved]
    position = {iri: index for index, iri in enumerate(used)}
    cited = sorted({all_statements[iri].report for iri in used})
    report_at = {iri: index for index, iri in enumerate(cited)}
    told = reports(graph)
    by_actor: dict[int, list[int]] = defaultdict(list)
    for iri in used:
        for actor in sorted(involved.get(iri, ())):
            by_actor[actor].append(position[iri])
    dead = {iri: one.dead for iri, one in ground.items()}
    labels = {node: attributes["label"] for node, attributes in known.nodes(data=True) if "members" not in attributes}
    kinds = {node: looks.kind(attributes["kind"]) for node, attributes in known.nodes(data=True)}
    relations = {attributes["relation"] for *_, attributes in known.edges(data=True)}
    return {
        "nodes": _nodes(graph, selection, {node: kind.name for node, kind in kinds.items()}, by_actor),
        "edges": _edges(selection, number, all_statements, position),
        "statements": [
            _statement(all_statements[iri], number, labels, report_at, position, dead.get(iri))
            | {"around": told[all_statements[iri].report].around(all_statements[iri].start, all_statements[iri].end)}
            for iri in used
        ],
        "reports": [
            {name: getattr(told[iri], name) for name in ("document", "title", "published", "url", "publisher")}
            for iri in cited
        ],
        "kinds": [_plain(one) for one in looks.kinds.values() if one in kinds.values()],
        "relations": [
            _plain(looks.relation(name))
            for name in sorted(relations, key=lambda name: (_rank(looks, name), name))
        ],
    }  # fmt: skip


def _rank(looks: Style, relation: str) -> int:
    order = list(looks.relations)
    return order.index(relation) if relation in looks.relations else len(order)


def _plain(style: Any) -> dict[str, Any]:
    return {name: getattr(style, name) for name in style.__slots__}


def _involved(all_statements: dict[str, Statement], number: dict[str, int]) -> dict[str, set[int]]:
    """By statement, the drawn actors that take part in it (not those who only claim it)."""
    involved: dict[str, set[int]] = {}
    for one in all_statements.values():
        ends = one.ends or ()
        parties = {number[iri] for iri, _ in (*one.agents, *one.targets) if iri in number}
        parties.update(number[iri] for iri in ends if iri in number)
        if parties:
            involved[one.iri] = parties
    return involved


def _nodes(
    graph: Queryable, selection: Selection, kinds: dict[str, str], by_actor: dict[int, list[int]]
) -> list[dict[str, Any]]:
    aliases = names(graph)
    found: list[dict[str, Any]] = []
    for index, (iri, attributes) in enumerate(selection.network.nodes(data=True)):
        kind, members = attributes["kind"], attributes.get("members", [])
        found.append({
            "name": attributes["label"],
            "kind": term_label(kind),
            "style": kinds[iri],
            "country": attributes["country"],
            "names": members or [name for name in aliases.get(iri, ()) if name != attributes["label"]],
            "iri": iri,
            "members": len(members),
            "statements": by_actor.get(index, []),
        })  # fmt: skip
    return found


def _edges(
    selection: Selection, number: dict[str, int], all_statements: dict[str, Statement], position: dict[str, int]
) -> list[dict[str, Any]]:
    unconfirmed: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for one in all_statements.values():
        if one.modality in _UNCONFIRMED:
            pairs = [one.ends] if one.ends else [(a, t) for a, _ in one.agents for t, _ in one.targets]
            for pair in pairs:
                unconfirmed[pair].append(one)
    found: list[dict[str, Any]] = []
    for subject, object_, attributes in selection.network.edges(data=True):
        relation = attributes["relation"]
        rests_on: tuple[EdgeSource, ...] = attributes["sources"]
        found.append({
            "from": number[subject],
            "to": number[object_],
            "relation": relation,
            "statements": sorted(position[one.iri] for one in rests_on if one.iri in position),
            "unconfirmed": sorted({
                position[one.iri] for one in unconfirmed[subject, object_]
                if one.iri in position and _is_of(one, relation)
            }),
        })  # fmt: skip
    return found


def _is_of(statement: Statement, relation: str) -> bool:
    """Whether a statement is of the sort that a tie of this relation rests on."""
    return statement.predicate == relation if statement.ends else relation in edge_predicates()


def _statement(
    one: Statement, number: dict[str, int], labels: dict[str, str], report_at: dict[str, int],
    position: dict[str, int], dead: int | None,
) -> dict[str, Any]:  # fmt: skip
    def parties(those: list[Party]) -> list[list[Any]]:
        return [[labels.get(iri, name), number.get(iri, -1)] for iri, name in those]

    return {
        "type": one.type,
        "isRelation": one.ends is not None,
        "modality": one.modality,
        "time": one.time,
        "first": one.first,
        "last": one.last,
        "cumulative": one.cumulative,
        "place": one.place,
        "report": report_at[one.report],
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "more": [list(words) for words in one.more],
        "agents": parties(one.agents),
        "targets": parties(one.targets),
        "claimants": [labels.get(iri, name) for iri, name in one.claimants],
        "attributed": one.attributed,
        "tolls": [list(toll) for toll in one.tolls],
        "count": list(one.count) if one.count else None,
        "dead": dead,
        "total": position.get(one.total, -1) if one.total else -1,
    }
