"""Text files keep every character, whatever their encoding and line ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnsupportedInput
from kg.model import Document
from kg.read import Skipped, read
from kg.read.decoding import decode

REPORT = (
    "Shelling hits Marat\r\n\r\nTwo people were killed near the café, the “council” said.\n"
    "\tNobody – so far – claimed it.\r\n"
)


def only(paths: list, **options) -> Document:
    found = list(read(paths, **options))
    assert len(found) == 1
    assert isinstance(found[0], Document), found[0]
    return found[0]


def skipped(path: Path | str, **options) -> Skipped:
    found = list(read([path], **options))
    assert len(found) == 1
    assert isinstance(found[0], Skipped)
    return found[0]


def test_the_text_is_what_open_gives_line_ends_included(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(REPORT.encode())
    with open(path, encoding="utf-8", newline="") as file:
        assert only([path]).text == file.read() == REPORT


def test_a_byte_order_mark_counts_as_open_counts_it(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"\xef\xbb\xbf" + REPORT.encode())
    with open(path, encoding="utf-8", newline="") as file:
        assert only([path]).text == file.read() == "\ufeff" + REPORT


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1250"])
def test_other_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(REPORT.encode(encoding))
    assert only([path]).text == REPORT


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Министерство обороны сообщило, что беспилотник сбит над городом.", "cp1251"),
        ("Министерство обороны сообщило, что беспилотник сбит над городом.", "koi8_r"),
        ("قالت وزارة الدفاع إن الهجوم أسفر عن مقتل ثلاثة جنود", "cp1256"),
        ("国防部说，三名士兵在袭击中丧生。", "gb18030"),
        ("£5m of aid", "latin-1"),
    ],
)
def test_legacy_encodings_of_other_scripts_are_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), where="report.txt") == text


def test_a_legacy_letter_far_into_a_long_file_is_recognised() -> None:
    text = "The council said that nobody was hurt. " * 10_000 + "Two were hurt in the café."
    assert decode(text.encode("cp1252"), where="report.txt") == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_utf8_comes_back_character_for_character(text: str) -> None:
    data = text.encode()
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"%PDF-", b"PK\x03\x04", b"GIF8", b"{\\rtf")):
        return
    assert decode(data, where="report.txt") == text


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        outcome = decode(data, where="x")
    except UnsupportedInput as error:
        outcome = error
    assert isinstance(outcome, str) or (outcome.where == "x" and outcome.remedy)


def test_a_short_first_line_is_the_title_and_stays_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    document = only([path])
    assert document.title == "Shelling hits Marat"
    assert document.text.startswith("Shelling hits Marat")


def test_a_first_sentence_is_no_title(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("Two people were killed.\nFour were injured.", encoding="utf-8")
    assert only([path]).title is None


def test_the_path_as_given_is_the_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("reports").mkdir()
    Path("reports/a.txt").write_text("One was killed.", encoding="utf-8")
    assert only(["reports/a.txt"]).id == "reports/a.txt"
    assert only(["reports"]).id == "reports/a.txt"


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_skipped(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    assert skipped(path).where == path.as_posix()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
        (b"PK\x03\x04" + b"\0" * 50, "ZIP"),
        (bytes(range(256)) * 4, "binary"),
    ],
)
def test_a_binary_file_is_skipped_and_called_so(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    assert told in skipped(path).reason


def test_a_text_longer_than_the_limit_is_skipped_with_its_length(tmp_path: Path) -> None:
    path = tmp_path / "archive.txt"
    path.write_text("One was killed. " * 100, encoding="utf-8")
    found = skipped(path, max_characters=1000)
    assert "1,600 characters" in found.reason
    assert "--max-characters" in found.remedy
    assert only([path], max_characters=1600).text
