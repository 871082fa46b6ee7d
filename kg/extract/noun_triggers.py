"""Nouns that state an event, and those that only point back to one (`data/events.toml`)."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.event_lexicon import EventLexicon
from kg.extract.families import load_families
from kg.extract.light_verbs import LightVerbs, is_nobody
from kg.extract.noun_arguments import NounArguments
from kg.extract.noun_sorts import NounSorts
from kg.extract.nouns import lemma
from kg.extract.phrases import agents, is_definite, objects_of
from kg.extract.report import ParsedBlock
from kg.extract.triggers import Trigger

# How a verb can carry a noun that is an event only where acts are counted ("logged 12 incidents", "12 incidents left").
_COUNTED_AS = frozenset(["documented", "agent", "occurrence"])


class NounTriggers:
    """Reads the event nouns of one report."""

    def __init__(self, lexicon: EventLexicon, sorts: NounSorts) -> None:
        self.lexicon = lexicon
        self.referrer = sorts.referrer
        self.verbs = LightVerbs(lexicon, sorts)
        self.arguments = NounArguments(lexicon, sorts, self.verbs)
        self.families = load_families()

    def trigger(self, parsed: ParsedBlock, token: Token) -> Trigger | None:
        """What a noun states; one that only points back to an event is anaphoric, one that does neither is None."""
        found = self.lexicon.noun_sense(token)
        if found is None or token.i in parsed.time_tokens:
            return None
        name = parsed.name_at.get(token.i)
        if name is not None and name.sort in ("actor", "organisation", "person", "place"):
            return None
        words, sense = found
        if _in_title(token) or token.dep_ == "appos" or self._gives_a_reason(token):
            return None
        if self._asked_for(token, sense.type):
            return None
        if any(lemma(t) in self.lexicon.figurative for t in objects_of(token, "of")):
            return None
        trigger = Trigger(token, sense.type, True, self._top(token), outcome=sense.outcome)
        above = trigger.top.head
        if trigger.top.dep_ == "dobj" and above.lemma_ == "claim" and any(is_nobody(t) for t in agents(above)):
            return None
        self.verbs.carry(parsed, trigger)
        if sense.documented_only and not self._counted(parsed, trigger):
            return None
        self.arguments.add(parsed, trigger, sense, words)
        if sense.agent_only and not (trigger.agents and _harms(trigger, self.lexicon)):
            return None
        if any(lemma(t) == "life" for t in objects_of(token, "for")):
            return None  # "left fighting for his life"
        if self._licensed(parsed, trigger):
            return trigger
        if (is_definite(token) or dated_by(parsed, token) is not None) and not self._one_of_several(token):
            trigger.anaphoric = True
            return trigger
        return None

    def _counted(self, parsed: ParsedBlock, trigger: Trigger) -> bool:
        """Whether acts are counted: with a number, by whoever records them, does them, or as what happened."""
        if trigger.carried_as not in _COUNTED_AS or not any(c.dep_ == "nummod" for c in trigger.token.children):
            return False
        return trigger.carried_as != "agent" or any(self.arguments.sorts.acts(parsed, a) for a in trigger.agents)

    def _top(self, token: Token) -> Token:
        """The noun of amount that the event noun hangs on ("a series of attacks"), or itself."""
        if token.dep_ == "pobj" and token.head.lower_ == "of":
            head = token.head.head
            if (
                head.lemma_.lower() in self.referrer.nouns.of_amount
                or head.pos_ == "NUM"
                or head.lemma_ in self.lexicon.beside["spans"]
            ):
                return head
        return token

    def _one_of_several(self, token: Token) -> bool:
        return any(c.dep_ in ("amod", "compound") and c.lower_ in self.lexicon.beside["which"] for c in token.children)

    def _asked_for(self, token: Token, type_: str) -> bool:
        """Whether what a noun names is only called for ("ignoring all appeals for a truce")."""
        if type_ not in ("Ceasefire", "Agreement", "Release", "AidDelivery") or token.dep_ != "pobj":
            return False
        if type_ == "Release" and token.head.lower_ == "for":
            return True
        return token.head.lower_ in ("for", "of", "on") and lemma(token.head.head) in self.lexicon.beside["asked_by"]

    def _gives_a_reason(self, token: Token) -> bool:
        bare = token.dep_ == "pobj" and token.head.lower_ == "in" and not any(True for _ in token.lefts)
        return bare and lemma(token) in self.lexicon.beside["reasons"]

    def _licensed(self, parsed: ParsedBlock, trigger: Trigger) -> bool:
        """Whether a noun states an event, rather than naming a kind of event or pointing back to one."""
        token = trigger.token
        if not self.referrer.nouns.sorts(token).isdisjoint(self.families.things.devices) and not (
            trigger.carried_as == "occurrence"
            or (token.dep_ == "pobj" and token.head.lower_ in ("by", "from", "in", "of", "when"))
        ):
            return False
        numbered = any(c.dep_ == "nummod" and not _is_ordinal(c) for c in token.children) or (
            trigger.top is not token and (trigger.top.i in parsed.figure_at)
        )
        if trigger.carried_as == "documented" and not numbered and not trigger.agents and not trigger.targets:
            return False
        carried = trigger.carried_as in ("agent", "documented", "patient")
        if carried and (trigger.agents or trigger.targets or numbered or trigger.carried_as != "agent"):
            return not (is_definite(token) and not trigger.agents and not trigger.targets)
        if numbered:
            return True
        if parsed.block.kind in ("item", "headline", "heading") and token.dep_ == "ROOT" and trigger.top is token:
            return True
        own = [*trigger.agents, *trigger.targets]
        if trigger.type in self.families.events.circumstances and trigger.carrier is None:
            own = [t for t in own if t.pos_ != "PRON"]
        if own or trigger.top.lemma_ in self.lexicon.beside["spans"]:
            return True
        if any(c.dep_ == "amod" and c.lower_ in self.lexicon.beside["another"] for c in token.children):
            return True
        if token.dep_ == "dobj" and token.head.lemma_ in self.lexicon.beside["attending"]:
            return False
        indefinite = any(c.dep_ == "det" and c.lower_ in ("a", "an", "another") for c in trigger.top.children)
        if indefinite:
            return True
        bare = not any(c.dep_ in ("det", "poss") for c in token.children)
        if bare and any(c.dep_ == "relcl" for c in token.children):
            return True
        if bare and trigger.carried_as == "occurrence":
            return True
        head = token.head
        if (
            bare
            and token.dep_ == "pobj"
            and head.lower_ in ("in", "by", "during", "after", "following", "with", "amid", "from")
        ):
            return head.head.pos_ == "VERB" and head.head.lemma_.lower() in (
                self.lexicon.harming | self.lexicon.result["borne"]
            )
        return False


def dated_by(parsed: ParsedBlock, token: Token) -> Token | None:
    """The day or period whose event a noun names ("Friday's bombings", "last week's raid"); else None."""
    return next((c for c in token.children if c.dep_ == "poss" and c.i in parsed.time_tokens), None)


def _harms(trigger: Trigger, lexicon: EventLexicon) -> bool:
    """Whether an event noun is told to have harmed people: as the subject of such a verb, or behind its "by"."""
    top = trigger.top
    verb = top.head.head if top.dep_ == "pobj" and top.head.lower_ == "by" else top.head
    return verb.lemma_.lower() in lexicon.harming | lexicon.result["borne"]


def _in_title(token: Token) -> bool:
    """Whether a noun stands in the title of a work: capitalised words in quotation marks."""
    if not token.text[:1].isupper():
        return False
    doc = token.doc
    before = any(doc[i].text == '"' for i in range(max(token.sent.start, token.i - 6), token.i))
    behind = any(doc[i].text == '"' for i in range(token.i + 1, min(token.sent.end, token.i + 7)))
    return before and behind


def _is_ordinal(token: Token) -> bool:
    return token.lower_ in ("first", "second", "third") or token.text[-2:] in ("st", "nd", "rd", "th")
