"""Runs the tests against `kg serve`, prints what fails, and writes `benchmarks/CONFORMANCE.md`."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urljoin

import httpx
import rdflib
from rdflib import Dataset, Graph

from benchmarks.conformance import answers, suite
from benchmarks.conformance.suite import Case, Data
from benchmarks.rows import ROOT

RESULTS = Path(__file__).parent.parent / "CONFORMANCE.md"
TOKEN = "for the conformance tests only"
DEFAULT = "http://test.example/default"
_FROM = re.compile(r"FROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)
_OUTWARD = re.compile(r"\b(?:LOAD|SERVICE)\b")


class Failed(Exception):
    """A test's answer is not what it expects."""


def main() -> None:
    """All tests of both parts."""
    rdflib.NORMALIZE_LITERALS = False
    suites = suite.fetch()
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as client:
        for part in suite.PARTS:
            for case in suite.cases(suites, part):
                counted = counts[part, _family(case)]
                why = _not_applicable(case)
                if why:
                    counted[why] += 1
                    continue
                try:
                    _run(client, case)
                except Failed as failure:
                    counted["failed"] += 1
                    failures.append(f"{part}, {case.group}: {case.name}: {failure}")
                    print(failures[-1], flush=True)
                else:
                    counted["passed"] += 1
    page = _page(counts, failures)
    print(page)
    RESULTS.write_text(page, encoding="utf-8")


def _family(case: Case) -> str:
    if case.group == "entailment":
        return "entailment regimes"
    if case.group in ("service", "syntax-fed"):
        return "federated query"
    if "Syntax" in case.kind:
        return "syntax of updates" if "Update" in case.kind or case.file.suffix == ".ru" else "syntax of queries"
    if case.kind == "UpdateEvaluationTest":
        return "updates"
    return "result formats" if case.group in ("csv-tsv-res", "json-res") else "queries"


def _not_applicable(case: Case) -> str | None:
    if not case.file.is_file():
        return "the file is missing in the suite"
    if case.group == "entailment":
        return "no entailment is offered"
    if not case.approved:
        return "not approved by the working group"
    if _OUTWARD.search(case.text):
        return "calls another server, which is not allowed by default"
    return None


def _run(client: httpx.Client, case: Case) -> None:
    """One test. Raises Failed."""
    if case.kind in ("PositiveSyntaxTest", "NegativeSyntaxTest") and case.file.suffix != ".ru":
        answer = _ask(client, case, "application/sparql-results+xml, text/turtle;q=0.9")
        _check_syntax(answer, case)
    elif "Syntax" in case.kind:
        _check_syntax(_change(client, case), case)
    elif case.kind == "UpdateEvaluationTest":
        _fill(client, case.data)
        answer = _change(client, case)
        if answer.status_code != 204:
            raise Failed(f"{answer.status_code} {answer.text[:200]}")
        _same_state(client, case)
    else:
        _evaluate(client, case)


def _check_syntax(answer: httpx.Response, case: Case) -> None:
    """Well-formed is also what is refused for a function or graph that is not there."""
    positive = case.kind.startswith("Positive")
    if (answer.is_success or "cannot be run" in answer.text) != positive or answer.is_server_error:
        raise Failed(f"{answer.status_code} for a {'right' if positive else 'wrong'} text: {answer.text[:200]}")


def _ask(client: httpx.Client, case: Case, accept: str, **parameters: list[str]) -> httpx.Response:
    text = f"BASE <{case.file.as_uri()}>\n{case.text}"
    return client.post("/sparql", data={"query": text, **parameters}, headers={"accept": accept})


def _change(client: httpx.Client, case: Case) -> httpx.Response:
    return client.post("/update", data={"update": f"BASE <{case.file.as_uri()}>\n{case.text}"})


def _evaluate(client: httpx.Client, case: Case) -> None:
    """A query over its data set. What is the default graph of a test is a named one here, as the protocol permits:
    the server's own default graph is the union of all.
    """
    clauses = [urljoin(case.file.as_uri(), iri) for iri in _FROM.findall(case.text)]
    data = list(case.data) or [Data(Path(iri.removeprefix("file://")), iri) for iri in dict.fromkeys(clauses)]
    _fill(client, [Data(one.file, one.graph or DEFAULT) for one in data])
    parameters: dict[str, list[str]] = {}
    if not clauses:
        parameters["default-graph-uri"] = [DEFAULT]
        parameters["named-graph-uri"] = [one.graph for one in data if one.graph]
    assert case.result is not None
    if case.result.suffix in (".csv", ".tsv"):
        _same_table(_ask(client, case, f"text/{_table(case.result)}", **parameters), case.result)
        return
    wanted = answers.expected(case.result)
    is_json = case.result.suffix == ".srj"
    accept = f"application/sparql-results+{'json' if is_json else 'xml'}, text/turtle;q=0.9"
    answer = _ask(client, case, accept, **parameters)
    if answer.status_code != 200:
        raise Failed(f"{answer.status_code} {answer.text[:200]}")
    if answer.headers["content-type"].startswith("text/turtle"):
        found = answers.as_values(Graph().parse(data=answer.content, format="turtle"))
    else:
        in_order = isinstance(wanted, Graph) and (None, answers.ORDER, None) in wanted
        found = answers.of_result(answer.content, "json" if is_json else "xml", ordered=in_order)
    if case.lax and isinstance(found, Graph) and isinstance(wanted, Graph):
        found, wanted = answers.distinct(found), answers.distinct(wanted)
    if not answers.equal(found, wanted):
        raise Failed("another answer")


