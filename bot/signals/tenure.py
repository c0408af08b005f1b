"""How long ago the author joined; unknown where the platform does not say."""

from datetime import timedelta

from bot.model import Facts, Signal

KIND = "duration"


def measure(facts: Facts) -> Signal:
    joined = facts.message.author.joined_at
    if joined is None:
        return Signal("tenure", None, "no word on when they joined")
    passed = max(facts.message.sent_at - joined, timedelta())
    return Signal("tenure", int(passed.total_seconds()), f"joined {joined:%Y-%m-%d %H:%M}")
