"""How likely the text is to attack people for what they are: origin, faith (0..1, the model)."""

from bot.model import Facts, Signal

KIND = "score"


def measure(facts: Facts) -> Signal:
    score = facts.scores.get("identity_attack")
    return Signal(
        "identity_attack", score, "no score" if score is None else f"model says {score:.2f}"
    )
