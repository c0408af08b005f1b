"""What share of the author's letters are capitals (0..1); unknown under 8 letters.

Letters of scripts without capitals, such as Hebrew or Chinese, do not count.
"""

from bot.model import Facts, Signal

KIND = "share"
ENOUGH = 8
"""Letters below which the share says nothing: `OK`, `LOL` and `USA` are not shouting."""


def measure(facts: Facts) -> Signal:
    capitals = sum(map(str.isupper, facts.reading.own))
    letters = capitals + sum(map(str.islower, facts.reading.own))
    if letters < ENOUGH:
        return Signal("caps", None, "too few letters")
    share = capitals / letters
    return Signal("caps", share, f"{share:.0%} capitals")
