"""Whether the author calls everybody at once: `@everyone`, `@here`, `@all` or `@channel`."""

from bot.model import Facts, Signal

KIND = "flag"
_EVERYONE = frozenset({"@everyone", "@here", "@all", "@channel"})


def measure(facts: Facts) -> Signal:
    called = any(name.casefold() in _EVERYONE for name in facts.reading.mentions)
    return Signal("everyone", called, "calls everybody" if called else "does not")
