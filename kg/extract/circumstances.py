"""When and where: the times and places that belong to the events of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date

from spacy.tokens import Token

from kg.errors import InputError
from kg.extract.dates import TimeExpression, edtf_bounds, resolve_relative
from kg.extract.drafts import STATEMENTS, Draft
from kg.extract.families import load_families
from kg.extract.nouns import lemma
from kg.extract.phrases import clause, conjuncts, governors, preposition_objects
from kg.extract.places import DIRECTIONS, FINENESS, STRONG, Locator
from kg.extract.report import ParsedBlock, Report, times_between, token_range
from kg.extract.time_anchors import Anchors
from kg.extract.triggers import Trigger
from kg.model import PlaceRef, Span, TimeRef

# What a number is measured against lies in another time: "134 casualties, against 111 in October".
_COMPARED = re.compile(
    r"\b(?:against (?:\d|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"|compared (?:with|to)|(?:up|down) from|as (?:many|much|high|low) as|(?:more|fewer|less|higher|lower) than in)"
    r"[^.;]*$"
)
_DAY_MEANT = re.compile(
    r"\bon the (\d{1,2})(?:st|nd|rd|th)\b(?=,|\.| of (?:the|that) month| [a-z]+ed\b)", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?:shortly |just |soon |well )?(?:before|after|until|around|by) "
    r"(?:noon|midnight|midday|dawn|dusk|sunset|sunrise|daybreak|\d)",
    re.IGNORECASE,
)
_DAY_OF_THIS_MONTH = re.compile(r"\bon the (\d{1,2})(?:st|nd|rd|th)? of this month\b", re.IGNORECASE)
_NIGHT_MEANT = re.compile(r"\b(?:during|in|throughout) the night\b(?! (?:of|from|between|to|before)\b)", re.IGNORECASE)
_SINCE = re.compile(r"\bsince (?:the )?[^,.;:]{0,60}$", re.IGNORECASE)
_YEAR = re.compile(r"\b\d{4}\b|\b(?:last|ago|past|previous|earlier)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(?:after|before)$", re.IGNORECASE)
_MONTH_MEANT = re.compile(r"\b(?:that|the|this|same) month\b", re.IGNORECASE)
_PERIOD_MEANT = re.compile(
    r"\b(?:(?:the|that|this) same (?:period|time|quarter|half-year|timeframe|week)|(?:that|this|the reporting) period"
    r"|(?:within|during|over|in|throughout) the period)\b(?! (?:of|in|last|a year|between|from|to)\b)",
    re.IGNORECASE,
)
_OVERNIGHT = re.compile(r"overnight$", re.IGNORECASE)
# "Overnight" is the night before publication, unless the story is older than so many days.
_A_FEW_DAYS = 3
# What is counted in more places than so many was in none of them, but in the country.
_MOST_PLACES = 2
_BY_AIR = frozenset(["Interception", "Airstrike", "DroneStrike", "MissileAttack"])


class Circumstances:
    """Sets time and place of the drafts of one report's sentences; `anchors` are the dates told so far."""

    def __init__(self, report: Report, locator: Locator) -> None:
        self.report = report
        self.locator = locator
        self.anchors = Anchors()
        self._events = load_families().events
        self._only_scenes = tuple(f" {word}" for word in sorted(locator.nouns.places_only))

    def where(self, parsed: ParsedBlock, draft: Draft, tokens: list[Token]) -> PlaceRef | None:
        """The place that a sentence tells of one of its events, without giving it to it."""
        return self._place(parsed, draft, self._scope(draft), set(), tokens)

    def set(
        self,
        parsed: ParsedBlock,
        drafts: list[Draft],
        tokens: list[Token],
        counted: Set[int] = frozenset(),
    ) -> None:
        """Give each draft of a sentence the time and place that the sentence tells of it.

        `counted` are tokens of the parts of a total, whose times and places are their own.
        """
        if not tokens:
            return
        scopes = {id(d): self._scope(d) for d in drafts}
        elsewhere: set[int] = set()
        for draft in drafts:
            scope = scopes[id(draft)] - (counted - {draft.trigger.token.i})
            others = set(counted)
            for other in drafts:
                if other is not draft:
                    others |= scopes[id(other)] - (scope - _aside(draft.trigger))
            nested = _named_acts(draft, drafts)
            found = self._expression(parsed, draft, scope - _aside(draft.trigger), others, tokens, nested)
            draft.time = self._when_named(parsed, draft) or self._time(parsed, draft, found, tokens)
            if found is not None and scope.isdisjoint(token_range(parsed, found.span)):
                elsewhere.add(id(draft))
            draft.place = self._place(parsed, draft, scope, others, tokens)
            published = self.report.document.published
            if draft.time is not None and draft.attribution.modality == "planned" and published and _lies_ahead(draft):
                draft.time = self._ahead(draft.time, published)
            if draft.time is not None:
                self.anchors.told(draft, draft.time, found)
                if (
                    published
                    and draft.attribution.modality == "asserted"
                    and (draft.time.earliest or draft.time.latest or "") > published
                    and (draft.time.earliest is None or draft.time.earliest > published)
                ):
                    draft.attribution = replace(draft.attribution, modality="planned")

        for draft in drafts:
            if draft.trigger.noun or draft.type in STATEMENTS:
                continue
            for other in drafts:
                if (
                    other is draft
                    or other.trigger.noun
                    or other.type in STATEMENTS
                    or other.trigger.token not in conjuncts(draft.trigger.token)
                ):
                    continue
                # "were killed and 23 abducted between 1 and 31 May, a group said on Monday"
                if id(draft) in elsewhere and id(other) not in elsewhere:
                    draft.time = other.time or draft.time
                draft.time = draft.time or other.time
                draft.place = draft.place or other.place
        for draft in drafts:
            for other in drafts:
                if draft.time is None and other.time is not None and _at_once(draft.trigger, other.trigger):
                    draft.time = other.time
                    draft.place = draft.place or other.place

    def _when_named(self, parsed: ParsedBlock, draft: Draft) -> TimeRef | None:
        """ "Since November, when gunmen seized the ship": the clause behind a date tells what happened on it."""
        when = next((c for c in draft.trigger.verb.children if c.lower_ == "when"), None)
        if when is None or when.i < 2:
            return None
        end = when.i - (2 if parsed.doc[when.i - 1].text == "," else 1)
        for expression in times_between(parsed, parsed.doc[end].idx - 20, when.idx):
            covered = token_range(parsed, expression.span)
            if len(covered) and covered[-1] == end and expression.core_edtf and "/" not in expression.core_edtf:
                span = self.report.span(parsed, expression.span.start, expression.span.end)
                return self._dated(expression.core_edtf, span)
        return None

    def _scene(self, parsed: ParsedBlock, trigger: Trigger) -> PlaceRef | None:
        """The place that saw or suffered what a noun names."""
        verb = next((g for g in governors(trigger.top) if g.pos_ in ("VERB", "AUX")), None)
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) if verb is not None else None
        if verb is None or subject is None or not _stages(verb) or not self.locator.is_place(parsed, subject):
            return None
        location = self.locator.locate(parsed, subject)
        return location.ref if location is not None and location.named else None

    @staticmethod
    def _scope(draft: Draft) -> set[int]:
        trigger = draft.trigger
        scope = clause(trigger.token)
        if trigger.top is not trigger.token:
            scope |= clause(trigger.top)
        if trigger.carrier is not None and trigger.carried_as != "documented":
            scope |= clause(trigger.carrier)
        for token in (*trigger.targets, *trigger.places):
            if token.sent.start == trigger.token.sent.start:
                scope |= clause(token)
        if trigger.noun and trigger.carrier is None:
            head = trigger.token.head
            if head.dep_ in ("prep", "agent") and head.head.pos_ == "VERB":
                scope |= set(clause(head.head))
        return scope

    def _expression(
        self,
        parsed: ParsedBlock,
        draft: Draft,
        scope: set[int],
        others: set[int],
        tokens: list[Token],
        nested: Set[int] = frozenset(),
    ) -> TimeExpression | None:
        """The words of a sentence that tell when what a draft states happened; those `nested` in the phrase of another
        act only where there are no others.
        """
        best: tuple[int, int] | None = None
        found: TimeExpression | None = None
        at = draft.trigger.token
        aside = _aside(draft.trigger)
        first, last = tokens[0].i, tokens[-1].i
        for expression in times_between(parsed, tokens[0].idx, tokens[-1].idx + len(tokens[-1])):
            covered = token_range(parsed, expression.span)
            if not len(covered) or covered[0] < first or covered[-1] > last:
                continue
            if _COMPARED.search(parsed.text[max(0, expression.span.start - 40) : expression.span.start]):
                continue
            expression = self._by_context(parsed, expression)
            if _CLOCK.match(expression.text) and expression.core_edtf:
                earliest, latest = edtf_bounds(expression.core_edtf)
                expression = replace(
                    expression, edtf=expression.core_edtf, earliest=earliest, latest=latest, kind="date"
                )
            if expression.kind in ("duration", "set") or (
                expression.edtf is None and not expression.relative_to_previous
            ):
                continue
            measured = _REFERENCE.search(expression.text) is not None and not parsed.doc[covered[-1] + 1].is_punct
            if measured and (at.i < covered[0] or not expression.relative_to_previous):
                continue
            inside = any(i in scope for i in covered)
            if expression.attributive and not (inside and draft.trigger.noun and abs(covered[0] - at.i) < 5):
                continue
            if not inside and any(i in others for i in covered) and self._since(parsed, expression, at.idx) is None:
                continue
            if not inside and at.i < covered[0] and any(t.text == ";" for t in parsed.doc[at.i : covered[0]]):
                continue
            if _only_said(parsed.doc[covered[0]], at):
                continue
            near = 1 if any(i in nested for i in covered) else 0
            rank = (near if inside else 3 if any(i in aside for i in covered) else 2, abs(covered[0] - at.i))
            if not inside and draft.type in STATEMENTS:
                continue
            if best is None or rank < best:
                best, found = rank, expression
        return found

    def _time(
        self, parsed: ParsedBlock, draft: Draft, found: TimeExpression | None, tokens: list[Token]
    ) -> TimeRef | None:
        """What those words, or words that point back to a date, make of the dates told before."""
        at = draft.trigger.token
        if found is None:
            return self._meant(parsed, tokens)
        behind = parsed.text[found.span.end : found.span.end + 1]
        refers = (
            found.delta is not None
            and _REFERENCE.search(found.text)
            and behind not in (",", ".", ";")
            and not parsed.text[found.span.end :].startswith((" that,", " this,", " that "))
        )
        if found.relative_to_previous and found.delta is not None and refers:
            # "on Thursday, a week after an attack": the attack was a week before Thursday
            anchor = self._dated_before(parsed, found.span.start)
            if anchor is None:
                return None
            found = resolve_relative(replace(found, delta=replace(found.delta, steps=-found.delta.steps)), anchor)
        elif found.relative_to_previous:
            told = self._dated_before(parsed, found.span.start)
            here = self._dated_before(parsed, found.span.start, tokens[0].idx)
            near = found.delta is not None and found.delta.unit in ("day", "hour", "minute")
            last = self.anchors.day or self.anchors.time if near else None
            anchor = here or last or told or self.anchors.time
            if draft.trigger.token.dep_ in ("relcl", "acl") and found.delta is not None and found.delta.steps < 0:
                # "the chief, abducted a week earlier, was shot on 9 June": before the day of what is told of him
                anchor = self._dated_behind(parsed, found.span.end, tokens) or anchor
            if anchor is None:
                return None
            found = resolve_relative(found, anchor)
        elif found.daypart == "night" and _OVERNIGHT.match(found.text) and self._told_long_ago(parsed, found):
            # "Overnight, a mob torched the village": in a story of the past, the night of the day told last
            return self._dated(str(self.anchors.day), self.report.span(parsed, found.span.start, found.span.end))
        reference = found.as_ref()
        if reference is None:
            return None
        reference = self._since(parsed, found, at.idx) or reference
        span = self.report.span(parsed, found.span.start, found.span.end)
        return TimeRef(reference.edtf, reference.earliest, reference.latest, span, reference.cumulative)

    def _told_long_ago(self, parsed: ParsedBlock, found: TimeExpression) -> bool:
        """Whether the day that the paragraph has come to lies well before the day of publication."""
        published, day = self.report.document.published, self.anchors.day
        if published is None or day is None or self._dated_before(parsed, found.span.start) != day:
            return False
        return (date.fromisoformat(published) - date.fromisoformat(day)).days > _A_FEW_DAYS

    def _since(self, parsed: ParsedBlock, found: TimeExpression, act: int) -> TimeRef | None:
        """ "since the war began in April 2023": up to the day of the report."""
        published = self.report.document.published
        since = _SINCE.search(parsed.text[: found.span.start])
        if found.cumulative or found.kind != "date" or not published or since is None:
            return None
        if since.start() < act < found.span.start or found.earliest is None or found.earliest > published:
            return None
        edtf = f"{found.earliest}/{published}"
        return TimeRef(edtf, found.earliest, published, found.span, True)

    def _ahead(self, time: TimeRef, published: str) -> TimeRef:
        """A month or day without a year in a plan is the next one, not the last one."""
        if time.latest is None or time.latest >= published or "/" in time.edtf or not time.edtf[:4].isdigit():
            return time
        if time.span is not None and _YEAR.search(self.report.document.text[time.span.start : time.span.end]):
            return time
        edtf = f"{int(time.edtf[:4]) + 1}{time.edtf[4:]}"
        earliest, latest = edtf_bounds(edtf)
        return replace(time, edtf=edtf, earliest=earliest, latest=latest)

    @staticmethod
    def _dated_before(parsed: ParsedBlock, start: int, first: int = 0) -> str | None:
        """The last date that the block names before a character of it, and behind character `first`."""
        for i in range(bisect_right(parsed.times, start, key=lambda t: t.span.end) - 1, -1, -1):
            expression = parsed.times[i]
            if expression.span.start < first:
                return None
            if expression.edtf is not None and not expression.relative_to_previous:
                return expression.edtf
        return None

    @staticmethod
    def _dated_behind(parsed: ParsedBlock, end: int, tokens: list[Token]) -> str | None:
        """The first date that a sentence names behind a character of its block."""
        for expression in times_between(parsed, end, tokens[-1].idx + len(tokens[-1])):
            if expression.edtf is not None and not expression.relative_to_previous and "/" not in expression.edtf:
                return expression.edtf
        return None

    def _meant(self, parsed: ParsedBlock, tokens: list[Token]) -> TimeRef | None:
        """ "in the month", "on the 17th": the month is the one that the report is on, or that it named last."""
        published = self.report.document.published
        if published:
            text = parsed.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])]
            if m := _DAY_OF_THIS_MONTH.search(text):
                return self._found(parsed, tokens[0].idx, m, f"{published[:7]}-{int(m[1]):02d}")
            if m := _NIGHT_MEANT.search(text):
                return self._found(parsed, tokens[0].idx, m, published)
        for expression in times_between(parsed, tokens[0].idx, tokens[-1].idx):
            if expression.granularity == "time" and expression.edtf is None:
                day = self.anchors.morning_after(expression, published)
                if day is None and published and expression.text.lower().startswith("since "):
                    day = published
                if day is not None:
                    return self._dated(day, self.report.span(parsed, expression.span.start, expression.span.end))
        first, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        text = parsed.text[first:end]
        if self.anchors.period is not None and (m := _PERIOD_MEANT.search(text)):
            return self._found(parsed, first, m, self.anchors.period)
        last = self.anchors.time or ""
        month = last[:7] if len(last) >= 7 and last[4] == "-" and "/" not in last[:8] else self.report.period
        if month is None:
            return None
        if m := _DAY_MEANT.search(text):
            edtf = f"{month}-{int(m[1]):02d}"
        elif m := _MONTH_MEANT.search(text):
            edtf = self.report.period or month
        else:
            return None
        return self._found(parsed, first, m, edtf)

    def _found(self, parsed: ParsedBlock, first: int, words: re.Match[str], edtf: str) -> TimeRef | None:
        """A date that words behind character `first` of a block mean, None where there is no such day."""
        return self._dated(edtf, self.report.span(parsed, first + words.start(), first + words.end()))

    @staticmethod
    def _dated(edtf: str, span: Span) -> TimeRef | None:
        try:
            earliest, latest = edtf_bounds(edtf)
        except InputError:
            return None
        return TimeRef(edtf, earliest, latest, span)

    def _by_context(self, parsed: ParsedBlock, expression: TimeExpression) -> TimeExpression:
        """ "in that month", "on the 17th": what a period that the report named before makes of it."""
        if expression.edtf is not None or self.report.period is None:
            return expression
        if _MONTH_MEANT.search(expression.text):
            earliest, latest = edtf_bounds(self.report.period)
            return replace(expression, edtf=self.report.period, earliest=earliest, latest=latest, kind="date")
        return expression

    def _is_part(self, noun: Token) -> bool:
        """Whether a noun before "of" is a part of a place, or a direction from it ("at the foot of", "north of")."""
        return noun.lower_ in DIRECTIONS or lemma(noun) in self.locator.nouns.place_parts

    def _place(
        self, parsed: ParsedBlock, draft: Draft, scope: set[int], others: set[int], tokens: list[Token]
    ) -> PlaceRef | None:
        trigger = draft.trigger
        direct = [loc for t in trigger.places if (loc := self.locator.locate(parsed, t, expected=True)) is not None]
        if named := [loc for loc in direct if loc.named]:
            return named[0].ref
        if (there := self._whereabouts(parsed, trigger)) is not None:
            return there
        candidates: list[tuple[tuple[int, int, int, int], PlaceRef]] = []
        heads = {t.i for t in (trigger.token, trigger.top, trigger.carrier) if t is not None}
        doc = parsed.doc
        spread = trigger.noun and draft.is_several
        for i, location in self.locator.places_in(parsed, scope - _aside(trigger)):
            preposition = doc[i]
            if spread and self.report.country_ranking and len(preposition_objects(preposition)) > _MOST_PLACES:
                return None
            if draft.type in STATEMENTS and draft.type != "Announcement" and preposition.head.i not in heads:
                continue
            strong = (
                preposition.lower_ in STRONG
                or (preposition.lower_ == "over" and draft.type in _BY_AIR)
                or (preposition.lower_ == "of" and self._is_part(preposition.head))
                or (preposition.lower_ == "from" and draft.type in self._events.taking)
                or (preposition.lower_ == "on" and location.ref.surface.lower().endswith(self._only_scenes))
            )
            if (
                not strong
                and preposition.head.i not in heads
                and draft.type not in ("Deployment", "Withdrawal", "Incursion")
            ):
                continue
            if (
                not strong
                and preposition.lower_ in ("of", "from", "to", "into", "on")
                and draft.type
                not in (
                    "Deployment",
                    "Withdrawal",
                    "Retreat",
                    "Incursion",
                    "TerritorialCapture",
                    "Siege",
                    "Infiltration",
                )
                and not (preposition.lower_ in ("on",) and location.named)
            ):
                continue
            rank = 0 if preposition.head.i in heads else 1
            others_seat = _is_seat(preposition) and self.locator.nouns.group(preposition.head) is not None
            kind = self.report.entities[location.ref.entity].kind
            candidates.append(
                (
                    (
                        (0 if location.named else 2)
                        + (others_seat or (preposition.lower_ == "on" and doc[i + 1].lower_ == "the")),
                        FINENESS.get(kind, 2),
                        rank,
                        abs(i - trigger.token.i) + (0 if i > trigger.token.i else 20),
                    ),
                    location.ref,
                )
            )
        if candidates:
            return min(candidates, key=lambda c: c[0])[1]
        for token in trigger.targets:
            bombed = draft.type in self._events.bombing
            location = self.locator.hit(parsed, token, bombed=bombed) if draft.type in self._events.attacks else None
            location = location or self.locator.locate(parsed, token)
            if location is not None and location.named:
                return location.ref
        for child in trigger.token.children:
            if child.dep_ == "compound":
                location = self.locator.locate(parsed, child)
                if location is not None and location.named and child.i not in {t.i for t in trigger.agents}:
                    return location.ref
        for token in tokens:
            if (
                token.dep_ == "dobj"
                and token.head.lemma_.lower() in ("enter", "reach", "storm", "attack", "raid", "visit")
                and token.i not in others
            ):
                location = self.locator.locate(parsed, token)
                if location is not None and location.named:
                    return location.ref
        if draft.type in STATEMENTS:
            return None
        if trigger.noun and (scene := self._scene(parsed, trigger)) is not None:
            return scene
        rest = {t.i for t in tokens} - others
        outer = [
            (i, loc)
            for i, loc in self.locator.places_in(parsed, rest)
            if loc.named and doc[i].lower_ in STRONG and not _names_speaker(doc[i])
        ]
        if outer or direct:
            return outer[0][1].ref if outer else direct[0].ref
        return self._home(parsed, trigger)

    def _whereabouts(self, parsed: ParsedBlock, trigger: Trigger) -> PlaceRef | None:
        """The place that a clause with "where" tells of ("in Buthidaung, where the rebels took the base")."""
        verb = trigger.verb
        if verb.dep_ != "relcl" or not any(c.lower_ == "where" for c in verb.children):
            return None
        location = self.locator.locate(parsed, verb.head)
        if location is None and verb.head.pos_ == "PROPN":
            location = self.locator.locate(parsed, verb.head, expected=True)
        return location.ref if location is not None and location.named else None

    def _home(self, parsed: ParsedBlock, trigger: Trigger) -> PlaceRef | None:
        """The town in the name of those who act ("Nasiriyah police arrested 34 people")."""
        nouns = self.locator.nouns
        for agent in (a for a in trigger.agents if nouns.group(a) == "Police"):
            for child in agent.children:
                name = parsed.name_at.get(child.i)
                unknown = name is None or (name.sort in ("place", "organisation", "person") and not name.entries)
                if child.dep_ == "compound" and child.text.istitle() and unknown:
                    return self.locator.place_words(child.text, self.report.token_span(parsed, child.i, child.i + 1))
        return None


