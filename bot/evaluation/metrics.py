"""How well scores tell two classes apart, and what their cuts and their values are worth.

Each function takes `truth` (bool) and `scores` (0..1) of the same length, and answers None where
the number does not exist: a class is missing, or nothing was flagged.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.context.health import wilson

Truth = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Bounds = tuple[float, float]

BINS = 15
"""Bins of the calibration error, all equally wide."""
Z = 1.959964
"""The normal quantile of a two-sided interval of 95 %."""


def auc(truth: Truth, scores: Numbers) -> float | None:
    """The area under the ROC curve: how often a positive scores above a negative; a tie is half.

    (R - n(n + 1) / 2) / (n m), with R the sum of the positives' ranks among all n positives and m
    negatives, equal scores sharing the middle of their ranks: the statistic of Mann and Whitney,
    as Hanley and McNeil (1982), "The Meaning and Use of the Area under a ROC Curve", have it.
    """
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if not positives or not negatives:
        return None
    ranks = float(_midranks(scores)[truth].sum())
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def auc_bounds(area: float, positives: int, negatives: int) -> Bounds:
    """The 95 % interval of an AUC.

    The areas whose variance, after Hanley and McNeil (1982), just lets the one found be at the
    edge: solved as Wilson does for a share, so that it stays within 0..1 and has a width at 1 too
    (Newcombe 2006, "Confidence intervals for an effect size measure based on the Mann-Whitney
    statistic. Part 2", method 5).
    """
    spread = (positives + negatives) / 2 - 1

    def beyond(guess: float) -> bool:
        inner = 1 + spread * ((1 - guess) / (2 - guess) + guess / (1 + guess))
        variance = guess * (1 - guess) * inner / (positives * negatives)
        return (area - guess) ** 2 > Z * Z * variance

    return _edge(beyond, area, 0.0), _edge(beyond, area, 1.0)


def average_precision(truth: Truth, scores: Numbers) -> float | None:
    """The mean of the precision at every cut, each weighed by the recall that it adds.

    The sum over cuts k of (R_k - R_(k-1)) P_k, equal scores being one cut, without interpolation:
    as scikit-learn's `average_precision_score` defines it. A scorer that knows nothing gets the
    share of positives.
    """
    positives = int(truth.sum())
    if not positives or positives == len(truth):
        return None
    order = np.argsort(-scores, kind="stable")
    ordered, found = scores[order], np.cumsum(truth[order])
    cuts = np.append(np.flatnonzero(np.diff(ordered)), len(ordered) - 1)
    precision = found[cuts] / (cuts + 1)
    gained = np.diff(found[cuts], prepend=0) / positives
    return float((precision * gained).sum())


@dataclass(frozen=True, slots=True)
class Cut:
    """What a cut flags, rightly and wrongly, and what it misses."""

    hits: int
    false_alarms: int
    misses: int

    @property
    def precision(self) -> float | None:
        """The share of what is flagged that is flagged rightly."""
        return _share(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> float | None:
        """The share of positives that is flagged."""
        return _share(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None without positives."""
        if not self.hits + self.misses:
            return None
        return 2 * self.hits / (2 * self.hits + self.false_alarms + self.misses)


def cut(truth: Truth, scores: Numbers, threshold: float) -> Cut:
    """What scores from `threshold` on flag."""
    flagged = scores >= threshold
    return Cut(
        int((flagged & truth).sum()), int((flagged & ~truth).sum()), int((~flagged & truth).sum())
    )


def best_cut(truth: Truth, scores: Numbers) -> tuple[float | None, float | None]:
    """The highest accuracy that any cut reaches, and the lowest score that it flags.

    The cut is None where flagging nothing is best; both are None without scores.
    """
    if not len(truth):
        return None, None
    order = np.argsort(-scores, kind="stable")
    ordered, found = scores[order], np.cumsum(truth[order])
    cuts = np.append(np.flatnonzero(np.diff(ordered)), len(ordered) - 1)
    right = 2 * found[cuts] - (cuts + 1) + (len(truth) - found[-1])
    best = int(right.argmax())
    nothing = int(len(truth) - found[-1])
    if nothing >= right[best]:
        return nothing / len(truth), None
    return float(right[best] / len(truth)), float(ordered[cuts[best]])


def calibration_error(truth: Truth, scores: Numbers) -> float | None:
    """The expected calibration error: how far scores are from the share of positives among them.

    The mean over `BINS` bins of equal width, each weighed by its rows, of the distance between the
    mean score and the share of positives (Naeini et al. 2015; Guo et al. 2017, "On Calibration of
    Modern Neural Networks"), of the score itself and not of the likelier class.
    """
    if not len(truth):
        return None
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    said = np.bincount(bins, weights=scores, minlength=BINS)
    true = np.bincount(bins, weights=truth, minlength=BINS)
    return float(np.abs(said - true).sum() / len(truth))


def gap_bounds(first: tuple[int, int], second: tuple[int, int]) -> Bounds:
    """The 95 % interval of the first share less the second, each as (how many, of how many).

    From the Wilson intervals of both (Newcombe 1998, "Interval estimation for the difference
    between independent proportions", method 10).
    """
    one, two = first[0] / first[1], second[0] / second[1]
    (low_one, high_one), (low_two, high_two) = wilson(*first), wilson(*second)
    gap = one - two
    return (
        gap - math.hypot(one - low_one, high_two - two),
        gap + math.hypot(high_one - one, two - low_two),
    )


def _midranks(scores: Numbers) -> Numbers:
    """Ranks from 1; equal scores share the middle of theirs."""
    _, which, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: Numbers = last - (counts - 1) / 2
    return middle[which]


def _edge(beyond: Callable[[float], bool], inside: float, outside: float) -> float:
    """Where `beyond` begins to hold on the way from `inside` to `outside`; `outside` if nowhere."""
    if not beyond(outside):
        return outside
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if beyond(middle) else (middle, outside)
    return outside


def _share(some: int, of: int) -> float | None:
    return some / of if of else None
