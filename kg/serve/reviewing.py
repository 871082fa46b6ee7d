"""What a worker does for the review: reading what was decided and what waits for a decision, and deciding."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pyoxigraph import NamedNode

from kg.curate import (
    LinkDecision,
    MergeDecision,
    Recorded,
    SplitDecision,
    StatementDecision,
    accept_link,
    accept_statement,
    choose_link,
    decide,
    decisions,
    merge,
    reject_link,
    reject_statement,
    split,
    undo,
)
from kg.curate.review import doubt_of
from kg.errors import InputError
from kg.graph import iris
from kg.graph.links import read_links
from kg.graph.terms import kg, value_of
from kg.model import Candidate
from kg.store.embedded import EmbeddedStore
from kg.store.sparql import rows

#: So many links are listed at once, the least certain first.
MOST_LINKS = 200


def decided(store: EmbeddedStore) -> bytes:
    """All decisions, the last one first, as JSON."""
    names = _names(store)
    return _json({"items": [_plain(one, names) for one in reversed(decisions(store))]})


def links(store: EmbeddedStore) -> bytes:
    """Links of places and actors, the least certain first and those already decided last, as JSON.

    `candidates` are the runners-up, the likeliest first; `decision` is that which a link rests on, to be undone.
    """
    quads = list(store.quads(iris.LINKS_GRAPH))
    settled = {value_of(quad.subject): value_of(quad.object) for quad in quads if quad.predicate == kg("decision")}
    names = _names(store)
    places = {value_of(row["place"]) for row in rows(store.query(_PLACES))}
    found = [
        {
            "id": iri,
            "name": names.get(iri, iri),
            "type": "place" if iri in places else "actor",
            "chosen": _entry(link.chosen) if link.chosen else None,
            "doubt": "" if iri in settled else doubt_of(link),
            "candidates": [_entry(one) for one in link.alternatives],
            "decision": settled.get(iri),
        }
        for iri, link in read_links(quads).items()
    ]
    found.sort(key=lambda one: (one["decision"] is not None, not one["doubt"], _score(one), one["name"]))
    return _json({"items": found[:MOST_LINKS], "more": max(0, len(found) - MOST_LINKS)})


def _entry(one: Candidate) -> dict[str, Any]:
    told = (one.country, one.feature_code, one.iso3166)
    return {
        "id": one.id,
        "source": one.source,
        "name": one.name,
        "about": ", ".join(filter(None, told)),
        "score": one.score,
    }


def _score(link: Mapping[str, Any]) -> float:
    return link["chosen"]["score"] if link["chosen"] else -1.0


_NAMES = "SELECT DISTINCT ?node ?name WHERE { GRAPH ?g { ?node skos:prefLabel ?name } } ORDER BY ?name"
_PLACES = "SELECT DISTINCT ?place WHERE { GRAPH ?g { ?place a kg:Place } }"


def take(path: str, asked: Mapping[str, Any]) -> bytes:
    """Takes a decision (see `kg.curate`), as JSON. `asked` has `act`, `node`, `by`, and what the act needs.

    Raises InputError where something is missing, or the graph holds no such thing; GraphError where another process
    writes.
    """
    act, node = _text(asked, "act"), _iri(asked, "node")
    with EmbeddedStore(path, writable=True) as store:
        match act:
            case "accept-statement":
                decision = accept_statement(store, node)
            case "reject-statement":
                decision = reject_statement(store, node)
            case "accept-link":
                decision = accept_link(store, node)
            case "reject-link":
                decision = reject_link(store, node)
            case "choose-link":
                decision = choose_link(store, node, _text(asked, "identifier"), _looked_up)
            case "merge":
                decision = merge(store, [node], _iri(asked, "into"))
            case "split":
                decision = split(store, node, _text(asked, "name"), names=_texts(asked, "names"))
            case _:
                raise InputError(f"{act!r} is no decision that can be taken here")
        taken = decide(store, decision, by=_text(asked, "by"), note=str(asked.get("note") or ""))
        return _json(_plain(taken, _names(store)))


def take_back(path: str, asked: Mapping[str, Any]) -> bytes:
    """Undoes the decision `node`, as JSON. Raises InputError where there is none, or it was undone before."""
    with EmbeddedStore(path, writable=True) as store:
        return _json(_plain(undo(store, _iri(asked, "node"), by=_text(asked, "by")), _names(store)))


def _looked_up(identifier: str) -> Candidate | None:
    """An entry that was not weighed, from the gazetteers at hand."""
    from kg.link.lookup import find_entry

    return find_entry(identifier)


def _names(store: EmbeddedStore) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows(store.query(_NAMES)):
        found.setdefault(value_of(row["node"]), row["name"].value)
    return found


def _text(asked: Mapping[str, Any], name: str) -> str:
    given = asked.get(name)
    if not isinstance(given, str) or not given.strip():
        raise InputError(f"the request says nothing of {name!r}")
    return given.strip()


def _iri(asked: Mapping[str, Any], name: str) -> str:
    given = _text(asked, name)
    try:
        return NamedNode(given).value
    except ValueError:
        raise InputError(f"{name!r} is {given!r}, which is no IRI") from None


def _texts(asked: Mapping[str, Any], name: str) -> list[str]:
    given = asked.get(name) or []
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise InputError(f"{name!r} is no list of texts")
    return [one.strip() for one in given if one.strip()]


def _plain(one: Recorded, names: Mapping[str, str]) -> dict[str, Any]:
    kind, summary = _described(one, names)
    return {
        "id": one.iri,
        "kind": kind,
        "summary": summary,
        "by": one.by,
        "at": one.at.isoformat(),
        "note": one.note,
        "stands": one.stands,
    }


def _described(one: Recorded, names: Mapping[str, str]) -> tuple[str, str]:
    """What was decided, in a few words."""
    match one.decision:
        case StatementDecision(verdict=verdict, type=type_, words=words):
            return f"{verdict.capitalize()}ed", f"{type_}: “{words}”"
        case MergeDecision(merged=merged, name=name):
            return "Merged", f"{', '.join(names.get(iri) or _slug(iri) for iri in merged)} into {name}"
        case SplitDecision(actor=actor, name=name, names=called):
            return "Split", _split_text(name, called, names.get(actor, actor))
        case LinkDecision(name=name, verdict=verdict, chosen=chosen):
            to = f" to {chosen.name} ({chosen.source} {chosen.id})" if chosen else ""
            return {"accept": "Accepted", "reject": "Rejected", "choose": "Chose"}[verdict], f"link of {name}{to}"


def _slug(iri: str) -> str:
    """What is left of the name of a node that counts no more."""
    return iri.rpartition("/")[2].replace("-", " ")


def _split_text(name: str, called: tuple[str, ...], actor: str) -> str:
    meant = f" ({', '.join(called)})" if called else ""
    return f"{name}{meant} from {actor}"


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
