"""The page `docs/cli.md`, made from the commands themselves: `python -m kg.commands.reference > docs/cli.md`."""

from __future__ import annotations

import inspect
import sys
from typing import Any

from typer.main import get_command

_HEAD = """# Commands

Written by `make docs` from the commands themselves; not to be edited.
"""


def reference() -> str:
    """What `kg` and each command take, in the order of `kg --help`, as Markdown."""
    from kg.cli import app

    group: Any = get_command(app)
    sections = [_HEAD, _section("kg", group)]
    return "\n".join([*sections, *_sections("kg", group)])


def _sections(title: str, group: Any) -> list[str]:
    """The sections of a group's commands, those of groups among them behind their own."""
    sections = []
    for name, command in group.commands.items():
        sections.append(_section(f"{title} {name}", command))
        if hasattr(command, "commands"):
            sections += _sections(f"{title} {name}", command)
    return sections


def _section(title: str, command: Any) -> str:
    arguments = " ".join(one.metavar or one.name for one in command.params if one.param_type_name == "argument")
    behind = " COMMAND" if hasattr(command, "commands") else ""
    usage = f"    {title}{f' {arguments}' if arguments else ''} [OPTIONS]{behind}"
    if not command.params:
        return f"## {title}\n\n{inspect.cleandoc(command.help or '')}\n\n{usage}\n"
    rows = "".join(f"| `{_names(one)}` | {_told(one)} |\n" for one in command.params)
    told = inspect.cleandoc(command.help or "")
    return f"## {title}\n\n{told}\n\n{usage}\n\n| option | meaning |\n| --- | --- |\n{rows}"


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return _in_a_cell(parameter.metavar or parameter.name)
    names = ", ".join(sorted(parameter.opts, key=lambda name: (not name.startswith("--"), name)))
    return _in_a_cell(f"{names} {parameter.metavar}" if parameter.metavar else names)


def _told(parameter: Any) -> str:
    notes = [str(parameter.help or "")]
    if parameter.required and parameter.param_type_name == "option":
        notes.append("Required.")
    if getattr(parameter, "envvar", None):
        notes.append(f"Also taken from the variable `{parameter.envvar}`.")
    default = parameter.default
    if not callable(default) and isinstance(default, str | int) and not isinstance(default, bool):
        notes.append(f"By default {default}.")
    return _in_a_cell(" ".join(notes))


def _in_a_cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(reference())
