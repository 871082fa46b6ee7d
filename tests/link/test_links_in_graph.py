"""What the linker finds arrives where users look for it: event records, and questions about places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.link import Linker
from kg.link.gazetteer import Gazetteer
from kg.model import Document, Entity, Event, Extraction, Mention, PlaceRef, Span

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
