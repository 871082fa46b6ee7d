"""Countries are found by name, demonym, capital and seat of power, and their file keeps its schema."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.countries import COUNTRIES_FILE, Country, load_countries
from kg.errors import DataError
from kg.names import fold

COUNTRIES = load_countries()

# UN members and the two observers, with those whose statehood is disputed that reports name.
BEYOND_THE_UN = {"XK", "XS", "TW", "EH"}


def test_all_states_are_there() -> None:
    assert len({country.alpha2 for country in COUNTRIES.all} - BEYOND_THE_UN) == 193 + 2
    assert {country.alpha2 for country in COUNTRIES.all} >= BEYOND_THE_UN


def answers_to_its_own_words(country: Country) -> bool:
    return (
        all(COUNTRIES.by_name(name) == country for name in country.names)
        and all(country in COUNTRIES.by_demonym(word) for word in country.adjectives + country.people)
        and all(COUNTRIES.by_capital(name) == country for name in country.capitals)
        and all(COUNTRIES.by_seat(seat.name) == (country, seat) for seat in country.seats)
        and COUNTRIES.by_code(country.alpha2) == country == COUNTRIES.by_code(country.alpha3.lower())
    )


def test_every_country_answers_to_its_own_words() -> None:
    assert [country.name for country in COUNTRIES.all if not answers_to_its_own_words(country)] == []


def test_nothing_is_said_twice_of_a_country() -> None:
    for country in COUNTRIES.all:
        for words in (country.names, country.adjectives, country.people, country.capitals):
            assert len(words) == len({word.casefold() for word in words}), country.name


def test_identifiers_are_unique() -> None:
    for field in ("alpha2", "alpha3", "wikidata"):
        assert len({getattr(country, field) for country in COUNTRIES.all}) == len(COUNTRIES.all)
    geonames = [country.geonames for country in COUNTRIES.all if country.geonames]
    assert len(set(geonames)) == len(geonames) >= 195


def test_no_name_belongs_to_two_countries() -> None:
    owners: dict[str, set[str]] = {}
    for country in COUNTRIES.all:
        for name in country.names:
            owners.setdefault(fold(name), set()).add(country.alpha2)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_known_identifiers() -> None:
    syria = COUNTRIES.by_name("Syria")
    assert syria is not None
    assert (syria.alpha2, syria.alpha3, syria.wikidata, syria.geonames) == ("SY", "SYR", "Q858", "163843")
    assert (round(syria.lat), round(syria.lon)) == (35, 39)


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("Türkiye", "TR"),
        ("the U.S.", "US"),
        ("US", "US"),
        ("the DRC", "CD"),
        ("Congo-Brazzaville", "CG"),
        ("Cote d’Ivoire", "CI"),
        ("The Gambia", "GM"),
        ("SYRIA", "SY"),
        ("Holy See", "VA"),
    ],
)
def test_names_are_found_however_they_are_spelled(surface: str, code: str) -> None:
    found = COUNTRIES.by_name(surface)
    assert found is not None
    assert found.alpha2 == code


@pytest.mark.parametrize("surface", ["us", "Us", "turkey", "chad", "car", "Car", "", "Atlantis", "the"])
def test_common_words_are_no_country(surface: str) -> None:
    assert COUNTRIES.by_name(surface) is None


@pytest.mark.parametrize(
    ("surface", "codes"),
    [
        ("Syrian", {"SY"}),
        ("Turks", {"TR"}),
        ("Emirati", {"AE"}),
        ("Burkinabe", {"BF"}),
        ("Nigerien", {"NE"}),
        ("Nigerian", {"NG"}),
        ("Congolese", {"CD", "CG"}),
        ("Frenchmen", {"FR"}),
        ("U.S.", {"US"}),
        ("us", set()),
        ("polish", set()),
    ],
)
def test_demonyms_lead_to_their_countries(surface: str, codes: set[str]) -> None:
    assert {country.alpha2 for country in COUNTRIES.by_demonym(surface)} == codes


@pytest.mark.parametrize(
    ("surface", "code"), [("Kiev", "UA"), ("Kyiv", "UA"), ("Sana’a", "YE"), ("Port Sudan", "SD"), ("Ndjamena", "TD")]
)
def test_capitals_lead_to_their_countries(surface: str, code: str) -> None:
    found = COUNTRIES.by_capital(surface)
    assert found is not None
    assert found.alpha2 == code


@pytest.mark.parametrize(
    ("surface", "code", "branch"),
    [("the Kremlin", "RU", "government"), ("Pentagon", "US", "ministry"), ("Elysee Palace", "FR", "government")],
)
def test_seats_of_power_stand_for_a_branch(surface: str, code: str, branch: str) -> None:
    found = COUNTRIES.by_seat(surface)
    assert found is not None
    assert (found[0].alpha2, found[1].branch) == (code, branch)


@given(st.text(max_size=40))
def test_any_text_can_be_looked_up(surface: str) -> None:
    found = COUNTRIES.by_name(surface)
    assert found is None or fold(surface) in {fold(name) for name in found.names}
    assert all(isinstance(country, Country) for country in COUNTRIES.by_demonym(surface))


def test_loading_is_quick() -> None:
    best = min(_seconds_to_load() for _ in range(5))
    assert best < 0.15  # some 30 ms on an idle machine


def _seconds_to_load() -> float:
    start = time.perf_counter()
    load_countries.__wrapped__(COUNTRIES_FILE)
    return time.perf_counter() - start


GOOD = """[[country]]
alpha2 = "SY"
alpha3 = "SYR"
name = "Syria"
adjectives = ["Syrian"]
capitals = ["Damascus"]
wikidata = "Q858"
geonames = "163843"
lat = 35.0
lon = 38.5
"""


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "countries.toml"
    path.write_text(GOOD)
    assert [country.name for country in load_countries(path).all] == ["Syria"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"SY"', '"Sy"', "alpha2"),
        ('"SYR"', '"SY"', "alpha3"),
        ('name = "Syria"\n', "", "name is missing"),
        ('["Syrian"]', '"Syrian"', "adjectives"),
        ('["Damascus"]', "[]", "capitals"),
        ("Q858", "858", "wikidata"),
        ('"163843"', "163843", "geonames"),
        ("35.0", "95.0", "lat"),
        ("lat =", "latitude =", "latitude"),
        ("[[country]]", "[[state]]", "no [[country]]"),
        ("=", ":", "not a TOML file"),
        ('"Q858"', '"Q858"\nseats = [{ branch = "ministry" }]', "seat"),
        (GOOD, GOOD + GOOD, "stands twice"),
    ],
)
def test_a_broken_file_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "countries.toml"
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(DataError, match=r"countries\.toml") as caught:
        load_countries(path)
    assert says in caught.value.message
    assert caught.value.remedy


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="missing"):
        load_countries(tmp_path / "none.toml")
