"""The whole way, step by step: rows, backbone, learning, calibration, files."""

import json
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.errors import ConfigError
from bot.training import backbone, export, report
from bot.training.learn import Recipe, Step, learn
from bot.training.mixture import Mixture, mix
from bot.training.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKPOINT = "checkpoint.pt"
WHOLE = "model.float32.onnx"
QUIET_S = 60
"""Seconds between two lines of progress where there is no terminal."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    data: tuple[Path, ...]
    out: Path
    backbone: str
    name: str
    layers: int
    pieces: int
    epochs: float
    seed: int
    sample: int | None
    detoxify: bool


def make(options: Options) -> dict[str, Any]:
    """Make a model in `options.out`; the content of its card.

    Raises `ConfigError`, naming it, for data, a backbone or a folder that cannot be used.
    """
    out = _folder(options.out)
    mixture = mix(options.data, options.seed, options.sample)
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    base, tokenizer = backbone.load(options.backbone, options.layers, options.pieces)
    network = Network(base)
    recipe = Recipe(epochs=options.epochs, seed=options.seed)
    with _learning() as step:
        made_of = f"{options.backbone} {options.layers} {options.pieces}"
        learn(network, tokenizer, mixture.training, recipe, out / CHECKPOINT, step, made_of)
    backbone.save(tokenizer, out / "tokenizer.json")
    export.to_onnx(network, out / "model.onnx")
    export.to_onnx(network, out / WHOLE, whole=True)
    made = report.Made(
        options.name, options.backbone, _told(recipe, mixture), len(base.encoder.layer)
    )
    content = report.card(out, mixture, made, out / WHOLE)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (out / "model.json").write_text(f"{text}\n", encoding="utf-8")
    if options.detoxify:
        export.to_detoxify(network, tokenizer, out / "detoxify")
    (out / CHECKPOINT).unlink(missing_ok=True)
    return content


def _folder(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"--out {out}: {error.strerror}") from None
    return out


def _told(recipe: Recipe, mixture: Mixture) -> str:
    """The recipe in a line of the card."""
    return (
        f"{len(mixture.training):,} rows an epoch, {recipe.epochs:g} epochs, batches of "
        f"{recipe.batch}, AdamW {recipe.rate:g}, embeddings frozen, {recipe.tokens} tokens, "
        f"seed {recipe.seed}; masked cross-entropy over all labels"
    )


@contextmanager
def _learning() -> "Iterator[Step]":
    """A bar with the loss and the time left; without a terminal, a line a minute on stderr."""
    columns = (
        TextColumn("learning, loss {task.fields[loss]:.3f}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    told = time.monotonic()

    def step(number: int, total: int, loss: float) -> None:
        nonlocal told
        bar.update(task, completed=number, total=total, loss=loss)
        if not sys.stderr.isatty() and time.monotonic() - told > QUIET_S:
            told = time.monotonic()
            typer.echo(f"{number} of {total} steps, loss {loss:.3f}", err=True)

    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None, loss=0.0)
        yield step
