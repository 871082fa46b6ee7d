"""Who is meant: names, short names, capitals that act, parts that stand for the whole, and words that point back."""

from __future__ import annotations

import pytest
from told import Teller


def test_a_short_name_in_brackets_is_the_same_actor_as_the_long_one(tell: Teller) -> None:
    told = tell("The Rapid Support Forces (RSF) shelled a market in Omdurman. The RSF also burned two houses.")
    assert told.named(told.event("Shelling").agents) == ["Rapid Support Forces"]
    assert told.named(told.event("Arson").agents) == ["Rapid Support Forces"]


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("Movement for the Salvation of Azawad", "MSA"),
        ("National Front for Renewal", "NFR"),
        ("Upper River Defence Council", "URDC"),
    ],
)
def test_a_group_that_no_list_knows_is_an_actor_under_both_its_names(tell: Teller, long: str, short: str) -> None:
    told = tell(f"The {long} ({short}) ambushed a patrol near Zalingei. The {short} then burned two trucks.")
    ambush, arson = told.event("Ambush"), told.event("Arson")
    assert told.named(ambush.agents) == [long]
    assert [p.entity for p in arson.agents] == [p.entity for p in ambush.agents]
    assert {long, short} <= set(told.entities[ambush.agents[0].entity].names)
    assert (long, "sameAs", long) in told.relations


def test_an_alias_is_stated_with_both_its_words(tell: Teller) -> None:
    told = tell("The Movement for the Salvation of Azawad (MSA) attacked an outpost near Menaka.")
    (relation,) = [r for r in told.extraction.relations if r.predicate == "sameAs"]
    assert relation.subject_surface == "Movement for the Salvation of Azawad"
    assert relation.object_surface == "MSA"


def test_brackets_that_hold_no_short_name_make_none(tell: Teller) -> None:
    told = tell("Rebels ambushed a patrol of the Malian army (three vehicles) near Gao (Mali).")
    assert not [r for r in told.extraction.relations if r.predicate == "sameAs"]


AGENTS = [
    # metonymy: the capital, the seat, and a demonym before what the state's forces have
    ("Moscow launched 12 missiles at a depot in Odesa.", ["Russia"]),
    ("Turkish warplanes bombed a camp in the Qandil mountains.", ["Turkish Air Force"]),
    ("Eritrean troops looted shops in Adwa.", ["Eritrean Defence Forces"]),
    ("Pakistani jets struck a compound in Khost.", ["Pakistan Air Force"]),
    # partitives and members
    ("Two members of the Lord's Resistance Army burned huts near Obo.", ["Lord's Resistance Army"]),
    ("Two fighters of the Arakan Army burned huts near Sittwe.", ["Arakan Army"]),
    ("Dozens of Boko Haram militants stormed a base in Gwoza.", ["Boko Haram"]),
    ("A group of M23 rebels ambushed a patrol near Sake.", ["M23"]),
    # possessives
    ("Haftar's forces shelled a port near Misrata.", ["Libyan Arab Armed Forces"]),
    ("Kosovo's police arrested two men in Pristina.", ["Kosovo Police"]),
    # descriptions
    ("Two unidentified gunmen shot dead a journalist in Hodeidah.", ["unidentified gunmen"]),
    ("Residents said cattle raiders killed 18 herders near Pibor.", ["cattle raiders"]),
    # known groups under other spellings
    ("Al Shabaab fighters ambushed a convoy near Baidoa.", ["al-Shabaab"]),
    ("Daesh attacked a checkpoint near Kirkuk.", ["Islamic State"]),
]


@pytest.mark.parametrize(("sentence", "names"), AGENTS, ids=[sentence[:34] for sentence, _ in AGENTS])
def test_the_agent_is_the_actor_that_the_words_stand_for(tell: Teller, sentence: str, names: list[str]) -> None:
    told = tell(sentence)
    assert told.named(told.extraction.events[0].agents) == names


TARGETS = [
    ("Al-Shabaab ambushed a convoy of Ethiopian troops near Baidoa.", "Ethiopian National Defence Force"),
    ("Turkish warplanes bombed PKK positions in the Qandil mountains.", "Kurdistan Workers' Party"),
    ("Yemen's army shelled Houthi positions in Marib.", "Houthis"),
    ("Gunmen ambushed a patrol of the Nigerian army outside Damboa.", "Nigerian Army"),
    ("Insurgents attacked a clinic in Djibo.", "clinic"),
]


@pytest.mark.parametrize(("sentence", "name"), TARGETS, ids=[sentence[:34] for sentence, _ in TARGETS])
def test_the_target_is_whom_the_thing_that_is_hit_belongs_to(tell: Teller, sentence: str, name: str) -> None:
    told = tell(sentence)
    assert name in told.named(told.extraction.events[0].targets)


