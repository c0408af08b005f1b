"""Make scores mean something: a temperature a language, and cuts that few harmless texts pass."""

from collections.abc import Mapping, Sequence

import numpy as np

from bot.training.rows import LABELS, Row

LIKELY, VERY_LIKELY = 0.04, 0.01
"""The share of messages without a label that may pass its cuts."""
FEWEST = 30
"""Rows of a language under which it has no temperature of its own."""
STEPS = np.geomspace(0.5, 4.0, 61)
"""The temperatures tried."""
Numbers = np.ndarray


def sigmoid(logits: Numbers) -> Numbers:
    """Logits as 0..1."""
    return 1 / (1 + np.exp(-np.clip(logits, -40, 40)))


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


def cooled(rows: Sequence[Row], logits: Numbers, by: Mapping[str, float]) -> Numbers:
    """Scores 0..1 of these rows at their languages' temperatures."""
    return sigmoid(logits / np.array([[by.get(row.lang, 1.0)] for row in rows]))


def cuts(rows: Sequence[Row], scores: Numbers, share: float) -> dict[str, float]:
    """By label: the lowest score that at most this share of the rows without the label reaches."""
    targets = targets_of(rows)
    found = {}
    for at, label in enumerate(LABELS):
        without = np.sort(scores[targets[:, at] == 0, at])[::-1]
        allowed = without[int(len(without) * share)] if len(without) else 0.5
        found[label] = round(float(np.clip(allowed + 0.001, 0.05, 0.99)), 3)
    return found


def _loss(logits: Numbers, targets: Numbers) -> float:
    """Mean cross-entropy over what is known."""
    each = np.logaddexp(0, logits) - np.nan_to_num(targets) * logits
    return float(each[~np.isnan(targets)].mean())
