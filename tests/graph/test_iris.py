"""IRIs: valid for any words, the same every time, and apart for what is apart."""

from __future__ import annotations

import hypothesis.strategies as st
import pyoxigraph
import pytest
from hypothesis import example, given

from kg.graph import iris
from kg.model import Span

words = st.text()
spans = st.tuples(st.integers(0, 10**6), st.integers(1, 500)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(words)
@example("")
@example("???")
@example("\ud800")
@example("a\u200fb \ue000")
@example("قوات سوريا الديمقراطية")
def test_any_words_make_valid_iris(text: str) -> None:
    report = iris.report_iri(text)
    for iri in (report, iris.actor_iri(text), iris.actor_iri(text, report), iris.place_iri(text, text[:2])):
        pyoxigraph.NamedNode(iri)
        # What is valid to a parser of IRIs must also survive being written and read.
        quad = pyoxigraph.Triple(pyoxigraph.NamedNode(iri), pyoxigraph.NamedNode(iri), pyoxigraph.NamedNode(iri))
        data = pyoxigraph.serialize([quad], format=pyoxigraph.RdfFormat.TURTLE, prefixes={"id": iris.ID})
        assert data is not None
        assert [one.triple for one in pyoxigraph.parse(data, pyoxigraph.RdfFormat.TURTLE)] == [quad]


@given(words, words)
def test_two_documents_never_share_a_report(one: str, other: str) -> None:
    assert (iris.report_iri(one) == iris.report_iri(other)) == (one == other)


@given(words)
def test_a_slug_is_never_empty_nor_too_long_and_stays_as_it_is(text: str) -> None:
    slug = iris.slug(text)
    assert 0 < len(slug) <= iris.LONGEST_SLUG
    assert "/" not in slug
    assert iris.slug(slug) == slug


@given(st.text(alphabet="abcdefgh ", min_size=100), st.text(alphabet="abcdefgh ", min_size=100))
def test_long_names_that_differ_late_stay_apart(one: str, other: str) -> None:
    if "-".join(one.split()) != "-".join(other.split()):
        assert iris.slug(one) != iris.slug(other)


@given(spans, spans)
def test_evidence_names_its_characters(one: Span, other: Span) -> None:
    report = iris.report_iri("a")
    assert iris.evidence_iri(report, one).endswith(f"#char={one.start},{one.end}")
    assert (iris.evidence_iri(report, one) == iris.evidence_iri(report, other)) == (one == other)


def test_iris_do_not_change_between_versions() -> None:
    """Stored graphs depend on these. If this fails, every graph out there has to be built again."""
    assert iris.report_iri("news/Report 12.txt") == iris.ID + "report/report-12-ee17c647796c"
    assert iris.actor_iri("The Dawn Brigade") == iris.ID + "actor/dawn-brigade"
    assert iris.place_iri("Tal Amra", "SY") == iris.ID + "place/tal-amra-sy"
    assert iris.edge_iri("a", "b", "c") == iris.ID + "edge/0e9f64031fcb2bc708b531c2"


def test_spellings_that_fold_alike_are_one_actor() -> None:
    assert iris.actor_iri("Al-Fajr Front") == iris.actor_iri("the al Fajr front")


@pytest.mark.parametrize(
    ("address", "iri"),
    [
        ("https://a.example/x y?q=ü", "https://a.example/x%20y?q=%C3%BC"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/a%20b", "https://a.example/a%20b"),
        ("https://a.example/q[1]", "https://a.example/q%5B1%5D"),
        ("reports/a.txt", None),
        ("", None),
    ],
)
def test_addresses_become_iris_or_none(address: str, iri: str | None) -> None:
    assert iris.web_iri(address) == iri


@given(words)
def test_an_address_never_makes_an_invalid_iri(text: str) -> None:
    for address in (text, "https://" + text, "https://a.example/" + text):
        iri = iris.web_iri(address)
        if iri is not None:
            assert pyoxigraph.NamedNode(iri).value == iri