BACK = [
    ("The Arakan Army attacked a base in Minbya. The group captured 40 soldiers.", "Detention", "Arakan Army"),
    ("The Arakan Army attacked a base in Minbya. Its fighters seized rifles.", "WeaponsSeizure", "Arakan Army"),
    ("Hezbollah fired rockets at a port. The group said it had hit a barracks in Acre.", "Attack", "Hezbollah"),
    ("Protesters stormed a court in Tbilisi. They set fire to two cars.", "Arson", "protesters"),
    ("The army shelled a camp, Human Rights Watch said. They killed nine people.", "Killing", "army"),
    ("Al-Shabaab raided Daalo, the UN mission in Somalia said. They burned 12 houses.", "Arson", "al-Shabaab"),
    ("Boko Haram raided Gwoza. The militants burned a church.", "Arson", "Boko Haram"),
]


@pytest.mark.parametrize(("text", "type_", "name"), BACK, ids=[text[:44] for text, *_ in BACK])
def test_pronouns_and_the_group_point_back(tell: Teller, text: str, type_: str, name: str) -> None:
    told = tell(text)
    assert told.named(told.event(type_).agents) == [name]


KINDS = [
    ("The Arakan Army attacked a base in Minbya.", "Arakan Army", "RebelGroup"),
    ("In Cali two gunmen wearing masks shot a judge.", "gunmen", "UnidentifiedArmedGroup"),
    ("Nine protesters were arrested in Nairobi.", "protesters", "CivilianGroup"),
    ("Amnesty International said soldiers looted shops in Adwa.", "Amnesty International", "Monitor"),
    ("A pro-government militia killed nine farmers near Tillabéri.", "pro-government militia", "ProxyMilitia"),
]


@pytest.mark.parametrize(("sentence", "name", "kind"), KINDS, ids=[name for _, name, _ in KINDS])
def test_actors_have_a_kind_of_the_ontology(tell: Teller, sentence: str, name: str, kind: str) -> None:
    assert tell(sentence).kind(name) == kind


def test_descriptions_are_no_names_and_names_are(tell: Teller) -> None:
    told = tell("Boko Haram and unidentified gunmen attacked a bus in Kaduna.")
    named = {entity.name: entity.named for entity in told.extraction.entities if entity.type == "actor"}
    assert named["unidentified gunmen"] is False
    assert named["Boko Haram"] is True


def test_an_ambiguous_short_name_is_settled_by_the_country_of_the_report(tell: Teller) -> None:
    syria = tell("In Syria, the SDF arrested nine men in Raqqa. Syria's government said nothing.")
    assert syria.named(syria.event("Arrest").agents) == ["Syrian Democratic Forces"]


def test_the_police_of_a_report_are_those_of_its_country(tell: Teller) -> None:
    told = tell("Police arrested nine protesters in Nairobi, Kenya.")
    assert told.named(told.event("Arrest").agents) == ["Kenya Police Service"]


def test_a_date_is_no_part_of_a_name(tell: Teller) -> None:
    told = tell("Moscow launched 12 missiles at Kharkiv on 4 February 2024.")
    assert all("2024" not in entity.name for entity in told.extraction.entities)


def test_a_day_is_no_part_of_a_group(tell: Teller) -> None:
    told = tell("On Sunday gunmen wearing masks shot a judge in Cali.")
    assert told.named(told.extraction.events[0].agents) == ["gunmen"]


@pytest.mark.parametrize(
    ("sentence", "name", "kind"),
    [
        ("Gunmen abducted 14 pupils from a school in Zamfara.", "Gunmen", "UnidentifiedArmedGroup"),
        ("Unidentified gunmen shot dead a judge in Cali.", "Unidentified gunmen", "UnidentifiedArmedGroup"),
        ("Cattle raiders killed 18 herders near Pibor.", "Cattle raiders", "UnidentifiedArmedGroup"),
        ("Members of the Lord's Resistance Army burned huts near Obo.", "Lord's Resistance Army", "RebelGroup"),
    ],
)
def test_a_common_noun_at_the_head_of_a_sentence_is_no_name(tell: Teller, sentence: str, name: str, kind: str) -> None:
    told = tell(sentence)
    assert told.named(told.extraction.events[0].agents) == [name]
    assert told.kind(name) == kind


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("M23 rebels captured the town of Rutshuru in North Kivu.", "Rutshuru"),
        ("Israeli strikes on Rafah killed 14 people.", "Rafah"),
        ("The bombardment of Misrata by Haftar's forces killed seven residents.", "Misrata"),
    ],
)
def test_a_town_that_is_hit_is_no_person_and_no_organisation(tell: Teller, sentence: str, name: str) -> None:
    kinds = {entity.kind for entity in tell(sentence).extraction.entities if entity.name == name}
    assert not kinds & {"Person", "Organisation"}


def test_an_enemy_is_nobody_of_those_who_call_him_so(tell: Teller) -> None:
    told = tell(
        "Hezbollah fighters shelled two posts on Monday. "
        "The group said it had struck enemy soldiers near Adaisseh."
    )
    assert all("Hezbollah" not in told.named(event.targets) for event in told.extraction.events)


def test_some_of_them_are_those_to_whom_it_was_done(tell: Teller) -> None:
    told = tell(
        "Six aid workers were abducted by bandits near Baidoa in May. "
        "Two of them were released by Somali forces on Friday."
    )
    assert told.named(told.event("Release").targets) == told.named(told.event("Abduction").targets)
