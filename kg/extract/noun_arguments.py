"""Who did it to whom, where and with what, as the words around an event noun tell ("attacks by rebels on a base")."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.event_lexicon import EventLexicon, NounSense
from kg.extract.families import load_families
from kg.extract.light_verbs import LightVerbs
from kg.extract.noun_sorts import NounSorts, names_place
from kg.extract.nouns import lemma
from kg.extract.phrases import accused_by, agents, conjuncts, is_passive, objects_of, prepositions, subject
from kg.extract.report import ParsedBlock
from kg.extract.triggers import Trigger


class NounArguments:
    """Finds the parts of the event nouns of one report, beside those that their verbs have."""

    def __init__(self, lexicon: EventLexicon, sorts: NounSorts, verbs: LightVerbs) -> None:
        self.lexicon = lexicon
        self.sorts = sorts
        self.verbs = verbs
        self.referrer = sorts.referrer
        self.families = load_families()

    def add(self, parsed: ParsedBlock, trigger: Trigger, sense: NounSense, words: str) -> None:
        """Add what prepositions, possessives and words before the noun name; `words` is its entry in the lexicon."""
        self._behind(parsed, trigger, sense)
        if not trigger.agents:
            trigger.agents = self._agents_of_all(trigger.top) or self._blamed(trigger.top)
        if (
            sense.type in self.families.events.mutual
            and trigger.carried_as == "occurrence"
            and trigger.carrier is not None
        ):
            self.verbs.parties(parsed, trigger, trigger.carrier)
        if sense.type == "ArmedClash" and not trigger.agents and trigger.targets:
            trigger.agents = [t for t in _those_who(trigger.top) if self.sorts.acts(parsed, t)]
        self._before(parsed, trigger, sense, words)

    def _behind(self, parsed: ParsedBlock, trigger: Trigger, sense: NounSense) -> None:
        families = self.families.events
        token = trigger.token
        sources = [token] if trigger.top is token else [token, trigger.top]
        for source in sources:
            for preposition in prepositions(source):
                word = preposition.lower_
                inner = objects_of(source, word)
                if word == "by":
                    inner = [t for t in inner if not self._is_measure(t)]
                    trigger.agents += [t for t in inner if t not in trigger.agents]
                    for agent in inner:
                        for where in ("on", "against"):
                            trigger.targets += [t for t in objects_of(agent, where) if not self._is_mount(t)]
                elif word in sense.target or word == "targeting":
                    known = (*trigger.targets, *trigger.agents)
                    trigger.targets += [t for t in inner if t not in known and not self._is_scene(t)]
                elif word == "with" and sense.type not in families.mutual:
                    for weapon in inner:
                        trigger.weapons.append(weapon)
                        for where in ("on", "against", "at"):
                            trigger.targets += objects_of(weapon, where)
                elif word == "between" and inner:
                    trigger.agents += inner[:1]
                    trigger.targets += inner[1:]
                elif word == "with":
                    trigger.targets += inner
                elif word == "of" and source is token:
                    self._of(parsed, trigger, sense, inner)
                elif word == "from" and sense.type in families.out_of:
                    trigger.places += inner
                elif word == "from" and sense.type in families.from_attackers and not trigger.agents:
                    trigger.agents += [t for t in inner if not names_place(parsed, t) and self.sorts.acts(parsed, t)]
                elif word == "to" and sense.type == "Siege":
                    trigger.targets += inner

    def _before(self, parsed: ParsedBlock, trigger: Trigger, sense: NounSense, words: str) -> None:
        for child in trigger.token.children:
            if child.dep_ == "poss" and sense.type == "Death" and child.pos_ == "PRON":
                continue
            if child.dep_ == "poss" and child.i not in parsed.time_tokens:
                if sense.of == "target" and sense.outcome and not self.sorts.acts(parsed, child):
                    trigger.targets.append(child)
                elif self.sorts.acts(parsed, child) or (child not in trigger.agents and not names_place(parsed, child)):
                    trigger.agents.append(child)
            elif child.dep_ in ("compound", "amod", "nmod") and not trigger.agents:
                told = (t for t in (child, *child.lefts) if t.lower_ not in self.lexicon.beside["strength"])
                named = next((t for t in told if _names_agent(parsed, t)), None)
                if named is not None:
                    trigger.agents += [t for t in conjuncts(named) if t.i < trigger.token.i]
                elif (
                    child.dep_ in ("compound", "amod")
                    and child.tag_ != "VBN"
                    and lemma(child) in self.referrer.nouns.groups
                    and lemma(child) not in words.split()
                    and not sense.outcome
                ):
                    trigger.agents.append(child)

    def _agents_of_all(self, token: Token) -> list[Token]:
        """Who stands behind the last of several acts, and did them all ("46 airstrikes and 12 attacks by the army")."""
        for other in conjuncts(token):
            if other.i > token.i and lemma(other) in self.lexicon.nouns and (found := objects_of(other, "by")):
                return found
        return []

    @staticmethod
    def _blamed(token: Token) -> list[Token]:
        """Whom somebody accuses of it ("blamed the army for the bombing", "accused of an attack on")."""
        if token.dep_ != "pobj" or token.head.lower_ not in ("of", "for", "over"):
            return []
        accused = accused_by(token.head)
        return conjuncts(accused) if accused is not None else []

    def _of(self, parsed: ParsedBlock, trigger: Trigger, sense: NounSense, inner: list[Token]) -> None:
        if sense.of == "target" or (
            sense.of == "either" and any(self.sorts.locator.is_place(parsed, t) for t in inner)
        ):
            trigger.targets += [t for t in inner if t not in trigger.targets]
            if sense.place_of:
                trigger.places += inner
        elif sense.of in ("agent", "either"):
            trigger.agents += [t for t in inner if t not in trigger.agents]
        elif not trigger.agents:
            trigger.agents += [t for t in inner if not names_place(parsed, t) and self.sorts.acts(parsed, t)]

    def _is_measure(self, token: Token) -> bool:
        """Whether a noun behind "by" only says how a count is broken down ("deaths by state")."""
        bare = token.tag_ == "NN" and not any(t.dep_ != "conj" for t in token.lefts)
        return bare and lemma(token) in self.referrer.nouns.places

    def _is_mount(self, token: Token) -> bool:
        """Whether attackers come on it ("men on horseback", "gunmen on motorcycles")."""
        bare = not any(c.dep_ in ("det", "poss", "nummod") for c in token.children)
        nouns = self.referrer.nouns
        return bare and (lemma(token) in nouns.places_only or nouns.is_thing(token, "vehicle"))

    def _is_scene(self, token: Token) -> bool:
        """Whether a noun behind "on" or "at" tells where, not what is hit ("an ambush on a road", "on the island")."""
        nouns = self.referrer.nouns
        if not nouns.sorts(token).isdisjoint(self.families.things.targets):
            return False
        return nouns.places.get(lemma(token)) in self.families.scenes or lemma(token) in nouns.places_only


def _names_agent(parsed: ParsedBlock, token: Token) -> bool:
    """Whether a name before an event noun is that of who acts: "Russian strikes", "US strikes", "an ISIS raid";
    the name of a country or capital written out tells where ("the Kabul blast").
    """
    name = parsed.name_at.get(token.i)
    if name is None or name.surface.islower():
        return False
    if name.sort in ("country", "capital"):
        return name.surface.replace(".", "").isupper()
    return name.sort in ("actor", "demonym", "organisation", "group")


def _those_who(clash: Token) -> list[Token]:
    """The subject of the clause that a clash "with" somebody is told in ("they took the town after clashes with …",
    "two officers were hurt in a gunfight with smugglers").
    """
    preposition = clash.head
    if clash.dep_ != "pobj" or preposition.lower_ not in ("after", "following", "amid", "during", "in"):
        return []
    verb = preposition.head
    if verb.pos_ != "VERB":
        return []
    if not is_passive(verb):
        return agents(verb)
    harmed = subject(verb) if preposition.lower_ in ("in", "during") else None
    return conjuncts(harmed) if harmed is not None else []
