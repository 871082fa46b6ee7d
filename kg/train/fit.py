"""The training loop: mentions and relations learnt together, with one seed and no early stopping."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from kg.extract.pair_scoring import bucket
from kg.extract.tagging import WordSpan
from kg.extract.wordpieces import WindowCutter
from kg.train.corpus import Annotated
from kg.train.examples import Example, examples_of
from kg.train.network import Encoder, Pairs, load_base

_HALF = any(torch.cpu.get_capabilities().get(name) for name in ("avx512_bf16", "amx_bf16"))
"""Whether the processor multiplies 16-bit numbers itself. Where it does not, they are some fifty times slower."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the training can be told. Rates are per step of AdamW (Loshchilov & Hutter 2019), `batch` is in pieces."""

    seed: int = 20161
    epochs: int = 14
    batch: int = 1024
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.85
    warm_up: float = 0.1
    weight_decay: float = 0.01
    dropout: float = 0.1
    pair_width: int = 128
    pair_weight: float = 0.5
    pair_dropout: float = 0.3
    averaging: float = 0.98
    max_pieces: int = 128


@dataclass(frozen=True, slots=True)
class Model:
    """A trained encoder with its pair head, in evaluation mode."""

    encoder: Encoder
    pairs: Pairs


Change = Callable[[Annotated, random.Random], Annotated]


def fit(
    documents: Sequence[Annotated],
    cutters: Sequence[WindowCutter],
    base: Path,
    settings: Settings,
    *,
    change: Change | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> Model:
    """Trains on `documents`, each cut in every epoch by one of `cutters`, drawn by chance.

    `change`, where given, alters each document anew in every epoch.

    The weights that come back are a running mean (Polyak & Juditsky 1992) of those of the last steps.
    """
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)
    encoder = load_base(base, settings.dropout)
    pairs = Pairs(encoder.size, settings.pair_width, settings.pair_dropout)
    encoder.words.weight.requires_grad_(False)
    encoder.positions.weight.requires_grad_(False)
    optimiser = torch.optim.AdamW(_groups(encoder, pairs, settings), fused=True)
    plain = [e for d in documents for e in examples_of(d, cutters[0])]
    steps = settings.epochs * len(_batches(plain, settings.batch, random.Random(settings.seed)))
    averaged = (copy.deepcopy(encoder), copy.deepcopy(pairs))
    learning = [p for module in (encoder, pairs) for p in module.parameters() if p.requires_grad]
    means = [p for module in averaged for p in module.parameters() if p.requires_grad]
    step = 0
    for epoch in range(settings.epochs):
        changed = (document if change is None else change(document, chance) for document in documents)
        examples = [e for d in changed for e in examples_of(d, chance.choice(cutters))]
        encoder.train()
        pairs.train()
        losses: list[float] = []
        for batch in _batches(examples, settings.batch, chance):
            factor = _schedule(step, steps, settings.warm_up)
            for group in optimiser.param_groups:
                group["lr"] = group["full"] * factor
            loss = _loss(encoder, pairs, batch, settings.pair_weight)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimiser.step()
            step += 1
            keep = min(settings.averaging, step / (step + 10))
            with torch.no_grad():
                torch._foreach_lerp_(means, learning, 1 - keep)
            losses.append(float(loss.detach()))
        report(f"epoch {epoch + 1}/{settings.epochs}: loss {np.mean(losses):.4f}")
    for module in averaged:
        module.eval()
    return Model(*averaged)


def _groups(encoder: Encoder, pairs: Pairs, settings: Settings) -> list[dict[str, object]]:
    """Lower layers learn slower by `layer_decay` a layer; norms and biases do not decay."""
    count = len(encoder.layers)
    groups: dict[tuple[float, float], list[Tensor]] = {}
    named = [*encoder.named_parameters(), *((f"pairs.{n}", p) for n, p in pairs.named_parameters())]
    for name, parameter in named:
        if not parameter.requires_grad:
            continue
        if name.startswith("layers."):
            rate = settings.rate * settings.layer_decay ** (count - 1 - int(name.split(".")[1]))
        elif name.startswith(("labels.", "pairs.", "shapes.")):
            rate = settings.head_rate
        else:
            rate = settings.rate * settings.layer_decay**count
        decay = 0.0 if parameter.ndim < 2 else settings.weight_decay
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": p, "lr": r, "full": r, "weight_decay": d} for (r, d), p in groups.items()]


