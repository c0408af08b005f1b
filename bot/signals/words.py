"""How many words the author wrote; those in quotes and code do not count."""

import re

from bot.model import Facts, Signal

KIND = "count"
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


def measure(facts: Facts) -> Signal:
    count = len(_WORD.findall(facts.reading.folded))
    return Signal("words", count, f"{count} words")
