"""Lines of a list that count what the list's total counts: "97 by Russian warplanes", "SDF: 27", "34 in Idlib".

Such a line is no sentence. It says with its label, or with the words behind its number, which part of the total it
counts: who did it ("by", "attributed to"), with what, to whom, or where.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg.extract.casualties import TollStatement, cause_of, load_casualties
from kg.extract.drafts import OUTCOME_TYPES, WIDE, Draft
from kg.extract.families import load_families
from kg.extract.figures import FigureExpression
from kg.extract.lexicon import read_toml
from kg.extract.line_kinds import bare_tolls, counts_acts, kind_of_line
from kg.extract.nouns import lemma
from kg.extract.phrases import conjuncts, objects_of
from kg.extract.places import STRONG
from kg.extract.references import Reference
from kg.extract.report import ParsedBlock, Report, token_range
from kg.extract.sentences import SentenceEvents, SentenceReader
from kg.extract.triggers import Trigger
from kg.model import PlaceRef, Span, Toll

# A line's number stands within so many characters of its beginning, a noun that it counts within so many words of it.
_OPENING = 4
_NOUN_WORDS = 4
_BEFORE_NOUN = ("amod", "compound", "nmod")


class ListLines:
    """Reads the lines of one report's lists."""

    def __init__(self, report: Report, sentences: SentenceReader) -> None:
        self.report = report
        self.sentences = sentences
        self.families = load_families()
        self._kinds: dict[int, str | None] = {}

    # ------------------------------------------------------------ labels
    def kind(self, parsed: ParsedBlock) -> str | None:
        """The type of the acts that a block's label names ("Shootings:"), None where it names a place or somebody."""
        if parsed.index not in self._kinds:
            self._kinds[parsed.index] = kind_of_line(parsed, self.sentences.triggers)
        return self._kinds[parsed.index]

    def group(self, parsed: ParsedBlock) -> list[Reference]:
        """Whom a line's label names; nobody where it names a place or a cause, or is a caption."""
        label = parsed.label_block
        if label is None or self.kind(parsed) is not None:
            return []
        nouns = self.sentences.referrer.nouns
        root = next((t for t in label.doc if t.head.i == t.i and not t.is_punct), None)
        found: list[Reference] = []
        for token in conjuncts(root) if root is not None else []:
            name = label.name_at.get(token.i)
            people = (
                nouns.group(token) is not None
                or nouns.longest(token, nouns.civilians) is not None
                or lemma(token) in nouns.of_members | nouns.ranks
                or nouns.names_people(token)
            )
            if (name is not None and name.sort == "actor") or (people and lemma(token) not in nouns.places):
                reference = self.sentences.referrer.refer(label, token)
                if reference is not None and reference.sort != "object":
                    found.append(reference)
        return found

    def by_those_named(self, parsed: ParsedBlock, group: list[Reference], total: Draft | None) -> bool:
        """Whether the label of a line names those who did it, not those to whom it was done.

        They did it where the words above the list say so, where acts are counted whose agents the total leaves open,
        and where the total counts civilians and the line names an armed side.
        """
        above = [p for p in self.report.blocks[: parsed.index] if p.block.kind != "item"][-1:]
        if any(_perpetrators().search(p.text) for p in above):
            return True
        if total is None:
            return False
        if not total.tolls:
            return not total.agents
        victims = self.families.actors.victims
        counted = [t.entity for t in total.tolls if t.entity is not None]
        unarmed = bool(counted) and all(self.report.entities[k].kind == "CivilianGroup" for k in counted)
        return unarmed and all(self.report.entities[r.entity].kind not in victims for r in group)

    # ------------------------------------------------------------ lines
    def read(
        self,
        parsed: ParsedBlock,
        tokens: list[Token],
        events: SentenceEvents,
        total: Draft | None,
        label: PlaceRef | None,
        group: list[Reference],
    ) -> Draft | None:
        """The part of `total` that a line counts, None where it is a sentence of its own or counts something else.

        Without a total a line counts only the acts that its label names.

        What the sentence was read to say of the same number is taken out of `events`.
        """
        doc = parsed.doc
        opening = next((f for f in parsed.figures if f.counts and not f.zero), None)
        if opening is None or opening.span.start > _OPENING:
            return None
        kind = self.kind(parsed)
        if kind is not None and counts_acts(parsed, opening, self.sentences.triggers):
            return self._of_kind(parsed, events, kind, opening)
        if total is None or not (total.tolls or total.counts_several or total.agents):
            return None
        covered = token_range(parsed, opening.span)
        if not len(covered) or covered[0] not in range(tokens[0].i, tokens[-1].i + 1) or doc[covered[-1]].pos_ == "DET":
            return None
        number, end = doc[covered[-1]], tokens[-1].i + 1
        noun, at = self._noun(parsed, covered[-1] + 1, end)
        incidents = noun is not None and self._untold(parsed, noun, events)
        if noun is not None and not incidents and not self._people(parsed, noun):
            return None
        head = next((i for i in range(at, end) if doc[i].text in (",", ";", "(")), end)
        harmed = at < head and (doc[at].tag_ in ("VBN", "VBD") or _is_dead_behind(doc[at]))
        if any(t.tag_ in ("VBD", "VBZ", "VBP") and t.dep_ not in _BEFORE_NOUN for t in doc[at + harmed : head]):
            return None
        if self._read_already(events, opening, parsed):
            return None
        doers, last = self._doers(parsed, at, head)
        place = label or self._place(parsed, range(last, head))
        if not doers and place is None and not group:
            return None
        draft = self._draft(parsed, number, total, doers)
        draft.place = place
        if incidents:
            draft.count = opening.figure
            draft.count_span = self.report.span(parsed, opening.span.start, opening.span.end)
            self.name(parsed, draft, total, group)
        else:
            self._count(parsed, draft, total, opening, noun, group)
        self._take(parsed, tokens, events, draft, range(number.i, last), covered)
        self.sentences.circumstances.set(parsed, [draft], tokens, _of_parts(events, covered))
        draft.place = place
        return draft

    def _of_kind(
        self, parsed: ParsedBlock, events: SentenceEvents, kind: str, opening: FigureExpression
    ) -> Draft | None:
        """A line that counts acts of the kind that its label names, with whom they killed and hurt."""
        number = parsed.doc[token_range(parsed, opening.span)[-1]]
        trigger = Trigger(number, kind, True, number)
        span = self.report.token_span(parsed, number.i, number.i + 1)
        named = self.report.label_span(parsed)
        stated = Span(named.start, span.end) if named is not None else span
        draft = Draft(kind, trigger, parsed.index, number.sent.start, span, stated, kind="item")
        draft.count, draft.count_span = opening.figure, span
        label = parsed.label_block
        if label is not None:
            words = [t for t in label.doc if not t.is_space]
            for told in self.sentences.read(label, words).drafts[:1]:
                draft.agents, draft.targets, draft.weapons = told.agents, told.targets, told.weapons
                draft.place, draft.time = told.place, told.time
        draft.tolls = bare_tolls(self.report, parsed, number.i + 1, kind)
        if not draft.tolls:
            draft.tolls = [t for told in events.drafts for t in told.tolls if t.span.start > span.end]
            for statement in events.loose:
                self.sentences.give(parsed, draft, statement, aim=False)
        events.drafts[:] = []
        events.loose[:] = []
        return draft

    def _noun(self, parsed: ParsedBlock, at: int, end: int) -> tuple[Token | None, int]:
        """The noun that a number counts, and where the words behind it begin."""
        noun, first = None, at
        while at < end and at - first < _NOUN_WORDS and at not in parsed.time_tokens:
            token = parsed.doc[at]
            if token.pos_ not in ("ADJ", "NOUN", "PROPN") or _is_dead_behind(token):
                break
            noun = token if token.pos_ != "ADJ" else noun
            at += 1
        return noun, at

    def _untold(self, parsed: ParsedBlock, noun: Token, events: SentenceEvents) -> bool:
        """Whether a number counts incidents by a noun that states no event of its own ("21 incidents")."""
        named = self.sentences.triggers.event_noun(noun) is not None
        return named and all(d.trigger.token.i != noun.i for d in events.drafts)

    def _people(self, parsed: ParsedBlock, noun: Token) -> bool:
        if self.sentences.triggers.event_noun(noun) is not None or lemma(noun) in load_casualties().nouns:
            return False
        reference = self.sentences.referrer.refer(parsed, noun)
        return reference is not None and reference.sort != "object"

    def _read_already(self, events: SentenceEvents, opening: FigureExpression, parsed: ParsedBlock) -> bool:
        """Whether a verb or noun of the line says already what its number counts."""
        span = self.report.span(parsed, opening.span.start, opening.span.end)
        return any(t.span.overlaps(span) for d in events.drafts for t in d.tolls) or any(
            d.count_span is not None and d.count_span.overlaps(span) for d in events.drafts
        )

    def _doers(self, parsed: ParsedBlock, at: int, end: int) -> tuple[list[Token], int]:
        """Whom or what the words right behind the number name as the doer or the cause, and where the others begin."""
        doc = parsed.doc
        text = parsed.text[doc[at].idx : doc[end - 1].idx + len(doc[end - 1])] if at < end else ""
        doing = _doing().match(text)
        m = doing or _in_acts().match(text)
        if m is None:
            return [], at
        first = next((i for i in range(at, end) if doc[i].idx >= doc[at].idx + m.end()), end)
        event_noun = self.sentences.triggers.event_noun
        head = next(
            (
                t
                for t in doc[first:end]
                if (t.pos_ in ("NOUN", "PROPN") or (t.tag_ == "VBG" and event_noun(t))) and _heads_phrase(t, first)
            ),
            None,
        )
        if head is None or head.i in parsed.time_tokens:
            return [], at
        if doing is None and event_noun(head) is None:
            return [], at
        heads = [t for t in conjuncts(head) if t.i < end]
        return heads, max([t.i for t in heads] + [o.i for t in heads for o in objects_of(t, "of")]) + 1

    def _place(self, parsed: ParsedBlock, words: range) -> PlaceRef | None:
        places = self.sentences.locator.places_in(parsed, set(words))
        doc = parsed.doc
        return next((found.ref for i, found in places if found.named and doc[i].lower_ in STRONG), None)

    # ------------------------------------------------------------ the part
    def _draft(self, parsed: ParsedBlock, number: Token, total: Draft, doers: list[Token]) -> Draft:
        """A part with what its doers make of it: their kind of act, their weapons, and who they are."""
        triggers, referrer = self.sentences.triggers, self.sentences.referrer
        acts = [t for t in doers if triggers.event_noun(t) is not None]
        agents = [t for t in doers if t not in acts]
        trigger = Trigger(number, total.type, True, number, agents=agents, weapons=list(doers))
        span = self.report.token_span(parsed, number.i, max([number.i, *(t.i for t in doers)]) + 1)
        draft = Draft(total.type, trigger, parsed.index, number.sent.start, span, span, kind="item")
        draft.trigger_span = self.report.token_span(parsed, number.i, number.i + 1)
        owners = [o for t in doers for o in objects_of(t, "of", "by")] if acts else []
        draft.add_agents(self.sentences.actors(parsed, [*agents, *owners]))
        cause = (triggers.event_noun(acts[0]) if acts else None) or (cause_of(" ".join(t.text for t in doers)))
        if cause is not None and (total.type in WIDE | OUTCOME_TYPES or total.type in self.families.events.of_people):
            draft.type = cause
        elif draft.type in WIDE | {"ViolenceAgainstCivilians"}:
            draft.type = "Attack"
        self.sentences.armament.weapons(parsed, draft, trigger)
        if cause is None:
            self.sentences.armament.narrow(parsed, draft, trigger)
        self.sentences.armament.owner_of_weapon(parsed, draft, trigger)
        if draft.type == "Attack":
            draft.type = "Killing" if total.type == "Death" and draft.agents else total.type
        things = [t for t in agents if (r := referrer.refer(parsed, t)) is None or r.sort == "object"]
        trigger.weapons = [t for t in trigger.weapons if t in things]
        return draft

    def _count(
        self,
        parsed: ParsedBlock,
        draft: Draft,
        total: Draft,
        opening: FigureExpression,
        noun: Token | None,
        group: list[Reference],
    ) -> None:
        """Give a part its number: of people, as the total's toll has them, or of incidents."""
        span = self.report.span(parsed, opening.span.start, opening.span.end)
        counted = self.sentences.referrer.refer(parsed, noun) if noun is not None else None
        if _counts_incidents(total, opening):
            if total.counts_several:
                draft.count, draft.count_span = opening.figure, span
        elif total.tolls:
            whole = total.tolls[0]
            words, key = whole.group, whole.entity
            if group and not self.by_those_named(parsed, group, total):
                words, key = (parsed.label or words).strip("*_ "), group[0].entity
            elif counted is not None:
                words, key = counted.words, counted.entity
            draft.tolls = [Toll(whole.outcome, words, opening.figure, span, key)]
        self.name(parsed, draft, total, group)
        if counted is not None and counted.sort != "object":
            draft.add_targets([counted])

    def name(self, parsed: ParsedBlock, draft: Draft, total: Draft | None, group: list[Reference]) -> None:
        """Put those whom a line's label names among those who did it, or to whom it was done."""
        if not group:
            return
        if self.by_those_named(parsed, group, total):
            if not draft.agents:
                draft.add_agents(group)
        else:
            draft.add_targets(group)

    def _take(
        self,
        parsed: ParsedBlock,
        tokens: list[Token],
        events: SentenceEvents,
        draft: Draft,
        words: range,
        covered: range,
    ) -> None:
        """Take out of a sentence's events what only repeats a line, and give the line the tolls that stand in it."""
        told = [d for d in events.drafts if d.type in OUTCOME_TYPES or d.trigger.token.i in words]
        events.drafts[:] = [d for d in events.drafts if d not in told]
        loose = [s for s in events.loose if s.start not in covered and s.group.i not in words]
        events.loose[:] = []
        if not draft.tolls:
            for statement in loose:
                self.sentences.give(parsed, draft, statement, aim=False)
            draft.tolls += [t for d in told for t in d.tolls]
            return
        toll = draft.tolls[0]
        whole = TollStatement(toll, parsed.doc[covered[-1]], parsed.doc[covered[-1]], None, covered[0])
        self.sentences.tolls.parts.within(parsed, tokens, [whole])
        draft.tolls = [whole.toll]


