"""One report while it is being read: its parsed blocks, names, entities, times and figures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.countries import Countries
from kg.extract.cleaning import CleanText
from kg.extract.dates import TimeExpression, find_times
from kg.extract.entities import EntityTable
from kg.extract.figures import FigureExpression, find_figures
from kg.extract.layout import Block
from kg.extract.naming import Name
from kg.model import Document, RegisteredActor, Span
from kg.register import RegisterIndex

_WEIGHT = {"country": 2.0, "demonym": 1.5, "capital": 1.0, "seat": 1.0, "actor": 1.0, "dateline": 2.0}


@dataclass(slots=True)
class ParsedBlock:
    """A block of prose with its parse and what was found in it. Token indices are those of `doc`, offsets those of
    `text` (spaCy joins a document's text anew whenever it is asked for). `label_block` is the parse of a list line's
    label; it is none of the report's blocks, and has a negative index.
    """

    index: int
    block: Block
    doc: Doc
    text: str
    names: list[Name]
    times: list[TimeExpression]
    figures: list[FigureExpression]
    label: str | None = None
    label_block: ParsedBlock | None = None
    name_at: dict[int, Name] = field(default_factory=dict)
    figure_at: dict[int, FigureExpression] = field(default_factory=dict)
    time_tokens: set[int] = field(default_factory=set)
    starts: list[int] = field(default_factory=list)


class Report:
    """A document with all that its blocks hold, and the entities that they name."""

    def __init__(self, document: Document, clean: CleanText, register: RegisterIndex, countries: Countries) -> None:
        self.document = document
        self.clean = clean
        self.register = register
        self.countries = countries
        self.blocks: list[ParsedBlock] = []
        self.entities = EntityTable()
        self.country_ranking: tuple[str, ...] = ()
        self.present: set[str] = set()
        self.publisher: str | None = None
        self.period: str | None = None
        self.aliases: dict[str, str] = {}

    def add(self, block: Block, doc: Doc, names: list[Name], label: str | None) -> ParsedBlock:
        """Take in a parsed block; times and figures are found here, once."""
        parsed = self._parsed(len(self.blocks), block, doc, names, label)
        if self.period is None and block.kind in ("headline", "heading"):
            self.period = next((t.edtf for t in parsed.times if t.edtf and len(t.edtf) == 7 and t.edtf[4] == "-"), None)
        self.blocks.append(parsed)
        return parsed

    def add_label(self, parsed: ParsedBlock, doc: Doc, names: list[Name]) -> None:
        """Take in the parse of a block's label, which names whom or where the block is about."""
        if parsed.block.label is not None:
            block = Block("heading", *parsed.block.label)
            parsed.label_block = self._parsed(-1 - parsed.index, block, doc, names, None)

    def _parsed(self, index: int, block: Block, doc: Doc, names: list[Name], label: str | None) -> ParsedBlock:
        text = doc.text
        times = find_times(text, self.document.published)
        figures = find_figures(text, times=[t.span for t in times])
        parsed = ParsedBlock(index, block, doc, text, names, times, figures, label)
        for name in names:
            for i in range(name.start, name.end):
                parsed.name_at[i] = name
        starts = parsed.starts = [t.idx for t in doc]
        for expression in parsed.times:
            parsed.time_tokens.update(_tokens(doc, starts, expression.span))
        for figure in parsed.figures:
            for i in _tokens(doc, starts, figure.span):
                if i not in parsed.time_tokens:
                    parsed.figure_at[i] = figure
        return parsed

    def settle_countries(self) -> None:
        """Rank the countries that the report is about, by how often its names point to them."""
        counts: defaultdict[str, float] = defaultdict(float)
        for parsed in self.blocks:
            if (dateline := self._dateline(parsed.block)) is not None:
                counts[dateline] += _WEIGHT["dateline"]
            for name in parsed.names:
                if name.country is not None and len(name.countries) <= 1:
                    counts[name.country.alpha2] += _WEIGHT.get(name.sort, 0.5)
                elif name.sort == "actor" and not name.ambiguous and name.entries:
                    entry = name.entries[0]
                    self.present.add(entry.iri)
                    if entry.country and entry.kind != "Monitor":
                        counts[entry.country] += 1.0
        publisher = self.register.named(self.document.publisher) if self.document.publisher else None
        if publisher is not None and publisher.country:
            counts[publisher.country] += 0.5
        self.country_ranking = tuple(sorted(counts, key=lambda code: -counts[code]))

    def _dateline(self, block: Block) -> str | None:
        """The country (ISO 3166-1 alpha-2) whose capital stands before a block on its line ("KAMPALA, Nov 18 - ")."""
        text = self.clean.text
        words = text[text.rfind("\n", 0, block.start) + 1 : block.start]
        place = re.split(r"[,(\d\-–—]", words, maxsplit=1)[0].strip(" *")
        country = self.countries.by_capital(place.title() if place.isupper() else place) if place else None
        return country.alpha2 if country is not None else None

    def entry(self, name: Name) -> RegisteredActor | None:
        """The register's entry for a name, an ambiguous one settled by the report's countries."""
        if not name.entries:
            return None
        if not name.ambiguous:
            return self.register.named(name.surface) or name.entries[0]
        return self.register.find(name.surface, self.country_ranking[:3], self.present)

    def span(self, parsed: ParsedBlock, start: int, end: int) -> Span:
        """The span in the document as given of characters `start` to `end` of a block's text."""
        base = parsed.block.start
        return self.clean.given(base + start, base + end)

    def token_span(self, parsed: ParsedBlock, start: int, end: int) -> Span:
        """The span in the document as given of tokens `start` to `end` (exclusive) of a block."""
        doc = parsed.doc
        return self.span(parsed, doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))

    def label_span(self, parsed: ParsedBlock) -> Span | None:
        """The span of a block's label in the document as given."""
        if parsed.block.label is None:
            return None
        return self.clean.given(*parsed.block.label)


def _tokens(doc: Doc, starts: list[int], span: Span) -> range:
    first = max(0, bisect_right(starts, span.start) - 1)
    if first < len(doc) and starts[first] + len(doc[first]) <= span.start:
        first += 1
    last = bisect_right(starts, span.end - 1)
    return range(first, last)


def token_range(parsed: ParsedBlock, span: Span) -> range:
    """Indices of the tokens that characters of a block's text touch."""
    return _tokens(parsed.doc, parsed.starts, span)


def times_between(parsed: ParsedBlock, start: int, end: int) -> list[TimeExpression]:
    """The expressions of time that share a character with `start` to `end` of a block's text."""
    first = bisect_right(parsed.times, start, key=lambda t: t.span.end)
    return parsed.times[first : bisect_left(parsed.times, end, lo=first, key=lambda t: t.span.start)]
