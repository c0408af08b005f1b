"""Whether slow mode is on where the message stands."""

from bot.model import Facts, Signal

KIND = "flag"
ABOUT = "conversation"


def measure(facts: Facts) -> Signal:
    pace = facts.message.conversation.slowmode
    return Signal("slowmode", pace > 0, f"{pace} s between messages" if pace else "off")
