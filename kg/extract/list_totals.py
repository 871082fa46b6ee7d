"""The lines of a list as parts of what is told before the list, or in the line above them that is set less deep."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.breakdowns import broken_down, count_within
from kg.extract.casualties import is_caption
from kg.extract.drafts import OUTCOME_TYPES, STATEMENTS, WIDE, Draft
from kg.extract.families import load_families
from kg.extract.lexicon import read_toml
from kg.extract.list_lines import ListLines
from kg.extract.references import Reference
from kg.extract.report import ParsedBlock, Report, token_range
from kg.extract.sentences import SentenceEvents, SentenceReader
from kg.model import Participant, PlaceRef, TimeRef, Toll


class ListTotals:
    """Keeps the totals of the list at hand, while a report's blocks are read in their order."""

    def __init__(self, report: Report, sentences: SentenceReader) -> None:
        self.report = report
        self.sentences = sentences
        families = load_families()
        self.types = families.events
        self.victims = families.actors.victims
        self.lines = ListLines(report, sentences)
        self.group: list[Reference] = []
        self._counted: Draft | None = None
        self._total: Draft | None = None
        self._levels: list[tuple[int, Draft]] = []
        self._pointed: Draft | None = None
        self._depth: int | None = None
        self._intro_time: TimeRef | None = None
        self._unsummed: list[Draft] = []

    def begin(self, parsed: ParsedBlock, told: list[Draft]) -> None:
        """Take up a block, before its sentences are read: a list's first line looks for the list's total."""
        self.group = self.lines.group(parsed) if parsed.block.kind == "item" else []
        if parsed.block.kind == "item":
            if self._depth is None:
                self._intro_time = self._introduced(parsed)
            begins = self._depth is None or parsed.block.level > self._depth
            if self._depth is None:
                self._depth = parsed.block.level
            if self._total is None and begins:
                self._total = broken_down(self.report, told, parsed.index, self._pointed)
                self._levels = []
        elif parsed.block.kind != "heading":
            self._total = self._pointed = self._depth = None

    def _introduced(self, first: ParsedBlock) -> TimeRef | None:
        """The time that the words right above a list name for all of its lines ("Attacks by region on 3 March:")."""
        above = self.report.blocks[first.index - 1] if first.index else None
        if above is None or not (above.block.kind == "heading" or above.text.rstrip().endswith(":")):
            return None
        for expression in above.times:
            reference = expression.as_ref()
            if reference is not None:
                return replace(reference, span=self.report.span(above, expression.span.start, expression.span.end))
        return None

    def point(self, draft: Draft) -> None:
        """Remember the event that the words before a list point back to."""
        self._pointed = draft

    def above(self, parsed: ParsedBlock) -> Draft | None:
        """The total that a line is set under: the line above it that is set less deep, else the list's own."""
        return next((d for level, d in reversed(self._levels) if level < parsed.block.level), self._total)

    def announces(self, parsed: ParsedBlock, tokens: list[Token]) -> bool:
        """Whether a sentence only says that a list follows ("They were killed as follows:")."""
        text = parsed.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])]
        return tokens[-1].text == ":" and _announcing().search(text) is not None

    def counted(
        self, parsed: ParsedBlock, tokens: list[Token], events: SentenceEvents, label: PlaceRef | None
    ) -> None:
        """Add to the events of a line's first sentence the part of the total that the line counts by a number alone."""
        if parsed.block.kind != "item":
            return
        self._counted = self.lines.read(parsed, tokens, events, self.above(parsed), label, self.group)
        if self._counted is not None:
            events.drafts.insert(0, self._counted)

    def end(self, parsed: ParsedBlock, found: list[Draft], parts: list[Draft], label: PlaceRef | None) -> None:
        """Put the events `found` in a line under its total; `parts` are those that the line itself breaks down."""
        if self._adds_up(parsed):
            self._sum_up(found)
        if parsed.block.kind != "item":
            self._unsummed = []
            return
        if found:
            for draft in found:
                self.lines.name(parsed, draft, self.above(parsed), self.group)
        elif self._total is not None and label is None:
            self._group_line(parsed, self.above(parsed) or self._total)
        self._parts(parsed, found, label)
        for draft in found:
            draft.time = draft.time or self._intro_time
        self._unsummed += [d for d in found if d.part_of is None]
        for part in parts:
            if part.part_of is not None and any(part.part_of is d for d in found):
                self._complete(part, part.part_of)

    def _adds_up(self, parsed: ParsedBlock) -> bool:
        """Whether a line or paragraph behind a list gives its sum ("In total, 340 civilians were killed.")."""
        return is_caption(parsed.label) or _adding_up().search(parsed.text) is not None

    def _sum_up(self, found: list[Draft]) -> None:
        """Make lines that had no total above them parts of one below them whose number is their sum."""
        for total in found:
            counts = [d.count.min or 0 for d in self._unsummed if d.count is not None and d.count_span is not None]
            stated = total.count.min if total.count is not None and total.count_span is not None else None
            right = stated is not None and len(counts) > 1 and sum(counts) == stated
            for toll in total.tolls:
                dead = [t.figure.min or 0 for d in self._unsummed for t in d.tolls if t.outcome == toll.outcome]
                right = right or (len(dead) > 1 and sum(dead) == toll.figure.min)
            if right:
                for draft in self._unsummed:
                    draft.part_of = total
                total.time = total.time or self._unsummed[0].time
                return

    def _parts(self, parsed: ParsedBlock, found: list[Draft], label: PlaceRef | None) -> None:
        """A list line is a part of the total before the list, or of the line above it that is set less deep."""
        level = parsed.block.level
        while self._levels and self._levels[-1][0] >= level:
            self._levels.pop()
        total = self.above(parsed)
        for draft in found:
            if total is not None and (draft is self._counted or self._is_part(draft, total, label)):
                self._put_under(parsed, draft, total)
        if found and (found[0].part_of is not None or total is None):
            self._levels.append((level, found[0]))

    def _put_under(self, parsed: ParsedBlock, draft: Draft, total: Draft) -> None:
        """Make a draft a part of a total, of which it has what its line leaves out."""
        draft.part_of = total
        cause = self.lines.kind(parsed)
        if cause is not None and draft.type in WIDE | {"ViolenceAgainstCivilians"}:
            draft.type = cause
        elif draft.type in WIDE - OUTCOME_TYPES or (draft.type in WIDE and total.type in self.types.attacks):
            draft.type = total.type
        if not draft.agents:
            draft.agents = [replace(p) for p in total.agents]
        named = bool(self.group) and bool(draft.targets)
        if not named and all(self.report.entities[p.entity].kind == "CombatantGroup" for p in draft.targets):
            if total.targets and draft.targets:
                draft.targets = []
            draft.targets += [p for p in total.targets if all(p.entity != q.entity for q in draft.targets)]
            for toll in draft.tolls:
                self._included_targets(draft, toll)
        self._complete(draft, total)

    @staticmethod
    def _complete(draft: Draft, total: Draft) -> None:
        if not draft.targets:
            draft.targets = [replace(p) for p in total.targets]
        if draft.time is None:
            draft.time = total.time
        if not draft.claimants:
            draft.claimants = list(total.claimants)
            draft.attribution = replace(draft.attribution, claimants=total.attribution.claimants)

    def _included_targets(self, draft: Draft, toll: Toll) -> None:
        for part in toll.including:
            if part.entity is None:
                continue
            builder = self.report.entities[part.entity]
            if builder.kind not in self.victims and all(p.entity != part.entity for p in draft.targets):
                draft.targets.append(Participant(part.entity, part.group, part.span))

    def _is_part(self, draft: Draft, total: Draft, label: PlaceRef | None) -> bool:
        if draft.type in STATEMENTS or draft is total:
            return False
        same = (
            (draft.kind == "item" and draft.trigger.noun and not draft.trigger.carrier)
            or draft.type == total.type
            or draft.type in WIDE
            or total.type in WIDE
        )
        if not same and not (draft.violent and total.violent) and not {draft.type, total.type} <= self.types.summed:
            return False
        if label is None and draft.place is None and draft.trigger.token.i != draft.trigger.top.i:
            return False
        return (
            not draft.agents
            or not total.agents
            or bool({p.entity for p in draft.agents} & {p.entity for p in total.agents})
        )

    def _group_line(self, parsed: ParsedBlock, total: Draft) -> None:
        """A line that only counts people ("- 40 civilians, including three children") is a part of the total's toll."""
        above = next((p for p in reversed(self.report.blocks[: parsed.index]) if p.block.kind != "item"), None)
        if above is None or not above.text.rstrip().endswith(":"):
            return
        opening = next((f for f in parsed.figures if f.counts), None)
        covered = token_range(parsed, opening.span) if opening is not None else range(0)
        if not len(covered) or covered[0] > 1 or not total.tolls:
            return
        people = parsed.doc[covered[-1]].head
        made = self.sentences.tolls.victims.statement(parsed, people, total.tolls[0].outcome, people)
        if made is not None and made.reference is not None and made.reference.sort != "object":
            tokens = [t for t in people.sent if not t.is_space]
            (whole, *_) = self.sentences.tolls.parts.within(parsed, tokens, [made])
            count_within([total], whole.toll)


def _announcing() -> re.Pattern[str]:
    return re.compile(read_toml("casualties.toml")["lists"]["announcing"], re.IGNORECASE)


def _adding_up() -> re.Pattern[str]:
    return re.compile(read_toml("casualties.toml")["lists"]["adding_up"], re.IGNORECASE)
