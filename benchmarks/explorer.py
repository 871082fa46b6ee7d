"""How fast the explorer's page is in a browser: `PYTHONPATH=tests python -m benchmarks.explorer [REPORTS]`.

105 reports (the default) give 100,000 triples. Each interaction is timed from the event until the browser has drawn the
frame that shows its result, 5 s where it never came. Of several rounds the best, the median and the worst are told;
where others use the machine, the best says most. Needs Chromium and the extra `dev`.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from invented_world import invented
from playwright.sync_api import sync_playwright

from kg.store.embedded import EmbeddedStore

_ROUNDS = 7
_SETTLED = "!document.querySelector('[aria-busy=true]')"
_CHANGED = _SETTLED + " && document.querySelector('.summary').innerText !== before"
# Does something, and gives the milliseconds until what is waited for is on the screen.
_TIMED = """async () => {
  const wait = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next, 0)));
  PREPARE;
  for (let frame = 0; frame < 4; frame += 1) await wait();
  const before = document.querySelector('.summary').innerText;
  const began = performance.now();
  ACT;
  do { await wait(); } while (!(DONE) && performance.now() - began < 5000);
  return performance.now() - began;
}"""


def main() -> None:
    """Makes a graph, serves it, and prints what a reader waits for."""
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 105
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph"
        with EmbeddedStore(path, writable=True) as store:
            store.extend(invented(reports, actors=reports * 6).quads())
            print(f"{len(store):,} triples")
        sys.path.insert(0, "tests/serve")
        from tests.serve.conftest import running

        began = time.perf_counter()
        with running(path, timeout=120.0) as client:
            client.get("/explorer/api/view")
            print(f"start of the server until the first answer: {time.perf_counter() - began:.2f} s")
            _measure(f"{client.base_url}")


def _measure(base: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1360, "height": 850}, reduced_motion="reduce")
        first = []
        for _ in range(_ROUNDS):
            page.goto("about:blank")
            began = time.perf_counter()
            page.goto(f"{base}/explorer/")
            page.wait_for_selector("html[data-ready]")
            first.append((time.perf_counter() - began) * 1000)
        _tell("first view", first)
        for name, address, prepare, act, done in _INTERACTIONS:
            page.goto(f"{base}/explorer/{address}")
            page.wait_for_selector("html[data-ready]")
            page.wait_for_timeout(500)
            times = []
            for number in range(_ROUNDS):
                times.append(_timed(page, *(text.replace("NUMBER", str(number)) for text in (prepare, act, done))))
                page.wait_for_timeout(150)
            _tell(name, times)
        browser.close()


def _timed(page: Any, prepare: str, act: str, done: str) -> float:
    return page.evaluate(_TIMED.replace("PREPARE", prepare).replace("ACT", act).replace("DONE", done))


def _tell(name: str, times: list[float]) -> None:
    best, usual, worst = min(times), statistics.median(times), max(times)
    print(f"{name:<46} {best:5.0f}  {usual:5.0f}  {worst:5.0f} ms", flush=True)


_LEGEND = "document.querySelectorAll('.legend:not(.types) input')[NUMBER].click()"
_EVIDENCE = "document.querySelector('.right .card') && " + _SETTLED
_CLOSE = "document.querySelector('.panel-head button')?.click()"
#: Name, parameters of the address, what is done before the clock starts, what is done, and when it is done.
_INTERACTIONS = [
    ("tick a relation, network", "", "", _LEGEND, _CHANGED),
    ("tick a relation, map", "?view=map", "", _LEGEND, _CHANGED),
    ("tick a relation, regions on the map", "?view=map&level=regions", "", _LEGEND, _CHANGED),
    ("tick a relation, time line", "?view=timeline", "", _LEGEND, _CHANGED),
    ("move an end of the period, network", "", "",
     "const edge = document.querySelector('.strip .edge'); edge.value = 5 + 4 * NUMBER;"
     " edge.dispatchEvent(new Event('input', { bubbles: true }))", _CHANGED),
    ("choose an actor, with its evidence", "", _CLOSE,
     "document.querySelectorAll('.ranked button')[NUMBER].click()", _EVIDENCE),
    ("a figure's evidence", "", _CLOSE, "document.querySelector('.summary .toll').click()", _EVIDENCE),
    ("from one view to another", "", "", "document.querySelectorAll('.tab')[(NUMBER + 1) % 3].click()",
     "document.querySelector(`[data-view=${['network', 'map', 'timeline'][(NUMBER + 1) % 3]}]`)?.checkVisibility() && "
     + _SETTLED),
    ("search", "", "", "const field = document.querySelector('.search input'); field.focus();"
     " field.value = 'group 1NUMBER'; field.dispatchEvent(new Event('input', { bubbles: true }))",
     "document.querySelector('.hit')?.innerText.startsWith('Group 1NUMBER')"),
    ("open a report", "?sel=all", "document.querySelector('dialog[open] button')?.click()",
     "document.querySelectorAll('.card footer button')[NUMBER].click()", "document.querySelector('dialog .text')"),
]  # fmt: skip


if __name__ == "__main__":
    main()
