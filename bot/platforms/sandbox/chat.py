"""What the pretend service keeps: the lines of its rooms, and the calls for its managers."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.errors import PlatformError
from bot.model import Conversation, Member

KEEP_MOST = 500
"""Entries a room remembers; older ones scroll out of reach."""


class Refused(PlatformError):
    """The service turned down what a member wanted to post."""


class Kind(StrEnum):
    """What an entry is: somebody's words, the bot's to all or to one, or the service's own."""

    MESSAGE = "message"
    SAID = "said"
    NOTE = "note"
    EVENT = "event"


@dataclass(slots=True)
class Entry:
    """One line of a room, in the order in which it appeared."""

    id: str
    kind: Kind
    text: str
    at: datetime
    author: Member | None = None
    """Who wrote it; None for the bot and for the service."""
    reader: Member | None = None
    """The only member who sees it; None when everyone does."""
    reply_to: str | None = None
    edited: bool = False
    removed: bool = False
    restored: bool = False


@dataclass(slots=True)
class Room:
    """A conversation as the service keeps it."""

    conversation: Conversation
    topic: str = ""
    slowmode: int = 0
    entries: list[Entry] = field(default_factory=list)
    last_post: dict[str, datetime] = field(default_factory=dict)
    """When each member last posted here."""

    def add(self, entry: Entry) -> None:
        """Append a line, letting the oldest go when there are too many."""
        self.entries.append(entry)
        del self.entries[:-KEEP_MOST]

    def find(self, message_id: str) -> Entry | None:
        """The message of that id, if it is still within reach."""
        return next((one for one in reversed(self.entries) if one.id == message_id), None)


@dataclass(frozen=True, slots=True)
class Alert:
    """A call for the managers of a queue."""

    case_id: int
    queue: str
    priority: str
    text: str
    at: datetime
