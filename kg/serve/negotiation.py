"""Media types of SPARQL answers and RDF, and the choice between them by the header Accept (RFC 9110, 12.5.1)."""

from __future__ import annotations

from dataclasses import dataclass

#: Formats of rows and truth values, the preferred first: name of `pyoxigraph.QueryResultsFormat`, media types.
RESULTS = {
    "JSON": ("application/sparql-results+json", "application/json", "text/json"),
    "XML": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "CSV": ("text/csv",),
    "TSV": ("text/tab-separated-values", "text/tsv"),
}
#: Formats of triples, the preferred first: name of `pyoxigraph.RdfFormat`, media types.
TRIPLES = {
    "TURTLE": ("text/turtle", "application/turtle", "application/x-turtle"),
    "N_TRIPLES": ("application/n-triples", "text/plain"),
    "RDF_XML": ("application/rdf+xml", "application/xml", "text/xml"),
    "JSON_LD": ("application/ld+json", "application/json"),
    "N3": ("text/n3", "text/rdf+n3"),
    "TRIG": ("application/trig", "application/x-trig"),
    "N_QUADS": ("application/n-quads", "text/x-nquads"),
}
#: Formats of whole data sets.
QUADS = {name: TRIPLES[name] for name in ("N_QUADS", "TRIG", "JSON_LD")}
_WITH_CHARSET = ("text/",)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A format by its name in pyoxigraph, and the media type to answer with."""

    format: str
    media_type: str

    @property
    def content_type(self) -> str:
        """The header Content-Type."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith(_WITH_CHARSET) else self.media_type


def choose(accept: str, offered: dict[str, tuple[str, ...]]) -> Chosen | None:
    """The offered format that the header wants most, the earlier one where it wants several alike; None where none."""
    wanted = _ranges(accept) or [("*", "*", 1.0)]
    best: tuple[float, Chosen] | None = None
    for name, media_types in offered.items():
        for media_type in media_types:
            quality = _quality(media_type, wanted)
            if quality > 0 and (best is None or quality > best[0]):
                best = quality, Chosen(name, media_type)
    return best[1] if best else None


def format_of(content_type: str, offered: dict[str, tuple[str, ...]]) -> str | None:
    """The format of a header Content-Type, by its name; None where it is none of those offered."""
    media_type = content_type.partition(";")[0].strip().lower()
    return next((name for name, types in offered.items() if media_type in types), None)


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    """Type, subtype and quality of each readable range of the header."""
    ranges = []
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        kind, slash, subtype = media_range.partition("/")
        if media_range == "*":
            kind, slash, subtype = "*", "/", "*"
        if not (kind and slash and subtype):
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        ranges.append((kind, subtype, quality))
    return ranges


def _quality(media_type: str, ranges: list[tuple[str, str, float]]) -> float:
    """How much a media type is wanted: what the most specific range that fits it says."""
    kind, _, subtype = media_type.partition("/")
    fitting = [
        ((own != "*") + (sub != "*"), quality)
        for own, sub, quality in ranges
        if own in (kind, "*") and sub in (subtype, "*")
    ]
    return max(fitting)[1] if fitting else 0.0
