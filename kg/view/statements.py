"""The statements behind a network: events and relations with their words, read by a few queries for all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import QuerySolution, QuerySolutions

from kg.errors import QueryError
from kg.graph.terms import KG
from kg.query.source import Queryable
from kg.view.style import term_label

_QUERIES = Path(__file__).resolve().parent / "queries"

_FAR = 300
_SENTENCE_END = re.compile(r"""[.!?…؟]+["'”’)\]]*\s+|\n\s*\n""")

#: An actor or thing in a statement: its IRI and the name that the report's graph gives it.
Party = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """A report, as a reader cites it, and the text that offsets refer to (empty where the graph lacks it)."""

    iri: str
    document: str
    title: str | None
    published: str | None
    url: str | None
    publisher: str | None
    text: str
    publisher_iri: str | None = None

    def around(self, start: int, end: int) -> tuple[str, str]:
        """What stands before and after some words in their sentence, at most `_FAR` characters each."""
        ends = [match.end() for match in _SENTENCE_END.finditer(self.text, max(0, start - _FAR), start)]
        first = ends[-1] if ends else max(0, start - _FAR)
        closed = _SENTENCE_END.search(self.text, max(start, end - 1), end + _FAR)
        last = closed.end() if closed else min(len(self.text), end + _FAR)
        before, after = self.text[first:start].lstrip(), self.text[end : max(end, last)].rstrip()
        cut_before = bool(before) and not ends and first > 0
        cut_after = bool(after) and closed is None and last < len(self.text)
        return ("…" if cut_before else "") + before, after + ("…" if cut_after else "")


@dataclass(slots=True)
class Statement:
    """An event or a relation that a report states, with the exact words and where they stand.

    `type` is the label of an event's class or of a relation's predicate, `predicate` its local name; `ends` are
    subject and object of a relation, None for an event; `place` is how the text calls `where`, an IRI. `more` are
    further words, with their offsets. `tolls` hold outcome, group and bounds, `count` the bounds of the number of
    incidents.
    """

    iri: str
    type: str
    predicate: str
    report: str
    start: int
    end: int
    text: str
    modality: str
    attributed: bool
    time: str | None
    first: str | None
    last: str | None
    cumulative: bool
    place: str | None
    where: str | None
    total: str | None
    ends: tuple[str, str] | None
    agents: list[Party] = field(default_factory=list)
    targets: list[Party] = field(default_factory=list)
    claimants: list[Party] = field(default_factory=list)
    tolls: list[tuple[str, str, int | None, int | None]] = field(default_factory=list)
    count: tuple[int | None, int | None] | None = None
    more: list[tuple[int, int, str]] = field(default_factory=list)


def reports(graph: Queryable) -> dict[str, Report]:
    """The reports by IRI. A report of several titles or publishers has the first in the alphabet."""
    found: dict[str, Report] = {}
    for row in sorted(rows(graph, "report"), key=lambda row: [value(term) or "" for term in row]):
        title, published, url, publisher = (value(row[name]) for name in ("title", "published", "url", "publisher"))
        iri, text = row["report"].value, value(row["text"]) or ""
        document = value(row["document"]) or iri
        found.setdefault(
            iri, Report(iri, document, title, published, url, publisher, text, value(row["publisherNode"]))
        )
    return found


def statements(graph: Queryable) -> dict[str, Statement]:
    """All events and relations by IRI, in the order of reports and texts."""
    read = sorted((_statement(row) for row in rows(graph, "statement")), key=lambda one: (
        one.report, one.start, one.end, one.iri, one.predicate, one.text, one.time or ""))  # fmt: skip
    found: dict[str, Statement] = {}
    for one in read:
        found.setdefault(one.iri, one)
    _add_parties(graph, found)
    _add_figures(graph, found)
    for row in rows(graph, "evidence"):
        if (one := found.get(row["statement"].value)) is not None:
            one.more.append((int(row["start"].value), int(row["end"].value), row["text"].value))
    for one in found.values():
        one.more = sorted(set(one.more))
    return found


def names(graph: Queryable) -> dict[str, list[str]]:
    """All names of actors by their IRI, in alphabetical order."""
    found: dict[str, set[str]] = {}
    for row in rows(graph, "name"):
        found.setdefault(row["actor"].value, set()).add(row["name"].value)
    return {actor: sorted(those) for actor, those in found.items()}


def _statement(row: QuerySolution) -> Statement:
    predicate = row["type"].value.removeprefix(KG)
    subject, object_ = value(row["subject"]), value(row["object"])
    return Statement(
        iri=row["statement"].value,
        type=term_label(predicate),
        predicate=predicate,
        report=row["report"].value,
        start=int(row["start"].value),
        end=int(row["end"].value),
        text=row["text"].value,
        modality=(value(row["modality"]) or "asserted").removeprefix(KG),
        attributed=value(row["attributed"]) == "true",
        time=value(row["edtf"]),
        first=value(row["first"]),
        last=value(row["last"]),
        cumulative=value(row["cumulative"]) == "true",
        place=value(row["place"]),
        where=value(row["where"]),
        total=value(row["total"]),
        ends=(subject, object_) if subject is not None and object_ is not None else None,
    )


def _add_parties(graph: Queryable, found: dict[str, Statement]) -> None:
    for row in rows(graph, "party"):
        if (one := found.get(row["statement"].value)) is None:
            continue
        iri = row["actor"].value
        parties = {"agent": one.agents, "target": one.targets, "claimant": one.claimants}[row["role"].value]
        parties.append((iri, value(row["name"]) or iri))
    for one in found.values():
        for parties in (one.agents, one.targets, one.claimants):
            parties[:] = sorted(dict(sorted(parties, reverse=True)).items(), key=lambda party: (party[1], party[0]))


def _add_figures(graph: Queryable, found: dict[str, Statement]) -> None:
    tolls: dict[str, tuple[str, tuple[str, str, int | None, int | None]]] = {}
    for row in rows(graph, "toll"):
        outcome = row["outcome"].value.removeprefix(KG).lower()
        tolls[row["toll"].value] = row["statement"].value, (outcome, row["group"].value, *_bounds(row))
    for _, (iri, toll) in sorted(tolls.items()):
        if (one := found.get(iri)) is not None:
            one.tolls.append(toll)
    for row in rows(graph, "count"):
        if (one := found.get(row["statement"].value)) is not None:
            one.count = _bounds(row)


def _bounds(row: QuerySolution) -> tuple[int | None, int | None]:
    low, high = value(row["min"]), value(row["max"])
    return (None if low is None else int(low)), (None if high is None else int(high))


def rows(graph: Queryable, name: str) -> Iterator[QuerySolution]:
    """The rows of one of the view's queries. Raises QueryError where the source gives something else."""
    answer = graph.query(_query(name))
    if not isinstance(answer, QuerySolutions):
        raise QueryError("the source gives no rows for a SELECT query", where=f"{name}.rq")
    yield from answer


def value(term: Any) -> str | None:
    """A term's IRI or lexical form, None where it is unbound."""
    return None if term is None else term.value


@lru_cache(maxsize=16)
def _query(name: str) -> str:
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")
