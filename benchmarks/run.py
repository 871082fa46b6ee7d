"""`python -m benchmarks.run`: measures, prints, and writes `benchmarks/RESULTS.md`.

`--full` adds what takes long: graphs of 10^7 statements, builds of 20,000 reports. `--smoke` takes a minute and writes
nothing: it shows that the benchmark works, and its figures are rough.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.measures import ALL
from benchmarks.quality import as_table, measure_quality
from benchmarks.rows import FULL, SMOKE, USUAL, Row

RESULTS = Path(__file__).parent / "RESULTS.md"
SHOWN_VERSIONS = ("conflict-kg", "spacy", "pyoxigraph", "rdflib", "pyshacl")


def main() -> None:
    """Run all measurements, or those named."""
    os.environ["OMP_NUM_THREADS"] = "1"
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--smoke", action="store_true", help="a small, quick run that writes nothing")
    how.add_argument("--full", action="store_true", help="a run of an hour or more, with what takes long")
    parser.add_argument("--only", choices=sorted(ALL), help="one group of measurements; writes nothing")
    parser.add_argument("--without", action="append", default=[], choices=sorted(ALL), help="leave a group out")
    options = parser.parse_args()
    size = SMOKE if options.smoke else FULL if options.full else USUAL
    found: dict[str, list[Row]] = {}
    for name, measure in ALL.items():
        if options.only in (None, name) and name not in options.without:
            print(name, flush=True)
            found[name] = measure(size)
            print(*(f"  {row}" for row in found[name]), sep="\n", flush=True)
    if not options.smoke and options.only is None:
        quality = as_table(measure_quality())
        print(quality)
        RESULTS.write_text(f"{as_markdown(found, options.without)}\n{quality}", encoding="utf-8")
        print(f"written to {RESULTS.relative_to(Path.cwd()) if RESULTS.is_relative_to(Path.cwd()) else RESULTS}")


def as_markdown(found: dict[str, list[Row]], without: Sequence[str] = ()) -> str:
    """The results as a page, with the machine that they hold for, and the names of what was left out."""
    versions = ", ".join(f"{name} {version(name)}" for name in SHOWN_VERSIONS)
    load = os.getloadavg()[1] if hasattr(os, "getloadavg") else 0.0
    parts = [
        "# Results of the benchmark",
        "",
        "Written by `make bench`; not to be edited. Texts of a kind are copied until they are long enough; the",
        "reports of the last four parts are made up (`benchmarks/made_up.py`).",
        "",
        f"{datetime.now(UTC).date().isoformat()}, {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}. Mean load of the machine meanwhile: {load:.1f} (1 is the",
        "benchmark alone).",
        "",
    ]
    if without:
        parts += [f"Not measured in this run: {', '.join(without)}.", ""]
    for name, rows in found.items():
        parts += [f"## {name}", "", "| what | value | unit |", "| --- | ---: | --- |"]
        parts += [f"| {row.what} | {row.shown} | {row.unit} |" for row in rows]
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    main()
