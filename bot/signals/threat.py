"""How likely the text is to announce or wish harm to somebody (0..1, the model)."""

from bot.model import Facts, Signal

KIND = "score"


def measure(facts: Facts) -> Signal:
    score = facts.scores.get("threat")
    return Signal("threat", score, "no score" if score is None else f"model says {score:.2f}")
