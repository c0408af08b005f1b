"""The heads: small fitted models that read a turn in its conversation, a file each in `weights`.

| head | the probability that |
|---|---|
| hostile | the turn is hostile to a person, as people label it who read the whole conversation |
| baiting | it is bait, condescension or sarcasm meant to hurt |
| calming | it calms, apologises or makes up |
| flaring | the conversation is by now, or within a turn, a quarrel that somebody should step into |
| derailing | somebody is attacked within the next ten turns |

Each is an ensemble of boosted trees; what a scorer does not know is missing to it, not nil. They
were fitted by `python -m bot.training.heads` to conversations in six languages, half of which are
quarrels: in a calmer community a probability of 0.5 is met less often, and too high.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np

from bot.context.manner import Manner
from bot.context.quarrels import taken_together
from bot.context.turns import Features, features
from bot.model import Line

TURN = ("hostile", "baiting", "calming")
"""The heads that read a turn; each is named after the field of a line that holds what it says."""
TALK = ("flaring", "derailing")
"""Those that read what went on up to it."""
DIGITS = 4
Array = np.ndarray
"""One row a tree, one column a node; the first node is the root, and a leaf leads to itself."""


@dataclass(frozen=True)
class Head:
    """Boosted trees: the log odds are `start` and the values of the leaves that a row ends in.

    At a node a row goes left when its feature is at most the node's threshold, or where `unknown`
    says so when the feature is NaN.
    """

    names: tuple[str, ...]
    """The features, in the order in which `feature` counts them."""
    start: float
    feature: Array
    threshold: Array
    unknown: Array
    left: Array
    right: Array
    value: Array
    depth: int

    def __call__(self, found: Features) -> float:
        """The probability, 0..1, rounded to `DIGITS`."""
        row = np.array([found[name] for name in self.names])
        trees = np.arange(len(self.value))
        at = np.zeros(len(self.value), dtype=np.intp)
        for _ in range(self.depth):
            seen = row[self.feature[trees, at]]
            goes_left = np.where(
                np.isnan(seen), self.unknown[trees, at], seen <= self.threshold[trees, at]
            )
            at = np.where(goes_left, self.left[trees, at], self.right[trees, at])
        odds = self.start + float(self.value[trees, at].sum())
        return round(1.0 / (1.0 + math.exp(-odds)), DIGITS)


def opened(content: bytes) -> Head:
    """A head as `written` wrote it."""
    with np.load(BytesIO(content), allow_pickle=False) as found:
        arrays = {name: found[name] for name in found.files}
    return Head(
        **arrays
        | {
            "names": tuple(arrays["names"].tolist()),
            "start": float(arrays["start"]),
            "depth": int(arrays["depth"]),
        }
    )


def written(parts: Mapping[str, Any]) -> bytes:
    """The fields of a head as the content of a file."""
    arrays: dict[str, Any] = {name: np.asarray(part) for name, part in parts.items()}
    content = BytesIO()
    np.savez_compressed(content, **arrays)
    return content.getvalue()


@cache
def head(name: str) -> Head:
    """The bundled head of that name."""
    return opened((files("bot.context") / "weights" / f"{name}.npz").read_bytes())


def understood(lines: Sequence[Line], line: Line, manner: Manner) -> Line:
    """The line as it is meant after those lines; one without any score stays unread."""
    if not line.tones:
        return line
    turn = features(lines, line, manner)
    line = _with(line, TURN, turn)
    return _with(line, TALK, {**turn, **taken_together(lines, line)})


def _with(line: Line, names: Sequence[str], found: Features) -> Line:
    read: dict[str, Any] = {name: head(name)(found) for name in names}
    return replace(line, **read)
