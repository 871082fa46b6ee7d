"""Makes the page that documents the ontology: `ontology.html`, by pyLODE, with the class diagram in it.

    python docs/ontology_page.py        writes docs/ontology.html and docs/ontology-classes.svg

What pyLODE leaves out or gets wrong is put right here: a term's anchor is its local name, so that
`https://w3id.org/conflict-kg/ontology#Airstrike` leads to its entry; individuals have a section; no anchor stands
twice. The page names its sources and their SHA-256, so that a test can tell when it is stale.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
from html import escape
from pathlib import Path

import class_diagram

from kg.graph.ontology import NAMESPACE, Ontology, ontology
from kg.resources import resource_dir

TARGET = Path(__file__).with_name("ontology.html")

_ENTRY = re.compile(r'<div class="property entity" id="([^"]+)">(.*?)<code>([^<]+)</code>', re.DOTALL)
_INDIVIDUALS = '<div class="section" id="namedindividuals">\n<h2>Named Individuals</h2>\n{entries}\n</div>\n'
_INDIVIDUAL = """<div class="property entity" id="{name}">
<h3>{label} <sup class="sup-ni" title="OWL Named Individual">ni</sup></h3>
<table>
<tr><th>IRI</th><td><code>{iri}</code></td></tr>
<tr><th>Description</th><td><p>{definition}</p></td></tr>
<tr><th>Example</th><td><pre>{example}</pre></td></tr>
<tr><th>Source</th><td>{sources}</td></tr>
<tr><th>Type</th><td><a href="#{type}">{type}</a> <sup class="sup-c" title="OWL/RDFS Class">c</sup></td></tr>
</table>
</div>"""
_DIAGRAM = """<div class="section" id="overview">
<h2>Overview of the Classes</h2>
<div style="overflow-x: auto">
{svg}</div>
</div>
"""
_CONTENTS = '<li>\n<h4>\n<a href="#{anchor}">{title}</a>\n</h4>\n<ul class="second">{items}</ul>\n</li>\n'


def stamp() -> str:
    """What the page is made from and with, as a comment for its head."""
    digest = hashlib.sha256((resource_dir("ontology") / "conflict.ttl").read_bytes()).hexdigest()
    version = importlib.metadata.version("pylode")
    return f"<!-- Made by docs/ontology_page.py with pyLODE {version} from conflict.ttl, SHA-256 {digest} -->"


def page() -> str:
    """The whole page."""
    from pylode.profiles.ontpub import OntPub

    terms = ontology()
    html = str(OntPub(ontology=str(resource_dir("ontology") / "conflict.ttl")).make_html())
    html = _with_local_names(html)
    html = _with_diagram(html, terms)
    html = _with_individuals(html, terms)
    head, _, rest = html.partition("<head>")
    return "\n".join(line.rstrip() for line in f"{head}<head>\n    {stamp()}{rest}".splitlines()) + "\n"


def _with_local_names(html: str) -> str:
    """Gives each term's first entry its local name as anchor, and leads links to it; a second entry gets a suffix."""
    names: dict[str, str] = {}
    seen: set[str] = set()

    def rename(entry: re.Match[str]) -> str:
        anchor, between, iri = entry.groups()
        local = iri.removeprefix(NAMESPACE)
        name = local if local != iri else f"{anchor}-elsewhere"
        names[anchor] = name
        own = f"{name}-again" if name in seen else name
        seen.add(name)
        return f'<div class="property entity" id="{own}">{between}<code>{iri}</code>'

    html = _ENTRY.sub(rename, html)
    return re.sub(r'href="#([^"]+)"', lambda link: f'href="#{names.get(link[1], link[1])}"', html)


def _with_diagram(html: str, terms: Ontology) -> str:
    svg = class_diagram.draw(terms).replace('href="ontology.html#', 'href="#')
    contents = _CONTENTS.format(anchor="overview", title="Overview of the Classes", items="")
    return _before(_before(html, '<div class="section" id="classes">', _DIAGRAM.format(svg=svg)),
                   r'<li>\s*<h4>\s*<a href="#classes">', contents)  # fmt: skip


def _with_individuals(html: str, terms: Ontology) -> str:
    found = [terms.term(name) for name in terms.of_kind("individual")]
    entries = "\n".join(
        _INDIVIDUAL.format(
            name=term.name,
            label=escape(term.label),
            iri=term.iri,
            definition=escape(term.definition),
            example=escape("\n".join(term.examples)),
            sources=escape("; ".join(term.sources)),
            type=next(parent for parent in term.parents if parent in terms.terms),
        )
        for term in found
    )
    links = "".join(f'\n<li><a href="#{term.name}">{escape(term.label)}</a></li>' for term in found)
    contents = _CONTENTS.format(anchor="namedindividuals", title="Named Individuals", items=links)
    html = _before(html, '<div class="section" id="annotationproperties">', _INDIVIDUALS.format(entries=entries))
    return _before(html, r'<li>\s*<h4>\s*<a href="#annotationproperties">', contents)


def _before(html: str, pattern: str, addition: str) -> str:
    """Puts `addition` before what matches; raises ValueError where pyLODE's page has no such place."""
    match = re.search(pattern, html)
    if match is None:
        raise ValueError(f"pyLODE's page has changed: nothing matches {pattern}")
    return html[: match.start()] + addition + html[match.start() :]


def main() -> None:
    """Writes the page and the diagram."""
    class_diagram.main()
    TARGET.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
