"""How far the conversation is a quarrel in which both sides strike (0..1)."""

from bot.context.flame_war import flame_war_at
from bot.model import Facts, Signal

KIND = "share"
ABOUT = "conversation"


def measure(facts: Facts) -> Signal:
    found = flame_war_at(facts.conversation, facts.message.sent_at)
    return Signal("flame_war", found, f"flame war {found:.2f}")
