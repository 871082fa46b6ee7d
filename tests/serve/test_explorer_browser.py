"""The explorer in a browser that may not leave the machine, driven as a person would."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from invented_world import invented
from told_graphs import HOSTILE, KINDS, VALLEY, graph_of
from written_graphs import load

from kg.store.embedded import EmbeddedStore

from .conftest import TOKEN, running

pytestmark = pytest.mark.browser

DAWN = "id:actor/dawn-brigade"


def stored(path: Path, graph: Any) -> Path:
    with EmbeddedStore(path, writable=True) as store:
        store.extend(graph.quads() if isinstance(graph, EmbeddedStore) else graph)
    return path


GRAPHS: dict[str, Callable[[], Any]] = {
    "valley": lambda: graph_of([VALLEY], KINDS),
    "hostile": lambda: graph_of([HOSTILE]),
    "written": lambda: load("breakdown", "sources", "figures"),
    "world": lambda: invented(60),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The address of a server of one of `GRAPHS`, started when it is first asked for."""
    folder = tmp_path_factory.mktemp("sites")
    with ExitStack() as stack:

        @cache
        def start(name: str) -> str:
            path = stored(folder / name, GRAPHS[name]())
            return str(stack.enter_context(running(path, timeout=20.0, read_ahead=True)).base_url)

        yield start


