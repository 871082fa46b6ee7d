"""The explorer's page and answers over HTTP, and its bundle: what is committed is what its sources say."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import httpx
import pytest
from hand_made import REGISTER, document, extraction

from kg.graph import iris
from kg.graph.triples import report_quads
from kg.model import Reading
from kg.resolve import Resolver
from kg.serve.explorer import ASSETS
from kg.store import open_graph

from .conftest import fill, running

SOURCES = Path(__file__).resolve().parents[2] / "explorer"


def test_the_root_leads_to_the_page_which_asks_for_nothing_from_elsewhere(client: httpx.Client) -> None:
    assert client.get("/").headers["location"] == "/explorer/"
    page = client.get("/explorer/")
    assert page.headers["content-type"].startswith("text/html")
    assert "https://" not in page.text
    assert "http://" not in page.text
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert re.search(r"<script(?![^>]*src=)", page.text) is None
    assert " style=" not in page.text
    for part in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert client.get(f"/explorer/{part}").status_code == 200


def test_answers_come_as_json_and_a_wrong_question_says_what_is_wrong(client: httpx.Client) -> None:
    start = client.get("/explorer/api/start").json()
    assert start["counts"]["reports"] == 2
    assert start["writable"] is False
    view = client.get("/explorer/api/view", params={"view": "map"})
    assert view.headers["content-type"] == "application/json"
    assert view.headers["cache-control"] == "no-store"
    wrong = client.get("/explorer/api/view", params={"since": "<script>"})
    assert wrong.status_code == 400
    assert wrong.headers["content-type"] == "application/problem+json"
    assert "is no date" in wrong.json()["detail"]
    assert client.get("/explorer/api/nothing").status_code == 400
    assert client.get("/explorer/assets/../app.py").status_code == 404
    assert client.get("/explorer/assets/%2e%2e/app.py").status_code == 404


def test_parts_that_bear_their_hash_may_be_kept_and_others_are_asked_for_again(client: httpx.Client) -> None:
    part = next(ASSETS.glob("part-*.js")).name
    assert "immutable" in client.get(f"/explorer/assets/{part}").headers["cache-control"]
    first = client.get("/explorer/assets/app.js")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/explorer/assets/app.js", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_a_report_that_is_built_meanwhile_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serve.explorer.REFRESH", 0.0)
    path = fill(tmp_path / "graph", "a")
    with running(path) as client:
        assert client.get("/explorer/api/start").json()["counts"]["reports"] == 1
        said = extraction(document("b"))
        with open_graph(path, writable=True) as store:
            store.replace_report(
                iris.report_iri("b"), report_quads(Reading(said, Resolver(REGISTER).resolve(said)))
            )
        assert client.get("/explorer/api/start").json()["counts"]["reports"] == 2


def test_the_bundle_is_what_its_sources_say() -> None:
    """Where this fails: cd explorer && npm ci && npm run build."""
    manifest = json.loads((ASSETS / "manifest.json").read_text("utf-8"))
    assert hashed() == manifest["sources"]
    files = [path for path in ASSETS.rglob("*") if path.is_file()]
    there = {path.relative_to(ASSETS).as_posix() for path in files} - {"manifest.json"}
    assert there == set(manifest["files"])
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() == digest, name


def hashed() -> str:
    """As `explorer/build.mjs` works it out."""
    names = ["build.mjs", "package.json", "package-lock.json", "regions.json", "regions.mjs", "tsconfig.json"]
    names += [f"src/{path.name}" for path in (SOURCES / "src").iterdir()]
    total = hashlib.sha256()
    for name in sorted(names):
        total.update(f"{name}\n".encode() + (SOURCES / name).read_bytes() + b"\n")
    return total.hexdigest()


def test_every_package_in_the_bundle_has_its_licence_and_none_that_binds_others() -> None:
    text = (ASSETS / "LICENCES.txt").read_text("utf-8")
    for package in ("preact", "sigma", "graphology", "leaflet", "world-atlas", "@zazuko/yasqe", "codemirror"):
        assert re.search(rf"^{re.escape(package)} \d", text, re.MULTILINE), package
    named = re.findall(r"^={78}\n(\S+) \S+ \((.*)\)$", text, re.MULTILINE)
    assert len(named) == text.count("=" * 78)
    free = {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "(MPL-2.0 OR Apache-2.0)"}
    assert {licence for _, licence in named} <= free




def test_a_graph_that_takes_longer_to_read_than_a_query_may_take_is_shown_all_the_same(store: Path) -> None:
    with running(store, timeout=0.05) as client:
        assert client.get("/explorer/api/start").json()["counts"]["reports"] == 2
