"""alt-profanity-check: a small linear model for English, to compare with; needs its package.

It tells one thing, how likely a text is profane or offensive, which stands for `toxicity`: signals
of all other names stay unknown.
"""

import importlib
from collections.abc import Callable, Mapping

from bot.config import Settings
from bot.errors import ConfigError, ScorerError
from bot.scorers._once import Once

LABELS = ("toxicity",)
THRESHOLDS = {"likely": {"toxicity": 0.5}, "very likely": {"toxicity": 0.75}}
"""Its authors cut at one half; nobody has calibrated it for chats."""
LONGEST = 10_000
"""Characters read of a text."""


def load(argument: str, threads: int | None, settings: Settings | None) -> "Scorer":
    """The one model there is; it takes no argument."""
    if argument:
        raise ConfigError(f"alt-profanity-check has one model, and none called `{argument}`")
    return Scorer(threads)


class Scorer:
    """Scores by the packaged model; raises `ScorerError` when the package is not there."""

    name = "alt-profanity-check"
    labels: tuple[str, ...] = LABELS
    thresholds: Mapping[str, Mapping[str, float]] = THRESHOLDS

    def __init__(self, threads: int | None = None) -> None:
        self._predict = _predict()
        self._once = Once(self._read, threads)

    async def score(self, text: str) -> dict[str, float]:
        """The score of this text alone; 0.0 for a blank one."""
        return await self._once(text[:LONGEST].encode(errors="replace").decode())

    async def close(self) -> None:
        """Let the threads go."""
        await self._once.close()

    def _read(self, text: str) -> dict[str, float]:
        if not text.strip():
            return {"toxicity": 0.0}
        try:
            return {"toxicity": float(self._predict([text])[0])}
        except Exception as error:
            raise ScorerError(f"{self.name} failed on a text: {error}") from error


def _predict() -> Callable[[list[str]], list[float]]:
    """The package's own function; it loads its model as it is imported."""
    try:
        found: Callable[[list[str]], list[float]] = importlib.import_module(
            "profanity_check"
        ).predict_prob
    except ImportError as error:
        raise ScorerError(
            f"the alt-profanity-check scorer needs {error.name}: pip install alt-profanity-check"
        ) from error
    return found
