"""Make scores mean something: a temperature a language, and cuts that few harmless texts pass."""

from collections.abc import Sequence

import numpy as np

from bot.training.rows import LABELS, Row

LIKELY, VERY_LIKELY = 0.04, 0.01
"""The share of messages without a label that may pass its cuts."""
FEWEST = 30
"""Rows of a language under which it has no temperature of its own."""
STEPS = np.geomspace(0.5, 4.0, 61)
"""The temperatures tried."""
Numbers = np.ndarray


def targets_of(rows: Sequence[Row]) -> Numbers:
    """What is known of these rows, [rows, labels]; NaN where nothing is."""
    return np.array([[row.labels.get(label, np.nan) for label in LABELS] for row in rows])


def temperatures(rows: Sequence[Row], logits: Numbers) -> dict[str, float]:
    """By language: what to divide logits by so that scores are chances.

    The temperature of the least cross-entropy over all known labels (Guo et al., 2017, "On
    Calibration of Modern Neural Networks").
    """
    targets = targets_of(rows)
    found = {}
    for lang in sorted({row.lang for row in rows if row.lang}):
        mine = np.array([row.lang == lang for row in rows])
        if mine.sum() >= FEWEST:
            losses = [_loss(logits[mine] / step, targets[mine]) for step in STEPS]
            found[lang] = round(float(STEPS[int(np.argmin(losses))]), 3)
    return found


def cuts(rows: Sequence[Row], scores: Numbers, share: float) -> dict[str, float]:
    """By label: the lowest score that at most this share of the rows without the label reaches.

    It is 0.05 at least, and 1.0 at most: where more of them have a score of 1.0, no cut is better.
    """
    targets = targets_of(rows)
    found = {}
    for at, label in enumerate(LABELS):
        without = np.sort(scores[targets[:, at] == 0, at])[::-1]
        below = without[int(len(without) * share)] if len(without) else 0.5
        found[label] = round(float(np.clip(below + 0.001, 0.05, 1.0)), 3)
    return found


def _loss(logits: Numbers, targets: Numbers) -> float:
    """Mean cross-entropy over what is known."""
    each = np.logaddexp(0, logits) - np.nan_to_num(targets) * logits
    return float(each[~np.isnan(targets)].mean())
