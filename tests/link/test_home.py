"""The town of a local newspaper is read off its web address."""

from __future__ import annotations

import pytest

from kg.link.home import country_of_address, home_of


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("www.parisdailynews.com", "paris"),
        ("https://www.theparisnews.com/story/1", "paris"),
        ("parispi.net", "paris"),
        ("southbendtribune.com", "south bend"),
        ("south-bend-tribune.com", "south bend"),
        ("www.cambridgedaily-jeffersonian.com", "cambridge"),
        ("lancasternews.co.uk", "lancaster"),
        ("news.dover.example.com", "dover"),
    ],
)
def test_a_town_in_an_address_is_among_its_names(address: str, name: str) -> None:
    assert name in home_of(address).names


@pytest.mark.parametrize("address", ["", "www.daily-news.com", "news.com", "http://en.example.org/x"])
def test_words_of_the_press_alone_are_no_town(address: str) -> None:
    assert home_of(address).names == ()


def test_the_end_of_an_address_says_in_which_country_to_look() -> None:
    assert home_of("lancasternews.co.uk").countries == ("GB",)
    assert home_of("parisnews.ca").countries == ("CA",)
    assert "US" in home_of("parisnews.com").countries
    assert country_of_address("parisnews.com") is None
