"""The network of actors as one HTML page that needs no network.

pyvis turns the drawn network into what vis-network takes and fills the page's own template, in which vis-network
stands inline. What the page says of each actor and tie is embedded as JSON. Nothing that a report says is ever part of
a script: the template escapes it, the page's program sets it as text, and its Content-Security-Policy admits only the
page's own scripts, by their hashes, and no connection at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import textwrap
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import DataError, GraphError
from kg.graph.network import edge_sources, network
from kg.query.source import Queryable, as_queryable
from kg.view.content import page_content
from kg.view.layout import positions
from kg.view.selection import Selection, select
from kg.view.style import ASSETS, Style, style

if TYPE_CHECKING:
    import networkx

DEFAULT_LIMIT = 1000
DEFAULT_TITLE = "Network of actors"

_SCRIPTS = ("model.js", "panel.js", "network.js")
_LABEL_LINES = (17, 3)  # characters of a line, and lines
_NODE_SIZE = (9.0, 26.0)  # radius in pixels of the lightest and of the heaviest actor
_EDGE_WIDTH = (1.2, 6.0)
# As in script data of HTML: none of these may stand in JSON that a page embeds.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """A page that was written: where, how much the graph holds and the page draws, and whether it folds actors.

    `counts` has `actors` and `ties` of the graph, `nodes` and `edges` as drawn, `statements` (events and relations)
    and `reports` that can be read on the page.
    """

    path: Path
    counts: dict[str, int]
    aggregated: bool


def write_network_page(
    graph: Queryable, path: str | Path, *, title: str | None = None, limit: int = DEFAULT_LIMIT
) -> NetworkPage:
    """Writes the network of a graph's actors as one HTML file, UTF-8.

    `graph` is a store, or anything that `kg.query.source.as_queryable` takes. More than `limit` actors are not drawn
    one by one: those with the most statements are, the others are folded into a node for each kind, and the page says
    so. Raises GraphError where the graph cannot be read, the page cannot be written, or `limit` is below 1.
    """
    if limit < 1:
        raise GraphError(f"a page cannot draw {limit} actors", remedy="Set the limit to 1 or more")
    source = as_queryable(graph)
    known = network(source.query)
    looks = style()
    selection = select(known, edge_sources(source.query), looks, limit)
    content = page_content(source, selection, looks)
    counts = {
        "actors": known.number_of_nodes(),
        "ties": known.number_of_edges(),
        "nodes": selection.network.number_of_nodes(),
        "edges": selection.network.number_of_edges(),
        "statements": len(content["statements"]),
        "reports": len(content["reports"]),
    }
    content |= {"counts": counts, "folded": selection.folded, "hidden": selection.hidden}
    page = _rendered(selection, looks, content, title or DEFAULT_TITLE)
    return NetworkPage(_written(page, Path(path)), counts, selection.folded > 0)


def embedded_json(data: Any) -> str:
    """JSON that may stand in a `<script type="application/json">`: no `<`, `>`, `&`, nor U+2028 and U+2029, is left."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)


def _rendered(selection: Selection, looks: Style, content: dict[str, Any], title: str) -> str:
    """The page: pyvis with our template, whose scripts are named in the policy by their hashes."""
    import pyvis
    from pyvis.network import Network

    drawing = Network(height="100%", width="100%", directed=True, cdn_resources="in_line", heading=title)
    drawing.from_nx(_drawn(selection, looks))
    drawing.toggle_physics(False)
    drawing.set_template_dir(str(ASSETS), "network.html")
    library = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    scripts = [_asset(library), *(_asset(ASSETS / name) for name in _SCRIPTS)]
    stylesheet = _asset(ASSETS / "network.css")
    environment = drawing.templateEnv
    environment.filters["embedded"] = embedded_json
    environment.globals.update(
        content=content, scripts=scripts, stylesheet=stylesheet, policy=_policy(scripts, stylesheet)
    )
    return drawing.generate_html()


def _policy(scripts: list[str], stylesheet: str) -> str:
    """Content-Security-Policy, level 3: https://www.w3.org/TR/CSP3/#framework-directive-source-list."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(stylesheet)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(path: Path) -> str:
    """A file that goes into the page as it is. Raises DataError where it is missing or would end its own element."""
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n").strip()
    except OSError as error:
        raise DataError("a part of the page is missing", where=str(path), remedy="Install kg again") from error
    if "</script" in text.lower() or "</style" in text.lower():
        raise DataError("it would end the element that it stands in", where=str(path))
    return text


def _drawn(selection: Selection, looks: Style) -> networkx.MultiDiGraph:
    """The network as vis-network draws it: nodes and edges numbered in the order of the page's content."""
    import networkx as nx

    known = selection.network
    at = positions(known)
    number = {node: index for index, node in enumerate(known)}
    heaviest = max((attributes["events"] for _, attributes in known.nodes(data=True)), default=0)
    most = max((attributes["events"] for *_, attributes in known.edges(data=True)), default=1)
    drawn = nx.MultiDiGraph()
    for node, attributes in known.nodes(data=True):
        kind = looks.kind(attributes["kind"])
        members = attributes.get("members")
        drawn.add_node(
            number[node],
            label=_short(f"{len(members):,} others: {kind.label}" if members else attributes["label"]),
            shape=kind.shape,
            size=_NODE_SIZE[1] if members else _scaled(attributes["events"], heaviest, _NODE_SIZE),
            x=at[node][0],
            y=at[node][1],
        )
    bends = _bends(known)
    for index, (subject, object_, attributes) in enumerate(known.edges(data=True)):
        relation = looks.relation(attributes["relation"])
        drawn.add_edge(
            number[subject], number[object_], index,
            id=index,
            weight=_scaled(attributes["events"], most, _EDGE_WIDTH),
            dashes=list(relation.dash) or False,
            arrows="" if relation.mutual else "to",
            smooth=bends[index],
        )  # fmt: skip
    return drawn


def _scaled(count: int, most: int, bounds: tuple[float, float]) -> float:
    """A size whose square grows with the count, so that area shows weight."""
    low, high = bounds
    return round(low + (high - low) * math.sqrt(count / most), 2) if most else low


def _bends(known: networkx.MultiDiGraph) -> list[dict[str, Any] | bool]:
    """How much each edge is bent, so that several between the same two actors do not cover one another."""
    between = Counter(frozenset((subject, object_)) for subject, object_ in known.edges())
    seen: Counter[frozenset[str]] = Counter()
    bends: list[dict[str, Any] | bool] = []
    for subject, object_ in known.edges():
        pair = frozenset((subject, object_))
        nth = seen[pair]
        seen[pair] += 1
        if between[pair] == 1:
            bends.append(False)
            continue
        forth = (nth % 2 == 0) == (subject < object_)
        kind = "curvedCW" if forth else "curvedCCW"
        bends.append({"enabled": True, "type": kind, "roundness": 0.14 * (nth // 2 + 1)})
    return bends


def _short(label: str) -> str:
    """A name in a few short lines, so that it stays near its sign."""
    width, lines = _LABEL_LINES
    return "\n".join(textwrap.wrap(label, width, max_lines=lines, placeholder=" …"))


def _written(page: str, path: Path) -> Path:
    """Writes the page in one step. Raises GraphError where that fails."""
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(page, encoding="utf-8", newline="\n")
        partial.replace(path)
    except OSError as error:
        if partial.is_file():
            partial.unlink()
        reason = error.strerror or str(error)
        raise GraphError(f"cannot be written ({reason})", where=str(path), remedy="Choose another place") from error
    return path
