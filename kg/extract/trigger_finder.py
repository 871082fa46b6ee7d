"""The words of a sentence that state its events."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.event_lexicon import load_events
from kg.extract.noun_sorts import NounSorts
from kg.extract.noun_triggers import NounTriggers
from kg.extract.phrases import is_definite, is_gerund_noun
from kg.extract.places import Locator
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock
from kg.extract.triggers import Trigger
from kg.extract.verb_triggers import VerbTriggers


class TriggerFinder:
    """Finds the triggers of one report's sentences."""

    def __init__(self, referrer: Referrer, locator: Locator) -> None:
        self.lexicon = load_events()
        sorts = NounSorts(referrer, locator)
        self.verbs = VerbTriggers(self.lexicon, sorts)
        self.nouns = NounTriggers(self.lexicon, sorts)

    def find(self, parsed: ParsedBlock, tokens: list[Token]) -> list[Trigger]:
        """Triggers among the tokens of a sentence, in its order; nouns before the verbs that carry them."""
        found: list[Trigger] = []
        carried: set[int] = set()
        for token in tokens:
            if (token.pos_ in ("NOUN", "PROPN") or is_gerund_noun(token)) and token.dep_ != "compound":
                trigger = self.nouns.trigger(parsed, token)
                if trigger is not None:
                    found.append(trigger)
                    claims = trigger.carrier is not None and trigger.carrier.lemma_ in ("claim", "take", "accept")
                    if claims and is_definite(token):
                        continue
                    if trigger.carrier is not None and trigger.carried_as in ("agent", "patient"):
                        carried.add(trigger.carrier.i)
        for token in tokens:
            if (
                token.pos_ == "VERB"
                or (token.pos_ == "AUX" and token.dep_ == "ROOT")
                or (token.tag_ in ("VBN", "VBD", "VBG") and token.pos_ != "NOUN")
            ):
                if token.i in carried or is_gerund_noun(token):
                    continue
                trigger = self.verbs.trigger(parsed, token)
                if trigger is not None:
                    found.append(trigger)
        return sorted(found, key=lambda t: t.token.i)

    def event_noun(self, token: Token) -> str | None:
        """The type of event that a noun names, whatever stands around it."""
        found = self.lexicon.noun_sense(token)
        return found[1].type if found is not None else None
