"""Passages that are about something else and only use the words of war: sport, business, culture, disasters.

A page may hold a match report beside news of an attack, so that the page alone does not tell what its sentences are
about. Words tell it by paragraph (`data/subjects.toml`): two of a subject in a paragraph, or one there and others
around it. What is told there is an event only where it must be meant literally: an armed actor of a name, somebody
killed, a weapon that goes off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.drafts import Draft
from kg.extract.lexicon import read_toml
from kg.extract.nouns import lemma
from kg.extract.report import Report
from kg.model import Participant

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?:-19)?")
# The paragraphs around one that tell with it what it is about.
_AROUND = 2
# So many likely words around tell it with a single certain one.
_MANY = 3
# What became of people in earnest, whatever else the passage is about.
_GRAVE = ("killed", "abducted", "detained", "displaced")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject; the fields are those described in `subjects.toml`."""

    name: str
    certain: frozenset[str]
    likely: frozenset[str]
    deaths: bool
    fighters: bool


@lru_cache(maxsize=1)
def load_subjects() -> tuple[Subject, ...]:
    """The subjects of `subjects.toml`."""
    return tuple(
        Subject(s["name"], frozenset(s["certain"]), frozenset(s["likely"]), s["deaths"], s["fighters"])
        for s in read_toml("subjects.toml")["subject"]
    )


class Passages:
    """Tells what the paragraphs of one report are about, and which of its events that makes figures of speech.

    `signs` are those of `events.toml` that tell of a conflict.
    """

    def __init__(self, report: Report, signs: Mapping[str, frozenset[str]]) -> None:
        self.report = report
        self.signs = signs
        self._words: dict[int, frozenset[str]] = {}
        self._at_war: set[int] = set()

    def literal(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The drafts that are not told in a passage about something else, or must be meant literally even there."""
        self._at_war = {d.block for d in drafts if d.violent and (self._armed(d) or d.weapons)}
        return [d for d in drafts if not any(self._of_another(d, subject) for subject in self._subjects(d.block))]

    def any_of_others(self) -> bool:
        """Whether a paragraph is about something else."""
        return any(True for i in range(len(self.report.blocks)) for _ in self._subjects(i))

    def _subjects(self, block: int) -> Iterator[Subject]:
        """What a block is about, of the subjects that are no conflict."""
        own = self._of(block)
        for subject in load_subjects():
            certain = len(own & subject.certain)
            told = certain + len(own & subject.likely)
            if certain and (told > 1 or not subject.likely):
                yield subject
            elif told and subject.likely:
                around = range(max(0, block - _AROUND), min(len(self.report.blocks), block + _AROUND + 1))
                words = frozenset().union(*(self._of(i) for i in around))
                certain = len(words & subject.certain)
                if certain > 1 or (certain and len(words & subject.likely) >= _MANY):
                    yield subject

    def _of(self, block: int) -> frozenset[str]:
        words = self._words.get(block)
        if words is None:
            words = self._words[block] = frozenset(_WORD.findall(self.report.blocks[block].text.lower()))
        return words

    def _of_another(self, draft: Draft, subject: Subject) -> bool:
        """Whether a draft told in a passage about a subject is a figure of speech or one of its disasters."""
        if subject.deaths:
            return self._came_of(draft, subject)
        if self._armed(draft) or (draft.trigger.noun and lemma(draft.trigger.token) in self.signs["nouns"]):
            return False
        if subject.fighters and any(self._kind(a) in self.signs["kinds"] - {"Country"} for a in draft.agents):
            return False
        return not any(t.outcome in _GRAVE and t.figure.max != 0 for t in draft.tolls)

    def _came_of(self, draft: Draft, subject: Subject) -> bool:
        """Whether a disaster did what a draft tells of, and nobody: it is told of in its sentence, or in its paragraph
        where no act of force is.
        """
        agents = [a for a in draft.agents if subject.certain.isdisjoint(a.surface.lower().split())]
        if agents or draft.weapons or (draft.violent and draft.trigger.noun):
            return False
        words = frozenset(_WORD.findall(draft.trigger.token.sent.text.lower()))
        if not words.isdisjoint(_war()):
            return False
        return not words.isdisjoint(subject.certain) or draft.block not in self._at_war

    def _kind(self, participant: Participant) -> str:
        return self.report.entities[participant.entity].kind

    def _armed(self, draft: Draft) -> bool:
        """Whether an armed actor with a name of its own takes part."""
        entities = [self.report.entities[p.entity] for p in (*draft.agents, *draft.targets)]
        return any(e.named and e.register is not None and e.kind in self.signs["kinds"] - {"Country"} for e in entities)


@lru_cache(maxsize=1)
def _war() -> frozenset[str]:
    return frozenset(read_toml("subjects.toml")["war"]["words"])
