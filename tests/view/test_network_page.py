"""The network page as a file: what stands in it, and what cannot get out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import GraphError
from kg.graph.network import network
from kg.store.embedded import EmbeddedStore
from kg.view import NetworkPage, write_network_page
from kg.view.page import embedded_json


class Parsed(HTMLParser):
    """The elements of a page, and the text of its scripts and style."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.inside.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] in ("script", "style"):
            tag, attributes, text = self.inside[-1]
            self.inside[-1] = (tag, attributes, text + data)

    @property
    def content(self) -> dict[str, Any]:
        return next(json.loads(text) for _, attributes, text in self.inside if attributes.get("id") == "content")


def written(graph: Any, path: Path, **options: Any) -> tuple[NetworkPage, Parsed]:
    page = write_network_page(graph, path / "network.html", **options)
    return page, Parsed(page.path.read_text(encoding="utf-8"))


def test_the_page_tells_how_much_the_graph_holds(valley: EmbeddedStore, tmp_path: Path) -> None:
    page, parsed = written(valley, tmp_path, title="Valley & river")
    assert page.counts == {"actors": 4, "ties": 3, "nodes": 4, "edges": 3, "statements": 5, "reports": 1}
    assert not page.aggregated
    assert parsed.content["counts"] == page.counts
    assert "<title>Valley &amp; river</title>" in page.path.read_text(encoding="utf-8")


def test_the_page_draws_the_network_that_python_users_get(valley: EmbeddedStore, tmp_path: Path) -> None:
    content = written(valley, tmp_path)[1].content
    known = network(valley.query)
    assert [node["iri"] for node in content["nodes"]] == list(known)
    drawn = {(content["nodes"][edge["from"]]["iri"], content["nodes"][edge["to"]]["iri"], edge["relation"]):
             len(edge["statements"]) for edge in content["edges"]}  # fmt: skip
    assert drawn == {(one, other, relation): known.edges[one, other, relation]["events"]
                     for one, other, relation in known.edges(keys=True)}  # fmt: skip


def test_a_statement_has_its_words_report_offsets_claimant_and_toll(valley: EmbeddedStore, tmp_path: Path) -> None:
    content = written(valley, tmp_path)[1].content
    shelling = next(one for one in content["statements"] if one["type"] == "shelling")
    assert shelling["text"] == "Observers say Dawn Brigade shelled Norland Army on 3 May, killing 7 people."
    assert (shelling["start"], shelling["end"]) == (0, len(shelling["text"]))
    assert (shelling["modality"], shelling["attributed"], shelling["claimants"]) == ("alleged", True, ["Observers"])
    assert (shelling["time"], shelling["dead"], shelling["tolls"]) == ("2024-05-03", 7, [["killed", "people", 7, 7]])
    assert content["reports"][shelling["report"]] == {
        "document": "valley.txt", "title": "A week in the valley", "published": "2024-06-01",
        "url": "https://monitor.example/valley", "publisher": "Valley Monitor",
    }  # fmt: skip


def test_what_is_denied_stands_beside_a_tie_but_bears_it_not(valley: EmbeddedStore, tmp_path: Path) -> None:
    content = written(valley, tmp_path)[1].content
    sorts = [[content["statements"][one]["modality"] for one in edge[part]]
             for edge in content["edges"] for part in ("statements", "unconfirmed") if edge[part]]  # fmt: skip
    assert sorted(sorts) == [["alleged", "asserted"], ["asserted"], ["asserted"], ["denied"]]


def test_the_page_names_nothing_to_load(valley: EmbeddedStore, tmp_path: Path) -> None:
    parsed = written(valley, tmp_path)[1]
    loading = {"src", "srcset", "data", "action", "poster", "href"}
    assert {value for _, attributes in parsed.elements for name, value in attributes.items() if name in loading} == {
        "#actors"
    }
    style = next(text for tag, _, text in parsed.inside if tag == "style")
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_admits_the_pages_own_scripts_and_nothing_else(valley: EmbeddedStore, tmp_path: Path) -> None:
    page, parsed = written(valley, tmp_path)
    policy = next(attributes["content"] or "" for tag, attributes in parsed.elements
                  if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy")  # fmt: skip
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    run = re.findall("<script>(.*?)</script>", page.path.read_text(encoding="utf-8"), re.DOTALL)
    assert len(run) == 4
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in run]
    assert rules["script-src"].split(" ") == hashes
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert not [name for _, attributes in parsed.elements for name in attributes if name.startswith("on")]


def test_words_of_reports_cannot_become_markup(hostile: EmbeddedStore, valley: EmbeddedStore, tmp_path: Path) -> None:
    attacked = written(hostile, tmp_path, title="</title><script>window.hacked=1</script>")[1]
    harmless = written(valley, tmp_path)[1]
    assert [tag for tag, _ in attacked.elements] == [tag for tag, _ in harmless.elements]
    names = {node["name"] for node in attacked.content["nodes"]}
    assert "<b onclick=window.hacked=3>Bold</b>" in names
    assert "Gang \"'`{{7*7}}" in names


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))  # fmt: skip
def test_embedded_json_is_the_same_value_and_holds_no_sign_of_markup(value: Any) -> None:
    text = embedded_json(value)
    assert json.loads(text) == value
    assert not re.search("[<>&\u2028\u2029]", text)


def test_the_same_graph_gives_the_same_page(valley: EmbeddedStore, tmp_path: Path) -> None:
    pages = [write_network_page(valley, tmp_path / name).path.read_bytes() for name in ("a.html", "b.html")]
    assert pages[0] == pages[1]


def test_the_number_of_queries_does_not_grow_with_the_graph(
    valley: EmbeddedStore, large: EmbeddedStore, tmp_path: Path
) -> None:
    class Counting:
        def __init__(self, store: EmbeddedStore) -> None:
            self.store, self.asked = store, 0

        def query(self, sparql: str, /) -> Any:
            self.asked += 1
            return self.store.query(sparql)

    small, big = Counting(valley), Counting(large)
    for source in (small, big):
        write_network_page(source, tmp_path / "network.html")
    assert small.asked == big.asked


def test_an_empty_graph_gives_a_page_without_actors(tmp_path: Path) -> None:
    page, parsed = written(EmbeddedStore(), tmp_path)
    assert set(page.counts.values()) == {0}
    assert parsed.content["nodes"] == []


@pytest.mark.parametrize("limit", [0, -3])
def test_a_limit_below_one_is_refused(valley: EmbeddedStore, tmp_path: Path, limit: int) -> None:
    with pytest.raises(GraphError, match="cannot draw"):
        write_network_page(valley, tmp_path / "network.html", limit=limit)


def test_a_page_that_cannot_be_written_is_told_and_leaves_nothing(valley: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphError, match=r"file/network\.html.*cannot be written"):
        write_network_page(valley, tmp_path / "file" / "network.html")
    (tmp_path / "taken.html").mkdir()
    with pytest.raises(GraphError, match="cannot be written"):
        write_network_page(valley, tmp_path / "taken.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "taken.html"]
