"""Mentions and relations that differ from annotations, each beside its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from kg.evaluate.differences import Difference, sentence_at

if TYPE_CHECKING:
    from kg.evaluate.annotations import MentionKey, RelationKey

Kind = Literal["missed", "false", "wrong"]


class Annotated(Protocol):
    """A document with its gold."""

    @property
    def id(self) -> str:
        """The document's id."""
        ...

    @property
    def text(self) -> str:
        """What the offsets refer to."""
        ...

    @property
    def mentions(self) -> frozenset[MentionKey]:
        """Gold mentions."""
        ...

    @property
    def relations(self) -> tuple[RelationKey, ...]:
        """Gold relations."""
        ...


def mention_differences(
    document: Annotated, found: set[MentionKey], exact: Mapping[MentionKey, tuple[int, int]]
) -> Iterator[Difference]:
    """Gold mentions missed, mentions found that are none, and those whose type or bounds are wrong, in order.

    `exact` gives the bounds by which two mentions are held to be the same (an article left out).
    """
    gold = {(*exact[mention], mention[2]): mention for mention in document.mentions}
    ours = {(*exact[mention], mention[2]): mention for mention in found}
    missing = sorted(mention for key, mention in gold.items() if key not in ours)
    spare = sorted(mention for key, mention in ours.items() if key not in gold)
    for mention in missing:
        near = [other for other in spare if other[0] < mention[1] and mention[0] < other[1]]
        if near:
            words = "; ".join(_mention(document.text, other) for other in near)
            yield _difference(document, "wrong", mention[0], mention[1], _mention(document.text, mention), words)
        else:
            yield _difference(document, "missed", mention[0], mention[1], _mention(document.text, mention), "")
    for other in spare:
        if not any(other[0] < mention[1] and mention[0] < other[1] for mention in missing):
            yield _difference(document, "false", other[0], other[1], "", _mention(document.text, other))


def relation_differences(
    document: Annotated, missed: Sequence[RelationKey], false: Sequence[RelationKey]
) -> Iterator[Difference]:
    """Gold relations missed and relations found that are none."""
    for relation in missed:
        yield _difference(document, "missed", *_extent(relation), _relation(document.text, relation), "")
    for relation in false:
        yield _difference(document, "false", *_extent(relation), "", _relation(document.text, relation))


def _difference(document: Annotated, kind: Kind, start: int, end: int, expected: str, found: str) -> Difference:
    field = "span" if kind == "wrong" else None
    return Difference(kind, document.id, None, field, expected, found, sentence_at(document.text, start, end))


def _extent(relation: RelationKey) -> tuple[int, int]:
    return min(relation[1][0], relation[2][0]), max(relation[1][1], relation[2][1])


def _mention(text: str, mention: MentionKey) -> str:
    return f"{mention[2]} [{text[mention[0] : mention[1]]}]"


def _relation(text: str, relation: RelationKey) -> str:
    source, target = (text[span[0] : span[1]] for span in relation[1:])
    return f"{relation[0]}: [{source}] -> [{target}]"
