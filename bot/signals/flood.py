"""How many messages the author has sent within the last 10 seconds, this one counted."""

from datetime import timedelta

from bot.model import Facts, Signal

KIND = "count"
WINDOW = timedelta(seconds=10)


def measure(facts: Facts) -> Signal:
    now = facts.message.sent_at
    count = sum(now - WINDOW < post.at <= now for post in facts.member.recent)
    return Signal("flood", count, f"{count} in {WINDOW.seconds} s")
