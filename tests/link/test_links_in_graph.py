"""What the linker finds arrives where users look for it: event records, and questions about places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import pipeline
from kg.errors import QueryError
from kg.link import Linker
from kg.link.gazetteer import Gazetteer
from kg.model import Document, Entity, Event, Extraction, Mention, PlaceRef, Span
from kg.store.embedded import EmbeddedStore

TEXT = "Shelling hit Al-Sukhnah in Homs province, Syria."


class OneEvent:
    """An extractor that gives one event at a town, in a province, in a country."""

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        for document in documents:
            places = (
                ("town", "Al-Sukhnah", "Settlement"),
                ("province", "Homs province", "FirstLevelDivision"),
                ("country", "Syria", "Country"),
            )
            spans = {key: Span(TEXT.index(name), TEXT.index(name) + len(name)) for key, name, _ in places}
            yield Extraction(
                document,
                tuple(Mention(spans[key], name, "Location", f"place:{key}") for key, name, _ in places),
                tuple(Entity(f"place:{key}", "place", name, kind, (name,)) for key, name, kind in places),
                (
                    Event(
                        "event:1",
                        "Shelling",
                        Span(0, len(TEXT)),
                        Span(0, 8),
                        place=PlaceRef("place:town", "Al-Sukhnah", spans["town"]),
                    ),
                ),
            )


@pytest.fixture
def graph(tmp_path: Path, embedded: Gazetteer) -> kg.Graph:
    report = tmp_path / "report.txt"
    report.write_text(TEXT, encoding="utf-8")
    return kg.build(report, extractor=OneEvent(), linker=Linker([embedded]))


def test_event_records_have_point_and_ids(graph: kg.Graph) -> None:
    place: dict[str, Any] = graph.events()["place"][0]
    assert (place["name"], place["geonames"]) == ("Al-Sukhnah", "172425")
    assert place["lat"] == pytest.approx(34.89, abs=0.05)
    assert place["lon"] == pytest.approx(38.87, abs=0.05)


@pytest.mark.parametrize("place", ["Al-Sukhnah", "Homs province", "Syria"])
def test_what_happened_in_a_town_happened_in_its_province_and_country(graph: kg.Graph, place: str) -> None:
    found: Any = graph.query("at-place", place=place)
    assert list(found["place"]) == ["Al-Sukhnah"]


@pytest.mark.parametrize(
    "place",
    [
        "Syrian Arab Republic", "SY", "SYR", "Q858", "163843", "https://sws.geonames.org/163843/",
        "<http://www.wikidata.org/entity/Q858>", "Hims Governorate", "Homs governorate", "SY-HI", "169575",
        "As Sukhnah", "172425", "السخنة",
    ],
)  # fmt: skip
def test_a_place_is_known_by_its_other_spellings_and_by_its_identifiers(graph: kg.Graph, place: str) -> None:
    found: Any = graph.query("at-place", place=place)
    assert list(found["place"]) == ["Al-Sukhnah"]


@pytest.mark.parametrize(
    "place", ["Iraq", "IQ", "Q796", "Aleppo governorate", "SY-HL", "Damascus", "170063", "Q999999"]
)
def test_nothing_happened_elsewhere(graph: kg.Graph, place: str) -> None:
    assert len(graph.query("at-place", place=place)) == 0  # pyright: ignore[reportArgumentType]


def test_a_name_that_nobody_knows_is_an_error(graph: kg.Graph) -> None:
    with pytest.raises(QueryError, match="no place with the name 'Xyzzyville'"):
        graph.query("at-place", place="Xyzzyville")


def test_countries_are_known_where_no_gazetteer_was_built(
    graph: kg.Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KG_CACHE_DIR", str(tmp_path / "empty"))
    assert len(graph.query("at-place", place="Syrian Arab Republic")) == 1  # pyright: ignore[reportArgumentType]
    assert not (tmp_path / "empty").exists()


def test_a_linked_place_lies_in_its_divisions_and_country(graph: kg.Graph) -> None:
    town = "https://w3id.org/conflict-kg/id/place/sukhna"
    found: Any = graph.query(f"SELECT ?outer WHERE {{ <{town}> geosparql:sfWithin ?outer }}")
    assert set(found["outer"]) == {"https://sws.geonames.org/169575/", "https://sws.geonames.org/163843/"}
    (wkt,) = graph.query(f"SELECT ?wkt WHERE {{ <{town}> geosparql:hasGeometry/geosparql:asWKT ?wkt }}")["wkt"]  # pyright: ignore[reportIndexIssue, reportCallIssue, reportArgumentType]
    assert str(wkt).startswith("POINT(38.8")


def test_identifiers_of_places_can_be_asked_for(graph: kg.Graph) -> None:
    found: Any = graph.query("external-ids")
    assert {"172425", "169575", "163843", "SY-HI"} <= set(found["identifier"])


def test_a_report_is_not_read_again_where_the_gazetteer_is_the_same(tmp_path: Path, embedded: Gazetteer) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT, encoding="utf-8")
    for unchanged in (0, 1):
        with kg.build(report, tmp_path / "graph.trig", extractor=OneEvent(), linker=Linker([embedded])) as built:
            assert built.result is not None
            assert built.result.unchanged == unchanged


class Naming:
    """An extractor that finds towns by their names, and nothing else."""

    TOWNS = ("Tripoli", "Beirut", "Sidon", "Tyre", "Misrata", "Benghazi", "Sirte")

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        for document in documents:
            found = [(name, document.text.index(name)) for name in self.TOWNS if name in document.text]
            yield Extraction(
                document,
                tuple(Mention(Span(at, at + len(name)), name, "Location", f"place:{name}") for name, at in found),
                tuple(Entity(f"place:{name}", "place", name, "Settlement", (name,)) for name, _ in found),
            )


@pytest.mark.parametrize("forgotten", ["lebanon.txt", "libya.txt", "quiet.txt"])
def test_a_forgotten_report_leaves_none_of_its_links(embedded: Gazetteer, forgotten: str) -> None:
    """One name, two towns: which of them is meant, and how sure that is, rested on the report that is forgotten."""
    texts = {
        "lebanon.txt": "Guards left Tripoli for Beirut, then for Sidon and Tyre.",
        "libya.txt": "Guards left Tripoli for Misrata, then for Benghazi and Sirte.",
        "quiet.txt": "Nothing was heard from Benghazi.",
    }
    options = pipeline.BuildOptions(register=(), extractor=Naming(), linker=Linker([embedded]))

    def built(*names: str) -> EmbeddedStore:
        store = EmbeddedStore()
        pipeline.build_documents((Document(name, texts[name], sha256="0" * 64) for name in names), store, options)
        return store

    store = built(*texts)
    pipeline.forget([forgotten], store, (), Linker([embedded]))
    assert set(store.quads()) == set(built(*(name for name in texts if name != forgotten)).quads())
