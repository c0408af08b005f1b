"""How many phone numbers, e-mail addresses, payment cards, IBANs and national ids are shown.

In quotes and code too: they are as public. The same one twice is one.
"""

from bot.model import Facts, Signal
from bot.personal import find

KIND = "count"


def measure(facts: Facts) -> Signal:
    reading = facts.reading
    counts = find("\n".join((reading.own, *reading.quotes, *reading.code)))
    said = ", ".join(f"{kind}: {count}" for kind, count in counts.items())
    return Signal("personal_data", sum(counts.values()), said or "none")
