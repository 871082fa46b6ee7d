"""What paths, folders, globs and standard input stand for; what is skipped, and that the rest is read."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Document
from kg.read import Metadata, Skipped, read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.md", ".hidden/d.txt", "README.md", "picture.png", "a.gold.json"):
        (tmp_path / name).write_text(f"Report in {name}: one was killed.", encoding="utf-8")
    (tmp_path / "a.meta.json").write_text('{"published": "2024-03-08"}', encoding="utf-8")
    return tmp_path


def names(found: list) -> list[str]:
    return [Path(document.path).name for document in found if isinstance(document, Document)]


def test_a_folder_gives_its_reports_sorted_and_nothing_else(folder: Path) -> None:
    found = list(read([folder]))
    assert names(found) == ["a.txt", "b.txt", "c.md"]
    assert not [item for item in found if isinstance(item, Skipped)]


def test_a_readme_that_is_named_itself_is_read(folder: Path) -> None:
    assert names(list(read([folder / "README.md"]))) == ["README.md"]


def test_a_glob_gives_its_matches_sorted(folder: Path) -> None:
    assert names(list(read([str(folder / "*.txt")]))) == ["a.txt", "b.txt"]
    assert names(list(read([str(folder / "**" / "*.md")]))) == ["README.md", "c.md"]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    assert names(list(read([folder / "a.txt", folder, folder / "a.txt"]))) == ["a.txt", "b.txt", "c.md"]


def test_an_office_document_in_a_folder_is_reported(folder: Path) -> None:
    (folder / "report.docx").write_bytes(b"PK\x03\x04")
    skipped = [item for item in read([folder]) if isinstance(item, Skipped)]
    assert [Path(item.where).name for item in skipped] == ["report.docx"]
    assert "PDF" in skipped[0].remedy


def test_bad_paths_are_skipped_and_the_rest_is_read(folder: Path) -> None:
    found = list(read(["/no/such/report.txt", str(folder / "*.nothing"), "https://example.org/a", folder / "a.txt"]))
    assert [type(item) for item in found] == [Skipped, Skipped, Skipped, Document]
    assert all(item.reason and item.remedy for item in found if isinstance(item, Skipped))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_skipped(folder: Path) -> None:
    (folder / "a.txt").chmod(0)
    found = list(read([folder]))
    assert names(found) == ["b.txt", "c.md"]


def test_a_file_that_cannot_be_opened_is_skipped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(self: Path, *args, **options):
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **options)

    monkeypatch.setattr(Path, "open", refuse)
    found = list(read([folder]))
    assert names(found) == ["b.txt", "c.md"]
    assert [item.reason for item in found if isinstance(item, Skipped)] == ["it cannot be opened (Permission denied)"]


def test_an_empty_folder_is_reported(tmp_path: Path) -> None:
    [found] = read([tmp_path])
    assert isinstance(found, Skipped)


def test_standard_input_is_text_or_whatever_it_looks_like() -> None:
    [text] = read(["-"], stdin=io.BytesIO(b"Two were killed in Marat."))
    [line] = read(["-"], stdin=io.BytesIO(b'{"id": "m1", "text": "Two were killed in Marat."}\n'))
    assert isinstance(text, Document)
    assert isinstance(line, Document)
    assert text.text == line.text
    assert line.id == "m1"


def test_the_same_standard_input_has_the_same_identity_and_another_text_another() -> None:
    ids = [next(iter(read(["-"], stdin=io.BytesIO(data)))).id for data in (b"One died.", b"One died.", b"Two died.")]
    assert ids[0] == ids[1] != ids[2]


def test_an_empty_standard_input_is_skipped() -> None:
    [found] = read(["-"], stdin=io.BytesIO(b""))
    assert isinstance(found, Skipped)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.meta.json", '{"published": "8 March 2024", "publisher": "Valley Courier"}'),
        ("a.txt.meta.json", '\ufeff{"published": "2024-03-08", "publisher": "Valley Courier"}'),
        ("a.meta.toml", 'published = 2024-03-08\npublisher = "Valley Courier"'),
    ],
)
def test_the_file_beside_a_report_gives_its_metadata(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / "a.txt").write_text("One was killed.", encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    [document] = read([tmp_path])
    assert isinstance(document, Document)
    assert (document.published, document.publisher) == ("2024-03-08", "Valley Courier")


def test_metadata_of_the_command_line_wins(folder: Path) -> None:
    [document] = read([folder / "a.txt"], Metadata(published="9 March 2024", url="https://example.org/a"))
    assert isinstance(document, Document)
    assert document.published == "2024-03-09"
    assert document.id == document.url == "https://example.org/a"


@pytest.mark.parametrize("content", ["{", "[]", '{"publishd": "2024-03-08"}', '{"published": "3/4/2024"}'])
def test_wrong_metadata_beside_a_report_is_told_and_not_passed_over(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text("One was killed.", encoding="utf-8")
    (tmp_path / "a.meta.json").write_text(content, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Two were killed.", encoding="utf-8")
    found = list(read([tmp_path]))
    assert [type(item) for item in found] == [Skipped, Document]
    assert isinstance(found[0], Skipped)
    assert found[0].where.endswith("a.meta.json")


def test_a_date_that_cannot_be_understood_on_the_command_line_is_an_error(folder: Path) -> None:
    with pytest.raises(InputError, match="2024-03-08"):
        list(read([folder], Metadata(published="3/4/2024")))


def test_two_reports_of_one_identity_are_not_laid_over_each_other(folder: Path) -> None:
    found = list(read([folder / "a.txt", folder / "b.txt"], Metadata(url="https://example.org/a")))
    assert [type(item) for item in found] == [Document, Skipped]
