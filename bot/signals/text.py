"""The author's own words, as typed and with disguises undone, and links; no quotes and no code.

The words are looked at without the links among them, and each link on its own.
"""

from bot.model import Facts, Signal

KIND = "text"


def measure(facts: Facts) -> Signal:
    own = facts.reading.own
    forms = dict.fromkeys((*facts.reading.forms, *facts.reading.links))
    return Signal("text", own, f"{len(own)} characters", tuple(forms))
