"""The errors that a user can meet.

    KgError                a message that names the file, the place and the remedy
      InputError           a report, an archive or its metadata cannot be read
        UnsupportedInput   not a kind of file that kg reads
        EmptyInput         nothing to read in it
      GraphError           a graph, store or endpoint cannot be opened, read or written
      QueryError           a query is unknown, malformed or lacks a parameter
      DataError            a lexicon, register, ontology or gold file is not what its schema says
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors that kg raises on purpose. `str()` is fit for a user's eyes.

    `where` is the file, line or address it is about, `remedy` what to do.
    """

    def __init__(self, message: str, *, where: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}. {self.remedy}" if self.remedy else head


class InputError(KgError):
    """A report, an archive or its metadata cannot be read."""


class UnsupportedInput(InputError):
    """Not a kind of file that kg reads."""


class EmptyInput(InputError):
    """There is nothing to read in it."""


class GraphError(KgError):
    """A graph, store or endpoint cannot be opened, read or written."""


class QueryError(KgError):
    """A query is unknown, malformed or lacks a parameter."""


class UnknownName(QueryError):
    """The graph or its ontology holds nothing of a name that a query is asked with."""


class DataError(KgError):
    """A lexicon, register, ontology or gold file is not what its schema says."""
