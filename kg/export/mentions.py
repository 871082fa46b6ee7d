"""Mention records: one line of JSON a mention, document by document in the order of the text.

The fields are those of `schemas/mention.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.export.fields import rows
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
    mentions = {(row[0], row[3], row[4], row[2]): row for row in rows(graph, "mention")}
    for document, start, end, type_ in sorted(mentions):
        *_, text, entity = mentions[document, start, end, type_]
        yield {"document": document, "start": start, "end": end, "type": type_, "text": text, "iri": entity}
