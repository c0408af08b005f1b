"""Two models: the bundled one reads every message, a heavier one only those that it is unsure of.

It is unsure where its toxicity lies in the grey zone, from a third of `likely` up to `very likely`:
below, hardly a message is an attack; above, hardly one is not. There the heavy model's labels win,
and the bundled one's stand for what the heavy one does not tell.

All of the bundled one's stand when the heavy one fails or is too slow: no message waits for it
longer than `LIMIT_S`. While it owes an answer for longer than that it is asked nothing more, so
that one that hangs delays a few messages and not all.

A score is held against the bundled model's thresholds, whoever gave it. So the heavy model's scores
are moved, in straight lines from 0 by its `likely` and its `very likely` to 1, to where the bundled
model has the same: what was likely stays likely, and the order of scores stays.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from itertools import pairwise

import structlog

from bot import scorers
from bot.config import Settings
from bot.errors import ConfigError, ScorerError
from bot.model import Scores
from bot.ports import Scorer as Model
from bot.scorers._in_time import within

HEAVY = "detoxify"
"""The heavy model when none is named."""
ASKED_BY = "toxicity"
"""The label of the bundled model whose grey zone counts."""
GREY = 1 / 3
"""Where the grey zone begins, as a share of `likely`; it ends just under `very likely`."""
LIMIT_S = 5.0
"""Seconds that a message waits for the heavy model; behind them the bundled one's scores stand."""
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

    So it does when `heavy` takes longer than `limit_s`. `clock` tells the seconds by which warnings
    are spaced. Both are closed with this one.
    """

    def __init__(
        self,
        light: Model,
        heavy: Model,
        clock: Callable[[], float] = time.monotonic,
        limit_s: float = LIMIT_S,
    ) -> None:
        self._light, self._heavy, self._clock, self._limit_s = light, heavy, clock, limit_s
        self._quiet_until = float("-inf")
        self._overdue: set[asyncio.Task[Scores]] = set()
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
            heavy = await self._second(text)
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

    async def _second(self, text: str) -> Scores:
        """What the heavy model says, on its own scale; `ScorerError` when it says nothing now."""
        if self._overdue:
            raise ScorerError(f"{self._heavy.name} still owes an earlier answer")
        asked = asyncio.create_task(self._heavy.score(text))
        try:
            return await within(self._limit_s, asked)
        except TimeoutError:
            self._overdue.add(asked)
            asked.add_done_callback(self._overdue.discard)
            raise ScorerError(
                f"{self._heavy.name} gave no answer within {self._limit_s:g} s"
            ) from None

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
