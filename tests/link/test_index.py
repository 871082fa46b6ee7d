"""An index is written whole or not at all, finds what was put in, and tells what it cannot read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.link.gazetteer import Gazetteer, Gazetteers
from kg.link.index import write_index
from kg.link.record import Record

RAQQA = Record(
    "geonames", "172955", "Ar Raqqah", 35.95, 39.01, "P", "PPL", "SY", population=220_000, others=("Raqqa", "الرقة")
)
AMARA = Record("geonames", "1", "Amara", 31.8, 47.1, "P", "PPL", "IQ", population=500_000)
SMALL = Record("geonames", "2", "Amara", 10.0, 10.0, "P", "PPL", "NG", population=500)


def test_a_place_is_found_by_each_of_its_names(make_gazetteer: Callable[..., Gazetteer]) -> None:
    gazetteer = make_gazetteer(RAQQA, AMARA)
    for name in ("ar-Raqqah", "RAQQA", "الرقة"):
        assert [found.place.code for found in gazetteer.exact(name)] == ["172955"]
    assert [found.place.code for found in gazetteer.sounding("Rakkah")] == ["172955"]
    assert gazetteer.exact("Amarah") == ()


def test_the_better_known_of_two_comes_first(make_gazetteer: Callable[..., Gazetteer]) -> None:
    assert [found.place.code for found in make_gazetteer(SMALL, AMARA).exact("amara")] == ["1", "2"]


def test_a_place_is_as_well_known_after_it_was_looked_up_by_its_id(make_gazetteer: Callable[..., Gazetteer]) -> None:
    by_name = make_gazetteer(AMARA, RAQQA).exact("Amara")[0].place.known
    gazetteer = make_gazetteer(AMARA, RAQQA)
    assert gazetteer.identified("1") is not None
    assert [place.code for place in gazetteer.beginning("Ar", 9)] == ["172955"]
    assert gazetteer.exact("Amara")[0].place.known == by_name > 0
    assert gazetteer.sounding("Rakkah")[0].place.known == gazetteer.exact("ar-Raqqah")[0].place.known > 0


def test_an_earlier_gazetteer_stands_for_the_same_id_in_a_later(make_gazetteer: Callable[..., Gazetteer]) -> None:
    mine = make_gazetteer(Record("geonames", "1", "Amara", 31.9, 47.2, "P", "PPLA", "IQ"))
    both = Gazetteers([mine, make_gazetteer(AMARA, SMALL)])
    assert [(one.place.code, one.place.feature) for one in both.exact("Amara")] == [("1", "PPLA"), ("2", "PPL")]
    assert both.held({"1", "2", "3"}) == {"1", "2"}


def test_an_index_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[Record]:
        yield AMARA
        raise RuntimeError("the source broke off")

    with pytest.raises(RuntimeError):
        write_index(tmp_path / "index.sqlite", broken(), {})
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_index_is_named(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    with pytest.raises(DataError, match=r"index\.sqlite"):
        Gazetteer(path)
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(DataError, match=r"index\.sqlite"):
        Gazetteer(path)


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    write_index(path, [AMARA], {})
    with sqlite3.connect(path) as database:
        database.execute("UPDATE about SET value = '0' WHERE name = 'format'")
    database.close()
    with pytest.raises(DataError, match="another version"):
        Gazetteer(path)
