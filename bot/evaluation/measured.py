"""What is counted of each scorer on each part of the messages."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.evaluation import metrics
from bot.evaluation.identity import names_group
from bot.evaluation.rows import HOSTILE, LABELS, Row
from bot.evaluation.run import Scored

Object = dict[str, Any]
Mask = NDArray[np.bool_]
DIGITS = 4


class Truth:
    """What is known of the messages, whoever scores them; hostile kinds are those mostly so."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.labels = {label: _column([row.labels.get(label) for row in rows]) for label in LABELS}
        self.harmless = np.array([row.harmless for row in rows], dtype=bool)
        self.named = _column([_names_group(row) if row.harmless else None for row in rows])
        self.kinds = np.array([row.kind for row in rows])
        self.hostile_kinds = frozenset(_mostly_hostile(rows))

    def parts(self, key: str) -> Iterator[tuple[str, Mask]]:
        """Which messages have each value of a field, `file` or `lang`, as they come."""
        values = np.array([getattr(row, key) for row in self.rows])
        for value in dict.fromkeys(values.tolist()):
            yield value, values == value


@dataclass(frozen=True, slots=True)
class Flags:
    """Which messages reach the cut of `toxicity`, and which that of any hostile label."""

    toxicity: Mask | None
    any: Mask

    def count(self, among: Mask) -> Object:
        """How many of these messages each flags; null where the scorer does not know the label."""
        return {
            "rows": int(among.sum()),
            "toxicity": None if self.toxicity is None else int(self.toxicity[among].sum()),
            "any": int(self.any[among].sum()),
        }


class Measured:
    """One scorer held against the truth."""

    def __init__(self, truth: Truth, scored: Scored) -> None:
        self.truth = truth
        self.likely = {label: scored.likely[label] for label in scored.labels}
        self.scores = {
            label: np.array([row.get(label, np.nan) for row in scored.scores], dtype=float)
            for label in LABELS
            if label in self.likely
        }
        over = {label: each >= self.likely[label] for label, each in self.scores.items()}
        nothing = np.zeros(len(truth.rows), dtype=bool)
        hostile = [over[label] for label in HOSTILE if label in over]
        self.flags = Flags(over.get("toxicity"), np.logical_or.reduce([nothing, *hostile]))

    def part(self, among: Mask) -> Object:
        """Everything about some of the messages; the form is that of `bot.evaluation.report`."""
        return {
            "rows": int(among.sum()),
            "labels": dict(self._labels(among)),
            "harmless_kinds": dict(self._kinds(among, hostile=False)),
            "hostile_kinds": dict(self._kinds(among, hostile=True)),
            "identity": self._identity(among),
        }

    def _labels(self, among: Mask) -> Iterator[tuple[str, Object]]:
        for label, scores in self.scores.items():
            known = among & ~np.isnan(self.truth.labels[label]) & ~np.isnan(scores)
            if known.any():
                truth = self.truth.labels[label][known] == 1
                yield label, _one_label(truth, scores[known], self.likely[label])

    def _kinds(self, among: Mask, *, hostile: bool) -> Iterator[tuple[str, Object]]:
        for kind in sorted(set(self.truth.kinds[among].tolist()) - {""}):
            if (kind in self.truth.hostile_kinds) == hostile:
                found = self.flags.count(among & (self.truth.kinds == kind))
                word, times = ("share", 1) if hostile else ("per_1000", 1000)
                shares = {
                    f"{which}_{word}": None if found[which] is None else _rounded(share * times)
                    for which in ("toxicity", "any")
                    for share in [(found[which] or 0) / found["rows"]]
                }
                yield kind, found | shares

    def _identity(self, among: Mask) -> Object | None:
        """Harmless messages that name a group against those that do not; None when one is none."""
        named = self.flags.count(among & (self.truth.named == 1))
        others = self.flags.count(among & (self.truth.named == 0))
        if not named["rows"] or not others["rows"]:
            return None
        gaps = {which: _gap(named, others, which) for which in ("toxicity", "any")}
        return {"named": named, "others": others, "gap": gaps}


def _one_label(truth: Mask, scores: metrics.Numbers, threshold: float) -> Object:
    positives = int(truth.sum())
    negatives = len(truth) - positives
    area = metrics.auc(truth, scores)
    low, high = (None, None) if area is None else metrics.auc_bounds(area, positives, negatives)
    cut = metrics.cut(truth, scores, threshold)
    return {"positives": positives, "negatives": negatives} | {
        name: _rounded(value)
        for name, value in (
            ("auc", area),
            ("auc_low", low),
            ("auc_high", high),
            ("average_precision", metrics.average_precision(truth, scores)),
            ("precision", cut.precision),
            ("recall", cut.recall),
            ("f1", cut.f1),
            ("calibration_error", metrics.calibration_error(truth, scores)),
        )
    }


def _gap(named: Object, others: Object, which: str) -> Object | None:
    if named[which] is None:
        return None
    first, second = (named[which], named["rows"]), (others[which], others["rows"])
    low, high = metrics.gap_bounds(first, second)
    gap = first[0] / first[1] - second[0] / second[1]
    return {"share": _rounded(gap), "low": _rounded(low), "high": _rounded(high)}


def _names_group(row: Row) -> bool | None:
    found = names_group(row.text, row.lang)
    return found if found is None else found or row.kind == "identity_neutral"


def _mostly_hostile(rows: Sequence[Row]) -> Iterator[str]:
    kinds = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row.hostile)
    return (kind for kind, hostile in kinds.items() if 2 * sum(hostile) >= len(hostile))


def _column(values: Sequence[bool | None]) -> NDArray[np.float64]:
    """1, 0, or NaN where it is unknown."""
    return np.array([np.nan if one is None else float(one) for one in values])


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
