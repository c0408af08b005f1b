"""How a conversation moves: whether it cools, and whether it is fast without being hostile."""

import math
from datetime import datetime, timedelta

from bot.context.flaring import flaring_at, warms
from bot.model import ConversationRecord

LATELY = timedelta(minutes=15)
"""How far back a conversation that cools must have flared."""
FLARED = 0.3
"""Below this there was nothing to cool."""
TURNS = 3
"""The last turns, of which one that calms counts."""
SOON = timedelta(minutes=2)
FAST = 8.0
"""Messages a minute at which a conversation is 63 % of as fast as can be."""


def cooling_at(record: ConversationRecord, now: datetime) -> float:
    """How surely a conversation that flared is cooling, 0..1; 0 where it did not.

    Either sign is enough: how far it has fallen from the highest, or somebody who apologises,
    makes up or calms in one of the last `TURNS` turns.
    """
    lately = [line for line in record.lines if now - line.at <= LATELY]
    highest = max((line.flaring or 0.0 for line in lately if warms(line)), default=0.0)
    if highest < FLARED:
        return 0.0
    gone = max(1.0 - flaring_at(record, now) / highest, 0.0)
    calming = max(line.calming or 0.0 for line in lately[-TURNS:])
    return 1.0 - (1.0 - gone) * (1.0 - calming)


def fast_talk_at(record: ConversationRecord, now: datetime) -> float:
    """How far it is fast without being hostile, 0..1: goals, launches, jokes."""
    lines = [line for line in record.lines if timedelta(0) <= now - line.at <= SOON]
    if not lines:
        return 0.0
    speed = len(lines) / (SOON / timedelta(minutes=1))
    hostile = max(line.hostile or 0.0 for line in lines)
    return (1.0 - math.exp(-speed / FAST)) * (1.0 - hostile)
