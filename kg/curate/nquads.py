"""Quads as one string, so that a statement can be kept without being made."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from kg.errors import GraphError


def to_nquads(quads: Iterable[Quad]) -> str:
    """N-Quads, sorted; empty for none."""
    return "".join(f"{quad} .\n" for quad in sorted(set(quads), key=str))


def from_nquads(kept: str) -> list[Quad]:
    """The quads of `to_nquads`. Raises GraphError where the string holds something else."""
    try:
        return list(pyoxigraph.parse(kept, format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise GraphError(
            f"what decisions withheld cannot be read ({error.msg})", remedy="Build the report again with --force"
        ) from error
