"""Training texts with other names: what stands for a country, a place, a group or a person is exchanged by chance."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kg.train.corpus import Annotated, Marked


@dataclass(frozen=True, slots=True)
class Substitution:
    """`rate` is the chance that a document, and in it a name, is changed at all."""

    countries: dict[str, str]
    other_countries: dict[str, str]
    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    pattern: re.Pattern[str]
    rate: float

    @classmethod
    def load(cls, path: Path, rate: float) -> Substitution:
        """Reads the lists of names."""
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        countries = told.pop("countries")
        groups = tuple((tuple(group["from"]), tuple(group["to"])) for group in told.values())
        names = {*countries["from"], *countries["from"].values(), *(n for group, _ in groups for n in group)}
        ordered = sorted(names, key=lambda name: (-len(name), name))
        pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)")
        return cls(countries["from"], countries["to"], groups, pattern, rate)

    def __call__(self, document: Annotated, chance: random.Random) -> Annotated:
        """The document with other names, its mentions and relations moved along; or as it is."""
        if chance.random() >= self.rate:
            return document
        chosen = self._choice(chance)
        text, edits, at = "", [], 0
        for match in self.pattern.finditer(document.text):
            new = chosen.get(match.group())
            if new is not None:
                text += document.text[at : match.start()] + new
                edits.append((match.start(), match.end(), len(text)))
                at = match.end()
        text += document.text[at:]

        def moved(position: int, *, closing: bool) -> int:
            shift = 0
            for start, end, landed in edits:
                if position >= end:
                    shift = landed - end
                elif position > start:
                    return landed if closing else landed - 1
                else:
                    break
            return position + shift

        def span(pair: tuple[int, int]) -> tuple[int, int]:
            return moved(pair[0], closing=False), moved(pair[1], closing=True)

        return Annotated(
            document.id,
            document.source,
            text,
            tuple(Marked(*span((m.start, m.end)), m.type) for m in document.mentions),
            tuple((kind, span(a), span(b)) for kind, a, b in document.relations),
            document.related,
        )

    def _choice(self, chance: random.Random) -> dict[str, str]:
        chosen: dict[str, str] = {}
        for country, adjective in self.countries.items():
            if chance.random() < self.rate:
                other = chance.choice(list(self.other_countries))
                chosen[country], chosen[adjective] = other, self.other_countries[other]
        for names, others in self.groups:
            for name in names:
                if chance.random() < self.rate:
                    chosen[name] = chance.choice(others)
        return chosen
