"""The place that a name means is chosen by what else the text says."""

from __future__ import annotations

import re

import pytest

from kg.link.toponyms import Resolved, Toponym, ToponymResolver


def resolve(resolver: ToponymResolver, text: str, *names: str, **about: str) -> dict[str, Resolved]:
    toponyms = [
        Toponym(name, tuple(match.span() for match in re.finditer(re.escape(name), text)), **about) for name in names
    ]
    return dict(zip(names, resolver.resolve(toponyms, text), strict=True))


def where(resolved: Resolved) -> tuple[str | None, str | None]:
    assert resolved.best is not None
    return resolved.best.place.admin1 or resolved.best.place.country, resolved.best.place.feature


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Deir Ezzor", "170794"),
        ("Deir ez-Zor", "170794"),
        ("Deir al-Zour", "170794"),
        ("دير الزور", "170794"),
        ("Al-Raqqah", "172955"),
        ("ar-Raqqa", "172955"),
        ("Tadmur", "163808"),
        ("Palmyra", "163808"),
        ("Al-Sukhnah", "172425"),
        ("Hama", "170017"),
        ("Aleppo", "170063"),
    ],
)
def test_names_as_they_are_written_find_their_place(resolver: ToponymResolver, name: str, code: str) -> None:
    best = resolve(resolver, "The Syrian army", name)[name].best
    assert best is not None
    assert (best.place.country, best.place.code) == ("SY", code)


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("A storm hit Paris, Texas.", ["Paris"], ["US.TX"]),
        ("Ministers met in Paris.", ["Paris"], ["FR.11"]),
        ("Clashes in Tripoli spread to Sidon and Beirut.", ["Tripoli", "Sidon", "Beirut"], ["LB.09", "LB.06", "LB.04"]),
        ("Militias in Tripoli and Misrata", ["Tripoli", "Misrata"], ["LY.77", "LY.72"]),
        ("Georgia: Tbilisi and Batumi", ["Georgia", "Tbilisi"], ["GE", "GE.51"]),
        ("In Georgia, Atlanta and Savannah flooded.", ["Georgia", "Atlanta", "Savannah"], ["US.GA", "US.GA", "US.GA"]),
        (
            "Valencia, Caracas and Maracaibo were dark.",
            ["Valencia", "Caracas", "Maracaibo"],
            ["VE.07", "VE.25", "VE.23"],
        ),
        ("Springfield, Mo., and Joplin", ["Springfield", "Joplin"], ["US.MO", "US.MO"]),
        ("Moscow, Idaho", ["Moscow"], ["US.ID"]),
    ],
)
def test_the_text_chooses_among_namesakes(
    resolver: ToponymResolver, text: str, names: list[str], expected: list[str]
) -> None:
    assert [where(one)[0] for one in resolve(resolver, text, *names).values()] == expected


def test_words_of_kind_choose_the_feature(resolver: ToponymResolver) -> None:
    found = resolve(resolver, "Syrian", "Homs governorate", "Homs", "city of Aleppo", "Odesa region", "Kursk region")
    assert {name: where(one)[1] for name, one in found.items()} == {
        "Homs governorate": "ADM1",
        "Homs": "PPL",
        "city of Aleppo": "PPL",
        "Odesa region": "ADM1",
        "Kursk region": "ADM1",
    }


def test_parts_and_things_named_after_a_place_are_not_that_place(resolver: ToponymResolver) -> None:
    found = resolve(resolver, "Syrian", "Homs desert", "Deir Ezzor countryside", "Palmyra airport", "western Euphrates")
    assert {name: one.reading.relation for name, one in found.items()} == {
        "Homs desert": "within",
        "Deir Ezzor countryside": "within",
        "Palmyra airport": "near",
        "western Euphrates": "within",
    }
    assert where(found["Homs desert"]) == ("SY.11", "ADM1")


def test_every_option_tells_what_made_its_score(resolver: ToponymResolver) -> None:
    paris = resolve(resolver, "Paris, Texas", "Paris")["Paris"]
    assert paris.best is not None
    assert paris.best.features["qualifier"] > 0.8
    assert 0.5 < paris.best.score() <= 1
    assert len(paris.options) > 3
    assert paris.options[1].score() < paris.best.score()


def test_a_name_that_nobody_knows_has_no_options(resolver: ToponymResolver) -> None:
    assert resolve(resolver, "Xqzvwtown", "Xqzvwtown")["Xqzvwtown"].best is None


def test_the_order_of_names_changes_nothing(resolver: ToponymResolver) -> None:
    names = ["Tripoli", "Sidon", "Beirut", "Zahle", "Hama"]
    one = resolve(resolver, "", *names)
    other = resolve(resolver, "", *reversed(names))
    assert {name: where(one[name]) for name in names} == {name: where(other[name]) for name in names}


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("German officials met on Friday.", "German", "2921044"),
        ("She moved to Burlington, Vermont, in May.", "Burlington, Vermont", "5234372"),
        ("Fighting spread in the Lower Shabelle region.", "Lower Shabelle region", "51966"),
    ],
)
def test_adjectives_qualifiers_and_divisions_are_read(
    resolver: ToponymResolver, text: str, name: str, code: str
) -> None:
    best = resolve(resolver, text, name)[name].best
    assert best is not None
    assert best.place.code == code


