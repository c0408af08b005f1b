"""What there is to see of a room: its entries as the chat shows them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from bot.console.wording import moment
from bot.model import Judged, Member
from bot.platforms.sandbox import Entry, Kind

SHOWN = 80
"""The latest entries that are shown."""
TOGETHER = timedelta(minutes=3)
"""Lines of one member that follow each other within this time share one heading."""
SNIPPET = 80


@dataclass(frozen=True, slots=True)
class Bubble:
    """One entry of a room."""

    id: str
    kind: Kind
    text: str
    at: str
    author: Member | None = None
    reader: str = ""
    staff: bool = False
    reply: tuple[str, str] | None = None
    """Name and first words of what it answers."""
    joined: bool = False
    """It follows another line of the same member and needs no heading."""
    edited: bool = False
    removed: bool = False
    restored: bool = False
    hostility: float | None = None
    broke: tuple[str, ...] = ()
    """Ids of the rules it broke."""


def bubbles(
    entries: Sequence[Entry], judged: Mapping[str, Judged], zone: tzinfo
) -> tuple[Bubble, ...]:
    """The latest entries, in order."""
    by_id = {entry.id: entry for entry in entries}
    shown = entries[-SHOWN:]
    before: Sequence[Entry | None] = [None, *shown]
    return tuple(
        _bubble(entry, _follows(entry, last), by_id, judged.get(entry.id), zone)
        for last, entry in zip(before, shown, strict=False)
    )


def _bubble(
    entry: Entry,
    joined: bool,
    by_id: Mapping[str, Entry],
    judged: Judged | None,
    zone: tzinfo,
) -> Bubble:
    return Bubble(
        id=entry.id,
        kind=entry.kind,
        text=entry.text,
        at=moment(entry.at, zone),
        author=entry.author,
        reader=entry.reader.name if entry.reader else "",
        staff=bool(entry.author and entry.author.roles),
        reply=_snippet(by_id.get(entry.reply_to or "")),
        joined=joined,
        edited=entry.edited,
        removed=entry.removed,
        restored=entry.restored,
        hostility=_hostility(judged),
        broke=judged.verdict.rules if judged else (),
    )


def _follows(entry: Entry, last: Entry | None) -> bool:
    return (
        last is not None
        and entry.kind is last.kind is Kind.MESSAGE
        and entry.author == last.author
        and entry.reply_to is None
        and entry.at - last.at <= TOGETHER
    )


def _snippet(answered: Entry | None) -> tuple[str, str] | None:
    if answered is None or answered.author is None:
        return None
    first = " ".join(answered.text.split())
    return answered.author.name, first if len(first) <= SNIPPET else f"{first[:SNIPPET]}…"


def _hostility(judged: Judged | None) -> float | None:
    """How hostile the message was towards people in the room."""
    if judged is None:
        return None
    lines = judged.facts.conversation.lines
    return next((line.hostility for line in reversed(lines) if line.id == judged.message.id), None)
