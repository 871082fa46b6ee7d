"""Names that mean the same have one key; what differs in substance keeps two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names import fold, is_acronym, slug, spelled_as


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("al-Shabaab", "Al Shabaab"),
        ("al-Shabaab", "the Al‑Shabaab"),
        ("Hay'at Tahrir al-Sham", "Hayat Tahrir Al-Sham"),
        ("Jabhat an-Nusra", "Jabhat al-Nusra"),
        ("Ḥizbu’llāh", "Hizbullah"),
        ("Türkiye", "Turkiye"),
        ("U.N. Security Council", "UN Security Council"),
        ("Médecins Sans Frontières", "Medecins sans frontieres"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("IŞİD", "ISID"),
        ("Wałęsa", "Walesa"),
        ("the Taliban", "Taliban"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Salvador", "El Salvador"),
        ("Congo", "DR Congo"),
        ("Niger", "Nigeria"),
        ("North Korea", "South Korea"),
        ("1st Brigade", "2nd Brigade"),
        ("Al Aqsa", "Aqsa Martyrs"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_an_article_alone_is_kept() -> None:
    assert fold("al") == "al"
    assert fold("The") == "the"


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=60))
def test_a_key_has_no_upper_case_mark_or_stray_blank(name: str) -> None:
    key = fold(name)
    assert key == key.casefold()
    assert key == " ".join(key.split())


@given(st.text(alphabet="abcdefgh -'ñéü.", min_size=1, max_size=30))
def test_case_does_not_matter(name: str) -> None:
    assert fold(name.upper()) == fold(name)


@pytest.mark.parametrize(
    ("name", "yes"), [("ISIS", True), ("M23", True), ("LeT", True), ("Isis", False), ("IS fighters", False)]
)
def test_acronyms_are_told_by_their_capitals(name: str, yes: bool) -> None:
    assert is_acronym(name) is yes


@pytest.mark.parametrize(
    ("name", "surface", "yes"),
    [
        ("IS", "IS", True),
        ("IS", "is", False),
        ("IS", "Is", False),
        ("WHO", "who", False),
        ("DRC", "the DRC", True),
        ("NATO", "Nato", False),
        ("Nato", "Nato", True),
        ("Nato", "NATO", True),
        ("LeT", "Let", False),
        ("LeT", "LeT", True),
        ("LeT", "LET", True),
        ("U.N.", "UN", True),
        ("UN", "U.N.", True),
        ("NATO", "nato", False),
        ("Hamas", "HAMAS", True),
        ("Amnesty", "amnesty", False),
        ("regime forces", "Regime forces", True),
        ("regime forces", "regime forces", True),
        ("Islamic State", "the islamic state", False),
    ],
)
def test_a_name_needs_its_capitals(name: str, surface: str, yes: bool) -> None:
    assert spelled_as(name, surface) is yes


@given(st.text(max_size=60))
def test_slugs_fit_the_last_step_of_an_iri(name: str) -> None:
    made = slug(name)
    assert not made.startswith("-")
    assert not made.endswith("-")
    assert "--" not in made
    assert all(char.isalnum() or char == "-" for char in made)


def test_a_slug_keeps_the_article() -> None:
    assert slug("al-Shabaab") == "al-shabaab"
    assert slug("Hay'at Tahrir al-Sham") == "hayat-tahrir-al-sham"
