"""The linker gives places and actors of a report their identifiers, says how sure it is, and never a false point."""

from __future__ import annotations

import time
from typing import Any

import pytest

from kg.link import Linker
from kg.link.gazetteer import Gazetteer
from kg.link.home import country_of_address
from kg.model import Document, Entity, Extraction, Identity, Link, Mention, RegisteredActor, Span


@pytest.fixture(scope="module")
def linker(embedded: Gazetteer) -> Linker:
    return Linker([embedded])


def place(key: str, name: str, kind: str = "Settlement", **about: Any) -> Entity:
    return Entity(f"place:{key}", "place", name, kind, (name,), **about)


def report(text: str, *entities: Entity) -> Extraction:
    mentions = tuple(
        Mention(Span(at, at + len(one.name)), one.name, "Location", one.key)
        for one in entities
        if (at := text.find(one.name)) >= 0
    )
    return Extraction(Document("1", text), mentions, entities)


def link(
    linker: Linker, text: str, *entities: Entity, identities: dict[str, Identity] | None = None
) -> dict[str, Link]:
    links = linker.link(report(text, *entities), identities or {})
    return {key.partition(":")[2]: value for key, value in links.items()}


def test_a_place_gets_id_point_country_and_divisions(linker: Linker) -> None:
    chosen = link(linker, "Shelling hit Homs, Syria.", place("homs", "Homs"), place("syria", "Syria", "Country"))[
        "homs"
    ]
    assert chosen.chosen is not None
    assert (chosen.relation, chosen.chosen.source, chosen.chosen.id) == ("exact", "geonames", "169577")
    assert (chosen.chosen.country, chosen.chosen.iso3166) == ("SY", "SY-HI")
    assert chosen.chosen.lat == pytest.approx(34.72, abs=0.05)
    assert chosen.chosen.admin[-1] == "163843"
    assert chosen.chosen.score > 0.9
    assert dict(chosen.chosen.features).keys() >= {"name", "known", "country"}
    assert chosen.alternatives


def test_a_country_has_its_wikidata_item(linker: Linker) -> None:
    syria = link(linker, "Syria", place("syria", "Syria", "Country", country="SY"))["syria"].chosen
    assert syria is not None
    assert (syria.id, syria.wikidata, syria.iso3166) == ("163843", "Q858", "SY")


def test_a_registered_actor_has_its_wikidata_item_and_others_none(linker: Linker) -> None:
    entry = RegisteredActor("https://example.org/is", "Islamic State", "JihadistGroup", wikidata="Q2429253")
    identities = {
        "actor:is": Identity(entry.iri, entry.name, entry.kind, registered=entry),
        "actor:new": Identity("https://example.org/new", "New Brigade", "RebelGroup"),
    }
    links = linker.link(report(""), identities)
    assert list(links) == ["actor:is"]
    assert links["actor:is"].chosen is not None
    assert links["actor:is"].chosen.id == "Q2429253"


def test_a_desert_lies_in_its_governorate_with_a_radius(linker: Linker) -> None:
    desert = link(linker, "The Syrian army in the Homs desert", place("d", "Homs desert", "Desert"))["d"]
    assert desert.chosen is not None
    assert (desert.relation, desert.chosen.feature_code, desert.chosen.iso3166) == ("within", "ADM1", "SY-HI")
    assert desert.radius_km is not None
    assert desert.radius_km > 30


def test_a_place_at_a_distance_is_near_its_anchor_with_a_radius_that_holds_it(linker: Linker) -> None:
    near = link(
        linker,
        "A village 10 km east of Palmyra, Syria",
        place("palmyra", "Palmyra", country="SY"),
        place("v", "10 km east of Palmyra", "Region", named=False, anchor="place:palmyra", distance_km=10.0),
    )["v"]
    assert near.chosen is not None
    assert (near.relation, near.chosen.id) == ("near", "163808")
    assert near.radius_km is not None
    assert near.radius_km >= 10


def test_a_village_that_no_gazetteer_has_lies_where_the_text_says(linker: Linker) -> None:
    village = link(
        linker,
        "in Xabcqat in Hama, Syria",
        place("x", "Xabcqat", within="place:hama"),
        place("hama", "Hama"),
        place("syria", "Syria", "Country"),
    )["x"]
    assert village.chosen is not None
    assert (village.relation, village.chosen.id) == ("within", "170017")


@pytest.mark.parametrize("name", ["Springfield", "Lido Beach", "San José del Norte"])
def test_what_nothing_in_the_report_supports_stays_unlinked(linker: Linker, name: str) -> None:
    text = f"Al-Shabaab attacked {name}, officials in Mogadishu and Baidoa said. Somali troops came from Kismayo."
    others = [place(other.lower(), other) for other in ("Mogadishu", "Baidoa", "Kismayo")]
    links = link(linker, text, place("x", name), *others)
    assert links["x"].chosen is None
    assert all(links[other.name.lower()].chosen for other in others)


def test_the_country_that_the_text_tells_decides(linker: Linker) -> None:
    for country, division in (("LB", "LB-AS"), ("LY", "LY-TB")):
        tripoli = link(linker, "in Tripoli", place("t", "Tripoli", country=country))["t"].chosen
        assert tripoli is not None
        assert tripoli.iso3166 == division


def test_actors_of_a_country_speak_for_its_places(linker: Linker) -> None:
    army = RegisteredActor("https://example.org/army", "Lebanese Army", "StateForces", country="LB")
    police = RegisteredActor("https://example.org/police", "Lebanese Police", "Police", country="LB")
    identities = {f"actor:{one.name}": Identity(one.iri, one.name, one.kind, registered=one) for one in (army, police)}
    tripoli = link(linker, "The army deployed in Tripoli.", place("t", "Tripoli"), identities=identities)["t"]
    assert (tripoli.chosen or tripoli.alternatives[0]).country == "LB"


@pytest.mark.parametrize(
    ("url", "country"),
    [("https://www.example.co.uk/a", "GB"), ("news.example.ca", "CA"), ("https://example.com", None), ("", None)],
)
def test_an_address_tells_the_country_of_its_publisher(url: str, country: str | None) -> None:
    assert country_of_address(url) == country


def test_the_same_report_gives_the_same_links(embedded: Gazetteer) -> None:
    entities = [place(name.lower(), name) for name in ("Tripoli", "Sidon", "Hama", "Georgia")]
    text = "Tripoli, Sidon, Hama, Georgia"
    first = Linker([embedded])
    assert link(first, text, *entities) == link(first, text, *entities) == link(Linker([embedded]), text, *entities)
    assert first.version == Linker([embedded]).version


def test_an_index_opens_in_less_than_a_second(embedded: Gazetteer) -> None:
    began = time.perf_counter()
    Gazetteer(embedded.path).exact("Homs")
    assert time.perf_counter() - began < 1
