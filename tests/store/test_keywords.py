"""Telling keywords from what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store.keywords import keywords


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }",
        "select*{service silent<http://x.example/>{?s ?p ?o}}",
        "PREFIX : <http://x.example/> SELECT * { SERVICE:a { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE <http://x.example/> { } }",
        "SELECT * { ?s ?p 1SERVICE <http://x.example/> { } }",
        "SELECT * { FILTER(?a<?b&&?x='>') SERVICE <http://x.example/> { } FILTER(?c='') }",
        "SELECT * { FILTER(?a<?b#>'\n) SERVICE <http://x.example/> { } #'\n }",
        "SELECT * { ?s <http://x.example/\\u0041#> 1 . SERVICE <http://x.example/> { } }",
        'SELECT * { ?s ?p "\\"" . SERVICE <http://x.example/> { } }',
        "SELECT * { ?s ?p '''it's ''' . SERVICE <http://x.example/> { } }",
        "PREFIX k: <urn:k:> SELECT * { ?s k:o\\'clock ?o . SERVICE <http://x.example/> { } }",
    ],
)
def test_a_call_of_another_server_is_never_missed(text: str) -> None:
    assert keywords(text).may_hold("SERVICE")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?service ?p 'intelligence SERVICE' }",
        'SELECT * { ?s ?p """the "secret" service""" } # SERVICE',
        "SELECT * { ?s <http://x.example/service#load> $service }",
        "SELECT * { ?s kg:service 'a'@en-service }",
    ],
)
def test_a_word_in_strings_names_and_comments_is_no_keyword(text: str) -> None:
    assert not keywords(text).may_hold("SERVICE")


def test_a_clause_from_is_known_from_words_about_it() -> None:
    assert "FROM" in keywords("SELECT * FROM<urn:a>{ }").used
    assert "FROM" not in keywords("SELECT ?from { ?from ?p 'from' } # FROM").used


def test_nesting_is_counted_outside_of_strings() -> None:
    assert keywords("SELECT * { { [ ( '(((((' ) ] } }").depth == 4


@given(st.text(st.sampled_from("SERVICE<>'\"#\\ \n?{}:a/h"), max_size=60))
def test_what_is_used_is_possible(text: str) -> None:
    found = keywords(text)
    if any("SERVICE" in word for word in found.used):
        assert found.may_hold("SERVICE")
