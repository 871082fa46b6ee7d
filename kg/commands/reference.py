"""The page `docs/cli.md`, made from the commands themselves: `python -m kg.commands.reference > docs/cli.md`."""

from __future__ import annotations

import sys

import typer
from typer.main import get_command

HEAD = """# Commands

Written by `make docs` from the commands themselves; not to be edited.
"""


def reference() -> str:
    """The help of `kg` and of each command, in the order of `kg --help`, 100 columns wide."""
    from kg.cli import app

    group = get_command(app)
    parts = [HEAD, _section("kg", group, None)]
    context = _context(group, "kg", None)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        parts.append(_section(f"kg {name}", command, context))
    return "\n".join(parts)


def _section(title: str, command, parent: typer.Context | None) -> str:
    text = command.get_help(_context(command, title.rpartition(" ")[2], parent))
    lines = "\n".join(f"    {line}".rstrip() for line in text.splitlines())
    return f"## {title}\n\n{lines}\n"


def _context(command, name: str, parent: typer.Context | None):
    return command.context_class(
        command, info_name=name, parent=parent, terminal_width=100, max_content_width=100, **command.context_settings
    )


if __name__ == "__main__":
    sys.stdout.write(reference())
