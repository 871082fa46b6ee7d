"""A user's own places: dumps of GeoNames, tables, subsets of Wikidata; streamed, whole or not at all."""

from __future__ import annotations

import gzip
import json
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import InputError
from kg.link.cache import added_path, cache_dir, embedded_path, open_gazetteers
from kg.link.gazetteer import Gazetteer, Gazetteers
from kg.link.geonames import read_places
from kg.link.record import Record
from kg.link.table import read_table
from kg.link.wikidata import read_wikidata

DUMP = Path(__file__).parents[3] / "shared" / "data" / "geonames" / "NL.txt"
ROW = (
    "9000001\tTall Kharata\tTall Kharata\tKharata,خراطة\t35.1\t40.2\tP\tPPL\tSY\t\t07\t\t\t\t1200\t\t200\t"
    "Asia/Damascus\t2024-01-01\n"
)
ALTERNATES = "1\t9000001\ten\tKharrata Village\t\t\t\t\t\t\n2\t9000001\tlink\thttps://example.org\t\t\t\t\t\t\n"


@pytest.fixture
def cache(tmp_path: Path, embedded: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own that borrows the embedded gazetteer."""
    folder = tmp_path / "cache"
    folder.mkdir()
    os.link(embedded.path, folder / embedded.path.name)
    monkeypatch.setenv("KG_CACHE_DIR", str(folder))
    return folder


def kg(*arguments: str) -> dict[str, int]:
    done = CliRunner().invoke(app, ["gazetteer", "add", *arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_dump_adds_its_places_and_alternate_names_theirs(cache: Path, tmp_path: Path) -> None:
    dump = tmp_path / "SY.zip"
    with zipfile.ZipFile(dump, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SY.txt", ROW)
    names = tmp_path / "alternateNamesV2.txt"
    names.write_text(ALTERNATES, encoding="utf-8")
    assert kg("geonames", str(dump))["places"] == 1
    kg("geonames", str(names))
    both = Gazetteers(open_gazetteers())
    for name in ("Tall Kharata", "خراطة", "Kharrata Village"):
        assert "9000001" in [found.place.code for found in both.exact(name)]
    (found,) = [one.place for one in both.exact("Kharata") if one.place.code == "9000001"]
    assert (found.iso, found.admin1, found.chain) == ("SY-DY", "SY.07", ("170792",))


def test_adding_a_file_twice_changes_nothing(cache: Path, tmp_path: Path) -> None:
    dump = tmp_path / "SY.txt"
    dump.write_text(ROW, encoding="utf-8")
    kg("geonames", str(dump))
    once = Gazetteer(added_path("geonames"))
    kg("geonames", str(dump))
    twice = Gazetteer(added_path("geonames"))
    assert once.size() == twice.size() == 1
    assert len(twice.exact("Tall Kharata")) == 1
    assert once.about == twice.about


def test_a_table_gives_p_codes_to_places_that_are_known_and_adds_others(cache: Path, tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(
        "ADM2_EN;PCODE;GN;Y;X;C\nDeir ez-Zor;SY0700;170794;;;Syria\nAl-Xabra;SY0799;;35.2;40.1;SYR\n", encoding="utf-8"
    )
    assert (
        kg("csv", str(table), "--columns", "name=ADM2_EN,pcode=PCODE,geonames=GN,lat=Y,lon=X,country=C")["places"] == 2
    )
    both = Gazetteers(open_gazetteers())
    (town,) = [one.place for one in both.exact("Deir ez-Zor") if one.place.code == "170794"]
    assert (town.pcode, town.iso) == ("SY0700", "SY-DY")
    assert town.lat == pytest.approx(35.34, abs=0.05)
    (own,) = [one.place for one in both.exact("Al Xabra")]
    assert (own.source, own.code, own.country) == ("list", "SY0799", "SY")


ENTITY = {
    "id": "Q239097",
    "labels": {"en": {"value": "Deir ez-Zor"}, "ar": {"value": "دير الزور"}},
    "aliases": {"en": [{"value": "Deyr Zor City"}]},
    "claims": {
        "P625": [{"mainsnak": {"datavalue": {"value": {"latitude": 35.33, "longitude": 40.13}}}}],
        "P17": [{"mainsnak": {"datavalue": {"value": {"id": "Q858"}}}}],
        "P1566": [{"mainsnak": {"datavalue": {"value": "170794"}}}],
        "P1082": [{"mainsnak": {"snaktype": "somevalue"}}],
    },
}
TRIPLES = r"""<http://www.wikidata.org/entity/Q239097> <http://www.w3.org/2000/01/rdf-schema#label> "Deir ez-Zor"@en .
<http://www.wikidata.org/entity/Q239097> <http://www.wikidata.org/prop/direct/P625> "Point(40.13 35.33)"^^<http://www.opengis.net/ont/geosparql#wktLiteral> .
<http://www.wikidata.org/entity/Q239097> <http://www.wikidata.org/prop/direct/P17> <http://www.wikidata.org/entity/Q858> .
<http://www.wikidata.org/entity/Q239097> <http://www.wikidata.org/prop/direct/P1566> "170794" .
<http://www.wikidata.org/entity/Q5> <http://www.w3.org/2000/01/rdf-schema#label> "human"@en .
"""  # noqa: E501


@pytest.mark.parametrize("form", ["dump.json", "dump.json.gz", "subset.nt"])
def test_wikidata_gives_its_items_to_places_by_their_geonames_id(tmp_path: Path, form: str) -> None:
    path = tmp_path / form
    content = TRIPLES if form.endswith(".nt") else f"[\n{json.dumps(ENTITY)},\n{json.dumps({'id': 'Q5'})}\n]\n"
    data = content.encode()
    path.write_bytes(gzip.compress(data) if form.endswith(".gz") else data)
    (record,) = read_wikidata(path)
    assert (record.source, record.code, record.wikidata, record.country) == ("geonames", "170794", "Q239097", "SY")
    assert (record.lat, record.lon) == (35.33, 40.13)


def test_what_wikidata_adds_completes_the_embedded_entry(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_text(json.dumps(ENTITY), encoding="utf-8")
    kg("wikidata", str(path))
    (town,) = [one.place for one in Gazetteers(open_gazetteers()).exact("Deir ez-Zor") if one.place.code == "170794"]
    assert (town.wikidata, town.iso, town.feature) == ("Q239097", "SY-DY", "PPL")
    assert town.population > 100_000


@pytest.mark.parametrize(
    ("read", "content", "told"),
    [
        (lambda path: read_places(path, {}), ROW + "x\ty\n", "line 2"),
        (lambda path: read_places(path, {}), ROW.replace("35.1", "north"), "line 1"),
        (lambda path: read_table(path, {"name": "N", "lat": "Y"}, "l"), "N,Y\nHoms,34\nHama,far\n", "row 3"),
        (lambda path: read_table(path, {"name": "N", "country": "C"}, "l"), "N,C\nHoms,Atlantis\n", "no country"),
        (lambda path: read_table(path, {"name": "M"}, "l"), "N\nHoms\n", "no column M"),
        (lambda path: read_table(path, {"nme": "N"}, "l"), "N\nHoms\n", "unknown fields nme"),
        (read_wikidata, "{not json\n", "line 1"),
        (read_wikidata, '{"labels": {}}\n', "line 1"),
    ],
)
def test_what_a_file_has_wrong_is_told_with_its_place(
    tmp_path: Path, read: Callable[[Path], Iterator[Record]], content: str, told: str
) -> None:
    path = tmp_path / "file"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        list(read(path))


def test_a_file_that_fails_leaves_what_was_added_before(cache: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "SY.txt", tmp_path / "bad.txt"
    good.write_text(ROW, encoding="utf-8")
    bad.write_text(ROW.replace("9000001", "9000002") + "broken\n", encoding="utf-8")
    kg("geonames", str(good))
    done = CliRunner().invoke(app, ["gazetteer", "add", "geonames", str(bad)])
    assert done.exit_code == 2
    assert "line 2" in done.output
    assert Gazetteer(added_path("geonames")).size() == 1
    assert sorted(one.suffix for one in cache.iterdir()) == [".sqlite", ".sqlite"]


def test_the_folder_is_where_the_variable_says(cache: Path) -> None:
    assert cache_dir() == cache
    assert embedded_path().parent == cache


@pytest.mark.slow
@pytest.mark.skipif(not DUMP.is_file(), reason="needs a dump of GeoNames")
def test_a_whole_country_is_added(cache: Path) -> None:
    assert kg("geonames", str(DUMP))["places"] == 22_852
    both = Gazetteers(open_gazetteers())
    (found,) = [one.place for one in both.exact("Delfshavensche Schie")]
    assert (found.feature, found.country, found.admin1) == ("STMC", "NL", "NL.11")


def test_indexes_that_nobody_uses_go_and_those_of_another_installation_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr("kg.link.embedded.embedded_records", lambda: iter(()))
    now = time.time()
    for name, days in [
        ("gazetteer-old.sqlite", 31),
        ("gazetteer-other.sqlite", 29),
        ("gazetteer-x.sqlite.7.part", 2),
        ("gazetteer-y.sqlite.8.part", 0),
    ]:
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (now - days * 86400, now - days * 86400))
    path = embedded_path()
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {path.name, "gazetteer-other.sqlite", "gazetteer-y.sqlite.8.part"}


def test_a_table_needs_no_columns_told_where_they_are_called_as_the_fields_are(cache: Path, tmp_path: Path) -> None:
    table = tmp_path / "villages.csv"
    table.write_text("Name,PCode,lat,lon,country,note\nTell Qamr,SY0101,35.2,40.1,SY,new\n", encoding="utf-8")
    assert kg("csv", str(table))["places"] == 1
    (found,) = Gazetteers(open_gazetteers()).exact("Tell Qamr")
    assert (found.place.pcode, found.place.country) == ("SY0101", "SY")


def test_a_table_without_a_name_is_told_what_to_say(tmp_path: Path) -> None:
    table = tmp_path / "villages.csv"
    table.write_text("village,lat\nTell Qamr,35.2\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column called name") as error:
        list(read_table(table, {}, "villages"))
    assert "village" in str(error.value)
