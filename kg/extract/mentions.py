"""The mentions of a report: every phrase that names or describes somebody, a place, a time, a number or a weapon."""

from __future__ import annotations

from kg.extract.nouns import load_nouns
from kg.extract.report import ParsedBlock, Report
from kg.extract.sentences import SentenceReader
from kg.model import Event, Mention, MentionRelation, MentionType, Span

_PLATFORMS = ("aircraft", "drone", "vehicle")
_WEAPONS = ("weapon", "missile", "rocket", "shell", "ied", "car-bomb", "explosive", "vest", "munition")


def mentions_of(
    report: Report, reader: SentenceReader, events: tuple[Event, ...]
) -> tuple[tuple[Mention, ...], tuple[MentionRelation, ...]]:
    """Mentions in the order of the text, and relations between them that no event states.

    Where the trained component ran, its mentions are taken; else those that the rules found.
    """
    found: dict[tuple[Span, MentionType], Mention] = {}
    relations: list[MentionRelation] = []
    for parsed in report.blocks:
        if "kg_encoder" in parsed.doc.spans:
            made = _encoded(report, parsed, reader)
            relations.extend(_encoded_relations(report, parsed))
        else:
            made = _ruled(report, parsed, reader)
        for mention in made:
            found.setdefault((mention.span, mention.type), mention)
    mentions = tuple(sorted(found.values(), key=lambda m: (m.span, m.type)))
    spans = {m.span for m in mentions}
    kept = tuple(
        sorted(
            {r for r in relations if r.source in spans and r.target in spans},
            key=lambda r: (r.source, r.target, r.type),
        )
    )
    return mentions, kept


def _encoded(report: Report, parsed: ParsedBlock, reader: SentenceReader) -> list[Mention]:
    group = parsed.doc.spans["kg_encoder"]
    scores = group.attrs.get("scores", [1.0] * len(group))
    offsets = group.attrs.get("offsets") or [(s.start_char, s.end_char) for s in group]
    found: list[Mention] = []
    for span, score, (start, end) in zip(group, scores, offsets, strict=True):
        where = report.span(parsed, start, end)
        label: MentionType = span.label_  # pyright: ignore[reportAssignmentType]
        entity = None
        if label in ("Organisation", "Person"):
            reference = reader.referrer.refer(parsed, span.root)
            entity = reference.entity if reference is not None else None
        elif label == "Location":
            location = reader.locator.locate(parsed, span.root)
            entity = location.ref.entity if location is not None else None
        found.append(Mention(where, _given(report, where), label, entity, round(float(score), 4)))
    return found


def _encoded_relations(report: Report, parsed: ParsedBlock) -> list[MentionRelation]:
    group = parsed.doc.spans["kg_encoder"]
    offsets = group.attrs.get("offsets") or [(s.start_char, s.end_char) for s in group]
    exact = {(s.start_char, s.end_char): tuple(o) for s, o in zip(group, offsets, strict=True)}
    return [
        MentionRelation(kind, report.span(parsed, *exact[source]), report.span(parsed, *exact[target]))
        for kind, source, target in parsed.doc.user_data.get("kg_encoder_relations", ())
        if source in exact and target in exact
    ]


def _ruled(report: Report, parsed: ParsedBlock, reader: SentenceReader) -> list[Mention]:
    nouns = load_nouns()
    found: list[Mention] = []

    def add(span: Span, kind: MentionType, entity: str | None = None) -> None:
        found.append(Mention(span, _given(report, span), kind, entity))

    for expression in parsed.times:
        add(report.span(parsed, expression.core.start, expression.core.end), "Temporal")
    for figure in parsed.figures:
        if figure.kind in ("cardinal", "measure") and not figure.compound:
            add(report.span(parsed, figure.core.start, figure.core.end), "Quantity")
    for name in parsed.names:
        if name.sort == "demonym":
            last = parsed.doc[name.end - 1]
            if last.dep_ in ("amod", "compound") and last.head.i != last.i:
                add(report.token_span(parsed, name.start, name.end), "Nationality")
    for token in parsed.doc:
        if token.dep_ == "compound" or token.pos_ not in ("NOUN", "PROPN", "PRON"):
            continue
        location = reader.locator.locate(parsed, token)
        reference = reader.referrer.refer(parsed, token)
        if (
            reference is not None
            and reference.sort != "object"
            and (location is None or token.dep_ in ("nsubj", "nsubjpass"))
        ):
            person = reference.sort == "person"
            add(reference.span, "Person" if person else "Organisation", reference.entity)
        elif location is not None:
            add(location.ref.span, "Location", location.ref.entity)
        elif not nouns.sorts(token).isdisjoint(_WEAPONS):
            add(report.token_span(parsed, token.i, token.i + 1), "Weapon")
        elif not nouns.sorts(token).isdisjoint(_PLATFORMS):
            add(report.token_span(parsed, token.i, token.i + 1), "MilitaryPlatform")
    return found


def _given(report: Report, span: Span) -> str:
    return report.document.text[span.start : span.end]
