"""Weapons that an event names, whose they are, and the narrower type that they give it."""

from __future__ import annotations

from kg.extract.drafts import Draft
from kg.extract.nouns import lemma
from kg.extract.phrases import core
from kg.extract.references import Referrer
from kg.extract.report import ParsedBlock, Report
from kg.extract.triggers import Trigger
from kg.model import Weapon

# What these raid they do not enter.
_FLYING = ("aircraft", "drone")
_NON_STATE = frozenset(["NonStateArmedGroup", "JihadistGroup", "RebelGroup", "UnidentifiedArmedGroup"])


class Armament:
    """Reads the weapons of one report's events."""

    def __init__(self, report: Report, referrer: Referrer) -> None:
        self.report = report
        self.referrer = referrer

    def weapons(self, parsed: ParsedBlock, draft: Draft, trigger: Trigger) -> None:
        """Add the weapons and platforms that the words around an event name."""
        nouns = self.referrer.nouns
        candidates = [*trigger.weapons, *trigger.agents]
        for child in trigger.verb.children:
            if child.dep_ == "prep" and child.lower_ in ("with", "using", "by", "from"):
                candidates += [c for c in child.children if c.dep_ == "pobj"]
            if child.dep_ == "advcl" and child.lemma_ == "use":
                candidates += [c for c in child.children if c.dep_ == "dobj"]
        for token in candidates:
            if any(
                nouns.is_thing(token, s)
                for s in (
                    "weapon",
                    "drone",
                    "aircraft",
                    "missile",
                    "rocket",
                    "shell",
                    "ied",
                    "car-bomb",
                    "explosive",
                    "vest",
                )
            ):
                span = self.report.token_span(parsed, token.i, token.i + 1)
                i = token.i
                while i > 0 and parsed.doc[i - 1].dep_ == "compound" and parsed.doc[i - 1].head.i == token.i:
                    i -= 1
                span = self.report.token_span(parsed, i, token.i + 1)
                words = parsed.doc[i : token.i + 1].text
                if all(w.span != span for w in draft.weapons):
                    draft.weapons.append(Weapon(words, span))

    def narrow(self, parsed: ParsedBlock, draft: Draft, trigger: Trigger) -> None:
        """A wide type is narrowed by the weapon that the words name."""
        nouns = self.referrer.nouns
        tokens = [*trigger.agents, *trigger.weapons]
        for child in trigger.token.children:
            if child.dep_ == "prep" and child.lower_ in ("with", "using", "by"):
                tokens += [c for c in child.children if c.dep_ == "pobj"]

        def has(sort: str) -> bool:
            return any(nouns.is_thing(t, sort) for t in tokens)

        if draft.type == "Raid" and any(nouns.is_thing(t, sort) for t in trigger.agents for sort in _FLYING):
            draft.type = "Attack"
        if draft.type in ("Attack", "Airstrike", "Bombing", "Killing", "Arson") and has("drone"):
            draft.type = "DroneStrike"
        elif draft.type in ("Attack", "Bombing") and (has("aircraft") or has("air-bomb")):
            draft.type = "Airstrike"
        elif draft.type in ("Attack", "Shelling") and has("rocket"):
            draft.type = "RocketAttack"
        elif draft.type == "Attack" and has("missile"):
            draft.type = "MissileAttack"
        elif draft.type == "Attack" and has("shell"):
            draft.type = "Shelling"
        elif draft.type in ("Attack", "Bombing", "Explosion") and has("car-bomb"):
            draft.type = "CarBombing"
        elif draft.type in ("Attack", "Bombing", "Explosion") and has("ied"):
            draft.type = "IEDAttack"
        elif draft.type in ("Attack", "Killing") and has("suicide-bomber"):
            draft.type = "SuicideBombing"
        if draft.type in ("Bombing", "Attack") and any(
            _by_air(words) for p in draft.agents for words in (p.surface, self.report.entities[p.entity].name)
        ):
            draft.type = "Airstrike"
        elif draft.type in ("MilitaryOperation", "SecurityOperation") and any(
            self.report.entities[p.entity].kind in _NON_STATE for p in draft.agents
        ):
            draft.type = "Attack"
        elif (
            draft.type == "Abduction"
            and trigger.token.lemma_ == "seize"
            and any(
                self.report.entities[p.entity].kind in ("StateForces", "Police", "Government") for p in draft.agents
            )
        ):
            draft.type, trigger.outcome = "Detention", "detained"
        elif (draft.type == "Detention" or trigger.token.lemma_ in ("round", "pick")) and any(
            p.entity and self._armed(p.entity) for p in draft.agents
        ):
            draft.type = "Abduction"
            trigger.outcome = "abducted"

    def _armed(self, key: str) -> bool:
        return self.report.entities[key].kind in ("UnidentifiedArmedGroup",)

    def owner_of_weapon(self, parsed: ParsedBlock, draft: Draft, trigger: Trigger) -> None:
        """ "A Russian missile hit …": whose weapon it is did it."""
        if draft.agents:
            return
        nouns = self.referrer.nouns
        for token in [*trigger.weapons, *(trigger.agents if not trigger.noun else [])]:
            if nouns.group(token) is not None or nouns.longest(token, nouns.civilians) is not None:
                continue
            for i in range(core(token).start, token.i):
                name = parsed.name_at.get(i)
                if name is not None and parsed.doc[name.start : token.i + 1].text.lower() in nouns.sorts_of:
                    continue  # "an FPV drone"
                if name is None:
                    side = parsed.doc[i]
                    named = side.dep_ in ("compound", "amod", "nmod") and lemma(side) in nouns.groups
                    if named and not nouns.longest(token, nouns.groups):
                        found = self.referrer.refer(parsed, side)
                        if found is not None and found.sort in ("actor", "combatants"):
                            draft.add_agents([found])
                            return
                    continue
                reference = (
                    self.referrer.state_named(parsed, parsed.doc[name.end - 1], name)
                    if name.sort in ("demonym", "country", "capital")
                    else self.referrer.refer(parsed, parsed.doc[name.end - 1])
                )
                if reference is not None and reference.sort in ("actor", "combatants"):
                    draft.add_agents([reference])
                    return
            if not trigger.noun and token in trigger.agents and nouns.is_thing(token, "aircraft"):
                draft.add_agents([self.referrer.crew(parsed, token)])
                return


def _by_air(words: str) -> bool:
    return "defen" not in words.lower() and any(
        w in f" {words.lower()}" for w in (" air ", "warplane", "jet", "aircraft", "aviation", "helicopter", "plane")
    )
