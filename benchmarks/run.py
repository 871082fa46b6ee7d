"""`python -m benchmarks.run`: measures, prints, and in the full run writes `benchmarks/RESULTS.md`.

`--smoke` takes seconds and writes nothing: it shows that the benchmark works, and its figures are rough.
"""

from __future__ import annotations

import argparse
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.measures import ALL, FULL, SMOKE, Row
from benchmarks.quality import as_table, measure_quality

RESULTS = Path(__file__).parent / "RESULTS.md"
SHOWN_VERSIONS = ("conflict-kg", "spacy", "pyoxigraph", "rdflib", "pyshacl")


def main() -> None:
    """Run all measurements, or those named."""
    os.environ["OMP_NUM_THREADS"] = "1"
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a small, quick run that writes nothing")
    parser.add_argument("--only", choices=sorted(ALL), help="one group of measurements; writes nothing")
    options = parser.parse_args()
    size = SMOKE if options.smoke else FULL
    found: dict[str, list[Row]] = {}
    for name, measure in ALL.items():
        if options.only in (None, name):
            print(name, flush=True)
            found[name] = measure(size)
            print(*(f"  {row}" for row in found[name]), sep="\n", flush=True)
    if not options.smoke and options.only is None:
        quality = as_table(measure_quality())
        print(quality)
        RESULTS.write_text(f"{as_markdown(found)}\n{quality}", encoding="utf-8")
        print(f"written to {RESULTS.relative_to(Path.cwd()) if RESULTS.is_relative_to(Path.cwd()) else RESULTS}")


def as_markdown(found: dict[str, list[Row]]) -> str:
    """The results as a page, with the machine that they hold for."""
    versions = ", ".join(f"{name} {version(name)}" for name in SHOWN_VERSIONS)
    load = os.getloadavg()[1] if hasattr(os, "getloadavg") else 0.0
    parts = [
        "# Results of the benchmark",
        "",
        "Written by `make bench`; not to be edited. The text is that of `examples/`, copied until it is long enough.",
        "",
        f"{datetime.now(UTC).date().isoformat()}, {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}. Mean load of the machine meanwhile: {load:.1f} (1 is the",
        "benchmark alone).",
        "",
    ]
    for name, rows in found.items():
        parts += [f"## {name}", "", "| what | value | unit |", "| --- | ---: | --- |"]
        parts += [f"| {row.what} | {row.value:,.{0 if row.value >= 100 else 2}f} | {row.unit} |" for row in rows]
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    main()
