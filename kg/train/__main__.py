"""Trains the mention encoder on all documents and writes its files: `python -m kg.train --re3d DIR --base WHEEL`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch

from kg.extract.mention_model import MODEL
from kg.train.corpus import read_re3d
from kg.train.recipe import recipe


def main() -> None:
    """Reads the arguments, trains, exports."""
    parser = argparse.ArgumentParser(prog="python -m kg.train", description=__doc__)
    parser.add_argument("--re3d", type=Path, required=True, help="folder of dstl/re3d")
    parser.add_argument("--base", type=Path, required=True, help="wheel or folder with all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, default=MODEL, help="where the model's files go")
    parser.add_argument("--threads", type=int, default=2, help="threads to train with")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    begun = time.monotonic()
    with recipe(arguments.base) as steps:
        model = steps.train(read_re3d(arguments.re3d), report=lambda line: print(line, flush=True))
        steps.export(model, arguments.out)
    for path in sorted(arguments.out.iterdir()):
        print(f"{path}: {path.stat().st_size:,} bytes")
    print(f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
