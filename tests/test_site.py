"""The documentation as a site: it builds without a warning, its links lead somewhere, it needs no other server."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from typer.testing import CliRunner

import kg
from kg.cli import app

ROOT = Path(__file__).resolve().parent.parent
#: Pages that a tool of its own makes (pyLODE), and notebooks, which are offered as files.
OWN_PAGES = {"ontology.html"}
LOADING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}


class PageReader(HTMLParser):
    """What a page links to, what it loads, and the anchors that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in ("id", "name"):
            if value := given.get(name):
                self.anchors.add(value)
        if tag == "a" and (href := given.get("href")):
            self.links.append(href)
        if (attribute := LOADING.get(tag)) and (address := given.get(attribute)) and given.get("rel") != "canonical":
            self.loads.append(address)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make site` does."""
    pytest.importorskip("mkdocs", reason="needs the extra docs: pip install -e '.[docs]'")
    target = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, PageReader]:
    found = sorted(site.rglob("*.html"))
    return {str(path.relative_to(site)): PageReader(path.read_text(encoding="utf-8")) for path in found}


@pytest.mark.slow
def test_no_link_within_the_site_is_broken(site: Path, pages: dict[str, PageReader]) -> None:
    broken = []
    for name, page in pages.items():
        for link in page.links + page.loads:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or name in OWN_PAGES or name == "404.html":
                continue
            target = (site / name).parent / unquote(parts.path) if parts.path else site / name
            target = target / "index.html" if target.is_dir() else target
            relative = os.path.relpath(target, site)
            known = pages.get(relative)
            if not target.is_file() or (known is not None and unquote(parts.fragment) not in known.anchors):
                broken.append((name, link))
    assert len(pages) > 15
    assert broken == []


@pytest.mark.slow
def test_a_page_loads_nothing_from_another_server(site: Path, pages: dict[str, PageReader]) -> None:
    assert [(name, load) for name, page in pages.items() for load in page.loads if urlsplit(load).netloc] == []
    sheets = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//[^\s\"')]*", sheets) == []


@pytest.mark.slow
def test_the_python_reference_has_all_that_is_public(pages: dict[str, PageReader]) -> None:
    where = {
        "Graph": "kg.api.Graph",
        "KgError": "kg.errors.KgError",
        "build": "kg.api.build",
        "open": "kg.api.open_source",
    }
    assert set(where) == set(kg.__all__)
    anchors = pages["reference/python.html"].anchors
    assert set(where.values()) <= anchors
    methods = {f"kg.api.Graph.{name}" for name in vars(kg.Graph) if not name.startswith("_")}
    assert methods <= anchors


def test_every_page_of_the_documentation_is_in_the_navigation() -> None:
    listed = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    written = [str(path.relative_to(ROOT / "docs")) for path in sorted((ROOT / "docs").rglob("*.md"))]
    assert [page for page in written if page not in listed] == []


def test_the_limits_give_the_figures_that_were_measured() -> None:
    told = (ROOT / "docs/limits.md").read_text(encoding="utf-8")
    measured = (ROOT / "benchmarks/RESULTS.md").read_text(encoding="utf-8")
    (row,) = re.findall(r"^\| tests/gold/unseen \| full \|(.*)\|$", measured, re.MULTILINE)
    figures = row.replace(" ", "").split("|")
    f1, precision, recall, agents, targets, dead, _, _, places, times, modality, claimants, parts = figures
    stated = re.findall(r"^\| .* \| ([\d.; ]+) \|$", told, re.MULTILINE)
    assert stated == [precision, recall, f"{f1}; {agents}; {targets}", dead, places, times, modality, claimants, parts]


def commands(page: str) -> list[list[str]]:
    """The commands of kg that a page tells to type, and what sets a variable for those after it."""
    lines = re.findall(r"^    ((?:kg|export|echo) .*)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def first_page(arguments: list[str]) -> str:
    """What `kg serve` with these arguments answers to who opens the explorer; it is stopped then."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    server = subprocess.Popen([sys.executable, "-m", "kg.cli", "serve", *arguments, "--port", port])
    try:
        for _ in range(300):
            assert server.poll() is None, "kg serve ended"
            try:
                return httpx.get(f"http://127.0.0.1:{port}/explorer/", timeout=20).raise_for_status().text
            except httpx.TransportError:
                time.sleep(0.1)
    finally:
        server.terminate()
        server.wait(30)
    raise AssertionError("kg serve did not start")


@pytest.mark.slow
def test_the_tutorial_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    environment = {"COLUMNS": "130"}
    said: dict[str, list[str]] = {}
    for words in commands("docs/tutorial.md"):
        match words:
            case ["export", setting]:
                name, _, value = setting.partition("=")
                environment[name] = value
            case ["echo", text, ">", file]:
                (tmp_path / file).write_text(text + "\n", encoding="utf-8")
            case ["kg", "serve", *arguments]:
                assert "<title>" in first_page(arguments)
            case ["kg", *arguments]:
                done = CliRunner().invoke(app, arguments, env=environment, catch_exceptions=False)
                assert done.exit_code == 0, (arguments, done.output)
                said.setdefault(" ".join(words[:3]), []).append(done.output)
            case _:
                pytest.fail(f"what is {words}?")
    (attack,) = said["kg query who-attacked-whom"]
    shown = re.findall(r"^[┏┃┡│└].*$", (ROOT / "docs/tutorial.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert attack.splitlines()[1:6] == shown
    assert all(f" {offset} " in said["kg query evidence"][0] for offset in (146, 149))
    assert "9 unchanged" in said["kg build examples"][1]
    assert said["kg query timeline"][0].count("Shelling") == 2
    assert re.search(r"\b11 .*\b10\b", said["kg query discrepancies"][0])
    before, after = said["kg links --review"]
    assert "3 rows" in before
    assert "Pinga" in before
    assert "2 rows" in after
    assert "Pinga" not in after
    assert (tmp_path / "network.html").stat().st_size > 0
    assert (tmp_path / "events.csv").stat().st_size > 0