def _table(file: Path) -> str:
    return "csv" if file.suffix == ".csv" else "tab-separated-values"


def _same_table(answer: httpx.Response, file: Path) -> None:
    if answer.status_code != 200:
        raise Failed(f"{answer.status_code} {answer.text[:200]}")
    if file.suffix == ".csv":
        same = answers.equal(answers.of_csv(answer.text), answers.of_csv(file.read_text(encoding="utf-8")))
    else:
        same = answers.equal(*(answers.of_tsv(text) for text in (answer.text, file.read_text(encoding="utf-8"))))
    if not same:
        raise Failed("another table")


def _fill(client: httpx.Client, data: list[Data] | tuple[Data, ...]) -> None:
    """Makes the files all that the store holds."""
    client.post("/update", data={"update": "DROP ALL"}).raise_for_status()
    for one in data:
        graph = Graph().parse(one.file, publicID=one.file.as_uri())
        where = {"graph": one.graph} if one.graph else {"default": ""}
        headers = {"content-type": "application/n-triples"}
        client.post("/store", params=where, content=graph.serialize(format="nt"), headers=headers).raise_for_status()


def _same_state(client: httpx.Client, case: Case) -> None:
    """Compares all graphs with those expected; empty ones may be there or not."""
    answer = client.get("/store", headers={"accept": "application/n-quads"})
    answer.raise_for_status()
    there = Dataset()
    there.parse(data=answer.text, format="nquads")
    found = {str(graph.identifier): answers.as_values(graph) for graph in there.graphs() if len(graph)}
    default = str(there.default_graph.identifier)
    wanted: dict[str, Graph] = {}
    for one in case.expected:
        graph = Graph().parse(one.file, publicID=one.file.as_uri())
        if len(graph):
            wanted[one.graph or default] = wanted.get(one.graph or default, Graph()) + answers.as_values(graph)
    if found.keys() != wanted.keys() or not all(answers.equal(found[name], wanted[name]) for name in wanted):
        raise Failed("another state of the store")


@contextmanager
def _served(folder: Path) -> Iterator[httpx.Client]:
    """`kg serve` of an empty store, with a write token."""
    import socket

    from kg.store import open_graph

    open_graph(folder / "store", writable=True).close()
    token = folder / "token"
    token.write_text(TOKEN, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(folder / "store"), "--port", port]
    server = subprocess.Popen([*command, "--write-token-file", str(token)], cwd=ROOT)
    try:
        headers = {"authorization": f"Bearer {TOKEN}"}
        anew = httpx.Limits(max_keepalive_connections=0)  # one kept open may be closed by either side at any time
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60, limits=anew) as client:
            _wait(client, server)
            yield client
    finally:
        server.terminate()
        server.wait(30)


def _wait(client: httpx.Client, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            client.get("/health").raise_for_status()
            return
        except httpx.HTTPError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise SystemExit("kg serve did not start")


def _page(counts: dict[tuple[str, str], Counter[str]], failures: list[str]) -> str:
    lines = [
        "# The W3C's SPARQL tests",
        "",
        "Written by `python -m benchmarks.conformance`, which runs each test over HTTP against `kg serve`; not to be",
        f"edited. pyoxigraph {version('pyoxigraph')}; the suite as it comes with {suite.SOURCE}. The protocol's own",
        "tests are prose there: our cases of it are `tests/serve/protocol.toml`. Numbers count as equal by value.",
        "",
        "| part | tests of | passed | failed | not run, and why |",
        "| --- | --- | ---: | ---: | --- |",
    ]
    for (part, family), counted in counts.items():
        others = "; ".join(f"{number}: {why}" for why, number in counted.items() if why not in ("passed", "failed"))
        lines.append(f"| {part} | {family} | {counted['passed']} | {counted['failed']} | {others} |")
    lines += ["", "## Failed", "", *(f"- {failure}" for failure in failures)] if failures else []
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
