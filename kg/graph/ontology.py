"""The ontology as Python values: its terms, which class stands below which, which predicates there are.

Read from `ontology/conflict.ttl` with pyoxigraph (some ms) at the first use, never at import.
Names are local names: `Airstrike` for `https://w3id.org/conflict-kg/ontology#Airstrike`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from kg.errors import DataError
from kg.resources import resource_dir

ONTOLOGY = "https://w3id.org/conflict-kg/ontology"
NAMESPACE = ONTOLOGY + "#"

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SOURCE = "http://purl.org/dc/terms/source"

TermKind = Literal["class", "object property", "datatype property", "individual"]
_KINDS: dict[str, TermKind] = {
    _OWL + "Class": "class",
    _OWL + "ObjectProperty": "object property",
    _OWL + "DatatypeProperty": "datatype property",
    _OWL + "NamedIndividual": "individual",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One class, property or individual.

    `parents` are the direct superclasses or superproperties, for an individual its classes; all of this ontology,
    in the order of the file. `sources` say where the concept is from ("kg" where it is our own).
    """

    name: str
    kind: TermKind
    label: str
    definition: str
    sources: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """The term's full IRI."""
        return NAMESPACE + self.name


@dataclass(frozen=True)
class Ontology:
    """All terms by local name, in the order of the file, and the version (`owl:versionInfo`)."""

    terms: Mapping[str, Term]
    version: str

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        below: dict[str, list[str]] = {name: [] for name in self.terms}
        for term in self.terms.values():
            for parent in term.parents:
                below[parent].append(term.name)
        return {name: tuple(names) for name, names in below.items()}

    def term(self, name: str) -> Term:
        """The term of a local name. Raises DataError where the ontology has none."""
        try:
            return self.terms[name]
        except KeyError:
            raise DataError(f"the ontology has no term {name!r}", where="ontology/conflict.ttl") from None

    def above(self, name: str) -> tuple[str, ...]:
        """All superclasses (or superproperties), nearest first, each once. Raises DataError for an unknown name."""
        self.term(name)
        return _breadth_first(name, lambda one: self.terms[one].parents)

    def below(self, name: str) -> tuple[str, ...]:
        """All subclasses (or subproperties, or individuals of a class), nearest first, each once.

        Raises DataError for an unknown name.
        """
        self.term(name)
        return _breadth_first(name, lambda one: self._children[one])

    def of_kind(self, kind: TermKind) -> tuple[str, ...]:
        """Local names of all terms of a kind."""
        return tuple(term.name for term in self.terms.values() if term.kind == kind)


def read_ontology(path: Path) -> Ontology:
    """Reads an ontology that is written like `conflict.ttl`.

    Raises DataError where the file is missing, is no Turtle, or names a parent that it does not define.
    """
    import pyoxigraph as ox

    try:
        triples = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    except FileNotFoundError:
        raise DataError("the ontology is missing", where=str(path), remedy="Install kg again") from None
    except SyntaxError as error:
        raise DataError(f"not valid Turtle: {error.msg}", where=f"{path}:{error.lineno}") from None
    values: dict[str, dict[str, list[str]]] = {}
    version = ""
    for triple in triples:
        if not isinstance(triple.subject, ox.NamedNode) or not isinstance(triple.object, ox.NamedNode | ox.Literal):
            continue
        subject = triple.subject.value
        if subject == ONTOLOGY and triple.predicate.value == _OWL + "versionInfo":
            version = triple.object.value
        elif subject.startswith(NAMESPACE):
            of_term = values.setdefault(subject.removeprefix(NAMESPACE), {})
            of_term.setdefault(triple.predicate.value, []).append(triple.object.value)
    terms = {name: term for name, found in values.items() if (term := _term(name, found)) is not None}
    for term in terms.values():
        if missing := [parent for parent in term.parents if parent not in terms]:
            raise DataError(f"{term.name} stands below {missing[0]}, which is not defined", where=str(path))
    return Ontology(terms, version)


def _term(name: str, values: Mapping[str, list[str]]) -> Term | None:
    types = values.get(_RDF + "type", [])
    kind: TermKind | None = next((_KINDS[iri] for iri in types if iri in _KINDS), None)
    if kind is None:
        return None
    parents = values.get(_RDFS + "subClassOf", []) + values.get(_RDFS + "subPropertyOf", [])
    if kind == "individual":
        parents = types
    return Term(
        name=name,
        kind=kind,
        label=" ".join(values.get(_RDFS + "label", [name])[:1]),
        definition=" ".join(values.get(_SKOS + "definition", [])),
        sources=tuple(values.get(_SOURCE, [])),
        examples=tuple(values.get(_SKOS + "example", [])),
        parents=tuple(iri.removeprefix(NAMESPACE) for iri in parents if iri.startswith(NAMESPACE)),
    )


def _breadth_first(start: str, step: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    level: Iterable[str] = step(start)
    while level:
        new = [name for name in dict.fromkeys(level) if name not in found and name != start]
        found.update(dict.fromkeys(new))
        level = [further for name in new for further in step(name)]
    return tuple(found)


@lru_cache(maxsize=1)
def ontology() -> Ontology:
    """kg's own ontology, read once."""
    return read_ontology(resource_dir("ontology") / "conflict.ttl")


def superclasses(name: str) -> tuple[str, ...]:
    """Local names of the classes above a class, nearest first: `Airstrike` gives `Attack`, `ConflictEvent`.

    Raises DataError where the ontology has no such term.
    """
    return ontology().above(name)


def subclasses(name: str) -> tuple[str, ...]:
    """Local names of the classes below a class, nearest first. Raises DataError for an unknown name."""
    return ontology().below(name)


def event_classes() -> tuple[str, ...]:
    """Every class of events, `ConflictEvent` first."""
    return ("ConflictEvent", *subclasses("ConflictEvent"))


def actor_kinds() -> tuple[str, ...]:
    """Every kind of actor, `Actor` first; and `Object`, what is hit and is no actor."""
    return ("Actor", *subclasses("Actor"), "Object")


def place_kinds() -> tuple[str, ...]:
    """Every kind of place, `Place` first."""
    return ("Place", *subclasses("Place"))


def relation_predicates() -> tuple[str, ...]:
    """The predicates that a `kg:ActorRelation` may state."""
    return subclasses("relatedTo")


def edge_predicates() -> tuple[str, ...]:
    """The predicates of edges that are derived from events."""
    return subclasses("interactedWith")


def entity_class(entity_type: Literal["actor", "place"], kind: str) -> str:
    """The class of an entity of the model by its type and kind.

    They are the same name but for one: a country that acts is a `Country`, its territory a `CountryPlace`.
    Raises DataError where the kind is none of that type.
    """
    kinds = actor_kinds() if entity_type == "actor" else place_kinds()
    for name in (kind, f"{kind}Place") if entity_type == "place" else (kind,):
        if name in kinds:
            return name
    raise DataError(f"{kind!r} is no kind of {entity_type}", where="ontology/conflict.ttl")
