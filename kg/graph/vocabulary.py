"""IRIs of all terms that kg writes or reads, as plain strings in closed namespaces.

    >>> KG.Airstrike
    'https://w3id.org/conflict-kg/ontology#Airstrike'
    >>> KG.Airstryke
    Traceback (most recent call last):
    AttributeError: kg: has no term 'Airstryke'; did you mean 'Airstrike'?

The terms of `kg:` are those that `ontology/conflict.ttl` defines, read at the first use. Of other vocabularies
only the terms in use are listed. No RDF library is imported at import.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator

from kg.graph import ontology
from kg.graph.iris import (
    BUILDS_GRAPH,
    CURATION_GRAPH,
    DERIVED_GRAPH,
    ID,
    LINKS_GRAPH,
    ONTOLOGY_GRAPH,
    REGISTER_GRAPH,
)

__all__ = [
    "BASE", "BUILDS_GRAPH", "CURATION_GRAPH", "DCT", "DERIVED_GRAPH", "FIXED_GRAPHS", "GEO", "KG", "LINKS_GRAPH", "OA",
    "ONTOLOGY_GRAPH", "OWL", "PREFIXES", "PROV", "RDF", "RDFS", "REGISTER_GRAPH", "SCHEMA", "SKOS", "XSD", "Namespace",
    "shorten",
]  # fmt: skip

#: Everything that kg makes has an IRI below this one.
BASE = ID

#: The named graphs beside those of the reports.
FIXED_GRAPHS = (ONTOLOGY_GRAPH, REGISTER_GRAPH, LINKS_GRAPH, DERIVED_GRAPH, CURATION_GRAPH, BUILDS_GRAPH)


class Namespace:
    """A closed namespace: an attribute or item for each of its terms, AttributeError or KeyError for any other.

    `terms` are local names, or a function that gives them when the first one is asked for.
    """

    __slots__ = ("_load", "_terms", "base", "prefix")

    def __init__(self, prefix: str, base: str, terms: str | Callable[[], tuple[str, ...]]) -> None:
        self.prefix = prefix
        self.base = base
        self._load: Callable[[], tuple[str, ...]] = (lambda: tuple(terms.split())) if isinstance(terms, str) else terms
        self._terms: dict[str, str] | None = None

    def _table(self) -> dict[str, str]:
        if self._terms is None:
            self._terms = {name: self.base + name for name in self._load()}
        return self._terms

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self._table()[name]
        except KeyError:
            close = difflib.get_close_matches(name, self._table(), n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise AttributeError(f"{self.prefix}: has no term {name!r}{hint}") from None

    def __getitem__(self, name: str) -> str:
        """The IRI of a term whose name is no Python name, or is known only at run time."""
        return self._table()[name]

    def __contains__(self, iri: object) -> bool:
        """Whether the namespace has a term of this IRI."""
        return isinstance(iri, str) and iri.startswith(self.base) and iri[len(self.base) :] in self._table()

    def __iter__(self) -> Iterator[str]:
        """Local names of all terms."""
        return iter(self._table())

    def __len__(self) -> int:
        return len(self._table())

    def __repr__(self) -> str:
        return f"Namespace({self.prefix!r}, {self.base!r})"


KG = Namespace("kg", ontology.NAMESPACE, lambda: tuple(ontology.ontology().terms))
RDF = Namespace("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type Property")
RDFS = Namespace(
    "rdfs", "http://www.w3.org/2000/01/rdf-schema#", "label comment subClassOf subPropertyOf domain range seeAlso"
)
OWL = Namespace(
    "owl", "http://www.w3.org/2002/07/owl#",
    "Class ObjectProperty DatatypeProperty NamedIndividual Ontology Thing versionInfo versionIRI sameAs inverseOf",
)  # fmt: skip
XSD = Namespace(
    "xsd", "http://www.w3.org/2001/XMLSchema#", "string integer decimal double boolean date dateTime anyURI"
)
SKOS = Namespace(
    "skos", "http://www.w3.org/2004/02/skos/core#",
    "prefLabel altLabel hiddenLabel definition example note exactMatch closeMatch broadMatch narrowMatch relatedMatch",
)  # fmt: skip
DCT = Namespace(
    "dct", "http://purl.org/dc/terms/",
    "identifier title publisher format source creator created modified license description",
)  # fmt: skip
SCHEMA = Namespace("schema", "https://schema.org/", "datePublished url name domainIncludes rangeIncludes")
OA = Namespace("oa", "http://www.w3.org/ns/oa#", "TextPositionSelector TextQuoteSelector start end exact prefix suffix")
PROV = Namespace(
    "prov", "http://www.w3.org/ns/prov#",
    "Activity Agent Entity SoftwareAgent wasDerivedFrom wasGeneratedBy wasAttributedTo wasAssociatedWith used "
    "generated generatedAtTime invalidatedAtTime wasInvalidatedBy startedAtTime endedAtTime",
)  # fmt: skip
GEO = Namespace("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#", "lat long alt Point SpatialThing")

#: Prefixes of queries and serialisations.
PREFIXES: dict[str, str] = {
    **{space.prefix: space.base for space in (KG, RDF, RDFS, OWL, XSD, SKOS, DCT, SCHEMA, OA, PROV, GEO)},
    "id": BASE,
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "wd": "http://www.wikidata.org/entity/",
}


def shorten(iri: str) -> str:
    """An IRI with its prefix (`kg:Airstrike`), for a reader's eye; as it is where no prefix fits."""
    fitting = [(base, prefix) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return iri
    base, prefix = max(fitting, key=lambda one: len(one[0]))
    return f"{prefix}:{iri[len(base) :]}"
