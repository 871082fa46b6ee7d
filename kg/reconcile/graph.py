"""Candidates from a service for what a graph has no link for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kg.model import Candidate, EntityType, Link
from kg.reconcile.client import Asked, ReconciliationClient


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A named place or actor without a link: its IRI, its name, and the link so far with what was weighed."""

    iri: str
    name: str
    type: EntityType
    link: Link | None = None


def reconciled(
    unlinked: Iterable[Unlinked],
    client: ReconciliationClient,
    types: Mapping[EntityType, str] | None = None,
    find: Callable[[str], Candidate | None] | None = None,
) -> dict[str, Link]:
    """Links by the candidates of a service, by IRI. `types` are the service's own types for places and actors; `find`
    gives what a gazetteer knows of an identifier, its point above all.

    What the service calls a match is linked as close, never as the same thing; other candidates are kept for review,
    beside those that kg weighed. Raises InputError where the service fails.
    """
    wanted = list(unlinked)
    asked = [Asked(one.name, (types[one.type],) if types and one.type in types else ()) for one in wanted]
    links: dict[str, Link] = {}
    for one, found in zip(wanted, client.match(asked), strict=True):
        if not found:
            continue
        before = one.link or Link(one.iri, None)
        certain = [each.entry for each in found if each.certain]
        best = certain[0] if len(certain) == 1 else None
        others = [each.entry for each in found if each.entry is not best]
        chosen = _completed(best, find) if best is not None and one.type == "place" else best
        known = {(entry.source, entry.id) for entry in (*others, *([chosen] if chosen else []))}
        kept = [entry for entry in before.alternatives if (entry.source, entry.id) not in known]
        alternatives = sorted((*others, *kept), key=lambda entry: (-entry.score, entry.source, entry.id))
        links[one.iri] = replace(before, chosen=chosen, relation="close", alternatives=tuple(alternatives))
    return links


def _completed(entry: Candidate, find: Callable[[str], Candidate | None] | None) -> Candidate:
    """An entry with what a gazetteer knows of it."""
    known = find(entry.id) if find is not None and entry.source in ("geonames", "wikidata") else None
    return entry if known is None else replace(known, score=entry.score, features=entry.features)
