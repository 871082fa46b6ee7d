"""Which events a sentence states, in whatever construction, with who did it and to whom."""

from __future__ import annotations

import pytest
from told import Teller, tolls

SAME_AMBUSH = {
    "active": "Al-Shabaab fighters ambushed Ethiopian troops near Baidoa, killing eight soldiers.",
    "passive": "Ethiopian troops were ambushed near Baidoa by al-Shabaab, which killed eight soldiers.",
    "nominal": "An ambush by al-Shabaab on Ethiopian troops near Baidoa killed eight soldiers.",
    "light verb": "Al-Shabaab carried out an ambush on Ethiopian troops near Baidoa, killing eight soldiers.",
    "result": "Eight soldiers were killed in an ambush by al-Shabaab on Ethiopian troops near Baidoa.",
}


@pytest.mark.parametrize("construction", [
    pytest.param(name, marks=pytest.mark.xfail(strict=True, reason="a relative clause makes an event of its own"))
    if name == "passive" else name for name in SAME_AMBUSH
])  # fmt: skip
def test_every_construction_states_the_same_event(tell: Teller, construction: str) -> None:
    told = tell(SAME_AMBUSH[construction])
    event = told.event()
    assert event.type == "Ambush"
    assert told.named(event.agents) == ["al-Shabaab"]
    assert "Ethiopian National Defence Force" in told.named(event.targets)
    assert event.place is not None
    assert event.place.surface == "Baidoa"
    assert tolls(event) == [("soldiers", 8, 8)]
    assert event.modality == "asserted"
    assert event.count is not None
    assert (event.count.min, event.count.max) == (1, 1)


TYPES = [
    ("Russian drones struck a warehouse in Odesa.", "DroneStrike"),
    ("Turkish warplanes bombed a camp near Dohuk.", "Airstrike"),
    ("The RSF shelled a market in Omdurman.", "Shelling"),
    ("Hezbollah fired rockets at a barracks near Acre.", "RocketAttack"),
    ("A car bomb exploded in Mogadishu.", "CarBombing"),
    ("A suicide bomber blew himself up in Kunduz.", "SuicideBombing"),
    ("A landmine blast killed three children in Taiz province.", "LandmineExplosion"),
    ("Taliban gunmen ambushed a patrol in Kandahar.", "Ambush"),
    ("Insurgents stormed a prison in Jos.", "Storming"),
    ("Haftar's troops clashed with militias in Sabha.", "ArmedClash"),
    ("Insurgents beheaded two fishermen near Palma.", "Execution"),
    ("Bandits abducted a priest in Kaduna.", "Abduction"),
    ("Police arrested nine protesters in Nairobi.", "Arrest"),
    ("Soldiers burned homes in Loikaw.", "Arson"),
    ("Eritrean troops looted shops in Adwa.", "Looting"),
    ("Soldiers tortured two detainees in Harare.", "Torture"),
    ("M23 rebels captured a hill near Rutshuru.", "TerritorialCapture"),
    ("The rebels freed 12 hostages on 3 March.", "Release"),
    ("Yemeni forces and the Houthis exchanged 20 prisoners.", "PrisonerExchange"),
    ("Ukrainian air defences shot down three drones near Poltava.", "Interception"),
    ("The militia violated the ceasefire near Hodeidah.", "TreatyViolation"),
    ("The ceasefire between Hamas and Israel took effect on Sunday.", "Ceasefire"),
    ("The UN Security Council called on all parties to lay down their arms in Yemen.", "Appeal"),
    ("The United States imposed sanctions on two settlers.", "Sanction"),
    ("Thousands of people fled the fighting near Goma.", "Displacement"),
    ("Rwanda deployed 1,000 soldiers to Cabo Delgado.", "Deployment"),
    ("Chadian President Mahamat Deby met rebels in Doha.", "Meeting"),
]


@pytest.mark.parametrize(("sentence", "type_"), TYPES, ids=[type_ for _, type_ in TYPES])
def test_a_sentence_states_an_event_of_the_narrowest_class(tell: Teller, sentence: str, type_: str) -> None:
    assert type_ in tell(sentence).types


def test_a_result_belongs_to_the_event_that_it_follows_from(tell: Teller) -> None:
    told = tell("Maoist rebels launched an attack on a police post in Bastar, leaving three constables dead.")
    event = told.event()
    assert event.type == "Attack"
    assert tolls(event) == [("constables", 3, 3)]


