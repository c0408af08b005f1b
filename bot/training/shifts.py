"""How far the scores of a label are to be shifted so that they agree with what people decided."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.corrections import MOST, shifted
from bot.evaluation.metrics import Numbers, Truth, calibration_error, cut

SPREAD = 0.5
"""The standard deviation of shifts before anything is known of them. It weighs as much as 16
decisions on even chances: a handful of decisions moves little, and hundreds what they can."""
FOLDS = 5
"""Parts of the cases, each of which is judged by what the others teach."""
LEAST = 0.001
"""By how much a shift must lower the log loss of cases that had no part in it, to be worth it."""
SMALLEST = 1e-6
"""Scores closer to 0 or 1 than this are learnt from as if they were just so close."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well scores agree with decisions; None where a number does not exist."""

    log_loss: float
    calibration_error: float | None
    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class Fit:
    """A shift, and how well decisions agree with scores that are not shifted, and that are.

    Each is judged on cases that had no part in its own shift.
    """

    shift: float
    before: Quality
    after: Quality

    @property
    def helps(self) -> bool:
        """Whether shifted scores are better chances where nothing was learnt from."""
        return self.after.log_loss <= self.before.log_loss - LEAST


def fit(scores: Numbers, upheld: Truth, cases: Sequence[int], likely: float) -> Fit:
    """The shift that all decisions ask for, and what it is worth by cross-validation.

    `cases` are the case of each message: they are decided whole, so no case is in two parts.
    """
    parts = _parts(cases, upheld)
    held_out = scores.copy()
    for part in range(FOLDS):
        mine = parts == part
        shift = shift_of(scores[~mine], upheld[~mine])
        held_out[mine] = [shifted(float(score), shift) for score in scores[mine]]
    return Fit(
        round(shift_of(scores, upheld), 3),
        _quality(scores, upheld, likely),
        _quality(held_out, upheld, likely),
    )


def shift_of(scores: Numbers, upheld: Truth) -> float:
    """The most probable shift of the logits, within `MOST` either way; 0 where nothing is known.

    Platt scaling with its slope kept at 1 (J. Platt, "Probabilistic Outputs for Support Vector
    Machines", 1999), under a normal prior around 0. The posterior has one peak: there its slope,
    the sum of upheld - chance less shift / variance, which falls all the way, is 0.
    """
    logits = logits_of(scores)
    low, high = -MOST, MOST
    for _ in range(50):
        middle = (low + high) / 2
        chances = 1 / (1 + np.exp(-logits - middle))
        rises = float((upheld - chances).sum()) > middle / SPREAD**2
        low, high = (middle, high) if rises else (low, middle)
    return (low + high) / 2


def logits_of(scores: Numbers) -> Numbers:
    """The logarithms of the odds."""
    kept = np.clip(scores, SMALLEST, 1 - SMALLEST)
    logits: Numbers = np.log(kept / (1 - kept))
    return logits


def _parts(cases: Sequence[int], upheld: Truth) -> NDArray[np.int_]:
    """The part of each message: cases are dealt in turn, those of each outcome by themselves."""
    dealt: dict[int, int] = {}
    for outcome in (True, False):
        mine = sorted({case for case, one in zip(cases, upheld, strict=True) if one == outcome})
        dealt |= {case: number % FOLDS for number, case in enumerate(mine)}
    return np.array([dealt[case] for case in cases], dtype=int)


def _quality(scores: Numbers, upheld: Truth, likely: float) -> Quality:
    logits = logits_of(scores)
    found = cut(upheld, scores, likely)
    return Quality(
        log_loss=float((np.logaddexp(0, logits) - upheld * logits).mean()),
        calibration_error=calibration_error(upheld, scores),
        precision=found.precision,
        recall=found.recall,
    )
