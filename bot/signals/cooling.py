"""How surely a conversation that flared up is cooling (0..1); 0 where it did not."""

from bot.context.pace import cooling_at
from bot.model import Facts, Signal

KIND = "share"
ABOUT = "conversation"


def measure(facts: Facts) -> Signal:
    found = cooling_at(facts.conversation, facts.message.sent_at)
    said = "it cools" if found else "nothing to cool, or no sign of it"
    return Signal("cooling", found, said)
