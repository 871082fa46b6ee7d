"""When and where events happened, as the text says."""

from __future__ import annotations

import pytest
from told import Teller

TIMES = [
    ("Rebels shelled a school in Aleppo on 4 February 2024.", "2024-02-04"),
    ("Rebels shelled a school in Aleppo on Tuesday.", "2024-03-05"),
    ("Rebels shelled a school in Aleppo yesterday.", "2024-03-07"),
    ("Last month, rebels shelled a school in Aleppo.", "2024-02"),
    ("Rebels shelled a school in Aleppo in November 2020.", "2020-11"),
    ("Rebels shelled a school in Aleppo between 3 and 5 January 2024.", "2024-01-03/2024-01-05"),
    ("Rebels shelled a school in Aleppo in March.", "2024-03"),
]


@pytest.mark.parametrize(("sentence", "edtf"), TIMES, ids=[edtf for _, edtf in TIMES])
def test_times_are_resolved_against_the_date_of_publication(tell: Teller, sentence: str, edtf: str) -> None:
    told = tell(sentence)
    time = told.event("Shelling").time
    assert time is not None
    assert time.edtf == edtf
    assert told.text[time.span.start : time.span.end].strip() in sentence


@pytest.mark.parametrize(
    ("sentence", "edtf"),
    [
        ("Rebels shelled a school in Aleppo in August.", "XXXX-08"),
        ("Rebels shelled a school in Aleppo on 3 August.", "XXXX-08-03"),
        ("Rebels shelled a school in Aleppo in August 2016.", "2016-08"),
    ],
)
def test_without_a_date_of_publication_the_year_stays_open(tell: Teller, sentence: str, edtf: str) -> None:
    time = tell(sentence, published=None).event().time
    assert time is not None
    assert time.edtf == edtf


def test_where_nothing_is_said_of_time_there_is_none(tell: Teller) -> None:
    assert tell("Rebels shelled a school in Aleppo.").event().time is None


def test_a_statistic_since_a_date_is_cumulative(tell: Teller) -> None:
    time = tell("Since the start of the year, the monitor has recorded 74 attacks by Boko Haram.").event().time
    assert time is not None
    assert time.cumulative
    assert time.edtf == "2024-01-01/2024-03-08"


def test_a_plan_lies_ahead(tell: Teller) -> None:
    time = tell("The army will launch an offensive against Boko Haram in April.").event().time
    assert time is not None
    assert time.edtf == "2024-04"


PLACES = [
    ("Rebels ambushed a patrol near Zalingei.", "Zalingei", "Settlement"),
    ("A landmine blast killed three children in Taiz province.", "Taiz province", "FirstLevelDivision"),
    ("Turkish warplanes bombed a camp in the Qandil mountains.", "Qandil mountains", "Mountain"),
    ("Suspected ADF rebels killed 41 villagers in Beni territory.", "Beni territory", "District"),
    ("A missile hit a freighter in the Red Sea.", "Red Sea", "WaterBody"),
    ("Hezbollah shelled a barracks in northern Israel.", "northern Israel", "Region"),
]


@pytest.mark.parametrize(("sentence", "surface", "kind"), PLACES, ids=[surface for _, surface, _ in PLACES])
def test_an_event_has_a_place_of_a_kind(tell: Teller, sentence: str, surface: str, kind: str) -> None:
    told = tell(sentence)
    place = told.event().place
    assert place is not None
    assert place.surface == surface
    assert told.text[place.span.start : place.span.end] == surface
    assert told.entities[place.entity].kind == kind


def test_where_nothing_is_said_of_a_place_there_is_none(tell: Teller) -> None:
    assert tell("The United States imposed sanctions on two settlers.").event().place is None


def test_the_city_is_the_one_that_was_named_before(tell: Teller) -> None:
    told = tell("Rebels shelled a school in Aleppo on Monday. Gunmen of a gang shot a judge in the city on Tuesday.")
    places = {event.place.entity for event in told.extraction.events if event.place}
    assert places == {"place:aleppo"}
    assert len(told.types) == 2


def test_a_place_lies_to_another_at_a_distance(tell: Teller) -> None:
    told = tell("Two drones were shot down 10 km east of Mopti.")
    (place,) = [e for e in told.extraction.entities if e.type == "place" and e.anchor]
    assert (place.distance_km, place.direction) == (10.0, "east")
    assert place.anchor is not None
    assert told.entities[place.anchor].name == "Mopti"


