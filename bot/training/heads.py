"""`python -m bot.training.heads`: fit the heads that read turns in their conversation.

Learnt from are labelled conversations (`bot.evaluation.talks`) with even numbers at the end of
their ids; those with odd ones are for measuring. The heads that read what went on are fitted to
readings by heads that did not know the conversation, as they will have it in use.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from sklearn.ensemble import HistGradientBoostingClassifier

from bot.context import heads
from bot.context.heads import Head
from bot.context.quarrels import taken_together
from bot.context.turns import Features
from bot.evaluation.talks import Talk, read_talks
from bot.model import Line
from bot.training.told import FOLDS, Told, alone, heard

AHEAD = 10
"""Turns in which an attack counts as following."""
ASKED = 2
"""Turns from before the onset to it in which a talk is neither calm nor flaring."""
TREES: Mapping[str, Any] = {
    "max_depth": 4,
    "learning_rate": 0.04,
    "max_iter": 200,
    "early_stopping": False,
    "l2_regularization": 5.0,
    "min_samples_leaf": 25,
    "random_state": 1,
}
BARE = (
    frozenset({"said provocation", "said directed", "said complaint", "said question"})
    | {
        f"{who} {tone}"
        for who in ("said", "others", "mine", "theirs")
        for tone in ("praise", "deescalation")
    }
    | {
        f"{who} {tone}"
        for who in ("others", "mine", "theirs")
        for tone in ("provocation", "directed")
    }
)
"""What scorers other than ours do not tell: every other turn is learnt from without it too."""
Rows = Sequence[tuple[Features, float, float]]
"""Features, what is true, and how much the row counts."""


def main(
    paths: Annotated[list[Path] | None, typer.Argument(help="Labelled conversations.")] = None,
    out: Annotated[Path | None, typer.Option(help="The folder to write the heads to.")] = None,
) -> None:
    """Fit all heads and write them."""
    known = files("bot.training") / "corpus"
    ours = [Path(str(one)) for one in known.iterdir() if one.name.startswith("conversations_")]
    talks = [talk for talk in read_talks(sorted(ours) + (paths or [])) if _even(talk)]
    told = asyncio.run(heard([*talks, *alone()]))
    place = out or Path(str(files("bot.context") / "weights"))
    for name, content in fitted(told):
        (place / f"{name}.npz").write_bytes(content)
        typer.echo(f"{name}: {len(content):,} bytes")


def _even(talk: Talk) -> bool:
    return int("".join(filter(str.isdecimal, talk.id)) or 0) % 2 == 0


def fitted(told: Sequence[Told]) -> Iterator[tuple[str, bytes]]:
    """The content of each head's file, by its name."""
    for fold in range(FOLDS):
        known = [one for one in told if one.fold != fold]
        readers = {name: fit(turn_rows(known, name)) for name in heads.TURN}
        for one in (one for one in told if one.fold == fold):
            one.read = read_by(one, {name: heads.opened(made) for name, made in readers.items()})
    for name in heads.TURN:
        yield name, fit(turn_rows(told, name))
    for name in heads.TALK:
        yield name, fit(talk_rows(told, name))


def read_by(told: Told, readers: Mapping[str, Head]) -> list[Line]:
    """Its turns as these heads read them."""
    found: list[Line] = []
    for turn, (line, _) in zip(told.described, told.turns, strict=True):
        read: dict[str, Any] = {name: one(turn) for name, one in readers.items()}
        found.append(replace(line, **read))
    return found


def turn_rows(told: Sequence[Told], name: str) -> Rows:
    """What a head of turns learns from: each turn with a label."""
    label: Callable[[Any], bool | None] = {
        "hostile": lambda turn: turn.hostile,
        "baiting": lambda turn: turn.baits,
        "calming": lambda turn: turn.calms,
    }[name]
    found: list[tuple[Features, float, float]] = []
    for one in told:
        for turn, described in zip(one.talk.turns, one.described, strict=True):
            true = label(turn)
            if true is not None:
                found.append((described, float(true), 1.0))
    return [*found, *_bare(found)]


def talk_rows(told: Sequence[Told], name: str) -> Rows:
    """What a head of conversations learns from: each turn, with what went on up to it."""
    truth = {"flaring": _flares, "derailing": _derails}[name]
    found: list[tuple[Features, float, float]] = []
    for one in told:
        for number, (described, true) in enumerate(
            zip(one.described, truth(one.talk), strict=True)
        ):
            if true is not None:
                talk = {**described, **taken_together(one.read[:number], one.read[number])}
                found.append((talk, *true))
    return [*found, *_bare(found)]


def _bare(found: Rows) -> Rows:
    less = [
        ({name: np.nan if name in BARE else value for name, value in row.items()}, true, weight / 2)
        for row, true, weight in found
    ]
    return less[::2]


def _flares(talk: Talk) -> Iterator[tuple[float, float] | None]:
    """Whether somebody should step in by now: from the turn before the onset on."""
    for number in range(len(talk.turns)):
        if talk.flares is None or (talk.flares and talk.onset is None):
            yield None
        elif not talk.flares or talk.onset is None:
            yield 0.0, 1.0
        else:
            early = talk.onset - 1 - ASKED <= number < talk.onset - 1
            yield float(number >= talk.onset - 1), 0.3 if early else 1.0


def _derails(talk: Talk) -> Iterator[tuple[float, float] | None]:
    """Whether one of the next turns is hostile; turns after the first hostile one tell nothing."""
    hostile = [bool(turn.hostile) for turn in talk.turns]
    first = next((number for number in count() if number >= len(hostile) or hostile[number]), 0)
    for number in range(len(hostile)):
        yield (
            (float(any(hostile[number + 1 : number + 1 + AHEAD])), 1.0) if number < first else None
        )


def fit(found: Rows) -> bytes:
    """The content of the file of a head that is fitted to these rows."""
    names = tuple(found[0][0])
    table = np.array([[row[name] for name in names] for row, _, _ in found])
    truth = np.array([true for _, true, _ in found])
    weights = np.array([weight for _, _, weight in found])
    model = HistGradientBoostingClassifier(**TREES).fit(table, truth, sample_weight=weights)
    return heads.written({"names": np.array(names), **_trees(model)})


def _trees(model: HistGradientBoostingClassifier) -> dict[str, np.ndarray]:
    """The nodes of all trees, padded to the same number; a leaf leads to itself."""
    trees = [tree.nodes for (tree,) in model._predictors]
    shape = len(trees), max(map(len, trees))
    leads = np.tile(np.arange(shape[1], dtype=np.int16), (shape[0], 1))
    made: dict[str, np.ndarray] = {
        "start": np.array(model._baseline_prediction.item()),
        "depth": np.array(max(int(tree["depth"].max()) for tree in trees)),
        "feature": np.zeros(shape, np.int16),
        "threshold": np.zeros(shape, np.float64),
        "unknown": np.zeros(shape, np.bool_),
        "left": leads,
        "right": leads.copy(),
        "value": np.zeros(shape, np.float64),
    }
    for number, tree in enumerate(trees):
        inner = ~tree["is_leaf"].astype(bool)
        at = np.flatnonzero(inner)
        made["feature"][number, at] = tree["feature_idx"][inner]
        made["threshold"][number, at] = tree["num_threshold"][inner]
        made["unknown"][number, at] = tree["missing_go_to_left"][inner].astype(bool)
        made["left"][number, at] = tree["left"][inner]
        made["right"][number, at] = tree["right"][inner]
        made["value"][number, : len(tree)] = np.where(inner, 0.0, tree["value"])
    return made


if __name__ == "__main__":
    typer.run(main)
