"""What is remembered of members and conversations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Strike:
    """A remembered violation; it halves every `half_life_s` seconds and never quite goes."""

    policy: str
    weight: float
    at: datetime
    half_life_s: float


Fired = Mapping[str, tuple[datetime, ...]]
"""Rule id -> when it fired, the newest last; of each rule the last `MOST_FIRED` times."""
MOST_FIRED = 20


@dataclass(frozen=True, slots=True)
class Post:
    """A trace of one message in its author's record; `digest` is a short hash of its words."""

    at: datetime
    conversation: str
    digest: str


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """What we remember of a member."""

    first_seen: datetime | None = None
    messages: int = 0
    lang: str | None = None
    recent: tuple[Post, ...] = ()
    strikes: tuple[Strike, ...] = ()
    fired: Fired = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One recent message of a conversation: who, to whom, how hostile (0..1, None unknown)."""

    id: str
    author: str
    name: str
    at: datetime
    hostility: float | None
    to: str | None = None
    provocation: float | None = None


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """What we remember of a conversation: its heat (0..1) when last warmed, and its last lines."""

    heat: float = 0.0
    heated_at: datetime | None = None
    lines: tuple[Line, ...] = ()
    fired: Fired = field(default_factory=dict)
