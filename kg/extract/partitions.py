"""Totals that running text breaks down: "nine attacks: four in Homs, three in Raqqa", "of these, 12 hit Idlib".

A list of bullets or labelled lines is broken down in `breakdowns`; here stand the parts that a sentence counts behind
its total, those that the next sentences count, and numbers that share a verb ("five were killed in A and two in B").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from kg.extract.casualties import cause_of, load_casualties
from kg.extract.drafts import OUTCOME_TYPES, STATEMENTS, Draft
from kg.extract.figures import FigureExpression
from kg.extract.lexicon import read_toml
from kg.extract.nouns import lemma
from kg.extract.phrases import patients
from kg.extract.places import STRONG, Locator
from kg.extract.rankings import Rankings, counts_people
from kg.extract.reference_values import Reference
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock, Report, times_between, token_range
from kg.extract.trigger_finder import TriggerFinder
from kg.extract.triggers import Trigger
from kg.model import Figure, PlaceRef, TimeRef, Toll

_THEM = frozenset(["them", "whom", "which", "these", "those"])
_INTRODUCED = frozenset([":", "-", "–", "—", "including", "(", "comprising", "namely"])
# What stands before what a number is held against ("up from 168 and 840 in September"), and how far.
_COMPARED = frozenset(["from", "against", "than", "versus"])
_FROM = 4
_JOINED = frozenset([",", ";", "and"])
# Verbs that only tie a number to its place ("18 of which were in Mali", "of which 12 took place in Homs").
_BEING = frozenset(["be", "cause", "take", "place", "occur", "happen", "record", "carry", "out", "kill", "die"])
# Verbs that say whose deeds a number counts ("192 were attributed to extremist groups").
_ASCRIBING = frozenset(["attribute", "ascribe", "blame", "impute", "commit", "perpetrate"])
_CLOSED = frozenset([",", ";", "and", ".", ")", ":", "-", "–", "—", '"', "”"])
# Words that may stand between a number and its preposition ("four drone attacks in").
_NOUN_WORDS = 4
_FRONT = frozenset(["Attack", "ArmedAttack", "ArmedClash", "Offensive", "Storming"])
# How many blocks before its parts a total may stand.
_REACH = 2


@dataclass(slots=True)
class Item:
    """A number with the place, time, doer or kind that it is of; `start` and `end` are token indices."""

    figure: FigureExpression
    start: int
    end: int
    introduced: bool
    them: bool
    noun: Token | None = None
    place: PlaceRef | None = None
    time: TimeRef | None = None
    agent: Reference | None = None
    type: str | None = None
    event: Token | None = None
    caused: bool = False


@dataclass(slots=True)
class Group:
    """Items that stand side by side."""

    items: list[Item] = field(default_factory=list)

    @property
    def introduced(self) -> bool:
        """Whether the text says that the items are parts of what stands before them."""
        first = self.items[0]
        return first.them or (first.introduced and (len(self.items) > 1 or first.place is not None))

    @property
    def sum(self) -> int:
        """What the numbers come to, at the least."""
        return sum(i.figure.figure.min or 0 for i in self.items)


class Partitions:
    """Finds the parts that the sentences of one report tell of its totals."""

    def __init__(self, report: Report, referrer: Referrer, locator: Locator, triggers: TriggerFinder) -> None:
        self.report = report
        self.referrer = referrer
        self.locator = locator
        self.triggers = triggers
        self.rankings = Rankings(report, referrer, locator, triggers)

    # ------------------------------------------------------------ within a sentence
    def groups(self, parsed: ParsedBlock, tokens: list[Token]) -> list[Group]:
        """The items of a sentence, those side by side together."""
        groups: list[Group] = []
        at = tokens[0].i
        for token in tokens:
            if token.i < at or token.i not in parsed.figure_at:
                continue
            item = self._item(parsed, token, tokens[-1].i + 1)
            if item is None:
                continue
            at = item.end
            last = groups[-1].items[-1] if groups else None
            between = {t.lower_ for t in parsed.doc[last.end : item.start]} if last is not None else {""}
            if last is not None and between <= _JOINED:
                groups[-1].items.append(item)
            else:
                groups.append(Group([item]))
        return [g for g in groups if self._holds(g)]

    @staticmethod
    def _holds(group: Group) -> bool:
        kinds = [i for i in group.items if i.type is not None and i.place is None and i.time is None]
        return not kinds or (len(kinds) == len(group.items) > 1 and group.introduced)

    def _item(self, parsed: ParsedBlock, token: Token, end: int) -> Item | None:
        doc = parsed.doc
        expression = parsed.figure_at[token.i]
        covered = token_range(parsed, expression.span)
        if not expression.counts or expression.zero or covered[0] != token.i or not token.i:
            return None
        before = doc[token.i - 1].lower_
        if any(t.lower_ in _COMPARED for t in doc[max(0, token.i - _FROM) : token.i]):
            return None
        opens = before in _INTRODUCED or before in _JOINED or before in _THEM
        j = covered[-1] + 1
        them = before in _THEM or (before == "," and _of_them(doc, token.i - 1))
        if j + 1 < end and doc[j].lower_ == "of" and doc[j + 1].lower_ in _THEM:
            them, j = True, j + 2
        if not opens:
            return None
        if them:
            tied = _BEING | _ASCRIBING
            while j < end and doc[j].lemma_.lower() in tied and j - covered[-1] <= _NOUN_WORDS:
                j += 1
        noun = None
        while j < end and doc[j].pos_ in ("ADJ", "NOUN", "PROPN") and j - covered[-1] <= _NOUN_WORDS:
            if j in parsed.time_tokens:
                break
            noun = doc[j] if doc[j].pos_ == "NOUN" else noun
            j += 1
        item = Item(expression, token.i, j, before in _INTRODUCED, them, noun)
        if expression.kind == "determiner" and not self._people(parsed, noun):
            return None
        item.type = self.triggers.event_noun(noun) if noun is not None else None
        if j < end and (doc[j].pos_ in ("ADP", "SCONJ") or doc[j].lower_ == "to"):
            self._circumstance(parsed, item, doc[j])
        if item.end < end and doc[item.end].lower_ not in _CLOSED:
            tail = item.place is not None and doc[item.end].is_alpha and doc[item.end].pos_ not in ("VERB", "AUX")
            if not tail or item.end + 1 >= end or doc[item.end + 1].lower_ not in _CLOSED:
                return None
            self._lengthen(parsed, item)
        return item if item.place or item.time or item.agent or item.event or item.type else None

    def _lengthen(self, parsed: ParsedBlock, item: Item) -> None:
        """Take the next word into a place's name: one that the tagger does not know ends a list of places."""
        assert item.place is not None
        item.end += 1
        first = parsed.doc[item.end - 1].i
        while first > item.start and parsed.doc[first - 1].pos_ == "PROPN":
            first -= 1
        span = self.report.token_span(parsed, first, item.end)
        item.place = self.locator.place_words(parsed.doc[first : item.end].text, span)

    def _circumstance(self, parsed: ParsedBlock, item: Item, preposition: Token) -> None:
        """Where, when, by whom or in which event the counted ones were."""
        word, behind = preposition.lower_, preposition.i + 1
        if (behind < len(parsed.doc) and behind in parsed.time_tokens) or preposition.i in parsed.time_tokens:
            start = preposition.idx
            for expression in times_between(parsed, start, start + 40):
                reference = expression.as_ref()
                if reference is not None and token_range(parsed, expression.span)[0] in (preposition.i, behind):
                    span = self.report.span(parsed, expression.span.start, expression.span.end)
                    item.time = replace(reference, span=span)
                    item.end = token_range(parsed, expression.span)[-1] + 1
            return
        if word in STRONG or word == "on":
            for _, location in self.locator.places_in(parsed, {preposition.i}):
                if location.named:
                    item.place, item.end = location.ref, location.head + 1
                    return
            for inner in (t for c in preposition.children if c.dep_ == "pobj" for t in c.subtree):
                for _, location in self.locator.places_in(parsed, {inner.i} if inner.dep_ == "prep" else set()):
                    if location.named:
                        item.place, item.end = location.ref, location.head + 1
                        return
        objects = [c for c in preposition.children if c.dep_ == "pobj"] or _noun_behind(preposition)
        ascribed = word in ("to", "on") and any(t.lemma_.lower() in _ASCRIBING for t in preposition.sent)
        if (word == "by" or ascribed) and objects:
            reference = self.referrer.refer(parsed, objects[0])
            kind = self.triggers.event_noun(objects[0]) or (None if ascribed else cause_of(objects[0].text))
            if kind is not None:
                item.type, item.end, item.caused = kind, objects[0].i + 1, True
            elif reference is not None and reference.sort in ("actor", "combatants"):
                edge = objects[0].i + 1
                closed = edge >= len(parsed.doc) or parsed.doc[edge].lower_ in _CLOSED
                item.agent, item.end = reference, edge if closed else objects[0].right_edge.i + 1
        elif word == "in" and objects and self.triggers.event_noun(objects[0]) is not None:
            item.event, item.end = objects[0], objects[0].right_edge.i + 1

    def parts(
        self, parsed: ParsedBlock, groups: list[Group], drafts: list[Draft], earlier: Sequence[Draft]
    ) -> list[Draft]:
        """Drafts for the items of a sentence whose own events are `drafts`; `earlier` are those of the text before."""
        made: list[Draft] = []
        for group in groups:
            start = parsed.doc[group.items[0].start].idx
            if group.introduced:
                made += self._of_total(parsed, group, drafts, earlier, self._given(parsed, start))
            else:
                made += self._beside(parsed, group, drafts, self._given(parsed, start))
        return made

    def _given(self, parsed: ParsedBlock, start: int) -> int:
        return self.report.span(parsed, start, start + 1).start

    def _of_total(
        self, parsed: ParsedBlock, group: Group, drafts: list[Draft], earlier: Sequence[Draft], start: int
    ) -> list[Draft]:
        here = [d for d in drafts if d.type not in STATEMENTS]
        found = _counted(here, group, before=start)
        if found is None and group.items[0].them:
            found = _counted([d for d in earlier if parsed.index - d.block <= _REACH], group, before=start)
        if found is None:
            return []
        total, toll = found
        if toll is not None and any(_of_another_fate(parsed, item, toll) for item in group.items):
            return []
        people = any(self._people(parsed, i.noun) for i in group.items)
        if (people and toll is None) or (toll is not None and any(i.type and not i.caused for i in group.items)):
            return []
        counted = {id(d): d for d in here if d is not total}
        made: list[Draft] = []
        for item in group.items:
            own = next((d for d in counted.values() if item.start <= d.trigger.token.i < item.end), None)
            if own is None:
                own = self._draft(parsed, item, total, toll)
                made.append(own)
            own.part_of = total
            own.agents = own.agents or [replace(p) for p in total.agents]
            own.time = item.time or own.time or total.time
            if own.place is None and item.place is None:
                own.place = total.place
        return made

    def _people(self, parsed: ParsedBlock, noun: Token | None) -> bool:
        if noun is None:
            return False
        reference = self.referrer.refer(parsed, noun)
        return reference is not None and reference.sort != "object" and self.triggers.event_noun(noun) is None

    def _beside(self, parsed: ParsedBlock, group: Group, drafts: list[Draft], start: int) -> list[Draft]:
        """ "Five people were killed in Kherson, three in Nikopol": an event of its own beside the one before it."""
        stated = [(t.span.start, d, t) for d in drafts for t in d.tolls if t.span.start < start]
        if not stated:
            return []
        _, base, toll = max(stated, key=lambda s: s[0])
        told = {t.span.start for d in drafts for t in d.tolls}
        made: list[Draft] = []
        for item in group.items:
            span = self.report.span(parsed, item.figure.span.start, item.figure.span.end)
            if item.event is not None:
                other = next((d for d in drafts if d.trigger.token.i == item.event.i and d is not base), None)
                if other is not None and not other.tolls:
                    other.tolls = [Toll(toll.outcome, toll.group, item.figure.figure, span, toll.entity)]
                continue
            apart = (item.place and base.place) or (item.time and base.time)
            if not apart or span.start in told or (item.noun is not None and not self._people(parsed, item.noun)):
                continue
            draft = self._draft(parsed, item, base, toll)
            draft.place = draft.place or base.place
            draft.time = draft.time or base.time
            made.append(draft)
        return made

    def _draft(self, parsed: ParsedBlock, item: Item, total: Draft, toll: Toll | None) -> Draft:
        token = parsed.doc[item.start]
        span = self.report.token_span(parsed, item.start, item.end)
        kind = item.type or total.type
        trigger = Trigger(token, kind, True, token)
        draft = Draft(kind, trigger, parsed.index, token.sent.start, span, span, kind=parsed.block.kind)
        draft.trigger_span = self.report.token_span(parsed, token.i, token.i + 1)
        draft.place, draft.time = item.place, item.time
        draft.targets = [replace(p) for p in total.targets]
        if item.agent is not None:
            draft.add_agents([item.agent])
        else:
            draft.agents = [replace(p) for p in total.agents]
        draft.attribution, draft.claimants = total.attribution, list(total.claimants)
        number = self.report.span(parsed, item.figure.span.start, item.figure.span.end)
        if toll is None:
            draft.count, draft.count_span = item.figure.figure, number
        else:
            words = item.noun.text if item.noun is not None else toll.group
            draft.tolls = [Toll(toll.outcome, words, item.figure.figure, number, toll.entity)]
        return draft

    # ------------------------------------------------------------ in the sentences behind a total
    def continued(
        self, parsed: ParsedBlock, tokens: list[Token], drafts: list[Draft], earlier: Sequence[Draft]
    ) -> list[Draft]:
        """Parts of a total told before: "Of these, 12 hit Idlib", "the remaining ten", "the deadliest of them"."""
        near = [d for d in earlier if parsed.index - d.block <= _REACH and d.type not in STATEMENTS]
        text = parsed.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])]
        if _superlative().search(text) and drafts:
            # Where parts are told already, the worst of all is within one of them.
            whole = next((d for d in reversed(near) if d.violent and d.part_of is None and _several(d)), None)
            first = next((d for d in drafts if d.violent), None)
            divided = whole is not None and any(d.part_of is whole for d in earlier)
            if whole is not None and first is not None and first.part_of is None and not divided:
                first.part_of = whole
            return []
        made = self._ranked(parsed, tokens, drafts, self._within_reach(parsed, earlier))
        if made or not (_pointing().search(text)):
            return made
        for draft in drafts:
            figure = draft.count
            if draft.violent and draft.part_of is None and figure is not None and (figure.min or 0) >= 1:
                marked = draft.count_span is not None and self._marked(parsed, draft)
                whole = _total_of(near, figure)
                if marked and whole is not None and whole.type == draft.type:
                    self._take_over(draft, whole)
        if any(d.part_of is not None for d in drafts):
            return []
        return self._subjects(parsed, tokens, [*near, *drafts])

    def _within_reach(self, parsed: ParsedBlock, earlier: Sequence[Draft]) -> list[Draft]:
        """Events told before, where nothing but a list stands between them and a block."""
        prose = [b.index for b in self.report.blocks[: parsed.index + 1] if b.block.kind != "item"]
        first = prose[-1 - _REACH] if len(prose) > _REACH else 0
        return [d for d in earlier if d.block >= first and d.type not in STATEMENTS]

    def _marked(self, parsed: ParsedBlock, draft: Draft) -> bool:
        """Whether a number is one of several told before ("three of these attacks", "the remaining ten attacks"), which
        "18 of the 20 attacks" is not: there the noun has a number of its own.
        """
        token = draft.trigger.token
        within = any(t.pos_ == "NUM" for t in (draft.trigger.top, token.head, token.head.head))
        if within and not any(c.dep_ == "nummod" for c in token.children):
            return True
        return any(c.lower_ in ("remaining", "other") for c in token.children)

    @staticmethod
    def _take_over(draft: Draft, whole: Draft) -> None:
        draft.part_of = whole
        deaths = draft.type in OUTCOME_TYPES and whole.type not in OUTCOME_TYPES | STATEMENTS
        same_noun = lemma(draft.trigger.token) == lemma(whole.trigger.token)
        if deaths or (draft.type == "Attack" and whole.violent and same_noun):
            draft.type = whole.type
        draft.agents = draft.agents or [replace(p) for p in whole.agents]
        draft.targets = draft.targets or [replace(p) for p in whole.targets]
        draft.time = draft.time or whole.time
        draft.claimants = draft.claimants or list(whole.claimants)

    def _subjects(self, parsed: ParsedBlock, tokens: list[Token], near: list[Draft]) -> list[Draft]:
        """Numbers that are subjects: "12 hit Idlib, eight hit Aleppo", "the remaining ten took place in Gao"."""
        made: list[Draft] = []
        for token in tokens:
            expression = parsed.figure_at.get(token.i)
            if token.pos_ != "NUM" or token.dep_ not in ("nsubj", "nsubjpass") or expression is None:
                continue
            whole = _total_of(near, expression.figure)
            if whole is None:
                continue
            item = Item(expression, token.i, token.i + 1, True, True)
            for child in token.head.children:
                if child.i < token.i:
                    continue
                if child.dep_ == "dobj" and (found := self.locator.locate(parsed, child, expected=True)) is not None:
                    item.place, item.end = found.ref, found.head + 1
                elif child.dep_ == "prep" and item.place is None:
                    for _, location in self.locator.places_in(parsed, {child.i}):
                        if location.named:
                            item.place, item.end = location.ref, location.head + 1
            targets = [t for t in patients(token.head) if item.place is None and t.pos_ in ("NOUN", "PROPN")]
            found_targets = self.referrer.all(parsed, targets) if token.doc[token.i - 1].lower_ in _THEM else []
            if item.place is None and not found_targets:
                continue
            draft = self._draft(parsed, item, whole, None)
            draft.add_targets(found_targets)
            draft.part_of, draft.time = whole, whole.time
            draft.place = draft.place or whole.place
            made.append(draft)
        return made

    def _ranked(self, parsed: ParsedBlock, tokens: list[Token], drafts: list[Draft], near: list[Draft]) -> list[Draft]:
        """ "Sagaing accounted for 60 of the deaths, Chin State for 34": parts of what was counted before."""
        row = self.rankings.row(parsed, tokens)
        if not row:
            return []
        items = [Item(r.figure, r.start, r.end, True, True, r.noun, r.place, type=r.type) for r in row]
        start = self._given(parsed, parsed.doc[row[0].start].idx)
        own = [d for d in drafts if not any(r.start <= d.trigger.token.i < r.end for r in row)]
        people = counts_people(row)
        acts = any(r.noun is not None and self.triggers.event_noun(r.noun) for r in row) and not people
        whole = [d for d in (*near, *own) if d.part_of is None]
        found = _counted(whole, Group(items), before=start, people=people, acts=acts)
        if found is None:
            return []
        total, toll = found
        made: list[Draft] = []
        for ranked, item in zip(row, items, strict=True):
            if ranked.actor is not None:
                item.agent = self.referrer.refer(parsed, ranked.actor)
            told = next((d for d in drafts if ranked.start <= d.trigger.token.i < ranked.end), None)
            if told is not None:
                drafts.remove(told)
            draft = self._draft(parsed, item, total, toll)
            draft.part_of, draft.time = total, total.time
            made.append(draft)
        return made