def test_coordinated_acts_are_events_of_the_same_agent(tell: Teller) -> None:
    told = tell("FARC dissidents killed four soldiers and abducted a doctor in Cauca on 12 February.")
    assert told.types == ["Killing", "Abduction"]
    assert told.named(told.event("Killing").agents) == told.named(told.event("Abduction").agents)


@pytest.mark.parametrize("marker", ["before", "after"])
def test_who_acts_in_a_clause_that_the_parser_breaks_is_the_clauses_own_subject(tell: Teller, marker: str) -> None:
    told = tell(
        f"The ministry also notes that it had already warned, well {marker} “Harakat al-Shabaab” declared itself as "
        "a “government” in Somalia, that the group would attack."
    )
    assert told.named(told.event("Declaration").agents) == ["al-Shabaab"]


def test_coordinated_agents_and_targets_are_all_taken(tell: Teller) -> None:
    told = tell("Boko Haram and ISWAP attacked a market and a clinic in Gwoza.")
    event = told.event()
    assert len(event.agents) == 2
    assert told.named(event.targets) == ["market", "clinic"]


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("Boko Haram carried out three attacks near Bama.", 3, 3),
        ("Boko Haram carried out at least nine attacks near Bama.", 9, None),
        ("Boko Haram carried out an attack near Bama.", 1, 1),
        ("Israeli jets carried out a series of 17 airstrikes near Sidon.", 17, 17),
    ],
)
def test_the_number_of_incidents_is_counted(tell: Teller, sentence: str, low: int, high: int | None) -> None:
    count = tell(sentence).event().count
    assert count is not None
    assert (count.min, count.max) == (low, high)


def test_a_plural_without_a_number_has_no_count(tell: Teller) -> None:
    assert tell("Boko Haram carried out attacks near Bama.").event().count is None


def test_weapons_and_platforms_are_named(tell: Teller) -> None:
    told = tell("Turkish warplanes bombed a camp near Dohuk. Hezbollah fired rockets at a barracks near Acre.")
    assert [weapon.surface for weapon in told.event("Airstrike").weapons] == ["warplanes"]
    assert [weapon.surface for weapon in told.event("RocketAttack").weapons] == ["rockets"]


def test_those_who_shoot_and_kill_state_one_event(tell: Teller) -> None:
    told = tell("Ethiopian soldiers shot and killed five men and wounded a woman in Dessie.")
    event = told.event()
    assert tolls(event) == [("men", 5, 5)]
    assert tolls(event, "injured") == [("woman", 1, 1)]


def test_a_later_sentence_about_the_attack_adds_to_it(tell: Teller) -> None:
    told = tell("The Arakan Army attacked a base in Minbya on 3 March. The attack left 11 soldiers dead.")
    event = told.event()
    assert event.time is not None
    assert event.time.edtf == "2024-03-03"
    assert tolls(event) == [("soldiers", 11, 11)]


def test_a_headline_and_its_story_are_one_event(tell: Teller) -> None:
    told = tell("Car bomb kills nine in Baidoa\n\nA car bomb exploded in Baidoa on Monday, killing nine people.\n")
    assert told.types == ["CarBombing"]
    assert tolls(told.event()) == [("people", 9, 9)]


BREAKDOWN = """Raids by Boko Haram in Borno killed 58 people in May.

The raids are distributed as follows:
- Gwoza: 20 raids killed 30 people.
  o Pulka: 12 raids, 18 dead.
  o Limankara: Eight raids, 12 dead.
- Bama: Nine raids left 28 people dead.
"""


def test_lines_of_a_breakdown_are_parts_of_their_total_and_parts_of_parts(tell: Teller) -> None:
    told = tell(BREAKDOWN, published="2023-06-02")
    by_place = {event.place.surface: event for event in told.extraction.events if event.place}
    assert list(by_place) == ["Borno", "Gwoza", "Pulka", "Limankara", "Bama"]
    assert by_place["Borno"].part_of is None
    assert by_place["Gwoza"].part_of == by_place["Bama"].part_of == by_place["Borno"].key
    assert by_place["Pulka"].part_of == by_place["Limankara"].part_of == by_place["Gwoza"].key
    for name, count, dead in (("Gwoza", 20, 30), ("Pulka", 12, 18), ("Limankara", 8, 12), ("Bama", 9, 28)):
        event = by_place[name]
        assert event.type == "Raid"
        assert told.named(event.agents) == ["Boko Haram"]
        assert event.time is not None
        assert event.time.edtf == "2023-05"
        assert event.count is not None
        assert event.count.min == count
        assert [toll.figure.min for toll in event.tolls] == [dead]


