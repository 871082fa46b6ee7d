"""Tables in a text: lines whose cells stand between bars or tabs, one incident a line.

"6 May 2024 | Djibo | Fighters attacked a post, killing seven soldiers." tells in one cell what happened and in the
others when and where. Cells of prose are read as lines of a list, and the short ones beside them are their label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

#: As many words make a cell prose, if one of them is written small.
_PROSE = 4
#: A label is no longer than this.
_LABEL_WORDS = 12
_CELL = re.compile(r"[^|\t]+")
_RULE = re.compile(r"[\s|:+=-]+")

Cell = tuple[int, int]
Row = tuple[Cell | None, list[Cell]]


def rows(lines: Sequence[str]) -> list[Row | None]:
    """For each line of a text its row, where it is one of a table: the characters of its label, if it has one, and
    those of its cells of prose. None for any other line.

    Rows begin and end with a bar, or several lines on end have as many bars or tabs.
    """
    found: list[Row | None] = []
    for bars, some in groupby(lines, key=_bars):
        group = list(some)
        is_table = bars > 0 and (len(group) > 1 or group[0].strip().startswith("|"))
        found += [_row(line) if is_table else None for line in group]
    return found


def _bars(line: str) -> int:
    """How many bars or tabs part a line."""
    return line.strip().count("|") or line.strip().count("\t")


def _row(line: str) -> Row:
    cells = list(_cells(line))
    prose = [cell for cell in cells if _is_prose(line[slice(*cell)])]
    if not prose:
        return None, []
    before = [cell for cell in cells if cell < prose[0]]
    behind = [cell for cell in cells if cell > prose[-1]]
    for beside in (before, behind):
        words = line[beside[0][0] : beside[-1][1]] if beside else ""
        if any(c.isalpha() for c in words) and len(words.split()) <= _LABEL_WORDS:
            return (beside[0][0], beside[-1][1]), prose
    return None, prose


def _cells(line: str) -> Iterator[Cell]:
    for match in _CELL.finditer(line):
        words = match.group().strip()
        if words and not _RULE.fullmatch(words):
            start = match.start() + match.group().index(words)
            yield start, start + len(words)


def _is_prose(words: str) -> bool:
    parts = words.split()
    return len(parts) >= _PROSE and any(part.islower() for part in parts[1:])
