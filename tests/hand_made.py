"""Reports with extractions made by hand, for tests that need no pipeline to read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import (
    Document,
    Entity,
    Event,
    Extraction,
    Figure,
    Mention,
    MentionRelation,
    Participant,
    PlaceRef,
    RegisteredActor,
    Relation,
    Span,
    TimeRef,
    Toll,
    Weapon,
)

ACTOR = "https://w3id.org/conflict-kg/id/actor/"

TEXT = (
    "The Dawn Brigade (DB) shelled Tal Amra with mortars on 3 May 2024, killing 12 people, among them 4 children, "
    "the Valley Monitor said. The brigade is backed by Norland. Unidentified gunmen were seen 5 km east of Tal Amra."
)

NORLAND = RegisteredActor(
    iri=ACTOR + "norland",
    name="Norland",
    kind="Country",
    names=("Norland", "Republic of Norland"),
    country="NO",
    wikidata="Q20",
)
MONITOR = RegisteredActor(
    iri=ACTOR + "valley-monitor",
    name="Valley Monitor",
    kind="Monitor",
    names=("Valley Monitor", "VMHR"),
    parent=ACTOR + "norland",
)
REGISTER = (NORLAND, MONITOR)


def span(words: str, text: str = TEXT, nth: int = 0) -> Span:
    """Where `words` stand in the text; the `nth` time, from 0."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def document(name: str = "reports/tal-amra.txt", text: str = TEXT) -> Document:
    return Document(
        id=name,
        text=text,
        title="Shelling of Tal Amra",
        publisher="VMHR",
        published="2024-05-04",
        url="https://monitor.example/reports/17",
        path=name,
        sha256="ab" * 32,
    )


ENTITIES = (
    Entity(
        "actor:dawn-brigade", "actor", "Dawn Brigade", "RebelGroup", ("The Dawn Brigade", "DB", "The brigade"),
        country="SY",
    ),
    Entity("actor:norland", "actor", "Norland", "Country", ("Norland",), register_id=NORLAND.iri),
    Entity("actor:valley-monitor", "actor", "Valley Monitor", "Monitor", ("the Valley Monitor",)),
    Entity("actor:children", "actor", "children", "CivilianGroup", named=False),
    Entity("actor:gunmen", "actor", "Unidentified gunmen", "UnidentifiedArmedGroup", named=False),
    Entity("place:tal-amra", "place", "Tal Amra", "Settlement", ("Tal Amra",), country="SY"),
    Entity(
        "place:east", "place", "5 km east of Tal Amra", "Place", named=False, anchor="place:tal-amra",
        relation="east of", distance_km=5.0, direction="east",
    ),
)  # fmt: skip

SHELLING = Event(
    key="e1",
    type="MortarAttack",
    span=Span(0, span("the Valley Monitor said").end),
    trigger=span("shelled"),
    agents=(Participant("actor:dawn-brigade", "The Dawn Brigade", span("The Dawn Brigade")),),
    weapons=(Weapon("mortars", span("mortars")),),
    place=PlaceRef("place:tal-amra", "Tal Amra", span("Tal Amra")),
    time=TimeRef("2024-05-03", "2024-05-03", "2024-05-03", span("on 3 May 2024")),
    count=Figure(1, 1),
    tolls=(
        Toll(
            "killed", "people", Figure(12, 12), span("12 people"),
            including=(Toll("killed", "children", Figure(4, 4), span("4 children"), "actor:children"),),
        ),
    ),
    claimants=(Participant("actor:valley-monitor", "the Valley Monitor", span("the Valley Monitor")),),
    evidence=(span("The brigade is backed by Norland."),),
    confidence=0.9,
)  # fmt: skip

BACKING = Relation(
    key="r1",
    subject="actor:norland",
    predicate="backs",
    object="actor:dawn-brigade",
    span=span("The brigade is backed by Norland."),
    subject_surface="Norland",
    object_surface="The brigade",
    subject_span=span("Norland"),
    object_span=span("The brigade"),
)

MENTIONS = (
    Mention(span("The Dawn Brigade"), "The Dawn Brigade", "Organisation", "actor:dawn-brigade"),
    Mention(span("Tal Amra"), "Tal Amra", "Location", "place:tal-amra"),
    Mention(span("mortars"), "mortars", "Weapon"),
    Mention(span("Unidentified gunmen"), "Unidentified gunmen", "Organisation", "actor:gunmen", 0.8),
)


def extraction(doc: Document | None = None) -> Extraction:
    """What the report says, for any document with this text."""
    located = MentionRelation("CoLocated", MENTIONS[0].span, MENTIONS[1].span)
    return Extraction(doc or document(), MENTIONS, ENTITIES, (SHELLING,), (BACKING,), (located,))


class FakeExtractor:
    """Says of every document what `extraction` says; fails at documents whose id holds "broken".

    Documents whose title is "nothing" hold nothing. `seen` are the ids that it was given, in order.
    """

    version = "1"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        for doc in documents:
            self.seen.append(doc.id)
            if "broken" in doc.id:
                raise RuntimeError("out of words")
            yield Extraction(doc) if doc.title == "nothing" else extraction(doc)