def _stages(verb: Token) -> bool:
    """Whether what happens is told of its place as the subject ("Kachin State saw 30 attacks")."""
    return verb.lemma_.lower() in ("see", "suffer", "witness", "experience", "face")


def _at_once(trigger: Trigger, other: Trigger) -> bool:
    """Whether one act happens as another does ("fled when factions clashed on 18 January"), or a relative clause tells
    of it ("the execution of six men, whom soldiers shot after they surrendered on 23 October").
    """
    if trigger.noun:
        return not other.noun and trigger.token.is_ancestor(other.token)
    verb = other.verb
    beside = verb.dep_ == "advcl" and verb.head.i == trigger.verb.i
    return beside and any(c.lower_ in ("when", "as", "while") and c.i < verb.i for c in verb.children)


def _only_said(word: Token, act: Token) -> bool:
    """Whether a word tells when somebody called a thing so ("in what he described on Wednesday as an ambush")."""
    for governor in governors(word):
        if governor.pos_ in ("VERB", "AUX"):
            what = any(c.lower_ == "what" and c.dep_ in ("dobj", "nsubj") for c in governor.children)
            called = next((c.i for c in governor.children if c.lower_ == "as" and c.i > governor.i), len(word.doc))
            return what and governor.i != act.i and word.i < called
    return False


