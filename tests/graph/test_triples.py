"""What a report says, as RDF: the shape that docs/data-model.md promises."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph
import pytest
from hand_made import ACTOR, BACKING, ENTITIES, REGISTER, SHELLING, TEXT, document, extraction, span
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import DataError
from kg.graph import iris, vocabulary
from kg.graph.triples import report_quads
from kg.model import Candidate, Entity, Extraction, Figure, Link, Mention, Reading, Span, Toll
from kg.resolve import Resolver
from kg.store.embedded import EmbeddedStore

D = iris.report_iri(document().id)
E = f"{D}/event/{span('shelled').start}-{span('shelled').end}-MortarAttack"


def reading(said: Extraction | None = None) -> Reading:
    said = said or extraction()
    return Reading(said, Resolver(REGISTER).resolve(said))


def graph(said: Extraction | None = None, mentions: bool = True) -> EmbeddedStore:
    store = EmbeddedStore()
    store.extend(report_quads(reading(said), mentions))
    return store


def ask(store: EmbeddedStore, pattern: str) -> bool:
    return bool(store.query(f"PREFIX d: <{D}/> ASK {{ {pattern} }}"))


def test_a_report_says_where_it_comes_from_and_keeps_its_text() -> None:
    store = graph()
    assert ask(
        store,
        f'<{D}> a kg:Report ; dct:identifier "reports/tal-amra.txt" ; dct:title "Shelling of Tal Amra" ; '
        f'dct:publisher <{ACTOR}valley-monitor> ; schema:datePublished "2024-05-04" ; '
        f'schema:url <https://monitor.example/reports/17> ; kg:sha256 "{"ab" * 32}" ; dct:format "text/plain" .',
    )
    (quad,) = [q for q in store.quads() if q.predicate.value == vocabulary.KG.text]
    assert quad.object == Literal(TEXT)


def test_an_event_has_its_participants_place_time_and_weapon() -> None:
    assert ask(
        graph(),
        f'<{E}> a kg:MortarAttack ; kg:inReport <{D}> ; kg:trigger "shelled" ; kg:agent <{ACTOR}dawn-brigade> ; '
        f'kg:place <{iris.ID}place/tal-amra-sy> ; kg:placeSurface "Tal Amra" ; kg:edtf "2024-05-03" ; '
        'kg:earliest "2024-05-03"^^xsd:date ; kg:latest "2024-05-03"^^xsd:date ; kg:timeSurface "on 3 May 2024" ; '
        'kg:weapon "mortars" ; kg:modality kg:asserted ; kg:confidence 0.9 ; kg:participation ?p . '
        f'?p a kg:Participation ; kg:role kg:Agent ; kg:actor <{ACTOR}dawn-brigade> ; kg:surface "The Dawn Brigade" .',
    )


def test_a_toll_counts_its_parts_within_itself() -> None:
    store = graph()
    assert ask(
        store,
        f'<{E}> kg:toll ?t . ?t a kg:Toll ; kg:outcome kg:Killed ; kg:group "people" ; kg:min 12 ; kg:max 12 ; '
        'kg:exact true ; kg:includes ?part . ?part kg:group "children" ; kg:min 4 ; kg:groupActor ?children .',
    )
    assert not ask(store, f'<{E}> kg:toll ?t . ?t kg:group "children"'), "a part must not hang on the event itself"


def test_an_open_bound_is_a_missing_statement() -> None:
    toll = Toll("injured", "people", Figure(20, None, approximate=True), span("12 people"))
    store = graph(replace(extraction(), events=(replace(SHELLING, tolls=(toll,), count=Figure(None, None)),)))
    assert ask(store, f"<{E}> kg:toll ?t . ?t kg:min 20 ; kg:exact false . FILTER NOT EXISTS {{ ?t kg:max ?max }}")
    assert not ask(store, f"<{E}> kg:incidentCount ?count")


def test_evidence_is_the_very_words_of_the_text() -> None:
    store = graph()
    found = list(
        store.query("SELECT ?start ?end ?exact { ?e a kg:Evidence ; oa:start ?start ; oa:end ?end ; oa:exact ?exact }")
    )
    assert len(found) > 8
    for row in found:
        assert TEXT[int(row["start"].value) : int(row["end"].value)] == row["exact"].value


def test_every_event_relation_toll_participation_and_mention_has_evidence() -> None:
    store = graph()
    for kind in ("MortarAttack", "ActorRelation", "Toll", "Participation", "Mention", "Claim", "IncidentCount"):
        assert ask(store, f"?one a kg:{kind}")
        assert not ask(store, f"?one a kg:{kind} . FILTER NOT EXISTS {{ ?one kg:evidence ?words }}")


def test_who_says_so_is_the_claimant_of_the_text() -> None:
    assert ask(
        graph(),
        f"<{E}> kg:claimedBy <{ACTOR}valley-monitor> ; kg:attributed true ; kg:claim ?claim . "
        f'?claim a kg:Claim ; kg:actor <{ACTOR}valley-monitor> ; kg:surface "the Valley Monitor" .',
    )


def test_what_is_attributed_to_nobody_is_claimed_by_the_publisher() -> None:
    store = graph(replace(extraction(), events=(replace(SHELLING, claimants=()),)))
    assert ask(store, f"<{E}> kg:claimedBy <{ACTOR}valley-monitor> ; kg:attributed false .")
    assert not ask(store, f"<{E}> kg:claim ?claim")


def test_backs_is_written_as_backed_by() -> None:
    store = graph()
    assert ask(
        store,
        f"?r a kg:ActorRelation ; kg:subject <{ACTOR}dawn-brigade> ; kg:predicate kg:backedBy ; "
        f'kg:object <{ACTOR}norland> ; kg:subjectSurface "The brigade" ; kg:objectSurface "Norland" .',
    )


def test_descriptions_belong_to_their_report_only() -> None:
    store = graph()
    assert ask(store, '?a a kg:UnidentifiedArmedGroup ; skos:prefLabel "Unidentified gunmen" ' + _within("?a"))
    assert ask(
        store,
        f'?p a kg:Place ; kg:anchor <{iris.ID}place/tal-amra-sy> ; kg:placeRelation "east of" ; '
        f'kg:distanceKm 5.0 ; kg:direction "east" {_within("?p")}',
    )


def test_two_names_of_one_place_do_not_make_it_lie_in_itself() -> None:
    """Regression: a federation and its short name were told to lie in each other."""
    pair = (
        Entity("place:a", "place", "Norland Islands", "Country", country="AE", within="place:b"),
        Entity("place:b", "place", "the Islands", "Country", country="AE"),
    )
    said = Extraction(document(), entities=pair)
    store = graph(said)
    assert len(list(store.query("SELECT DISTINCT ?p { ?p a kg:CountryPlace }"))) == 1
    assert not ask(store, "?place kg:within ?place")


def _within(variable: str) -> str:
    return f'FILTER(STRSTARTS(STR({variable}), "{D}/"))'


def test_mentions_stand_in_a_graph_of_their_own_that_can_be_left_out() -> None:
    store = graph()
    assert ask(
        store,
        f'GRAPH <{D}/mentions> {{ ?m a kg:Mention ; kg:mentionType "Organisation" ; kg:refersTo '
        f"<{ACTOR}dawn-brigade> . ?r a kg:MentionRelation ; kg:source ?m ; kg:destination ?place }}",
    )
    without = {quad.graph_name.value for quad in graph(mentions=False).quads()}
    assert without == {f"{D}/graph"}


def test_there_are_no_blank_nodes_and_no_terms_that_the_ontology_lacks() -> None:
    for quad in graph().quads():
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, BlankNode)
        for term in (quad.predicate, quad.object):
            if isinstance(term, NamedNode) and term.value.startswith(vocabulary.KG.base):
                assert term.value in vocabulary.KG


def test_the_same_reading_gives_the_same_quads_in_the_same_order() -> None:
    assert report_quads(reading()) == report_quads(reading())


def test_two_events_of_one_word_stay_two() -> None:
    """Regression: "killed three in the north and five in the south" states two events by one trigger."""
    twice = (SHELLING, replace(SHELLING, key="e2", part_of="e1"))
    store = graph(replace(extraction(), events=twice))
    events = list(store.query("SELECT DISTINCT ?e { ?e a kg:MortarAttack }"))
    assert len(events) == 2
    assert ask(store, f"?part a kg:MortarAttack ; kg:partOf <{E}> FILTER(?part != <{E}>)")


def test_two_tolls_of_the_same_words_stay_two() -> None:
    tolls = tuple(Toll("killed", group, Figure(2, 2), span("12 people")) for group in ("soldiers", "rebels"))
    store = graph(replace(extraction(), events=(replace(SHELLING, tolls=tolls),)))
    assert len(list(store.query("SELECT DISTINCT ?t { ?t a kg:Toll }"))) == 2


@pytest.mark.parametrize(
    "broken",
    [
        replace(extraction(), mentions=(Mention(Span(5, 5), "", "Weapon"),)),
        replace(extraction(), mentions=(Mention(Span(0, len(TEXT) + 1), TEXT, "Weapon"),)),
        replace(extraction(), events=(replace(SHELLING, part_of="e9"),)),
        replace(extraction(), events=(replace(SHELLING, type="Airstryke"),)),
        replace(extraction(), entities=ENTITIES[1:]),
        replace(extraction(), relations=(replace(BACKING, predicate="adores"),)),
    ],
    ids=["empty-span", "span-outside", "unknown-total", "unknown-class", "unknown-entity", "unknown-predicate"],
)
def test_an_extraction_that_contradicts_itself_is_refused(broken: Extraction) -> None:
    with pytest.raises(DataError):
        report_quads(reading(broken) if broken.entities == ENTITIES else Reading(broken))


def test_any_text_survives_as_it_is() -> None:
    odd = 'Line one\r\nline "two"\t\\ \u2028 \U0001f600 \x00 end'
    said = Extraction(document(text=odd), (Mention(Span(0, len(odd)), odd, "Weapon"),))
    store = EmbeddedStore()
    store.replace_report(D, report_quads(Reading(said)))
    assert {q.object for q in store.quads() if q.predicate.value == vocabulary.KG.text} == {Literal(odd)}


def test_lone_surrogates_keep_their_offsets() -> None:
    said = Extraction(document(text="a\ud800b c"), (Mention(Span(3, 5), " c", "Weapon"),))
    (text,) = [q.object for q in report_quads(Reading(said)) if q.predicate.value == vocabulary.KG.text]
    assert isinstance(text, Literal)
    assert len(text.value) == 5


def test_links_give_identifiers_coordinates_and_the_runners_up() -> None:
    from kg.graph.links import current_links, link_quads

    chosen = Candidate("geonames", "170654", "Tal Amra", 0.93, 35.3, 40.1, country="SY", wikidata="Q7")
    other = Candidate("geonames", "99", "Tal Amra (south)", 0.4, 33.0, 41.0)
    said = extraction()
    links = {"place:tal-amra": Link("place:tal-amra", chosen, "exact", 5.0, (other,))}
    quads = link_quads(Reading(said, Resolver(REGISTER).resolve(said), links))
    store = EmbeddedStore()
    store.extend(quads)
    place = f"{iris.ID}place/tal-amra-sy"
    assert ask(
        store,
        f"GRAPH <{iris.LINKS_GRAPH}> {{ <{place}> skos:exactMatch <https://sws.geonames.org/170654/>, "
        '<http://www.wikidata.org/entity/Q7> ; geo:lat 35.3 ; geo:long 40.1 ; kg:geonamesId "170654" ; '
        'kg:wikidataId "Q7" ; kg:countryCode "SY" ; kg:radiusKm 5.0 ; kg:linkScore 0.93 ; kg:candidate ?c . '
        '?c a kg:Candidate ; kg:geonamesId "99" ; kg:linkScore 0.4 }',
    )
    assert current_links(quads, {place}) == quads
    assert current_links(quads, {"https://elsewhere.example/"}) == []


def test_an_entity_without_an_identity_is_named_by_what_it_says() -> None:
    said = Extraction(document(), (), (Entity("actor:x", "actor", "Hill Guard", "ProxyMilitia"),))
    quads = report_quads(Reading(said))
    assert Quad(
        NamedNode(ACTOR + "hill-guard"),
        NamedNode(vocabulary.RDF.type),
        NamedNode(vocabulary.KG.ProxyMilitia),
        NamedNode(f"{D}/graph"),
    ) in quads  # fmt: skip
    assert pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)
