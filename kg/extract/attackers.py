"""Who "the gunmen" are: attackers whom a sentence leaves without a name."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.drafts import Draft
from kg.extract.event_lexicon import EventLexicon
from kg.extract.families import ActorFamilies, load_families
from kg.extract.report import Report


def name_attackers(report: Report, drafts: list[Draft], words: EventLexicon) -> None:
    """Attackers without a name are those who, in the same report, are named as the attackers or claim the deed."""
    kinds = load_families().actors
    _same_attackers(report, drafts, kinds, words.attackers["same"])
    culprit = _culprit(report, drafts, kinds.insurgent)
    if culprit is None:
        return
    entities = report.entities
    for draft in drafts:
        for participants in (draft.agents, draft.targets):
            for i, participant in enumerate(participants):
                builder = entities[participant.entity]
                if (
                    not builder.named
                    and builder.kind in kinds.anonymous
                    and not words.unknown.search(participant.surface)
                    and len(participant.surface.split()) <= 2
                    and all(p.entity != culprit for p in (*draft.agents, *draft.targets))
                    and participant.surface.lower() not in words.attackers["others"]
                    and words.attackers["opposed"].isdisjoint(participant.surface.lower().split())
                ):
                    participants[i] = replace(participant, entity=culprit)


def _same_attackers(report: Report, drafts: list[Draft], kinds: ActorFamilies, words: frozenset[str]) -> None:
    """ "The assailants" are the attackers of the event told before."""
    entities = report.entities
    last: tuple[int, str] | None = None
    for draft in drafts:
        if not draft.violent:
            continue
        for i, agent in enumerate(draft.agents):
            builder = entities[agent.entity]
            anonymous = not builder.named and builder.kind in kinds.unidentified
            if anonymous and last is not None and draft.block - last[0] <= 2 and agent.surface.lower() in words:
                draft.agents[i] = replace(agent, entity=last[1])
            elif anonymous or builder.kind in kinds.insurgent:
                last = (draft.block, builder.key)
                continue
            if last is not None:
                last = (draft.block, last[1])


def _culprit(report: Report, drafts: list[Draft], insurgent: frozenset[str]) -> str | None:
    """Who claims a deed of the report, or is the one armed group by name that commits any."""
    entities = report.entities
    for draft in drafts:
        if draft.type == "ClaimOfResponsibility":
            for agent in draft.agents:
                if entities[agent.entity].named and entities[agent.entity].type == "actor":
                    return agent.entity
    named: dict[str, int] = {}
    for draft in drafts:
        beside_the_state = any(entities[a.entity].kind == "StateForces" for a in draft.agents)
        among_themselves = draft.type == "ArmedClash" and not draft.targets
        if draft.violent and not beside_the_state and not among_themselves:
            for agent in draft.agents:
                builder = entities[agent.entity]
                if builder.named and builder.kind in insurgent:
                    named[builder.key] = named.get(builder.key, 0) + 1
    return next(iter(named)) if len(named) == 1 else None
