"""`kg evaluate`: how well reports are read, measured against gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    gold_dir: Annotated[Path, typer.Argument(help="Folder with NAME.txt and NAME.gold.json, or annotations.")],
    predictions: Annotated[
        Path | None, typer.Option(help="Score the records in this folder instead of building them.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List each miss and each false record.")] = False,
    pipeline: Annotated[str, typer.Option(help="rules or full.")] = "full",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score what is read from reports against gold: precision, recall and F1, by field."""
    pass
