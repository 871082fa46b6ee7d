"""The documentation tells of every command and option, and generated pages are fresh."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from kg.cli import app
from kg.commands.reference import reference

ROOT = Path(__file__).parent.parent
COMMANDS: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_readme_tells_of_the_command(name: str) -> None:
    assert re.search(rf"^\| `kg {name}\b", read("README.md"), re.MULTILINE)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_and_all_its_options_have_help(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert [one.name for one in command.params if not one.help] == []


def test_the_page_of_commands_is_fresh() -> None:
    assert read("docs/cli.md") == reference(), "run `make docs`"


@pytest.mark.parametrize("page", ["README.md", "examples/README.md"])
def test_files_that_a_page_links_to_exist(page: str) -> None:
    folder = (ROOT / page).parent
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", read(page))
    assert [link for link in links if not (folder / link).exists()] == []


def options(command: Any) -> set[str]:
    """The options of a command and of those below it."""
    own = {option for one in command.params for option in one.opts}
    return own.union(*(options(one) for one in getattr(command, "commands", {}).values()))


GUIDES = ["README.md", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", GUIDES)
def test_every_option_that_a_page_uses_exists(page: str) -> None:
    known = options(get_command(app)) | {"--help"}
    used = {match for line in re.findall(r"\bkg .*", read(page)) for match in re.findall(r"(?<!\w)--[a-z-]+", line)}
    assert used - known == set()


def test_the_makefile_has_the_commands_that_the_readme_names() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = set(
        re.findall(
            r"(?<=make )[a-z]+", " ".join(re.findall(r"`make [a-z]+`|^    make [a-z]+", read("README.md"), re.M))
        )
    )
    assert {"demo", "test"} <= named <= targets


def test_samples_are_listed_in_their_readme() -> None:
    told = read("examples/README.md")
    samples = [path for path in (ROOT / "examples").iterdir() if ".meta." not in path.name and path.name != "README.md"]
    assert [path.name for path in samples if f"`{path.name}`" not in told] == []
