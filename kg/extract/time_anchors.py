"""The dates that a report has told, from which it counts on: "hours later", "at daybreak", "in the same period"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.extract.dates import TimeExpression
from kg.extract.drafts import Draft
from kg.model import TimeRef

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LAST_DAY = re.compile(r"(\d{4}-\d\d-\d\d)$")
_EVENING = frozenset(["night", "evening", "dusk", "late", "midnight"])
_MORNING = frozenset(["dawn", "morning"])


class Anchors:
    """The last time, day and period that a report's story has come to, in EDTF."""

    def __init__(self) -> None:
        self.time: str | None = None
        self.day: str | None = None
        self.period: str | None = None
        self._evening = False

    def told(self, draft: Draft, time: TimeRef, expression: TimeExpression | None) -> None:
        """The story has come to the time of a draft; one that only looks back leaves it where it is."""
        if expression is not None and _looks_back(draft, expression):
            return
        self.time = time.edtf
        if _DAY.fullmatch(time.edtf):
            self.day = time.edtf
            self._evening = expression is not None and expression.daypart in _EVENING
        elif "/" in time.edtf or time.cumulative or len(time.edtf) == len("2024-03"):
            self.period = time.edtf
            last = _LAST_DAY.search(time.edtf)
            if last is not None and expression is not None and expression.daypart == "night":
                self.day, self._evening = last[1], False

    def morning_after(self, expression: TimeExpression, published: str | None) -> str | None:
        """The day of "at daybreak" told behind what happened at night, None where no night was told."""
        if not self._evening or self.day is None or expression.daypart not in _MORNING:
            return None
        following = (date.fromisoformat(self.day) + timedelta(days=1)).isoformat()
        return following if published is None or following <= published else None


def _looks_back(draft: Draft, expression: TimeExpression) -> bool:
    back = expression.delta is not None and expression.delta.steps < 0
    return back or any(c.dep_ == "aux" and c.lower_ == "had" for c in draft.trigger.verb.children)
