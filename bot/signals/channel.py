"""Where the message stands: the name or the id of its channel, thread or topic."""

from bot.model import Facts, Signal

KIND = "name"
ABOUT = "conversation"


def measure(facts: Facts) -> Signal:
    where = facts.message.conversation
    names = tuple(dict.fromkeys(name for name in (where.name, where.id) if name))
    return Signal("channel", names[0] if names else None, f"id {where.id}", names)
