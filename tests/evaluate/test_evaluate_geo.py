"""`kg evaluate geo` reads geoparsing corpora as they are published and measures by the usual measures."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import InputError
from kg.evaluate.geo import FARTHEST_KM, Answer, area_under_errors, evaluate_geo, read_corpus
from kg.geo_evaluation import evaluate, occurrences
from kg.link.choices import distance_km

NEWS = Path(__file__).parent.parent / "link" / "data" / "news.xml"
LGL = """<articles><article docid="7"><domain>example.ca</domain><text>Rain in Quebec and Hull.</text><toponyms>
<toponym><start>8</start><end>14</end><phrase>Quebec</phrase>
<gaztag geonameid="6325494"><lat>46.81</lat><lon>-71.21</lon></gaztag></toponym>
<toponym><start>19</start><end>23</end><phrase>Hull</phrase></toponym>
</toponyms></article></articles>"""
GEOVIRUS = """<articles><article source="http://example.org/1"><text>Cases in Goma and Beni.</text><locations>
<location><name>Goma</name><start>10</start><end>14</end><lat>-1.68</lat><lon>29.22</lon><page>N/A</page></location>
</locations></article></articles>"""


def corpus(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "corpus.xml"
    path.write_text(content, encoding="utf-8")
    return path


def test_toponyms_have_their_span_point_and_id_and_those_without_a_point_are_left_out(tmp_path: Path) -> None:
    (article,) = read_corpus(corpus(tmp_path, LGL))
    (quebec,) = article.toponyms
    assert article.text[quebec.start : quebec.end] == quebec.phrase == "Quebec"
    assert (quebec.geonames, quebec.lat, article.address) == ("6325494", 46.81, "example.ca")


def test_offsets_that_count_from_one_are_set_right(tmp_path: Path) -> None:
    (article,) = read_corpus(corpus(tmp_path, GEOVIRUS))
    assert (article.toponyms[0].start, article.toponyms[0].geonames) == (9, None)


def test_the_measures_of_known_answers(tmp_path: Path) -> None:
    content = LGL.replace(
        "</phrase></toponym>", '</phrase><gaztag geonameid="2"><lat>0</lat><lon>0</lon></gaztag></toponym>'
    )
    report = evaluate_geo(
        corpus(tmp_path, content),
        lambda _: [Answer(10.0, 10.0, "6325494"), Answer(0.0, 2.0, None)],
        lambda ids: ids - {"2"},
        distance_km,
    )
    assert report.as_dict() == {
        "toponyms": 2,
        "accuracy_161km": 0.5,
        "exact": 0.5,
        "median_km": pytest.approx(111.19, abs=0.1),
        "mean_km": pytest.approx(111.19, abs=0.1),
        "auc": pytest.approx(math.log(223.39) / 2 / math.log(20040), abs=1e-3),
        "ids_held": 0.5,
    }
    assert [miss.toponym.phrase for miss in report.misses] == ["Hull"]


def test_what_is_not_resolved_is_as_wrong_as_can_be(tmp_path: Path) -> None:
    report = evaluate_geo(corpus(tmp_path, GEOVIRUS), lambda _: [None], lambda ids: ids, distance_km)
    assert (report.accuracy_161km, report.mean_km, report.auc) == (0.0, FARTHEST_KM, 1.0)
    assert report.exact is None
    assert report.ids_held is None


@given(st.lists(st.floats(0, FARTHEST_KM), min_size=1, max_size=30))
def test_the_area_lies_between_all_right_and_all_wrong(errors: list[float]) -> None:
    assert -1e-9 <= area_under_errors(errors) <= 1 + 1e-9
    assert area_under_errors([*errors, 0.0]) <= area_under_errors([*errors, FARTHEST_KM]) + 1e-9


@given(*(st.floats(-90, 90), st.floats(-180, 180)) * 2)
def test_distances_are_symmetric_and_fit_the_earth(lat: float, lon: float, other_lat: float, other_lon: float) -> None:
    there = distance_km(lat, lon, other_lat, other_lon)
    assert 0 <= there <= FARTHEST_KM
    assert there == pytest.approx(distance_km(other_lat, other_lon, lat, lon), abs=1e-6)


@pytest.mark.parametrize("content", ["", "no xml", "<articles/>", "<articles><article>", LGL.replace("46.81", "north")])
def test_what_is_no_corpus_is_named(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"corpus\.xml"):
        evaluate(corpus(tmp_path, content), [])
    with pytest.raises(InputError, match=r"none\.xml"):
        list(read_corpus(tmp_path / "none.xml"))


def test_one_name_is_one_place_in_an_article_unless_the_text_tells_two_apart() -> None:
    (article,) = [one for one in read_corpus(NEWS) if "Nebraska" in one.text or "Neb." in one.text]
    names = [group[0].phrase for group in occurrences(article.toponyms, article.text)]
    assert sorted(names) == sorted(set(names))


def test_the_places_of_local_news_with_namesakes_are_found() -> None:
    """Local news of the United States, Britain and Canada, and agencies' reports; written before anything was measured
    on it. Then 94.8% were within 161 km.
    """
    done = CliRunner().invoke(app, ["evaluate", "geo", str(NEWS.with_name("held_back.xml")), "--json"])
    measured = json.loads(done.stdout)
    assert measured["toponyms"] == 134
    assert measured["accuracy_161km"] >= 0.95
    assert measured["exact"] >= 0.96


@pytest.mark.parametrize(
    ("corpus", "half", "near", "exact"),
    [
        ("local_news", "open", 0.97, 0.98),
        ("local_news", "kept", 0.97, 0.98),
        ("local_briefs", "open", 0.96, 0.96),
        ("local_briefs", "kept", 0.96, 0.96),
        ("world_news", "open", 0.93, 0.96),
        ("world_news", "kept", 0.94, 0.96),
        ("web_articles", "open", 0.94, 0.94),
        ("web_articles", "kept", 0.94, 0.93),
        ("mixed", "after", 0.92, 0.96),
    ],
)
def test_the_places_of_harder_news_are_found(corpus: str, half: str, near: float, exact: float) -> None:
    """Town papers that name no state, agencies' reports, articles of the web; the shares within 161 km and with the
    right id. Before the text, the town of the paper and the company of names were weighed, briefs gave 0.85 and 0.88,
    articles of the web 0.82 and 0.84.
    """
    measured = evaluate(NEWS.with_name(f"{corpus}_{half}.xml"))
    assert measured.accuracy_161km >= near
    assert measured.exact is not None
    assert measured.exact >= exact


def test_the_places_of_invented_news_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    done = CliRunner().invoke(app, ["evaluate", "geo", str(NEWS), "--json"])
    measured = json.loads(done.stdout)
    assert list(measured) == ["toponyms", "accuracy_161km", "exact", "median_km", "mean_km", "auc", "ids_held"]
    assert measured["accuracy_161km"] >= 0.93
    assert measured["exact"] >= 0.93
    assert measured["auc"] <= 0.06