def _of_another_fate(parsed: ParsedBlock, item: Item, toll: Toll) -> bool:
    """Whether the verb behind some of those counted tells of something else than their toll ("11 hurt, of whom one
    died").
    """
    behind = parsed.doc[item.start : min(item.end + 3, len(parsed.doc))]
    told = (load_casualties().verbs.get(t.lemma_.lower()) for t in behind if t.pos_ == "VERB")
    outcome = next((o for o in told if o is not None), None)
    return item.them and outcome is not None and outcome != toll.outcome


def add_up(drafts: Sequence[Draft]) -> None:
    """Events that follow a count of several and whose tolls come to its toll are its parts.

    "Ten people were killed in two attacks. Six died in a raid on Kauru and four in an ambush."
    """
    for at, total in enumerate(drafts):
        if total.kind != "paragraph" or total.part_of is not None or total.type in STATEMENTS:
            continue
        for toll in total.tolls:
            if toll.figure.min is None or toll.figure.min < 2:
                continue
            following = [
                (d, t)
                for d in drafts[at + 1 :]
                if d.block - total.block <= _REACH and d.violent and d.part_of is None
                for t in d.tolls
                if t.outcome == toll.outcome and t.figure.min
            ]
            sums = 0
            for i, (_, part) in enumerate(following):
                sums += part.figure.min or 0
                apart = {d.place.entity if d.place else d.time.edtf if d.time else d.key for d, _ in following[: i + 1]}
                if sums == toll.figure.min and i and (len(apart) > i or _several(total)):
                    for draft, _ in following[: i + 1]:
                        Partitions._take_over(draft, total)
                if sums >= toll.figure.min:
                    break


