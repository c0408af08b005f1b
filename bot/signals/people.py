"""How many different members have spoken here within the last 10 minutes, the author counted."""

from datetime import timedelta

from bot.model import Facts, Signal

KIND = "count"
ABOUT = "conversation"
WINDOW = timedelta(minutes=10)


def measure(facts: Facts) -> Signal:
    now = facts.message.sent_at
    lines = facts.conversation.lines
    count = len({line.author for line in lines if now - WINDOW < line.at <= now})
    return Signal("people", count, f"{count} in {WINDOW.seconds // 60} min")