NOTHING = [
    "Read more: ten killed in Kabul blast\n\nCopyright 2024 The Gazette. All rights reserved.\n\n"
    "Subscribe to our newsletter for more on the war in Gaza.\n",
    "The central bank cut its rate by a quarter point. Shares in Cairo jumped, and retailers fought for customers.",
    "The striker fired a shot at goal and Arsenal attacked down the left, killing the game.",
    "The national park is home to elephants. Rangers counted 300 of them in May.",
    "No attacks were reported in Kabul.",
    "Home | World | War | Sport\n\n© 2024 Frontier News\n\nPhoto: A soldier fires at rebels near Lviv\n",
    "",
    "   \n\n\t",
]


@pytest.mark.parametrize("text", NOTHING)
def test_pages_without_an_event_yield_none(tell: Teller, text: str) -> None:
    assert tell(text).types == []


def test_what_somebody_is_urged_to_do_has_not_happened(tell: Teller) -> None:
    told = tell("Colombia's president urged the ELN to release the hostages.")
    assert not [event for event in told.extraction.events if event.type == "Release" and event.modality == "asserted"]


def test_a_suicide_bombing_with_its_result_is_one_event(tell: Teller) -> None:
    told = tell("A suicide bomber blew himself up in a mosque in Kunduz, killing dozens of worshippers.")
    assert told.types == ["SuicideBombing"]


def test_a_roadside_bomb_that_targets_a_patrol_is_one_event(tell: Teller) -> None:
    told = tell("A roadside bomb targeted a patrol of the Nigerian army outside Damboa, killing two soldiers.")
    assert told.types == ["IEDAttack"]


def test_an_attack_on_a_gold_mine_is_no_ied_attack(tell: Teller) -> None:
    assert tell("Militants attacked a gold mine in Djibo.").types == ["Attack"]


@pytest.mark.xfail(strict=True, reason="a coordinated participle whose verb is left out makes an event of its own")
def test_killed_and_injured_by_one_weapon_is_one_event(tell: Teller) -> None:
    told = tell("Three Azerbaijani soldiers were killed and another two injured by Armenian sniper fire near Lachin.")
    assert told.types == ["SniperAttack"]


def test_a_name_before_a_verb_that_could_be_a_noun_is_its_agent(tell: Teller) -> None:
    assert tell("Al-Shabaab ambushed Ethiopian troops near Baidoa, killing eight soldiers.").types == ["Ambush"]


OTHER_WORDS = [
    ("The Houthis seized a cargo ship in the Red Sea.", {"Attack", "Abduction", "HostageTaking", "NavalAttack"}),
    ("Hundreds of families returned to Mosul.", {"ReturnOfDisplaced"}),
    ("Boko Haram was blamed for the blast that killed 23 at a bus station in Kano.", {"Explosion", "Bombing"}),
    ("Fighters from the Islamic State and the army have been fighting in Palma for a week.", {"ArmedClash"}),
    ("Egypt's army bombed smugglers near Rafah.", {"Airstrike", "Bombing"}),
]


@pytest.mark.parametrize(("sentence", "types"), OTHER_WORDS)
def test_events_that_are_stated_in_other_words_are_found(tell: Teller, sentence: str, types: set[str]) -> None:
    assert types & set(tell(sentence).types)


def test_an_attack_that_nobody_claims_is_denied_by_nobody(tell: Teller) -> None:
    told = tell("Gunmen of a gang shot a judge in Cali. No group has claimed responsibility for the attack.")
    assert "denied" not in [event.modality for event in told.extraction.events]


def test_a_tanker_damaged_by_a_missile_is_an_attack_that_the_houthis_claim(tell: Teller) -> None:
    told = tell(
        "A tanker was damaged by a missile south-west of Hodeidah on Friday. The Houthis claimed responsibility for "
        "the attack."
    )
    event = told.event("MissileAttack")
    assert told.named(event.agents) == ["Houthis"]
    assert "tanker" in told.named(event.targets)
    assert told.named(told.event("ClaimOfResponsibility").agents) == ["Houthis"]


def test_an_attack_that_is_repelled_is_the_one_told_before(tell: Teller) -> None:
    told = tell(
        "JNIM fighters attacked the army camp near Ansongo on 3 October. The Malian armed forces repelled the attack. "
        "Two soldiers were killed."
    )
    assert len(told.types) == 1


def test_those_whose_fighters_clash_are_the_agents(tell: Teller) -> None:
    told = tell("On 12 May 2024 fighters of ISWAP and Boko Haram clashed near Kukawa.")
    event = told.event("ArmedClash")
    assert len(event.agents) + len(event.targets) == 2
