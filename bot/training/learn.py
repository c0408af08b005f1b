"""Fit the network: seeded, in batches of like length, going on where it was stopped."""

import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import torch
from tokenizers import Tokenizer

from bot.training.disguise import vary
from bot.training.network import Network, loss_of
from bot.training.rows import LABELS, Row

SHARD = 64
"""Batches that are sorted by length together: long texts waste no time of short ones."""
HALF: bool = getattr(torch.cpu, "_is_avx512_bf16_supported", bool)()
"""Whether this processor multiplies numbers of 16 bits, which makes learning twice as fast; the
weights themselves are kept in 32. An older torch does not say.
"""
Step = Callable[[int, int, float], None]
"""Told after each step: which, of how many, and the loss of late."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit; the same recipe, rows and backbone give the same weights on the same machine."""

    epochs: float = 2.2
    rate: float = 2e-4
    """The highest learning rate, after the first twentieth; from there it falls to nothing."""
    batch: int = 48
    tokens: int = 64
    """A longer text is cut."""
    seed: int = 1
    every: int = 500
    """Steps between two checkpoints."""


def learn(
    network: Network,
    tokenizer: Tokenizer,
    rows: Sequence[Row],
    recipe: Recipe,
    checkpoint: Path,
    step: Step,
    made_of: str = "",
) -> None:
    """Fit the network to the rows; go on from the checkpoint when it is of the same run.

    `made_of` says what the network was before: the same rows, recipe and network are one run.
    """
    total = max(1, math.ceil(len(rows) * recipe.epochs / recipe.batch))
    fitted = [weights for weights in network.parameters() if weights.requires_grad]
    optimiser = torch.optim.AdamW(fitted, lr=recipe.rate, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda now: _pace(now, total))
    mark = f"{recipe} {made_of} {_digest(rows)}"
    done = _resume(checkpoint, mark, network, optimiser, schedule)
    network.train()
    late = 0.0
    batches = _batches(rows, tokenizer, recipe)
    for number, batch in enumerate(islice(batches, done, total), done + 1):
        torch.manual_seed(recipe.seed * 1_000_003 + number)
        ids, mask, targets = _tensors(batch, tokenizer, recipe, number)
        with torch.autocast("cpu", torch.bfloat16, enabled=HALF):
            logits = network(ids, mask)
        loss = loss_of(logits.float(), targets)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(fitted, 1.0)
        optimiser.step()
        schedule.step()
        late = loss.item() if number == done + 1 else 0.98 * late + 0.02 * loss.item()
        step(number, total, late)
        if number % recipe.every == 0:
            _keep(checkpoint, mark, number, network, optimiser, schedule)
    network.eval()


def _digest(rows: Sequence[Row]) -> str:
    """What tells these rows from others, in whatever they differ."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(
            f"{row.text}\0{row.lang}\0{sorted(row.labels.items())}\n".encode(errors="replace")
        )
    return digest.hexdigest()


def _pace(now: int, total: int) -> float:
    """The share of the highest rate: up over the first twentieth of the steps, then down to 0."""
    warm = max(1, total // 20)
    return (now + 1) / warm if now < warm else max(0.0, (total - now) / max(1, total - warm))


def _batches(rows: Sequence[Row], tokenizer: Tokenizer, recipe: Recipe) -> Iterator[list[Row]]:
    """Batches without end, each epoch in another order."""
    lengths = [len(found.ids) for found in tokenizer.encode_batch([row.text for row in rows])]
    size, epoch = recipe.batch, 0
    while True:
        rng = Random(f"{recipe.seed} {epoch}")  # noqa: S311 - chance that can be repeated
        order = rng.sample(range(len(rows)), len(rows))
        for begin in range(0, len(order), size * SHARD):
            shard = sorted(order[begin : begin + size * SHARD], key=lengths.__getitem__)
            batches = [shard[at : at + size] for at in range(0, len(shard), size)]
            for batch in rng.sample(batches, len(batches)):
                yield [rows[index] for index in batch]
        epoch += 1


def _tensors(
    batch: Sequence[Row], tokenizer: Tokenizer, recipe: Recipe, number: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    rng = Random(f"{recipe.seed} batch {number}")  # noqa: S311 - chance that can be repeated
    ids, mask = padded(tokenizer, [vary(row.text, rng) for row in batch], recipe.tokens)
    targets = [[row.labels.get(label, math.nan) for label in LABELS] for row in batch]
    return ids, mask, torch.tensor(targets)


def padded(
    tokenizer: Tokenizer, texts: Sequence[str], tokens: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask of these texts, [batch, tokens], the shorter ones padded with a masked token."""
    found = [_cut(encoded.ids, tokens) for encoded in tokenizer.encode_batch(list(texts))]
    width = max(map(len, found))
    ids = torch.tensor([some + [some[-1]] * (width - len(some)) for some in found])
    mask = torch.tensor([[1] * len(some) + [0] * (width - len(some)) for some in found])
    return ids, mask


def _cut(ids: list[int], tokens: int) -> list[int]:
    return ids if len(ids) <= tokens else [*ids[: tokens - 1], ids[-1]]


def _keep(path: Path, mark: str, number: int, *parts: Any) -> None:  # noqa: ANN401 - torch's own
    """Write the checkpoint beside itself first: a stop in the middle loses nothing."""
    fresh = path.with_suffix(".new")
    torch.save({"mark": mark, "step": number, "parts": [one.state_dict() for one in parts]}, fresh)
    fresh.replace(path)


def _resume(path: Path, mark: str, *parts: Any) -> int:  # noqa: ANN401 - torch's own
    """The steps done already; 0 when there is no checkpoint, or one of another recipe."""
    if not path.is_file():
        return 0
    kept = torch.load(path, weights_only=True)
    if kept["mark"] != mark:
        return 0
    for part, state in zip(parts, kept["parts"], strict=True):
        part.load_state_dict(state)
    return int(kept["step"])
