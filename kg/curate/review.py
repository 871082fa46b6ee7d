"""Links as people look at them: what was chosen, how sure it is, what else it might be, and the words around."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.curate.links import automatic
from kg.curate.proposals import preferred_name
from kg.curate.stored import links_of
from kg.graph import iris
from kg.graph.links import read_links
from kg.graph.terms import KG, OA, SKOS, node, value_of
from kg.model import Candidate, EntityType, Link
from kg.store.sparql import rows

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.store.protocol import Store

#: A link with a lower score is doubtful.
LEAST_SCORE = 0.6
#: So is one whose next candidate is less than this behind it.
LEAST_LEAD = 0.3
_AROUND = 60
_NAMED = f"""
SELECT DISTINCT ?node ?place WHERE {{
  GRAPH ?g {{ ?node <{SKOS}prefLabel> ?name . BIND(EXISTS {{ ?node a <{KG}Place> }} AS ?place) }}
  FILTER(STRSTARTS(STR(?g), "{iris.ID}report/") && !STRSTARTS(STR(?node), "{iris.ID}report/"))
}}"""


@dataclass(frozen=True, slots=True)
class LinkReview:
    """The link of a place or actor, as it stands in a graph.

    `doubt` says why a look at it is worth it: unlinked, low score, close runner-up; empty where it is sure.
    `decision` is the IRI of the decision that it rests on, `context` the words around one mention.
    """

    entity: str
    name: str
    type: EntityType
    link: Link
    doubt: str = ""
    decision: str | None = None
    context: str = ""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What was weighed and not chosen, the likeliest first."""
        return self.link.alternatives


def review_links(
    store: Store, *, doubtful: bool = False, least_score: float = LEAST_SCORE, least_lead: float = LEAST_LEAD
) -> list[LinkReview]:
    """The links of all named places, and of the actors that have any, the most doubtful first, then by name.

    `doubtful` leaves out the sure ones and those that people decided on.
    """
    quads = list(store.quads(iris.LINKS_GRAPH))
    links = read_links(quads)
    decisions = {
        value_of(quad.subject): value_of(quad.object) for quad in quads if quad.predicate.value == KG + "decision"
    }
    places = {row["node"].value: row["place"].value == "true" for row in rows(store.query(_NAMED))}
    found = []
    for entity, is_place in places.items():
        link = links.get(entity)
        if link is None:
            if not is_place:
                continue
            link = Link(entity, None)
        decision = decisions.get(entity)
        doubt = "" if decision else doubt_of(link, least_score, least_lead)
        if doubtful and not doubt:
            continue
        kind: EntityType = "place" if is_place else "actor"
        found.append(LinkReview(entity, preferred_name(store, entity), kind, link, doubt, decision))
    found = [_with_context(store, one) if doubtful else one for one in found]
    return sorted(found, key=lambda one: (not one.doubt, _score(one.link), one.name, one.entity))


def unlinked(store: Store, quads: Iterable[Quad]) -> list[LinkReview]:
    """The named places and actors of a graph that quads of links give no entry for, and nobody decided on, by IRI."""
    given = list(quads)
    links = read_links(given)
    decided = {value_of(quad.subject) for quad in given if quad.predicate.value == KG + "decision"}
    found = []
    for row in rows(store.query(_NAMED)):
        entity = row["node"].value
        link = links.get(entity) or Link(entity, None)
        if link.chosen is None and entity not in decided:
            kind: EntityType = "place" if row["place"].value == "true" else "actor"
            found.append(LinkReview(entity, preferred_name(store, entity), kind, link, "unlinked"))
    return sorted(found, key=lambda one: one.entity)


def doubt_of(link: Link, least_score: float = LEAST_SCORE, least_lead: float = LEAST_LEAD) -> str:
    """Why a link is doubtful; empty where it is not."""
    if link.chosen is None:
        return "unlinked"
    if link.chosen.score < least_score:
        return "low score"
    if link.alternatives and link.chosen.score - link.alternatives[0].score < least_lead:
        return "close runner-up"
    return ""


def automatic_link(store: Store, entity: str) -> Link | None:
    """The link that kg itself made for a place or actor, whatever people decided; None where it made none."""
    return read_links(automatic(links_of(store, [entity]))).get(entity)


def _score(link: Link) -> float:
    return link.chosen.score if link.chosen is not None else -1.0


def _with_context(store: Store, one: LinkReview) -> LinkReview:
    return LinkReview(one.entity, one.name, one.type, one.link, one.doubt, one.decision, context(store, one.entity))


def context(store: Store, entity: str) -> str:
    """The words around the first mention of a place or actor in some report; empty where no mention is kept."""
    query = f"""
    SELECT ?report ?start ?end ?text WHERE {{
      GRAPH ?g {{
        {{ ?by <{KG}refersTo> {node(entity)} ; <{KG}evidence> ?span }}
        UNION {{ ?by <{KG}place> {node(entity)} ; <{KG}placeEvidence> ?span }}
      }}
      ?span <{OA}start> ?start ; <{OA}end> ?end ; <{KG}inReport> ?report .
      GRAPH ?h {{ ?report <{KG}text> ?text }}
    }} ORDER BY ?report ?start LIMIT 1"""
    for row in rows(store.query(query)):
        text, start, end = row["text"].value, int(row["start"].value), int(row["end"].value)
        return _shortened(text, start, end)
    return ""


def _shortened(text: str, start: int, end: int) -> str:
    """Words before and after a span, whole ones, on one line."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = "…" + before.partition(" ")[2]
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    return re.sub(r"\s+", " ", f"{before}{text[start:end]}{after}").strip()


def described(candidates: Iterable[Candidate]) -> str:
    """Candidates in a line: `geonames 173336 Palmyra (SY, PPL) 0.93; …`."""
    return "; ".join(map(describe, candidates))


def describe(entry: Candidate) -> str:
    """An entry in a few words."""
    told = ", ".join(one for one in (entry.country, entry.feature_code) if one)
    return f"{entry.source} {entry.id} {entry.name}{f' ({told})' if told else ''} {entry.score:.2f}"
