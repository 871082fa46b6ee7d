"""The notebooks run from top to bottom, and show what they gave when they were written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager, start_new_kernel
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


#: A folder of the machine that a notebook was run on.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:root|home|work|tmp|usr|private|var|Users)/[\w.-]|[A-Z]:\\\\Users")


def shown(notebook: nbformat.NotebookNode) -> list[bool]:
    """Of each code cell whether it shows something; kg's own note on stderr (a gazetteer being built) is nothing."""
    return [
        any(not (output.output_type == "stream" and output.name == "stderr") for output in cell.outputs)
        for cell in code_cells(notebook)
    ]


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks() -> None:
    assert [path.name for path in PATHS] == [
        "01-from-a-report-to-a-graph.ipynb",
        "02-questions-in-sparql.ipynb",
        "03-the-actor-network.ipynb",
        "04-linking-to-gazetteers.ipynb",
        "05-figures-that-disagree.ipynb",
        "06-your-own-terms-patterns-and-register.ipynb",
    ]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_is_valid_and_bears_its_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert sum(bool(cell.outputs) for cell in cells) > len(cells) / 2
    kinds = {output.output_type for cell in cells for output in cell.outputs}
    assert "error" not in kinds
    assert not [o for cell in cells for o in cell.outputs if o.output_type == "stream" and o.name == "stderr"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_outputs_name_no_folder_of_the_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert MACHINE_PATH.findall(text) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_what_a_notebook_shows_loads_nothing_from_elsewhere(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    pages = [
        html.unescape(output.data.get("text/html", ""))
        for cell in code_cells(notebook)
        for output in cell.outputs
        if "data" in output
    ]
    tags = r"""<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)\s*=\s*["']?(?:https?:)?//[^\s"'>]*"""
    styles = r"""@import[^;]*|url\(\s*["']?https?:[^)]*"""
    assert [match for page in pages for match in re.findall(f"{tags}|{styles}", page)] == []


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """A kernel for one notebook after the other: what they import is loaded once."""
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(NOTEBOOKS))
    client.stop_channels()
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_cell_of_a_notebook_raises(path: Path, kernel: KernelManager) -> None:
    notebook = nbformat.read(path, as_version=4)
    before = shown(notebook)
    # No name is left from the notebook before.
    notebook.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
    NotebookClient(notebook, km=kernel, timeout=300).execute()
    del notebook.cells[0]
    assert shown(notebook) == before
    # What a notebook asserts of the sample reports is written as a last line that is True.
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if output.output_type == "execute_result":
                assert output.data.get("text/plain") != "False", cell.source
