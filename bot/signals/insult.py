"""How likely the text is to belittle a person or a group (0..1, the model)."""

from bot.model import Facts, Signal

KIND = "score"


def measure(facts: Facts) -> Signal:
    score = facts.scores.get("insult")
    return Signal("insult", score, "no score" if score is None else f"model says {score:.2f}")
