"""Links that people accept, reject or choose: at once, at the next build, for the same name in the same context."""

from __future__ import annotations

from dataclasses import replace

import pytest
from curate.conftest import HERE, THERE, build
from curate.test_statements import counted
from hand_made import ACTOR, document

from kg.curate import accept_link, choose_link, decide, decisions, reject_link, undo
from kg.errors import InputError
from kg.graph import iris
from kg.graph.links import read_links
from kg.model import Candidate, Link
from kg.store.protocol import Store

TOWN = iris.ID + "place/tal-amra-sy"
EAST = iris.report_iri("one.txt") + "/place/5-km-east-of-tal-amra"


def link_of(store: Store, entity: str = TOWN) -> Link:
    return read_links(store.quads(iris.LINKS_GRAPH))[entity]


def chosen(store: Store, entity: str = TOWN) -> str | None:
    link = read_links(store.quads(iris.LINKS_GRAPH)).get(entity)
    return link.chosen.id if link and link.chosen else None


def test_links_are_read_back_as_they_were_written(store: Store) -> None:
    assert link_of(store) == Link(TOWN, HERE, "exact", 5.0, (THERE,))


def test_another_candidate_can_be_chosen_and_taken_back(store: Store) -> None:
    before = counted(store)
    taken = decide(store, choose_link(store, TOWN, "https://sws.geonames.org/22/"), by="Ana")
    link = link_of(store)
    assert link.chosen == replace(THERE, score=1.0)
    assert [one.id for one in link.alternatives] == ["11"], "what kg chose stays in sight"
    undo(store, taken.iri, by="Ana")
    assert counted(store) == before


def test_what_lies_near_follows(store: Store) -> None:
    decide(store, choose_link(store, TOWN, "22"), by="Ana")
    link = link_of(store, EAST)
    assert link.chosen is not None
    assert (link.chosen.id, link.relation, link.radius_km) == ("22", "near", 10.0)


def test_a_rejected_link_has_no_point_and_keeps_its_candidates(store: Store) -> None:
    decide(store, reject_link(store, TOWN), by="Ana")
    link = link_of(store)
    assert link.chosen is None
    assert {one.id for one in link.alternatives} == {"11", "22"}
    assert chosen(store, EAST) is None


def test_an_accepted_link_is_sure_and_stays_when_the_linker_thinks_better(store: Store) -> None:
    class Other:
        version = "2"

        def link(self, extraction, identities):
            return {"place:tal-amra": Link("place:tal-amra", THERE)}

    decide(store, accept_link(store, TOWN), by="Ana")
    build(store, document("one.txt"), document("two.txt"), linker=Other())
    link = link_of(store)
    assert link.chosen == replace(HERE, score=1.0)
    (recorded,) = decisions(store)
    undo(store, recorded.iri, by="Ana")
    assert chosen(store) == "22", "undone, it is what the linker of today says"


def test_a_decision_holds_for_the_same_name_in_the_same_country_only(store: Store) -> None:
    decide(store, choose_link(store, TOWN, "22"), by="Ana")
    build(store, document("three.txt"), replace(document("four.txt"), title="abroad"))
    assert chosen(store) == "22"
    assert chosen(store, iris.ID + "place/tal-amra-lb") == "11"


def test_an_identifier_that_was_no_candidate_is_looked_up(store: Store) -> None:
    entry = Candidate("wikidata", "Q7", "Tal Amra", 1.0, 34.0, 36.0, wikidata="Q7")
    with pytest.raises(InputError, match="no candidate"):
        choose_link(store, TOWN, "Q7")
    decide(store, choose_link(store, TOWN, "Q7", find=lambda one: entry if one == "Q7" else None), by="Ana")
    assert chosen(store) == "Q7"


def test_an_actor_of_the_register_can_lose_its_identifier(store: Store) -> None:
    norland = ACTOR + "norland"

    def wikidata() -> set[str]:
        said = [(str(quad.subject), str(quad.object)) for quad in store.quads()]
        return {value for subject, value in said if norland in subject and "Q20" in value}

    assert wikidata()
    taken = decide(store, reject_link(store, norland), by="Ana")
    assert {one for one in wikidata() if "withheld" not in one} == set()
    build(store, document("five.txt"))
    assert wikidata() == set()
    undo(store, taken.iri, by="Ana")
    build(store, document("five.txt"))
    assert wikidata()


def test_there_must_be_something_to_accept(store: Store) -> None:
    with pytest.raises(InputError, match="no link"):
        accept_link(store, ACTOR + "dawn-brigade")
    with pytest.raises(InputError, match="names no actor or place"):
        reject_link(store, ACTOR + "nobody")
