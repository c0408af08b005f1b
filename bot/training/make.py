"""The whole way, step by step: rows, backbone, learning, calibration, files."""

import hashlib
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import torch
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.errors import ConfigError
from bot.evaluation.measured import Object
from bot.training import backbone, export, report
from bot.training.backbone import Backbone
from bot.training.learn import Recipe, Step, learn
from bot.training.mixture import Mixture, mix
from bot.training.network import VULGAR, Network, halfway, lean
from bot.training.report import Made
from bot.training.restore import restore
from bot.training.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

Weights = dict[str, torch.Tensor]
CHECKPOINT = "checkpoint.pt"
UNFINISHED = "unfinished-"
"""What folders begin with in which files wait until all of them are whole."""
LONG = Row("word " * 300, "en", {})
"""More than a model takes at once."""
GENTLE = 1e-4
"""The highest learning rate of a network that has learnt before."""
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
    start: Path | None = None


def make(options: Options) -> Object:
    """Make a model in `options.out`; the content of its card.

    Raises `ConfigError`, naming it, for data, a backbone or a folder that cannot be used: before
    anything is learnt, which takes hours.
    """
    out = _folder(options.out)
    mixture = mix(options.data, options.seed, options.sample)
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    base = backbone.load(options.backbone, options.layers, options.pieces)
    network = Network(base.model)
    start = _start(network, base, options.start)
    recipe = Recipe(epochs=options.epochs, seed=options.seed)
    if start:
        recipe = replace(recipe, rate=GENTLE)
    made = Made(options.name, base.told, _told(recipe, mixture, started=bool(start)), export.TOKENS)
    _rehearse(network, base, made, options)
    with _learning() as step:
        made_of = f"{options.backbone} {options.layers} {options.pieces} {_sum(options.start)}"
        learn(network, base.tokenizer, mixture.training, recipe, out / CHECKPOINT, step, made_of)
    if start:
        halfway(network, start)
    lean(network, VULGAR)
    content = _finished(network, base, mixture, made, out)
    if options.detoxify:
        export.to_detoxify(network, base, out / "detoxify")
    (out / CHECKPOINT).unlink(missing_ok=True)
    return content


def _finished(network: Network, base: Backbone, mixture: Mixture, made: Made, out: Path) -> Object:
    """Put the three files of the model into the folder when all of them are whole; its card."""
    with TemporaryDirectory(dir=out, prefix=UNFINISHED) as place:
        small = _written(network, base, Path(place) / "small")
        whole = _written(network, base, Path(place) / "whole", whole=True)
        content = report.card(small, whole, mixture, made)
        for name in ("model.onnx", "tokenizer.json", "model.json"):
            (small / name).replace(out / name)
    return content


def _start(network: Network, base: Backbone, path: Path | None) -> Weights | None:
    """Fill the network from a model's folder, or from a checkpoint that `--detoxify` wrote; its
    weights before they leant.
    """
    if path is None:
        return None
    try:
        if path.is_dir():
            restore(network, base.tokenizer, path)
        else:
            network.load_state_dict(torch.load(path, weights_only=True)["state_dict"])
    except Exception as error:
        raise ConfigError(f"--start {path}: {backbone.briefly(error)}") from None
    lean(network, -VULGAR)
    return {name: weights.clone() for name, weights in network.state_dict().items()}


def _sum(path: Path | None) -> str:
    """What tells the weights that were begun with from others, whatever they are called."""
    if path is None:
        return ""
    file = path / "model.onnx" if path.is_dir() else path
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _folder(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"--out {out}: {error.strerror}") from None
    return out


def _written(network: Network, base: Backbone, folder: Path, *, whole: bool = False) -> Path:
    """A folder with the network and its tokenizer, to which only a card is wanting."""
    folder.mkdir()
    backbone.save(base.tokenizer, folder / "tokenizer.json")
    export.to_onnx(network, folder / "model.onnx", whole=whole)
    return folder


def _rehearse(network: Network, base: Backbone, made: Made, options: Options) -> None:
    """Write out and score with what has learnt nothing yet: what fails now would fail then."""
    try:
        with TemporaryDirectory(dir=options.out, prefix=UNFINISHED) as place:
            folder = _written(network, base, Path(place) / "model")
            report.said(folder, report.draft(folder, made), [LONG])
            if options.detoxify:
                export.to_detoxify(network, base, Path(place) / "detoxify")
    except OSError as error:
        raise ConfigError(f"--out {options.out}: {error.strerror or error}") from None
    except Exception as error:
        said = backbone.briefly(error)
        raise ConfigError(f"--backbone {options.backbone}: {said}") from None


def _told(recipe: Recipe, mixture: Mixture, *, started: bool) -> str:
    """The recipe in a line of the card."""
    return (
        f"{len(mixture.training):,} rows an epoch, {recipe.epochs:g} epochs, batches of "
        f"{recipe.batch}, AdamW {recipe.rate:g}, embeddings frozen, {recipe.tokens} tokens, "
        f"seed {recipe.seed}; masked cross-entropy over all labels"
        f"{'; from weights that had learnt before, then halfway back to them' if started else ''}"
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
