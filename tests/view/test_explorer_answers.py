"""What the explorer answers: each view of one choice, and the words behind each number."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_world import invented
from told_graphs import HOSTILE, KINDS, VALLEY, graph_of, many
from written_graphs import load

from kg.errors import QueryError
from kg.graph import iris
from kg.query import run
from kg.view.explorer import Explorer
from kg.view.explorer.search import folded
from kg.view.explorer.timeline import histogram

DAWN, ARMY, NORLAND = (iris.actor_iri(name) for name in ("Dawn Brigade", "Norland Army", "Norland"))


@pytest.fixture(scope="module")
def told() -> Explorer:
    return Explorer(graph_of([VALLEY], KINDS))


@pytest.fixture(scope="module")
def world() -> Explorer:
    return Explorer(invented(40))


@pytest.fixture(scope="module")
def written() -> Explorer:
    return Explorer(load("breakdown", "sources", "figures"))


def ask(explorer: Explorer, name: str, **values: str) -> dict[str, Any]:
    answer = explorer.answer(name, {key.rstrip("_"): value for key, value in values.items()})
    return json.loads(json.dumps(answer, allow_nan=False))


def test_ties_count_only_what_is_chosen(told: Explorer) -> None:
    network = ask(told, "view")["network"]
    assert {(one["relation"], one["events"], one["toll"]) for one in network["edges"]} == {
        ("attacked", 2, 11), ("attacked", 1, 2), ("backedBy", 1, None),
    }  # fmt: skip
    until = ask(told, "view", until="2024-05-31")["network"]
    assert [(one["events"], one["toll"]) for one in until["edges"]] == [(1, 7)]
    assert {one["name"] for one in until["nodes"]} == {"Dawn Brigade", "Norland Army"}


def test_a_filter_does_not_move_actors(world: Explorer) -> None:
    def places(**values: str) -> dict[str, tuple[float, float]]:
        return {one["id"]: (one["x"], one["y"]) for one in ask(world, "view", **values)["network"]["nodes"]}

    whole, part = places(), places(since="2024-03-01", until="2024-06-30")
    assert part
    assert all(whole[iri] == at for iri, at in part.items())


def test_too_many_actors_are_folded_by_kind_and_unfolded_around_one_that_is_asked_for() -> None:
    explorer = Explorer(graph_of([many(400)]))
    network = ask(explorer, "view", limit="60")["network"]
    assert len(network["nodes"]) <= 60
    assert network["folded"] + sum(not one["members"] for one in network["nodes"]) == 400
    far = iris.actor_iri("Group399x")
    assert far not in {one["id"] for one in network["nodes"]}
    kept = ask(explorer, "view", limit="60", keep=far)["network"]["nodes"]
    assert {far, iris.actor_iri("Group19x")} <= {one["id"] for one in kept}
    tie = next(one for one in network["edges"] if one["from"] == "others:RebelGroup")
    behind = ask(explorer, "evidence", of="tie", from_=tie["from"], to=tie["to"], relation="attacked", limit="60")
    assert behind["total"] == tie["events"] > 0
    with pytest.raises(QueryError, match="cannot be drawn"):
        explorer.answer("view", {"limit": "999999"})


def test_the_path_between_two_leads_over_ties_of_the_choice(told: Explorer) -> None:
    path = ask(told, "path", from_=NORLAND, to=ARMY)
    assert [one["name"] for one in path["nodes"]] == ["Norland", "River Front", "Dawn Brigade", "Norland Army"]
    assert path["relations"] == [["backedBy"], ["attacked"], ["attacked"]]
    assert ask(told, "path", from_=NORLAND, to=ARMY, undated="1", until="2024-06-01")["nodes"] == []
    with pytest.raises(QueryError, match="no actor of this choice"):
        told.answer("path", {"from": NORLAND, "to": ARMY, "relations": "attacked"})


def test_who_stands_between_others_is_central(told: Explorer) -> None:
    found = ask(told, "measures")
    assert {one["name"] for one in found["central"][:2]} == {"Dawn Brigade", "River Front"}
    assert sorted(iri for those in found["communities"] for iri in those) == sorted(
        [DAWN, ARMY, NORLAND, iris.actor_iri("River Front")]
    )


def test_points_countries_and_regions_have_the_catalogues_tolls(world: Explorer) -> None:
    view = ask(world, "view", view="map")
    place = view["map"]["points"][0]
    behind = ask(world, "evidence", of="place", node=place["id"])
    assert behind["total"] == place["events"]
    graph = world.snapshot.graph
    stated = run(graph, "tolls", {"place": place["id"], "by": ""}).records()
    assert {row["outcome"]: [row["low"], row["high"]] for row in stated} == {
        outcome: [one["low"], one["high"]] for outcome, one in place["tolls"].items()
    }
    events = sum(one["events"] for one in view["map"]["countries"])
    assert events + view["map"]["nowhere"] == view["counts"]["events"]
    syria = next(one for one in view["map"]["countries"] if one["id"] == "SY")
    assert syria["name"] == "Syria"
    assert ask(world, "evidence", of="figure", outcome="Killed", within="country", node="SY")["total"] == (
        syria["tolls"]["Killed"]["events"]
    )


def test_a_bin_tells_what_surely_and_what_perhaps_lies_in_it(told: Explorer) -> None:
    view = ask(told, "view", view="timeline")
    bins = view["histogram"]["bins"]
    assert sum(one["sure"] for one in bins) == 2
    assert view["histogram"]["undated"] == 2
    assert [one["time"] for one in view["bars"]["items"]] == ["2024-05-03", "2024-06-20", None, None]
    narrowed = ask(told, "view", view="timeline", since="2024-06-01")
    assert narrowed["histogram"] == view["histogram"]  # the strip shows the whole, so that one can go back
    assert len(narrowed["bars"]["items"]) == 1


_DAYS = st.dates().map(lambda day: day.isoformat()) | st.sampled_from(["0000-01-01", "12024-01-01", "nonsense"])


@given(st.lists(st.tuples(st.none() | _DAYS, st.none() | _DAYS), max_size=8))
def test_any_dates_give_few_bins_that_hold_every_dated_statement(days: list[tuple[str | None, str | None]]) -> None:
    explorer = _TOLD
    one = next(iter(explorer.snapshot.statements.values()))
    from dataclasses import replace

    events = {str(index): replace(one, first=first, last=last) for index, (first, last) in enumerate(days)}
    found = histogram(events)
    assert len(found["bins"]) <= 1001  # decades of ten thousand years, where nothing shorter does
    assert all(before["end"] < after["start"] for before, after in zip(found["bins"], found["bins"][1:], strict=False))
    if found["bins"]:
        assert sum(one["sure"] for one in found["bins"]) <= len(days) - found["undated"]
    else:
        assert found["undated"] == len(days)


_TOLD = Explorer(graph_of([VALLEY], KINDS))


def test_every_figure_leads_to_the_words_that_state_it(written: Explorer) -> None:
    for outcome, figure in ask(written, "view", view="none")["tolls"].items():
        behind = ask(written, "evidence", of="figure", outcome=outcome)
        assert behind["total"] == figure["events"] > 0
        for card in behind["items"]:
            text = ask(written, "report", node=card["report"]["id"])["text"]
            assert text[card["start"] : card["end"]] == card["text"]
            for toll in card["tolls"]:
                if toll["counted"]:
                    assert toll["start"] is not None
                    assert text[toll["start"] : toll["end"]]


def test_evidence_says_who_says_so_and_comes_in_pages(world: Explorer, told: Explorer) -> None:
    card = ask(told, "evidence", of="tie", from_=DAWN, to=ARMY, relation="attacked")["items"][0]
    assert [one["name"] for one in card["claimants"]] == ["Observers"]
    assert card["report"]["url"] == "https://monitor.example/valley"
    assert ask(told, "evidence", of="actor", node=DAWN)["about"]["kind"] == "rebel group"
    counts = ask(world, "view", view="none")["counts"]
    for of in ("events", "relations"):
        assert ask(world, "evidence", of=of)["total"] == counts[of]
    first = ask(world, "evidence", of="all")
    second = ask(world, "evidence", of="all", offset="20")
    assert first["total"] == ask(world, "view", view="none")["counts"]["statements"]
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in second["items"]}


def test_an_address_that_is_none_of_the_web_is_not_handed_on() -> None:
    explorer = Explorer(graph_of([HOSTILE]))
    cards = ask(explorer, "evidence", of="all")["items"]
    assert cards
    assert all(card["report"]["url"] is None for card in cards)


def test_disagreements_are_those_of_the_catalogue_and_go_with_a_source(written: Explorer) -> None:
    graph = written.snapshot.graph
    found = ask(written, "discrepancies", denied="1")["items"]
    assert len(found) == len(run(graph, "discrepancies").rows) > 0
    between = next(one for one in found if one["kind"] == "reports differ")
    report = between["others"][0]["report"]["id"]
    left = ask(written, "discrepancies", denied="1", without=report)["items"]
    assert left
    named = {card["report"]["id"] for one in left for card in (one["event"], *one["others"])}
    assert report not in named


def test_a_total_is_not_compared_with_parts_of_which_some_are_left_out(written: Explorer) -> None:
    found = ask(written, "discrepancies")["items"]
    total = next(one for one in found if one["kind"] == "total and parts")
    since = max(card["last"] for card in total["others"] if card["last"])
    assert total["event"]["id"] in {one["event"]["id"] for one in found if one["kind"] == "total and parts"}
    alone = ask(written, "discrepancies", place=total["others"][0]["place"]["id"], since=since)["items"]
    assert total["event"]["id"] not in {one["event"]["id"] for one in alone if one["kind"] == "total and parts"}


def test_sources_tell_what_they_would_bring_back(written: Explorer) -> None:
    found = ask(written, "sources")
    reports = [report for one in found["publishers"] for report in one["reports"]]
    assert sum(one["statements"] for one in reports) == ask(written, "view", view="none")["counts"]["statements"]
    assert ask(written, "sources", without=reports[0]["id"]) == found


def test_search_knows_no_case_nor_accents_and_finds_text_at_its_offsets(told: Explorer) -> None:
    assert [one["name"] for one in ask(told, "search", q="nÓRland")["actors"]] == ["Norland", "Norland Army"]
    hit = ask(told, "search", q="twice,  KILLING")["reports"][0]
    assert VALLEY_TEXT[hit["start"] : hit["end"]] == "twice, killing"
    assert hit["snippet"][1] == "twice, killing"
    assert ask(told, "search", q="no such words") == {"actors": [], "places": [], "reports": []}


VALLEY_TEXT = " ".join(one.sentence for one in VALLEY.said) + " "


@given(st.text())
def test_folding_keeps_offsets(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_answers_that_there_are_none_of_say_so(told: Explorer) -> None:
    for name, values in (
        ("nothing", {}), ("view", {"view": "pie"}), ("view", {"limit": "-1"}), ("evidence", {"of": "figure"}),
        ("evidence", {"of": "weather"}), ("report", {"node": "id:none"}),
    ):  # fmt: skip
        with pytest.raises(QueryError):
            told.answer(name, values)


def test_an_empty_graph_has_empty_views() -> None:
    from kg.store.embedded import EmbeddedStore

    explorer = Explorer(EmbeddedStore())
    for view in ("network", "map", "timeline"):
        assert ask(explorer, "view", view=view)["counts"]["statements"] == 0
    assert ask(explorer, "measures")["central"] == []
