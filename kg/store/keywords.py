"""Which keywords a SPARQL text uses: what has to be known of a query before an engine runs it.

Not a parser: strings, comments, IRIs, variables and names are told from words, as the grammar of SPARQL 1.1
(section 19.8) does. `<` begins an IRI or means "less than", which only a parser can tell; where that would matter,
`possible` holds every word of the text, so that what is not in it is not in the query.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n\r]* )
  | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*> )
  | (?P<string> \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
  | (?P<variable> [?$]\w+ )
  | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<name> (?P<prefix>[\w.\-]*):(?:[\w.\-:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])* )
  | (?P<word> [^\W\d]\w* )
  | (?P<open> [({\[] )
  | (?P<close> [)}\]] )
    """,
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")


@dataclass(frozen=True, slots=True)
class Keywords:
    """The words of a SPARQL text in upper case: `used` as it is most likely read, `possible` those of any reading.

    `depth` is how deep its brackets nest.
    """

    used: frozenset[str]
    possible: frozenset[str]
    depth: int

    def may_hold(self, keyword: str) -> bool:
        """Whether the keyword (in upper case) may be in it, alone or run together with other words."""
        return any(keyword in word for word in self.possible)


def keywords(sparql: str) -> Keywords:
    """The keywords of a query or update."""
    words: set[str] = set()
    certain = True
    depth = deepest = 0
    for match in _TOKEN.finditer(sparql):
        kind = match.lastgroup
        if kind == "word":
            words.add(match[0].upper())
        elif kind == "name":
            # An engine may read `FROM:a` as a keyword and the name `:a`.
            words.add(match["prefix"].upper())
        elif kind == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif kind == "close":
            depth -= 1
        elif kind == "iri" and not _ABSOLUTE.match(match[0]) and re.search("['#]", match[0]):
            certain = False
    used = frozenset(words)
    return Keywords(used, used if certain else frozenset(re.findall(r"[^\W\d]\w*", sparql.upper())), deepest)


def with_using(update: str, graphs: Sequence[str], named: Sequence[str]) -> str:
    """An update whose WHERE clauses see these graphs (USING and USING NAMED), as the protocol's parameters ask.

    IRIs must be valid. Raises QueryError where the update names graphs itself (SPARQL 1.1 Protocol, 2.2.3), or has the
    short form DELETE WHERE, which has no place for them.
    """
    clauses = "".join(f" USING <{graph}>" for graph in graphs) + "".join(f" USING NAMED <{one}>" for one in named)
    if not clauses:
        return update
    parts: list[str] = []
    done = depth = 0
    before = ""
    for match in _TOKEN.finditer(update):
        kind, word = match.lastgroup, match[0].upper()
        if kind == "comment":
            continue
        if kind == "word" and depth == 0:
            if word in ("USING", "WITH"):
                raise QueryError(f"the update names graphs itself ({word}), and so does the request")
            if word == "WHERE" and before == "DELETE":
                raise QueryError("DELETE WHERE takes no graphs", remedy="Write DELETE { … } WHERE { … }")
            if word == "WHERE":
                parts += [update[done : match.start()], clauses.lstrip(), " "]
                done = match.start()
        depth += {"open": 1, "close": -1}.get(kind or "", 0)
        before = word
    return "".join([*parts, update[done:]])