def count_up(report: Report, drafts: Sequence[Draft]) -> None:
    """Numbers of the same thing that follow a number of it over a period are its parts.

    "The monitor recorded 163 attacks in March. Kachin State saw 30 attacks." They stand in the same paragraph, or in
    paragraphs that each begin with a part of the front ("In the Kharkiv direction, …").
    """
    total: Draft | None = None
    left = 0
    for draft in sorted(drafts, key=lambda d: (d.block, d.trigger_span.start)):
        figure = draft.count.min if draft.count is not None and draft.count_span is not None else None
        if draft.kind != "paragraph" or figure is None or figure < 2 or not draft.trigger.noun or not draft.violent:
            continue
        if total is not None and draft.part_of is None and figure <= left and _same_count(report, total, draft):
            Partitions._take_over(draft, total)
            left -= figure
        elif draft.part_of is None and draft.time is not None:
            total, left = draft, figure - 1


def _same_count(report: Report, total: Draft, draft: Draft) -> bool:
    front = _front().match(report.blocks[draft.block].text) is not None
    near = draft.block - total.block <= _REACH and _within(report, total, draft)
    if draft.block != total.block and not front and not near:
        return False
    alike = draft.type == total.type or lemma(draft.trigger.token) == lemma(total.trigger.token)
    if not alike and not (front and {draft.type, total.type} <= _FRONT):
        return False
    own_time = draft.time is not None and total.time is not None and draft.time.edtf != total.time.edtf
    others = bool(draft.agents) and bool(total.agents) and not draft.entities() & {a.entity for a in total.agents}
    elsewhere = draft.place is not None and (total.place is None or draft.place.entity != total.place.entity)
    return elsewhere and not own_time and not others


