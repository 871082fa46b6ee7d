"""What leaves the graph: records, tables, networks and RDF, each format in a module of its own.

    from kg.export import export
    with open("events.jsonl", "wb") as out:
        export(store, "events", out)

Every export is made from the graph by SPARQL (`kg/export/queries/*.rq`) and by nothing else.
"""

from __future__ import annotations

from kg.export.events import event_records
from kg.export.formats import FORMATS, Format, export, find_format

__all__ = ["FORMATS", "Format", "event_records", "export", "find_format"]
