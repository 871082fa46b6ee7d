"""How far a build is, on a terminal. Imported only where one is."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from kg.pipeline import Progress

_LONGEST_NAME = 50


class BuildProgress:
    """Called with each step of a build: shows the count of reports, the words read, the rate, and the report at hand.

    Inputs are read as a stream, so how many there will be is not known.
    """

    def __init__(self) -> None:
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.completed} reports"),
            TextColumn("{task.fields[words]:,} words"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[report]}", markup=False),
            console=Console(file=sys.stderr),
            transient=True,
        )
        self._task = self._bar.add_task("build", total=None, words=0, report="loading the pipeline")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, step: Progress) -> None:
        """Show one step."""
        name = step.document if len(step.document) <= _LONGEST_NAME else "…" + step.document[-_LONGEST_NAME:]
        self._bar.update(self._task, completed=step.done, words=step.words, report=f"{name} ({step.state})")
