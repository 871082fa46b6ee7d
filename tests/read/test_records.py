"""Feeds and tables: a report a record, read as a stream, a broken record costing that record only."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Document
from kg.read import Metadata, Skipped, parse_columns, read
from kg.read.table import find_delimiter

REPORTS = [
    {"id": "a", "text": "One was killed.", "published": "2024-03-08", "publisher": "Valley Courier"},
    {"id": "b", "text": "Two were killed\nin “Marat”.", "title": "Marat", "url": "https://example.org/b"},
]
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(
    lambda t: t.strip("\ufeff").strip() != ""
)


def write(path: Path, content: str | bytes) -> list[Document | Skipped]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read([path]))


def texts(found: list[Document | Skipped]) -> list[str]:
    return [item.text for item in found if isinstance(item, Document)]


def as_lines(reports: list[dict]) -> str:
    return "".join(json.dumps(report, ensure_ascii=False) + "\n" for report in reports)


@pytest.mark.parametrize("name", ["feed.jsonl", "feed.ndjson", "feed.json"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    "written",
    [
        as_lines(REPORTS),
        as_lines(REPORTS).replace("\n", "\r\n"),
        "\n" + as_lines(REPORTS).replace("\n", "\n\n"),
        json.dumps(REPORTS),
        json.dumps(REPORTS, indent=1),
        json.dumps({"documents": REPORTS}),
    ],
)
def test_lines_and_arrays_give_the_same_reports(tmp_path: Path, name: str, mark: str, written: str) -> None:
    found = write(tmp_path / name, mark + written)
    assert texts(found) == [report["text"] for report in REPORTS]
    assert [item.id for item in found if isinstance(item, Document)] == ["a", "b"]
    assert isinstance(found[0], Document)
    assert (found[0].published, found[0].publisher) == ("2024-03-08", "Valley Courier")


def test_one_object_over_several_lines_is_one_report(tmp_path: Path) -> None:
    assert texts(write(tmp_path / "a.json", json.dumps(REPORTS[1], indent=2))) == [REPORTS[1]["text"]]


def test_lines_in_utf16_are_read(tmp_path: Path) -> None:
    assert texts(write(tmp_path / "feed.jsonl", as_lines(REPORTS).encode("utf-16"))) == [r["text"] for r in REPORTS]


@pytest.mark.parametrize(
    "record",
    [
        {"_id": "x", "body": "One died.", "sourceName": "Courier", "sourceUrl": "https://example.org",
         "date": "8 March 2024"},
        {"ID": "x", "Full Text": "One died.", "Source": {"name": "Courier"}, "link": "https://example.org",
         "Pub-Date": "2024-03-08"},
        {"_id": {"$oid": "x"}, "content": ["One died."], "source": ["Courier", "Wire"], "uri": "https://example.org",
         "timestamp": 1709892000},
        {"id": "x", "fields": {"body": "One died.", "source": [{"name": "Courier"}], "url": "https://example.org",
                               "date": {"created": "2024-03-08T10:00:00+00:00"}}},
    ],
)  # fmt: skip
def test_the_usual_names_of_fields_are_known(tmp_path: Path, record: dict) -> None:
    [found] = write(tmp_path / "feed.jsonl", json.dumps(record))
    assert isinstance(found, Document), found
    assert (found.id, found.text, found.publisher) == ("x", "One died.", "Courier")
    assert (found.url, found.published) == ("https://example.org", "2024-03-08")


def test_own_names_of_fields_can_be_mapped(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text('{"artikel": "One died.", "text": "no", "medium": {"kurz": "Courier"}}', encoding="utf-8")
    [found] = read([path], columns=parse_columns(["text=artikel", "publisher=medium.kurz"]))
    assert isinstance(found, Document)
    assert (found.text, found.publisher) == ("One died.", "Courier")


@pytest.mark.parametrize("pair", ["text", "text=", "author=x", "=x"])
def test_a_mapping_that_means_nothing_is_refused(pair: str) -> None:
    with pytest.raises(InputError, match="NAME=COLUMN"):
        parse_columns([pair])


def test_html_in_a_field_of_its_own_is_taken_as_html(tmp_path: Path) -> None:
    html = "<p>Two people were killed on Friday when a shell hit the market of Marat, the council said.</p>" * 3
    [text] = texts(write(tmp_path / "feed.jsonl", json.dumps({"id": "x", "content_html": html})))
    assert "<" not in text


def test_without_id_and_address_the_line_is_the_identity(tmp_path: Path) -> None:
    [_, second] = write(tmp_path / "feed.jsonl", '{"text": "One died."}\n{"text": "Two died."}\n')
    assert isinstance(second, Document)
    assert second.id == f"{(tmp_path / 'feed.jsonl').as_posix()}#2"


def test_a_date_that_cannot_be_read_leaves_the_report_undated_and_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    [found] = write(tmp_path / "feed.jsonl", '{"text": "One died.", "date": "3/4/2024"}')
    assert isinstance(found, Document)
    assert found.published is None
    assert "3/4/2024" in caplog.text


@pytest.mark.parametrize(
    "broken", ['{"text": "half', "not json", '["a list"]', '{"id": "x"}', '{"text": "  "}', "null", '{"text": "\xff"}']
)
@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("name", ["feed.jsonl", "feed.json"])
def test_a_broken_line_is_told_with_its_number_and_the_others_are_read(
    tmp_path: Path, broken: str, at: int, name: str
) -> None:
    written = as_lines(REPORTS).splitlines()
    written.insert(at, broken)
    if at == 0 and name == "feed.json" and broken.startswith("["):
        return  # begins as an array: what follows belongs to it
    found = write(
        tmp_path / name, b"\n".join(line.encode("latin-1" if "\xff" in line else "utf-8") for line in written)
    )
    assert texts(found)[0] == REPORTS[0]["text"]
    assert len(texts(found)) == 2
    [skipped] = [item for item in found if isinstance(item, Skipped)]
    assert skipped.where == f"{(tmp_path / name).as_posix()}:{at + 1}"
    assert skipped.remedy


def test_an_array_that_breaks_gives_what_came_before_with_the_line(tmp_path: Path) -> None:
    found = write(
        tmp_path / "a.json", '[\n{"text": "One died."},\n{"text": "Two died."},\n{"text": broken},\n{"text": "x"}]'
    )
    assert texts(found) == ["One died.", "Two died."]
    assert isinstance(found[-1], Skipped)
    assert found[-1].where.endswith("a.json:4")


@pytest.mark.parametrize(
    "content", ['[{"text": "One died."} {"text": "x"}]', '[{"text": "One died."}', '[{"text": "One died."},']
)
def test_an_array_without_comma_or_end_is_told(tmp_path: Path, content: str) -> None:
    found = write(tmp_path / "a.json", content)
    assert texts(found) == ["One died."]
    assert isinstance(found[-1], Skipped)


@pytest.mark.parametrize("content", ["{", "{}", "[]", "[1, 2]", "12", '"text"', "\x00", "{" * 100_000, "[" * 100_000])
def test_what_holds_no_report_is_skipped(tmp_path: Path, content: str) -> None:
    found = write(tmp_path / "a.json", content)
    assert found
    assert all(isinstance(item, Skipped) for item in found)


def test_a_file_that_holds_something_else_gives_one_message_not_thousands(tmp_path: Path) -> None:
    found = write(tmp_path / "entities.jsonl", '{"begin": 1, "end": 2}\n' * 5000)
    assert len(found) == 1


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXT, min_size=1, max_size=6), st.sampled_from(["lines", "array", "indented"]))
def test_texts_come_back_from_json_as_they_went_in(texts_in: list[str], form: str) -> None:
    reports = [{"id": str(i), "text": text} for i, text in enumerate(texts_in)]
    written = {
        "lines": lambda: "\n".join(json.dumps(report, ensure_ascii=i % 2 == 0) for i, report in enumerate(reports)),
        "array": lambda: json.dumps(reports),
        "indented": lambda: json.dumps(reports, indent=3, ensure_ascii=False),
    }[form]()
    found = list(read(["-"], stdin=io.BytesIO(written.encode())))
    assert texts(found) == texts_in


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_of_json_fail(data: bytes) -> None:
    for prefix in (b"{", b"[", b'[{"text": "One died."},', b'{"text": "One died."}\n'):
        for item in read(["-"], stdin=io.BytesIO(prefix + data)):
            assert isinstance(item, Document | Skipped)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_gives_a_report_a_row(tmp_path: Path, delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["id", "Headline", "text", "Source"])
    writer.writerow(["1", "Marat, again", 'One was "killed",\nsaid; the | council.', "Courier"])
    writer.writerow(["2", "", "Two were killed.", "Courier"])
    found = write(tmp_path / "table.csv", "\ufeff" + out.getvalue())
    assert texts(found) == ['One was "killed",\nsaid; the | council.', "Two were killed."]
    assert isinstance(found[0], Document)
    assert (found[0].id, found[0].title, found[0].publisher) == ("1", "Marat, again", "Courier")


def test_a_row_that_does_not_fit_is_told_with_its_line_and_the_others_are_read(tmp_path: Path) -> None:
    found = write(tmp_path / "table.csv", "id,text\n1,One died.\n2,Two, died.\n3,\n4,Four died.\n")
    assert texts(found) == ["One died.", "Four died."]
    assert [item.where.rpartition(":")[2] for item in found if isinstance(item, Skipped)] == ["3", "4"]


def test_a_table_without_a_column_of_text_names_its_columns(tmp_path: Path) -> None:
    [found] = write(tmp_path / "table.csv", "a,b\n" + "1,2\n" * 10)
    assert isinstance(found, Skipped)
    assert "a, b" in found.reason
    assert "--field text=" in found.remedy


def test_a_table_with_a_header_only_is_skipped(tmp_path: Path) -> None:
    [found] = write(tmp_path / "table.csv", "id,text\n")
    assert isinstance(found, Skipped)


def test_the_delimiter_is_not_sought_inside_quotes() -> None:
    assert find_delimiter('"a,b,c,d";text;id') == ";"


def test_a_long_feed_is_not_loaded_as_a_whole(tmp_path: Path) -> None:
    line = json.dumps({"text": "Two people were killed near Marat. " * 300})
    for name, content in (("a.jsonl", (line + "\n") * 2000), ("b.json", "[" + ",\n".join([line] * 2000) + "]")):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        tracemalloc.start()
        count = sum(isinstance(item, Document) for item in read([path]))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == 2000
        assert peak < path.stat().st_size / 4


def test_metadata_given_for_all_reaches_every_record(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text(as_lines(REPORTS), encoding="utf-8")
    found = list(read([path], Metadata(publisher="Archive")))
    assert [item.publisher for item in found if isinstance(item, Document)] == ["Archive", "Archive"]