def until(page: Any, expression: str, seconds: float = 15.0) -> None:
    """Waits until something holds on the page. Playwright's own way needs eval, which the page's policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(f"Boolean({expression})"):
        assert time.monotonic() < end, f"it never became true: {expression}"
        page.wait_for_timeout(30)


@dataclass
class Opened:
    """A page, what it asked of other servers, and its errors and warnings."""

    page: Any
    strangers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        self.page.goto(address)
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector("html[data-ready]", timeout=20_000)
        until(self.page, "!document.querySelector('[aria-busy=true]')")


Open = Callable[..., Opened]


@pytest.fixture
def opened(chromium: Any, site: Callable[[str], str]) -> Iterator[Open]:
    """Opens the explorer of a site; every request to another server is cut off and noted."""
    contexts: list[Any] = []

    def open_page(name: str, query: str = "", width: int = 1360, height: int = 850, scheme: str = "light") -> Opened:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce",
            permissions=["clipboard-write"],
        )  # fmt: skip
        contexts.append(context)
        result = Opened(context.new_page())
        address = site(name)

        def route(asked: Any) -> None:
            if asked.request.url.startswith((address, "data:", "blob:")):
                asked.continue_()
            else:
                result.strangers.append(asked.request.url)
                asked.abort()

        def note(message: Any) -> None:
            # What the software renderer of a machine without a graphics card says of itself is no fault of the page.
            if "GL Driver Message" not in message.text:
                result.complaints.append(f"{message.type}: {message.text}")

        result.page.route("**/*", route)
        result.page.on("console", note)
        result.page.on("pageerror", lambda error: result.complaints.append(str(error)))
        result.go(f"{address}/explorer/{query}")
        return result

    yield open_page
    for context in contexts:
        context.close()


def summary(page: Any) -> str:
    until(page, "!document.querySelector('.summary[aria-busy=true]')")
    return " ".join(page.inner_text(".summary").split())


def node_on_screen(page: Any, name: str) -> tuple[float, float]:
    """Where an actor of the network stands, in pixels of the window."""
    return tuple(
        page.evaluate(
            """(name) => {
              const canvas = document.querySelector('[data-view=network]');
              const graph = canvas.drawing.getGraph();
              const id = graph.findNode((_, data) => data.label === name);
              const spot = canvas.drawing.graphToViewport(graph.getNodeAttributes(id));
              const box = canvas.getBoundingClientRect();
              return [spot.x + box.x, spot.y + box.y];
            }""",
            name,
        )
    )


def test_nothing_is_asked_of_other_servers_and_nothing_goes_wrong_in_any_view(opened: Open) -> None:
    here = opened("world")
    for tab in ("Map", "Time line", "Disagreements", "Sources", "Query", "Network"):
        here.page.click(f"nav >> text={tab}")
        here.page.wait_for_timeout(300)
    here.page.evaluate("fetch('https://cdn.example/lib.js').catch(() => 0)")
    here.page.wait_for_timeout(100)
    complaints = [one for one in here.complaints if "cdn.example" not in one]
    assert len(complaints) < len(here.complaints), "the policy of the page lets it ask others"
    assert complaints == []
    assert here.strangers == []


def test_two_clicks_lead_from_a_number_to_the_sentence_that_states_it(opened: Open) -> None:
    page = opened("valley").page
    assert "13 killed" in summary(page)
    page.click(".summary >> text=killed")
    page.wait_for_selector(".card")
    assert page.locator(".card").count() == 3
    first = page.locator(".card").nth(0)
    assert "Observers say Dawn Brigade shelled Norland Army on 3 May, killing 7 people." in first.inner_text()
    assert "According to Observers." in first.inner_text()
    page.click(".card >> nth=0 >> .figure.counted")
    page.wait_for_selector("dialog .target")
    assert page.inner_text("dialog .target") == VALLEY.said[0].sentence
    assert "A week in the valley" in page.inner_text("dialog h2")
    assert page.get_attribute("dialog a", "href") == "https://monitor.example/valley"
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog:not([open])", state="attached")


def test_a_click_on_an_actor_and_on_a_tie_shows_what_they_rest_on(opened: Open) -> None:
    page = opened("valley").page
    page.wait_for_timeout(300)
    page.mouse.click(*node_on_screen(page, "Dawn Brigade"))
    page.wait_for_selector(".right .card")
    assert page.inner_text(".right h2") == "Dawn Brigade"
    page.click(".right .ties >> text=Norland Army")
    until(page, "document.querySelector('.right h2').innerText.includes('attacked')")
    page.wait_for_selector(".right .card")
    assert page.locator(".right .card").count() == 2
    assert "sel=tie" in page.url
    page.go_back()
    until(page, "document.querySelector('.right h2').innerText === 'Dawn Brigade'")


def test_a_line_of_the_network_opens_the_evidence_of_its_tie_also_where_it_is_bent(opened: Open) -> None:
    page = opened("world").page
    lines = page.evaluate("""() => {
      const canvas = document.querySelector('[data-view=network]');
      const [graph, box] = [canvas.drawing.getGraph(), canvas.getBoundingClientRect()];
      const spot = (id) => canvas.drawing.graphToViewport(graph.getNodeAttributes(id));
      const at = (id, t) => {
        const [from, to] = graph.extremities(id).map(spot);
        const bend = graph.getEdgeAttribute(id, 'bend') * 2 * t * (1 - t);
        const [dx, dy] = [to.x - from.x, to.y - from.y];
        return { x: from.x + dx * t + dy * bend, y: from.y + dy * t - dx * bend };
      };
      const far = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
      const steps = Array.from({ length: 60 }, (_, step) => step / 60);
      const lines = graph.mapEdges((id) => ({ id, ...at(id, 0.5), points: steps.map((t) => at(id, t)),
        bent: graph.getEdgeAttribute(id, 'bend') !== 0,
        ends: graph.extremities(id).map((iri) => iri.replace('https://w3id.org/conflict-kg/id/', 'id:')) }));
      // One straight and one bent line with room around their middle.
      const clear = (one) => graph.nodes().every((node) => far(spot(node), one) > 22)
        && lines.every((other) => other === one || other.points.every((point) => far(point, one) > 5));
      const found = [false, true].map((bent) => lines.find((one) => one.bent === bent && clear(one)));
      return found.map((one) => ({ ...one, x: one.x + box.x, y: one.y + box.y }));
    }""")
    assert [one["bent"] for one in lines] == [False, True]
    for line in lines:
        page.mouse.move(line["x"], line["y"])
        until(page, "document.querySelector('.canvas.pointing')")
        page.mouse.click(line["x"], line["y"])
        page.wait_for_selector(".right .card")
        assert page.evaluate("new URLSearchParams(location.search).get('sel')").split("|")[:3] == ["tie", *line["ends"]]
        page.click("[aria-label='Close the evidence']")
        page.wait_for_selector(".ranked")
        page.wait_for_timeout(400)  # or the next click would make a double one of it
    page.mouse.move(lines[0]["x"], lines[0]["y"])
    page.mouse.move(262, 400)  # the empty margin
    until(page, "!document.querySelector('.canvas.pointing')")


def test_drawing_a_span_over_the_time_line_filters_network_and_map(opened: Open) -> None:
    page = opened("world").page
    before = summary(page)
    box = page.locator(".strip svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 30, steps=5)
    page.mouse.up()
    until(page, "document.querySelector('.summary .hint') !== null")
    narrowed = summary(page)
    assert narrowed != before
    assert "since=" in page.url
    page.click("nav >> text=Map")
    page.wait_for_selector("[data-view=map] .leaflet-marker-icon")
    assert summary(page) == narrowed
    events = int(re.search(r"([\d,]+) events?", narrowed)[1].replace(",", ""))  # type: ignore[index]
    page.click("text=Countries")
    page.wait_for_selector(".overview h2:text('Countries')")
    rows = page.locator(".overview tbody tr td:nth-child(2)").all_inner_texts()
    assert sum(int(one.replace(",", "")) for one in rows) == events
    page.click("text=Whole time")
    until(page, "document.querySelector('.summary .hint') === null")
    assert summary(page) == before


def test_regions_are_coloured_areas_with_their_figures_and_lead_to_their_evidence(opened: Open) -> None:
    here = opened("world", "?view=map&level=regions&metric=Killed")
    page = here.page
    page.wait_for_selector(".mark-figure")
    rows = dict(page.evaluate("""() => [...document.querySelectorAll('.overview tbody tr')].map((row) =>
      [row.cells[0].innerText, row.cells[2].innerText.replace('at least ', '≥')])"""))
    assert "Luhanska oblast" in rows, "a region that no report names has its name all the same"
    signs = page.evaluate("[...document.querySelectorAll('[class*=mark-]')].map((one) => [one.title, one.innerText])")
    assert {title.rpartition(": ")[0] for title, _ in signs} <= {name for name, dead in rows.items() if dead != "–"}
    assert all(text == rows[title.rpartition(": ")[0]] for title, text in signs)
    assert page.locator(".mark-region").all_inner_texts() == [rows["Gao"]], "a region of old borders has no shape"
    shades = page.evaluate("""() => [...document.querySelectorAll('[data-view=map] path')]
      .map((path) => path.getAttribute('fill'))""")
    plain = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--land').trim()")
    coloured = [one for one in shades if one != plain]
    assert len(coloured) == sum(dead != "–" for dead in rows.values()) - 1
    assert len(set(coloured)) > 5, "more dead, darker"
    page.press(".mark-figure >> nth=0", "Enter")
    page.wait_for_selector(".right .card")
    assert "Killed in " in page.inner_text(".right h2")
    assert here.complaints == []


def test_a_source_that_is_left_out_is_left_out_of_every_figure(opened: Open) -> None:
    page = opened("written", "?view=sources").page
    before = summary(page)
    page.click(".switches .switch >> nth=0 >> input")
    until(page, "document.querySelector('.summary .hint') !== null")
    assert summary(page) != before
    assert "1 source left out" in page.inner_text(".chips")
    reports = int(re.search(r"(\d+) reports?", before)[1])  # type: ignore[index]
    assert int(re.search(r"(\d+) reports?", summary(page))[1]) < reports  # type: ignore[index]
    page.click("text=Count all again")
    until(page, "document.querySelector('.summary .hint') === null")
    assert summary(page) == before


def test_an_address_brings_the_same_choice_and_selection_back(opened: Open) -> None:
    here = opened("valley")
    page = here.page
    page.click(".legend >> text=Attacked")
    page.click(".legend >> text=State forces")
    until(page, "document.querySelector('.summary .hint') !== null")
    page.click(".ranked button >> nth=0")
    page.wait_for_selector(".right .card")
    there = opened("valley", "?" + page.url.partition("?")[2])
    assert summary(there.page) == summary(page)
    there.page.wait_for_selector(".right .card")
    assert there.page.inner_text(".right h2") == page.inner_text(".right h2")
    assert there.page.locator(".legend input:checked").count() == 2


def test_totals_stand_beside_the_sums_of_their_parts(opened: Open) -> None:
    page = opened("written", "?view=discrepancies").page
    page.wait_for_selector(".disagreements li")
    text = page.inner_text(".page")
    assert "A total that is not the sum of its parts" in text
    assert "Reports that give different figures" in text
    total = page.locator(".disagreements > li", has_text="A total that is not the sum").nth(0)
    assert total.locator(".big").count() == 2
    assert total.locator(".big").nth(0).inner_text() != total.locator(".big").nth(1).inner_text()
    assert total.locator("mark").count() >= 2


def test_a_query_is_asked_shown_in_three_ways_and_kept_in_the_address(opened: Open) -> None:
    text = "SELECT ?one ?other WHERE { ?one kg:attacked ?other }"
    here = opened("world", f"?view=query&query={quote(text)}")
    page = here.page
    page.wait_for_selector(".rows tbody tr")
    assert "PREFIX kg:" in page.evaluate("document.querySelector('.editor').editor.getValue()")
    assert page.locator(".rows tbody tr").nth(0).inner_text().startswith("Group ")
    page.click(".sort >> text=other")
    until(page, "document.querySelector('th[aria-sort=ascending]')")
    first = page.locator(".rows tbody tr td:nth-child(2)").all_inner_texts()
    assert first == sorted(first, key=lambda name: [int(part) if part.isdigit() else part for part in name.split()])
    page.fill("[aria-label='Only rows with these words']", "Group 12")
    until(page, "[...document.querySelectorAll('.rows tbody tr')].every((row) => row.innerText.includes('Group 12'))")
    page.fill("[aria-label='Only rows with these words']", "")
    page.click(".segments >> text=Network")
    page.wait_for_selector(".drawn canvas")
    with page.expect_download() as download:
        page.click(".result >> text=CSV")
    csv = Path(download.value.path()).read_text("utf-8").splitlines()
    assert csv[0] == "one,other"
    assert csv[1].startswith("https://w3id.org/conflict-kg/id/actor/group-")
    options = page.locator(".example option").all_inner_texts()
    assert "Figures that disagree" in options
    page.select_option(".example select", label="Tolls")
    page.click("text=Ask")
    until(page, "document.querySelector('.rows thead')?.innerText.includes('perpetrator')")
    assert "query=" in page.url
    write(page, "SELECT ?place ?lat ?long { ?place geo:lat ?lat ; geo:long ?long }")
    page.click("text=Ask")
    until(page, "document.querySelector('.rows thead')?.innerText.includes('long')")
    page.click(".segments >> text=Map")
    page.wait_for_selector(".drawn .leaflet-marker-icon")
    write(page, "SELECT nonsense")
    page.click("text=Ask")
    page.wait_for_selector(".query [role=alert]")
    assert "malformed" in page.inner_text(".query [role=alert]")
    assert here.strangers == []


def write(page: Any, query: str) -> None:
    page.evaluate("(query) => document.querySelector('.editor').editor.setValue(query)", query)


def test_completion_offers_the_terms_of_the_ontology(opened: Open) -> None:
    page = opened("valley", "?view=query").page
    page.wait_for_selector(".editor .CodeMirror")
    page.evaluate("""() => {
      const editor = document.querySelector('.editor').editor;
      editor.setValue('SELECT * { ?a a kg:Airst }');
      editor.setCursor({ line: 0, ch: 24 });
      editor.focus();
    }""")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hints >> text=kg:Airstrike")
    page.keyboard.press("Enter")
    assert "kg:Airstrike" in page.evaluate("document.querySelector('.editor').editor.getValue()")


def test_search_finds_actors_places_and_words_by_keyboard_alone(opened: Open) -> None:
    page = opened("world").page
    page.keyboard.press("/")
    page.keyboard.type("group 3")
    page.wait_for_selector(".hit")
    assert page.locator(".hit").nth(0).inner_text().startswith("Group 3")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.right h2').innerText === 'Group 3'")
    page.keyboard.press("/")
    page.keyboard.type("is backed by group")
    until(page, "document.querySelector('.hits .snippet mark')?.innerText.length === 18")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog .target")
    assert page.inner_text("dialog .target").startswith("is backed by Group")


def test_a_path_leads_from_one_actor_to_another(opened: Open) -> None:
    page = opened("valley").page
    page.click(".ranked button:has-text('Norland') >> nth=-1")
    page.wait_for_selector("text=Path from here")
    page.click("text=Path from here")
    page.keyboard.press("/")
    page.keyboard.type("River Front")
    page.wait_for_selector(".hit")
    page.keyboard.press("Enter")
    page.wait_for_selector(".way li")
    way = page.locator(".way li").all_inner_texts()
    assert "River Front" in way[-1]
    page.click(".way-box >> text=Leave it")
    page.wait_for_selector(".way-box", state="detached")


def test_communities_and_central_actors_are_worked_out_and_coloured(opened: Open) -> None:
    page = opened("world").page
    page.click("text=Work it out")
    page.wait_for_selector(".community")
    graph = "document.querySelector('[data-view=network]').drawing.getGraph()"
    colours = f"JSON.stringify({graph}.mapNodes((_, data) => data.color))"
    kinds = page.evaluate(colours)
    page.click("text=Colour by community")
    until(page, f"{colours} !== '{kinds}'")
    assert page.evaluate(colours) != kinds


def test_hostile_words_are_shown_and_never_run(opened: Open) -> None:
    here = opened("hostile")
    page = here.page
    text = ""
    for view in ("network", "map", "timeline", "discrepancies", "sources"):
        here.go(page.url.partition("?")[0] + f"?view={view}&sel=all")
        page.wait_for_selector(".right .card")
        text += page.inner_text("body")
    page.click(".card footer button >> nth=0")
    page.wait_for_selector("dialog .target")
    text += page.inner_text("dialog")
    page.keyboard.press("Escape")
    page.fill(".search input", "onerror")
    page.wait_for_selector(".hit")
    text += page.inner_text(".hits")
    here.go(page.url.partition("?")[0] + "?view=query&query=" + quote("SELECT ?s ?name { ?s skos:prefLabel ?name }"))
    page.wait_for_selector(".rows tbody tr")
    text += page.inner_text(".rows")
    assert "<img src=x onerror=window.hacked=2>" in text
    assert "<b onclick=window.hacked=3>Bold</b>" in text
    assert page.evaluate("window.hacked") is None
    assert page.locator("#app :is(img, iframe, object, embed, b, a[href^=javascript])").count() == 0
    assert here.complaints == []
    assert here.strangers == []


def test_an_address_with_nonsense_says_so_and_runs_nothing(opened: Open) -> None:
    attack = quote("<img src=x onerror=window.hacked=1>|x")
    page = opened("valley", f"?view=%3Cscript%3E&sel={attack}&from=a&to=b&level=%22").page
    page.wait_for_selector(".right [role=alert]")
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    "query",
    ["", "?sel=figure|Killed", "?view=map", "?view=map&level=countries", "?view=timeline", "?view=discrepancies",
     "?view=sources", "?view=query", "?view=review"],
)  # fmt: skip
def test_axe_finds_nothing_serious_in_light_nor_in_dark(opened: Open, query: str) -> None:
    page = opened("written" if "discrep" in query else "world", query).page
    page.wait_for_timeout(300)
    # What changes with the scheme is colours alone.
    for rules in ({}, {"runOnly": ["color-contrast"]}):
        found = Axe().run(page, options={"resultTypes": ["violations"]} | rules).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], "\n".join(f"{one['id']}: {[n['html'] for n in one['nodes'][:3]]}" for one in serious)
        page.click(".scheme")


@pytest.mark.parametrize("view", ["network", "map", "timeline", "discrepancies", "sources", "query", "review"])
def test_no_screen_is_too_narrow(opened: Open, view: str) -> None:
    page = opened("world", f"?view={view}&sel=all", width=1024, height=740).page
    page.wait_for_selector("blockquote")
    for width in (1024, 768, 360):
        page.set_viewport_size({"width": width, "height": 740})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        assert page.locator("blockquote").nth(0).bounding_box()["width"] > 150, width


def test_light_and_dark_follow_the_system_until_the_reader_chooses(opened: Open) -> None:
    def paper(page: Any) -> str:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    light, dark = (opened("valley", scheme=scheme).page for scheme in ("light", "dark"))
    assert paper(light) != paper(dark)
    light.click(".scheme")
    assert paper(light) == paper(dark)
    light.reload()
    light.wait_for_selector("html[data-ready]")
    assert paper(light) == paper(dark)


def test_the_edges_of_the_period_can_be_moved_by_the_keyboard(opened: Open) -> None:
    page = opened("world").page
    before = summary(page)
    page.focus(".strip .edge >> nth=0")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.summary .hint') !== null")
    assert summary(page) != before
    assert "since=" in page.url


def test_a_reader_with_the_token_chooses_another_entry_for_a_place_and_undoes_it(
    chromium: Any, tmp_path: Path
) -> None:
    with running(stored(tmp_path / "graph", invented(3)), token=TOKEN, timeout=20.0) as client:
        context = chromium.new_context(viewport={"width": 1360, "height": 850}, reduced_motion="reduce")
        page = context.new_page()
        Opened(page).go(f"{client.base_url}/explorer/?view=review")
        page.fill("input[type=password]", TOKEN)
        page.click("text=Keep for this tab")
        row = page.locator(".links > li").nth(0)
        name = row.locator(".link > button").inner_text()
        assert "close runner-up" in row.inner_text()
        row.locator("text=Another …").click()
        row.locator(".choices .tie").click()
        until(page, "document.querySelectorAll('.decisions li').length === 1")
        changed = page.locator(".links > li", has_text=f"{name} Farm")
        assert "decided" in changed.inner_text()
        changed.locator("text=Undo").click()
        until(page, "document.querySelector('.decisions .undone')")
        until(page, "!document.querySelector('.links').innerText.includes(' Farm,')")
        assert not Axe().run(page).response["violations"]
        context.close()


def test_a_reader_with_the_token_rejects_an_event_merges_two_actors_and_undoes_both(
    chromium: Any, tmp_path: Path
) -> None:
    with running(stored(tmp_path / "graph", graph_of([VALLEY], KINDS)), token=TOKEN, timeout=20.0) as client:
        context = chromium.new_context(viewport={"width": 1360, "height": 850}, reduced_motion="reduce")
        here = Opened(context.new_page())
        page = here.page
        here.go(f"{client.base_url}/explorer/?view=review")
        page.fill("input[type=password]", TOKEN)
        page.fill(".token label:has-text('Your name') input", "Ana")
        page.click("text=Keep for this tab")
        page.click("nav >> text=Network")
        assert "13 killed" in summary(page)
        page.click(".summary >> text=killed")
        page.click(".card >> nth=0 >> text=Reject")
        until(page, "document.querySelector('.summary .toll').innerText.startsWith('6 ')")
        page.click("nav >> text=Review")
        page.fill(".pick >> nth=0 >> input", "River")
        page.click(".pick >> nth=0 >> li button")
        page.fill(".pick >> nth=1 >> input", "Dawn")
        page.click(".pick >> nth=1 >> li button")
        page.click(".pair button:text-is('Merge')")
        until(page, "document.querySelectorAll('.decisions li').length === 2")
        assert "into Dawn Brigade" in page.inner_text(".decisions li >> nth=0")
        assert "Ana" in page.inner_text(".decisions li >> nth=1")
        for _ in range(2):
            left = page.locator(".decisions button").count()
            page.click(".decisions button >> nth=0")
            until(page, f"document.querySelectorAll('.decisions button').length < {left}")
        page.click("nav >> text=Network")
        until(page, "document.querySelector('.summary .toll')?.innerText.startsWith('13 ')")
        page.click("[aria-label='Close the evidence']")
        page.wait_for_selector(".ranked button")
        assert {"River Front", "Dawn Brigade"} <= set(page.locator(".ranked button span").all_inner_texts())
        context.close()