def _counts_incidents(total: Draft, opening: FigureExpression) -> bool:
    if not total.tolls:
        return True
    return total.counts_several and total.count is not None and (opening.figure.min or 0) <= (total.count.min or 0)


def _of_parts(events: SentenceEvents, covered: range) -> set[int]:
    """Tokens of the parts that a line itself counts ("of whom 138 in Idlib")."""
    items = (item for group in events.groups for item in group.items if item.start not in covered)
    return {i for item in items for i in range(item.start, item.end)}


def _is_dead_behind(token: Token) -> bool:
    """Whether a word is a participle before "dead", whatever the tagger takes it for ("410 shot dead by gunmen")."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    return load_casualties().adjectives.get(following.lower_) == "killed" and token.pos_ != "ADJ"


def _heads_phrase(token: Token, first: int) -> bool:
    """Whether a noun is the head of the phrase that begins at `first`, whatever the parser hangs it on."""
    return token.dep_ not in ("compound", "nmod", "amod", "poss") or token.head.i < first


def _perpetrators() -> re.Pattern[str]:
    return re.compile(read_toml("casualties.toml")["lists"]["perpetrators"], re.IGNORECASE)


def _doing() -> re.Pattern[str]:
    return re.compile(read_toml("casualties.toml")["lists"]["doing"], re.IGNORECASE)


def _in_acts() -> re.Pattern[str]:
    return re.compile(read_toml("casualties.toml")["lists"]["in_acts"], re.IGNORECASE)
