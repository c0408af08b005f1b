"""Who strikes whom: the hostility between members of a conversation, fading as heat does."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.context.conversation import HALF_LIFE
from bot.model import ConversationRecord

Blows = Mapping[tuple[str, str], float]
"""`(a, b)` -> what is left of a's hostility to b, 0 and up."""


def blows_at(record: ConversationRecord, now: datetime) -> Blows:
    """What is left at `now` of the remembered lines that were for somebody.

    All of it fades at one rate, so that who struck whom more stays so in silence.
    """
    found: dict[tuple[str, str], float] = defaultdict(float)
    for line in record.lines:
        age = max(now - line.at, timedelta(0))
        if line.hostility and line.to not in (None, line.author):
            found[line.author, str(line.to)] += line.hostility * 0.5 ** (age / HALF_LIFE)
    return found
