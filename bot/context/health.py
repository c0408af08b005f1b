"""How far a rule can be trusted, by what managers decided on the cases it led to."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.model.lifecycle import RuleCounts

ENOUGH = 5
"""Decided cases below which nothing is said of a rule."""
WANTED = 0.8
"""The share of cases that managers must uphold; a rule that surely stays below it is in alarm."""
LESS: Final[Mapping[str, str]] = {"live": "suggest", "suggest": "shadow"}
"""The next mode down, in which a rule may do less by itself."""
_Z = 1.959964
"""The normal quantile of a two-sided interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Health:
    """One version of a rule in one mode: its precision with an interval, and what to do about it.

    The precision is the share of decided cases that were upheld, None while there are none.
    """

    counts: RuleCounts
    precision: float | None
    low: float
    high: float
    propose: str | None
    """The mode to demote it to when it is in alarm; None when it is not."""

    @property
    def decided(self) -> int:
        """Cases on which a manager has said a word."""
        return self.counts.upheld + self.counts.dismissed

    @property
    def alarm(self) -> bool:
        """Whether it is surely wrong too often for its mode."""
        return self.propose is not None


def health(counts: RuleCounts) -> Health:
    """How a rule does in one version and mode."""
    decided = counts.upheld + counts.dismissed
    low, high = wilson(counts.upheld, decided)
    bad = decided >= ENOUGH and high < WANTED
    return Health(
        counts=counts,
        precision=counts.upheld / decided if decided else None,
        low=low,
        high=high,
        propose=LESS.get(counts.mode) if bad else None,
    )


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % score interval of a share; 0..1 where nothing was tried.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
    the American Statistical Association 22 (1927), 209-212; recommended for few trials by L. D.
    Brown, T. T. Cai and A. DasGupta, "Interval estimation for a binomial proportion", Statistical
    Science 16 (2001), 101-133.
    """
    if trials == 0:
        return 0.0, 1.0
    share, square = successes / trials, _Z * _Z
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    spread = math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    half = _Z * spread / (1 + square / trials)
    return max(middle - half, 0.0), min(middle + half, 1.0)
