"""Mention records: one line of JSON a mention, document by document in the order of the text.

The fields are those of `schemas/mention.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.export.fields import mentions
from kg.query.source import Queryable


def write(graph: Queryable, out: BinaryIO) -> int:
    """Writes the records as UTF-8; gives their number. Raises GraphError where the graph cannot be read."""
    number = 0
    for record in mention_records(graph):
        out.write(json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")
        number += 1
    return number


def mention_records(graph: Queryable) -> Iterator[dict[str, Any]]:
    """The records, sorted by document and offsets. `iri` is what the mention refers to, null where that is nobody."""
    for one in sorted(mentions(graph)):
        yield {
            "document": one.document,
            "start": one.start,
            "end": one.end,
            "type": one.type,
            "text": one.text,
            "iri": one.entity or None,
        }
