"""How long ago the author's account was made; unknown where the platform does not say."""

from datetime import timedelta

from bot.model import Facts, Signal

KIND = "duration"


def measure(facts: Facts) -> Signal:
    made = facts.message.author.created_at
    if made is None:
        return Signal("account_age", None, "no word on when the account was made")
    passed = max(facts.message.sent_at - made, timedelta())
    return Signal("account_age", int(passed.total_seconds()), f"made {made:%Y-%m-%d %H:%M}")