def _within(report: Report, total: Draft, draft: Draft) -> bool:
    """Whether a count is one of a part of the country that a total is of ("71 attacks across Pakistan", "50 in KP")."""
    kinds = [report.entities[d.place.entity].kind if d.place is not None else None for d in (total, draft)]
    return kinds[0] in (None, "Country") and kinds[1] not in (None, "Country") and draft.time is None


def _counted(
    drafts: Sequence[Draft], group: Group, before: int | None, *, people: bool = False, acts: bool = False
) -> tuple[Draft, Toll | None] | None:
    """The event, with its toll if that is counted, whose number stands last before the items and has room for them.

    `people` asks for a toll, `acts` for a number of incidents.
    """
    stated: list[tuple[int, Draft, Toll | None, Figure]] = []
    for draft in drafts:
        dead = draft.type in OUTCOME_TYPES and draft.tolls
        if draft.count is not None and draft.count_span is not None and draft.is_several and not dead and not people:
            stated.append((draft.count_span.start, draft, None, draft.count))
        if acts:
            continue
        stated += [(t.span.start, draft, t, t.figure) for t in draft.tolls]
    sum_ = group.sum
    fitting = [
        (start, draft, toll, figure)
        for start, draft, toll, figure in stated
        if (before is None or start < before) and max(figure.min or 0, figure.max or 0) >= sum_
    ]
    if not fitting:
        return None
    exact = [f for f in fitting if f[3].min == sum_]
    _, draft, toll, _ = max(exact or fitting, key=lambda f: f[0])
    return draft, toll