def _schedule(step: int, steps: int, warm_up: float) -> float:
    first = max(1, int(steps * warm_up))
    return (step + 1) / first if step < first else max(0.02, (steps - step) / max(1, steps - first))


def _batches(examples: list[Example], pieces: int, chance: random.Random) -> list[list[Example]]:
    """Batches of windows of like length, of at most `pieces` with their padding, in an order by chance."""
    batches: list[list[Example]] = [[]]
    for example in sorted(examples, key=lambda e: len(e.window.ids) + chance.random() * 24):
        longest = max([len(e.window.ids) for e in batches[-1]] + [len(example.window.ids)])
        if batches[-1] and longest * (len(batches[-1]) + 1) > pieces:
            batches.append([])
        batches[-1].append(example)
    chance.shuffle(batches)
    return batches


def tensors_of(examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, shapes and presence of a batch, padded with zeros."""
    longest = max(len(e.window.ids) for e in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    shapes, present = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, example in enumerate(examples):
        length = len(example.window.ids)
        ids[row, :length] = torch.tensor(example.window.ids)
        shapes[row, :length] = torch.tensor(example.window.shapes)
        present[row, :length] = 1
    return ids, shapes, present


def pair_inputs(
    hidden: Tensor, example: Example, mentions: Sequence[WordSpan], pairs: Sequence[tuple[int, int]]
) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """What `Pairs` reads for `pairs` of `mentions` of one window with the hidden states (pieces, size)."""
    first = [*example.window.first, len(example.window.ids) - 1]
    sums = torch.cat([torch.zeros(1, hidden.shape[1]), hidden.cumsum(0)])

    def means(spans: list[tuple[int, int]]) -> Tensor:
        """Over the pieces of the words of each span; zero where it is empty."""
        begin = torch.tensor([first[a] for a, _ in spans])
        end = torch.tensor([first[max(a, b)] for a, b in spans])
        return (sums.index_select(0, end) - sums.index_select(0, begin)) / (end - begin).clamp(min=1)[:, None]

    of_mentions = means([(m.start, m.end) for m in mentions])
    gaps = [(min(mentions[i].end, mentions[j].end), max(mentions[i].start, mentions[j].start)) for i, j in pairs]
    buckets = [
        bucket(right - left, mentions[i].start < mentions[j].start)
        for (i, j), (left, right) in zip(pairs, gaps, strict=True)
    ]
    return (
        of_mentions[torch.tensor([i for i, _ in pairs])],
        of_mentions[torch.tensor([j for _, j in pairs])],
        means(gaps),
        torch.tensor([(mentions[i].type, mentions[j].type) for i, j in pairs]),
        torch.tensor(buckets),
    )


def _loss(encoder: Encoder, pairs: Pairs, batch: list[Example], pair_weight: float) -> Tensor:
    ids, shapes, present = tensors_of(batch)
    with torch.autocast("cpu", torch.bfloat16, enabled=_HALF):
        scores, hidden = encoder(ids, shapes, present)
    scores, hidden = scores.float(), hidden.float()
    gold = torch.full(ids.shape, -100)
    for row, example in enumerate(batch):
        gold[row, torch.tensor(example.window.first)] = torch.tensor(example.labels)
    loss = functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=-100)
    if pair_weight:
        inputs, wanted = [], []
        for row, example in enumerate(batch):
            if example.pairs:
                inputs.append(
                    pair_inputs(hidden[row], example, example.mentions, [(i, j) for i, j, _ in example.pairs])
                )
                wanted.extend(label for _, _, label in example.pairs)
        if wanted:
            joined = [torch.cat(parts) for parts in zip(*inputs, strict=True)]
            loss = loss + pair_weight * functional.cross_entropy(pairs(*joined), torch.tensor(wanted))
    return loss
