"""The scores of several forms of one text, taken together."""

from collections.abc import Iterable

from bot.model import Scores


def highest(many: Iterable[Scores]) -> Scores:
    """The highest score of each label; a label is known when one of them knows it."""
    best: dict[str, float] = {}
    for scores in many:
        for label, score in scores.items():
            best[label] = max(score, best.get(label, score))
    return best
