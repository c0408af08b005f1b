"""What share of the author's letters are capitals (0..1); unknown under 8 letters.

Letters of scripts without capitals, such as Hebrew or Chinese, do not count.
"""

from bot.model import Facts, Signal

KIND = "share"
ENOUGH = 8
"""Letters below which the share says nothing: `OK`, `LOL` and `USA` are not shouting."""


def measure(facts: Facts) -> Signal:
    letters = [letter for letter in facts.reading.own if letter.lower() != letter.upper()]
    if len(letters) < ENOUGH:
        return Signal("caps", None, "too few letters")
    share = sum(letter.isupper() for letter in letters) / len(letters)
    return Signal("caps", share, f"{share:.0%} capitals")