def _noun_behind(preposition: Token) -> list[Token]:
    """The noun of the words behind a preposition that the parser hangs on nothing ("77 to community militias")."""
    found: list[Token] = []
    for token in preposition.doc[preposition.i + 1 : preposition.i + 1 + _NOUN_WORDS]:
        if token.pos_ not in ("DET", "ADJ", "NOUN", "PROPN"):
            break
        found = [token] if token.pos_ in ("NOUN", "PROPN") else found
    return found


def _of_them(doc: Doc, comma: int) -> bool:
    """Whether "of these" or "of them" stands before a comma."""
    return comma >= 2 and doc[comma - 1].lower_ in _THEM and doc[comma - 2].lower_ == "of"


def _several(draft: Draft) -> bool:
    """Whether an event counts more than one incident, or tells of an unknown number of them."""
    return draft.count is None or draft.is_several


def _total_of(drafts: Sequence[Draft], part: Figure) -> Draft | None:
    for draft in reversed(drafts):
        if draft.count is not None and (draft.count.min or 0) > max(1, part.min or 0) and draft.part_of is None:
            return draft
    return None


def _pointing() -> re.Pattern[str]:
    return re.compile(read_toml("casualties.toml")["pointing"]["total"], re.IGNORECASE)


def _front() -> re.Pattern[str]:
    return re.compile(read_toml("casualties.toml")["pointing"]["front"])


def _superlative() -> re.Pattern[str]:
    return re.compile(read_toml("casualties.toml")["pointing"]["worst"], re.IGNORECASE)
