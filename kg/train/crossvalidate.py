"""Cross-validation over documents of re3d: `python -m kg.train.crossvalidate --re3d DIR --base WHEEL --out DIR`.

Each fold trains anew, exports, and reads the documents it has not seen with `kg.extract.mention_model` itself, int8
arithmetic and all. Writes mentions.jsonl and relations.jsonl as re3d's scorer reads them. By `--by source`
a fold is a publisher, an estimate for publishers that nobody has trained on.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from kg.extract.mention_model import MentionEncoder
from kg.train.corpus import Annotated, read_re3d
from kg.train.recipe import recipe


def folds(documents: Sequence[Annotated], count: int) -> Iterator[list[Annotated]]:
    """`count` parts of the documents, in an order by chance that is always the same."""
    order = sorted(documents, key=lambda d: d.id)
    random.Random(7).shuffle(order)
    for number in range(count):
        yield order[number::count]


def publishers(documents: Sequence[Annotated], least: int = 2000) -> Iterator[list[Annotated]]:
    """The documents of each publisher that has at least `least` words; those of the others together."""
    sources: dict[str, list[Annotated]] = {}
    for document in documents:
        sources.setdefault(document.source, []).append(document)
    small: list[Annotated] = []
    for part in sources.values():
        if sum(len(d.text.split()) for d in part) >= least:
            yield part
        else:
            small.extend(part)
    if small:
        yield small


def main() -> None:
    """Reads the arguments, trains fold by fold, writes what was predicted."""
    parser = argparse.ArgumentParser(prog="python -m kg.train.crossvalidate", description=__doc__)
    parser.add_argument("--re3d", type=Path, required=True, help="folder of dstl/re3d")
    parser.add_argument("--base", type=Path, required=True, help="wheel or folder with all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="folder for mentions.jsonl and relations.jsonl")
    parser.add_argument("--by", choices=("document", "source"), default="document")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    documents = read_re3d(arguments.re3d)
    parts = list(publishers(documents) if arguments.by == "source" else folds(documents, arguments.folds))
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (
        recipe(arguments.base) as steps,
        (arguments.out / "mentions.jsonl").open("w", encoding="utf-8") as mentions,
        (arguments.out / "relations.jsonl").open("w", encoding="utf-8") as relations,
    ):
        for number, held_out in enumerate(parts, 1):
            print(f"fold {number}/{len(parts)}: {len(held_out)} documents held out", flush=True)
            away = {d.id for d in held_out}
            model = steps.train([d for d in documents if d.id not in away])
            with TemporaryDirectory() as folder:
                steps.export(model, Path(folder))
                readings = MentionEncoder(Path(folder)).read([d.text for d in held_out])
            for document, reading in zip(held_out, readings, strict=True):
                for m in reading.mentions:
                    row = {"document": document.id, "start": m.start, "end": m.end, "type": m.type, "score": m.score}
                    print(json.dumps(row), file=mentions, flush=True)
                for r in reading.relations:
                    source, target = ([s.start, s.end] for s in (r.source, r.target))
                    pair = {"document": document.id, "type": r.type, "source": source, "target": target}
                    print(json.dumps({**pair, "score": r.score}), file=relations, flush=True)


if __name__ == "__main__":
    main()
