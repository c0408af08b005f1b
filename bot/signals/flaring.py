"""How likely the conversation is a quarrel to step into, as its turns are read together (0..1)."""

from bot.context.account import account
from bot.context.flaring import flaring_at
from bot.model import Facts, Signal

KIND = "share"
ABOUT = "conversation"


def measure(facts: Facts) -> Signal:
    now = facts.message.sent_at
    found, why = flaring_at(facts.conversation, now), account(facts.conversation, now)
    return Signal("flaring", found, why.said, turns=why.turns)
