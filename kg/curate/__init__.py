"""What people decide about a graph: which entry a name means, who is the same, who is not, what did not happen.

    from kg.curate import decide, decisions, reject_statement, undo
    taken = decide(store, reject_statement(store, event), by="Ana")
    undo(store, taken.iri, by="Ana")

Decisions stand in `iris.CURATION_GRAPH`, are never rewritten by a build, and hold for reports that are read later. What
kg read stays kept beside them, so that undoing one needs neither the report nor a gazetteer. How they take effect
stands in `kg.curate.curation` alone; queries, exports and pages know nothing of them.
"""

from __future__ import annotations

from kg.curate.curation import Curation
from kg.curate.deciding import apply_again, decide, decisions, undo
from kg.curate.decisions import (
    Decision,
    LinkDecision,
    MergeDecision,
    Recorded,
    SplitDecision,
    StatementDecision,
)
from kg.curate.proposals import (
    accept_link,
    accept_statement,
    choose_link,
    merge,
    reject_link,
    reject_statement,
    split,
)

__all__ = [
    "Curation",
    "Decision",
    "LinkDecision",
    "MergeDecision",
    "Recorded",
    "SplitDecision",
    "StatementDecision",
    "accept_link",
    "accept_statement",
    "apply_again",
    "choose_link",
    "decide",
    "decisions",
    "merge",
    "reject_link",
    "reject_statement",
    "split",
    "undo",
]
