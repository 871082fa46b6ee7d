"""The network: BERT's encoder (Devlin et al. 2019) with a label head and a pair head, in plain torch.

The weights of the base (MiniLM-L6-v2, Wang et al. 2020) are read from a safetensors file. BERT's token
types, unused here, give way to an embedding of the shapes of `kg.extract.wordpieces`.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.errors import DataError
from kg.extract.pair_scoring import DISTANCES
from kg.extract.wordpieces import SHAPES
from kg.train.corpus import RELATIONS, TYPES

LABELS = 1 + 2 * len(TYPES)


class Layer(nn.Module):
    """One block of BERT: attention and feed-forward, each with its residual and layer norm after it."""

    def __init__(self, size: int, heads: int, inner: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(size, size)
        self.key = nn.Linear(size, size)
        self.value = nn.Linear(size, size)
        self.out = nn.Linear(size, size)
        self.norm = nn.LayerNorm(size, eps=epsilon)
        self.up = nn.Linear(size, inner)
        self.down = nn.Linear(inner, size)
        self.last_norm = nn.LayerNorm(size, eps=epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """`x`: (batch, pieces, size); `mask`: (batch, 1, 1, pieces), 0 where there is a piece, else very low;
        None where there is a piece everywhere.
        """
        batch, pieces, size = x.shape

        def split(y: Tensor) -> Tensor:
            return y.reshape(batch, pieces, self.heads, size // self.heads).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if mask is None:
            weights = functional.softmax(query @ key.transpose(2, 3) / math.sqrt(size // self.heads), dim=-1)
            mixed = weights @ value
        else:
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask.to(query.dtype))
        mixed = mixed.transpose(1, 2).reshape(batch, pieces, size)
        x = self.norm(x + self.dropout(self.out(mixed)))
        return self.last_norm(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces to hidden states and label scores: what is exported."""

    def __init__(self, config: dict[str, float], dropout: float) -> None:
        super().__init__()
        size = int(config["hidden_size"])
        self.size = size
        self.words = nn.Embedding(int(config["vocab_size"]), size)
        self.positions = nn.Embedding(int(config["max_position_embeddings"]), size)
        self.shapes = nn.Embedding(SHAPES, size)
        self.norm = nn.LayerNorm(size, eps=config["layer_norm_eps"])
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(
                size,
                int(config["num_attention_heads"]),
                int(config["intermediate_size"]),
                config["layer_norm_eps"],
                dropout,
            )
            for _ in range(int(config["num_hidden_layers"]))
        )
        self.labels = nn.Linear(size, LABELS)

    def forward(self, ids: Tensor, shapes: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Label scores (batch, pieces, labels) and hidden states (batch, pieces, size) for integer inputs
        of shape (batch, pieces); `present` is 1 where there is a piece.
        """
        mask = (1.0 - present[:, None, None, :].to(torch.float32)) * -10000.0
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.positions(at)[None] + self.shapes(shapes))
        x = self.dropout(x)
        for layer in self.layers:
            x = layer(x, mask)
        return self.labels(x), x


class Pairs(nn.Module):
    """Two mentions of a sentence to their relation: a two-layer perceptron over what they are and what
    stands between them. `kg.extract.pair_scoring` computes the same with NumPy.
    """

    def __init__(self, size: int, width: int, dropout: float) -> None:
        super().__init__()
        self.source = nn.Linear(size, width)
        self.target = nn.Linear(size, width)
        self.between = nn.Linear(size, width)
        self.source_type = nn.Embedding(len(TYPES), width)
        self.target_type = nn.Embedding(len(TYPES), width)
        self.distance = nn.Embedding(2 * (len(DISTANCES) + 1), width)
        self.out = nn.Linear(2 * width, 1 + len(RELATIONS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, source: Tensor, target: Tensor, between: Tensor, types: Tensor, distance: Tensor) -> Tensor:
        """Scores (pairs, 1 + relations). `source`, `target`, `between`: (pairs, size) means of hidden states;
        `types`: (pairs, 2); `distance`: (pairs,) buckets.
        """
        a = self.source(self.dropout(source)) + self.source_type(types[:, 0])
        b = self.target(self.dropout(target)) + self.target_type(types[:, 1])
        added = functional.gelu(
            a + b + self.between(self.dropout(between)) + self.distance(distance), approximate="tanh"
        )
        return self.out(self.dropout(torch.cat([added, a * b], dim=-1)))


def load_base(folder: Path, dropout: float) -> Encoder:
    """An encoder with the weights of a BERT in `folder` (config.json, model.safetensors).

    Raises DataError where a file or a tensor is missing.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        tensors = _safetensors(folder / "model.safetensors")
    except OSError as error:
        raise DataError("has no base model", where=str(folder), remedy=str(error)) from error
    encoder = Encoder(config, dropout)
    state = {
        "words.weight": tensors["embeddings.word_embeddings.weight"],
        "positions.weight": tensors["embeddings.position_embeddings.weight"],
        "shapes.weight": tensors["embeddings.token_type_embeddings.weight"][:1].repeat(SHAPES, 1),
        "norm.weight": tensors["embeddings.LayerNorm.weight"],
        "norm.bias": tensors["embeddings.LayerNorm.bias"],
        "labels.weight": encoder.labels.weight,
        "labels.bias": encoder.labels.bias,
    }
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "last_norm": "output.LayerNorm",
    }
    for i in range(len(encoder.layers)):
        for own, theirs in parts.items():
            for kind in ("weight", "bias"):
                state[f"layers.{i}.{own}.{kind}"] = tensors[f"encoder.layer.{i}.{theirs}.{kind}"]
    encoder.load_state_dict(state)
    return encoder


def _safetensors(path: Path) -> dict[str, Tensor]:
    """The float32 tensors of a safetensors file: eight bytes of length, a JSON header, then the data."""
    raw = path.read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + length])
    tensors: dict[str, Tensor] = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            begin, end = (8 + length + x for x in entry["data_offsets"])
            flat = torch.frombuffer(bytearray(raw[begin:end]), dtype=torch.float32)
            tensors[name.removeprefix("bert.")] = flat.reshape(entry["shape"]).clone()
    return tensors
