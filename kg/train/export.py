"""A trained model to the files that `kg.extract.mention_model` reads: ONNX with int8 weights, arrays, configuration.

Word embeddings are kept as int8 with a scale a row; the matrices of the layers are quantised by ONNX
Runtime with a scale a column, activations as they come (dynamic). Seven bits are used of the eight, so
that processors without VNNI do not saturate and all compute the same.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from kg.train.corpus import RELATIONS, SYMMETRIC, TYPES
from kg.train.fit import Model, Settings
from kg.train.network import Encoder, Pairs

OPSET = 17


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`outside_penalty` is taken off the score of "no mention"; relations need a score of `relation`."""

    outside_penalty: float = 0.0
    relation: float = 0.35


@dataclass(frozen=True, slots=True)
class Cutting:
    """Lists of words, in lower case: after `abbreviations` a point ends no sentence, and no mention begins or ends
    with one of `linking`.
    """

    abbreviations: tuple[str, ...]
    linking: tuple[str, ...]


class _Compact(nn.Module):
    """The encoder for one window, with int8 word embeddings and no mask. As means and the first layer of the pair
    head are linear, that layer is taken before the means, here, with all three matrices side by side.
    """

    def __init__(self, encoder: Encoder, pairs: Pairs, max_pieces: int) -> None:
        super().__init__()
        self.encoder = encoder
        matrices = [layer.weight.detach() for layer in (pairs.source, pairs.target, pairs.between)]
        self.shares = nn.Linear(encoder.size, 3 * len(matrices[0]), bias=False)
        self.shares.weight = nn.Parameter(torch.cat(matrices))
        weights = encoder.words.weight.detach()
        scale = weights.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127.0
        self.register_buffer("table", torch.round(weights / scale).to(torch.int8))
        self.register_buffer("scale", scale)
        self.register_buffer("positions", encoder.positions.weight.detach()[:max_pieces].clone())

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        encoder = self.encoder
        words = self.table[ids].to(torch.float32) * self.scale[ids]
        x = encoder.norm(words + self.positions[: ids.shape[1]][None] + encoder.shapes(shapes))
        for layer in encoder.layers:
            x = layer(x, None)
        return encoder.labels(x), self.shares(x)


def export(
    model: Model,
    base: Path,
    folder: Path,
    settings: Settings,
    cutting: Cutting,
    thresholds: Thresholds,
) -> None:
    """Writes model.onnx, relations.npz, tokenizer.json and config.json to `folder`, which is made if missing."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    compact = _Compact(model.encoder, model.pairs, settings.max_pieces).eval()
    example = torch.ones(1, 9, dtype=torch.long)
    with tempfile.TemporaryDirectory() as held, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        full = Path(held) / "full.onnx"
        torch.onnx.export(
            compact,
            (example, example),
            str(full),
            input_names=["ids", "shapes"],
            output_names=["labels", "shares"],
            dynamic_axes={name: {1: "pieces"} for name in ("ids", "shapes", "labels", "shares")},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            full,
            folder / "model.onnx",
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=_heads(full),
        )
    inside = {"source.weight", "target.weight", "between.weight"}
    arrays = {
        name: parameter.detach().numpy().astype(np.float16)
        for name, parameter in model.pairs.named_parameters()
        if name not in inside
    }
    np.savez_compressed(folder / "relations.npz", **arrays)
    _write_tokenizer(base, folder)
    config = {
        "types": list(TYPES),
        "relations": list(RELATIONS),
        "symmetric": sorted(SYMMETRIC),
        "max_pieces": settings.max_pieces,
        "outside_penalty": thresholds.outside_penalty,
        "relation_threshold": thresholds.relation,
        "abbreviations": list(cutting.abbreviations),
        "linking": list(cutting.linking),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def _heads(path: Path) -> list[str]:
    """The nodes of the heads, which stay in full precision."""
    import onnx

    graph = onnx.load(str(path)).graph
    return [
        node.name
        for node in graph.node
        if node.op_type == "MatMul" and ("labels" in node.name or "shares" in node.name)
    ]


def _write_tokenizer(base: Path, folder: Path) -> None:
    """The base's tokenizer without its padding and truncation."""
    from tokenizers import Tokenizer

    source, target = base / "tokenizer.json", folder / "tokenizer.json"
    shutil.copyfile(source, target)
    tokenizer = Tokenizer.from_file(str(target))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(target), pretty=False)
