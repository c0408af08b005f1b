"""The language of the author's words (ISO 639-1); unknown when they are too few to tell."""

from bot.model import Facts, Signal

KIND = "language"


def measure(facts: Facts) -> Signal:
    return Signal("language", facts.lang, facts.lang or "cannot be told")
