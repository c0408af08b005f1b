"""Small words for pages: initials, times, durations, temperatures. Pure."""

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

HUES = 12
"""Colours that the style sheet has for avatars."""

_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_LEVELS = ((0.7, 3, "ablaze"), (0.45, 2, "heated"), (0.2, 1, "warming up"))


def initials(name: str) -> str:
    """Up to two letters that stand for a name."""
    words = name.split() or ["?"]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


def hue(who: str) -> int:
    """The avatar colour of a member, 0..HUES-1; the same everywhere and always."""
    return zlib.adler32(who.encode()) % HUES


def warmth(heat: float) -> tuple[int, str]:
    """Level 0..3 and the word for a heat or a hostility of 0..1."""
    return next(((level, word) for least, level, word in _LEVELS if heat >= least), (0, "calm"))


def moment(at: datetime, zone: tzinfo) -> str:
    """The time of day, as the community's clocks show it."""
    return at.astimezone(zone).strftime("%H:%M")


def lasting(span: timedelta) -> str:
    """A duration in its largest fitting unit: `20 s`, `5 min`, `3 h`, `2 d`."""
    seconds = max(int(span.total_seconds()), 0)
    return next((f"{seconds // size} {unit}" for size, unit in _UNITS if seconds >= size), "0 s")


def exactly(span: timedelta) -> str:
    """A duration to the second: `20 s`, `1 h 30 min`."""
    left, parts = int(span.total_seconds()), []
    for size, unit in _UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts) or "0 s"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them: `Ann`, `Ann and Ben`, `Ann, Ben and Cleo`."""
    if len(names) < 2:  # noqa: PLR2004 - one or none
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, thing: str) -> str:
    """`1 message`, `2 messages`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def shown(value: float | bool | str | None) -> str:
    """A signal's value for a person."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def needed(need: str) -> str:
    """What a rule asked for, with the signs that people read: `≥ 0.7 (likely)`."""
    return need.replace(">=", "≥").replace("<=", "≤").replace("== ", "")
