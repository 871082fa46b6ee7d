"""Which actor or place a name is, across reports."""

from __future__ import annotations

import pytest
from hand_made import ACTOR, NORLAND, REGISTER, document, extraction
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import iris
from kg.model import PUBLISHER_KEY, Document, Entity, Extraction, Identity, RegisteredActor
from kg.names import fold
from kg.resolve import Resolver
from kg.resolve.spelling import place_key


def said(*entities: Entity, name: str = "a", publisher: str | None = None) -> Extraction:
    return Extraction(Document(name, "text", publisher=publisher), entities=entities)


def actor(name: str, *names: str, key: str = "actor:x", kind: str = "RebelGroup", **more: object) -> Entity:
    return Entity(key, "actor", name, kind, names, **more)  # type: ignore[arg-type]


def place(name: str, *names: str, key: str = "place:x", kind: str = "Settlement", **more: object) -> Entity:
    return Entity(key, "place", name, kind, names, **more)  # type: ignore[arg-type]


def iri_of(entity: Entity, resolver: Resolver | None = None) -> str:
    return (resolver or Resolver(REGISTER)).resolve(said(entity))[entity.key].iri


def test_every_entity_and_the_publisher_get_an_identity() -> None:
    whole = extraction()
    identities = Resolver(REGISTER).resolve(whole)
    assert identities.keys() == {entity.key for entity in whole.entities} | {PUBLISHER_KEY}
    assert identities[PUBLISHER_KEY].iri == ACTOR + "valley-monitor"
    assert identities["actor:valley-monitor"].registered is not None


def test_an_actor_that_a_mention_registered_is_that_entry() -> None:
    identity = Resolver(REGISTER).resolve(said(actor("the country", register_id=NORLAND.iri)))["actor:x"]
    assert (identity.iri, identity.name, identity.kind) == (NORLAND.iri, "Norland", "Country")
    assert identity.registered is NORLAND


def test_a_name_that_the_register_knows_leads_to_its_entry() -> None:
    assert iri_of(actor("The Republic of Norland", kind="Country")) == NORLAND.iri


def test_a_person_is_no_organisation_of_the_same_name() -> None:
    assert iri_of(actor("Norland", kind="Person")) == ACTOR + "norland"
    assert Resolver(REGISTER).resolve(said(actor("Norland", kind="Person")))["actor:x"].registered is None


def test_a_name_of_several_meanings_is_decided_by_country_or_company() -> None:
    front = tuple(
        RegisteredActor(ACTOR + f"front-{code.lower()}", f"Front {code}", "RebelGroup", (f"Front {code}", "the Front"),
                        ("the Front",), code)
        for code in ("SY", "SD")
    )  # fmt: skip
    resolver = Resolver(front)
    assert iri_of(actor("the Front", country="SD"), resolver) == ACTOR + "front-sd"
    both = resolver.resolve(said(actor("the Front"), actor("Front SY", key="actor:y")))
    assert both["actor:x"].iri == both["actor:y"].iri == ACTOR + "front-sy"
    assert iri_of(actor("the Front"), resolver) == ACTOR + "front"


def test_an_unregistered_group_is_one_actor_across_reports_however_it_is_typed() -> None:
    resolver = Resolver()
    first = resolver.resolve(said(actor("Al-Fajr Front", "the front")))["actor:x"]
    second = resolver.resolve(said(actor("al Fajr front"), name="b"))["actor:x"]
    assert first.iri == second.iri == ACTOR + "fajr-front"
    assert second.name == "Al-Fajr Front", "one actor has one preferred name"
    assert "al Fajr front" in second.names


def test_an_acronym_is_the_long_form_that_its_report_gives() -> None:
    for entity in (actor("DB", "Dawn Brigade", "DB"), actor("Dawn Brigade", "DB")):
        assert iri_of(entity, Resolver()) == ACTOR + "dawn-brigade"


def test_an_acronym_that_another_report_explains_is_that_actor() -> None:
    resolver = Resolver()
    resolver.resolve(said(actor("Dawn Brigade", "DB")))
    assert resolver.resolve(said(actor("DB"), name="b"))["actor:x"].iri == ACTOR + "dawn-brigade"


def test_within_a_batch_the_order_of_explanation_does_not_count() -> None:
    resolver = Resolver()
    batch = [said(actor("DB")), said(actor("Dawn Brigade", "DB"), name="b")]
    for one in batch:
        resolver.learn(one)
    assert {resolver.resolve(one)["actor:x"].iri for one in batch} == {ACTOR + "dawn-brigade"}


