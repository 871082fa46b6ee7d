"""Puts pages of the repository that lie outside `docs/` into the site, where links to them lead. A hook of MkDocs.

A page such as `CHANGELOG.md` stays where people look for it in a checkout, and links between files stay those that work
there; in the site, a link to one of these files leads to its page.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent

#: Path in the repository -> path in the site's sources.
PAGES = {
    "CHANGELOG.md": "changelog.md",
    "benchmarks/RESULTS.md": "results.md",
    "examples/README.md": "examples.md",
    "kg/extract/models/mentions/README.md": "mention-component.md",
    "ontology/register/README.md": "register.md",
    **{
        f"notebooks/{path.name}": f"notebooks/{path.name}" for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
    },
}
_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#|/)([^)\s#]+)")


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Adds the pages to those of `docs/`."""
    for source, target in PAGES.items():
        files.append(File.generated(config, target, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turns links to files of the repository into links to their pages."""
    in_site = {f"docs/{one}": one for one in files.src_uris} | PAGES
    stands_at = {target: source for source, target in PAGES.items()}.get(page.file.src_uri, f"docs/{page.file.src_uri}")

    def rewritten(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(stands_at), link[1]))
        if target not in in_site:
            return link[1]
        return posixpath.relpath(in_site[target], posixpath.dirname(page.file.src_uri) or ".")

    return _LINK.sub(rewritten, markdown)
