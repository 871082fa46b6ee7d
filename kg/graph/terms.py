"""RDF terms as pyoxigraph has them: nodes of the vocabularies in use, and literals in canonical form.

Literals are written as the store gives them back (decimals without trailing zeros), so that a graph that went
through a store and one that did not are the same bytes.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import cast

from pyoxigraph import Literal, NamedNode

from kg.errors import DataError
from kg.graph import vocabulary

KG = vocabulary.KG.base
RDF = vocabulary.RDF.base
RDFS = vocabulary.RDFS.base
XSD = vocabulary.XSD.base
SKOS = vocabulary.SKOS.base
DCT = vocabulary.DCT.base
SCHEMA = vocabulary.SCHEMA.base
OA = vocabulary.OA.base
PROV = vocabulary.PROV.base
GEO = vocabulary.GEO.base
GEOSPARQL = "http://www.opengis.net/ont/geosparql#"
WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"

#: Prefixes that serialisations declare and queries may use without declaring them.
PREFIXES = vocabulary.PREFIXES


@lru_cache(maxsize=4096)
def node(iri: str) -> NamedNode:
    """The node of an IRI. Raises ValueError where it is not valid."""
    return NamedNode(iri)


@lru_cache(maxsize=1024)
def kg(local: str) -> NamedNode:
    """A term of the ontology by its local name. Raises DataError where the ontology has none of this name."""
    try:
        return NamedNode(vocabulary.KG[local])
    except KeyError:
        raise DataError(f"the ontology has no term {local!r}", where="ontology/conflict.ttl") from None


TYPE = NamedNode(RDF + "type")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DATE = NamedNode(XSD + "date")
_DECIMAL = NamedNode(XSD + "decimal")
_URI = NamedNode(XSD + "anyURI")


def value_of(term: object) -> str:
    """The IRI of a node, or the characters of a literal."""
    return cast("NamedNode | Literal", term).value


def text(value: str) -> Literal:
    """A plain string. Lone surrogates, which no RDF syntax can hold, become U+FFFD (offsets stay the same)."""
    try:
        return Literal(value)
    except ValueError:
        return Literal(_SURROGATE.sub("\ufffd", value))


def integer(value: int) -> Literal:
    """An xsd:integer."""
    return Literal(value)


def boolean(value: bool) -> Literal:
    """An xsd:boolean."""
    return Literal(value)


def decimal(value: float) -> Literal:
    """An xsd:decimal in the shortest form that reads back as the same number."""
    plain = format(Decimal(repr(float(value))).normalize(), "f")
    return Literal(plain, datatype=_DECIMAL)


def date(iso: str) -> Literal:
    """An xsd:date of an ISO date (`2024-03-08`)."""
    return Literal(iso, datatype=_DATE)


def address(value: str) -> Literal:
    """An xsd:anyURI, for an address that is no valid IRI."""
    return Literal(value, datatype=_URI)
