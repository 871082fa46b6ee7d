"""What a text told an extractor, asked for by the names of actors and the words of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.extract import Extractor
from kg.model import Document, Entity, Event, Extraction, Outcome, Participant, Toll

#: A Friday; what reports in the tests call "today" unless they say otherwise.
PUBLISHED = "2024-03-08"


@dataclass(frozen=True)
class Told:
    """An extraction with short ways to what tests ask of it."""

    extraction: Extraction

    @property
    def text(self) -> str:
        return self.extraction.document.text

    @property
    def types(self) -> list[str]:
        """The types of all events, in the order of the text."""
        return [event.type for event in self.extraction.events]

    @property
    def entities(self) -> dict[str, Entity]:
        return {entity.key: entity for entity in self.extraction.entities}

    def event(self, type_: str | None = None) -> Event:
        """The only event (of a type)."""
        found = [event for event in self.extraction.events if type_ in (None, event.type)]
        assert len(found) == 1, f"{self.types} in {self.text!r}"
        return found[0]

    def named(self, participants: Iterable[Participant]) -> list[str]:
        """The names of participants' actors."""
        return [self.entities[participant.entity].name for participant in participants]

    def kind(self, name: str) -> str:
        """The kind of the actor or place of that name."""
        kinds = {entity.kind for entity in self.extraction.entities if name in (entity.name, *entity.names)}
        assert len(kinds) == 1, f"{name}: {kinds} in {self.text!r}"
        return kinds.pop()

    @property
    def relations(self) -> set[tuple[str, str, str]]:
        """Relations between two actors, with their names."""
        names = {key: entity.name for key, entity in self.entities.items()}
        return {(names[r.subject], r.predicate, names[r.object]) for r in self.extraction.relations}


def tolls(event: Event, outcome: Outcome = "killed") -> list[tuple[str, int | None, int | None]]:
    """Group and bounds of an event's tolls of one outcome."""
    return [bounds(toll) for toll in event.tolls if toll.outcome == outcome]


def bounds(toll: Toll) -> tuple[str, int | None, int | None]:
    return toll.group, toll.figure.min, toll.figure.max


class Teller:
    """Gives texts to an extractor."""

    def __init__(self, extractor: Extractor) -> None:
        self.extractor = extractor

    def __call__(self, text: str, published: str | None = PUBLISHED, publisher: str | None = None) -> Told:
        document = Document("report", text, published=published, publisher=publisher)
        (extraction,) = self.extractor.extract([document])
        return Told(extraction)
