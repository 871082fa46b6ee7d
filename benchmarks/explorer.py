"""How fast the explorer's page is in a browser: `PYTHONPATH=tests python -m benchmarks.explorer [REPORTS]`.

105 reports (the default) give 100,000 triples. Each interaction is timed from the event until the browser has drawn the
frame that shows its result; the median of several is told, 5 s where it never came. Needs Chromium and the extra `dev`.
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
  const before = document.querySelector('.summary').innerText;
  await wait();
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
        for name, address, act, done in _INTERACTIONS:
            page.goto(f"{base}/explorer/{address}")
            page.wait_for_selector("html[data-ready]")
            page.wait_for_timeout(500)
            times = []
            for number in range(_ROUNDS):
                times.append(_timed(page, *(text.replace("NUMBER", str(number)) for text in (act, done))))
                page.wait_for_timeout(150)
            _tell(name, times)
        browser.close()


def _timed(page: Any, act: str, done: str) -> float:
    return page.evaluate(_TIMED.replace("ACT", act).replace("DONE", done))


def _tell(name: str, times: list[float]) -> None:
    print(f"{name:<46} {statistics.median(times):7.0f} ms   (worst {max(times):.0f})", flush=True)


_LEGEND = "document.querySelectorAll('.legend:not(.types) input')[NUMBER].click()"
_EVIDENCE = "document.querySelector('.right .card') && " + _SETTLED
_INTERACTIONS = [
    ("tick a relation, network", "", _LEGEND, _CHANGED),
    ("tick a relation, map", "?view=map", _LEGEND, _CHANGED),
    ("tick a relation, time line", "?view=timeline", _LEGEND, _CHANGED),
    ("move an end of the period, network", "",
     "const edge = document.querySelector('.strip .edge'); edge.value = 5 + 4 * NUMBER;"
     " edge.dispatchEvent(new Event('input', { bubbles: true }))", _CHANGED),
    ("choose an actor, with its evidence", "",
     "document.querySelector('.panel-head button')?.click(); await wait(); await wait();"
     " document.querySelectorAll('.ranked button')[NUMBER].click()", _EVIDENCE),
    ("a figure's evidence", "",
     "document.querySelector('.panel-head button')?.click(); await wait(); await wait();"
     " document.querySelector('.summary .toll').click()", _EVIDENCE),
    ("from the network to the map and back", "", "document.querySelectorAll('.tab')[(NUMBER + 1) % 2].click()",
     "document.querySelector(NUMBER % 2 ? '[data-view=network]' : '[data-view=map]') && " + _SETTLED),
    ("search", "", "const field = document.querySelector('.search input'); field.focus();"
     " field.value = 'group 1NUMBER'; field.dispatchEvent(new Event('input', { bubbles: true }))",
     "document.querySelector('.hit')?.innerText.startsWith('Group 1NUMBER')"),
    ("open a report", "?sel=all", "document.querySelector('dialog[open] button')?.click(); await wait(); await wait();"
     " document.querySelectorAll('.card footer button')[NUMBER].click()", "document.querySelector('dialog .text')"),
]  # fmt: skip


if __name__ == "__main__":
    main()
