"""The author's own words, as typed and with disguises undone; quotes and code left out."""

from bot.model import Facts, Signal

KIND = "text"


def measure(facts: Facts) -> Signal:
    own = facts.reading.own
    return Signal("text", own, f"{len(own)} characters", facts.reading.forms)
