"""How likely the text is to be aimed at another member of the chat (0..1, the model)."""

from bot.model import Facts, Signal

KIND = "score"


def measure(facts: Facts) -> Signal:
    score = facts.scores.get("directed")
    return Signal("directed", score, "no score" if score is None else f"model says {score:.2f}")
