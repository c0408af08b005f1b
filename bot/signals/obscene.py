"""How likely the text is to be vulgar, whoever it is about (0..1, the model)."""

from bot.model import Facts, Signal

KIND = "score"


def measure(facts: Facts) -> Signal:
    score = facts.scores.get("obscene")
    return Signal("obscene", score, "no score" if score is None else f"model says {score:.2f}")
