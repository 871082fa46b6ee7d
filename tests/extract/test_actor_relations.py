"""How actors stand to each other, as the text says in passing."""

from __future__ import annotations

import pytest
from told import Teller

RELATIONS = [
    ("Saudi-backed forces shelled Houthi positions in Marib.", ("Saudi-backed forces", "backedBy", "Saudi Arabia")),
    ("Hamas, which is backed by Iran, fired rockets at a base.", ("Hamas", "backedBy", "Iran")),
    ("Iran backs Hezbollah.", ("Hezbollah", "backedBy", "Iran")),
    ("Al-Shabaab, an affiliate of al-Qaeda, attacked a hotel.", ("al-Shabaab", "affiliatedWith", "al-Qaeda")),
    ("Both were members of the Lord's Resistance Army, which is led by Joseph Kony.",
     ("Joseph Kony", "leads", "Lord's Resistance Army")),
    ("Joseph Kony leads the Lord's Resistance Army.", ("Joseph Kony", "leads", "Lord's Resistance Army")),
    ("Chadian President Mahamat Deby met rebels in Doha.", ("Mahamat Idriss Déby", "leads", "Government of Chad")),
    ("Israeli Defence Minister Yoav Gallant visited troops in Metula.",
     ("Yoav Gallant", "memberOf", "Government of Israel")),
    ("The Wagner Group is fighting against JNIM in Mali.",
     ("Wagner Group", "fights", "Jama'at Nusrat al-Islam wal-Muslimin")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "relation"), RELATIONS, ids=[sentence[:40] for sentence, _ in RELATIONS])
def test_a_relation_has_its_predicate_and_its_direction(
    tell: Teller, sentence: str, relation: tuple[str, str, str]
) -> None:
    assert relation in tell(sentence).relations


def test_a_relation_holds_the_words_that_state_it(tell: Teller) -> None:
    told = tell("Hamas, which is backed by Iran, fired rockets at a base.")
    (relation,) = [r for r in told.extraction.relations if r.predicate == "backedBy"]
    assert (relation.subject_surface, relation.object_surface) == ("Hamas", "Iran")
    assert told.text[relation.subject_span.start : relation.subject_span.end] == "Hamas"
    assert told.text[relation.object_span.start : relation.object_span.end] == "Iran"
    assert relation.span.covers(relation.subject_span)
    assert relation.span.covers(relation.object_span)


@pytest.mark.parametrize("sentence", ["Police arrested nine protesters in Nairobi.", "A bomb went off in Aden."])
def test_where_nothing_is_said_of_it_there_is_no_relation(tell: Teller, sentence: str) -> None:
    assert tell(sentence).relations == set()


OTHERWISE = [
    ("Groups linked to al-Qaeda attacked a hotel in Djibo.", "affiliatedWith"),
    ("Fighters loyal to Khalifa Haftar attacked the airport in Tripoli.", "alliedWith"),
    ("A faction of the Sudan Liberation Movement ambushed police near Zalingei.", "partOf"),
    ("The Prime Minister of Ethiopia, Abiy Ahmed, said the army had captured Mekelle.", "leads"),
]


@pytest.mark.parametrize(("sentence", "predicate"), OTHERWISE, ids=[predicate for _, predicate in OTHERWISE])
def test_relations_in_other_constructions(tell: Teller, sentence: str, predicate: str) -> None:
    assert predicate in {found for _, found, _ in tell(sentence).relations}


CONSTRUCTIONS = [
    ("Rwanda, which UN experts say backs the M23, denies any part in the fighting.", ("M23", "backedBy", "Rwanda")),
    (
        "Hamas leader Yahya Sinwar was killed in Rafah on Wednesday.",
        ("Yahya Sinwar", "leads", "Hamas"),
    ),
    (
        "The Allied Democratic Forces, which pledged allegiance to Islamic State in 2019, killed 38 people in Masosi.",
        ("Allied Democratic Forces", "affiliatedWith", "Islamic State"),
    ),
    ("The Houthis, an Iran-aligned group, fired missiles at a ship.", ("Houthis", "alliedWith", "Iran")),
    (
        "War between the Sudanese army and the Rapid Support Forces has killed thousands of people.",
        ("Sudanese Armed Forces", "fights", "Rapid Support Forces"),
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), CONSTRUCTIONS, ids=[text[:30] for text, _ in CONSTRUCTIONS])
def test_relations_are_read_from_clauses_titles_and_appositions(
    tell: Teller, sentence: str, expected: tuple[str, str, str]
) -> None:
    assert expected in tell(sentence).relations


def test_who_acts_together_with_another_is_his_ally(tell: Teller) -> None:
    told = tell("The Sudanese army, together with the Joint Force, captured Bara.")
    assert ("Sudanese Armed Forces", "alliedWith", "Joint Force of Armed Struggle Movements") in told.relations


def test_those_who_are_led_away_are_led_by_nobody(tell: Teller) -> None:
    told = tell("Eleven miners were led away by gunmen of the Union for Peace near Ndah.")
    assert "leads" not in {predicate for _, predicate, _ in told.relations}


def test_a_prime_minister_is_no_mere_minister(tell: Teller) -> None:
    told = tell("Iraq's Prime Minister Mohammed al-Sudani condemned the attack on a base in Anbar.")
    assert {predicate for _, predicate, _ in told.relations} <= {"leads", "sameAs"}


def test_letters_in_another_order_are_an_acronym_too(tell: Teller) -> None:
    told = tell("Insurgents attacked a post of the Defence and Security Forces (FDS). The FDS lost 12 men.")
    (relation,) = [r for r in told.extraction.relations if r.predicate == "sameAs"]
    assert {relation.subject_surface, relation.object_surface} == {"Defence and Security Forces", "FDS"}


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("The head of the Kivu Security Tracker, Pierre Boisselet, said militiamen killed nine people.",
         ("Pierre Boisselet", "leads", "Kivu Security Tracker")),
        ("The police spokesman, Mansir Hassan, said bandits abducted 30 people.",
         ("Mansir Hassan", "memberOf", "police")),
        ("Captain Valery Trankov, deputy chief of staff of a missile ship brigade, was killed by a car bomb.",
         ("Valery Trankov", "memberOf", "missile ship brigade")),
        ("Troops of Operation HADIN KAI, in conjunction with members of the Civilian Joint Task Force, killed 13 men.",
         ("Operation Hadin Kai", "alliedWith", "Civilian Joint Task Force")),
        ("Al-Masirah TV, which the movement runs, said three people were killed in an air raid.",
         ("Al Masirah", "partOf", "movement")),
    ],
)  # fmt: skip
def test_an_office_or_a_bond_is_read_whatever_the_order(
    tell: Teller, text: str, relation: tuple[str, str, str]
) -> None:
    assert relation in tell(text).relations


def test_groups_in_small_letters_have_their_short_names(tell: Teller) -> None:
    told = tell(
        "Clashes between State security forces (SSF) and non-State armed groups (NSAGs) went on in February. NSAGs "
        "abducted five teachers on 4 March."
    )
    assert told.named(told.event("Abduction").agents) == ["non-State armed groups"]
    assert ("State security forces", "sameAs", "State security forces") in told.relations
    assert ("State security forces", "fights", "non-State armed groups") in told.relations
