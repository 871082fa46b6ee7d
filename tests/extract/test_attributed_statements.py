"""Who says so, and whether it happened, is denied, planned or only alleged."""

from __future__ import annotations

import pytest
from told import Teller

SOURCES = [
    ("Somali police said a bomb blast in Kismayo killed six people.", ["Somali Police Force"]),
    ("A bomb blast in Kismayo killed six people, Somali police said.", ["Somali Police Force"]),
    ("According to Human Rights Watch, soldiers killed 30 farmers in Merawi.", ["Human Rights Watch"]),
    ("Soldiers killed 30 farmers in Merawi, according to Human Rights Watch.", ["Human Rights Watch"]),
    ("Amnesty International reported that Eritrean troops had looted shops in Adwa.", ["Amnesty International"]),
    ("Kyiv said that Russian drones struck a warehouse in Odesa.", ["Ukraine"]),
    ("The Kremlin said Ukrainian drones attacked a depot near Belgorod.", ["Government of Russia"]),
    ("Residents said that soldiers had burned their homes in Loikaw.", ["Residents"]),
    ("The monitor counted 21 attacks by ISKP in June.", ["monitor"]),
]


@pytest.mark.parametrize(("sentence", "names"), SOURCES, ids=[sentence[:40] for sentence, _ in SOURCES])
def test_the_source_is_who_says_so(tell: Teller, sentence: str, names: list[str]) -> None:
    told = tell(sentence)
    assert [name.lower() for name in told.named(told.event().claimants)] == [name.lower() for name in names]


def test_what_nobody_else_says_has_no_claimant(tell: Teller) -> None:
    assert tell("Soldiers killed 30 farmers in Merawi.").event().claimants == ()


def test_the_publisher_is_no_claimant_of_his_own_report(tell: Teller) -> None:
    told = tell("We counted 21 attacks by ISKP in June.", publisher="Border Monitor")
    assert told.event().claimants == ()


def test_the_inner_of_two_sources_or_the_outer_says_so_but_never_nobody(tell: Teller) -> None:
    told = tell("The mayor of Nikopol said that, according to rescuers, Russian shelling had injured three women.")
    assert told.named(told.event().claimants)


def test_each_sentence_has_its_own_source(tell: Teller) -> None:
    told = tell("Soldiers shelled a school in Bama, residents said. Rebels burned a clinic in Gwoza, the army said.")
    assert told.named(told.event("Shelling").claimants) != told.named(told.event("Arson").claimants)


MODALITIES = [
    ("The RSF shelled a hospital in Nyala.", "asserted"),
    ("The RSF denied attacking the hospital in Nyala.", "denied"),
    ("The army denied that its soldiers had killed civilians in Timbuktu.", "denied"),
    ("Rwanda plans to deploy 1,000 soldiers to Cabo Delgado.", "planned"),
    ("The army will launch an offensive against Boko Haram next month.", "planned"),
    ("Iran could attack a port in Haifa, analysts warned.", "planned"),
    ("The rebels threatened to attack the airport in Goma.", "planned"),
    ("The Taliban allegedly executed two former policemen in Kandahar.", "alleged"),
    ("The opposition accused the police of torturing detainees in Harare.", "alleged"),
    ("The junta is accused of bombing a clinic in Sagaing.", "alleged"),
]


@pytest.mark.parametrize(("sentence", "modality"), MODALITIES, ids=[sentence[:40] for sentence, _ in MODALITIES])
def test_what_is_denied_planned_or_alleged_is_not_asserted(tell: Teller, sentence: str, modality: str) -> None:
    assert tell(sentence).event().modality == modality


def test_a_denial_is_the_claim_of_him_who_denies(tell: Teller) -> None:
    told = tell("The army denied that its soldiers had killed civilians in Timbuktu.")
    assert told.named(told.event().claimants) == ["army"]


def test_an_accusation_is_the_claim_of_the_accuser(tell: Teller) -> None:
    told = tell("The opposition accused the police of torturing detainees in Harare.")
    assert told.named(told.event().claimants) == ["opposition"]
    assert told.named(told.event().agents) == ["police"]


def test_who_claims_an_attack_is_its_agent_and_its_source(tell: Teller) -> None:
    told = tell("Al-Qaeda in the Arabian Peninsula claimed the attack on the checkpoint in Shabwa.")
    event = told.event("Attack")
    assert told.named(event.agents) == told.named(event.claimants) == ["al-Qaeda in the Arabian Peninsula"]


@pytest.mark.parametrize(
    "sentence",
    ["If the rebels attack the city, the army will retreat.", "No attacks by rebels were reported in Kabul."],
)
def test_what_is_conditional_or_did_not_happen_is_not_asserted(tell: Teller, sentence: str) -> None:
    assert "Attack" not in [e.type for e in tell(sentence).extraction.events if e.modality == "asserted"]


def test_suspected_perpetrators_do_not_make_the_deed_doubtful(tell: Teller) -> None:
    told = tell("Suspected ADF rebels killed at least 41 villagers in Beni territory.")
    assert told.event().modality == "asserted"


def test_a_source_in_the_middle_of_a_sentence_covers_nothing_behind_it(tell: Teller) -> None:
    told = tell(
        "ISWAP attacked a base in January, when 20 soldiers died according to media reports, and on 12 February "
        "rebels slaughtered 23 farmers in Karanti."
    )
    assert told.event("Massacre").claimants == ()
    assert told.event("Attack").claimants != ()


def test_the_accused_did_it_and_the_accuser_says_so(tell: Teller) -> None:
    event = (told := tell("UNIFIL accused Israeli troops of having fired on a tower, wounding two soldiers.")).event()
    assert told.named(event.agents) == ["Israel Defense Forces"]
    assert told.named(event.claimants) == ["UNIFIL"]
    assert event.modality == "alleged"
