"""How heated the conversation is with this message (0..1)."""

from bot.context.conversation import heat_at
from bot.model import Facts, Signal

KIND = "share"
ABOUT = "conversation"


def measure(facts: Facts) -> Signal:
    heat = heat_at(facts.conversation, facts.message.sent_at)
    return Signal("heat", heat, f"heat {heat:.2f}")
