"""The heat of a room over time, as a line to draw. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.context.conversation import heat_at
from bot.model import ConversationRecord

SPAN = timedelta(minutes=12)
"""How far back the line goes."""
POINTS = 90

Point = tuple[float, float]
"""Minutes before now, zero or less, and the heat then, 0..1."""


def curve(records: Sequence[ConversationRecord], now: datetime) -> list[Point]:
    """The line over `SPAN`: every blow as a step, and how it cools in between.

    `records` are what was remembered of the room after each message, oldest first.
    """
    heated = [record for record in records if record.heated_at is not None]
    times = [record.heated_at for record in heated if record.heated_at is not None]
    moments = [now - SPAN * (POINTS - step) / POINTS for step in range(POINTS + 1)]
    line = []
    for at in sorted({*moments, *(at for at in times if now - SPAN <= at <= now)}):
        before = bisect_right(times, at) - 1
        heat = heat_at(heated[before], at) if before >= 0 else 0.0
        line.append((round((at - now) / timedelta(minutes=1), 3), round(heat, 4)))
    return line
