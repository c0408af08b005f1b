"""How likely the text is to bait others into a quarrel (0..1, the model)."""

from bot.model import Facts, Signal

KIND = "score"


def measure(facts: Facts) -> Signal:
    score = facts.scores.get("provocation")
    return Signal("provocation", score, "no score" if score is None else f"model says {score:.2f}")
