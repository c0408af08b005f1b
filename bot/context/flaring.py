"""Flaring: how likely a conversation is a quarrel that somebody should step into, 0..1.

Each turn is read in its conversation (`heads.py`). What that makes of the conversation is what a
hostile or baiting turn can raise it to, and what any other turn lets it fall to; in between it
halves every `HALF_LIFE`.
"""

from datetime import datetime, timedelta

from bot.model import ConversationRecord, Line

HALF_LIFE = timedelta(minutes=6)
WARM = 0.2
"""From this reading as hostile or baiting a turn can raise it."""


def flaring_at(record: ConversationRecord, now: datetime) -> float:
    """How likely at `now`, by the lines that are remembered; it never rises by itself."""
    found, at = 0.0, None
    for line in record.lines:
        if line.at > now:
            continue
        if at is not None:
            found = _left(found, line.at - at)
        if line.flaring is not None:
            found = max(found, line.flaring) if warms(line) else min(found, line.flaring)
        at = line.at if at is None else max(at, line.at)
    return found if at is None else _left(found, now - at)


def warms(line: Line) -> bool:
    """Whether it was read as hostile or baiting enough to raise it."""
    return max(line.hostile or 0.0, line.baiting or 0.0) >= WARM


def _left(found: float, passed: timedelta) -> float:
    return found * float(0.5 ** (max(passed, timedelta(0)) / HALF_LIFE))
