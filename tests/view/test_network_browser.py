"""The network page in a browser that may not leave the machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.store.embedded import EmbeddedStore

pytestmark = pytest.mark.browser
Open = Callable[..., Any]  # gives a conftest.Opened

# Where a node, or the middle of an edge, is on the screen.
AT_NODE = """(name) => {
  const index = model.nodes.findIndex((node) => node.name === name);
  const spot = drawing.canvasToDOM(drawing.getPosition(index));
  const box = document.getElementById("network").getBoundingClientRect();
  return [spot.x + box.x, spot.y + box.y];
}"""
AT_EDGE = """(relation) => {
  const edge = model.edges.find((one) => one.relation === relation);
  const [from, to] = [edge.from, edge.to].map((end) => drawing.canvasToDOM(drawing.getPosition(end)));
  const box = document.getElementById("network").getBoundingClientRect();
  return [(from.x * 0.4 + to.x * 0.6) + box.x, (from.y * 0.4 + to.y * 0.6) + box.y];
}"""


def shown(page: Any) -> str:
    return page.text_content("#shown")


def panel(page: Any) -> str:
    return page.inner_text("#panel")


def test_the_page_asks_for_nothing_and_complains_of_nothing(opened: Open, valley: EmbeddedStore) -> None:
    here = opened(valley, title="The valley")
    assert here.page.title() == "The valley"
    assert shown(here.page) == "4 of 4 actors, 3 of 3 ties, from 1 report"
    here.page.click("#actors button >> nth=0")
    here.page.click("#panel .tie >> nth=0")
    assert here.requests == []
    assert here.complaints == []


def test_a_request_would_be_noticed_and_the_pages_policy_forbids_it(opened: Open, valley: EmbeddedStore) -> None:
    here = opened(valley)
    here.page.evaluate("fetch('https://cdn.example/lib.js').catch(() => 0)")
    assert any("Content Security Policy" in complaint for complaint in here.complaints)
    other = here.page.context.new_page()
    asked: list[str] = []
    other.route("**/*", lambda route: (asked.append(route.request.url), route.abort()))
    other.set_content("<img src='https://cdn.example/picture.png'>")
    assert asked == ["https://cdn.example/picture.png"]


def test_a_click_on_a_tie_shows_the_sentences_and_who_says_so_where(opened: Open, valley: EmbeddedStore) -> None:
    page = opened(valley).page
    page.click("#relations label:has-text('backed by') input")  # leaves the picture of the other ties uncrossed
    page.mouse.click(*page.evaluate(AT_EDGE, "attacked"))
    text = panel(page)
    assert "2 statements, at least 11 killed" in text
    assert "Observers say Dawn Brigade shelled Norland Army on 3 May, killing 7 people." in text
    assert "According to Observers. In A week in the valley, Valley Monitor, 1 June 2024, characters 0 to 75" in text
    assert "3 May 2024" in text
    assert page.get_attribute("#panel .source a >> nth=0", "href") == "https://monitor.example/valley"
    assert page.locator("#panel .mark.alleged").count() == 1
    unconfirmed = text.partition("Denied or only planned, not counted")[2]
    assert "bombed Norland Army on 9 May" in unconfirmed
    assert page.locator("#panel .statement.denied .mark.denied").count() == 1


def test_a_click_on_an_actor_shows_its_ties_and_statements(opened: Open, valley: EmbeddedStore) -> None:
    page = opened(valley).page
    page.mouse.click(*page.evaluate(AT_NODE, "Dawn Brigade"))
    text = panel(page)
    assert "2 ties" in text
    assert "4 statements" in text
    ties = [line.replace("\n", " ") for line in page.locator("#panel .tie").all_inner_texts()]
    assert ties == ["attacked → Norland Army ×2 †11", "← attacked River Front †2"]
    page.locator("#panel .tie", has_text="River Front").click()
    assert "River Front attacked Dawn Brigade on 20 June" in panel(page)
    page.keyboard.press("Escape")
    assert "Choose an actor or a tie" in panel(page)


def test_filters_of_relation_and_kind_leave_out_what_they_name(opened: Open, valley: EmbeddedStore) -> None:
    page = opened(valley).page
    page.click("#loose")
    page.click("#relations label:has-text('attacked') input")
    assert shown(page) == "2 of 4 actors, 1 of 3 ties, from 1 report"
    page.click("#relations label:has-text('attacked') input")
    page.click("#kinds label:has-text('state forces') input")
    assert shown(page) == "3 of 4 actors, 2 of 3 ties, from 1 report"
    page.click("button[data-for=kinds]")
    page.click("button[data-for=kinds]")
    assert shown(page) == "0 of 4 actors, 0 of 3 ties, from 1 report"
    assert page.is_visible("#nothing")


def test_a_period_counts_only_what_may_lie_within_it(opened: Open, valley: EmbeddedStore) -> None:
    page = opened(valley).page
    page.click("#loose")
    page.fill("#until", "2024-05-31")
    assert shown(page) == "4 of 4 actors, 2 of 3 ties, from 1 report"  # the backing has no date
    page.click("#undated")
    assert shown(page) == "2 of 4 actors, 1 of 3 ties, from 1 report"
    page.locator("#actors button", has_text="Dawn Brigade").click()
    assert page.locator("#panel .tie .weight").all_inner_texts() == ["†7"]
    page.fill("#since", "2024-06-01")
    assert page.is_visible("#period-error")
    page.fill("#until", "")
    assert not page.is_visible("#period-error")
    assert "River Front" in page.inner_text("#actors")
    assert "Norland Army" not in page.inner_text("#actors")


def test_the_keyboard_is_enough(opened: Open, valley: EmbeddedStore) -> None:
    page = opened(valley).page
    page.keyboard.press("/")
    page.keyboard.type("ríver")
    assert page.locator("#actors button").all_inner_texts() == ["River Front\n2"]
    page.keyboard.press("Enter")
    assert panel(page).startswith("River Front")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "Dawn Brigade" in panel(page)
    page.fill("#search", "")
    page.focus("#actors button")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.querySelectorAll('#actors button')[1]")


def test_hostile_words_are_shown_and_never_run(opened: Open, hostile: EmbeddedStore) -> None:
    here = opened(hostile, title="</title><img src=x onerror=window.hacked=6>")
    page = here.page
    text = ""
    for number in range(page.locator("#actors button").count()):
        page.locator("#actors button").nth(number).click()
        page.locator("#panel .tie").nth(0).click()
        text += panel(page)
    attack = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=2>"
    assert f"Gang {attack}" in page.inner_text("#actors")
    assert "backs <b onclick=window.hacked=3>Bold</b>." in text
    assert "<b onclick=window.hacked=3>Bold</b>" in page.inner_text("#actors")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, object, embed, #panel b, #panel a[href^=javascript]").count() == 0
    assert here.requests == []
    assert here.complaints == []


def test_light_and_dark_follow_the_system_until_the_reader_chooses(opened: Open, valley: EmbeddedStore) -> None:
    def paper(page: Any) -> str:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    light, dark = (opened(valley, scheme=scheme).page for scheme in ("light", "dark"))
    assert paper(light) == "rgb(251, 251, 249)"
    assert paper(dark) == "rgb(20, 23, 27)"
    dark.click("#scheme")
    assert paper(dark) == paper(light)
    light.click("#scheme")
    assert paper(light) == "rgb(20, 23, 27)"
    assert light.get_attribute("#scheme", "aria-pressed") == "true"


@pytest.mark.parametrize("width", [360, 768, 1024])
def test_no_screen_is_too_narrow(opened: Open, valley: EmbeddedStore, width: int) -> None:
    page = opened(valley, width=width, height=740).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if not page.is_visible("#actors"):
        page.click("#list summary")
    page.locator("#actors button", has_text="Dawn Brigade").click()
    page.locator("#panel .tie").nth(0).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#panel blockquote").nth(0).bounding_box()["width"] > 200


def test_a_large_graph_says_what_it_folds_and_answers_at_once(opened: Open, large: EmbeddedStore) -> None:
    here = opened(large)
    page = here.page
    assert shown(page).startswith("980 of 1,200 actors, ")
    assert page.inner_text("#folded").startswith(
        "The graph holds 1,200 actors. Drawn one by one are the 980 with the most statements; the other 220 stand"
    )
    took = page.evaluate("""() => {
      const began = performance.now();
      document.querySelector("#relations input").click();
      document.querySelector("#relations input").click();
      return performance.now() - began;
    }""")
    assert took < 3000
    page.fill("#search", "Group33x")
    page.keyboard.press("Enter")
    assert panel(page).startswith("Group33x")
    page.fill("#search", "Group950x")
    page.keyboard.press("Enter")
    assert "others: state forces" in panel(page)
    assert "Actors that this page does not draw one by one" in panel(page)
    assert here.complaints == []
