"""What only tells the result of another event of its sentence, or who says it, and is no event of its own."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.casualties import load_casualties, phrase_outcome
from kg.extract.circumstantial import without_circumstances
from kg.extract.coordinated_acts import coordinated
from kg.extract.drafts import OUTCOME_TYPES, STATEMENTS, TAKINGS, VIOLENT, Draft
from kg.extract.event_lexicon import load_events
from kg.extract.families import load_families
from kg.extract.nouns import lemma, load_nouns
from kg.extract.phrases import agents, conjuncts, is_definite, is_passive, objects_of, patients
from kg.extract.report import ParsedBlock
from kg.extract.triggers import Trigger

# What an appeal asks for has not happened yet.
_ASKED_FOR = frozenset(["Ceasefire", "Agreement", "Investigation", "Release", "AidDelivery"])
# How far before "which" the event that it means may stand, and how far behind it what happened in it, in tokens.
_BEFORE_WHICH, _BEHIND_WHICH = 12, 30
_IN_COURSE = frozenset(["in", "during", "from", "after", "of"])


def without_results(parsed: ParsedBlock, triggers: list[Trigger], anaphors: list[Trigger]) -> list[Trigger]:
    """Leave out verbs that only tell the result or the aim of another event of the sentence."""
    triggers = without_circumstances(coordinated(triggers))
    kept: list[Trigger] = []
    for trigger in triggers:
        others = [t for t in triggers if t is not trigger]
        carried = next(
            (
                t
                for t in others
                if t.noun and t.carrier is not None and t.carrier.i == trigger.token.i and t.carried_as == "occurrence"
            ),
            None,
        )
        if (
            not trigger.noun
            and carried is not None
            and (trigger.type in VIOLENT or trigger.type == "PropertyDestruction")
            and carried.type in VIOLENT
            and trigger.type not in OUTCOME_TYPES
        ):
            carried.targets = [*carried.targets, *(t for t in trigger.targets if t not in carried.targets)]
            carried.places = [*carried.places, *trigger.places]
            continue
        if trigger.noun and any(t.type == "TreatyViolation" and trigger.top in agents(t.token) for t in others):
            continue
        if _taken_in_operation(trigger, others):
            continue
        if (scene := _same_scene(trigger, others)) is not None:
            scene.targets = [*scene.targets, *(t for t in trigger.targets if t not in scene.targets)]
            continue
        if _only_counts(trigger) and any(t.type in VIOLENT and not _only_counts(t) for t in (*others, *anaphors)):
            continue
        if (last := _harm_told_on(trigger, others)) is not None:
            last.targets = [*trigger.targets, *(t for t in last.targets if t not in trigger.targets)]
            continue
        if not trigger.noun and _tells_a_result(trigger):
            owner = owner_of(trigger.token, others)
            if owner is not None and owner.type in OUTCOME_TYPES and not owner.noun and dies(trigger.token):
                act = owner_of(owner.token, [t for t in others if t is not owner])
                owner = act if act is not None and act.type in VIOLENT - OUTCOME_TYPES else owner
            if owner is not None and trigger.outcome == "injured" and owner.type in OUTCOME_TYPES:
                continue
            if owner is not None and owner.type == "ArmedClash" and trigger.type in load_families().events.explosive:
                owner = None if trigger.type != "Attack" else owner
            if owner is not None and owner.type == "PropertyDestruction" and trigger.token.tag_ == "VBG":
                owner.type = "Attack"
            if owner is not None and trigger.agents and owner.type not in VIOLENT and not is_passive(trigger.token):
                owner = None
            before = owner is not None and owner.token.i < trigger.token.i
            if before and trigger.outcome == "killed" and befalls_attackers(trigger):
                owner = None
            families = load_families().events
            if owner is not None and owner.type in families.against_things and trigger.token.dep_ == "conj":
                owner = owner if is_passive(trigger.token) else None  # "burned 40 homes and killed 12 people"
            if owner is not None and owner.carrier is not None and not is_passive(trigger.token):
                foiled = owner.carrier.lemma_ in load_events().light["spared"] - {"see", "witness"}
                owner = None if foiled else owner  # "foiled an attack, killing two rebels"
            own = any(c.dep_ == "nsubjpass" for c in trigger.token.children)
            if owner is not None and own and trigger.outcome == "killed" and owner.type not in VIOLENT | STATEMENTS:
                owner = None
            if owner is not None and _by_other_means(owner, trigger):
                owner = None
            if (
                owner is not None
                and owner.type not in STATEMENTS
                and not (owner.type in OUTCOME_TYPES and not owner.noun)
                and not (
                    owner.type in ("Abduction", "Arrest", "Detention", "HostageTaking")
                    and trigger.targets
                    and (own or not is_passive(trigger.token))
                )
            ):
                shared = trigger.token.dep_ == "conj"  # "were ambushed and killed by gunmen"
                told = shared or not is_passive(trigger.token)
                if not owner.agents and told and not _event_subject(trigger.token, others):
                    owner.agents = [t for t in trigger.agents if t not in owner.targets]
                if not owner.targets or owner.type in (
                    "Bombing",
                    "Explosion",
                    "Shelling",
                    "CarBombing",
                    "IEDAttack",
                ):
                    owner.targets = [*owner.targets, *[t for t in trigger.targets if t not in owner.targets]]
                continue
            only_beside = owner is not None and owner.type in OUTCOME_TYPES and not owner.noun
            meant = owner_of(trigger.token, anaphors) if owner is None or only_beside else None
            if meant is not None:
                if _meant_by_which(trigger.token, anaphors) is meant and not is_passive(trigger.token):
                    meant.agents = meant.agents or list(trigger.agents)
                    meant.targets = meant.targets or list(trigger.targets)
                continue
            finite = trigger.token.lemma_ == "wound" and trigger.token.dep_ != "acl"
            if trigger.outcome == "injured" and not trigger.agents and not finite:
                continue
        if not trigger.noun and trigger.token.dep_ in ("advcl", "acl", "conj", "xcomp") and trigger.token.tag_ == "VBG":
            earlier = [t for t in others if t.token.i < trigger.token.i and t.type not in STATEMENTS]
            if earlier and trigger.token.lemma_.lower() in ("target", "hit", "strike"):
                continue
            if earlier and _tells_how(earlier[-1], trigger):
                told = earlier[-1]
                told.targets = [*told.targets, *(t for t in trigger.targets if t not in told.targets)]
                told.weapons = [*told.weapons, *(w for w in trigger.weapons if w not in told.weapons)]
                continue
        if (
            trigger.noun
            and (
                said := next(
                    (
                        t
                        for t in others
                        if not t.noun
                        and t.type == trigger.type
                        and t.outcome is None
                        and not _tells_a_result(t)
                        and not (trigger.carried_as == "occurrence" and trigger.verb.i == t.token.i)
                        and trigger.top in (*patients(t.token), *agents(t.token), *_behind(t.token))
                    ),
                    None,
                )
            )
            is not None
        ):
            said.agents = said.agents or trigger.agents
            said.targets = [*said.targets, *(t for t in trigger.targets if t not in said.targets)]
            continue
        if (
            trigger.noun
            and trigger.type in load_families().events.circumstances
            and not trigger.targets
            and trigger.carrier is None
            and trigger.token.dep_ == "pobj"
            and all(_meant_by_which(t.token, [trigger]) is None for t in others)
        ) and any(not t.noun and t.type not in STATEMENTS and t.token.is_ancestor(trigger.token) for t in others):
            continue
        befell = trigger.outcome is not None and not trigger.noun and not trigger.agents
        if befell and _meant_by_which(trigger.token, others) is not None:
            continue
        if not trigger.noun and trigger.type == "Abduction" and trigger.token.dep_ == "conj":
            assaults = load_families().events.assaults
            act = next((t for t in others if t.token.i == trigger.token.head.i and t.type in assaults), None)
            if act is not None:
                act.outcome = "abducted"
                act.taken = [*act.taken, *trigger.targets]
                continue
        kept.append(trigger)
    return kept


def _taken_in_operation(trigger: Trigger, others: list[Trigger]) -> bool:
    """Whether people are told to have been taken in the course of an operation told of ("carried out 29 operations,
    killing 12 bandits and arresting 158").
    """
    verb = trigger.token
    if trigger.noun or verb.tag_ != "VBG" or trigger.type not in ("Arrest", "Detention"):
        return False
    first = verb
    while first.dep_ == "conj" and first.head.tag_ == "VBG":
        first = first.head
    if first.dep_ not in ("advcl", "acl", "dep"):
        return False
    operations = [t for t in others if t.type in load_families().events.circumstances and t.token.i < verb.i]
    return any(first.head.i in (t.verb.i, t.token.i) for t in operations)


def _only_counts(trigger: Trigger) -> bool:
    """Whether a participle stands in a count of people and states nothing by itself ("put its losses at 12 killed",
    "the number of people killed").
    """
    verb = trigger.token
    if trigger.noun or verb.dep_ != "acl" or trigger.outcome not in ("killed", "injured"):
        return False
    counted = verb.head
    if counted.pos_ == "NUM":
        return counted.i == verb.i - 1 and counted.dep_ == "pobj" and counted.head.lower_ == "at"
    return counted.dep_ == "pobj" and lemma(counted.head.head) in load_casualties().numbers


def _harm_told_on(trigger: Trigger, others: list[Trigger]) -> Trigger | None:
    """The last of coordinated passives of harm, which says by what all of them came to harm ("four were killed and 12
    injured by glide bombs"): the event of the earlier ones, too.
    """
    verb = trigger.token
    if trigger.noun or trigger.agents or trigger.weapons or trigger.outcome not in ("killed", "injured"):
        return None
    if not is_passive(verb) or any(c.dep_ in ("agent", "advcl") for c in verb.children):
        return None
    return next(
        (
            t
            for t in others
            if not t.noun
            and t.token.i > verb.i
            and t.token.dep_ == "conj"
            and t.token.head.i == verb.i
            and t.token.tag_ == "VBN"
            and t.outcome in ("killed", "injured")
            and any(c.dep_ == "agent" for c in t.token.children)
        ),
        None,
    )


def _same_scene(trigger: Trigger, others: list[Trigger]) -> Trigger | None:
    """The act in whose place a relative clause tells what was hit or seized, without a doer of its own ("bombed the
    airport, where a plane was hit"; "87 attacks, in which 12 people were kidnapped").
    """
    verb = trigger.token
    if trigger.noun or trigger.agents or not is_passive(verb) or trigger.type not in VIOLENT:
        return None
    first = verb.head if verb.dep_ == "conj" and verb.head.dep_ == "relcl" else verb
    if first.dep_ != "relcl" or trigger.outcome == "killed":
        return None
    if any(c.dep_ == "advmod" and c.lower_ == "where" for c in first.children):
        if trigger.type not in ("Attack", "Arson", "PropertyDestruction"):
            return None
        return next((t for t in others if first.head in (*t.targets, *t.places) and t.type in VIOLENT), None)
    if trigger.outcome == "abducted":
        return next((t for t in others if t.noun and t.token.is_ancestor(first) and t.type in VIOLENT), None)
    return None


def _tells_how(act: Trigger, participle: Trigger) -> bool:
    """Whether a participle behind an act tells how it was done or what it did to things ("carried out three air raids,
    destroying two tunnels", "attacked the town, dropping bombs on its market").
    """
    if act.type not in VIOLENT or participle.token.dep_ == "conj":
        return False
    if participle.type in ("PropertyDestruction", "Riot", act.type):
        return True
    return participle.token.lemma_.lower() in load_events().result["other"] and participle.type in VIOLENT


def _by_other_means(owner: Trigger, result: Trigger) -> bool:
    """Whether what people were killed or hurt by is an act beside the clash that the verb hangs on ("clashes went on
    around the village, where two soldiers were killed by an anti-tank missile").
    """
    if owner.type != "ArmedClash" or result.type in OUTCOME_TYPES or result.outcome is not None:
        return False
    return is_passive(result.token) and not load_families().events.akin(owner.type, result.type)


def befalls_attackers(trigger: Trigger) -> bool:
    """Whether those who were killed are the attackers, none of the victims ("two of the attackers were shot dead")."""
    same = load_events().attackers["same"]
    people = [o for t in trigger.targets for o in (objects_of(t, "of") or [t])]
    return is_passive(trigger.token) and bool(people) and all(o.lower_ in same and is_definite(o) for o in people)


def _tells_a_result(trigger: Trigger) -> bool:
    """Whether a verb says what became of people ("killed", "wounding"), whatever sense its subject gives it."""
    token = trigger.token
    if token.lemma_ in ("find", "discover") and trigger.type in ("Killing", "Execution"):
        return False
    intended = token.dep_ in ("acl", "xcomp") and any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)
    if intended and not any(c.dep_ == "aux" and c.lemma_ == "have" for c in token.children):
        return False
    if trigger.type in OUTCOME_TYPES or trigger.outcome == "injured":
        return True
    if trigger.token.lemma_ in ("hit", "strike") and is_passive(token) and not trigger.agents:  # "a guard was hit"
        nouns = load_nouns()
        return bool(trigger.targets) and all(lemma(t) in nouns.civilians or nouns.group(t) for t in trigger.targets)
    return trigger.token.lemma_.lower() in load_events().harming


def _behind(verb: Token) -> list[Token]:
    """The nouns that a verb reaches by a preposition ("agreed to a truce")."""
    return objects_of(verb, "to", "on", "into")


def _event_subject(verb: Token, others: list[Trigger]) -> bool:
    return any(t.noun and (t.token in agents(verb) or t.top in agents(verb)) for t in others)


def owner_of(verb: Token, others: list[Trigger]) -> Trigger | None:
    """The event whose result a verb tells: its subject, the verb above it, "in an attack", "when … attacked"."""
    if not others:
        return None
    meant = _meant_by_which(verb, others)
    if meant is not None:
        return meant
    by_token: dict[int, Trigger] = {}
    for trigger in others:
        for token in (trigger.token, trigger.top, trigger.carrier):
            if token is not None:
                by_token.setdefault(token.i, trigger)
    for token in (*agents(verb), *(t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass"))):
        if token.i in by_token and by_token[token.i].noun:
            return by_token[token.i]
    broken = _broken_down(verb, others)
    if broken is not None:
        return broken
    beside = [v for v in conjuncts(verb) if not _apart(v, verb)]
    for child in (c for v in beside for c in v.children):
        if child.dep_ in ("prep", "agent") and child.lower_ in (
            "in",
            "by",
            "during",
            "from",
            "after",
            "following",
            "with",
            "when",
            "due",
            "of",
        ):
            for inner in child.subtree:
                far = 16 if child.nbor(1).lower_ == "what" else 10  # "in what the ministry called an ambush"
                if inner.i in by_token and by_token[inner.i].noun and inner.i - child.i < far:
                    return by_token[inner.i]
    for other in beside:
        for child in other.children:
            if (
                child.dep_ == "advcl"
                and child.i in by_token
                and (by_token[child.i].noun or by_token[child.i].type not in OUTCOME_TYPES)
                and any(c.lower_ in ("when", "as", "after", "while") for c in child.children)
            ):
                return by_token[child.i]
    if dies(verb):
        acts = (by_token[t.i] for t in verb.subtree if t.i in by_token and t.i > verb.i)
        below = next((t for t in acts if t.noun or t.type not in OUTCOME_TYPES), None)
        if below is not None:
            return below
    current = verb
    while current.head.i != current.i:
        if current.dep_ in ("advcl", "conj", "acl", "relcl", "xcomp", "dep", "pcomp", "prep", "pobj", "ccomp"):
            head = current.head
            own = any(c.dep_ in ("nsubj", "nsubjpass") and c.tag_ not in ("WDT", "WP") for c in current.children)
            dying = dies(current)
            unowned = dying or (is_passive(current) and not agents(current))
            if current.dep_ in ("ccomp", "conj", "dep") and own and not unowned:
                return None
            marks = {c.lower_ for c in current.children if c.dep_ == "mark"} if current.dep_ == "advcl" else set[str]()
            if "while" in marks:
                break
            if not marks.isdisjoint(("after", "before", "because", "although")):
                return None
            if head.i in by_token:
                if (
                    current.dep_ == "conj"
                    and any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
                    and by_token[head.i].type in STATEMENTS
                ):
                    return None
                return _told_in(by_token[head.i], verb, others)
            current = head
        else:
            break
    return _earlier_act(verb, others)


def _apart(one: Token, other: Token) -> bool:
    """Whether a semicolon stands between two coordinated verbs: each has its own circumstances."""
    return any(t.text == ";" for t in one.doc[min(one.i, other.i) : max(one.i, other.i)])


def _broken_down(verb: Token, others: list[Trigger]) -> Trigger | None:
    """The casualties among which people were killed and hurt: "208 civilian casualties: 41 killed and 167 injured"."""
    if verb.tag_ not in ("VBN", "VBD") or not verb.i or verb.nbor(-1).pos_ != "NUM":
        return None
    counting = load_casualties()
    for trigger in reversed(others):
        token = trigger.token
        if trigger.noun and token.i < verb.i and len(counting.nouns.get(lemma(token), ())) > 1:
            between = verb.doc[token.i + 1 : verb.i]
            return trigger if any(t.text in counting.breakdowns for t in between) else None
    return None


def _meant_by_which(verb: Token, others: list[Trigger]) -> Trigger | None:
    """The event in whose course something happened: "87 attacks, in which 64 civilians lost their lives and 12 people
    were kidnapped", whatever the parser makes of it.
    """
    doc = verb.doc
    for i in range(verb.i - 1, max(verb.sent.start, verb.i - _BEHIND_WHICH), -1):
        if doc[i].text == ";":
            return None
        if doc[i].lower_ == "which" and doc[i - 1].lower_ in _IN_COURSE:
            if doc[i - 1].lower_ == "of" and doc[i - 2].lower_ not in ("course", "result", "because"):
                return None
            before = [t for t in others if i - _BEFORE_WHICH <= t.token.i < i and t.type in VIOLENT]
            return before[-1] if before else None
    return None


def _told_in(owner: Trigger, verb: Token, others: list[Trigger]) -> Trigger:
    """What somebody is accused of, where the parser hangs its result on the accusation ("accused troops of having fired
    on a tower, wounding two"); else the event itself.
    """
    if owner.type not in STATEMENTS or verb.tag_ != "VBG":
        return owner
    told = [t for t in others if owner.token.i < t.token.i < verb.i and owner.token.is_ancestor(t.token)]
    return next((t for t in reversed(told) if t.type in VIOLENT), owner)


def dies(verb: Token) -> bool:
    """Whether the subject of a verb loses its life ("died", "lost their lives")."""
    dying = load_events().result["dying"]
    if verb.lemma_ in dying or any(c.dep_ == "dobj" and f"{verb.lemma_} {c.lemma_}" in dying for c in verb.children):
        return True
    return verb.lemma_ in load_casualties().befalling and phrase_outcome(verb) == "killed"


def _earlier_act(verb: Token, others: list[Trigger]) -> Trigger | None:
    """ "…; six citizens were killed": losses without an agent are those of the act told before in the sentence."""
    dying = dies(verb)
    if (agents(verb) and not dying) or not (dying or is_passive(verb)):
        return None
    forceful = VIOLENT - TAKINGS
    acts = [t for t in others if t.token.i < verb.i and t.type in forceful and (t.noun or t.type not in OUTCOME_TYPES)]
    apart = {"while", "elsewhere", "separately", "meanwhile"}
    if acts and acts[-1].type == "ArmedClash":  # "… six soldiers died in the fighting, while nine rebels were killed"
        apart.discard("while")
    if any(c.lower_ in apart or (c.lower_ == "also" and not dying) for c in verb.children):
        return None
    return acts[-1] if acts else None


def without_wrapping_statements(drafts: list[Draft]) -> list[Draft]:
    """A statement whose content is itself an event of the sentence is that event's attribution, no event."""
    kept: list[Draft] = []
    for draft in drafts:
        token = draft.trigger.token
        if draft.type in STATEMENTS and draft.type not in ("ClaimOfResponsibility",):
            inside = [
                d for d in drafts if d is not draft and d.type not in STATEMENTS and _content_of(token, d.trigger.token)
            ]
            inside = [d for d in inside if d.targets or d.type not in load_families().events.of_people]
            if draft.type in ("Accusation", "Warning", "Denial") and token.dep_ in ("relcl", "acl", "advcl"):
                continue
            if (
                inside
                and draft.type in ("Accusation", "Denial", "Announcement", "Declaration", "Warning", "Threat")
                and not draft.trigger.noun
            ):
                continue
        kept.append(draft)
    appeals = [d for d in kept if d.type in ("Appeal", "Demand")]
    return [
        d
        for d in kept
        if d.type in STATEMENTS
        or d.attribution.modality == "planned"
        or not any(
            _content_of(a.trigger.token, d.trigger.token) and (not d.trigger.noun or d.type in _ASKED_FOR)
            for a in appeals
        )
    ]


def _content_of(verb: Token, token: Token) -> bool:
    """Whether a token stands in what a verb of speech says, not in a circumstance of the saying."""
    current = token
    while current.head.i != current.i:
        if current.head.i == verb.i:
            if current.dep_ == "ccomp" and any(t.text == ";" for t in verb.doc[current.i : verb.i]):
                return False
            return current.dep_ in ("ccomp", "xcomp", "dobj", "prep", "dative")
        current = current.head
    return False
