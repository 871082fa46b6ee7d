"""SPARQL servers to test stores against, each a real process on loopback.

oxigraph   PyPI's `oxigraph` (a part of the extra `dev`): `oxigraph serve`
jena       Apache Jena, ARQ over TDB2, from Debian (`apt-get install libapache-jena-java default-jdk-headless`);
           as Debian has no Fuseki, `JenaServer.java` puts HTTP before it
kg         `kg serve` itself, over a store's folder, with a write token
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

TOKEN = "for the tests of stores"
_JARS = Path("/usr/share/java")
_OF_JENA = (
    "jena-", "thrift", "slf4j-api", "slf4j-nop", "commons-", "jsonld-java", "http", "jackson-", "guava", "protobuf",
)  # fmt: skip


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def process(command: list[str], address: str, log: Path, **environment: str) -> Iterator[str]:
    """A server's process; its address once it answers."""
    with log.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out, env={**os.environ, **environment})
        try:
            for _ in range(600):
                assert server.poll() is None, f"the server ended: {log.read_text()[:2000]}"
                try:
                    httpx.post(f"{address}/query", content="ASK {}", headers=_QUERY, timeout=5)
                    break
                except httpx.HTTPError:
                    time.sleep(0.05)
            yield address
        finally:
            server.terminate()
            server.wait(10)


_QUERY = {"content-type": "application/sparql-query"}


def oxigraph(folder: Path) -> Iterator[str]:
    program = Path(sys.executable).parent / "oxigraph"
    if not program.exists():
        pytest.skip("PyPI's package oxigraph is not installed")
    port = free_port()
    command = [str(program), "serve", "--bind", f"127.0.0.1:{port}", "--location", str(folder / "data")]
    with process(command, f"http://127.0.0.1:{port}", folder / "log") as address:
        yield address


def jena(folder: Path) -> Iterator[str]:
    java, core = shutil.which("java"), _JARS / "jena-core.jar"
    if java is None or not core.exists():
        pytest.skip("Debian's packages libapache-jena-java and default-jdk-headless are not installed")
    # Debian moved the classes of Jena's own Xerces without their messages: they are put where the classes look.
    with zipfile.ZipFile(core) as archive:
        for name in archive.namelist():
            if name.startswith("org/apache/jena/ext/xerces/") and name.endswith(".properties"):
                moved = folder / "messages" / name.removeprefix("org/apache/jena/ext/")
                moved.parent.mkdir(parents=True, exist_ok=True)
                moved.write_bytes(archive.read(name))
    jars = [str(jar) for jar in sorted(_JARS.glob("*.jar")) if jar.name.startswith(_OF_JENA) and not _numbered(jar)]
    port = free_port()
    (folder / "data").mkdir()
    command = [
        java, "-XX:TieredStopAtLevel=1", "-cp", ":".join([str(folder / "messages"), *jars]),
        str(Path(__file__).with_name("JenaServer.java")), str(port), str(folder / "data"),
    ]  # fmt: skip
    with process(command, f"http://127.0.0.1:{port}", folder / "log") as address:
        yield address


def _numbered(jar: Path) -> bool:
    return jar.stem[-1].isdigit() and "-" in jar.stem and jar.stem.rpartition("-")[2][0].isdigit()


def kg(folder: Path) -> Iterator[str]:
    from kg.store import open_graph

    open_graph(folder / "data", writable=True).close()
    port = free_port()
    serve = ["serve", "--store", str(folder / "data"), "--port", str(port), "--workers", "2"]
    command = [sys.executable, "-m", "kg.cli", *serve]
    with process(command, f"http://127.0.0.1:{port}", folder / "log", KG_WRITE_TOKEN=TOKEN) as address:
        yield address


ENGINES: dict[str, Callable[[Path], Iterator[str]]] = {"oxigraph": oxigraph, "jena": jena, "kg": kg}
