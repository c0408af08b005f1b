"""How many points the author's strikes still weigh, before this message."""

from bot.context.member import points
from bot.model import Facts, Signal

KIND = "points"


def measure(facts: Facts) -> Signal:
    left = round(points(facts.member.strikes, facts.message.sent_at), 1)
    return Signal("strikes", left, f"{left:g} points")
