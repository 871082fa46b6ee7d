"""Answers for the explorer's page, as values that JSON can hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.graph.ontology import event_classes, ontology
from kg.graph.terms import PREFIXES
from kg.view.explorer.choice import Choice, chosen, read_choice
from kg.view.explorer.discrepancies import discrepancies_view, find_discrepancies
from kg.view.explorer.evidence import figure_events, report_view, statement_list
from kg.view.explorer.figures import OUTCOMES, statistics_of, tolls_of
from kg.view.explorer.geography import country_names, map_view, region_names
from kg.view.explorer.network import (
    MOST_DRAWN,
    drawn_network,
    home,
    measures,
    network_of,
    network_view,
    shortest_path,
)
from kg.view.explorer.search import search
from kg.view.explorer.snapshot import Snapshot, read_snapshot
from kg.view.explorer.sources import sources_view
from kg.view.explorer.timeline import bars, histogram
from kg.view.layout import Point
from kg.view.selection import Selection
from kg.view.statements import Statement
from kg.view.style import style, term_label

if TYPE_CHECKING:
    import networkx

#: So many actors are drawn where a page does not say how many.
DRAWN = 250
_LAID_OUT = 1000
_KEPT = 24  # choices whose statements and networks are kept

Values = Mapping[str, str]


class Explorer:
    """A graph as it was when it was read, ready to answer. Not to be shared between threads."""

    def __init__(self, source: object) -> None:
        """Reads a store or graph. Raises GraphError where it cannot be read."""
        self.snapshot: Snapshot = read_snapshot(source)
        self.answers: dict[str, Callable[[Values], dict[str, Any]]] = {
            "start": self.start,
            "view": self.view,
            "evidence": self.evidence,
            "report": self.report,
            "search": self.search,
            "path": self.path,
            "measures": self.measures,
            "discrepancies": self.discrepancies,
            "sources": self.sources,
            "nodes": self.nodes,
            "editor": self.editor,
        }
        self._chosen = lru_cache(maxsize=_KEPT)(lambda choice: chosen(self.snapshot, choice))
        self._network = lru_cache(maxsize=_KEPT)(
            lambda choice: network_of(self.snapshot, self._chosen(choice), choice.kinds)
        )
        self._drawn = lru_cache(maxsize=_KEPT)(
            lambda choice, limit, keep: drawn_network(self._network(choice), limit, keep)
        )
        self._measures = lru_cache(maxsize=_KEPT)(lambda choice: measures(self._network(choice)))

    def answer(self, name: str, values: Values) -> dict[str, Any]:
        """The answer of that name (see `answers`) to a page's parameters.

        Raises QueryError where there is no such answer, or a parameter is malformed or names what is not there.
        """
        if name not in self.answers:
            raise QueryError(f"there is no answer {name!r}", remedy=f"There are {', '.join(self.answers)}")
        return self.answers[name](values)

    def start(self, values: Values) -> dict[str, Any]:
        """What the page must know before all else: how much there is, how it looks, what can be chosen."""
        known, looks = self.snapshot, style()
        kinds = Counter(looks.kind(one.kind).name for one in known.actors.values())
        relations = Counter(known.edges[edge].relation for edge in known.sources if edge in known.edges)
        types = Counter(one.predicate for one in known.statements.values() if one.ends is None)
        return {
            "counts": self._counts(known.statements) | {"reports": len(known.reports), "actors": len(known.actors)},
            "kinds": [
                {"name": one.name, "label": one.label, "colour": one.colour, "actors": kinds[one.name]}
                for one in looks.kinds.values()
                if kinds[one.name]
            ],
            "relations": [
                {field: getattr(looks.relation(name), field) for field in ("name", "label", "colour", "dash", "mutual")}
                | {"ties": number}
                for name, number in sorted(relations.items(), key=lambda item: (-item[1], item[0]))
            ],
            "types": self._types(types),
            "outcomes": [{"name": name, "label": term_label(name)} for name in OUTCOMES],
            "drawn": {"default": DRAWN, "most": MOST_DRAWN},
        }  # fmt: skip

    def _types(self, stated: Counter[str]) -> list[dict[str, Any]]:
        """The classes of events with some below them, as a tree in a list: `depth` and number of `events`."""
        terms = ontology()
        total: Counter[str] = Counter()
        for name, number in stated.items():
            total.update(dict.fromkeys({name, *(terms.above(name) if name in terms.terms else ())}, number))
        known = [name for name in event_classes() if total[name]]
        listed: list[dict[str, Any]] = []

        def add(name: str, depth: int) -> None:
            listed.append({"name": name, "label": term_label(name), "depth": depth, "events": total[name]})
            below = [one for one in known if one != name and name in terms.terms[one].parents]
            for one in sorted(below, key=lambda one: (-total[one], one)):
                if all(one != there["name"] for there in listed):
                    add(one, depth + 1)

        if known:
            for name in sorted(
                (one for one in known if "ConflictEvent" in terms.terms[one].parents),
                key=lambda one: (-total[one], one),
            ):
                add(name, 0)
        return listed

    def view(self, values: Values) -> dict[str, Any]:
        """One choice: its `counts`, `tolls`, `histogram` (whatever the period) and the `view` that is asked for."""
        choice = read_choice(values)
        events = self._chosen(choice)
        answer: dict[str, Any] = {
            "counts": self._counts(events),
            "tolls": {name: one.plain() for name, one in tolls_of(self.snapshot, events).items()},
            "statistics": len(statistics_of(self.snapshot, events)),
            "histogram": histogram(self._chosen(replace(choice, since=None, until=None, undated=False))),
        }
        wanted = values.get("view", "network")
        if wanted == "network":
            answer["network"] = self._network_view(choice, values)
        elif wanted == "map":
            answer["map"] = map_view(self.snapshot, events)
        elif wanted == "timeline":
            answer["bars"] = bars(self.snapshot, events)
        elif wanted != "none":
            raise QueryError(f"there is no view {wanted!r}", remedy="There are network, map, timeline and none")
        return answer

    def _network_view(self, choice: Choice, values: Values) -> dict[str, Any]:
        selection = self._selection(choice, values)
        known = self._network(choice)
        everybody = self._drawn(Choice(), _number(values, "limit", DRAWN), frozenset())
        return network_view(selection, self.home, everybody.network) | {
            "actors": known.number_of_nodes(),
            "ties": known.number_of_edges(),
        }

    def _selection(self, choice: Choice, values: Values) -> Selection:
        limit = _number(values, "limit", DRAWN)
        keep = frozenset(filter(None, values.get("keep", "").split(",")))
        return self._drawn(choice, limit, keep)

    @cached_property
    def home(self) -> dict[str, Point]:
        """Where actors stand when all is chosen that counts; filters do not move them."""
        return home(self.snapshot, self._chosen(Choice()), _LAID_OUT)

    def evidence(self, values: Values) -> dict[str, Any]:
        """The chosen statements behind something: `of` says of what.

        `statement`, `actor`, `place`, `country`, `region` take `node`; `tie` takes `from`, `to` and `relation`;
        `figure` takes `outcome` and maybe `within` (place, country or region) with `node`; `statistics`, `parts`
        (with `node`), `events`, `relations` and `all` the rest.
        """
        choice = read_choice(values)
        events = self._chosen(choice)
        of, node = values.get("of", "all"), values.get("node", "")
        counted: frozenset[str] = frozenset()
        if of == "figure":
            outcome = values.get("outcome", "")
            if outcome not in OUTCOMES:
                raise QueryError(f"{outcome!r} is no outcome", remedy=f"There are {', '.join(OUTCOMES)}")
            those, counted = figure_events(self.snapshot, self._within(events, values.get("within"), node), outcome)
        elif of == "statistics":
            pairs = statistics_of(self.snapshot, events)
            those = list({event.iri: event for event, _ in pairs}.values())
            counted = frozenset(toll.iri for _, toll in pairs)
        elif of == "statement":
            those = [self.snapshot.statements[node]] if node in self.snapshot.statements else []
        elif of == "parts":
            those = [events[one] for one in self.snapshot.parts_of.get(node, ()) if one in events]
        elif of == "actor":
            those = [one for one in events.values() if node in self.snapshot.parties(one)]
        elif of == "tie":
            those = self._behind_tie(choice, values)
        elif of in ("events", "relations"):
            those = [one for one in events.values() if (one.ends is None) == (of == "events")]
        elif of == "all":
            those = list(events.values())
        else:
            those = list(self._within(events, of, node).values())
        about = self._about(node, values.get("within") or of)
        return statement_list(self.snapshot, those, _number(values, "offset", 0), counted) | {"about": about}

    def _about(self, iri: str, what: str) -> dict[str, Any] | None:
        """What an actor, a place, or the country or region of a code is called."""
        known = self.snapshot
        if iri in known.actors:
            one = known.actors[iri]
            others = [name for name in known.names.get(iri, ()) if name != one.name]
            return {"id": iri, "name": one.name, "kind": term_label(one.kind), "names": others, "country": one.country}
        if iri in known.places:
            place = known.places[iri]
            return {"id": iri, "name": place.name, "kind": "place", "names": [], "country": place.country}
        if what in ("country", "region"):
            name = (region_names(known) if what == "region" else country_names()).get(iri, iri)
            return {"id": iri, "name": name, "kind": what, "names": [], "country": None}
        return None

    def _behind_tie(self, choice: Choice, values: Values) -> list[Statement]:
        """What the ties between two drawn nodes rest on, of one relation or of all, in both directions."""
        drawn = self._selection(choice, values).network
        one, other, relation = values.get("from", ""), values.get("to", ""), values.get("relation")
        found: dict[str, Statement] = {}
        for start, end in ((one, other), (other, one)):
            for key, tie in (drawn.get_edge_data(start, end) or {}).items():
                if relation in (None, "", key):
                    found |= {source.iri: self.snapshot.statements[source.iri] for source in tie["sources"]}
            if relation:
                break
        return list(found.values())

    def _within(self, events: Mapping[str, Statement], what: str | None, node: str) -> dict[str, Statement]:
        """The events in a place itself (as a point of the map), a country or a region."""
        places = self.snapshot.places
        if not what:
            return dict(events)
        if what not in ("place", "country", "region"):
            raise QueryError(
                f"nothing is known of the evidence of {what!r}", remedy="Ask for a place, country or region"
            )

        def here(where: str | None) -> bool:
            place = places.get(where or "")
            return (
                place is not None
                and node == {"place": place.iri, "country": place.country, "region": place.division}[what]
            )

        return {iri: one for iri, one in events.items() if one.ends is None and here(one.where)}

    def report(self, values: Values) -> dict[str, Any]:
        """A report's text with the statements of the choice that it makes; `node` is its IRI."""
        return report_view(self.snapshot, values.get("node", ""), self._chosen(read_choice(values)))

    def search(self, values: Values) -> dict[str, Any]:
        """Actors, places and reports by `q`."""
        return search(self.snapshot, values.get("q", ""))

    def path(self, values: Values) -> dict[str, Any]:
        """The actors on a shortest way `from` one `to` another, and the ties between them."""
        known: networkx.MultiDiGraph = self._network(read_choice(values))
        way = shortest_path(known, values.get("from", ""), values.get("to", ""))
        ties = [
            sorted({str(key) for ends in ((one, other), (other, one)) for key in known.get_edge_data(*ends) or ()})
            for one, other in pairwise(way)
        ]
        return {"nodes": [{"id": one, "name": self.snapshot.name(one)} for one in way], "relations": ties}

    def measures(self, values: Values) -> dict[str, Any]:
        """Communities and central actors of the choice's network."""
        return self._measures(read_choice(values))

    @cached_property
    def _discrepancies(self) -> list[dict[str, Any]]:
        return find_discrepancies(self.snapshot)

    def discrepancies(self, values: Values) -> dict[str, Any]:
        """Figures that disagree among the chosen statements."""
        return {"items": discrepancies_view(self.snapshot, self._discrepancies, self._chosen(read_choice(values)))}

    def sources(self, values: Values) -> dict[str, Any]:
        """Publishers, reports and voices, whichever of them are left out."""
        return sources_view(self.snapshot, self._chosen(replace(read_choice(values), without=frozenset())))

    def nodes(self, values: Values) -> dict[str, Any]:
        """Names of all actors, and names and coordinates of all places, by IRI."""
        return {
            "actors": {iri: one.name for iri, one in self.snapshot.actors.items()},
            "places": {iri: [one.name, one.lat, one.lon] for iri, one in self.snapshot.places.items()},
        }

    def editor(self, values: Values) -> dict[str, Any]:
        """What the query editor offers: prefixes, the catalogue as examples, and the ontology's terms."""
        from kg.query.catalogue import catalogue

        return {
            "prefixes": PREFIXES,
            "catalogue": [
                {"name": one.name, "title": one.title, "question": one.question, "text": one.text}
                for one in catalogue()
            ],
            "terms": [
                {"name": one.name, "iri": one.iri, "label": one.label, "kind": one.kind, "definition": one.definition}
                for one in ontology().terms.values()
            ],
        }

    def _counts(self, events: Mapping[str, Statement]) -> dict[str, int]:
        relations = sum(one.ends is not None for one in events.values())
        actors = {iri for one in events.values() for iri in self.snapshot.parties(one)}
        return {
            "statements": len(events),
            "events": len(events) - relations,
            "relations": relations,
            "actors": len(actors & self.snapshot.actors.keys()),
            "reports": len({one.report for one in events.values()}),
        }


def _number(values: Values, name: str, default: int) -> int:
    text = values.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise QueryError(f"{name!r} is {text!r}", remedy="Give a whole number")
    return int(text)