def _named_acts(draft: Draft, drafts: Sequence[Draft]) -> set[int]:
    """Tokens of the phrases that name other acts beside a draft's own ("after the murder of two on 8 June")."""
    at = draft.trigger.token
    return {
        t.i
        for other in drafts
        if other is not draft
        and other.trigger.noun
        and other.violent
        and not other.trigger.top.is_ancestor(at)
        and other.trigger.top.i != at.i
        and at.is_ancestor(other.trigger.top)
        for t in other.trigger.top.subtree
    }


def _aside(trigger: Trigger) -> set[int]:
    """Tokens of relative clauses that only say more about those who take part."""
    parts = (*trigger.targets, *trigger.agents, *trigger.places, *direct_subjects(trigger.verb))
    return {
        t.i
        for part in parts
        for c in part.children
        if c.dep_ == "relcl" and c.i != trigger.token.i and not c.is_ancestor(trigger.token)
        for t in c.subtree
    }


def direct_subjects(verb: Token) -> list[Token]:
    """Subjects and objects that hang on a verb itself."""
    return [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "dobj")]


def _lies_ahead(draft: Draft) -> bool:
    """Whether a plan is told in the future or present ("will", "is due to"), not as one that there was."""
    verb = draft.trigger.verb
    words = {t.lower_ for t in (verb, *verb.children, verb.head, *verb.head.children)}
    return not words.isdisjoint(("will", "shall", "'ll", "is", "are")) and words.isdisjoint(("was", "were", "had"))


def _is_seat(preposition: Token) -> bool:
    """Whether a place hangs on the subject, of whom it tells where they are from ("police in Guayaquil found")."""
    return preposition.head.dep_ in ("nsubj", "nsubjpass")


def _names_speaker(preposition: Token) -> bool:
    """Whether a place belongs to whoever speaks ("the ministry in Moscow said"), not to what happened."""
    head = preposition.head
    if head.pos_ not in ("NOUN", "PROPN"):
        return False
    while head.dep_ in ("compound", "conj", "pobj", "prep"):
        head = head.head
    return head.dep_ in ("nsubj", "nsubjpass") and head.head.lemma_.lower() in (
        "say",
        "tell",
        "announce",
        "report",
        "state",
        "add",
    )
