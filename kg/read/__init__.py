"""Files, folders and feeds to documents: `read(paths)` gives `Document`s, and `Skipped` for what cannot be read.

One module a kind of input (`text`, `markdown`, `html`, `pdf`, `json_lines`, `table`), each a `Reader`; a new kind
is a module, a line in `reading.py` and an entry in `kinds.toml`.
"""

from kg.read.metadata import Metadata
from kg.read.reading import read
from kg.read.records import parse_columns
from kg.read.source import Skipped

__all__ = ["Metadata", "Skipped", "parse_columns", "read"]
