"""How likely somebody is attacked within the next ten messages (0..1)."""

from bot.model import Facts, Signal

KIND = "share"


def measure(facts: Facts) -> Signal:
    here = facts.conversation.lines[-1] if facts.conversation.lines else None
    chance = here.derailing if here is not None and here.id == facts.message.id else None
    said = "no score" if chance is None else f"{chance:.0%} of such moments were followed by one"
    return Signal("derailment", chance, said)
