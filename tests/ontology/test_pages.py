"""The committed pages are those that the scripts make from the ontology of today."""

import importlib.metadata
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from kg.graph.ontology import ontology
from kg.graph.vocabulary import KG

DOCS = Path(__file__).parents[2] / "docs"
SVG = "{http://www.w3.org/2000/svg}"
REMEDY = "the page is stale: run python docs/ontology_page.py"


def _run(code: str, seed: str = "0") -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=DOCS,
        capture_output=True,
        text=True,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(DOCS.parent), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def page():
    return (DOCS / "ontology.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def boxes():
    """Name, and rectangle as x, y, width, height, of each box of the diagram."""
    root = ET.parse(DOCS / "ontology-classes.svg").getroot()
    found = {}
    for link in root.iter(f"{SVG}a"):
        rectangle, text = link.find(f"{SVG}rect"), link.find(f"{SVG}text")
        assert rectangle is not None
        assert text is not None
        found[text.text] = tuple(float(rectangle.attrib[name]) for name in ("x", "y", "width", "height"))
    return found


def test_the_diagram_is_made_from_the_ontology_of_today():
    made = _run("import class_diagram, kg.graph.ontology as o; print(class_diagram.draw(o.ontology()), end='')")
    assert made == (DOCS / "ontology-classes.svg").read_text(encoding="utf-8"), REMEDY


def test_the_diagram_shows_every_class_once_and_no_box_on_another(boxes):
    assert set(boxes) == set(ontology().of_kind("class"))
    placed = list(boxes.values())
    for index, (x, y, width, height) in enumerate(placed):
        for x2, y2, width2, height2 in placed[index + 1 :]:
            assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y


def test_a_subclass_stands_to_the_right_of_its_superclass(boxes):
    for name in boxes:
        for parent in ontology().term(name).parents[:1]:
            assert boxes[name][0] >= boxes[parent][0] + boxes[parent][2]


def test_the_page_is_made_from_the_ontology_of_today(page):
    import hashlib

    digest = hashlib.sha256((DOCS.parent / "ontology" / "conflict.ttl").read_bytes()).hexdigest()
    assert f"SHA-256 {digest}" in page, REMEDY


@pytest.mark.slow
def test_the_page_is_made_anew_byte_by_byte(page):
    version = re.search(r"with pyLODE (\S+) from", page)
    assert version
    try:
        here = importlib.metadata.version("pylode")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("pyLODE is not installed: pip install conflict-kg[dev]")
    if here != version[1]:
        pytest.skip(f"the page was made with pyLODE {version[1]}, here is {here}")
    made = _run("import ontology_page, sys; sys.stdout.write(ontology_page.page())", seed="7")
    assert made == page, REMEDY


def test_every_term_has_an_entry_under_its_own_name(page):
    anchors = Counter(re.findall(r' id="([^"]+)"', page))
    assert [name for name in KG if anchors[name] != 1] == []
    assert [anchor for anchor, times in anchors.items() if times > 1] == []


def test_every_link_within_the_page_leads_somewhere(page):
    anchors = set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors


def test_the_page_loads_nothing_from_elsewhere(page):
    assert re.findall(r'(?:<script|<img|<iframe)[^>]* src="(?!data:)|<link[^>]* href="(?!data:)', page) == []