def test_an_acronym_that_two_reports_explain_differently_stays_its_own() -> None:
    resolver = Resolver()
    resolver.resolve(said(actor("Dawn Brigade", "DB")))
    resolver.resolve(said(actor("Desert Battalion", "DB"), name="b"))
    assert resolver.resolve(said(actor("DB"), name="c"))["actor:x"].iri == ACTOR + "db"


def test_names_of_earlier_builds_go_on() -> None:
    known = [Identity(ACTOR + "dawn-brigade", "Dawn Brigade", "Actor", ("DB",))]
    resolver = Resolver((), known)
    assert resolver.resolve(said(actor("DB")))["actor:x"].iri == ACTOR + "dawn-brigade"
    assert resolver.resolve(said(actor("the dawn brigade")))["actor:x"].name == "Dawn Brigade"


def test_descriptions_are_nobody_outside_their_report() -> None:
    gunmen = actor("unidentified gunmen", named=False)
    resolver = Resolver(REGISTER)
    one, other = (resolver.resolve(said(gunmen, name=name))["actor:x"].iri for name in "ab")
    assert one == iris.report_iri("a") + "/actor/unidentified-gunmen"
    assert one != other


def test_two_descriptions_of_the_same_words_stay_two() -> None:
    pair = (actor("gunmen", named=False), actor("gunmen", key="actor:gunmen-2", named=False))
    identities = Resolver().resolve(said(*pair))
    assert identities["actor:x"].iri != identities["actor:gunmen-2"].iri


def test_a_place_is_its_name_and_country() -> None:
    assert iri_of(place("Tal Amra", country="SY")) == iris.ID + "place/tal-amra-sy"
    assert iri_of(place("Tal Amra")) == iris.ID + "place/tal-amra"


def test_a_place_takes_the_country_of_what_it_lies_in() -> None:
    inside = place("Tal Amra", within="place:p")
    around = place("Hama Province", key="place:p", kind="FirstLevelDivision", within="place:c")
    country = place("Syria", key="place:c", kind="Country", country="SY")
    identities = Resolver().resolve(said(inside, around, country))
    assert identities["place:x"].iri == iris.ID + "place/tal-amra-sy"
    assert identities["place:c"].iri == iris.ID + "place/syria"


def test_places_that_lie_in_each_other_do_no_harm() -> None:
    ring = (place("A", within="place:b"), place("B", key="place:b", within="place:x"))
    assert Resolver().resolve(said(*ring))["place:x"].iri == iris.ID + "place/a"


@pytest.mark.parametrize("spelling", ["Al-Raqqah", "ar-Raqqa", "Raqqa", "al Raqqah", "AR-RAQQAH"])
def test_transliterations_of_a_place_are_one(spelling: str) -> None:
    assert iri_of(place(spelling, country="SY")) == iris.ID + "place/raqqa-sy"


@given(st.text())
def test_place_keys_are_stable(name: str) -> None:
    assert place_key(place_key(name)) == place_key(name)
    assert place_key(fold(name)) == place_key(name)


@given(st.lists(st.text(min_size=1, max_size=12), max_size=6), st.booleans())
def test_any_names_resolve_to_valid_identities_apart_by_key(names: list[str], named: bool) -> None:
    import pyoxigraph

    entities = [actor(name, key=f"actor:{i}", named=named) for i, name in enumerate(names)]
    identities = Resolver(REGISTER).resolve(said(*entities))
    for identity in identities.values():
        pyoxigraph.NamedNode(identity.iri)
    if not named:
        assert len({identity.iri for identity in identities.values()}) == len(names)


def test_a_publisher_that_nobody_knows_is_an_organisation_or_what_the_report_says_of_it() -> None:
    unknown = Resolver().resolve(said(publisher=" Hill Post "))[PUBLISHER_KEY]
    assert (unknown.iri, unknown.name, unknown.kind) == (ACTOR + "hill-post", "Hill Post", "Organisation")
    told = Resolver().resolve(said(actor("Hill Post", kind="MediaOrganisation"), publisher="The Hill Post"))
    assert told[PUBLISHER_KEY].kind == "MediaOrganisation"
    assert told[PUBLISHER_KEY].iri == told["actor:x"].iri
    assert PUBLISHER_KEY not in Resolver().resolve(said(publisher="  "))


def test_resolving_twice_gives_the_same() -> None:
    resolver = Resolver(REGISTER)
    assert resolver.resolve(extraction()) == resolver.resolve(extraction(document()))
