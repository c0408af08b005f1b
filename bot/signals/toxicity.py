"""How likely the text is to make people leave: rude, hateful or hurtful (0..1, the model)."""

from bot.model import Facts, Signal

KIND = "score"


def measure(facts: Facts) -> Signal:
    score = facts.scores.get("toxicity")
    return Signal("toxicity", score, "no score" if score is None else f"model says {score:.2f}")
