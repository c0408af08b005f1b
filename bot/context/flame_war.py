"""A flame war: heat in which people strike back, 0..1.

    flame war = heat x (1 - exp(-back / ENOUGH))

`back` says how far the blows go both ways. What somebody gives is the hostility of their lines,
what they take that of the lines addressed to them, both fading as heat does; their exchange is the
lesser of the two, and `back` is the exchange of whoever is second most in it. So there is no flame
war where one attacks and nobody answers in kind, nor where many attack one who keeps quiet; and a
further blow by anybody never makes it less.

On the labelled conversations of our own corpus, the highest of each conversation: at 0.7 it finds
21 of the 24 quarrels between two sides and takes 1 of 48 harmless talks for one. A pile-on, of
which it finds none, is a matter of heat.
"""

import math
from collections import defaultdict
from datetime import datetime, timedelta

from bot.context.conversation import HALF_LIFE, MEMORY, heat_at
from bot.model import ConversationRecord

ENOUGH = 0.6
"""So much hostility back and forth makes 63 % of a flame war of the heat there is."""


def flame_war_at(record: ConversationRecord, now: datetime) -> float:
    """How far the conversation is one at `now`; like heat, it never rises by itself."""
    return heat_at(record, now) * (1.0 - math.exp(-_back(record, now) / ENOUGH))


def _back(record: ConversationRecord, now: datetime) -> float:
    given: dict[str, float] = defaultdict(float)
    taken: dict[str, float] = defaultdict(float)
    for line in record.lines:
        age = max(now - line.at, timedelta(0))
        if line.hostility and age <= MEMORY:
            left = line.hostility * 0.5 ** (age / HALF_LIFE)
            given[line.author] += left
            if line.to is not None and line.to != line.author:
                taken[line.to] += left
    exchanges = sorted((min(given[who], taken[who]) for who in given if who in taken), reverse=True)
    return exchanges[1] if len(exchanges) > 1 else 0.0
