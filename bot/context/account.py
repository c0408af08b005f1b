"""A quarrel in words: who, how many hostile turns, since when, and which turns those are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.model import ConversationRecord, Line

HOSTILE = 0.4
"""From this reading as hostile or baiting a turn counts."""
GAP = timedelta(minutes=15)
"""So long without such a turn, and those before belong to an earlier quarrel."""
MOST_NAMES = 3


class Account(NamedTuple):
    """What a signal rests on: a sentence, and the ids of the turns."""

    said: str
    turns: tuple[str, ...]


def account(record: ConversationRecord, now: datetime) -> Account:
    """The quarrel that the conversation is in, if it is in one."""
    turns = _turns(record.lines, now)
    if not turns:
        return Account("no hostile turn of late", ())
    minutes = max(round((now - turns[0].at) / timedelta(minutes=1)), 1)
    who = _listed(list(dict.fromkeys(line.name for line in turns)))
    many = f"{len(turns)} hostile or baiting turn{'s' * (len(turns) > 1)}"
    ago = f"in {minutes} minute{'s' * (minutes > 1)}"
    trend = f", {_trend(turns)}" if len(turns) > 2 else ""  # noqa: PLR2004 - two make no trend
    began = f"began at {turns[0].at:%H:%M} with {turns[0].name}"
    return Account(f"{who}: {many} {ago}{trend}; {began}", tuple(line.id for line in turns))


def names(record: ConversationRecord, who: Sequence[str]) -> list[str]:
    """The names of these members, as far as they are remembered."""
    known = {line.author: line.name for line in record.lines}
    return [known.get(one, one) for one in who]


def _turns(lines: Sequence[Line], now: datetime) -> list[Line]:
    found: list[Line] = []
    since = now
    for line in reversed(lines):
        if since - line.at > GAP:
            break
        if max(line.hostile or 0.0, line.baiting or 0.0) >= HOSTILE:
            found.insert(0, line)
            since = line.at
    return found


def _listed(who: Sequence[str]) -> str:
    if len(who) > MOST_NAMES:
        return f"{len(who)} members"
    return " and ".join(filter(None, (", ".join(who[:-1]), who[-1])))


def _trend(turns: Sequence[Line]) -> str:
    """Whether the later half is sharper than the earlier."""
    half = len(turns) // 2
    early, late = (
        sum(line.hostile or 0.0 for line in part) / len(part)
        for part in (turns[:half], turns[half:])
    )
    if abs(late - early) < 0.1:  # noqa: PLR2004 - nobody would see it
        return "steady"
    return "rising" if late > early else "falling"
