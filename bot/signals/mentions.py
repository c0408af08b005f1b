"""How many different members the message mentions."""

from bot.model import Facts, Signal

KIND = "count"


def measure(facts: Facts) -> Signal:
    count = len(set(facts.message.mentions or facts.reading.mentions))
    return Signal("mentions", count, f"mentions: {count}")
