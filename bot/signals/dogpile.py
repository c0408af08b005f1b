"""How far many in the conversation strike one who hardly strikes back (0..1)."""

from bot.context.account import account, names
from bot.context.dogpile import dogpile_at
from bot.model import Facts, Signal

KIND = "share"
ABOUT = "conversation"


def measure(facts: Facts) -> Signal:
    record, now = facts.conversation, facts.message.sent_at
    (share, target), why = dogpile_at(record, now), account(record, now)
    if target is None:
        return Signal("dogpile", share, "nobody is struck by many")
    [victim] = names(record, (target,))
    return Signal("dogpile", share, f"against {victim}; {why.said}", turns=why.turns)