def test_a_place_lies_in_the_country_behind_its_comma(tell: Teller) -> None:
    told = tell("A pro-government militia killed nine farmers near Bamako, Mali.")
    assert told.entities["place:bamako"].within == "place:mali"
    assert told.kind("Mali") == "Country"


def test_a_place_lies_within_another_within_another(tell: Teller) -> None:
    told = tell("Raiders killed ten herders in Pibor, Jonglei state, South Sudan.")
    inner = told.entities["place:pibor"]
    assert inner.within is not None
    assert "jonglei" in inner.within


def test_no_place_lies_in_itself_or_in_nothing(tell: Teller) -> None:
    told = tell("In Goma, in Goma district, Goma, rebels killed ten herders in the east of Goma.")
    for entity in told.extraction.entities:
        for key in (entity.within, entity.anchor):
            assert key != entity.key
            assert key is None or key in told.entities


def test_an_event_at_a_distance_from_a_town_is_not_in_the_town(tell: Teller) -> None:
    told = tell("Two drones were shot down 10 km east of Mopti.")
    place = told.event().place
    assert place is not None
    assert told.entities[place.entity].distance_km == 10.0


def test_a_town_in_a_state_in_a_country_are_three_places(tell: Teller) -> None:
    told = tell("In the town of Pibor in Jonglei state in South Sudan, raiders killed ten herders.")
    place = told.event().place
    assert place is not None
    assert place.surface == "Pibor"


def test_around_a_town_in_the_east_is_around_the_town(tell: Teller) -> None:
    told = tell("Heavy fighting continued around Bakhmut in the east of Ukraine on Saturday night.")
    place = told.event().place
    assert place is not None
    assert "Bakhmut" in place.surface


@pytest.mark.parametrize(
    ("sentence", "surface"),
    [
        ("The army bombed the Hpakant area of Kachin State.", "Hpakant area"),
        ("Gunmen kidnapped two nurses in the Abala area, north of Niamey.", "Abala area"),
        ("A missile struck a grain terminal near Izmail on the Danube.", "Izmail"),
        ("A drone hit a car on the road between Nabatieh and Kfar Rumman.", "Nabatieh"),
        ("The rebels shelled a post at Bridge 27 on Thursday.", "Bridge 27"),
    ],
)
def test_the_nearer_of_two_places_is_where_it_happened(tell: Teller, sentence: str, surface: str) -> None:
    place = tell(sentence).event().place
    assert place is not None
    assert place.surface == surface


def test_a_village_in_a_district_of_a_state(tell: Teller) -> None:
    told = tell("Gunmen attacked the village of Tudun Biri in Igabi district of Kaduna State.")
    chain = ["place:tudun-biri"]
    while (outer := told.entities[chain[-1]].within) is not None:
        chain.append(outer)
    assert [told.entities[key].name for key in chain] == ["Tudun Biri", "Igabi district", "Kaduna State"]


def test_nautical_miles_are_longer_than_miles(tell: Teller) -> None:
    told = tell("A tanker was attacked 60 nautical miles southwest of Hodeidah.")
    (place,) = [e for e in told.extraction.entities if e.type == "place" and e.anchor]
    assert place.distance_km == pytest.approx(111.12)


@pytest.mark.parametrize(
    ("sentence", "edtf"),
    [
        ("In the first half of February, Turkish drones struck Sinjar.", "2024-02-01/2024-02-15"),
        ("The bombardment of Rafah on 2, 3 and 4 March killed 30 people.", "2024-03-02/2024-03-04"),
        ("On the 5th of this month, jets bombed Pekon.", "2024-03-05"),
        ("During the night, Russian drones struck a depot in Sumy.", "2024-03-08"),
        ("The talks with the rebels will be held on 20 June in Geneva.", "2024-06-20"),
        ("Since the start of the war in April 2023, the RSF has killed 14,000 people.", "2023-04-01/2024-03-08"),
        ("Rebels launched 14 attacks against the army in February.", "2024-02"),
    ],
)
def test_when_an_event_was_is_read_from_many_wordings(tell: Teller, sentence: str, edtf: str) -> None:
    time = tell(sentence).event().time
    assert time is not None
    assert time.edtf == edtf


