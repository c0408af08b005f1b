"""`time`: the hours and days in which a message was sent, on a clock of some zone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field

from bot.model import Value
from bot.rulebook.asked import Asked, Wrong, wrong
from bot.rulebook.conditions import Condition, Leaf, Seen
from bot.rulebook.document import OneOrMore, Part
from bot.rulebook.mistakes import nearest
from bot.rulebook.stated import Maybe
from bot.rulebook.tree import Path, Plain

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = timedelta(days=1)
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_HOUR = 60
_MIDNIGHT = 24 * _HOUR
Read = TypeVar("Read")


class TimePart(Part):
    """`time: {between: "22:00-07:00", days: [mon, tue], zone: Europe/Warsaw}`."""

    between: OneOrMore = Field(default=[])
    days: OneOrMore = Field(default=[])
    zone: Maybe[str] = None


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes of a day; one that ends at or before its beginning goes on into the next day."""

    begins: int
    ends: int

    def __str__(self) -> str:
        return f"{_clock(self.begins)}-{_clock(self.ends)}"

    def began(self, at: datetime) -> datetime | None:
        """The day on which the span began that this time lies in, if it does."""
        minute = at.hour * _HOUR + at.minute
        if self.begins < self.ends:
            return at if self.begins <= minute < self.ends else None
        if minute >= self.begins:
            return at
        return at - _DAY if minute < self.ends else None


@dataclass(frozen=True, slots=True)
class Clock(Leaf):
    """Within one of some spans that began on one of some days; an empty field asks nothing."""

    spans: tuple[Span, ...]
    days: frozenset[int]
    """From 0, Monday."""
    zone: ZoneInfo

    def holds(self, seen: Seen) -> bool | None:
        """Unknown when the time is."""
        at = self._local(seen)
        if at is None:
            return None
        began = [span.began(at) for span in self.spans] if self.spans else [at]
        return any(day and (not self.days or day.weekday() in self.days) for day in began)

    def value(self, seen: Seen) -> Value:
        """Such as `fri 23:10`."""
        at = self._local(seen)
        return None if at is None else f"{DAYS[at.weekday()]} {at:%H:%M}"

    def need(self, seen: Seen) -> str:
        """Such as `22:00-07:00 on fri, sat (Europe/Warsaw)`."""
        spans, days = (
            " or ".join(map(str, self.spans)),
            ", ".join(DAYS[d] for d in sorted(self.days)),
        )
        return f"{' on '.join(filter(None, (spans, days)))} ({self.zone.key})"

    def _local(self, seen: Seen) -> datetime | None:
        value = seen.signals[self.signal].value
        at = None if value is None else datetime.fromisoformat(str(value))
        return at and at.astimezone(self.zone)


def read_clock(asked: Asked) -> Condition:
    """Hours, days or both; a bare text is the hours."""
    asked.unmodified()
    bare = isinstance(asked.value, str | list)
    part = asked.mistakes.read(TimePart, _named(asked.value), asked.path)
    if part is None:
        raise Wrong
    if not part.between and not part.days:
        raise wrong(
            "`time` takes hours such as `22:00-07:00`, `days` such as `[sat, sun]`, or both"
        )
    faults: list[tuple[Path, str]] = []
    spans = _all("" if bare else "between", part.between, _span, faults)
    days = _all("days", part.days, _days, faults)
    zone = _zone(part.zone, asked, faults)
    if faults:
        raise Wrong(*faults)
    return Clock(asked.name, tuple(spans), frozenset(day for some in days for day in some), zone)


def _named(value: Plain) -> Plain:
    return {"between": value} if isinstance(value, str | list) else value


def _all(
    key: str, texts: Sequence[str], read: Callable[[str], Read], faults: list[tuple[Path, str]]
) -> list[Read]:
    """Each text, read; what is wrong with one is noted at its place."""
    found = []
    for at, text in enumerate(texts):
        try:
            found.append(read(text))
        except ValueError as error:
            faults.append(((key, at) if key else (at,), str(error)))
    return found


def _span(text: str) -> Span:
    match = _SPAN.fullmatch(text)
    hours = [int(number) for number in match.groups()] if match else []
    if not hours or hours[1] >= _HOUR or hours[3] >= _HOUR:
        raise ValueError(f"`{text}` is no span of a day such as `22:00-07:00`")
    begins, ends = hours[0] * _HOUR + hours[1], hours[2] * _HOUR + hours[3]
    if begins >= _MIDNIGHT or ends > _MIDNIGHT:
        raise ValueError(f"`{text}` leaves the day, which goes from `00:00` to `24:00`")
    if begins == ends:
        raise ValueError(f"`{text}` has no length; for whole days leave the hours out")
    return Span(begins, ends)


def _days(text: str) -> list[int]:
    """One day, or those from one to another: `fri-mon` are four."""
    first, dash, last = text.casefold().partition("-")
    begins = _day(first)
    count = (_day(last) - begins) % len(DAYS) + 1 if dash else 1
    return [(begins + more) % len(DAYS) for more in range(count)]


def _day(text: str) -> int:
    for names in (DAYS, _LONG):
        if text.strip() in names:
            return names.index(text.strip())
    raise ValueError(f"unknown day `{text}`{nearest(text, DAYS)}")


def _zone(given: str | None, asked: Asked, faults: list[tuple[Path, str]]) -> ZoneInfo:
    try:
        return ZoneInfo(asked.known.timezone if given is None else given)
    except (ValueError, OSError, KeyError):
        faults.append((("zone",), f"unknown time zone `{given}`{_near_zone(str(given), asked)}"))
        return ZoneInfo("UTC")


def _near_zone(given: str, asked: Asked) -> str:
    """The zone that people may mean, also by the city alone."""
    city = given.casefold().replace(" ", "_")
    meant = next((zone for zone in _zones() if zone.casefold().rpartition("/")[2] == city), None)
    return f"; did you mean `{meant}`?" if meant else asked.mistakes.nearest(given, _zones())


@cache
def _zones() -> tuple[str, ...]:
    """All there are; looked up on the disk once."""
    return tuple(sorted(available_timezones()))


def _clock(minute: int) -> str:
    return f"{minute // _HOUR:02}:{minute % _HOUR:02}"
