"""IRIs made from content: the same report, offsets and names give the same IRI on every machine.

Plain strings, no RDF library. Every function gives a valid absolute IRI for any text, the empty one included.
Words become slugs: lower case, letters and digits of any script, hyphens between. What a slug cannot tell apart
(punctuation alone, or more than `LONGEST_SLUG` characters) is told apart by a hash of the words themselves.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote

from kg import names
from kg.model import Span

ID = "https://w3id.org/conflict-kg/id/"
LONGEST_SLUG = 80

ONTOLOGY_GRAPH = ID + "graph/ontology"
REGISTER_GRAPH = ID + "graph/register"
LINKS_GRAPH = ID + "graph/links"
DERIVED_GRAPH = ID + "graph/derived"
CURATION_GRAPH = ID + "graph/curation"
BUILDS_GRAPH = ID + "graph/builds"
#: Holds what was read from a file that knows no named graphs, so that every statement stands in a named one.
UNNAMED_GRAPH = ID + "graph/unnamed"

# RFC 3987: what may stand in the path of an IRI besides ASCII letters, digits and "-._~".
_UCSCHAR = re.compile("[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd]")
# The same without what an IRI allows and a reader cannot see or tell apart: only letters and digits stay.
_NOT_IN_IRI = re.compile(r"[^\w\-]|_")
# Scheme, authority (user, host, port), and at most one fragment.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://(?:[^/?#:@]*@)?[^/?#:@]+(?::\d*)?(?:[/?][^#]*)?(?:#[^#]*)?")


def digest(text: str, length: int = 12) -> str:
    """The first `length` hexadecimal digits of the SHA-256 of `text` (UTF-8; lone surrogates are kept apart)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


@lru_cache(maxsize=65536)
def slug(text: str, longest: int = LONGEST_SLUG) -> str:
    """Words as one step of an IRI's path; never empty, at most `longest` characters.

    Words without a letter or digit become a hash; longer ones are cut at `longest` and end in their hash.
    """
    plain = names.slug(text)
    kept = re.sub("-+", "-", "".join(char for char in plain if _allowed(char))).strip("-")
    if not kept:
        return "x" + digest(text)
    if len(kept) <= longest and kept == plain:
        return kept
    tail = "-" + digest(plain, 8)
    return kept[: longest - len(tail)].rstrip("-") + tail


def _allowed(char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char == "-"
    return bool(_UCSCHAR.match(char)) and not _NOT_IN_IRI.match(char)


def key_slug(name: str) -> str:
    """The slug of a name's folded key: "the Al-Shabaab" and "al Shabaab" give one (see `kg.names.fold`)."""
    return slug(names.fold(name) or name)


def report_iri(document_id: str) -> str:
    """`id:report/SLUG-HASH` of a document's id; the slug is the id's last step, for the eye only."""
    last = re.split(r"[/\\#?]", document_id.rstrip("/\\#?"))[-1]
    stem = re.sub(r"\.\w{1,8}$", "", last) or last
    return f"{ID}report/{slug(stem, 40)}-{digest(document_id)}"


def report_graph(report: str) -> str:
    """The graph that holds what the report says."""
    return report + "/graph"


def mentions_graph(report: str) -> str:
    """The graph that holds the report's mentions and the relations between them."""
    return report + "/mentions"


def build_iri(report: str) -> str:
    """The record of how and from what the report's graphs were made; it stands in `BUILDS_GRAPH`."""
    return report + "/build"


def evidence_iri(report: str, span: Span) -> str:
    """Characters of the report's text as a fragment after RFC 5147: `#char=10,42`, end exclusive."""
    return f"{report}#char={span.start},{span.end}"


def actor_iri(name: str, report: str | None = None) -> str:
    """A named actor (`id:actor/SLUG`), or with `report` one that is nobody outside it (`D/actor/SLUG`)."""
    return f"{report}/actor/{slug(name)}" if report else f"{ID}actor/{key_slug(name)}"


def place_iri(name: str, country: str | None = None, report: str | None = None) -> str:
    """A named place (`id:place/SLUG`, with its country's code where known), or one of a report only."""
    if report:
        return f"{report}/place/{slug(name)}"
    tail = f"-{slug(country)}" if country else ""
    return f"{ID}place/{key_slug(name)}{tail}"


def event_iri(report: str, trigger: Span, event_type: str) -> str:
    """`D/event/START-END-TYPE` of the word that names the event."""
    return f"{report}/event/{trigger.start}-{trigger.end}-{event_type}"


def participation_iri(event: str, role: str, span: Span) -> str:
    """`E/agent/START-END`; `role` is agent, target or claimant."""
    return f"{event}/{role}/{span.start}-{span.end}"


def toll_iri(event: str, span: Span, outcome: str) -> str:
    """`E/toll/START-END-OUTCOME`."""
    return f"{event}/toll/{span.start}-{span.end}-{outcome}"


def relation_iri(report: str, span: Span, predicate: str, subject: Span, object_: Span) -> str:
    """`D/relation/START-END-PREDICATE-START-START`: the stating text, then where the two names begin."""
    return f"{report}/relation/{span.start}-{span.end}-{predicate}-{subject.start}-{object_.start}"


def mention_iri(report: str, span: Span, mention_type: str) -> str:
    """`D/mention/START-END-TYPE`."""
    return f"{report}/mention/{span.start}-{span.end}-{mention_type}"


def mention_relation_iri(report: str, relation_type: str, source: Span, target: Span) -> str:
    """`D/mention-relation/TYPE-S-E-S-E`."""
    ends = f"{source.start}-{source.end}-{target.start}-{target.end}"
    return f"{report}/mention-relation/{relation_type}-{ends}"


def edge_iri(subject: str, predicate: str, object_: str) -> str:
    """`id:edge/HASH` of a derived edge; `queries/derive/*.rq` make the same in SPARQL."""
    return f"{ID}edge/{digest(f'{subject} {predicate} {object_}', 24)}"


def web_iri(address: str) -> str | None:
    """An address as a valid IRI: what IRIs forbid is percent-encoded. None where it has no scheme and host."""
    cleaned = quote(address.strip(), safe="%/:=&?~#+!$,;'@()*-._", encoding="utf-8", errors="replace")
    cleaned = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", cleaned)
    return cleaned if _ABSOLUTE.fullmatch(cleaned) else None