def test_a_week_after_another_event_is_a_week_before_for_that_one(tell: Teller) -> None:
    told = tell("A bomb exploded in Kabul on Thursday, a week after an attack on a mosque killed 12 people.")
    times = {event.type: event.time.edtf if event.time else None for event in told.extraction.events}
    assert times == {"Bombing": "2024-03-07", "Attack": "2024-02-29"}


def test_a_day_of_a_moveable_feast_is_no_date(tell: Teller) -> None:
    assert tell("Rebels bombed the mosque on the first Friday of Ramadan.").event().time is None


# A text with what it tells of its last event: when (published on Friday, 8 March 2024) and where.
SCENES = [
    (
        "Gunmen attacked a checkpoint near Baiji on Wednesday night. At daybreak the police launched a search "
        "operation in Zuwiya.",
        "2024-03-07",
        "Zuwiya",
    ),
    (
        "A drone hit a depot in Odesa overnight.\n\nTwo missiles slammed into a dormitory in Kharkiv, killing four "
        "people.",
        "2024-03-08",
        "Kharkiv",
    ),
    (
        "Rebels shelled the market of Beni on Monday. The army said that its forces had killed nine fighters.",
        "2024-03-04",
        "Beni",
    ),
    (
        "Five men were shot dead in Elota on Wednesday. Two of them had been abducted the day before. Hours later, "
        "gunmen ambushed a convoy near Cosala.",
        "2024-03-06",
        "Cosala",
    ),
    (
        "The mission documented 40 killings in Haiti in January. In the same period, gangs kidnapped 12 people in "
        "Gonaïves.",
        "2024-01",
        "Gonaïves",
    ),
    ("It will be recalled that Boko Haram attacked Dikwa on 24 January.", "2024-01-24", "Dikwa"),
    (
        "Air raids killed 86 people in Kabul in February, three times as many as in the first half of 2019.",
        "2024-02",
        "Kabul",
    ),
    (
        "Since clashes began on 8 October 2023, Israel has killed 500 people in Lebanon.",
        "2023-10-08/2024-03-08",
        "Lebanon",
    ),
    ("Gunmen attacked a checkpoint at the foot of the Makhoul mountains on Sunday.", "2024-03-03", "Makhoul mountains"),
    (
        "Gunmen attacked a checkpoint in the Makhoul mountains on Sunday. Jets struck a tunnel in the mountain range.",
        "2024-03-03",
        "Makhoul mountains",
    ),
    ("Unidentified men abducted an engineer from Speenwam on Monday.", "2024-03-04", "Speenwam"),
    ("Troops rescued 17 women from an enclave on Kaiga Island on Monday.", "2024-03-04", "Kaiga Island"),
    ("The bodies of five men were found beside the road to Elota on Monday.", "2024-03-04", "Elota"),
    ("Nasiriyah police arrested 34 people on Monday.", "2024-03-04", "Nasiriyah"),
    ("On Sunday a drone hit Kidal.", "2024-03-03", "Kidal"),
    ("Two people were killed in an air raid on the suburbs of the capital, Beirut, on Sunday.", "2024-03-03", "Beirut"),
]


@pytest.mark.parametrize(("text", "edtf", "place"), SCENES, ids=[text[-40:] for text, _, _ in SCENES])
def test_a_scene_goes_on_and_words_point_back_to_it(tell: Teller, text: str, edtf: str, place: str) -> None:
    told = tell(text)
    event = max((e for e in told.extraction.events), key=lambda e: e.trigger.start)
    assert event.time is not None
    assert event.place is not None
    assert (event.time.edtf, told.entities[event.place.entity].name) == (edtf, place)


def test_an_act_of_others_elsewhere_in_the_next_paragraph_has_no_day_of_its_own(tell: Teller) -> None:
    told = tell(
        "Drones of the Rapid Support Forces hit a depot in Port Sudan on Tuesday.\n\nThe Sudanese army destroyed a "
        "convoy near Khuwei."
    )
    assert told.extraction.events[-1].time is None


