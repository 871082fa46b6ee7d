"""Where: place names with what the words around say of them ("the town of X in Y", "10 km east of X")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.dates import find_times
from kg.extract.nouns import lemma, load_nouns
from kg.extract.phrases import core, objects_of, preposition_objects, prepositions
from kg.extract.report import ParsedBlock, Report
from kg.extract.told_places import ToldPlaces, points_back
from kg.model import PlaceRef, Span

STRONG = frozenset((
    "in", "at", "near", "inside", "outside", "around", "across", "along", "within", "throughout", "between", "off",
    "beside", "alongside",
))  # fmt: skip
LOCATIVE = STRONG | frozenset((
    "over", "on", "into", "from", "to", "of", "north", "south", "east", "west", "through", "towards", "toward",
))  # fmt: skip
_DISTANCE = re.compile(
    r"(?:(?P<n>\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>km|kilomet(?:re|er)s?|nautical miles?|miles?|metres?|meters?|m)\b(?:\s*\(\d+[^)]*\))?\s*)?"
    r"(?P<dir>north-?\s?east|north-?\s?west|south-?\s?east|south-?\s?west|north|south|east|west)?(?:ern)?\s*(?:of|from)\s*$",
    re.IGNORECASE,
)
_KILOMETRES = (("nautical", 1.852), ("mi", 1.609344), ("k", 1.0))
DIRECTIONS = {
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "north",
    "south",
    "east",
    "west",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "north-eastern",
    "north-western",
    "south-eastern",
    "south-western",
    "north-east",
    "north-west",
    "south-east",
    "south-west",
    "upper",
    "lower",
    "rural",
    "downtown",
    "outskirts",
    "vicinity",
}


@dataclass(frozen=True, slots=True)
class Location:
    """A place with the words that name it, and the token of its head."""

    ref: PlaceRef
    head: int
    named: bool


#: What parts the cells of a table.
_CELLS = re.compile(r"[|\t]")


class Locator:
    """Finds the places that the phrases of one report name."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.nouns = load_nouns()
        self._cache: dict[tuple[int, int], Location | None] = {}
        self.told = ToldPlaces(self.nouns)

    def locate(self, parsed: ParsedBlock, token: Token, *, expected: bool = False) -> Location | None:
        """The place that the phrase with that head names, or None where it names no place.

        `expected` says that the verb takes a place here ("shelled X", "captured X"): any name will do.
        """
        at = (parsed.index, token.i)
        if expected and self._cache.get(at) is None and token.pos_ == "PROPN" and token.i not in parsed.time_tokens:
            name = parsed.name_at.get(token.i)
            if name is None or (name.sort in ("place", "organisation", "person") and not name.entries):
                self._cache[at] = self._made(parsed, token, name.start if name else core(token).start, None)
                return self._cache[at]
        if at not in self._cache:
            self._cache[at] = None
            self._cache[at] = self._locate(parsed, token)
        return self._cache[at]

    def hit(self, parsed: ParsedBlock, token: Token, *, bombed: bool) -> Location | None:
        """The place that a bare name behind a word for an attack is, where it is nobody's name that is known.

        `bombed`: the attack is one on places, so that what looks like a single name of a person is a place, too.
        """
        name = parsed.name_at.get(token.i)
        sorts = ("place", "organisation", "group", "person") if bombed else ("place", "organisation", "group")
        known = name is not None and (name.sort not in sorts or bool(name.entries))
        if name is not None and name.sort == "person" and name.end - name.start > 1:
            return None
        if token.i in parsed.time_tokens:
            return None
        bare = token.pos_ == "PROPN" and core(token).start == (name.start if name is not None else token.i)
        if known or not bare or token.text.isupper() or lemma(token) in self.nouns.groups:
            return None
        return self._made(parsed, token, token.i if name is None else name.start, None)

    def is_place(self, parsed: ParsedBlock, token: Token) -> bool:
        """Whether a noun phrase can be a place: by its name, or by its noun."""
        name = parsed.name_at.get(token.i)
        if name is not None and name.sort in ("country", "capital", "place"):
            return True
        return self.nouns.places.get(lemma(token)) is not None and name is None

    def label(self, parsed: ParsedBlock) -> PlaceRef | None:
        """The place that a block's label names ("Homs desert:"), else None."""
        span = self.report.label_span(parsed)
        if parsed.label is None or span is None:
            return None
        words = parsed.label.strip("*_ ")
        for expression in reversed(find_times(words, self.report.document.published)):
            words = (words[: expression.span.start] + words[expression.span.end :]).strip(" ,-;")
        words = next((cell for part in _CELLS.split(words) if (cell := part.strip(" ,-;"))), "")
        if not words:
            return None
        if not words[:1].isupper() or len(words.split()) > 6 or self.report.register.named(words) is not None:
            country = self.report.countries.by_name(words)
            if country is None:
                return None
        last = words.split()[-1].lower()
        first = words.split()[0].lower()
        if any(w in self.nouns.groups and w not in self.nouns.places for w in (first, last)):
            return None
        return self.place_words(words, span)

    def dateline(self, start: int, end: int) -> PlaceRef | None:
        """The town that a report is dated from, between two characters of the clean text, in capitals or not.

        None where it is dated from the name of who publishes it ("Levant Wire, 15 September -").
        """
        words = self.report.clean.text[start:end]
        publisher = self.report.document.publisher or ""
        paper = words.split()[-1].lower() in self.nouns.papers
        if paper or words.casefold() == publisher.casefold() or self.report.register.named(words) is not None:
            return None
        return self.place_words(words.title() if words.isupper() else words, self.report.clean.given(start, end))

    def place_words(self, words: str, span: Span) -> PlaceRef:
        """The place of those words, whose kind its last noun tells."""
        words = re.sub(r"^[Tt]he\s+", "", words)
        last = re.sub(r"\W+$", "", words).split()[-1].lower()
        country = self.report.countries.by_name(words)
        kind = "Country" if country else self.nouns.places.get(last) or "Settlement"
        builder = self.report.entities.place(words, kind, country=country.alpha2 if country else None)
        builder.seen_as(words)
        return PlaceRef(builder.key, words, span)

    def _locate(self, parsed: ParsedBlock, token: Token) -> Location | None:
        if token.i in parsed.time_tokens or token.pos_ in ("VERB", "AUX", "NUM"):
            return None
        name = parsed.name_at.get(token.i)
        if name is None and token.pos_ in ("ADV", "PRON"):
            if token.lower_ != "there" or token.dep_ == "expl":
                return None
            subject = self._subject_before(parsed, token)
            meant = subject if subject is not None else self.told.last
            return Location(meant, token.i, False) if meant is not None else None
        word = lemma(token)
        kind = self.nouns.longest(token, self.nouns.places)
        if name is not None and name.end == token.i + 1:
            if name.sort in ("country", "capital", "place"):
                return self._made(parsed, token, name.start, kind)
            if name.sort == "person" and not name.entries and self._introduced(token):
                return self._made(parsed, token, name.start, kind)
            if name.sort == "seat" or name.sort == "person":
                return None
            if name.sort in ("actor", "organisation", "demonym", "group"):
                if name.sort == "group" and not name.entries and self._introduced(token):
                    return self._made(parsed, token, name.start, kind)
                group = name.sort == "organisation" and self._is_group(name.surface)
                if name.sort == "organisation" and not group and (kind is not None or self._introduced(token)):
                    return self._made(parsed, token, name.start, kind)
                return None
        if kind is None:
            if token.pos_ == "PROPN" and name is None and self._introduced(token):
                return self._made(parsed, token, core(token).start, None)
            meant = self.told.meant(token) if token.pos_ == "NOUN" and word in self.nouns.any_place else None
            return Location(meant, token.i, False) if meant is not None else None
        if kind == "Road" and (led := self._led_to(parsed, token)) is not None:
            return led
        inner = [t for t in objects_of(token, "of") if t.pos_ in ("PROPN", "NOUN")]
        own = kind in _WIDER and self._own_name(parsed, token)
        apart = own or word in ("north", "south", "east", "west", "outskirt", "outskirts", "suburb", "suburbs")
        if not apart and inner:
            named = [loc for t in inner if (loc := self.locate(parsed, t, expected=kind != "Facility")) and loc.named]
            if named:
                found = self.report.entities[named[0].ref.entity]
                if found.kind == "Settlement" and kind in ("District", "FirstLevelDivision", "Region", "Neighbourhood"):
                    found.kind = kind
                self.told.told(named[0].ref, found.kind, word)
                return named[0]
        if (beside := next((c for c in token.children if c.dep_ == "appos" and c.pos_ == "PROPN"), None)) is not None:
            named_beside = self.locate(parsed, beside, expected=points_back(token))
            if named_beside is not None and named_beside.named and points_back(token):
                return named_beside
        proper = any(
            t.pos_ == "PROPN" or ((n := parsed.name_at.get(t.i)) is not None and not n.surface.islower())
            for t in core(token)
            if t.i < token.i
        )
        if proper:
            owner = next((n for t in core(token) if (n := parsed.name_at.get(t.i)) is not None), None)
            if word == "capital" and owner is not None and owner.country is not None:
                words = owner.country.capitals[0]
                span = self.report.token_span(parsed, core(token).start, token.i + 1)
                builder = self.report.entities.place(words, "Settlement", country=owner.country.alpha2)
                builder.seen_as(words)
                ref = PlaceRef(builder.key, core(token).text, span)
                self.told.told(ref, "Settlement", word)
                return Location(ref, token.i, True)
            if (
                owner is not None
                and owner.sort in ("actor", "organisation")
                and kind == "Facility"
                and not owner.surface[:1].islower()
            ):
                return None
            return self._made(parsed, token, core(token).start, kind)
        if word in ("country", "capital"):
            return self._country_meant(parsed, token)
        meant = self.told.meant(token)
        return Location(meant, token.i, False) if meant is not None else None

    def _subject_before(self, parsed: ParsedBlock, there: Token) -> PlaceRef | None:
        """The place that is the subject before "there" ("Khyber Pakhtunkhwa was hit hardest: 50 attacks there")."""
        for i in range(there.i - 1, there.sent.start - 1, -1):
            token, name = parsed.doc[i], parsed.name_at.get(i)
            if name is None or name.end != i + 1 or token.dep_ not in ("nsubj", "nsubjpass"):
                continue
            if name.sort in ("place", "country") or (name.sort == "organisation" and not name.entries):
                located = self.locate(parsed, token, expected=True)
                return located.ref if located is not None else None
        return None

    def _is_group(self, words: str) -> bool:
        """Whether a name is, or stands for, one that the report explains as that of a group ("NSAGs")."""
        aliases = self.report.aliases
        if words not in aliases and words not in aliases.values():
            return False
        last = aliases.get(words, words).split()[-1].lower()
        return any(w in self.nouns.groups and w not in self.nouns.places for w in (last, last.removesuffix("s")))

    def _led_to(self, parsed: ParsedBlock, road: Token) -> Location | None:
        """Where a road without a name of its own leads ("beside the road to X", "between X and Y")."""
        doc, i = parsed.doc, road.i + 1
        if i >= len(doc) or doc[i].lower_ not in ("to", "between", "towards", "toward", "from"):
            return None
        head = self._name_behind(parsed, doc[i])
        if head is None and i + 1 < len(doc):
            known = parsed.name_at.get(i + 1)
            head = doc[known.end - 1] if known is not None and known.sort in ("country", "capital", "place") else None
        return self.locate(parsed, head, expected=True) if head is not None else None

    @staticmethod
    def _own_name(parsed: ParsedBlock, token: Token) -> bool:
        """Whether a noun has its own name before it ("Igabi district of Kaduna", not "Syrian province of Aleppo")."""
        before = token.doc[token.i - 1] if token.i else token
        name = parsed.name_at.get(before.i)
        return (
            before.pos_ == "PROPN"
            and before.dep_ in ("compound", "nmod")
            and (name is None or name.sort not in ("demonym", "country", "capital", "actor"))
        )

    def _country_meant(self, parsed: ParsedBlock, token: Token) -> Location | None:
        ranking = self.report.country_ranking
        country = self.report.countries.by_code(ranking[0]) if ranking else None
        if country is None or not points_back(token):
            return None
        span = self.report.token_span(parsed, token.i, token.i + 1)
        capital = lemma(token) == "capital"
        if capital and not country.capitals:
            return None
        name, kind = (country.capitals[0], "Settlement") if capital else (country.name, "Country")
        builder = self.report.entities.place(name, kind, country=country.alpha2)
        return Location(PlaceRef(builder.key, token.text, span), token.i, True)

    def _name_behind(self, parsed: ParsedBlock, preposition: Token) -> Token | None:
        """The last word of a name right behind a preposition, whatever the parser made of it."""
        doc, i = parsed.doc, preposition.i + 1
        if i < len(doc) and doc[i].lower_ == "the":
            i += 1
        start = i
        while (
            i < len(doc)
            and (doc[i].pos_ == "PROPN" or (doc[i].text == "-" and i > start))
            and i not in parsed.time_tokens
        ):
            i += 1
        if i == start:
            return None
        last = i - 1
        while last + 1 < len(doc) and doc[last + 1].pos_ == "NOUN" and self.nouns.places.get(lemma(doc[last + 1])):
            last += 1
        if last >= i:
            return doc[last]
        name = parsed.name_at.get(i - 1)
        return (
            doc[i - 1]
            if name is None or (name.sort in ("place", "organisation", "person") and not name.entries)
            else None
        )

    def _introduced(self, token: Token) -> bool:
        head = token
        while head.dep_ in ("conj", "appos") and head.head.i != head.i:
            head = head.head
        if head.dep_ != "pobj":
            return False
        preposition = head.head
        return preposition.lower_ in STRONG or (
            preposition.lower_ == "of" and preposition.head.lower_ in DIRECTIONS and preposition.head.i < preposition.i
        )

    def _made(self, parsed: ParsedBlock, token: Token, start: int, kind: str | None) -> Location | None:
        doc = parsed.doc
        start = min(start, core(token).start)
        while start < token.i and (
            doc[start].pos_ in ("DET", "PUNCT", "NUM", "PRON", "ADP", "SPACE", "ADV")
            or doc[start].lower_
            in ("neighbouring", "nearby", "other", "several", "whole", "entire", "rest", "war-torn")
        ):
            start += 1
        while (
            start < token.i
            and token.pos_ == "PROPN"
            and doc[start].text.islower()
            and doc[start].lower_ not in DIRECTIONS
            and doc[start].text != "-"
        ):
            start += 1
        while (
            start < token.i
            and doc[start].pos_ == "NOUN"
            and doc[start].text.islower()
            and self.nouns.places.get(lemma(doc[start]))
        ):
            start += 1
        end = token.i + 1
        owner = None
        for i in range(start, token.i):
            if doc[i].tag_ == "POS" and kind != "Facility":
                owner, start = doc[i - 1], i + 1
        if start and doc[start - 1].lower_ == "between":
            end = next((i for i in range(start + 1, end) if doc[i].lower_ == "and"), end)
        elif kind in ("Road", "Facility") and end < len(doc) and doc[end].is_digit:
            end += 1
        words = doc[start:end].text.replace("\n", " ")
        span = self.report.token_span(parsed, start, end)
        country = self.report.countries.by_name(words)
        if country is not None:
            kind = "Country"
        if kind is None:
            first = doc[start].lower_
            kind = "Region" if first in DIRECTIONS and end - start > 1 else "Settlement"
        builder = self.report.entities.place(words, kind, country=country.alpha2 if country else None)
        builder.seen_as(words)
        if owner is not None and (outer := self.locate(parsed, owner)) is not None and outer.ref.entity != builder.key:
            builder.within = builder.within or outer.ref.entity
        meant = self._surroundings(parsed, token, start, builder.key)
        ref = PlaceRef(builder.key, words, span)
        self.told.told(ref, self.report.entities[ref.entity].kind, words.rsplit(" ", 1)[-1].lower(), lemma(token))
        return Location(PlaceRef(meant, words, span), token.i, True)

    def _surroundings(self, parsed: ParsedBlock, token: Token, start: int, key: str) -> str:
        """What the text says of how a place lies: in another one, or at a distance from it.

        The key of the place that is meant: "10 km east of X" is not X.
        """
        builder = self.report.entities[key]
        doc = parsed.doc
        for preposition in prepositions(token):
            if preposition.lower_ == "in":
                for other in preposition_objects(preposition)[:1]:
                    outer = self.locate(parsed, other)
                    if outer is not None and outer.named and outer.ref.entity != key:
                        builder.within = builder.within or outer.ref.entity
        for child in token.children:
            if child.dep_ == "appos" and child.i > token.i and child.pos_ == "PROPN":
                outer = self.locate(parsed, child)
                if outer is not None and outer.named and outer.ref.entity != key:
                    builder.within = builder.within or outer.ref.entity
        if builder.within is None and (outer := self._outer(parsed, token)) is not None and outer.ref.entity != key:
            builder.within = outer.ref.entity
        before = parsed.text[max(0, doc[start].idx - 60) : doc[start].idx]
        m = _DISTANCE.search(before)
        if m and (m["n"] or m["dir"]):
            direction = m["dir"].lower() if m["dir"] else None
            distance = None
            if m["n"]:
                value = float(m["n"].replace(",", "."))
                unit = m["unit"].lower()
                distance = round(value * next((f for u, f in _KILOMETRES if unit.startswith(u)), 0.001), 3)
            anchored = self.report.entities.place(
                f"{before[m.start() :].strip()} {builder.name}", "Region", named=False, country=builder.country
            )
            anchored.anchor, anchored.relation = key, f"{direction} of" if direction else "near"
            anchored.direction, anchored.distance_km = direction, distance
            return anchored.key
        return key

    def _outer(self, parsed: ParsedBlock, token: Token) -> Location | None:
        """The place that stands right behind a name as what it lies in (", Jonglei state", "in Jonglei state")."""
        doc, i = parsed.doc, token.i + 1
        if i + 1 >= len(doc) or doc[i].lower_ not in (",", "in", "of"):
            return None
        if doc[i].lower_ == "of" and token.pos_ == "PROPN":
            return None
        comma = doc[i].text == ","
        i += 1
        while doc[i].lower_ in ("in", "the") and i + 1 < len(doc):
            comma, i = comma and doc[i].lower_ == "the", i + 1
        first = i
        while i < len(doc) and i not in parsed.time_tokens:
            if doc[i].pos_ != "PROPN" and (doc[i].text != "-" or i == first):
                break
            i += 1
        if i == first:
            return None
        if i < len(doc) and self.nouns.places.get(lemma(doc[i])) is not None:
            i += 1
        head = doc[i - 1]
        name = parsed.name_at.get(head.i)
        named = name is not None and name.sort in ("country", "place")
        sure = named or self.nouns.places.get(lemma(head)) is not None
        closed = i >= len(doc) or doc[i].is_punct or doc[i].pos_ in ("ADP", "VERB", "AUX", "CCONJ")
        listed = comma and i + 1 < len(doc) and doc[i].lower_ in ("and", "or")
        return self.locate(parsed, head) if sure and closed and not listed else None

    def places_in(self, parsed: ParsedBlock, tokens: set[int]) -> list[tuple[int, Location]]:
        """Places that a locative preposition introduces among those tokens, with the index of the preposition."""
        found: list[tuple[int, Location]] = []
        doc = parsed.doc
        for i in sorted(tokens):
            token = doc[i]
            if token.dep_ in ("prep", "agent") and token.lower_ in LOCATIVE:
                before = len(found)
                for inner in preposition_objects(token):
                    location = self.locate(parsed, inner)
                    if location is not None and (location.named or token.lower_ in STRONG):
                        found.append((i, location))
                if (
                    len(found) == before
                    and token.lower_ in STRONG
                    and (head := self._name_behind(parsed, token)) is not None
                ):
                    location = self.locate(parsed, head, expected=True)
                    if location is None and head.pos_ == "NOUN":
                        first = head.i
                        while doc[first - 1].pos_ in ("PROPN", "NOUN"):
                            first -= 1
                        location = self._made(parsed, head, first, self.nouns.places.get(lemma(head)))
                    if location is not None:
                        found.append((i, location))
            elif token.lower_ == "there" and token.dep_ == "advmod":
                location = self.locate(parsed, token)
                if location is not None:
                    found.append((i, location))
        return found

    def first_named(self, parsed: ParsedBlock) -> PlaceRef | None:
        """The first place with a name that a preposition introduces in a block ("34 in Idlib")."""
        found = self.places_in(parsed, set(range(len(parsed.doc))))
        return next((location.ref for _, location in found if location.named), None)


# Kinds of place that have other places in them: with a name of their own they are not what they are "of".
_WIDER = frozenset(["District", "Neighbourhood", "FirstLevelDivision", "Region"])

# How fine a kind of place is; what is told most finely is where it happened.
FINENESS = {
    "Facility": 0,
    "Neighbourhood": 0,
    "Settlement": 0,
    "Road": 1,
    "District": 2,
    "Border": 2,
    "FirstLevelDivision": 3,
    "Desert": 2,
    "Region": 3,
    "Country": 5,
}
