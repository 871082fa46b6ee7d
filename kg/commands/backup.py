"""`kg backup`: a copy of a store, also while it is built on and served."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="The new folder of the copy.")],
    store: Annotated[Path, typer.Option("--store", envvar="KG_GRAPH", metavar="DIR", help="The store's folder.")],
) -> None:
    """Copy a store's folder, while others read it and a build writes to it; the copy holds whole reports only.

    On the same disk it takes hardly any room: files that are never changed are shared.
    """
    from kg.store.snapshot import snapshot

    quads = snapshot(store, target)
    typer.echo(f"{quads:,} statements of {store} copied to {target}")
