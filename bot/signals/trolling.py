"""How surely the author baits others, again and again, until they lose their temper (0..1)."""

from bot.context.trolling import trolling
from bot.model import Facts, Signal

KIND = "share"


def measure(facts: Facts) -> Signal:
    share, why = trolling(facts.member, facts.message.conversation.id)
    return Signal("trolling", share, why)
