"""The register of known actors: `ontology/register/`, which a user may replace or extend, and the countries.

The form of an entry: `ontology/register/README.md`.
Countries are actors too; their entries are made from `kg/data/countries.toml`, so that no name or identifier stands
in two files. Capitals are no names of them here: whether "Moscow" is a town or a government, only the sentence tells.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kg.countries import load_countries
from kg.errors import DataError
from kg.model import RegisteredActor
from kg.names import fold, slug, spelled_as
from kg.resources import resource_dir

ACTOR = "https://w3id.org/conflict-kg/id/actor/"
BRANCHES_FILE = Path(__file__).resolve().parent / "data" / "branches.toml"

# The kinds of actors of docs/data-model.md.
KINDS = frozenset(
    {
        "Organisation",
        "Government",
        "StateForces",
        "Police",
        "IntelligenceService",
        "NonStateArmedGroup",
        "ProxyMilitia",
        "JihadistGroup",
        "RebelGroup",
        "InternationalOrganisation",
        "Peacekeepers",
        "Court",
        "Monitor",
        "HumanitarianOrganisation",
        "Coalition",
        "PoliticalParty",
        "MediaOrganisation",
        "Company",
        "AdministrativeAuthority",
        "UnidentifiedArmedGroup",
        "Country",
        "Person",
        "CivilianGroup",
        "CombatantGroup",
    }
)

_KG = "https://w3id.org/conflict-kg/ontology#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_REMEDY = "See ontology/register/README.md for the form of an entry"


@dataclass(slots=True)
class _Entry:
    """The statements about one subject, as they stand in the file."""

    path: Path
    kinds: list[str] = field(default_factory=list)
    pref: list[str] = field(default_factory=list)
    alt: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    country: list[str] = field(default_factory=list)
    branch: list[str] = field(default_factory=list)
    parent: list[str] = field(default_factory=list)
    backers: list[str] = field(default_factory=list)
    wikidata: list[str] = field(default_factory=list)


# Predicate -> (field of _Entry, whether its object is an IRI, how many it may have; None for any number).
_PREDICATES: dict[str, tuple[str, bool, int | None]] = {
    _RDF_TYPE: ("kinds", True, 1),
    _SKOS + "prefLabel": ("pref", False, 1),
    _SKOS + "altLabel": ("alt", False, None),
    _KG + "ambiguousName": ("ambiguous", False, None),
    _KG + "country": ("country", False, 1),
    _KG + "branch": ("branch", False, 1),
    _KG + "partOfActor": ("parent", True, 1),
    _KG + "memberOf": ("parent", True, 1),
    _KG + "backedBy": ("backers", True, None),
    _KG + "wikidataId": ("wikidata", False, 1),
}


def register_path() -> Path:
    """The register that ships with kg, a folder."""
    return resource_dir("ontology") / "register"


def load_register(path: Path | None = None, extend: Sequence[Path] = ()) -> tuple[RegisteredActor, ...]:
    """The entries of a register and of those that extend it, with the countries, in the order of their IRIs.

    A register is a Turtle file or a folder of them. `path` replaces the one that ships with kg. An entry of
    `extend` replaces one of the same IRI in those before it. A country is taken from the list of countries unless
    a register has an entry of its IRI. Raises DataError, with file, subject and remedy, for anything that is not a
    valid entry: an unknown property, kind, branch, country, parent or backer, a missing or second preferred name,
    one name claimed by two entries without `kg:ambiguousName`, one Wikidata item for two.
    """
    files = tuple(_files(register) for register in (path or register_path(), *extend))
    return _load(tuple(tuple((file, file.stat().st_mtime_ns) for file in register) for register in files))


def _files(path: Path) -> tuple[Path, ...]:
    found = tuple(sorted(path.glob("*.ttl"))) if path.is_dir() else (path,) if path.is_file() else ()
    if not found:
        remedy = "Give the path of a Turtle file, or of a folder with such files"
        raise DataError("there is no register here", where=str(path), remedy=remedy)
    return found


@lru_cache(maxsize=4)
def _load(registers: tuple[tuple[tuple[Path, int], ...], ...]) -> tuple[RegisteredActor, ...]:
    """Of each register its files, each with the time of its last change, so that a changed file is read again."""
    entries: dict[str, RegisteredActor] = {}
    places: dict[str, Path] = {}
    for register in registers:
        own: dict[str, Path] = {}
        for file, _ in register:
            for iri, entry in _read(file).items():
                if iri in own:
                    raise DataError(f"{own[iri]} has it too", where=f"{file}, <{iri}>", remedy="Make one entry of both")
                entries[iri] = _actor(iri, entry)
                own[iri] = places[iri] = file
    for country in _country_actors():
        entries.setdefault(country.iri, country)
    actors = tuple(entries[iri] for iri in sorted(entries))
    _check_references(actors, places)
    _check_claims(actors, places)
    return actors


def _read(path: Path) -> dict[str, _Entry]:
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    entries: dict[str, _Entry] = {}
    try:
        for subject, predicate, value, _ in parse(path=str(path), format=RdfFormat.TURTLE):
            if type(subject) is not NamedNode:
                raise DataError("an entry has no IRI", where=str(path), remedy=_REMEDY)
            iri = subject.value
            known = _PREDICATES.get(predicate.value)
            if known is None:
                raise DataError(f"unknown property <{predicate.value}>", where=f"{path}, <{iri}>", remedy=_REMEDY)
            name, is_iri, _ = known
            if type(value) is not (NamedNode if is_iri else Literal):
                message = f"the object of <{predicate.value}> must be {'an IRI' if is_iri else 'a literal'}"
                raise DataError(message, where=f"{path}, <{iri}>", remedy=_REMEDY)
            entry = entries.get(iri)
            if entry is None:
                entry = entries[iri] = _Entry(path)
            getattr(entry, name).append(value.value)  # pyright: ignore[reportAttributeAccessIssue]
    except SyntaxError as e:
        raise DataError(f"not Turtle: {e}", where=str(path), remedy="Mend the file at the place named") from e
    except OSError as e:
        remedy = "Give the path of a Turtle file"
        raise DataError("the register cannot be read", where=str(path), remedy=remedy) from e
    return entries


def _actor(iri: str, entry: _Entry) -> RegisteredActor:
    def refuse(message: str, remedy: str = _REMEDY) -> DataError:
        return DataError(message, where=f"{entry.path}, <{iri}>", remedy=remedy)

    for predicate, (name, _, most) in _PREDICATES.items():
        if most is not None and len(getattr(entry, name)) > most:
            raise refuse(f"more than {most} of {re.split('[#/]', predicate)[-1]}")
    if not entry.pref or not fold(entry.pref[0]):
        raise refuse("no preferred name", "Give it a skos:prefLabel")
    if not entry.kinds:
        raise refuse("no kind", "Give it a class of the ontology, for example kg:NonStateArmedGroup")
    kind = entry.kinds[0].removeprefix(_KG)
    if kind not in KINDS:
        raise refuse(f"unknown kind {kind}", f"Take one of {', '.join(sorted(KINDS))}")
    country = entry.country[0] if entry.country else None
    if country is not None and (len(country) != 2 or load_countries().by_code(country) is None):
        raise refuse(f"unknown country {country!r}", "Give its ISO 3166-1 alpha-2 code")
    branch = entry.branch[0] if entry.branch else None
    if branch is not None and branch not in load_branches().names:
        raise refuse(f"unknown branch {branch!r}", f"Take one of {', '.join(load_branches().names)}")
    if branch is not None and country is None:
        raise refuse("a branch without a country", "Give it a kg:country")
    wikidata = entry.wikidata[0] if entry.wikidata else None
    if wikidata is not None and not _WIKIDATA.fullmatch(wikidata):
        raise refuse(f"{wikidata!r} is no Wikidata item", "Give a Q and digits")
    pref = entry.pref[0]
    return RegisteredActor(
        iri=iri,
        name=pref,
        kind=kind,
        names=tuple(dict.fromkeys((pref, *sorted(entry.alt), *sorted(entry.ambiguous)))),
        ambiguous=tuple(sorted(set(entry.ambiguous))),
        country=country,
        parent=entry.parent[0] if entry.parent else None,
        backers=tuple(sorted(set(entry.backers))),
        wikidata=wikidata,
        branch=branch,
    )


def _country_actors() -> Iterable[RegisteredActor]:
    for country in load_countries().all:
        yield RegisteredActor(
            iri=ACTOR + slug(country.name),
            name=country.name,
            kind="Country",
            names=country.names,
            country=country.alpha2,
            wikidata=country.wikidata,
        )


def _check_references(actors: Sequence[RegisteredActor], places: dict[str, Path]) -> None:
    known = {actor.iri for actor in actors}
    for actor in actors:
        for role, target in (("parent", actor.parent), *(("backer", iri) for iri in actor.backers)):
            if target is not None and (target not in known or target == actor.iri):
                where = f"{places.get(actor.iri, 'countries')}, <{actor.iri}>"
                raise DataError(f"unknown {role} <{target}>", where=where, remedy="Register it or take it out")


def _check_claims(actors: Sequence[RegisteredActor], places: dict[str, Path]) -> None:
    """Each unambiguous name and each Wikidata item leads to one entry only.

    An acronym and a word that differ in case only ("AMAL", "Amal") are one name: the check uses keys.
    """
    owners: dict[str, RegisteredActor] = {}
    for actor in actors:
        ambiguous = set(actor.ambiguous)
        claims = [fold(name) for name in actor.names if name not in ambiguous]
        if actor.wikidata:
            claims.append(actor.wikidata)
        for claim in claims:
            owner = owners.setdefault(claim, actor)
            if owner is not actor:
                where = f"{places.get(actor.iri) or places.get(owner.iri)}, <{actor.iri}>"
                remedy = "Take it from one of them, or make it a kg:ambiguousName of both"
                raise DataError(f"{claim!r} is claimed by <{owner.iri}> too", where=where, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Branches:
    """Branches of states with what they are, and the branches that a word may stand for, likeliest first."""

    names: dict[str, str]
    words: dict[str, tuple[str, ...]]

    def of(self, word: str) -> tuple[str, ...]:
        """The branches that words such as "warplanes" or "the police" stand for; empty for any other word."""
        return self.words.get(fold(word), ())


@lru_cache(maxsize=1)
def load_branches() -> Branches:
    """The branches of `kg/data/branches.toml`. Raises DataError where the file is not what its header says."""
    try:
        data = tomllib.loads(BRANCHES_FILE.read_text(encoding="utf-8"))
        names: dict[str, str] = data["branches"]
        words: dict[str, tuple[str, ...]] = {}
        for table in data["words"]:
            for word in table["words"]:
                words.setdefault(fold(word), tuple(table["branches"]))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as e:
        raise DataError(f"no list of branches: {e!r}", where=str(BRANCHES_FILE), remedy="Install kg again") from e
    if unknown := {branch for branches in words.values() for branch in branches} - names.keys():
        where = str(BRANCHES_FILE)
        raise DataError(f"unknown branches {sorted(unknown)}", where=where, remedy="Describe them in [branches]")
    return Branches(names, words)


class RegisterIndex:
    """Finds the entries of a register by name, spelling forgiven; acronyms need their capitals.

    `country` in the look-ups is the ISO 3166-1 alpha-2 code of the country that the report is about, or that
    the words themselves tell.
    """

    def __init__(self, actors: Iterable[RegisteredActor]) -> None:
        self.actors = tuple(actors)
        self.by_iri = {actor.iri: actor for actor in self.actors}
        self._names: dict[str, list[tuple[str, RegisteredActor]]] = {}
        self._ambiguous: dict[str, list[tuple[str, RegisteredActor]]] = {}
        self._branches: dict[tuple[str, str], RegisteredActor] = {}
        for actor in self.actors:
            ambiguous = set(actor.ambiguous)
            for name in actor.names:
                index = self._ambiguous if name in ambiguous else self._names
                index.setdefault(fold(name), []).append((name, actor))
            if actor.branch and actor.country:
                self._branches.setdefault((actor.country, actor.branch), actor)

    @property
    def keys(self) -> frozenset[str]:
        """The folded keys of all names, ambiguous ones included."""
        return frozenset(self._names.keys() | self._ambiguous.keys())

    def named(self, surface: str) -> RegisteredActor | None:
        """The entry that words name beyond doubt; None where they name none, or only ambiguously."""
        return next((actor for name, actor in self._names.get(fold(surface), ()) if spelled_as(name, surface)), None)

    def candidates(self, surface: str) -> tuple[RegisteredActor, ...]:
        """All entries that words may name, the one they name beyond doubt first, then in the order of IRIs."""
        key = fold(surface)
        found = (*self._names.get(key, ()), *self._ambiguous.get(key, ()))
        return tuple({actor.iri: actor for name, actor in found if spelled_as(name, surface)}.values())

    def find(self, surface: str, countries: Sequence[str] = (), present: Iterable[str] = ()) -> RegisteredActor | None:
        """The one entry that words name in a report on `countries`, which names the entries `present` (IRIs).

        An ambiguous name leads to an entry that the report names otherwise, else to the one of the first country
        that has one, else to the only one that is in no country ("the Coalition" in Syria). A name beyond doubt
        needs no support, and gives way only to an entry of the report's countries that bears it as an ambiguous
        name where its own is elsewhere ("al-Shabab" in a report on Mozambique).
        None where several are left, or none.
        """
        certain = self.named(surface)
        if certain and (certain.country is None or certain.country in countries or not countries):
            return certain
        candidates = self.candidates(surface)
        there = set(present)
        supported = [actor for actor in candidates if actor.iri in there]
        if len(supported) == 1:
            return supported[0]
        for country in countries:
            local = [actor for actor in supported or candidates if actor.country == country]
            if local:
                return local[0] if len(local) == 1 else certain
        everywhere = [actor for actor in candidates if actor.country is None] if countries else []
        return everywhere[0] if certain is None and len(everywhere) == 1 else certain

    def organ(self, country: str, words: str) -> RegisteredActor | None:
        """The organ of a state that words such as "warplanes", "police" or "defence ministry" stand for.

        ("RU", "fighter jets") gives Russia's air force; where a state has no entry of the likeliest branch, the
        next one counts, and None where it has none at all.
        """
        for branch in load_branches().of(words):
            if found := self._branches.get((country, branch)):
                return found
        return None