def test_a_division_found_by_its_whole_name_is_the_place_itself_not_what_it_lies_in(resolver: ToponymResolver) -> None:
    found = resolve(resolver, "Somalia: fighting in the Lower Shabelle region", "Lower Shabelle region")
    assert found["Lower Shabelle region"].reading.relation == "exact"
    assert where(found["Lower Shabelle region"])[1] == "ADM1"


def test_an_unknown_name_is_best_looked_for_around_the_sure_one_next_to_it(resolver: ToponymResolver) -> None:
    text = "In Syria, a blast at Qxyzville near Homs was heard in Aleppo."
    found = resolve(resolver, text, "Qxyzville", "Homs", "Syria")
    assert found["Qxyzville"].best is None
    around = found["Qxyzville"].around()
    assert around is not None
    assert around.place.name == "Homs", "not the country, which is wider"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("EU", "European Union"),
        ("NYC", "New York City"),
        ("Korea", "Korean Peninsula"),
        ("South Korean", "South Korea"),
        ("Thai", "Thailand"),
        ("Scottish", "Scotland"),
        ("Latin American", "Latin America"),
        ("Mt. Rainier", "Mount Rainier"),
        ("Downing Street", "Downing Street"),
        ("Red Square", "Red Square"),
        ("White House", "White House"),
        ("Ireland", "Ireland"),
        ("Texas Panhandle", "Texas Panhandle"),
        ("Royal Bank of Scotland", "Scotland"),
        ("Boston Marathon", "Boston"),
        ("U.S. Senate", "United States"),
    ],
)
def test_what_world_news_name_is_known(resolver: ToponymResolver, name: str, place: str) -> None:
    """Abbreviations, adjectives, landmarks, and what bears the name of a place: some of them sounded like towns."""
    best = resolve(resolver, name, name)[name].best
    assert best is not None
    assert best.place.name == place


@pytest.mark.parametrize("name", ["Elm Street", "Route 66", "Highway 17"])
def test_a_street_sounds_like_no_town(resolver: ToponymResolver, name: str) -> None:
    assert resolve(resolver, name, name)[name].best is None


def test_a_name_that_is_known_does_not_sound_like_a_nearer_one(resolver: ToponymResolver) -> None:
    """Juba was taken for Goba in a report on Ethiopia and Kenya, Cannes for Kennesaw in one on Georgia."""
    text = "Aid reached camps in Kenya and Ethiopia. A flight from Nairobi to Juba was put off."
    found = resolve(resolver, text, "Kenya", "Ethiopia", "Nairobi", "Juba")
    assert where(found["Juba"])[0] == "SS.01"
    text = "Studios in Atlanta, Georgia, stand idle. The festival in Cannes lacks stars."
    assert where(resolve(resolver, text, "Atlanta", "Georgia", "Cannes")["Cannes"])[0] == "FR.93"


def test_namesakes_tell_by_their_company_where_a_text_is_set(resolver: ToponymResolver) -> None:
    """Each of these names has better known namesakes; only in one county do all of them meet."""
    names = ["Richmond", "Berea", "Irvine", "Madison County"]
    text = "Workers in Richmond came from Berea and Irvine. Madison County wants a factory."
    assert {where(one)[0] for one in resolve(resolver, text, *names).values()} == {"US.KY"}


def test_the_paper_is_named_after_the_town_that_it_writes_of(resolver: ToponymResolver) -> None:
    text = "The Paris school board meets on Thursday. A bidder runs the buses of Big Sandy."
    toponyms = [Toponym(name, ((text.index(name), text.index(name) + len(name)),)) for name in ("Paris", "Big Sandy")]
    at_home = resolver.resolve(toponyms, text, {}, "www.parisdailynews.example.com")
    assert [where(one)[0] for one in at_home] == ["US.TN", "US.TN"]
    assert where(resolver.resolve(toponyms, text)[0])[0] == "FR.11"


def test_a_report_is_filed_in_a_town(resolver: ToponymResolver) -> None:
    """The state was taken for the capital where the report went on with Seattle."""
    text = "WASHINGTON — Senators want cheaper power. Canada sells to Seattle, Spokane and Portland."
    found = resolve(resolver, text, "WASHINGTON", "Canada", "Seattle", "Spokane", "Portland")
    assert where(found["WASHINGTON"])[0] == "US.DC"


def test_a_famous_name_in_world_news_is_the_famous_place(resolver: ToponymResolver) -> None:
    text = "Shows from Seoul win in Toronto. Actors left Chicago and Hollywood for Dubai."
    found = resolve(resolver, text, "Seoul", "Toronto", "Chicago", "Hollywood", "Dubai")
    assert (where(found["Toronto"])[0], where(found["Dubai"])[0]) == ("CA.08", "AE.03")


def test_an_acronym_sounds_like_nothing(resolver: ToponymResolver) -> None:
    assert resolve(resolver, "Fighters of the BRTK in France", "BRTK")["BRTK"].best is None
