"""How far the conversation is fast without being hostile, as after a goal (0..1)."""

from bot.context.pace import fast_talk_at
from bot.model import Facts, Signal

KIND = "share"
ABOUT = "conversation"


def measure(facts: Facts) -> Signal:
    found = fast_talk_at(facts.conversation, facts.message.sent_at)
    return Signal("fast_talk", found, f"fast talk {found:.2f}")
