"""The catalogue: every file is as its header says, and bad headers are told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.errors import DataError, QueryError
from kg.query import catalogue, find, load, run
from kg.query.catalogue import parse
from kg.query.run import bind
from kg.query.source import as_queryable

NAMES = {
    "actors", "at-place", "claims-by-source", "discrepancies", "evidence", "external-ids", "neighbours", "relations",
    "timeline", "tolls", "violations", "who-attacked-whom",
}  # fmt: skip

HEADER = """#+ name = "small"
#+ title = "Small"
#+ question = "What is small?"
#+ [parameters.size]
#+ type = "integer"
#+ default = 3
#+ description = "How small."
#+ example = "2"
SELECT ?size WHERE { VALUES ?size { 3 } }
"""


def test_the_catalogue_holds_the_questions_of_the_house():
    assert {query.name for query in catalogue()} >= NAMES


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_every_query_is_described_and_runs_as_it_stands(query, everything):
    assert query.title
    assert query.question.endswith("?")
    assert all(one.description.endswith(".") and one.example for one in query.parameters)
    needed = {one.name: one.example for one in query.parameters if one.required}
    if not needed:
        assert run(everything, query).columns == run(everything, query.path).columns


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_the_text_holds_the_defaults_of_its_header(query, everything):
    """The file gives the same answer in any other tool: binding the defaults changes nothing but blanks."""
    needed = {
        one.name: "https://example.org/x" if one.type in ("actor", "place", "node") else one.example
        for one in query.parameters
        if one.required
    }
    bound = bind(query, needed, as_queryable(everything))
    for one in query.parameters:
        blocks = re.findall(rf"VALUES \?{one.name} \{{([^}}]*)\}}", query.text)
        if one.default:
            written = re.findall(rf"VALUES \?{one.name} \{{([^}}]*)\}}", bound)
            assert [term(block) for block in blocks] == [term(block) for block in written]
        else:
            assert {block.strip() for block in blocks} == {"UNDEF"}


def term(block: str) -> list[str]:
    """The terms of a VALUES block without the different ways to write one."""
    full = re.sub(r"<https://w3id.org/conflict-kg/ontology#(\w+)>", r"kg:\1", block)
    return re.sub(r'"(\w+)"\^\^<[^>]*#(?:boolean|integer|decimal)>', r"\1", full).split()


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(QueryError, match="Did you mean 'who-attacked-whom'"):
        find("who-atacked-whom")


def test_a_query_of_a_file_and_of_a_text(tmp_path: Path):
    path = tmp_path / "small.rq"
    path.write_text(HEADER, encoding="utf-8")
    assert load(path).parameters == parse(HEADER).parameters
    assert load(path).parameters[0].default == ("3",)


def test_a_file_that_is_missing_is_named(tmp_path: Path):
    with pytest.raises(QueryError, match=r"nowhere\.rq"):
        load(tmp_path / "nowhere.rq")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('#+ name = "small"', '#+ name = "Small Query"'), "no name of a query"),
        (('#+ title = "Small"\n', ""), "lacks 'title'"),
        (('#+ title = "Small"', "#+ title = Small"), "no TOML"),
        (('#+ title = "Small"', '#+ title = "Small"\n#+ author = "me"'), "unknown field 'author'"),
        (('type = "integer"', 'type = "whole"'), "unknown type 'whole'"),
        (('type = "integer"', 'type = "choice"'), "lacks 'choices'"),
        (("default = 3", 'default = "three"'), "whole number"),
        (('example = "2"', 'example = "two"'), "whole number"),
        (("default = 3", "required = true\n#+ default = 3"), "required and has a default"),
        (("default = 3", "minimum = true"), "not of the right type"),
        (("VALUES ?size", "VALUES ?other"), r"no line VALUES \?size"),
    ],
)
def test_a_bad_header_is_refused(change, complaint, tmp_path: Path):
    path = tmp_path / "small.rq"
    path.write_text(HEADER.replace(*change), encoding="utf-8")
    with pytest.raises(DataError, match=complaint) as caught:
        load(path)
    assert "small.rq" in str(caught.value)


def test_a_file_of_another_name_is_refused_in_a_catalogue(tmp_path: Path):
    (tmp_path / "large.rq").write_text(HEADER, encoding="utf-8")
    with pytest.raises(DataError, match="not that of its file"):
        catalogue(tmp_path)


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_a_store_on_disk_gives_the_same_rows_in_the_same_order(query, sources, tmp_path: Path):
    """It sorts its statements otherwise than one in memory does."""
    disk = Store(str(tmp_path / "store"))
    disk.extend(sources)
    known = {"actor": "RL", "place": "Qasra", "node": "RL"}
    needed = {one.name: known[one.type] for one in query.parameters if one.required}
    assert run(disk, query, needed).rows == run(sources, query, needed).rows
