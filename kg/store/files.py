"""RDF files as stores: read whole into memory, written whole, sorted, by way of a new file and a rename.

`.trig`, `.nq` and `.jsonld` keep the named graphs, and can be built on by a later build. `.ttl` and `.nt` hold
triples only: the names of the graphs are lost on writing (`kg:inReport` still tells the report). When read, all
stands in one graph (`iris.UNNAMED_GRAPH`); a build makes such a file anew instead of adding to it. Any of them may
end in `.gz` or `.zst`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from kg.errors import GraphError
from kg.graph import iris
from kg.graph.terms import PREFIXES, TYPE
from kg.store import compression
from kg.store.embedded import EmbeddedStore

FORMATS = {
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".jsonld": RdfFormat.JSON_LD,
}
# `actor:fajr-brigade` instead of the longer `id:actor\\/fajr-brigade`.
_PREFIXES = {
    **{name: iri for name, iri in PREFIXES.items() if name != "id"},
    **{name: f"{iris.ID}{name}/" for name in ("actor", "place", "report", "edge", "graph")},
}
KEEPS_GRAPHS = frozenset({".trig", ".nq", ".jsonld"})
_TYPE = f" {TYPE} ".encode()
_FIRST = b" \0 "


class FileStore(EmbeddedStore):
    """A graph in one RDF file: in memory while open, written back by `flush` and `close` where it was changed.

    A new file comes to be with the first change, or with `flush`.

    Raises GraphError where a reader's file is missing or any file is no RDF of its kind.
    """

    def __init__(self, path: str | Path, *, writable: bool = False) -> None:
        super().__init__(None)
        self._path = Path(path)
        self.source = str(path)
        self.writable = writable
        self._saved = True
        if self._path.exists():
            if not writable or suffix_of(self._path) in KEEPS_GRAPHS:
                self.oxigraph.bulk_extend(read_file(self._path))
        elif not writable:
            raise GraphError("there is no such file", where=self.source, remedy="Make it with `kg build`")
        else:
            _check_folder(self._path)

    def flush(self) -> None:
        """Writes the file, if there is none yet or something changed since it was read or written."""
        if self.writable and not (self._saved and self._path.exists()):
            _replace(self._path, _serialised(self._graphs(), suffix_of(self._path)))
            self._saved = True

    def _graphs(self) -> Iterator[tuple[str, bytes]]:
        names = sorted(self.oxigraph.named_graphs(), key=str)
        # The engine writes out a graph while those before it are sorted.
        ahead = ThreadPoolExecutor(1)
        try:
            yield from zip(map(str, names), ahead.map(self._triples, names), strict=True)
        finally:
            ahead.shutdown(cancel_futures=True)

    def _triples(self, graph: NamedNode | BlankNode | DefaultGraph) -> bytes:
        return self.oxigraph.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""

    def close(self) -> None:
        """Writes the file if something changed, and lets go of the memory."""
        if self._saved:
            self.writable = False
        super().close()

    def extend(self, quads: Iterable[Quad]) -> None:
        """Adds quads as they are."""
        self._saved = False
        super().extend(quads)

    def extend_lines(self, lines: bytes) -> None:
        """The same for quads that are at hand as N-Quads."""
        self._saved = False
        super().extend_lines(lines)

    def _write(self, update: str) -> None:
        super()._write(update)
        self._saved = False


def keeps_graphs(path: str | Path) -> bool:
    """Whether a file of this name keeps the names of graphs, so that a later build can add to it."""
    return suffix_of(Path(path)) in KEEPS_GRAPHS


def read_file(path: str | Path) -> list[Quad]:
    """The quads of an RDF file, of the kind that its suffix says; those of no named graph in `UNNAMED_GRAPH`.

    Raises GraphError with the place where the file is no such RDF, or cannot be read.
    """
    where = Path(path)
    try:
        data = compression.decompress(where.read_bytes(), where)
        return [_named(quad) for quad in pyoxigraph.parse(data, FORMATS[suffix_of(where)])]
    except SyntaxError as error:
        place = f"line {error.lineno}: " if error.lineno else ""
        raise GraphError(f"{place}not readable as {suffix_of(where)[1:]} ({error.msg})", where=str(path)) from error
    except (OSError, EOFError, ValueError) as error:
        raise GraphError(f"the file cannot be read ({error})", where=str(path)) from error


def _named(quad: Quad) -> Quad:
    if isinstance(quad.graph_name, NamedNode):
        return quad
    return Quad(quad.subject, quad.predicate, quad.object, NamedNode(iris.UNNAMED_GRAPH))


def write_file(path: str | Path, quads: Iterable[Quad]) -> None:
    """Writes quads sorted, with prefixes, so that the same quads are the same bytes.

    The file is replaced at one stroke when all is written. Raises GraphError where that cannot be done.
    """
    where = Path(path)
    _replace(where, serialise(quads, suffix_of(where)))


def _replace(where: Path, content: bytes) -> None:
    _check_folder(where)
    data = compression.compress(content, where)
    new = where.with_name(f".{where.name}.{secrets.token_hex(4)}.new")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(where)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise GraphError(f"the file cannot be written ({error.strerror or error})", where=str(where)) from error


def serialise(quads: Iterable[Quad], suffix: str) -> bytes:
    """Quads as the bytes of a file with this suffix (`.trig`, `.ttl` …): sorted by graph, subject, type first."""
    graphs: dict[str, list[Triple]] = {}
    for quad in dict.fromkeys(quads):
        graphs.setdefault(str(quad.graph_name), []).append(quad.triple)
    return _serialised(
        (
            (name, pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
            for name, triples in sorted(graphs.items())
        ),
        suffix,
    )


def _serialised(graphs: Iterable[tuple[str, bytes]], suffix: str) -> bytes:
    """The same for graphs that are at hand as lines: each one's name (`<…>`) and its triples as N-Triples.

    They come in the order of their names, with no triple twice in one of them.
    """
    if suffix in KEEPS_GRAPHS:
        plain = RdfFormat.N_QUADS
        lines = b"".join(_sorted(_lines(triples), f" {name} .\n") for name, triples in graphs)
    else:
        plain = RdfFormat.N_TRIPLES
        lines = _sorted({line for _, triples in graphs for line in _lines(triples)}, " .\n")
    if FORMATS[suffix] == plain:
        return lines
    prefixes = _PREFIXES if suffix in (".trig", ".ttl") else None
    statements = pyoxigraph.parse(lines, format=plain, lenient=True)
    data = pyoxigraph.serialize(statements, format=FORMATS[suffix], prefixes=prefixes) or b""
    return _declarations_sorted(data) if prefixes else data


def _lines(triples: bytes) -> list[str]:
    """The lines of N-Triples, less what ends them. Their bytes are taken for characters, which sort much faster."""
    # A zero, which no line holds, comes before all else.
    return triples.replace(_TYPE, _FIRST).decode("latin-1").split(" .\n")[:-1]


def _sorted(lines: Iterable[str], end: str) -> bytes:
    """Lines sorted by subject, predicate (type first) and object, with another end of line."""
    # Sorting whole lines is many times as fast as sorting terms.
    ordered = end.encode().decode("latin-1").join([*sorted(lines), ""])
    return ordered.encode("latin-1").replace(_FIRST, _TYPE)


def _declarations_sorted(data: bytes) -> bytes:
    """The same with its prefixes in alphabetical order: the engine declares them in any."""
    lines = data.split(b"\n", len(_PREFIXES))
    head = [line for line in lines if line.startswith(b"@prefix ")]
    return b"\n".join(sorted(head) + lines[len(head) :])


def suffix_of(path: Path) -> str:
    """What tells the kind of an RDF file (`.trig`, `.nq` …), compressed or not. Raises GraphError where it is none."""
    suffix = Path(compression.uncompressed_name(path)).suffix
    if suffix not in FORMATS:
        raise GraphError(
            "not a kind of RDF file that kg knows",
            where=str(path),
            remedy=f"Use one of {', '.join(FORMATS)} (.gz, .zst)",
        )
    return suffix


def _check_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise GraphError("its folder does not exist", where=str(path), remedy=f"Make {path.parent} first")
