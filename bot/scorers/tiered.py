"""Two models: the bundled one reads every message, a heavier one only those that it is unsure of.

It is unsure where its toxicity lies in the grey zone, from a third of `likely` up to `very likely`:
below, hardly a message is an attack; above, hardly one is not. There the heavy model's labels win,
and the bundled one's stand for what the heavy one does not tell.

A score is held against the bundled model's thresholds, whoever gave it. So the heavy model's scores
are moved, in straight lines from 0 by its `likely` and its `very likely` to 1, to where the bundled
model has the same: what was likely stays likely, and the order of scores stays.
"""

import time
from collections.abc import Callable, Mapping
from itertools import pairwise

import structlog

from bot import scorers
from bot.config import Settings
from bot.errors import ConfigError, ScorerError
from bot.ports import Scorer as Model

HEAVY = "detoxify"
"""The heavy model when none is named."""
ASKED_BY = "toxicity"
"""The label of the bundled model whose grey zone counts."""
GREY = 1 / 3
"""Where the grey zone begins, as a share of `likely`; it ends just under `very likely`."""
QUIET_S = 60.0
"""Seconds after a warning in which there is no other."""
LEVELS = ("likely", "very likely")

Thresholds = Mapping[str, Mapping[str, float]]
log = structlog.get_logger()


def load(argument: str, threads: int | None, settings: Settings | None) -> "Scorer":
    """The bundled model beside the one that is named as a scorer of its own would be."""
    name = argument or HEAVY
    if name.partition(":")[0] == "tiered":
        raise ConfigError("tiered needs another scorer beside the bundled one, not itself")
    heavy = scorers.load(name, threads, settings)
    return Scorer(scorers.load("onnx", threads), heavy)


class Scorer:
    """Scores by `light`, and by `heavy` where that is unsure; when `heavy` fails `light` counts.

    `clock` tells the seconds by which warnings are spaced. Both are closed with this one.
    """

    def __init__(
        self, light: Model, heavy: Model, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._light, self._heavy, self._clock = light, heavy, clock
        self._quiet_until = float("-inf")
        self.name = f"{light.name}+{heavy.name}"
        self.labels = tuple(dict.fromkeys((*light.labels, *heavy.labels)))
        self.thresholds: Thresholds = {
            level: {**heavy.thresholds[level], **light.thresholds[level]} for level in LEVELS
        }
        self.sends_to: str = getattr(heavy, "sends_to", "")
        likely, very_likely = (light.thresholds[level].get(ASKED_BY, 1.0) for level in LEVELS)
        self._grey = (likely * GREY, very_likely)

    async def score(self, text: str) -> dict[str, float]:
        """The scores of this text alone, all on the scale of `thresholds`."""
        scores = dict(await self._light.score(text))
        unsure = scores.get(ASKED_BY)
        if unsure is None or not self._grey[0] <= unsure < self._grey[1]:
            return scores
        try:
            heavy = await self._heavy.score(text)
        except ScorerError as error:
            self._warn(error)
            return scores
        return scores | {label: self._moved(label, score) for label, score in heavy.items()}

    async def close(self) -> None:
        """Close both."""
        try:
            await self._light.close()
        finally:
            await self._heavy.close()

    def _moved(self, label: str, score: float) -> float:
        """The heavy model's score on the scale that its thresholds here stand on."""
        if label not in self._heavy.thresholds["likely"]:
            return score
        return rescaled(
            score,
            [self._heavy.thresholds[level][label] for level in LEVELS],
            [self.thresholds[level][label] for level in LEVELS],
        )

    def _warn(self, error: ScorerError) -> None:
        """Once a minute at most, without the text."""
        now = self._clock()
        if now >= self._quiet_until:
            self._quiet_until = now + QUIET_S
            log.warning("the heavy scorer failed; the bundled one counts", reason=str(error))


def rescaled(score: float, theirs: list[float], ours: list[float]) -> float:
    """A score moved in straight lines, so that each of their thresholds lands on ours."""
    marks = list(zip((0.0, *theirs, 1.0), (0.0, *ours, 1.0), strict=True))
    for (start, low), (end, high) in pairwise(marks):
        if start <= score < end:
            return min(low + (high - low) * (score - start) / (end - start), high)
    return 1.0
