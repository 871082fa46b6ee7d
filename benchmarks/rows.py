"""What the measurements share: a figure, and how much is measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def peak_megabytes() -> float:
    """The most memory that this process has had. (`ru_maxrss` would begin with that of the process that started it.)"""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("this system does not tell how much memory a process has had")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, rounded for a reader."""

    what: str
    value: float
    unit: str

    @property
    def shown(self) -> str:
        """The figure with as many places as tell something."""
        places = 0 if self.value >= 100 else 2 if self.value >= 0.1 else 4
        return f"{self.value:,.{places}f}"

    def __str__(self) -> str:
        return f"{self.what:<70} {self.shown:>12} {self.unit}"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: words of text, runs of each command, rounds of each build, reports for processes,
    statements for the store, powers of ten of the graphs that are asked, reports of the builds whose memory counts,
    statements of the largest graph that rdflib is asked too (it takes minutes for 10,000).
    """

    words: int
    runs: int
    rounds: int
    reports: int
    stored: int
    powers: int
    builds: tuple[int, ...]
    in_rdflib: int


SMOKE = Size(words=3_000, runs=2, rounds=1, reports=32, stored=10_000, powers=4, builds=(20, 40), in_rdflib=0)
USUAL = Size(
    words=12_000, runs=5, rounds=5, reports=600, stored=200_000, powers=5, builds=(200, 1_000), in_rdflib=10_000
)
FULL = Size(
    words=30_000, runs=7, rounds=5, reports=2_000, stored=1_000_000, powers=7, builds=(1_000, 20_000), in_rdflib=10_000
)