@pytest.mark.parametrize(
    ("text", "type", "edtf"),
    [
        ("Troops killed 30 militants in the week under review.", "Killing", "2024-03-01/2024-03-08"),
        ("Between 4 and 6 March, troops killed nine men. Within the period, 41 rebels surrendered at Bama.",
         "Surrender", "2024-03-04/2024-03-06"),
        ("In the fourth quarter, shelling killed 412 people in Khartoum.", "Shelling", "2023-10/2023-12"),
        ("In the first two weeks of February, shelling killed 12 people in Khartoum.", "Shelling",
         "2024-02-01/2024-02-14"),
        ("Following the murder of two men in Orlu on 4 March 2024, troops raided a hideout in Orsu the next day.",
         "Raid", "2024-03-05"),
        ("Fighters hit Kumba on 22 February. Five nurses, whom rebels had abducted on 15 February in Batibo, regained "
         "their freedom six days later.", "Release", "2024-02-21"),
        ("Some 1,500 people fled Ekondo Titi when rival factions clashed on 18 January.", "Displacement", "2024-01-18"),
        ("Since November, when gunmen seized a ship in the Red Sea, the Houthis have attacked 60 vessels.",
         "NavalAttack", "2023-11"),
        ("A village chief, abducted a week earlier, was shot dead on 4 March.", "Abduction", "2024-02-26"),
        ("The office opened a case over the execution of six soldiers, whom guards shot after they surrendered near "
         "Selydove on 23 February.", "Execution", "2024-02-23"),
    ],
)  # fmt: skip
def test_an_act_has_the_time_that_its_own_words_tell(tell: Teller, text: str, type: str, edtf: str) -> None:
    time = next(e for e in tell(text).extraction.events if e.type == type).time
    assert time is not None
    assert time.edtf == edtf


def test_when_something_was_said_or_happened_later_is_not_when_an_act_was(tell: Teller) -> None:
    said = tell("Gunmen killed 19 soldiers in what the ministry described on Wednesday as a \"cowardly act\".")
    assert said.event("Killing").time is None
    later = tell("He was arrested in 2019 and tortured in Evin prison; two years later, he was tried.")
    assert later.event("Torture").time is None or later.event("Torture").time.edtf == "2019"


def test_what_a_monthly_report_counts_in_another_paragraph_is_of_its_month(tell: Teller) -> None:
    told = tell(
        "A total of 71 attacks were reported in Pakistan in February. On 9 February a bomber struck Quetta, killing 26 "
        "people.\n\nSecurity forces carried out 29 operations, killing 98 militants."
    )
    assert told.event("MilitaryOperation").time.edtf == "2024-02"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("In Buthidaung, where the rebels took the last military base in May, a curfew holds.", "Buthidaung"),
        ("The air force struck a camp in the Sububu forest, Zamfara State, killing 20 fighters.", "Sububu forest"),
        ("Police in the port city of Guayaquil shot a man in the Durán district on Friday.", "Durán district"),
        ("Khyber Pakhtunkhwa was hit hardest: 50 attacks there killed 71 people.", "Khyber Pakhtunkhwa"),
    ],
)
def test_a_place_is_found_whatever_phrase_it_stands_in(tell: Teller, text: str, place: str) -> None:
    told = tell(text)
    event = told.extraction.events[0]
    assert event.place is not None
    assert told.entities[event.place.entity].name == place


def test_the_same_prison_is_the_one_named_before(tell: Teller) -> None:
    told = tell("Two inmates were stabbed in the Litoral Penitentiary. In the same prison, 119 were killed in 2021.")
    places = [told.entities[e.place.entity].name for e in told.extraction.events if e.place is not None]
    assert places == ["Litoral Penitentiary", "Litoral Penitentiary"]


def test_the_town_of_a_dateline_is_a_place_that_the_report_names(tell: Teller) -> None:
    told = tell("NIAMEY, March 7 (Agency) - Gunmen killed nine soldiers in the Tillabéri region on Tuesday.")
    assert "Niamey" in {e.name for e in told.extraction.entities if e.type == "place"}


@pytest.mark.parametrize("publisher", [None, "Levant Sentinel"])
def test_a_report_that_is_dated_from_its_paper_is_dated_from_no_town(tell: Teller, publisher: str | None) -> None:
    paper = publisher or "Levant Wire"
    told = tell(f"{paper}, 15 September 2024 - Gunmen killed nine soldiers near Homs on Saturday.", publisher=publisher)
    assert [entity.name for entity in told.extraction.entities if entity.type == "place"] == ["Homs"]
