"""Markdown, web pages and PDF files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document
from kg.read import Skipped, read
from kg.read.markdown import front_matter, front_matter_end
from kg.read.pdf import join_lines

PAGE = """<!doctype html><html lang="en"><head><title>Shell hits market of Marat | Valley Courier</title>
<meta property="og:site_name" content="Valley Courier">
<meta property="article:published_time" content="2024-03-08T10:11:00+02:00">
<link rel="canonical" href="https://example.org/news/1"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Shell hits market of Marat</h1>
<p>Two people were killed on Friday when a shell hit the market of Marat, the council said &amp; the army confirmed.</p>
<p>The council gave its figures by district, and the police confirmed most of them on Saturday:</p>
<ul><li>Upper town: one killed, two injured.</li><li>Lower town: one killed; see <a href="x">here</a>.</li></ul>
<p>Nobody claimed the attack, and the army denied that it had fired at the town.</p></article>
<aside>Subscribe to our newsletter</aside><footer>Copyright 2019 Valley Courier. All rights reserved</footer>
</body></html>"""


def pdf_of(pages: list[list[str]], title: str | None = None) -> bytes:
    """A PDF written by hand: one text line below the other, Helvetica."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = " T* ".join(f"({line.replace('(', '').replace(')', '')}) Tj" for line in lines)
        stream = f"BT /F1 11 Tf 13 TL 60 780 Td {shown} ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    objects.append(f"<< /Title ({title or ''}) >>".encode("latin-1"))
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, count - 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer


def read_one(path: Path, content: str | bytes) -> Document | Skipped:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    [found] = read([path])
    return found


def document(path: Path, content: str | bytes) -> Document:
    found = read_one(path, content)
    assert isinstance(found, Document), found
    return found


def test_a_page_gives_its_article_without_what_surrounds_it(tmp_path: Path) -> None:
    text = document(tmp_path / "page.html", PAGE).text
    assert "the council said & the army confirmed" in text
    for furniture in ("Home", "newsletter", "Copyright"):
        assert furniture not in text


def test_a_page_keeps_its_list_as_lines_with_bullets(tmp_path: Path) -> None:
    lines = document(tmp_path / "page.html", PAGE).text.splitlines()
    assert "- Upper town: one killed, two injured." in lines
    assert "- Lower town: one killed; see here." in lines


def test_a_page_gives_title_publisher_date_and_address(tmp_path: Path) -> None:
    found = document(tmp_path / "page.html", PAGE)
    assert found.title == "Shell hits market of Marat"
    assert found.publisher == "Valley Courier"
    assert found.published == "2024-03-08"
    assert found.id == found.url == "https://example.org/news/1"


def test_a_date_is_not_guessed_from_the_words_of_a_page(tmp_path: Path) -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2024-03-08T10:11:00+02:00">', "")
    assert document(tmp_path / "page.html", page).published is None


def test_a_page_in_a_declared_legacy_encoding_is_read(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace("Nobody", "Никто")
    assert "Никто claimed" in document(tmp_path / "page.html", page.encode("cp1251")).text


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<html><script>draw()</script></html>", "<html>"])
def test_a_page_without_text_is_skipped(tmp_path: Path, page: str) -> None:
    found = read_one(tmp_path / "page.html", page)
    assert isinstance(found, Skipped)
    assert "no text" in found.reason


def test_front_matter_is_metadata_and_stays_in_the_text(tmp_path: Path) -> None:
    content = (
        '---\r\ntitle: "Shelling: the toll"\r\ndate: 8 March 2024\r\n'
        "source: Valley Courier # paper\r\n---\r\n\r\nTwo died.\r\n"
    )
    found = document(tmp_path / "a.md", content)
    assert found.text == content
    assert (found.title, found.published, found.publisher) == ("Shelling: the toll", "2024-03-08", "Valley Courier")
    assert content[front_matter_end(content) :].strip() == "Two died."


def test_the_first_heading_is_the_title_where_front_matter_has_none(tmp_path: Path) -> None:
    assert document(tmp_path / "a.md", "# Shelling in Marat #\n\nTwo died.\n").title == "Shelling in Marat"


def test_a_rule_in_the_middle_is_no_front_matter() -> None:
    assert front_matter("Two died.\n---\ntitle: no\n---\n") == {}


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.from_regex(r"[a-zA-Z0-9]{1,12}", fullmatch=True))
)
def test_front_matter_comes_back(fields: dict[str, str]) -> None:
    block = "".join(f"{name}: {value}\n" for name, value in fields.items())
    assert front_matter(f"---\n{block}---\nTwo died.") == fields


def test_a_pdf_gives_paragraphs(tmp_path: Path) -> None:
    lines = [
        "Shelling in Marat",
        "Two people were killed on Friday when a shell hit the market of Marat, the",
        "town council said. Four others were wounded and taken to the hospital of the",
        "next town.",
        "- Upper town: one killed",
        "- Lower town: one killed",
    ]
    found = document(tmp_path / "a.pdf", pdf_of([lines], "Shelling in Marat"))
    assert found.text.splitlines() == [
        "Shelling in Marat",
        "Two people were killed on Friday when a shell hit the market of Marat, the town council said. "
        "Four others were wounded and taken to the hospital of the next town.",
        "- Upper town: one killed",
        "- Lower town: one killed",
    ]
    assert found.title == "Shelling in Marat"
    assert found.published is None


def test_words_split_by_a_hyphen_are_joined_and_compounds_keep_it() -> None:
    page = (
        "The shell hit the crowded market on Friday and killed two, among them a shop-\n"
        "keeper. A shopkeeper was also wounded. The army blamed the Tarnia-\n"
        "backed militia, which denies it, and said that its soldiers had never shel-\n"
        "led the town."
    )
    text = join_lines([page])
    assert "a shopkeeper." in text
    assert "Tarnia-backed militia" in text
    assert "shelled the town" in text


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [f"Situation report\nIn week {n} two people were killed.\nPage {n} of 3" for n in (1, 2, 3)]
    text = join_lines(pages)
    assert text.splitlines() == [f"In week {n} two people were killed." for n in (1, 2, 3)]


@given(st.lists(st.text(st.characters(codec="ascii"), max_size=200), max_size=5))
def test_joining_lines_keeps_every_letter_of_the_text(pages: list[str]) -> None:
    letters = [c for c in "".join(pages) if c.isalpha()]
    joined = [c for c in join_lines(pages) if c.isalpha()]
    assert len(joined) <= len(letters)
    if len(pages) < 3 and "page" not in "".join(pages).lower() and " of" not in "".join(pages).lower():
        assert joined == letters


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.4\nnothing of use", "cannot be read"),
        (pdf_of([[]]), "no text layer"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_skipped(tmp_path: Path, content: bytes, told: str) -> None:
    found = read_one(tmp_path / "a.pdf", content)
    assert isinstance(found, Skipped)
    assert told in found.reason


def test_an_encrypted_pdf_is_skipped_and_called_so(tmp_path: Path) -> None:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of([["Two people were killed."]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    found = read_one(tmp_path / "a.pdf", out.getvalue())
    assert isinstance(found, Skipped)
    assert "encrypted" in found.reason
