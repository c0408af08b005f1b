"""When the message was sent, held against hours and days on the community's clock."""

from datetime import UTC

from bot.model import Facts, Signal

KIND = "time"


def measure(facts: Facts) -> Signal:
    at = facts.message.sent_at.astimezone(UTC)
    return Signal("time", at.strftime("%Y-%m-%dT%H:%M:%SZ"), f"{at:%Y-%m-%d %H:%M} UTC")
