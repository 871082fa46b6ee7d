"""From words to the entities of a report: what the register, a country or nobody knows by them, counted as a use."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.naming import Name
from kg.extract.noun_phrases import content_start, content_words
from kg.extract.phrases import core
from kg.extract.reference_values import Reference, Sort
from kg.extract.report import ParsedBlock, Report
from kg.model import RegisteredActor, Span

#: Classes of the ontology for what a state acts by, and for armed groups.
STATE_KINDS = frozenset({"StateForces", "Police", "IntelligenceService", "Government", "Country"})
ARMED_KINDS = frozenset({"NonStateArmedGroup", "ProxyMilitia", "JihadistGroup", "RebelGroup", "UnidentifiedArmedGroup"})


class Grounding:
    """Ties the words of one report to its entities. `words` and `span` are those of the phrase, `head` its noun."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def kind(self, reference: Reference) -> str:
        """The class of the ontology of what is referred to."""
        return self.report.entities[reference.entity].kind

    def extent(self, parsed: ParsedBlock, token: Token) -> tuple[Span, str]:
        """Where a noun phrase stands in the document as given, and its words, without articles and numbers."""
        start = content_start(core(token).start, token)
        return self.report.token_span(parsed, start, token.i + 1), content_words(start, token)

    def seen(self, key: str, sort: Sort, words: str, span: Span, head: int, named: bool) -> Reference:
        """A reference to an entity of the report, by words that are counted as its name."""
        self.report.entities[key].seen_as(words)
        return Reference(key, sort, words, span, head, named)

    def registered(self, entry: RegisteredActor, words: str, span: Span, head: int) -> Reference:
        """A reference to an actor of the register."""
        named = entry.kind not in ("CivilianGroup", "CombatantGroup")
        builder = self.report.entities.actor(entry.name, entry.kind, named=True, register=entry, country=entry.country)
        sort: Sort = "person" if entry.kind == "Person" else "actor" if named else "civilians"
        return self.seen(builder.key, sort, words, span, head, named)

    def find(self, words: str) -> RegisteredActor | None:
        """The register's actor of that name, as far as the countries and actors of the report tell which it is."""
        return self.report.register.find(words, self.report.country_ranking[:3], self.report.present)

    def country(self, name: Name, words: str, span: Span, head: int) -> Reference | None:
        """A reference to the country of a name; None where it has none."""
        if name.country is None:
            return None
        entry = self.report.register.named(name.country.name)
        if entry is not None:
            return self.registered(entry, words, span, head)
        builder = self.report.entities.actor(name.country.name, "Country", named=True, country=name.country.alpha2)
        return self.seen(builder.key, "actor", words, span, head, True)

    def country_code(self, name: Name) -> str | None:
        """The country (ISO 3166-1 alpha-2) of a name: of several, the one that the report is most about."""
        first = name.country.alpha2 if name.country else None
        if not name.countries:
            return first
        return next((c for c in self.report.country_ranking if any(c == o.alpha2 for o in name.countries)), first)

    def organ(self, country: str | None, token: Token) -> RegisteredActor | None:
        """What the register knows as that country's army, police and so on, by a noun with the words before it."""
        if country is None:
            return None
        words = [token.text]
        i = token.i - 1
        while i >= 0 and token.doc[i].dep_ in ("compound", "amod", "nmod") and len(words) < 4:
            words.insert(0, token.doc[i].text)
            i -= 1
        for k in range(len(words)):
            if found := self.report.register.organ(country, " ".join(words[k:])):
                return found
        return None

    def organ_of(self, parsed: ParsedBlock, token: Token, owner: Reference) -> Reference | None:
        """The organ that a noun names of the country that it belongs to; None where that is no country, or has none."""
        builder = self.report.entities[owner.entity]
        entry = self.organ(builder.country, token) if builder.kind == "Country" else None
        if entry is None:
            return None
        span, words = self.extent(parsed, token)
        return self.registered(entry, words, span, token.i)

    def local_organ(self, token: Token) -> RegisteredActor | None:
        """ "the army" in a report on one country, or from a state's own ministry."""
        publisher = self.report.entities[self.report.publisher] if self.report.publisher else None
        if publisher is not None and publisher.country and publisher.kind in STATE_KINDS:
            return self.organ(publisher.country, token)
        ranking = self.report.country_ranking
        return self.organ(ranking[0], token) if ranking else None
