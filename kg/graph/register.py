"""The register's entries for the actors that reports name, and the ontology, each in a graph of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.errors import DataError
from kg.graph import iris
from kg.graph.terms import SKOS, TYPE, WIKIDATA, kg, node, text
from kg.model import RegisteredActor
from kg.resources import resource_dir

_PREF_LABEL = NamedNode(SKOS + "prefLabel")
_ALT_LABEL = NamedNode(SKOS + "altLabel")
_EXACT_MATCH = NamedNode(SKOS + "exactMatch")


def register_quads(register: Mapping[str, RegisteredActor], named: Iterable[str]) -> list[Quad]:
    """Entries of the register (by IRI) for the actors `named`, in `iris.REGISTER_GRAPH`.

    Their parents and backers come with them, and theirs in turn, so that no name is missing.
    """
    graph = NamedNode(iris.REGISTER_GRAPH)
    wanted = sorted(set(named) & register.keys(), reverse=True)
    done: set[str] = set()
    quads: list[Quad] = []
    while wanted:
        iri = wanted.pop()
        if iri in done:
            continue
        done.add(iri)
        entry = register[iri]
        relatives = [one for one in (entry.parent, *entry.backers) if one is not None and one in register]
        wanted.extend(reversed(relatives))
        quads.extend(Quad(node(iri), predicate, value, graph) for predicate, value in _entry(entry))
    return quads


def _entry(entry: RegisteredActor) -> list[tuple[NamedNode, NamedNode | pyoxigraph.Literal]]:
    said: list[tuple[NamedNode, NamedNode | pyoxigraph.Literal]] = [
        (TYPE, kg(entry.kind)),
        (_PREF_LABEL, text(entry.name)),
    ]
    said += [(_ALT_LABEL, text(name)) for name in dict.fromkeys(entry.names) if name != entry.name]
    said += [(kg("ambiguousName"), text(name)) for name in entry.ambiguous]
    if entry.country:
        said.append((kg("country"), text(entry.country)))
    if entry.branch:
        said.append((kg("branch"), text(entry.branch)))
    if entry.parent:
        said.append((kg("memberOf" if entry.kind == "Person" else "partOfActor"), node(entry.parent)))
    said += [(kg("backedBy"), node(backer)) for backer in entry.backers]
    if entry.wikidata:
        said.append((kg("wikidataId"), text(entry.wikidata)))
        said.append((_EXACT_MATCH, node(WIKIDATA + entry.wikidata)))
    return said


def ontology_quads(path: str | Path | None = None) -> list[Quad]:
    """The ontology in `iris.ONTOLOGY_GRAPH`; `path` is a user's own Turtle file in place of kg's.

    Raises DataError where it is no Turtle or has blank nodes, which no two files could share.
    """
    graph = NamedNode(iris.ONTOLOGY_GRAPH)
    where = Path(path) if path is not None else resource_dir("ontology") / "conflict.ttl"
    quads = []
    try:
        for quad in pyoxigraph.parse(path=str(where), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, pyoxigraph.BlankNode) or isinstance(quad.object, pyoxigraph.BlankNode):
                raise DataError(f"blank node at {quad.triple}", where=str(where), remedy="Give every node an IRI")
            quads.append(Quad(quad.subject, quad.predicate, quad.object, graph))
    except SyntaxError as error:
        raise DataError(f"line {error.lineno}: no Turtle ({error.msg})", where=str(where)) from error
    except OSError as error:
        raise DataError(f"cannot be read ({error})", where=str(where)) from error
    return quads
