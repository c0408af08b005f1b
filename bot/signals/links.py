"""How many links the author wrote; those in quotes and code do not count."""

from bot.model import Facts, Signal

KIND = "count"


def measure(facts: Facts) -> Signal:
    count = len(facts.reading.links)
    return Signal("links", count, f"links: {count}")
